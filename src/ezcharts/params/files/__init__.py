"""The settings files that notebooks write: read, and written."""
