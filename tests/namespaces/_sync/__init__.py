# Generated from tests/namespaces/_async/__init__.py
