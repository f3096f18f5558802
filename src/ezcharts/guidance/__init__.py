"""The gradient: cutouts, losses, clamps, and how they wrap a denoiser."""
