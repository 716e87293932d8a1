"""Calls interrupted by a signal handler at each point where it can raise leave nothing."""

from __future__ import annotations

import gc
import itertools
import random
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeAlias

import pytest

from scramjet_facade import HostClient, SequenceClient, ndjson
from scramjet_facade.testing import FakeHub
from tests.faults.interrupting import Interrupter
from tests.faults.intervals import shorten_intervals
from tests.faults.test_cancelled_tasks import respond
from tests.scripted_server import ScriptedServer
from tests.streams.background import connections_to, running_threads, sync_wait_for_all

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

PACKAGE = Path(__file__).parents[1] / "sequences" / "echo"
SAMPLE = 8

# A signal handler may raise while a file or a socket is being opened.
pytestmark = [
    pytest.mark.filterwarnings("ignore::ResourceWarning"),
    pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning"),
]

Use: TypeAlias = "Callable[[Work], None]"


class HandlerInterrupt(BaseException):
    """Raised by a signal handler, as KeyboardInterrupt is for Ctrl-C."""


class HandlerError(Exception):
    """Raised by another signal handler."""


@pytest.fixture(autouse=True)
def short_intervals(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Shorten all intervals."""
    shorten_intervals(monkeypatch)
    yield
    gc.collect()  # closes sockets whose creation was interrupted


def echo(data: Iterator[Any]) -> Iterator[Any]:
    yield from data


def parts() -> Iterator[bytes]:
    yield from [b"x" * 1000] * 3


class Work:
    """The clients for an interrupted call, and the check that nothing remains."""

    def __init__(self, url: str, host: HostClient, sequence: SequenceClient) -> None:
        self.url, self.host, self.sequence = url, host, sequence

    def assert_nothing_remains(self, threads: int) -> None:
        if len(running_threads()) > threads:
            sync_wait_for_all()
        assert len(running_threads()) <= threads
        pool = self.host._session._transport._pool
        if pool._active or connections_to(self.url) != len(pool._idle):
            gc.collect()
        assert not pool._active
        assert connections_to(self.url) == len(pool._idle) <= 2


class Job(Work):
    """A sequence that is started, and its hub."""

    def __init__(self, hub: FakeHub, host: HostClient) -> None:
        super().__init__(hub.url, host, host.get_sequence_client(hub.add_sequence("echo", echo)))

    def assert_nothing_remains(self, threads: int) -> None:
        super().assert_nothing_remains(threads)
        assert [one for one in self.host.list_instances() if one.status == "running"] == []


def call(work: Work) -> None:
    work.host.get_version()


def connect(work: Work) -> None:
    with HostClient(work.url, retries=0) as host:
        host.get_version()


def upload(work: Work) -> None:
    work.sequence.overwrite([b"x" * 1000] * 3)


def upload_iterator(work: Work) -> None:
    work.host.send_sequence(parts())


def send_folder(work: Work) -> None:
    work.host.send_sequence(PACKAGE)


def stream(work: Work) -> None:
    with work.host.get_instance_client("i").get_stream("output") as output:
        list(output.iter_lines())


def duplex(work: Work) -> None:
    with work.host.get_instance_client("i").inout(parts()) as output:
        for _ in output:
            pass


def start(work: Work) -> None:
    with work.sequence.start():
        pass


def run(work: Work) -> None:
    with work.sequence.run(ndjson([1])) as results:
        assert list(results.iter_json()) == [1]


def run_iterator(work: Work) -> None:
    with work.sequence.run(ndjson(iter([1]))) as results:
        assert list(results.iter_json()) == [1]


REQUESTS = [call, connect, upload, upload_iterator, send_folder, stream, duplex]
JOBS = [start, run, run_iterator]
USES = [*REQUESTS, *JOBS]
# An Exception that a handler raises while a data source is closed is logged like one of the source.
WITHOUT_SOURCE = [call, connect, stream, start]


@contextmanager
def work_of(use: Use) -> Iterator[Work]:
    """Start the server of a call, and make the call: the first call imports modules."""
    with ExitStack() as stack:
        if use in JOBS:
            hub = stack.enter_context(FakeHub())
            host = stack.enter_context(HostClient(hub.url, retries=0))
            work: Work = Job(hub, host)
        else:
            url = stack.enter_context(ScriptedServer(respond)).base_url
            host = stack.enter_context(HostClient(url, retries=0))
            work = Work(url, host, host.get_sequence_client("s"))
        for _ in range(3):
            use(work)
        yield work


@pytest.mark.slow
@pytest.mark.parametrize(
    ("use", "error", "part", "number_of_parts"),
    [
        *itertools.product([*REQUESTS, start], [HandlerInterrupt], [0], [1]),
        *itertools.product([run, run_iterator], [HandlerInterrupt], range(6), [6]),
        *itertools.product(WITHOUT_SOURCE, [HandlerError], [0], [1]),
    ],
)
def test_interrupting_at_each_point_leaves_nothing(
    use: Use, error: type[BaseException], part: int, number_of_parts: int
) -> None:
    with work_of(use) as work:
        threads = len(running_threads())
        interrupter = Interrupter(error, part, number_of_parts)
        while interrupter.interrupts(lambda: use(work)):
            work.assert_nothing_remains(threads)
        assert len(interrupter.points) * number_of_parts > 100


@pytest.mark.parametrize("use", USES)
def test_interrupting_at_some_points_leaves_nothing(use: Use) -> None:
    with work_of(use) as work:
        threads = len(running_threads())
        errors = [HandlerInterrupt, HandlerError] if use in WITHOUT_SOURCE else [HandlerInterrupt]
        collector = Interrupter(None)
        collector.interrupts(lambda: use(work))
        for point in random.sample(sorted(collector.points, key=repr), SAMPLE):
            interrupter = Interrupter(random.choice(errors))
            interrupter.points = collector.points - {point}
            interrupter.interrupts(lambda: use(work))
            work.assert_nothing_remains(threads)
