"""The asynchronous clients, from which the synchronous clients are generated."""
