# Generated from openapi/generator/runtime by `make generate`. Do not edit.
"""Low-level bindings for the Scramjet platform: one package a service, one shared runtime."""
