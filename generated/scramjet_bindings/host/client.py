# Generated from openapi/host.yaml by `make generate`. Do not edit.
"""The client, which all packages share"""

from ..client import AuthenticatedClient, Client

__all__ = ["AuthenticatedClient", "Client"]
