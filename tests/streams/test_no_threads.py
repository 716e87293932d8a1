"""The system may refuse a thread that a synchronous call needs."""

from __future__ import annotations

import threading
from contextlib import contextmanager
from itertools import count
from typing import TYPE_CHECKING

import pytest

from scramjet_facade import ClientError, HostClient, ndjson
from scramjet_facade.testing import FakeHub
from tests.scripted_server import ScriptedServer
from tests.streams.beside import begun_threads
from tests.streams.test_signals import (
    call_with_token,
    duplex,
    fed_upload,
    nothing_is_left,
    talks,
    upload_until_ended,
    watched,
)

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

REFUSAL = "can't start new thread"


@contextmanager
def refused(number: int) -> Iterator[list[str]]:
    """Refuse one of the package's threads, counted from 1; give the names of all until then."""
    start = threading.Thread.start
    asked: list[str] = []

    def refusing(thread: threading.Thread) -> None:
        if thread.name.startswith("scramjet-"):
            asked.append(thread.name)
            if len(asked) == number:
                raise RuntimeError(REFUSAL)
        start(thread)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(threading.Thread, "start", refusing)
        yield asked


def outcome(use: Callable[[HostClient], None], host: HostClient) -> str:
    try:
        use(host)
    except ClientError as error:
        return str(error)
    return ""


@pytest.mark.parametrize("use", [fed_upload, upload_until_ended, duplex, watched])
def test_each_thread_of_a_stream_or_an_upload(use: Callable[[HostClient], None]) -> None:
    with ScriptedServer(talks) as server:
        for number in count(1):
            with HostClient(server.base_url) as host, refused(number) as asked:
                said = outcome(use, host)
            assert nothing_is_left()
            if len(asked) < number:
                break
            assert REFUSAL in said
        assert number > 1
        assert said == ""


def run(host: HostClient) -> None:
    sequence = host.get_sequence_client(host.get_sequence_id("echo")[0])
    with sequence.run(ndjson([1, 2])) as results:
        assert [*results.iter_json()] == [1, 2]


@pytest.mark.parametrize("use", [run, call_with_token])
def test_each_thread_of_a_program_or_a_token(use: Callable[[HostClient], None]) -> None:
    """No instance is left."""
    with FakeHub() as hub, HostClient(hub.url) as host:
        hub.add_sequence("echo", lambda values: values)
        for number in count(1):
            with refused(number) as asked:
                said = outcome(use, host)
            assert not begun_threads()
            assert all(one.status != "running" for one in host.list_instances())
            if len(asked) < number:
                break
            assert REFUSAL in said
        assert number > 1
        assert said == ""
