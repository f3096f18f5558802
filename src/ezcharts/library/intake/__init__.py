"""Intake of flattened charts: where the pictures of a sheet lie, to the pixel, and what to check."""
