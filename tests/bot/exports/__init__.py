"""The files that a map leaves in."""
