"""The version of this package; no other file defines the version."""

__version__ = "0.1.0"
"""The version of this package."""

USER_AGENT = f"scramjet-facade/{__version__}"
"""The default User-Agent header of all requests."""
