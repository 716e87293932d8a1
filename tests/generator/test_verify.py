"""`make verify`: what a running service is told to be, beside its specification."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from typing import TYPE_CHECKING, Any

import pytest

from scramjet_facade import HostClient
from tests.conftest import SEQUENCES, TOKEN
from tests.generator import ROOT
from tests.scripted_server import Request, ScriptedServer, always, answer, head

if TYPE_CHECKING:
    from scramjet_facade.testing import FakePlatform
    from tests.hub.real_hub import RealHub


class Verified:
    """What came of verifying a URL: the exit code, and the table by path."""

    def __init__(self, *arguments: str, token: str = "") -> None:
        ran = subprocess.run(
            [sys.executable, ROOT / "openapi/generator/verify.py", *arguments],
            env={**os.environ, "SCRAMJET_TOKEN": token},
            capture_output=True,
            text=True,
            check=False,
        )
        self.code, self.said, self.error = ran.returncode, ran.stdout, ran.stderr
        self.rows = {}
        for line in ran.stdout.splitlines():
            if line.startswith("  GET "):
                path, _, rest = line.removeprefix("  GET ").partition(" ")
                self.rows[path] = " ".join(rest.split())


def test_the_real_hub(hub: RealHub) -> None:
    with HostClient(hub.api_base) as host:
        sequence = host.send_sequence(SEQUENCES / "ticker")
        with sequence.start(app_config={}) as instance:
            verified = Verified(hub.api_base)
        instance.wait_ended()
        sequence.delete(force=True)
    assert verified.code == 0, verified.said + verified.error
    assert "and openapi/host.yaml" in verified.said
    rows = verified.rows
    for path in (
        "/version",
        "/load-check",
        "/log",
        "/sequences",
        "/sequence/{sequence_id}",
        "/sequence/{sequence_id}/instances",
        "/instances",
        "/instance/{instance_id}",
        "/instance/{instance_id}/health",
        "/topics",
    ):
        assert rows.pop(path).startswith("conforms")
    for path in ("/status", "/config", "/entities", "/audit"):
        assert rows.pop(path) == "not there"
    assert set(rows.values()) == {
        "not asked reading it would take data from other readers",
        "not asked there is no event_name to ask for",
    }


@pytest.mark.parametrize(
    ("path", "spec"),
    [
        ("/api/v1", "middleware"),
        ("/api/v1/space/{space}/api/v1", "manager"),
        ("/api/v1/space/{space}/api/v1/sth/{hub}/api/v1", "host"),
        ("/multi/api/v1", "multi_manager"),
    ],
)
def test_the_platform(platform: FakePlatform, path: str, spec: str) -> None:
    origin = platform.url.removesuffix("/api/v1")
    url = origin + path.format(space=platform.space_ids[0], hub="sth-0")
    verified = Verified(url, token=TOKEN)
    assert verified.code == 0, verified.said + verified.error
    assert f"and openapi/{spec}.yaml" in verified.said
    assert "differs" not in verified.said
    without = Verified(url)
    assert without.code == 2
    assert without.error == "No path conforms: is the TOKEN right?\n"


RIGHT: dict[str, Any] = {
    "/version": {"version": "2.0.0", "colour": "red"},
    "/status": {"cpm": {"connected": 1}},
    "/load-check": {"avgLoad": "high", "fsSize": [{"size": 1}]},
    "/sequences": [{"id": "s", "config": {"engines": {"node": "16"}, "more": {"a": 1}}}],
    "/sequence/s": {"id": 5},
    "/instances": [],
}
ROWS = {
    "/version": "conforms has more: colour; lacks: apiVersion, build, service",
    "/status": "differs $.cpm.connected: 1 is not of type 'boolean'",
    "/load-check": "differs $.avgLoad: 'high' is not of type 'number'",
    "/config": "differs the status is 500",
    "/entities": "differs the body is not JSON",
    "/log": "differs the content type is text/plain, not application/octet-stream",
    "/audit": "not there",
    "/sequences": "conforms has more: config.more; lacks: config.args, config.author",
    "/sequence/{sequence_id}": "differs $.id: 5 is not of type 'string'",
    "/sequence/{sequence_id}/instances": "not there",
    "/instances": "conforms",
    "/instance/{instance_id}": "not asked there is no instance_id to ask for",
    "/topics": "differs the status is 403: is the TOKEN right?",
}


def other(request: Request) -> bytes:
    """Answer as a hub would that is otherwise."""
    path = request.target.removeprefix("/api/v1")
    if path in RIGHT:
        return answer(json.dumps(RIGHT[path]).encode())
    if path == "/config":
        return answer(status=500)
    if path == "/topics":
        return answer(status=403)
    if path == "/entities":
        return answer(b"<html>")
    if path == "/log":
        return head(content_type="text/plain", transfer_encoding="chunked")
    return answer(b"", status=404, content_type=None)


def test_what_differs_is_told_with_its_place() -> None:
    with ScriptedServer(always(other)) as server:
        verified = Verified(server.base_url, "host")
    assert verified.code == 1
    assert {path: verified.rows[path][: len(ROWS[path])] for path in ROWS} == ROWS
    # Of what is not there, the specification knows this only of some.
    assert "3 of 23 conform, 7 are not as specified." in verified.said
    assert {request.method for request in server.requests} == {"GET"}


def test_what_is_no_service_can_not_be_asked() -> None:
    with ScriptedServer(always(answer(b"", status=404, content_type=None))) as server:
        url = server.base_url
        verified = Verified(url)
    assert verified.code == 2
    assert verified.error == "No path conforms: is this the base URL?\n"
    gone = Verified(url)
    assert gone.code == 2
    assert gone.error.startswith(f"{url} can't be asked: ")
    assert Verified(url, "hots").code == 2
