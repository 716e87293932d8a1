# Generated from openapi/generator/runtime by `make generate`
"""Low-level bindings for the Scramjet platform: one package a service, one shared runtime."""
