# Generated from openapi/host.yaml by `make generate`. Do not edit.
"""A client library for accessing Scramjet Transform Hub API"""

from .client import AuthenticatedClient, Client

__all__ = (
    "AuthenticatedClient",
    "Client",
)

SPEC_VERSION = "1.0.1"
"""The version of the specification that this package was generated from."""

SPEC_SHA256 = "c8bf632b468c819cc6ff11afe3b680db25381a23d4572d24eba0d4a135d6fa48"
"""The SHA-256 of the text of that specification."""
