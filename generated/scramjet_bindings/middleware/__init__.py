# Generated from openapi/middleware.yaml by `make generate`. Do not edit.
"""A client library for accessing Scramjet Middleware API"""

from .client import AuthenticatedClient, Client

__all__ = (
    "AuthenticatedClient",
    "Client",
)

SPEC_VERSION = "1.0.1"
"""The version of the specification that this package was generated from."""

SPEC_SHA256 = "ef530e9a9b7a80ed8ad34dda64d98da448fc21c36fbeca2ce904dd33914bcfaf"
"""The SHA-256 of the text of that specification."""
