"""How work is carried out: a task, items, results as they finish. The task itself is passed in."""
