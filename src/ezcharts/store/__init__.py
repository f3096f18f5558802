"""Where results live: pictures by content, one record per cell."""
