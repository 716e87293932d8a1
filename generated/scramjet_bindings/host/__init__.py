# Generated from openapi/host.yaml by `make generate`. Do not edit.
"""A client library for accessing Scramjet Transform Hub API"""

from .client import AuthenticatedClient, Client

__all__ = (
    "AuthenticatedClient",
    "Client",
)

SPEC_VERSION = "1.0.1"
"""The version of the specification that this was generated from."""

SPEC_SHA256 = "070e0edeb75b7112efcaf4412df1574c9b6dcf09029d1cbf372cb92af3e1eba5"
"""The SHA-256 of that specification's text."""
