"""The package's log: SCRAMJET_LOG, and the warning for synchronous clients in event loops."""

from __future__ import annotations

import ast
import asyncio
import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

from scramjet_facade import AsyncHostClient, HostClient
from scramjet_facade.concurrency import sync_flavor
from tests.scripted_server import ScriptedServer, always, answer

PROGRAM = """
import sys
from scramjet_facade import ClientError, HostClient, Retries

with HostClient(sys.argv[1], retries=Retries(1, longest_pause=0.001)) as host:
    try:
        host.get_version()
    except ClientError:
        pass
"""
RETRY = r"\S+ \S+ WARNING scramjet_facade: GET \S+/version: 503 \(Busy\) .* \(attempt 1\); .*\n"
LAST = r"\S+ \S+ DEBUG scramjet_facade: GET \S+/version: 503 \(Busy\) in \d+ ms \(attempt 2\)\n"


@pytest.mark.parametrize(
    ("level", "expected"),
    [
        (None, ""),
        ("", ""),
        ("debug", RETRY + LAST),
        ("DEBUG", RETRY + LAST),
        ("warning", RETRY),
        ("error", ""),
        (
            "loud",
            r".* WARNING scramjet_facade: SCRAMJET_LOG is 'loud': use one of debug, info, warning, "
            r"error\n" + RETRY,
        ),
    ],
)
def test_scramjet_log_sets_the_level_of_the_log_on_stderr(level: str | None, expected: str) -> None:
    with ScriptedServer(always(answer(b"{}", 503, "Busy"))) as server:
        result = subprocess.run(
            [sys.executable, "-c", PROGRAM, server.base_url],
            env={**os.environ} | ({} if level is None else {"SCRAMJET_LOG": level}),
            capture_output=True,
            text=True,
            check=True,
            timeout=30,
        )
    assert re.fullmatch(expected, result.stderr)


class SubclassedClient(HostClient):
    pass


@pytest.fixture
def warned(monkeypatch: pytest.MonkeyPatch) -> set[str]:
    """Reset the set of classes for which a warning was logged."""
    names: set[str] = set()
    monkeypatch.setattr(sync_flavor, "_warned", names)
    return names


@pytest.mark.usefixtures("warned")
async def test_a_synchronous_client_in_an_event_loop_logs_one_warning(
    caplog: pytest.LogCaptureFixture,
) -> None:
    with (
        ScriptedServer(always(answer(b'{"id": "a"}'))) as server,
        HostClient(server.base_url) as host,
        SubclassedClient(server.base_url) as subclassed,
    ):
        for _ in range(2):
            host.get_version()
            subclassed.get_version()
            host.get_sequence_client("a").get_info()
    assert [record.message for record in caplog.records if record.levelname == "WARNING"] == [
        "HostClient blocks the running event loop: use AsyncHostClient in asyncio programs",
        "SequenceClient blocks the running event loop: use AsyncSequenceClient in asyncio programs",
    ]


@pytest.mark.usefixtures("warned")
async def test_other_uses_of_clients_log_no_warning(
    caplog: pytest.LogCaptureFixture, monkeypatch: pytest.MonkeyPatch
) -> None:
    with ScriptedServer(always(answer(b"{}"))) as server:
        async with AsyncHostClient(server.base_url) as host:
            await host.get_version()
        with HostClient(server.base_url) as blocking:
            await asyncio.to_thread(blocking.get_version)
            monkeypatch.setitem(sys.modules, "ipykernel", sys)  # a notebook
            blocking.get_version()
    assert not caplog.records


@pytest.mark.usefixtures("warned")
def test_a_synchronous_client_without_an_event_loop_logs_no_warning(
    caplog: pytest.LogCaptureFixture,
) -> None:
    with ScriptedServer(always(answer(b"{}"))) as server, HostClient(server.base_url) as host:
        host.get_version()
    assert not caplog.records


def test_every_module_logs_to_the_same_logger() -> None:
    """``logging.getLogger("scramjet_facade")`` controls all messages."""
    calls = [
        ast.unparse(node.args[0])
        for path in Path(sync_flavor.__file__).parents[1].rglob("*.py")
        if "testing" not in path.parts
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.Call) and ast.unparse(node.func) == "logging.getLogger"
    ]
    assert set(calls) == {"'scramjet_facade'", "_PACKAGE"}
    assert sync_flavor._PACKAGE == "scramjet_facade"
