"""Low-level bindings for the Scramjet platform: one package a service, one shared runtime."""
