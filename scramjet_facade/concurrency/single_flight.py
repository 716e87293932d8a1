"""Questions that one asks for all who want the answer at the same time."""

from __future__ import annotations

from concurrent.futures import Future, InvalidStateError
from contextlib import suppress
from time import monotonic
from typing import Generic, TypeVar

Key = TypeVar("Key")
Answer = TypeVar("Answer")


class Question(Generic[Answer]):
    """A question that is being asked."""

    def __init__(self) -> None:
        self.asked_at = monotonic()
        self.answer: Future[Answer] = Future()
        self.answer.set_running_or_notify_cancel()  # nobody who waits for it can cancel it


# Each use of the questions is one step: a lock could be taken over locked by a fork, or by a
# signal's handler.


def ask(
    questions: dict[Key, Question[Answer]], key: Key, lost: float
) -> tuple[Question[Answer], bool]:
    """Return the question that is being asked, and whether the caller is to ask it.

    One that has had no answer for more than ``lost`` seconds is asked anew.
    """
    new = Question[Answer]()
    asked = questions.setdefault(key, new)
    if new.asked_at - asked.asked_at > lost:
        asked = questions[key] = new
    return asked, asked is new


def settle(
    questions: dict[Key, Question[Answer]], key: Key, question: Question[Answer], answer: Answer
) -> None:
    """Give a question's answer to all who wait for it; the next one is asked anew."""
    if questions.get(key) is question:
        questions.pop(key, None)
    with suppress(InvalidStateError):  # a signal's handler cut it off, but it was answered
        question.answer.set_result(answer)
