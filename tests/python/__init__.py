"""Programs in Python: how they are packed, and what runs them on a hub."""
