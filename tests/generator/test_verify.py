"""`make verify`: what is reported about a running service."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import time
from typing import TYPE_CHECKING, Any

import pytest
import specs
import verify

from scramjet_facade import HostClient
from tests.conftest import SEQUENCES, TOKEN
from tests.generator import ROOT
from tests.scripted_server import Peer, Request, ScriptedServer, always, answer, head

if TYPE_CHECKING:
    from collections.abc import Callable

    from scramjet_facade.testing import FakePlatform
    from tests.hub.real_hub import RealHub


class Verified:
    """What came of verifying a URL: the exit code, and the table by path."""

    def __init__(self, code: int, said: str, error: str) -> None:
        self.code, self.said, self.error = code, said, error
        self.rows = {}
        for line in said.splitlines():
            if line.startswith("  GET "):
                path, _, rest = line.removeprefix("  GET ").partition(" ")
                self.rows[path] = " ".join(rest.split())


@pytest.fixture
def verified(
    ours: list[specs.Spec], monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> Callable[..., Verified]:
    """Verify as the command does, in this process."""
    monkeypatch.setattr(specs, "read_all", lambda *_: ours)

    def run(*arguments: str, token: str = "") -> Verified:
        monkeypatch.setattr(sys, "argv", ["verify", *arguments])
        monkeypatch.setenv("SCRAMJET_TOKEN", token)
        try:
            code = verify.main()
        except SystemExit as left:
            code = int(left.code or 0)
        return Verified(code, *capsys.readouterr())

    return run


def test_the_real_hub(hub: RealHub) -> None:
    """The command, as ``make verify`` runs it."""
    with HostClient(hub.api_base) as host:
        sequence = host.send_sequence(SEQUENCES / "ticker")
        with sequence.start(app_config={}) as instance:
            ran = subprocess.run(
                [sys.executable, ROOT / "openapi/generator/verify.py", hub.api_base],
                env={**os.environ, "SCRAMJET_TOKEN": ""},
                capture_output=True,
                text=True,
                check=False,
            )
        instance.wait_ended()
        sequence.delete(force=True)
    verified = Verified(ran.returncode, ran.stdout, ran.stderr)
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
        "not asked no event_name is known",
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
def test_the_platform(
    platform: FakePlatform, verified: Callable[..., Verified], path: str, spec: str
) -> None:
    origin = platform.url.removesuffix("/api/v1")
    url = origin + path.format(space=platform.space_ids[0], hub="sth-0")
    found = verified(url, token=TOKEN)
    assert found.code == 0, found.said + found.error
    assert f"and openapi/{spec}.yaml" in found.said
    assert "differs" not in found.said
    without = verified(url)
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
    "/instance/{instance_id}": "not asked no instance_id in /instances",
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


def test_what_differs_is_reported_with_its_place(verified: Callable[..., Verified]) -> None:
    with ScriptedServer(always(other)) as server:
        found = verified(server.base_url, "host")
    assert found.code == 1
    assert {path: found.rows[path][: len(ROWS[path])] for path in ROWS} == ROWS
    # The specification allows only some of the paths to be missing.
    assert "3 of 23 paths conform. Not as specified: 7." in found.said
    assert {request.method for request in server.requests} == {"GET"}


def faulty(peer: Peer) -> None:
    """Answer one path slowly, byte by byte, and another one in part; all others in full."""
    while (request := peer.read_request()) is not None:
        path = request.target.removeprefix("/api/v1")
        if path == "/version":
            peer.send(head(content_type="application/json", transfer_encoding="chunked"))
            for _ in range(500):  # so long that only a limit for the whole response ends it
                peer.send_chunk(b" ")
                time.sleep(0.01)
            peer.send_chunk(b"{}")
            peer.send_chunk(b"")
        elif path == "/status":
            peer.send(answer(b'{"id": 1}')[:-2])
            return
        elif path == "/load-check":
            peer.send(answer(b'{"avgLoad": 1}'))
        else:
            peer.send(answer(b"", status=404, content_type=None))


def test_slow_and_incomplete_responses_are_findings(
    verified: Callable[..., Verified], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(verify, "SECONDS", 1.0)
    with ScriptedServer(faulty) as server:
        found = verified(server.base_url, "host")
    assert found.code == 1
    assert found.rows["/version"] == "differs no complete response in 1 s"
    incomplete = "differs the response is incomplete or invalid: peer closed connection"
    assert found.rows["/status"].startswith(incomplete)
    assert found.rows["/load-check"].startswith("conforms")


def test_what_is_no_service_can_not_be_verified(verified: Callable[..., Verified]) -> None:
    with ScriptedServer(always(answer(b"", status=404, content_type=None))) as server:
        url = server.base_url
        found = verified(url)
    assert found.code == 2
    assert found.error == "No path conforms: is this the base URL?\n"
    closed = verified(url)
    assert closed.code == 2
    assert closed.error.endswith("Is this the URL of a running service?\n")
    assert verified(url, "hots").code == 2
