# Generated from openapi/generator/runtime by `make generate`. Do not edit.
"""Low-level bindings for the Scramjet platform: one package per service, and a shared runtime."""
