"""Ctrl-C at any moment of a start or a run leaves no instance."""

from __future__ import annotations

import gc
import signal
import time
from typing import TYPE_CHECKING, Any

import pytest

from scramjet_facade import HostClient, SequenceClient, ndjson
from scramjet_facade.testing import FakeHub
from tests.streams.background import join_threads, running_threads

from ._sync.test_reliable_cleanup import Alarm

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

# A signal handler may raise while a file or a socket is being opened.
pytestmark = [
    pytest.mark.filterwarnings("ignore::ResourceWarning"),
    pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning"),
]

MOMENTS = 320


class HandlerError(Exception):
    """Raised by a signal handler of the application."""


@pytest.fixture(autouse=True)
def collect_garbage() -> Iterator[None]:
    """Close sockets whose creation was interrupted before the next test starts."""
    yield
    gc.collect()


def echo(data: Iterator[Any]) -> Iterator[Any]:
    yield from data


def start(sequence: SequenceClient) -> float:
    """Start an instance and kill it, so that only an instance that is never returned remains."""
    instance = None
    began = time.perf_counter()
    try:
        instance = sequence.start()
        return time.perf_counter() - began
    finally:
        try:
            signal.setitimer(signal.ITIMER_REAL, 0)
        finally:
            if instance is not None:
                instance.kill()
                instance.wait_ended(timeout=10)


def run(sequence: SequenceClient) -> float:
    began = time.perf_counter()
    with sequence.run(ndjson([1])) as results:
        list(results.iter_json())
    return time.perf_counter() - began


def interrupt(
    call: Callable[[SequenceClient], float], error: type[BaseException], count: int
) -> None:
    """Interrupt a call at a number of moments; no instance and no thread may remain."""

    def raise_error(*_: object) -> None:
        raise error

    interruptions = 0
    previous_handler = signal.signal(signal.SIGALRM, raise_error)
    try:
        with FakeHub() as hub, HostClient(hub.url, retries=0) as host:
            sequence = host.get_sequence_client(hub.add_sequence("echo", echo))
            # The first calls import modules, which pytest rewrites; this must not be interrupted.
            for _ in range(3):
                duration = call(sequence)
            threads = len(running_threads())
            for number in range(count):
                try:
                    try:
                        signal.setitimer(signal.ITIMER_REAL, duration * (number + 1) / count)
                        call(sequence)
                    finally:
                        signal.setitimer(signal.ITIMER_REAL, 0)
                except error:
                    interruptions += 1
                running = [one.id for one in host.list_instances() if one.status == "running"]
                assert running == [], number
            join_threads(
                thread
                for thread in running_threads()
                if thread.name.startswith("scramjet-background")
            )
            assert len(running_threads()) <= threads
    finally:
        signal.signal(signal.SIGALRM, previous_handler)
    assert interruptions


@pytest.mark.slow
@pytest.mark.parametrize("error", [Alarm, HandlerError])
@pytest.mark.parametrize("call", [start, run])
def test_a_job_interrupted_at_any_moment_leaves_no_instance(
    call: Callable[[SequenceClient], float], error: type[BaseException]
) -> None:
    interrupt(call, error, MOMENTS)
