"""Asynchronous calls without asyncio's event loop, and calls while the interpreter exits."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from scramjet_facade import AsyncHostClient, ClientError
from tests.faults.test_cancelled_tasks import respond
from tests.scripted_server import ScriptedServer

ROOT = Path(__file__).parents[2]


def test_a_call_outside_of_asyncio_is_refused() -> None:
    """The coroutine is stepped by hand, as another event loop such as trio would do."""
    host = AsyncHostClient("http://hub.invalid/api/v1")
    call = host.get_version()
    with pytest.raises(ClientError, match="needs a running event loop of asyncio"):
        call.send(None)


@pytest.mark.parametrize("when", ["atexit", "thread"])
@pytest.mark.parametrize("flavour", ["async", "sync"])
def test_calls_while_the_interpreter_exits_succeed_or_explain_why_not(
    flavour: str, when: str
) -> None:
    """A call may need a thread, which cannot always be started while the interpreter exits."""
    with ScriptedServer(respond) as server:
        url = server.base_url.replace("127.0.0.1", "localhost")  # a name, which is looked up
        completed = subprocess.run(
            [sys.executable, "-m", "tests.faults.exiting_program", url, flavour, when],
            capture_output=True,
            check=True,
            cwd=ROOT,
            text=True,
            timeout=60,
        )
    assert completed.stderr == ""
    lines = completed.stdout.splitlines()
    assert len(lines) == 8
    for line in lines:
        assert line.endswith(" ok") or "cannot start another thread" in line, line
