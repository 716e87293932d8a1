"""Threads that a signal handler interrupts while they start."""

from __future__ import annotations

import threading

import pytest

from scramjet_facade import ClientError
from scramjet_facade.concurrency.threads import Thread


class OwnError(Exception):
    """The exception of a signal handler."""


@pytest.mark.parametrize("failure", [RuntimeError, KeyError])
def test_the_exception_of_a_signal_handler_is_raised_if_a_thread_does_not_start(
    failure: type[Exception], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Python's clean-up fails with another exception, which would replace it."""

    def start(_: threading.Thread) -> None:
        error = failure()
        error.__context__ = OwnError()
        raise error

    monkeypatch.setattr(threading.Thread, "start", start)
    with pytest.raises(OwnError):
        Thread("test", print).start()


def test_a_thread_that_cannot_start_is_a_client_error(monkeypatch: pytest.MonkeyPatch) -> None:
    def start(_: threading.Thread) -> None:
        raise RuntimeError("can't start new thread")

    monkeypatch.setattr(threading.Thread, "start", start)
    with pytest.raises(ClientError, match="can't start new thread"):
        Thread("test", print).start()


def test_a_prevented_thread_does_not_run_and_join_returns() -> None:
    calls: list[bool] = []
    thread = Thread("test", calls.append, True)
    assert thread.prevent()
    thread.start()
    threading.Thread.join(thread)
    assert calls == []
    never_started = Thread("test", calls.append, True)
    never_started.join()
    assert not never_started.prevent()
