# Generated from openapi/host.yaml by `make generate`. Do not edit.
"""A client library for accessing Scramjet Transform Hub API"""

from .client import AuthenticatedClient, Client

__all__ = (
    "AuthenticatedClient",
    "Client",
)

SPEC_VERSION = "1.0.1"
"""The version of the specification that this package was generated from."""

SPEC_SHA256 = "7db94f29c07da5d042d50bc7a43b1d33fdac4b7c93407743ed2bc9a59c9f6cf0"
"""The SHA-256 of the text of that specification."""
