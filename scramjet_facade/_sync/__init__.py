# Generated from scramjet_facade/_async/__init__.py by `make generate`.
"""The asynchronous clients: the source of the synchronous ones."""
