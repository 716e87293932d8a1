"""The demo, run in its own process as ``make demo`` does."""

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
from tests.demo.records import COUNT, PROGRESS_STEP
from tests.scripted_server import Request, ScriptedServer, always, answer

if TYPE_CHECKING:
    from collections.abc import Iterator

    from scramjet_facade.testing import FakePlatform
    from tests.hub.real_hub import RealHub

ROOT = Path(__file__).parent.parent.parent
GREETINGS = [f"Hello, {name}!" for name in NAMES]
FIRST_RESULTS = f"{PROGRESS_STEP:,} results"
SECONDS = 60  # more than the demo needs


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
    """Run the demo; return its exit code, its output and its errors."""
    with demo(folder, **settings) as process:
        output, errors = process.communicate(timeout=SECONDS)
        return process.returncode, output, errors


def interrupt(
    folder: Path, number: int, at: str = GREETINGS[0], **settings: str
) -> tuple[int, str, str, list[str]]:
    """Send a signal when a line is printed; also return the processes that ran until then."""
    with demo(folder, **settings) as process:
        assert process.stdout is not None
        before = ""
        for line in process.stdout:
            before += line
            if at in line:
                break
        running = processes_of(folder)
        process.send_signal(number)
        output, errors = process.communicate(timeout=SECONDS)
        return process.returncode, before + output, errors, running


def processes_of(folder: Path) -> list[str]:
    """Find the processes of the hub and the runners whose files are in ``folder``."""
    found = []
    for process in psutil.process_iter():
        with suppress(psutil.NoSuchProcess, psutil.AccessDenied):
            is_demo = "tests.demo" in process.cmdline()
            if Path(process.exe()).name.startswith(("node", "python")) and not is_demo:
                texts = [*process.cmdline(), *process.environ().values()]
                if any(str(folder) in text for text in texts):
                    found.append(f"{process.pid} {process.cmdline()}")
    return found


def is_clean(folder: Path) -> bool:
    return processes_of(folder) == [] and list(folder.iterdir()) == []


def entities_on(hub: RealHub) -> list[list[str]]:
    """Return the ids of the sequences and instances on a hub."""
    with HostClient(hub.api_base) as host:
        return [
            [sequence.id for sequence in host.list_sequences()],
            [instance.id for instance in host.list_instances()],
        ]


def test_the_demo_shows_records_and_the_journey_and_cleans_up(tmp_path: Path) -> None:
    code, output, errors = run(tmp_path)
    assert errors == ""
    assert code == 0
    assert [line.split("output: ")[1] for line in output.splitlines() if "output: " in line] == (
        GREETINGS
    )
    progress = [f"{count:,} results" for count in range(PROGRESS_STEP, COUNT + 1, PROGRESS_STEP)]
    assert [line.split("s  ")[1].strip() for line in output.splitlines() if "results" in line] == (
        progress * 2  # in Python and in JavaScript
    )
    assert output.index("python_program(mark)") < output.index(FIRST_RESULTS)
    assert output.index(FIRST_RESULTS) < output.index(GREETINGS[0])
    steps = [line.split(".")[0].strip() for line in output.splitlines() if line[2:3] == "."]
    assert steps == [str(number) for number in range(1, 16)]
    assert output.splitlines()[-1].startswith("Done: 15 steps")
    assert is_clean(tmp_path)


def test_the_demo_needs_no_node_with_a_fake_hub(tmp_path: Path) -> None:
    (tmp_path / "none").mkdir()
    code, output, errors = run(tmp_path, HUB="fake", PATH=str(tmp_path / "none"))
    assert errors == ""
    assert code == 0
    assert output.count(f"{COUNT:,} results") == 2
    assert all(f"output: {greeting}\n" in output for greeting in GREETINGS)
    assert output.splitlines()[-1].startswith("Done: 15 steps")


def test_the_demo_rejects_an_unknown_hub(tmp_path: Path) -> None:
    code, _, errors = run(tmp_path, HUB="fak")
    assert code == 1
    assert "There is no hub called 'fak': HUB is fake or real." in errors


@pytest.mark.parametrize(
    ("number", "at"),
    [
        (signal.SIGINT, GREETINGS[0]),
        (signal.SIGTERM, GREETINGS[0]),
        (signal.SIGINT, FIRST_RESULTS),
    ],
)
def test_an_interrupted_demo_cleans_up(tmp_path: Path, number: int, at: str) -> None:
    code, output, errors, running = interrupt(tmp_path, number, at)
    assert len(running) >= 2  # the hub and the runner
    assert GREETINGS[-1] not in output
    assert "Interrupted" in output
    assert errors == ""
    assert code == 128 + number
    assert is_clean(tmp_path)


def test_the_demo_uses_a_given_platform(
    tmp_path: Path, hub: RealHub, platform: FakePlatform
) -> None:
    before = entities_on(hub)
    code, output, errors = run(
        tmp_path, SCRAMJET_API_URL=platform.url, SCRAMJET_TOKEN=platform.token
    )
    assert errors == ""
    assert code == 0
    assert all(greeting in output for greeting in GREETINGS)
    assert f"Through the platform at {platform.url}" in output
    assert "Starting" not in output
    assert platform.token not in output
    assert entities_on(hub) == before


def test_an_interrupted_demo_cleans_up_on_a_given_platform(
    tmp_path: Path, hub: RealHub, platform: FakePlatform
) -> None:
    before = entities_on(hub)
    code, output, errors, running = interrupt(
        tmp_path,
        signal.SIGINT,
        SCRAMJET_API_URL=platform.url,
        SCRAMJET_TOKEN=platform.token,
    )
    assert running == []  # the demo started none
    assert GREETINGS[-1] not in output
    assert errors == ""
    assert code == 130
    assert platform.token not in output
    assert entities_on(hub) == before


class Platform:
    """A scripted platform with a hub that reports a sequence as in use for a while."""

    def __init__(self) -> None:
        self.rejects_start = False
        self.deleted = 0

    def __call__(self, request: Request) -> bytes:
        match request.method, request.path.rpartition("/api/v1/")[2]:
            case "GET", "spaces":
                return answer(b'[{"id": "a-space"}]')
            case "GET", "list":
                return answer(b'[{"id": "a-hub", "isConnectionActive": true}]')
            case "POST", "sequence":
                return answer(b'{"id": "a-sequence"}')
            case "POST", "sequence/a-sequence/start":
                if self.rejects_start:
                    return answer(b'{"error": "no capacity"}', 419)
                return answer(b'{"id": "an-instance"}')
            case "GET", "sequence/a-sequence":
                return answer(b'{"id": "a-sequence", "config": {}, "instances": []}')
            case "DELETE", "sequence/a-sequence":
                self.deleted += 1
                if self.deleted == 1:
                    return answer(b'{"error": "Sequence in use"}', 409)
                return answer(b'{"id": "a-sequence"}')
            case _:
                return answer(b'{"error": "unexpected"}', 500)


def test_a_demo_that_fails_cleans_up(tmp_path: Path) -> None:
    platform = Platform()
    platform.rejects_start = True
    with ScriptedServer(always(platform)) as server:
        token = "the-token-of-this-test"
        code, output, errors = run(tmp_path, SCRAMJET_API_URL=server.base_url, SCRAMJET_TOKEN=token)
    assert code == 1
    assert errors.startswith("\nThe demo failed: ")
    assert errors.endswith("419 no capacity\n")
    assert platform.deleted == 2
    assert token not in output + errors
    assert all(request.header("authorization") == f"Bearer {token}" for request in server.requests)


@pytest.mark.parametrize("endpoint", ["sequence", "start"])
def test_entities_that_are_created_during_an_interrupt_are_deleted(
    tmp_path: Path, endpoint: str
) -> None:
    """The signal arrives before the response, which contains the id of the new entity."""
    running: list[subprocess.Popen[str]] = []
    platform = Platform()

    def reply(request: Request) -> bytes:
        if request.method == "POST" and request.path.endswith(endpoint):
            running[0].send_signal(signal.SIGINT)
        return platform(request)

    with ScriptedServer(always(reply)) as server:
        url = server.base_url
        with demo(tmp_path, SCRAMJET_API_URL=url, SCRAMJET_TOKEN="a-token") as process:
            running.append(process)
            _, errors = process.communicate(timeout=SECONDS)
    assert errors == ""
    assert process.returncode == 130
    assert platform.deleted == 2


def test_the_demo_starts_a_hub_if_there_is_an_address_but_no_token(tmp_path: Path) -> None:
    code, _, errors = run(tmp_path, SCRAMJET_API_URL="http://127.0.0.1:9/api/v1", HUB="unknown")
    assert code == 1
    assert "There is no hub called 'unknown'" in errors


def test_the_demo_reports_a_missing_address(tmp_path: Path) -> None:
    code, output, errors = run(tmp_path, SCRAMJET_TOKEN="a-token")
    assert (code, output) == (1, "")
    assert "SCRAMJET_TOKEN is set, but SCRAMJET_API_URL is not" in errors
    assert "a-token" not in errors


def test_the_demo_reports_why_it_failed(tmp_path: Path, platform: FakePlatform) -> None:
    code, output, errors = run(
        tmp_path, SCRAMJET_API_URL=platform.url, SCRAMJET_TOKEN="a-wrong-one"
    )
    assert code == 1
    assert errors.startswith(f"\nThe demo failed: GET {platform.url}/spaces: 403 Forbidden")
    assert len(errors.splitlines()) == 2  # no traceback
    assert "a-wrong-one" not in output
