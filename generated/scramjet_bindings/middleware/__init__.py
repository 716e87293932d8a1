# Generated from openapi/middleware.yaml by `make generate`. Do not edit.
"""A client library for accessing Scramjet Middleware API"""

from .client import AuthenticatedClient, Client

__all__ = (
    "AuthenticatedClient",
    "Client",
)

SPEC_VERSION = "1.0.1"
"""The version of the specification that this package was generated from."""

SPEC_SHA256 = "df75385c6140dd9aa7a2a477f04b5904420690c60dcec3eb26a10e86076a24a5"
"""The SHA-256 of the text of that specification."""
