# Generated from openapi/manager.yaml by `make generate`. Do not edit.
"""A client library for accessing Scramjet Manager API"""

from .client import AuthenticatedClient, Client

__all__ = (
    "AuthenticatedClient",
    "Client",
)

SPEC_VERSION = "1.0.1"
"""The version of the specification that this package was generated from."""

SPEC_SHA256 = "e4cb197d3ba6fd63f6ca535262ff967924a1f56d5a90a063fd5ceb0f1704b231"
"""The SHA-256 of the text of that specification."""
