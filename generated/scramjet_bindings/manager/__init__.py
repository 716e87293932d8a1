# Generated from openapi/manager.yaml by `make generate`. Do not edit.
"""A client library for accessing Scramjet Manager API"""

from .client import AuthenticatedClient, Client

__all__ = (
    "AuthenticatedClient",
    "Client",
)

SPEC_VERSION = "1.0.1"
"""The version of the specification that this was generated from."""

SPEC_SHA256 = "72a2f47c66823d43b7d8f12ea3366eab50eb1c4f5efe21893ff22805e8b97861"
"""The SHA-256 of that specification's text."""
