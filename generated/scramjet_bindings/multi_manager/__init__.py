# Generated from openapi/multi_manager.yaml by `make generate`. Do not edit.
"""A client library for accessing Scramjet Multi Manager API"""

from .client import AuthenticatedClient, Client

__all__ = (
    "AuthenticatedClient",
    "Client",
)

SPEC_VERSION = "1.0.1"
"""The version of the specification that this was generated from."""

SPEC_SHA256 = "9987076c2aa053945197d4c5d87402b5aacb4b6cb5eaf1241e7a03911cfbad3a"
"""The SHA-256 of that specification's text."""
