"""The generated low-level client, with this package's errors."""

from __future__ import annotations

from typing import TYPE_CHECKING

from scramjet_bindings.client import Client

from ..errors import InvalidResponseError

if TYPE_CHECKING:
    from . import Response


class Bindings(Client):
    """Takes any function of ``scramjet_bindings`` to the same service with the same options."""

    def invalid_response(self, response: Response) -> Exception:
        """Make the error for a response that is not what the specification says."""
        shown = response.content[:200].decode("utf-8", errors="replace")
        return InvalidResponseError(
            f"the answer is not what the API's specification says: {shown!r}",
            status=response.status_code,
            body=response.content.decode("utf-8", errors="replace"),
            headers=response.headers,
            method=response.request.method,
            url=str(response.request.url),
            attempts=1,
            may_have_arrived=True,
        )
