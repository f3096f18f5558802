"""Cells in, pictures out. The only place where models, guidance and samplers meet."""
