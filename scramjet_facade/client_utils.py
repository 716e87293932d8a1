"""The process-wide default headers of the platform's document."""

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
        """Send these headers with every request of every client, those made earlier too.

        Prefer ``token=`` when making a client: it holds for that client only, so two users'
        clients in one process can't send each other's token.

        Args:
            headers: Names and values, for example ``{"Authorization": "Bearer …"}``. They replace
                those of an earlier call; ``{}`` takes them back.

        Raises:
            BadParametersError: A name or value can't be sent.
        """
        headers = hide(headers)  # so that no traceback shows them
        cls._default_headers = check_headers(headers)

    setDefaultHeaders = set_default_headers  # noqa: N815 (the name in the platform's document)

    @classmethod
    def default_headers(cls) -> Mapping[str, str]:
        """Return the headers that every request carries."""
        return cls._default_headers
