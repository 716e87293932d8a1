# Generated from openapi/middleware.yaml by `make generate`. Do not edit.
"""A client library for accessing Scramjet Middleware API"""

from .client import AuthenticatedClient, Client

__all__ = (
    "AuthenticatedClient",
    "Client",
)

SPEC_VERSION = "1.0.1"
"""The version of the specification that this package was generated from."""

SPEC_SHA256 = "3be14cc85827b662349f8cbdcfd7d7ea633a5cd9c37f9a6d2005d1ca05de21cc"
"""The SHA-256 of the text of that specification."""
