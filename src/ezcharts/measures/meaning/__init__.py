"""What a picture means: how near it is to what was asked for, and to other pictures."""
