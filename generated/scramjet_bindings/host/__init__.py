# Generated from openapi/host.yaml by `make generate`. Do not edit.
"""A client library for accessing Scramjet Transform Hub API"""

from .client import AuthenticatedClient, Client

__all__ = (
    "AuthenticatedClient",
    "Client",
)

SPEC_VERSION = "1.0.1"
"""The version of the specification that this package was generated from."""

SPEC_SHA256 = "ee81bc60c4028aca0dcdd7dc0c07c37972dd81a5c433cb4a62ae7eb61bdb05e3"
"""The SHA-256 of the text of that specification."""
