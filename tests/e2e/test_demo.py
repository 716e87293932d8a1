"""The demo, as ``make demo`` runs it: in a process of its own."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import TYPE_CHECKING

import psutil
import pytest

from scramjet_facade import HostClient
from tests.demo.journey import NAMES
from tests.scripted_server import Request, ScriptedServer, always, answer

if TYPE_CHECKING:
    from collections.abc import Iterator

    from scramjet_facade.testing import FakePlatform
    from tests.hub.real_hub import RealHub

ROOT = Path(__file__).parent.parent.parent
GREETINGS = [f"Hello, {name}!" for name in NAMES]
SECONDS = 60  # more than the demo can need


@contextmanager
def demo(folder: Path, **settings: str) -> Iterator[subprocess.Popen[str]]:
    """Run the demo with its temporary files in ``folder``; kill it if the test fails."""
    with subprocess.Popen(
        [sys.executable, "-W", "error", "-m", "tests.demo"],
        cwd=ROOT,
        env={**os.environ, **settings, "TMPDIR": str(folder)},
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    ) as process:
        try:
            yield process
        finally:
            process.kill()


def run(folder: Path, **settings: str) -> tuple[int, str, str]:
    """Run the demo to its end; return its exit code and what it printed."""
    with demo(folder, **settings) as process:
        output, errors = process.communicate(timeout=SECONDS)
        return process.returncode, output, errors


def interrupt(folder: Path, number: int, **settings: str) -> tuple[int, str, str, list[str]]:
    """Send a signal while greetings come; also return the processes that ran until then."""
    with demo(folder, **settings) as process:
        assert process.stdout is not None
        before = ""
        for line in process.stdout:
            before += line
            if GREETINGS[0] in line:
                break
        running = processes_of(folder)
        process.send_signal(number)
        output, errors = process.communicate(timeout=SECONDS)
        return process.returncode, before + output, errors, running


def processes_of(folder: Path) -> list[str]:
    """Find the hub and the runners whose files are in ``folder``, whoever their parent is."""
    found = []
    for process in psutil.process_iter():
        with suppress(psutil.NoSuchProcess, psutil.AccessDenied):
            if Path(process.exe()).name == "node":
                told = [*process.cmdline(), *process.environ().values()]
                if any(str(folder) in text for text in told):
                    found.append(f"{process.pid} {process.cmdline()}")
    return found


def nothing_left(folder: Path) -> bool:
    return processes_of(folder) == [] and list(folder.iterdir()) == []


def on_hub(hub: RealHub) -> list[list[str]]:
    """Return the ids of what is on a hub."""
    with HostClient(hub.api_base) as host:
        return [
            [sequence.id for sequence in host.list_sequences()],
            [instance.id for instance in host.list_instances()],
        ]


def test_the_demo_shows_the_journey_and_leaves_nothing(tmp_path: Path) -> None:
    code, output, errors = run(tmp_path)
    assert errors == ""
    assert code == 0
    assert [line.split("output: ")[1] for line in output.splitlines() if "output: " in line] == (
        GREETINGS
    )
    steps = [line.split(".")[0].strip() for line in output.splitlines() if line[2:3] == "."]
    assert steps == [str(number) for number in range(1, 15)]
    assert output.splitlines()[-1].startswith("The journey is complete: 14 steps")
    assert nothing_left(tmp_path)


def test_the_demo_needs_no_node_with_a_fake_hub(tmp_path: Path) -> None:
    (tmp_path / "none").mkdir()
    code, output, errors = run(tmp_path, HUB="fake", PATH=str(tmp_path / "none"))
    assert errors == ""
    assert code == 0
    assert all(f"output: {greeting}\n" in output for greeting in GREETINGS)
    assert output.splitlines()[-1].startswith("The journey is complete: 14 steps")


def test_the_demo_knows_its_hubs(tmp_path: Path) -> None:
    code, _, errors = run(tmp_path, HUB="fak")
    assert code == 1
    assert "There is no hub called 'fak': HUB is fake or real." in errors


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_an_interrupted_demo_leaves_nothing(tmp_path: Path, number: int) -> None:
    code, output, errors, running = interrupt(tmp_path, number)
    assert len(running) >= 2  # the hub and the runner: so this test can see them
    assert GREETINGS[-1] not in output
    assert "Cleaning up" in output
    assert errors == ""
    assert code == 128 + number
    assert nothing_left(tmp_path)


def test_the_demo_uses_a_given_platform(
    tmp_path: Path, hub: RealHub, platform: FakePlatform
) -> None:
    before = on_hub(hub)
    code, output, errors = run(
        tmp_path, SCRAMJET_API_URL=platform.url, SCRAMJET_TOKEN=platform.token
    )
    assert errors == ""
    assert code == 0
    assert all(greeting in output for greeting in GREETINGS)
    assert f"through the platform at {platform.url}" in output
    assert "Starting" not in output
    assert platform.token not in output
    assert on_hub(hub) == before


def test_an_interrupted_demo_cleans_up_on_a_given_platform(
    tmp_path: Path, hub: RealHub, platform: FakePlatform
) -> None:
    before = on_hub(hub)
    code, output, errors, running = interrupt(
        tmp_path,
        signal.SIGINT,
        SCRAMJET_API_URL=platform.url,
        SCRAMJET_TOKEN=platform.token,
    )
    assert running == []  # it has started none
    assert GREETINGS[-1] not in output
    assert errors == ""
    assert code == 130
    assert platform.token not in output
    assert on_hub(hub) == before


def newer_platform(request: Request) -> bytes:
    """Answer as a platform does in front of a hub of a newer version."""
    match request.method, request.path.rpartition("/api/v1/")[2]:
        case "GET", "version":
            return answer(b'{"version": "1.0.1"}')
        case "GET", "spaces":
            return answer(b'[{"id": "a-space"}]')
        case "GET", "list":
            return answer(b'[{"id": "a-hub", "isConnectionActive": true}]')
        case "GET", "sequences":
            return answer(b"[]")
        case "POST", "sequence":
            return answer(b'{"id": "a-sequence"}')
        case "POST", "sequence/a-sequence/start":
            return answer(b'{"id": "an-instance"}')
        case "POST", "instance/an-instance/_kill":
            return answer(b'{"error": "Instance not running"}', 400)
        case "DELETE", "sequence/a-sequence" if not request.header("x-seq-kill-inst"):
            return answer(b'{"error": "Sequence in use"}', 409)
        case "DELETE", "sequence/a-sequence":
            return answer(b'{"id": "a-sequence"}')
        case _:
            return answer(b'{"error": "unexpected"}', 500)


def test_a_demo_that_fails_on_the_way_cleans_up(tmp_path: Path) -> None:
    def reply(request: Request) -> bytes:
        if request.path.endswith("/start"):
            return answer(b'{"error": "no room"}', 419)
        return newer_platform(request)

    with ScriptedServer(always(reply)) as server:
        token = "the-token-of-this-test"
        code, output, errors = run(tmp_path, SCRAMJET_API_URL=server.base_url, SCRAMJET_TOKEN=token)
    assert code == 1
    assert errors.startswith("\nThe demo failed: ")
    assert errors.endswith("419 no room\n")
    assert "Cleaning up: removing the sequence a-sequence" in output
    assert "still there" not in output
    assert [request.header("x-seq-kill-inst") for request in server.requests[-2:]] == [None, "true"]
    assert token not in output + errors
    assert all(request.header("authorization") == f"Bearer {token}" for request in server.requests)


@pytest.mark.parametrize("made", ["sequence", "start"])
def test_what_is_made_during_an_interrupt_is_removed(tmp_path: Path, made: str) -> None:
    """A signal that comes before the answer does, which alone tells the new thing's id."""
    running: list[subprocess.Popen[str]] = []

    def reply(request: Request) -> bytes:
        if request.method == "POST" and request.path.endswith(made):
            running[0].send_signal(signal.SIGINT)
        return newer_platform(request)

    with ScriptedServer(always(reply)) as server:
        url = server.base_url
        with demo(tmp_path, SCRAMJET_API_URL=url, SCRAMJET_TOKEN="a-token") as process:
            running.append(process)
            output, errors = process.communicate(timeout=SECONDS)
    assert errors == ""
    assert process.returncode == 130
    assert "still there" not in output
    last = [f"{request.method} {Path(request.path).name}" for request in server.requests[-3:]]
    before = {"sequence": "POST sequence", "start": "POST _kill"}
    assert last == [before[made], "DELETE a-sequence", "DELETE a-sequence"]


def test_the_demo_says_what_is_missing(tmp_path: Path) -> None:
    code, output, errors = run(tmp_path, SCRAMJET_API_URL="http://127.0.0.1:9/api/v1")
    assert (code, output) == (1, "")
    assert "SCRAMJET_API_URL is set, but SCRAMJET_TOKEN is not" in errors
    code, output, errors = run(tmp_path, SCRAMJET_TOKEN="a-token")
    assert (code, output) == (1, "")
    assert "SCRAMJET_TOKEN is set, but SCRAMJET_API_URL is not" in errors
    assert "a-token" not in errors


def test_the_demo_says_why_it_failed(tmp_path: Path, platform: FakePlatform) -> None:
    code, output, errors = run(
        tmp_path, SCRAMJET_API_URL=platform.url, SCRAMJET_TOKEN="a-wrong-one"
    )
    assert code == 1
    assert errors.startswith(f"\nThe demo failed: GET {platform.url}/version: 403 Forbidden")
    assert len(errors.splitlines()) == 2  # no traceback
    assert "a-wrong-one" not in output
