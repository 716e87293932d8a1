# Generated from openapi/manager.yaml by `make generate`. Do not edit.
"""A client library for accessing Scramjet Manager API"""

from .client import AuthenticatedClient, Client

__all__ = (
    "AuthenticatedClient",
    "Client",
)

SPEC_VERSION = "1.0.1"
"""The version of the specification that this package was generated from."""

SPEC_SHA256 = "a5ba30ff9dc7fd3fb3bc2dfd67b0d15db0efd71a64f28b1956742d626ecd7e3a"
"""The SHA-256 of the text of that specification."""
