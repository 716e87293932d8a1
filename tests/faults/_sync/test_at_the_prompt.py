# Generated from tests/faults/_async/test_at_the_prompt.py by `make generate`.
"""What somebody sees who tries things at a prompt."""

from __future__ import annotations

import pydoc
from typing import TYPE_CHECKING, Any

import pytest

import scramjet_facade
from scramjet_facade import BadParametersError, HostClient, ManagerClient
from tests.faults.faults import good
from tests.scripted_server import ScriptedServer, always

if TYPE_CHECKING:
    from pathlib import Path


def test_a_stream_says_what_it_is_and_how_far_it_came() -> None:
    with ScriptedServer(always(good)) as server:
        with HostClient(server.base_url) as host:
            stream = host.get_log_stream()
            kind = type(stream).__name__
            where = f"GET {server.base_url}/log"
            assert repr(stream) == f"<{kind} not entered, 0 bytes>"
            with stream:
                assert repr(stream) == f"<{kind} {where} open, 0 bytes>"
                received = sum([len(chunk) for chunk in stream])
                assert repr(stream) == f"<{kind} {where} open, {received} bytes>"
            assert repr(stream) == f"<{kind} {where} complete, {received} bytes>"
            with host.get_log_stream() as left:
                pass
            assert repr(left) == f"<{kind} {where} left, 0 bytes>"


@pytest.mark.parametrize("kind", [HostClient, ManagerClient])
def test_help_explains_the_options(kind: Any) -> None:
    for thing in (kind, kind.__init__):
        text = pydoc.render_doc(thing, renderer=pydoc.plaintext)
        for option in ("base_url:", "token:", "timeout:", "retries:", "verify:", "on_attempt:"):
            assert option in text


def test_the_version_is_there() -> None:
    assert scramjet_facade.__version__[0].isdigit()


def test_a_package_s_path_as_text_is_told_how_to_be_written(tmp_path: Path) -> None:
    file = tmp_path / "package.tar.gz"
    file.touch()
    with HostClient("http://127.0.0.1:1/api/v1") as host:
        for path in (tmp_path, file):
            with pytest.raises(BadParametersError) as caught:
                host.send_sequence(str(path))  # type: ignore[arg-type]
            assert f"pass pathlib.Path({str(path)!r})" in str(caught.value)
        for text in ("no such file", "x" * 100_000, "a\0b"):
            with pytest.raises(BadParametersError, match="may be a path or the content"):
                host.send_sequence(text)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    "wrong", ["text/plain; charset=utf-8", "application/json", "TEXT/PLAIN", "text/csv"]
)
def test_a_type_of_which_a_program_gets_nothing_is_refused(wrong: str) -> None:
    with HostClient("http://127.0.0.1:1/api/v1") as host:
        instance = host.get_instance_client("i")
        with pytest.raises(BadParametersError, match="without a charset"):
            instance.send_input("data", wrong)
        with pytest.raises(BadParametersError, match="without a charset"):
            instance.inout("data", wrong)
        with pytest.raises(BadParametersError, match="without a charset"):
            instance.exchange("data", wrong)
        with pytest.raises(BadParametersError, match="without a charset"):
            instance.pipe_to(instance, wrong)
