"""The base classes of all clients."""

from __future__ import annotations

from copy import copy
from typing import TYPE_CHECKING, Any, Literal, Self

from ..concurrency.async_flavor import async_warn_in_event_loop
from ..concurrency.cancellation import check_cancellation
from ..errors import ClientError
from ..options.arguments import async_check_callback, check_content_type, check_seconds
from ..options.options import NOT_GIVEN, NotGiven
from ..options.retries import is_transient
from ..options.secret import hide
from .stream import AsyncStream

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable, Mapping
    from contextlib import AbstractAsyncContextManager

    from scramjet_bindings.host.models import SequenceConfig

    from ..body.gap import Gap
    from ..body.source import Source
    from ..concurrency.cancellation import Cancellation
    from ..http11 import Response
    from ..http11.bindings import Bindings
    from ..options.retries import Retries
    from ..options.token import AsyncTokenFunction
    from .session import AsyncSession
    from .upload import AsyncUpload


class AsyncBaseClient:
    """The methods that all clients share."""

    _session: AsyncSession

    def _over(self, session: AsyncSession) -> Self:
        """Return a copy of this client that uses another session."""
        other = copy(self)
        other._session = session  # noqa: SLF001
        return other

    @property
    def base_url(self) -> str:
        """The service's base URL."""
        return self._session.base_url

    @property
    def bindings(self) -> Bindings:
        """The generated low-level client, which any function of ``scramjet_bindings`` accepts.

        The low-level client uses this client's address, token and timeouts, and raises the same
        errors.
        """
        async_warn_in_event_loop(type(self))
        return self._session.bindings

    def with_options(
        self,
        *,
        headers: Mapping[str, str] | None = None,
        token: str | AsyncTokenFunction | None = None,
        timeout: float | Literal[NotGiven.NOT_GIVEN] | None = NOT_GIVEN,
        retries: int | Retries | None = None,
    ) -> Self:
        """Return a copy of this client with other options; both clients share the connections.

        Args:
            headers: Headers to add to the headers of this client.
            token: Another access token, or a function that returns it.
            timeout: Seconds to wait for a response; None: no limit.
            retries: The number of retries, or a Retries object.

        Raises:
            BadParametersError: An argument is invalid.
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
        """Return the stream of a generated streaming operation; no request is sent yet."""
        check_seconds("idle_timeout", idle_timeout)
        async_check_callback("on_gap", on_gap)
        timeout = self._session.options.timeouts(answer=idle_timeout)
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
        is_limited: bool = False,
    ) -> AsyncUpload:
        """Return the upload for a generated operation that sends data.

        Args:
            source: The data.
            content_type: The content type; the default is the content type of the source.
            progress: A function that is called with the bytes sent and the total (None if unknown).
            idle_timeout: Seconds without progress after which the upload fails; None: no limit.
            has_ended: A function that returns whether the receiver has ended. If the receiver has
                ended, the upload is cancelled.
            cancellation: A Cancellation that can cancel the upload.
            is_limited: Whether the server may limit the duration of a request, as old hubs do.
        """
        from .upload import AsyncUpload  # noqa: PLC0415 (not before the first upload)

        check_seconds("idle_timeout", idle_timeout)
        check_cancellation(cancellation)
        async_check_callback("progress", progress)
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
            session=self._session if is_limited else None,
        )


class AsyncEntityClient(AsyncBaseClient):
    """The client of a sequence or of an instance.

    Attributes:
        id: The id of the sequence or instance.
    """

    def __init__(self, session: AsyncSession, id: str) -> None:
        self._session = session
        self.id = id
        self._config: SequenceConfig | None = None

    async def _find_config(self) -> SequenceConfig | None:
        """Return the hub's information about the program's package; request it only once."""
        if self._config is None:
            try:
                self._config = await self._read_config()
            except ClientError as error:
                if is_transient(error):  # the next request may succeed without the information
                    raise
        return self._config

    async def _read_config(self) -> SequenceConfig | None:
        """Request the information about the package; return None if the hub has none."""
        raise NotImplementedError

    def __repr__(self) -> str:
        return f"<{type(self).__name__} {self.id} at {self.base_url}>"
