# Generated from openapi/host.yaml by `make generate`
"""A client library for accessing Scramjet Transform Hub API"""

from ..client import AuthenticatedClient, Client

__all__ = (
    "AuthenticatedClient",
    "Client",
)

SPEC_VERSION = "1.0.1"
"""The version of the specification that this was generated from."""

SPEC_SHA256 = "8adab631c6664647d28b4050eb96a696f6e854a8bdb86d3fbbef397cf3223132"
"""The SHA-256 of that specification's text."""
