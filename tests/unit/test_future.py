"""Results that other threads set."""

from __future__ import annotations

import pytest

from scramjet_facade.concurrency.future import Future


def test_the_first_outcome_counts() -> None:
    future = Future[int]()
    assert not future.done()
    future.set_result(1)
    future.set_result(2)
    future.set_exception(ValueError())
    assert future.done()
    assert future.result() == 1


def test_an_exception_is_raised() -> None:
    future = Future[int]()
    error = ValueError()
    future.set_exception(error)
    with pytest.raises(ValueError) as caught:  # noqa: PT011 (it has no message)
        future.result()
    assert caught.value is error


def test_callbacks_are_called_once_and_in_order() -> None:
    future = Future[int]()
    calls: list[tuple[str, int]] = []
    future.add_done_callback(lambda done: calls.append(("first", done.result())))
    future.add_done_callback(lambda done: calls.append(("second", done.result())))
    assert calls == []
    future.set_result(1)
    future.add_done_callback(lambda done: calls.append(("late", done.result())))
    future.set_result(2)
    assert calls == [("first", 1), ("second", 1), ("late", 1)]
