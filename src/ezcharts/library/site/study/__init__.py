"""The page of a study: its data as a script, its words, and what can be taken from it."""
