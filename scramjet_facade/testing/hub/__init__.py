"""The fake hub: what it keeps, what runs on it, and what it answers."""
