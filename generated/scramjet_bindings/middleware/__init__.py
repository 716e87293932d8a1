# Generated from openapi/middleware.yaml by `make generate`
"""A client library for accessing Scramjet Middleware API"""

from ..client import AuthenticatedClient, Client

__all__ = (
    "AuthenticatedClient",
    "Client",
)

SPEC_VERSION = "1.0.1"
"""The version of the specification that this was generated from."""

SPEC_SHA256 = "dbe4a987e9001a42e365737bf17fd527778c6b924e273666025931b8d9f43ad2"
"""The SHA-256 of that specification's text."""
