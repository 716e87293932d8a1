# Generated from scramjet_facade/_async/__init__.py
"""The asynchronous clients: the source of the synchronous ones."""
