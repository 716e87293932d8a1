# Generated from openapi/manager.yaml by `make generate`. Do not edit.
"""A client library for accessing Scramjet Manager API"""

from .client import AuthenticatedClient, Client

__all__ = (
    "AuthenticatedClient",
    "Client",
)

SPEC_VERSION = "1.0.1"
"""The version of the specification that this package was generated from."""

SPEC_SHA256 = "9040c8ed14d037d9183213d106e69d406c55505cca38378a93338f6393b4d642"
"""The SHA-256 of the text of that specification."""
