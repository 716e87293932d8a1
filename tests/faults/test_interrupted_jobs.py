"""Ctrl-C at any moment of a start or a run leaves no instance behind."""

from __future__ import annotations

import gc
import signal
import time
from contextlib import suppress
from typing import TYPE_CHECKING, Any

import pytest

from scramjet_facade import HostClient, SequenceClient, ndjson
from scramjet_facade.testing import FakeHub
from tests.streams.background import running_threads

from ._sync.test_reliable_cleanup import Alarm

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

# What an exception out of a handler hits may be the opening of a file or a socket.
pytestmark = [
    pytest.mark.filterwarnings("ignore::ResourceWarning"),
    pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning"),
]

MOMENTS = 320
SAMPLE = 24


class OwnError(Exception):
    """What a handler of the user's own raises."""


@pytest.fixture(autouse=True)
def what_was_hit_is_collected() -> Iterator[None]:
    """Leave the sockets that were hit while they were made to no other test."""
    yield
    gc.collect()


def echo(data: Iterator[Any]) -> Iterator[Any]:
    yield from data


def start(sequence: SequenceClient) -> float:
    """Start an instance; only one that the caller does not learn of counts as left behind."""
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
    use: Callable[[SequenceClient], float], error: type[BaseException], count: int
) -> None:
    """Interrupt a use at this many moments; no instance and no thread stays."""

    def rise(*_: object) -> None:
        raise error

    struck = 0
    before = signal.signal(signal.SIGALRM, rise)
    try:
        with FakeHub() as hub, HostClient(hub.url, retries=0) as host:
            sequence = host.get_sequence_client(hub.add_sequence("echo", echo))
            # The first one loads modules: pytest rewrites them, which must not be interrupted.
            for _ in range(3):
                duration = use(sequence)
            threads = len(running_threads())
            for number in range(count):
                try:
                    signal.setitimer(signal.ITIMER_REAL, duration * (number + 1) / count)
                    use(sequence)
                except error:
                    struck += 1
                finally:
                    with suppress(error):
                        signal.setitimer(signal.ITIMER_REAL, 0)
                running = [one.id for one in host.list_instances() if one.status == "running"]
                assert running == [], number
            for thread in running_threads():
                if thread.name.startswith("scramjet-background"):
                    thread.join(5)
            assert len(running_threads()) <= threads
    finally:
        signal.signal(signal.SIGALRM, before)
    assert struck > count // 8


ERRORS = pytest.mark.parametrize("error", [Alarm, OwnError])
USES = pytest.mark.parametrize("use", [start, run])


@USES
@ERRORS
def test_an_interrupted_job_leaves_no_instance(
    use: Callable[[SequenceClient], float], error: type[BaseException]
) -> None:
    interrupt(use, error, SAMPLE)


@pytest.mark.slow
@USES
@ERRORS
def test_no_moment_of_an_interruption_leaves_an_instance(
    use: Callable[[SequenceClient], float], error: type[BaseException]
) -> None:
    interrupt(use, error, MOMENTS)
