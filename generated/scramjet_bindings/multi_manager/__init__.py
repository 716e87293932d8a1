# Generated from openapi/multi_manager.yaml by `make generate`. Do not edit.
"""A client library for accessing Scramjet Multi Manager API"""

from .client import AuthenticatedClient, Client

__all__ = (
    "AuthenticatedClient",
    "Client",
)

SPEC_VERSION = "1.0.1"
"""The version of the specification that this was generated from."""

SPEC_SHA256 = "b1d58db1b165191a41eb7f7acb737ad5c59fd0db42b9b1980e46d1c384a3e4c6"
"""The SHA-256 of that specification's text."""
