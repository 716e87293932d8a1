"""Cancel uploads from another thread or task."""

from __future__ import annotations

from contextlib import contextmanager
from typing import TYPE_CHECKING

from ..errors import BadParametersError

if TYPE_CHECKING:
    from collections.abc import Generator

    from .cancel_token import BaseCancelToken


class Cancellation:
    """Ends uploads from another thread, task or signal handler.

    Pass a Cancellation as ``cancellation=`` to one or more methods that send. These methods raise
    UploadInterrupted as soon as ``cancel()`` is called. Later calls raise the same error and send
    nothing. Synchronous and asynchronous clients can share a Cancellation.

    Attributes:
        is_cancelled: Whether ``cancel()`` was called.
    """

    def __init__(self) -> None:
        self.is_cancelled: bool = False
        # Copying a set to a list is atomic, so other threads cannot interfere.
        self._cancel_tokens: set[BaseCancelToken] = set()

    def cancel(self) -> None:
        """End the uploads.

        If a synchronous client waits for its data source, it raises the error only when the source
        returns the next chunk.
        """
        # This method sets the flag, and then reads the tokens. cancelled_by() adds a token, and
        # then reads the flag. So no cancellation is missed.
        self.is_cancelled = True
        for cancel_token in list(self._cancel_tokens):
            cancel_token.cancel()

    def __repr__(self) -> str:
        return f"<{type(self).__name__}{' cancelled' if self.is_cancelled else ''}>"


def check_cancellation(value: object) -> None:
    """Reject anything but a Cancellation or None."""
    if value is not None and not isinstance(value, Cancellation):
        raise BadParametersError(f"cancellation must be a Cancellation, not {type(value).__name__}")


@contextmanager
def cancelled_by(
    cancellation: Cancellation | None, cancel_token: BaseCancelToken
) -> Generator[None, None, None]:
    """While the block runs, let ``cancellation.cancel()`` also cancel the token."""
    if cancellation is None:
        yield
        return
    tokens = cancellation._cancel_tokens  # noqa: SLF001 # pyright: ignore[reportPrivateUsage]
    tokens.add(cancel_token)
    try:
        if cancellation.is_cancelled:
            cancel_token.cancel()
        yield
    finally:
        tokens.discard(cancel_token)
