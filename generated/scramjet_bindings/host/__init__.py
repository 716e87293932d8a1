# Generated from openapi/host.yaml by `make generate`. Do not edit.
"""A client library for accessing Scramjet Transform Hub API"""

from .client import AuthenticatedClient, Client

__all__ = (
    "AuthenticatedClient",
    "Client",
)

SPEC_VERSION = "1.0.1"
"""The version of the specification that this package was generated from."""

SPEC_SHA256 = "6cf0e79308e528bb66effa3b8da5fb9a53b1f04c76bc74b4f322ec3954105ffb"
"""The SHA-256 of the text of that specification."""
