"""Default headers for all clients of the process."""

from __future__ import annotations

from typing import TYPE_CHECKING

from .options.arguments import check_headers
from .options.secret import hide

if TYPE_CHECKING:
    from collections.abc import Mapping


class ClientUtils:
    """Settings that all clients of this process share."""

    _default_headers: Mapping[str, str] = {}

    @classmethod
    def set_default_headers(cls, headers: Mapping[str, str]) -> None:
        """Send these headers with every request of every client, including existing clients.

        Prefer ``token=`` when you create a client, because that token belongs to one client only.
        Then a process that serves two users never sends the token of the wrong user.

        Args:
            headers: Names and values, for example ``{"Authorization": "Bearer …"}``. Each call
                replaces the headers of the previous call; ``{}`` removes all headers.

        Raises:
            BadParametersError: A name or value is not valid in HTTP.
        """
        headers = hide(headers)  # keeps the values out of tracebacks
        cls._default_headers = check_headers(headers)

    setDefaultHeaders = set_default_headers  # noqa: N815 (the name in the platform's guide)

    @classmethod
    def default_headers(cls) -> Mapping[str, str]:
        """Return the headers that are sent with every request."""
        return cls._default_headers
