"""Coroutine functions as callbacks of synchronous clients are rejected before anything is sent."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Any

import pytest

from scramjet_facade import BadParametersError, HostClient
from tests.scripted_server import ScriptedServer, always, answer

if TYPE_CHECKING:
    from pathlib import Path

URL = "http://127.0.0.1:1/api/v1"


async def function(*_: object) -> None:
    """Do nothing."""


class Callable:
    async def __call__(self, *_: object) -> None:
        """Do nothing."""


@pytest.mark.parametrize("callback", [function, partial(function, 1), Callable()])
def test_coroutine_functions_are_rejected(callback: Any) -> None:
    with HostClient(URL) as host:
        instance = host.get_instance_client("i")
        for name, call in (
            ("progress", lambda: host.send_topic("t", b"data", progress=callback)),
            ("progress", lambda: host.send_sequence(b"data", progress=callback)),
            ("progress", lambda: instance.inout(b"data", progress=callback)),
            ("progress", lambda: instance.exchange(b"data", progress=callback)),
            ("progress", lambda: host.get_sequence_client("s").run(b"data", progress=callback)),
            ("on_gap", lambda: instance.get_log_stream(on_gap=callback)),
            ("on_attempt", lambda: HostClient(URL, on_attempt=callback)),
        ):
            expected = f"^{name} is a coroutine function, which only"
            with pytest.raises(BadParametersError, match=expected):
                call()


def test_a_coroutine_function_as_progress_of_a_download_is_rejected(tmp_path: Path) -> None:
    with (
        ScriptedServer(always(answer(b"data"))) as server,
        HostClient(server.base_url) as host,
        host.get_log_stream() as stream,
        pytest.raises(BadParametersError, match=r"^progress is a coroutine function"),
    ):
        stream.save(tmp_path / "file", function)  # type: ignore[arg-type,unused-ignore]


def test_a_callback_that_returns_a_coroutine_is_an_error() -> None:
    with (
        ScriptedServer(always(answer(b"{}"))) as server,
        HostClient(server.base_url) as host,
        pytest.raises(BadParametersError, match="returned a coroutine"),
    ):
        host.send_topic("t", ["data"], progress=lambda *_: function())
