# Generated from tests/contract/_async/__init__.py
