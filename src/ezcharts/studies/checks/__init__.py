"""What can be known of one cell before it is rendered."""
