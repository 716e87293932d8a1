"""The behaviour that depends on a hub's version."""
