"""The Disco Diffusion dialect, versions 4.1 to 5.7."""
