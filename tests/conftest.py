"""Fixtures for all tests: the hubs, a fake platform, and checks for leaked resources."""

from __future__ import annotations

import gc
import os
import shutil
import signal
import tempfile
import threading
from contextlib import ExitStack
from pathlib import Path
from typing import TYPE_CHECKING

import psutil
import pytest

from scramjet_facade import ClientUtils
from scramjet_facade.testing import FakePlatform
from tests.hub.real_hub import RealHub
from tests.hubs import HUBS, Hub, spaces_of
from tests.streams.background import join_threads

if TYPE_CHECKING:
    from collections.abc import Generator, Iterator

TOKEN = "the-token-of-the-tests"
HUB_FIXTURES = ("hub", "own_hub", "empty_hub")
SEQUENCES = Path(__file__).parent / "sequences"


@pytest.fixture(scope="session", autouse=True)
def check_for_leaks(pytestconfig: pytest.Config) -> Iterator[None]:
    """Fail the run if it leaks a process, a connection or a temporary file.

    This fixture is set up first, and is therefore torn down last.
    """
    yield
    gc.collect()
    process = psutil.Process()
    leaked = [
        *(f"process {child.pid} {child.name()}" for child in process.children(recursive=True)),
        *(f"socket {connection.laddr}" for connection in process.net_connections("tcp")),
        *(
            f"file {path}"
            for path in pytestconfig.stash[FOLDER].iterdir()
            if not path.name.startswith("pytest-of-")
        ),
    ]
    assert not leaked, f"leaked: {leaked}"


@pytest.fixture(scope="session")
def hub() -> Iterator[RealHub]:
    """Start a real hub that all tests share."""
    with RealHub() as running:
        yield running


@pytest.fixture(scope="session")
def hubs() -> Iterator[dict[str, Hub]]:
    """Return the hubs that run the same test cases; each hub is started on first use."""
    with ExitStack() as stack:
        yield RunningHubs(stack)


@pytest.fixture(scope="session")
def empty_hubs() -> Iterator[dict[str, Hub]]:
    """Return hubs for tests that delete all they create; each hub is started on first use."""
    with ExitStack() as stack:
        yield RunningHubs(stack)


class RunningHubs(dict[str, Hub]):
    """Hubs by name; a missing one is started."""

    def __init__(self, stack: ExitStack) -> None:
        super().__init__()
        self._stack = stack

    def __missing__(self, name: str) -> Hub:
        self[name] = self._stack.enter_context(HUBS[name]())
        return self[name]


@pytest.fixture(scope="session")
def platform(hub: RealHub) -> Iterator[FakePlatform]:
    """Start a fake platform in front of the real hub."""
    with FakePlatform(spaces_of(hub), token=TOKEN) as running:
        yield running


@pytest.fixture(autouse=True)
def isolate_settings(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Hide the user's settings and the default headers of other tests from each test."""
    for name in [name for name in os.environ if name.startswith("SCRAMJET_")]:
        monkeypatch.delenv(name)
    yield
    ClientUtils.set_default_headers({})


@pytest.fixture
def close_soon(monkeypatch: pytest.MonkeyPatch) -> None:
    """Shorten the wait for late responses when a client is closed."""
    monkeypatch.setattr("scramjet_facade.concurrency.timing.UNDO_TIMEOUT", 0.05)


@pytest.fixture(autouse=True)
def check_for_leaked_threads(request: pytest.FixtureRequest) -> Iterator[None]:
    """Fail a test that leaks a thread."""
    for name in {"hub", "empty_hub", "platform"} & set(request.fixturenames):
        request.getfixturevalue(name)  # start long-lived fixtures before threads are counted
    before = set(threading.enumerate())
    yield
    leaked = set(threading.enumerate()) - before
    # A thread that is not alive was never started. Others may be about to end.
    join_threads(thread for thread in leaked if thread.is_alive())
    leaked = {thread for thread in leaked if thread.is_alive()}
    assert not leaked, f"threads are still running: {leaked}"


def pytest_configure(config: pytest.Config) -> None:
    """Create a temporary folder for this run, in which leaked files are found."""
    # A shell starts background jobs with SIGINT ignored. Child processes would inherit that, but
    # they do not inherit handlers.
    for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        if signal.getsignal(number) is signal.SIG_IGN:
            signal.signal(number, lambda *_: None)
    folder = tempfile.mkdtemp(prefix="scramjet-tests-")
    os.environ["TMPDIR"] = tempfile.tempdir = folder
    config.stash[FOLDER] = Path(folder)


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Mark the tests that need the real hub, so that the others can run without it."""
    for item in items:
        if not isinstance(item, pytest.Function):
            continue
        # Tests that are parametrized with a fake hub do not need the real one.
        params = item.callspec.params if hasattr(item, "callspec") else {}
        given = next((str(params[name]) for name in HUB_FIXTURES if name in params), "")
        used = {*HUB_FIXTURES, "platform"} & set(item.fixturenames)
        if used and not given.startswith("fake"):
            item.add_marker("hub")


@pytest.hookimpl(wrapper=True)
def pytest_collection() -> Generator[None, object, object]:
    """Disable garbage collection during test collection, because it takes a quarter of the time."""
    gc.disable()
    try:
        return (yield)
    finally:
        gc.enable()


def pytest_collection_finish() -> None:
    """Exclude long-lived objects from garbage collection, because many tests collect garbage."""
    gc.collect()
    gc.freeze()


def pytest_unconfigure(config: pytest.Config) -> None:
    """Remove this run's temporary folder."""
    shutil.rmtree(config.stash[FOLDER], ignore_errors=True)


FOLDER = pytest.StashKey[Path]()
