# Generated from tests/e2e/_async/__init__.py
