"""What depends on a hub's version."""
