"""The fake hub: its state, its programs and its API."""
