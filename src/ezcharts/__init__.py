"""EZ Charts: a visual library of parameter studies for CLIP-guided diffusion, and the machine that makes it."""

__version__ = "0.1.0"
