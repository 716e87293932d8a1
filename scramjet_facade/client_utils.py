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

        Prefer ``token=`` when you create a client. It applies to that client only, so clients of
        two users in one process cannot send each other's token.

        Args:
            headers: Names and values, for example ``{"Authorization": "Bearer …"}``. They replace
                the headers of an earlier call; ``{}`` removes them.

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
