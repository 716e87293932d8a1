"""What all tests share: the hubs, a fake platform, and a look for what is left behind."""

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

if TYPE_CHECKING:
    from collections.abc import Iterator

TOKEN = "the-token-of-the-tests"
HUB_FIXTURES = ("hub", "own_hub", "empty_hub")
SEQUENCES = Path(__file__).parent / "sequences"


@pytest.fixture(scope="session", autouse=True)
def nothing_left(pytestconfig: pytest.Config) -> Iterator[None]:
    """Fail the run if it leaves a process, a connection or a temporary file behind.

    It is the first fixture to begin, and so the last to end.
    """
    yield
    gc.collect()
    process = psutil.Process()
    left = [
        *(f"process {child.pid} {child.name()}" for child in process.children(recursive=True)),
        *(f"socket {connection.laddr}" for connection in process.net_connections("tcp")),
        *(
            f"file {path}"
            for path in pytestconfig.stash[FOLDER].iterdir()
            if not path.name.startswith("pytest-of-")
        ),
    ]
    assert not left, f"left behind: {left}"


@pytest.fixture(scope="session")
def hub() -> Iterator[RealHub]:
    """Start a real hub, which all tests share."""
    with RealHub() as running:
        yield running


@pytest.fixture(scope="session")
def hubs() -> Iterator[dict[str, Hub]]:
    """Start the hubs that the same cases are held against, each when it is first asked for."""
    with ExitStack() as stack:
        yield RunningHubs(stack)


@pytest.fixture(scope="session")
def empty_hubs() -> Iterator[dict[str, Hub]]:
    """Start hubs for the tests that leave nothing there, each when it is first asked for."""
    with ExitStack() as stack:
        yield RunningHubs(stack)


class RunningHubs(dict[str, Hub]):
    """Hubs by their names; one that is missing is started."""

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
def clean_surroundings(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """No test sees the user's settings, nor another test's default headers."""
    for name in [name for name in os.environ if name.startswith("SCRAMJET_")]:
        monkeypatch.delenv(name)
    yield
    ClientUtils.set_default_headers({})


@pytest.fixture(autouse=True)
def no_thread_left(request: pytest.FixtureRequest) -> Iterator[None]:
    """Fail a test that leaves a thread behind."""
    for name in {"hub", "empty_hub", "platform"} & set(request.fixturenames):
        request.getfixturevalue(name)  # what lives longer than the test is there before it
    before = set(threading.enumerate())
    yield
    left = set(threading.enumerate()) - before
    for thread in left:
        if thread.is_alive():  # else it never began: the handler of a signal raised
            thread.join(5)  # one whose work is done is about to end
    left = {thread for thread in left if thread.is_alive()}
    assert not left, f"threads left running: {left}"


def pytest_configure(config: pytest.Config) -> None:
    """Give this run a temporary folder of its own, to see what is left in it."""
    # In the background of a script Ctrl-C is ignored, and would be by all programs that are
    # started here: they inherit what is ignored, but no handler.
    for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        if signal.getsignal(number) is signal.SIG_IGN:
            signal.signal(number, lambda *_: None)
    folder = tempfile.mkdtemp(prefix="scramjet-tests-")
    os.environ["TMPDIR"] = tempfile.tempdir = folder
    config.stash[FOLDER] = Path(folder)


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Mark the tests that need the real hub, so that others can be run without it."""
    for item in items:
        if not isinstance(item, pytest.Function):
            continue
        # Of the hubs that the same cases are held against, the fakes need nothing.
        params = item.callspec.params if hasattr(item, "callspec") else {}
        given = next((str(params[name]) for name in HUB_FIXTURES if name in params), "")
        wanted = {*HUB_FIXTURES, "platform"} & set(item.fixturenames)
        if wanted and not given.startswith("fake"):
            item.add_marker("hub")


def pytest_collection_finish() -> None:
    """Exempt from garbage collection what lives as long as the run: many tests collect."""
    gc.collect()
    gc.freeze()


def pytest_unconfigure(config: pytest.Config) -> None:
    """Remove this run's temporary folder."""
    shutil.rmtree(config.stash[FOLDER], ignore_errors=True)


FOLDER = pytest.StashKey[Path]()
