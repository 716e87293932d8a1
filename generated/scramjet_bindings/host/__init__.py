# Generated from openapi/host.yaml by `make generate`. Do not edit.
"""A client library for accessing Scramjet Transform Hub API"""

from .client import AuthenticatedClient, Client

__all__ = (
    "AuthenticatedClient",
    "Client",
)

SPEC_VERSION = "1.0.1"
"""The version of the specification that this package was generated from."""

SPEC_SHA256 = "28e40e1544393de93721b38c613075226eb017e1db475318d3afc0b8c7977df0"
"""The SHA-256 of the text of that specification."""
