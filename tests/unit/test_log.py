"""The package's log without and with SCRAMJET_LOG, in a process of its own."""

from __future__ import annotations

import os
import re
import subprocess
import sys

import pytest

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
    ("level", "written"),
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
def test_what_is_written_to_stderr(level: str | None, written: str) -> None:
    with ScriptedServer(always(answer(b"{}", 503, "Busy"))) as server:
        done = subprocess.run(
            [sys.executable, "-c", PROGRAM, server.base_url],
            env={**os.environ} | ({} if level is None else {"SCRAMJET_LOG": level}),
            capture_output=True,
            text=True,
            check=True,
            timeout=30,
        )
    assert re.fullmatch(written, done.stderr)
