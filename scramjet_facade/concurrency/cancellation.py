"""The word to end uploads, for those who start them."""

from __future__ import annotations

from contextlib import contextmanager
from typing import TYPE_CHECKING

from ..errors import BadParametersError

if TYPE_CHECKING:
    from collections.abc import Generator

    from .cancel_token import BaseCancelToken


class Cancellation:
    """Ends uploads from another thread, task or signal handler, as a stream's ``cancel()`` does it.

    It is given to the methods that send, to one or to many, as ``cancellation=``. Those calls raise
    UploadInterrupted as soon as it is cancelled, and so do later ones that it is given to, which
    send nothing. It can be shared by synchronous and asynchronous clients.

    Attributes:
        is_cancelled: Whether ``cancel()`` was called.
    """

    def __init__(self) -> None:
        self.is_cancelled: bool = False
        # To list what is in it is one step, whatever other threads do.
        self._cancel_tokens: set[BaseCancelToken] = set()

    def cancel(self) -> None:
        """End the uploads.

        A synchronous client that waits for its data's source raises when that gives its next part.
        """
        # In this order, which cancelled_by() has the other way round: one sees the other's.
        self.is_cancelled = True
        for cancel_token in list(self._cancel_tokens):
            cancel_token.cancel()

    def __repr__(self) -> str:
        return f"<{type(self).__name__}{' cancelled' if self.is_cancelled else ''}>"


def check_cancellation(value: object) -> None:
    """Refuse what is no Cancellation; None means that there is none."""
    if value is not None and not isinstance(value, Cancellation):
        raise BadParametersError(f"cancellation must be a Cancellation, not {type(value).__name__}")


@contextmanager
def cancelled_by(
    cancellation: Cancellation | None, cancel_token: BaseCancelToken
) -> Generator[None, None, None]:
    """Let what is done inside, and observes the cancel token, be ended by the cancellation."""
    if cancellation is None:
        yield
        return
    stops = cancellation._cancel_tokens  # noqa: SLF001 # pyright: ignore[reportPrivateUsage]
    stops.add(cancel_token)
    try:
        if cancellation.is_cancelled:
            cancel_token.cancel()
        yield
    finally:
        stops.discard(cancel_token)
