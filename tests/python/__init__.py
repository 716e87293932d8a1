"""Programs in Python: packing them, and the adapter that runs them on a hub."""
