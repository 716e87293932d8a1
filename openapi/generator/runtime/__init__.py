"""Low-level bindings for the Scramjet platform: one package per service, and a shared runtime."""
