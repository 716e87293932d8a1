# Generated from openapi/manager.yaml by `make generate`. Do not edit.
"""A client library for accessing Scramjet Manager API"""

from .client import AuthenticatedClient, Client

__all__ = (
    "AuthenticatedClient",
    "Client",
)

SPEC_VERSION = "1.0.1"
"""The version of the specification that this package was generated from."""

SPEC_SHA256 = "ff2c8c96cb67c67490dceff4e987a3937e0b1832ec8a5446675032eb06b89f25"
"""The SHA-256 of the text of that specification."""
