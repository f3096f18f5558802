"""Networks and their weights: what is in a model set, and how each member is read."""
