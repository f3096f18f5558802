"""How the run of a cell goes: which noise levels, how many evaluations."""
