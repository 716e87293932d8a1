# Generated from tests/seams/_async/__init__.py
