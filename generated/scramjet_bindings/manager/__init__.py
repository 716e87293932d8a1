# Generated from openapi/manager.yaml by `make generate`. Do not edit.
"""A client library for accessing Scramjet Manager API"""

from .client import AuthenticatedClient, Client

__all__ = (
    "AuthenticatedClient",
    "Client",
)

SPEC_VERSION = "1.0.1"
"""The version of the specification that this package was generated from."""

SPEC_SHA256 = "b799139e8c4b84a36e93531b30facd80a040d4f0c9c4819c26e06f6f53b731aa"
"""The SHA-256 of the text of that specification."""
