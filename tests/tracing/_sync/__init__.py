# Generated from tests/tracing/_async/__init__.py
