# Generated from openapi/multi_manager.yaml by `make generate`. Do not edit.
"""A client library for accessing Scramjet Multi Manager API"""

from .client import AuthenticatedClient, Client

__all__ = (
    "AuthenticatedClient",
    "Client",
)

SPEC_VERSION = "1.0.1"
"""The version of the specification that this package was generated from."""

SPEC_SHA256 = "38ee413cb358c2d376385d1891c6ae86c12b0e66224a28165f48e99f95f55171"
"""The SHA-256 of the text of that specification."""
