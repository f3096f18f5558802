"""How Disco Diffusion guides: cuts, augmentations, losses, clamp."""
