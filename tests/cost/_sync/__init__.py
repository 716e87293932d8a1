# Generated from tests/cost/_async/__init__.py
