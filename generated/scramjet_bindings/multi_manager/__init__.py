# Generated from openapi/multi_manager.yaml by `make generate`. Do not edit.
"""A client library for accessing Scramjet Multi Manager API"""

from .client import AuthenticatedClient, Client

__all__ = (
    "AuthenticatedClient",
    "Client",
)

SPEC_VERSION = "1.0.1"
"""The version of the specification that this package was generated from."""

SPEC_SHA256 = "e7c391feb4084657bc3a1ed4691b05fcd63d3264610e8fb5ee2325b491bce3ee"
"""The SHA-256 of the text of that specification."""
