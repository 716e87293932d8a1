# Generated from openapi/host.yaml by `make generate`. Do not edit.
"""A client library for accessing Scramjet Transform Hub API"""

from .client import AuthenticatedClient, Client

__all__ = (
    "AuthenticatedClient",
    "Client",
)

SPEC_VERSION = "1.0.1"
"""The version of the specification that this was generated from."""

SPEC_SHA256 = "dd905c4517939e6e28feb2e569e2f1ace4fa151554ab61b81cb3072ac88a8f64"
"""The SHA-256 of that specification's text."""
