"""Training of the embedded models: the painted scenes and the scripts that learn from them."""
