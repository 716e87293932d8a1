# Generated from openapi/host.yaml by `make generate`. Do not edit.
"""A client library for accessing Scramjet Transform Hub API"""

from .client import AuthenticatedClient, Client

__all__ = (
    "AuthenticatedClient",
    "Client",
)

SPEC_VERSION = "1.0.1"
"""The version of the specification that this package was generated from."""

SPEC_SHA256 = "f8948b83fc6b61f147c8b63b6019dc3404195edfd23cb8f2272e111dce27f47c"
"""The SHA-256 of the text of that specification."""
