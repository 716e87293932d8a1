# Generated from openapi/middleware.yaml by `make generate`. Do not edit.
"""A client library for accessing Scramjet Middleware API"""

from .client import AuthenticatedClient, Client

__all__ = (
    "AuthenticatedClient",
    "Client",
)

SPEC_VERSION = "1.0.1"
"""The version of the specification that this was generated from."""

SPEC_SHA256 = "cbeb7a1f89190dddc1c95d955b6b8b908534cd84a53a3f9a282b8b571a81bd5a"
"""The SHA-256 of that specification's text."""
