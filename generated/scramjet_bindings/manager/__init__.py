# Generated from openapi/manager.yaml by `make generate`. Do not edit.
"""A client library for accessing Scramjet Manager API"""

from .client import AuthenticatedClient, Client

__all__ = (
    "AuthenticatedClient",
    "Client",
)

SPEC_VERSION = "1.0.1"
"""The version of the specification that this package was generated from."""

SPEC_SHA256 = "733c13e185702319bb013e775578242c3f395bccb6bd2c6e90f705e63d4ab0b7"
"""The SHA-256 of the text of that specification."""
