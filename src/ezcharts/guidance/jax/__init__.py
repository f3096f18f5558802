"""How nshepperd's JAX notebooks guide: cuts, losses, clamp per picture."""
