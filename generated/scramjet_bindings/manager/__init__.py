# Generated from openapi/manager.yaml by `make generate`
"""A client library for accessing Scramjet Manager API"""

from ..client import AuthenticatedClient, Client

__all__ = (
    "AuthenticatedClient",
    "Client",
)

SPEC_VERSION = "1.0.1"
"""The version of the specification that this was generated from."""

SPEC_SHA256 = "08cf77614b6f986d9427e06c133164b1c49ce84da232984bf236cffe9fec12f0"
"""The SHA-256 of that specification's text."""
