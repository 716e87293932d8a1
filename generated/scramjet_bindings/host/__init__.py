# Generated from openapi/host.yaml by `make generate`. Do not edit.
"""A client library for accessing Scramjet Transform Hub API"""

from .client import AuthenticatedClient, Client

__all__ = (
    "AuthenticatedClient",
    "Client",
)

SPEC_VERSION = "1.0.1"
"""The version of the specification that this package was generated from."""

SPEC_SHA256 = "9e6d8c083df2d70d20d16ec3f1cd71a0e4a0f3f507b28c87c06f3eb15468faec"
"""The SHA-256 of the text of that specification."""
