"""Interactive use: repr, help, and clear errors for wrong arguments."""

from __future__ import annotations

import pydoc
from typing import TYPE_CHECKING, Any

import pytest

import scramjet_facade
from scramjet_facade import AsyncHostClient, AsyncManagerClient, BadParametersError, ndjson
from tests.faults.faults import valid_response
from tests.scripted_server import ScriptedServer, always, answer

if TYPE_CHECKING:
    from pathlib import Path


async def test_the_repr_of_a_stream_shows_its_request_state_and_size() -> None:
    with ScriptedServer(always(valid_response)) as server:
        async with AsyncHostClient(server.base_url) as host:
            stream = host.get_log_stream()
            kind = type(stream).__name__
            request = f"GET {server.base_url}/log"
            assert repr(stream) == f"<{kind} not entered, 0 bytes>"
            async with stream:
                assert repr(stream) == f"<{kind} {request} open, 0 bytes>"
                received = sum([len(chunk) async for chunk in stream])
                assert repr(stream) == f"<{kind} {request} open, {received} bytes>"
            assert repr(stream) == f"<{kind} {request} complete, {received} bytes>"
            async with host.get_log_stream() as unread:
                pass
            assert repr(unread) == f"<{kind} {request} left, 0 bytes>"


@pytest.mark.parametrize("kind", [AsyncHostClient, AsyncManagerClient])
def test_help_explains_the_options(kind: Any) -> None:
    for thing in (kind, kind.__init__):
        text = pydoc.render_doc(thing, renderer=pydoc.plaintext)
        for option in ("base_url:", "token:", "timeout:", "retries:", "verify:", "on_attempt:"):
            assert option in text


def test_the_package_has_a_version() -> None:
    assert scramjet_facade.__version__[0].isdigit()


async def test_the_path_of_a_package_may_be_a_string(tmp_path: Path) -> None:
    (tmp_path / "package.json").write_text("{}")
    archive = tmp_path / "package.tar.gz"
    archive.write_bytes(b"an archive")
    with ScriptedServer(always(answer(b'{"id": "a"}'))) as server:
        async with AsyncHostClient(server.base_url) as host:
            for path in (archive, tmp_path):
                await host.send_sequence(path)
                await host.send_sequence(str(path))
        of_path, of_str, *packed = [request.body for request in server.requests]
    assert of_path == of_str == b"an archive"
    assert packed[0] == packed[1] != b""


@pytest.mark.parametrize(
    "wrong", ["text/plain; charset=utf-8", "application/json", "TEXT/PLAIN", "text/csv"]
)
async def test_content_types_that_programs_cannot_read_are_refused(wrong: str) -> None:
    async with AsyncHostClient("http://127.0.0.1:1/api/v1") as host:
        instance = host.get_instance_client("i")
        with pytest.raises(BadParametersError, match="without a charset"):
            await instance.send_input("data", wrong)
        with pytest.raises(BadParametersError, match="without a charset"):
            instance.inout("data", wrong)
        with pytest.raises(BadParametersError, match="without a charset"):
            instance.exchange("data", wrong)
        with pytest.raises(BadParametersError, match="without a charset"):
            await instance.pipe_to(instance, wrong)


class WrongType:
    """An object of the wrong type for every argument."""


WRONG: Any = WrongType()
MISTAKES: dict[str, Any] = {
    "progress of run": lambda host: host.get_sequence_client("s").run(b"", progress=WRONG),
    "progress of send_input": lambda host: host.get_instance_client("i").send_input(
        b"", progress=WRONG
    ),
    "progress of a package": lambda host: host.send_sequence(b"", progress=WRONG),
    "on_gap": lambda host: host.get_log_stream(on_gap=WRONG),
    "force": lambda host: host.delete_sequence("s", force=WRONG),
    "force of a client": lambda host: host.get_sequence_client("s").delete(WRONG),
    "remove_immediately": lambda host: host.get_instance_client("i").kill(WRONG),
    "can_call_keepalive": lambda host: host.get_instance_client("i").stop(0, WRONG),
    "other": lambda host: host.get_instance_client("i").pipe_to(WRONG),
    "a name": lambda host: host.get_sequence_id(WRONG),
    "content type of a topic": lambda host: host.send_topic("t", b"", WRONG),
    "package": lambda host: host.send_sequence(WRONG),
    "dumps": lambda host: host.send_topic("t", ndjson([1], WRONG)),
    "a function instead of an iterable": lambda host: host.send_topic("t", ndjson(MISTAKES.get)),
    "verify": lambda host: type(host)(host.base_url, verify=WRONG),
    "verify=None": lambda host: type(host)(host.base_url, verify=None),
}


@pytest.mark.parametrize("mistake", MISTAKES)
async def test_a_wrong_argument_is_reported_before_anything_is_sent(mistake: str) -> None:
    with ScriptedServer(always(valid_response)) as server:
        async with AsyncHostClient(server.base_url) as host:
            with pytest.raises(BadParametersError, match=r"must be|needs an iterable"):
                await MISTAKES[mistake](host)
        assert server.requests == []


async def test_loads_must_be_a_function() -> None:
    with ScriptedServer(always(valid_response)) as server:
        async with AsyncHostClient(server.base_url) as host, host.get_log_stream() as stream:
            with pytest.raises(BadParametersError, match="loads must be a function"):
                [value async for value in stream.iter_json(WRONG)]


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (b"{", "cannot read"),
        (b"\xef\xbb\xbf{}", "cannot read"),
        (b'{"name": "\xff"}', "cannot read"),
        (b"[]", "must contain a JSON object"),
    ],
)
async def test_an_invalid_package_json_is_refused(
    tmp_path: Path, content: bytes, reason: str
) -> None:
    (tmp_path / "package.json").write_bytes(content)
    async with AsyncHostClient("http://127.0.0.1:1/api/v1") as host:
        with pytest.raises(BadParametersError, match=reason):
            await host.send_sequence(tmp_path)
