"""EZ Charts: parameter studies for CLIP-guided diffusion as charts, and the machine that makes them."""

__version__ = "0.1.0"
