"""The version of this package: the one place where it is written."""

__version__ = "0.1.0"

USER_AGENT = f"scramjet-facade/{__version__}"
"""How clients introduce themselves to servers."""
