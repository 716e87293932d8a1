# Generated from tests/faults/_async/__init__.py
