"""What can be set: parameters, their domains, the dialects they belong to, and checked settings."""
