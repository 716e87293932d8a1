# Generated from openapi/middleware.yaml by `make generate`. Do not edit.
"""A client library for accessing Scramjet Middleware API"""

from .client import AuthenticatedClient, Client

__all__ = (
    "AuthenticatedClient",
    "Client",
)

SPEC_VERSION = "1.0.1"
"""The version of the specification that this package was generated from."""

SPEC_SHA256 = "7ec2f9e1afb707551aeedb3d33cff787a465263f392034234541ae43bb60e1f9"
"""The SHA-256 of the text of that specification."""
