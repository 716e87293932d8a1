"""Tokens that expire: the user's function is called when a new token is necessary."""

from __future__ import annotations

import math
import os
from collections.abc import Awaitable, Callable
from inspect import iscoroutine
from time import monotonic
from typing import TYPE_CHECKING, Any

from attrs import field, frozen

from ..concurrency import timing
from ..concurrency.single_flight import Flight, finish, join
from ..errors import BadParametersError
from .arguments import check_token
from .secret import Secret

if TYPE_CHECKING:
    from types import TracebackType

Token = str | tuple[str, float]
TokenFunction = Callable[[], Token]
"""A function that returns a token: a str, or a str and its lifetime in seconds."""

AsyncTokenFunction = Callable[[], Token | Awaitable[Token]]
"""A function that returns an asynchronous client's token; it may be a coroutine function."""

_RENEWAL_SHARE = 0.1  # a token is renewed in the last tenth of its lifetime


@frozen
class Outcome:
    """The outcome of one call of the token function; it is empty if the call was interrupted."""

    token: Secret | None = field(default=None, repr=False)
    error: BaseException | None = None
    trace: TracebackType | None = field(default=None, repr=False)

    def get(self) -> Secret | None:
        """Return the token, or raise the error with its original traceback."""
        if self.error is not None:
            raise self.error.with_traceback(self.trace)
        return self.token


class TokenProvider:
    """The latest token that a function returned; all threads and event loops share it.

    Concurrent requests share one call: the first request calls the function, and the other requests
    wait for the result.

    Attributes:
        function: The function that returns the token.
    """

    def __init__(self, function: AsyncTokenFunction) -> None:
        self.function = function
        self._token: Secret | None = None
        self._valid_until = 0.0
        self._rejected: str | None = None
        # The key is the process id: after a fork, only the parent receives a pending result.
        self._flights: dict[int, Flight[Outcome]] = {}

    def __reduce__(self) -> tuple[Any, ...]:
        return TokenProvider, (self.function,)  # the unpickled provider calls the function again

    def current(self) -> Secret | None:
        """Return the token, if it is valid and is not being renewed."""
        return None if os.getpid() in self._flights else self._valid_token()

    def reject(self, token: str) -> None:
        """Stop using a token that a server rejected; ignore a token that was already replaced."""
        if token == self._token:
            self._rejected = token

    def expire_soon(self, token: str) -> None:
        """Shorten the lifetime of a token that a server refused for one request."""
        if token == self._token:
            self._valid_until = min(self._valid_until, monotonic() + timing.TOKEN_DOUBTED)

    def join(self) -> tuple[Flight[Outcome], bool]:
        """Return the current shared call, and whether the caller is its leader."""
        flight, is_leader = join(self._flights, os.getpid(), timing.TOKEN_FUNCTION_TIMEOUT)
        if is_leader and (token := self._valid_token()) is not None:  # a call has just ended
            self._finish(flight, Outcome(token))
            return flight, False
        return flight, is_leader

    def returned(self, flight: Flight[Outcome], result: object) -> None:
        """Store the result of the function, and pass it on to the waiters."""
        if iscoroutine(result):
            result.close()
            why = "token= is a coroutine function: use an asynchronous client"
            self.raised(flight, BadParametersError(why))
            return
        result = _hidden(result)  # keeps the token out of tracebacks
        try:
            token, seconds = _read(result)
        except BadParametersError as error:
            self.raised(flight, error)
            return
        self._token, self._rejected = token, None
        self._valid_until = (
            monotonic() + seconds - min(seconds * _RENEWAL_SHARE, timing.TOKEN_RENEWAL_MARGIN)
        )
        self._finish(flight, Outcome(token))

    def raised(self, flight: Flight[Outcome], error: BaseException | None) -> None:
        """Pass an exception on to the waiters.

        If ``error`` is None, the call was interrupted, and one of the waiters repeats the call.
        """
        self._finish(
            flight,
            Outcome() if error is None else Outcome(None, error, error.__traceback__),
        )

    def _valid_token(self) -> Secret | None:
        token = self._token
        return token if token != self._rejected and monotonic() < self._valid_until else None

    def _finish(self, flight: Flight[Outcome], outcome: Outcome) -> None:
        finish(self._flights, os.getpid(), flight, outcome)


def _hidden(result: Any) -> Any:
    """Return the function's result in a form that is masked in tracebacks."""
    match result:
        case str():
            return Secret(result)
        case (str(token), seconds):
            return Secret(token), seconds
        case _:
            return None


def _read(result: Any) -> tuple[Secret, float]:
    """Return the token and its lifetime in seconds from the function's result."""
    match result:
        case str(token):
            seconds = math.inf
        case (str(token), (int() | float()) as seconds) if _is_duration(seconds):
            pass
        case _:
            raise BadParametersError(
                "the function passed as token= must return a str, or a str and its lifetime in "
                "seconds, but it returned another value"
            )
    return check_token("the result of the function passed as token=", token), seconds


def _is_duration(value: float) -> bool:
    """Return whether a value is a number of seconds: not a bool, not NaN, and not too large."""
    try:
        return not (isinstance(value, bool) or math.isnan(value))
    except OverflowError:  # an int is larger than any float
        return False
