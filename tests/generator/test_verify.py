"""`make verify`: the report about a running service."""

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


class Report:
    """The outcome of verifying a URL: exit code, output, and the table by path."""

    def __init__(self, code: int, stdout: str, stderr: str) -> None:
        self.code, self.stdout, self.stderr = code, stdout, stderr
        self.rows = {}
        for line in stdout.splitlines():
            if line.startswith("  GET "):
                path, _, rest = line.removeprefix("  GET ").partition(" ")
                self.rows[path] = " ".join(rest.split())


@pytest.fixture
def verify_url(
    project_specs: list[specs.Spec],
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> Callable[..., Report]:
    """Return a function that runs the command in this process."""
    monkeypatch.setattr(specs, "read_all", lambda *_: project_specs)

    def run(*arguments: str, token: str = "") -> Report:
        monkeypatch.setattr(sys, "argv", ["verify", *arguments])
        monkeypatch.setenv("SCRAMJET_TOKEN", token)
        try:
            code = verify.main()
        except SystemExit as exited:
            code = int(exited.code or 0)
        return Report(code, *capsys.readouterr())

    return run


def test_the_real_hub_conforms(hub: RealHub) -> None:
    """The command runs as ``make verify`` runs it."""
    with HostClient(hub.api_base) as host:
        sequence = host.send_sequence(SEQUENCES / "ticker")
        with sequence.start(app_config={}) as instance:
            result = subprocess.run(
                [sys.executable, ROOT / "openapi/generator/verify.py", hub.api_base],
                env={**os.environ, "SCRAMJET_TOKEN": ""},
                capture_output=True,
                text=True,
                check=False,
            )
        instance.wait_ended()
        sequence.delete(force=True)
    report = Report(result.returncode, result.stdout, result.stderr)
    assert report.code == 0, report.stdout + report.stderr
    assert "and openapi/host.yaml" in report.stdout
    rows = report.rows
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
def test_each_service_of_the_platform_conforms(
    platform: FakePlatform, verify_url: Callable[..., Report], path: str, spec: str
) -> None:
    origin = platform.url.removesuffix("/api/v1")
    url = origin + path.format(space=platform.space_ids[0], hub="sth-0")
    report = verify_url(url, token=TOKEN)
    assert report.code == 0, report.stdout + report.stderr
    assert f"and openapi/{spec}.yaml" in report.stdout
    assert "differs" not in report.stdout
    without_token = verify_url(url)
    assert without_token.code == 2
    assert without_token.stderr == "No path conforms: is the TOKEN right?\n"


RESPONSES: dict[str, Any] = {
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


def differing_hub(request: Request) -> bytes:
    """Respond like a hub that differs from the specification."""
    path = request.target.removeprefix("/api/v1")
    if path in RESPONSES:
        return answer(json.dumps(RESPONSES[path]).encode())
    if path == "/config":
        return answer(status=500)
    if path == "/topics":
        return answer(status=403)
    if path == "/entities":
        return answer(b"<html>")
    if path == "/log":
        return head(content_type="text/plain", transfer_encoding="chunked")
    return answer(b"", status=404, content_type=None)


def test_differences_are_reported_with_their_place(verify_url: Callable[..., Report]) -> None:
    with ScriptedServer(always(differing_hub)) as server:
        report = verify_url(server.base_url, "host")
    assert report.code == 1
    assert {path: report.rows[path][: len(ROWS[path])] for path in ROWS} == ROWS
    # The specification allows only some of the paths to be missing.
    assert "3 of 23 paths conform. Not as specified: 7." in report.stdout
    assert {request.method for request in server.requests} == {"GET"}


@pytest.mark.parametrize("id_", ["a/b", "a?b#c", "a\nb", "\ud800"])
def test_any_id_of_the_service_is_one_segment_of_a_path(
    verify_url: Callable[..., Report], id_: str
) -> None:
    def respond(request: Request) -> bytes:
        path = request.target.removeprefix("/api/v1")
        if path == "/sequences":
            return answer(json.dumps([{"id": id_}]).encode())
        return answer(b"", status=404, content_type=None)

    with ScriptedServer(always(respond)) as server:
        report = verify_url(server.base_url, "host")
    assert report.rows["/sequences"].startswith("conforms")
    assert report.rows["/sequence/{sequence_id}"].startswith("not there")
    below = [one.target.partition("/sequence/")[2] for one in server.requests]
    assert len([rest for rest in below if rest and rest.count("/") == 0]) == 1


def test_nested_json_without_end_is_a_finding(verify_url: Callable[..., Report]) -> None:
    with ScriptedServer(always(answer(b"[" * 100_000))) as server:
        report = verify_url(server.base_url, "host")
    assert report.rows["/version"] == "differs the body is not JSON"


@pytest.mark.parametrize(
    "url", ["localhost:8000/api/v1", "ftp://hub", "http://", "http://hub:99999"]
)
def test_an_invalid_url_is_refused(verify_url: Callable[..., Report], url: str) -> None:
    report = verify_url(url)
    assert report.code == 2
    assert "argument url: invalid base_url value" in report.stderr


def slow_and_incomplete(peer: Peer) -> None:
    """Respond to one path slowly and to another one incompletely."""
    while (request := peer.read_request()) is not None:
        path = request.target.removeprefix("/api/v1")
        if path == "/version":
            peer.send(head(content_type="application/json", transfer_encoding="chunked"))
            for _ in range(500):  # each chunk arrives in time, but not the whole response
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
    verify_url: Callable[..., Report], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(verify, "SECONDS", 1.0)
    with ScriptedServer(slow_and_incomplete) as server:
        report = verify_url(server.base_url, "host")
    assert report.code == 1
    assert report.rows["/version"] == "differs no complete response in 1 s"
    incomplete = "differs the response is incomplete or invalid: peer closed connection"
    assert report.rows["/status"].startswith(incomplete)
    assert report.rows["/load-check"].startswith("conforms")


def test_a_url_without_a_service_is_reported(verify_url: Callable[..., Report]) -> None:
    with ScriptedServer(always(answer(b"", status=404, content_type=None))) as server:
        url = server.base_url
        report = verify_url(url)
    assert report.code == 2
    assert report.stderr == "No path conforms: is this the base URL?\n"
    closed = verify_url(url)
    assert closed.code == 2
    assert closed.stderr.endswith("Is this the URL of a running service?\n")
    assert verify_url(url, "hots").code == 2
