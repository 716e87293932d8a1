# Generated from openapi/manager.yaml by `make generate`. Do not edit.
"""A client library for accessing Scramjet Manager API"""

from .client import AuthenticatedClient, Client

__all__ = (
    "AuthenticatedClient",
    "Client",
)

SPEC_VERSION = "1.0.1"
"""The version of the specification that this package was generated from."""

SPEC_SHA256 = "26e6c1c307fd8234b1fdb141a9d6f597f0e0787c85cc6d0dec2b683f41d79fcd"
"""The SHA-256 of the text of that specification."""
