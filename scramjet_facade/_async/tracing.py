"""OpenTelemetry spans; this module is imported only in programs that import OpenTelemetry."""

from __future__ import annotations

from contextvars import ContextVar
from typing import TYPE_CHECKING, TypeVar

from opentelemetry import propagate, trace
from opentelemetry.trace import SpanKind, StatusCode

from ..concurrency.cancel_token import async_having
from ..errors import ClientError
from ..http11.target import port_of
from .spans import is_expected

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable

    from ..body.gap import Gap
    from ..http11 import Request, Response
    from ..options.attempt import Attempt

T = TypeVar("T")

_present: ContextVar[AsyncSpan | None] = ContextVar("present_span", default=None)


async def traced(
    send: Callable[..., Awaitable[Response]], request: Request, base_path: str, *, stream: bool
) -> Response:
    """Send a request inside a new span, or inside the span of the stream that is opened."""
    span = _present.get()
    if span is not None:
        span.begin(request, base_path)
        return await span.around(send, request, stream=stream)
    span = AsyncSpan()
    span.begin(request, base_path)
    error: BaseException | None = None
    try:
        return await span.around(send, request, stream=stream)
    except BaseException as raised:
        error = raised
        raise
    finally:
        span.end(error)
        error = None  # otherwise, the error and this frame would keep each other in memory


class AsyncSpan:
    """The span of one call or of one stream, including all connections of the stream."""

    def __init__(self) -> None:
        self._span: trace.Span | None = None

    async def opening(self, work: Callable[[], Awaitable[Response]]) -> Response:
        """Open a stream; this span records the requests that open the stream."""
        return await async_having(_present, self, work)

    def begin(self, request: Request, base_path: str) -> None:
        """Begin the span with its first request."""
        if self._span is not None:
            return
        url = request.url
        template = _template(url.path.removeprefix(base_path))
        self._span = trace.get_tracer("scramjet_facade").start_span(
            f"{request.method} {template}",
            kind=SpanKind.CLIENT,
            attributes={
                "http.request.method": request.method,
                "url.full": str(url).partition("?")[0],
                "url.template": template,
                "server.address": url.host,
                "server.port": port_of(url),
            },
        )

    async def around(
        self, send: Callable[..., Awaitable[Response]], request: Request, *, stream: bool
    ) -> Response:
        """Send a request with this span as its parent."""
        assert self._span is not None
        with trace.use_span(self._span, record_exception=False, set_status_on_exception=False):
            propagate.inject(request.headers)
            return await send(request, stream=stream, span=self)

    def record_attempt(self, attempt: Attempt) -> None:
        """Record an attempt; an attempt before a retry becomes an event of the span."""
        assert self._span is not None
        outcome = _outcome(attempt.status, attempt.error)
        if attempt.number > 1:
            self._span.set_attribute("http.request.resend_count", attempt.number - 1)
        if attempt.pause is None:
            if attempt.error is None or not is_expected(attempt.error):
                self._span.set_attributes(outcome)
        else:
            self._span.add_event("retry", {**outcome, "scramjet.pause": attempt.pause})

    def record_gap(self, gap: Gap) -> None:
        """Record that the stream's connection broke and the stream has reconnected."""
        assert self._span is not None
        self._span.add_event(
            "gap", {"error.type": type(gap.error).__name__, "scramjet.gap": gap.seconds}
        )

    def end(
        self, error: BaseException | None, *, how: str | None = None, received: int | None = None
    ) -> None:
        """End the span if it has begun; record how a stream ended and how many bytes arrived."""
        if self._span is None:
            return
        if how is not None:
            self._span.set_attribute("scramjet.stream.end", how)
        if received is not None:
            self._span.set_attribute("http.response.body.size", received)
        if error is not None:
            # The message of a ClientError contains no secrets.
            ours = error if isinstance(error, ClientError) else None
            status = ours.status if ours else None
            if is_expected(error):
                self._span.set_attributes(_outcome(status, None))
            else:
                self._span.set_attributes(_outcome(status, error))
                self._span.set_status(StatusCode.ERROR, ours.message if ours else None)
        self._span.end()


class AsyncJobSpan:
    """The span of a whole job, from the start of an instance to its end.

    The spans of its requests and streams are its children.
    """

    def __init__(self, name: str, sequence_id: str) -> None:
        self._span = trace.get_tracer("scramjet_facade").start_span(
            name, attributes={"scramjet.sequence.id": sequence_id}
        )

    async def around(self, work: Callable[[], Awaitable[T]]) -> T:
        """Do a part of the job inside this span."""
        with trace.use_span(self._span, record_exception=False, set_status_on_exception=False):
            return await work()

    def set_attributes(self, attributes: dict[str, str | int]) -> None:
        """Record attributes of the job."""
        self._span.set_attributes(attributes)

    def end(self, error: BaseException | None) -> None:
        """End the span; record the error if it is a ClientError."""
        if isinstance(error, ClientError):
            self._span.set_attributes(_outcome(error.status, error))
            self._span.set_status(StatusCode.ERROR, error.message.partition("\n")[0])
        self._span.end()


def _outcome(status: int | None, error: BaseException | None) -> dict[str, str | int]:
    outcome: dict[str, str | int] = {}
    if status is not None:
        outcome["http.response.status_code"] = status
    if error is not None:
        outcome["error.type"] = str(status or type(error).__name__)
    return outcome


def _template(path: str) -> str:
    """Replace every second segment of a path, which is always an id, with ``{id}``."""
    words = path.strip("/").split("/")
    return "/" + "/".join("{id}" if number % 2 else word for number, word in enumerate(words))
