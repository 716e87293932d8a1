# Generated from tests/pickling/_async/__init__.py
