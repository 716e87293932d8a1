"""What all clients have in common."""

from __future__ import annotations

from abc import ABC, abstractmethod
from typing import TYPE_CHECKING, Any, Literal, Self

from ..concurrency.cancellation import check_cancellation
from ..options.arguments import check_content_type, check_function, check_seconds
from ..options.options import NOT_GIVEN, NotGiven
from ..options.secret import hide
from .stream import AsyncStream
from .upload import AsyncUpload

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable, Mapping
    from contextlib import AbstractAsyncContextManager

    from ..body.gap import Gap
    from ..body.source import Source
    from ..concurrency.cancellation import Cancellation
    from ..http11 import Response
    from ..http11.bindings import Bindings
    from ..options.retries import Retries
    from ..options.token import AsyncTokenFunction
    from .session import AsyncSession


class AsyncBaseClient(ABC):
    """Anything that requests can be made of."""

    _session: AsyncSession

    @abstractmethod
    def _over(self, session: AsyncSession) -> Self:
        """Return this client over another session."""

    @property
    def base_url(self) -> str:
        """The service's base URL."""
        return self._session.base_url

    @property
    def bindings(self) -> Bindings:
        """The generated low-level client: give it to any function of ``scramjet_bindings``.

        It has this client's address, token, timeouts and errors.
        """
        return self._session.bindings

    def with_options(
        self,
        *,
        headers: Mapping[str, str] | None = None,
        token: str | AsyncTokenFunction | None = None,
        timeout: float | Literal[NotGiven.NOT_GIVEN] | None = NOT_GIVEN,
        retries: int | Retries | None = None,
    ) -> Self:
        """Return a client that differs in what is given, and shares this one's connections.

        Args:
            headers: Headers on top of this client's.
            token: Another access token, or a function that gives it.
            timeout: Seconds to wait for an answer, None for ever.
            retries: How many times a request may be sent again, or a Retries.

        Raises:
            BadParametersError: An argument can't be used.
        """
        token, headers = hide(token), hide(headers)
        session = self._session.changed(
            headers=headers, token=token, timeout=timeout, retries=retries
        )
        return self._over(session)

    def _open_stream(
        self,
        operation: Callable[..., AbstractAsyncContextManager[Response]],
        *arguments: Any,
        idle_timeout: float | None = None,
        on_gap: Callable[[Gap], object] | None = None,
        on_open: Callable[[], None] | None = None,
        has_ended: Callable[[], Awaitable[bool]] | None = None,
        upload: AsyncUpload | None = None,
        **options: Any,
    ) -> AsyncStream:
        """Return the stream of a generated streaming operation; nothing is sent yet."""
        check_seconds("idle_timeout", idle_timeout)
        check_function("on_gap", on_gap)
        timeout = self._session.timeouts(answer=idle_timeout)
        return AsyncStream(
            lambda: operation(*arguments, client=self.bindings, timeout=timeout, **options),
            upload=upload,
            on_gap=on_gap,
            on_open=on_open,
            has_ended=has_ended,
        )

    def _new_upload(
        self,
        source: Source,
        content_type: str | None = None,
        progress: Callable[[int, int | None], object] | None = None,
        *,
        idle_timeout: float | None = None,
        has_ended: Callable[[], Awaitable[bool]] | None = None,
        cancellation: Cancellation | None = None,
    ) -> AsyncUpload:
        """Return the body of a generated uploading operation.

        Args:
            source: What to send.
            content_type: Its type; left out, what the source says.
            progress: Called with the bytes sent so far and their total, if that is known.
            idle_timeout: Seconds in which the service takes nothing; None: for ever.
            has_ended: Tells whether whoever it is for has ended, which breaks it off.
            cancellation: What ends it.
        """
        check_seconds("idle_timeout", idle_timeout)
        check_cancellation(cancellation)
        check_function("progress", progress)
        return AsyncUpload(
            source,
            self._session.options,
            content_type=source.content_type
            if content_type is None
            else check_content_type(content_type),
            progress=progress,
            idle_timeout=idle_timeout,
            has_ended=has_ended,
            cancellation=cancellation,
        )
