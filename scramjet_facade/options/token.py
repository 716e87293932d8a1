"""A token that changes: a function gives it, which is asked as rarely as can be."""

from __future__ import annotations

import math
import os
from collections.abc import Awaitable, Callable
from inspect import iscoroutine
from time import monotonic
from typing import TYPE_CHECKING, Any

from attrs import field, frozen

from ..concurrency import timing
from ..concurrency.single_flight import Question, ask, settle
from ..errors import BadParametersError
from .arguments import check_token
from .secret import Secret

if TYPE_CHECKING:
    from types import TracebackType

Token = str | tuple[str, float]
TokenFunction = Callable[[], Token]
"""What gives a synchronous client its token: a str, or one with the seconds that it is good for."""

AsyncTokenFunction = Callable[[], Token | Awaitable[Token]]
"""What gives an asynchronous client its token: the same, or what is awaited for it."""

_NEARLY_OVER = 0.1  # the part of a token's time, at its end, in which a new one is asked for


@frozen
class Answer:
    """What a token's function said: a token, or an error, or nothing since it was cut off."""

    token: Secret | None = field(default=None, repr=False)
    error: BaseException | None = None
    trace: TracebackType | None = field(default=None, repr=False)

    def get(self) -> Secret | None:
        """Return the token, or raise the error, as if for the first time."""
        if self.error is not None:
            raise self.error.with_traceback(self.trace)
        return self.token


class ChangingToken:
    """What a function of the user said last, for any number of threads and event loops.

    One of them asks it, and the others wait for what it says.

    Attributes:
        function: The function.
    """

    def __init__(self, function: AsyncTokenFunction) -> None:
        self.function = function
        self._token: Secret | None = None
        self._good_until = 0.0
        self._refused: str | None = None
        # One for each process, since what was asked before a fork is answered in the parent.
        self._questions: dict[int, Question[Answer]] = {}

    def __reduce__(self) -> tuple[Any, ...]:
        return ChangingToken, (self.function,)  # which is asked anew where it arrives

    def present(self) -> Secret | None:
        """Return the token, if it is good and nobody is asking for a new one."""
        return None if os.getpid() in self._questions else self._good()

    def refuse(self, token: str) -> None:
        """Take note that a server has refused a token, if no newer one has come meanwhile."""
        if token == self._token:
            self._refused = token

    def doubt(self, token: str) -> None:
        """Take note that a server allows a token too little; perhaps it isn't the right one."""
        if token == self._token:
            self._good_until = min(self._good_until, monotonic() + timing.TOKEN_DOUBTED)

    def question(self) -> tuple[Question[Answer], bool]:
        """Return the question that is being asked, and whether the caller is to ask it."""
        question, is_mine = ask(self._questions, os.getpid(), timing.TOKEN_FUNCTION_TIMEOUT)
        if is_mine and (token := self._good()) is not None:  # it was answered just now
            self._settle(question, Answer(token))
            return question, False
        return question, is_mine

    def answered(self, question: Question[Answer], said: object) -> None:
        """Take what the function returned."""
        if iscoroutine(said):
            said.close()
            why = "the function given as token= is a coroutine function: use an asynchronous client"
            self.failed(question, BadParametersError(why))
            return
        said = _hidden(said)  # from here on no traceback shows it
        try:
            token, seconds = _read(said)
        except BadParametersError as error:
            self.failed(question, error)
            return
        self._token, self._refused = token, None
        self._good_until = (
            monotonic() + seconds - min(seconds * _NEARLY_OVER, timing.TOKEN_RENEWAL_MARGIN)
        )
        self._settle(question, Answer(token))

    def failed(self, question: Question[Answer], error: BaseException | None) -> None:
        """Take what the function raised; None: it was cut off, and somebody else is to ask."""
        self._settle(
            question,
            Answer() if error is None else Answer(None, error, error.__traceback__),
        )

    def _good(self) -> Secret | None:
        token = self._token
        return token if token != self._refused and monotonic() < self._good_until else None

    def _settle(self, question: Question[Answer], answer: Answer) -> None:
        settle(self._questions, os.getpid(), question, answer)


def _hidden(said: Any) -> Any:
    """Return what a function said in a form that no traceback shows."""
    match said:
        case str():
            return Secret(said)
        case (str(token), seconds):
            return Secret(token), seconds
        case _:
            return None


def _read(said: Any) -> tuple[Secret, float]:
    """Return the token, and how many seconds it is good for, that a function said."""
    match said:
        case str(token):
            seconds = math.inf
        case (str(token), (int() | float()) as seconds) if not (
            isinstance(seconds, bool) or math.isnan(seconds)
        ):
            pass
        case _:
            raise BadParametersError(
                "the function given as token= must return a str, or a str and the number of "
                "seconds that it is good for, and it returned something else"
            )
    return check_token("what the function given as token= returned", token), seconds
