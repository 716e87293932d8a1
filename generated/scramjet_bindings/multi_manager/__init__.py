# Generated from openapi/multi_manager.yaml by `make generate`. Do not edit.
"""A client library for accessing Scramjet Multi Manager API"""

from .client import AuthenticatedClient, Client

__all__ = (
    "AuthenticatedClient",
    "Client",
)

SPEC_VERSION = "1.0.1"
"""The version of the specification that this package was generated from."""

SPEC_SHA256 = "df71d84df5399eef0bf91d13b48da360380dfa99199e0a8ace5296b5faaf22f7"
"""The SHA-256 of the text of that specification."""
