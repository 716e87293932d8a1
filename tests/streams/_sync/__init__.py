# Generated from tests/streams/_async/__init__.py
