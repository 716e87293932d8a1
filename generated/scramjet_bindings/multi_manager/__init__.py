# Generated from openapi/multi_manager.yaml by `make generate`
"""A client library for accessing Scramjet Multi Manager API"""

from ..client import AuthenticatedClient, Client

__all__ = (
    "AuthenticatedClient",
    "Client",
)

SPEC_VERSION = "1.0.1"
"""The version of the specification that this was generated from."""

SPEC_SHA256 = "f7e494e7bfd076f9346d216ce648d20f095c2555d32d1f15ffc86c572cb46f3a"
"""The SHA-256 of that specification's text."""
