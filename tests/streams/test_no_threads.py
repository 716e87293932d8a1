"""Calls fail cleanly if the system cannot start a thread."""

from __future__ import annotations

import threading
from contextlib import contextmanager
from itertools import count
from typing import TYPE_CHECKING

import pytest

from scramjet_facade import ClientError, HostClient, RequestTimeoutError, ndjson
from scramjet_facade.testing import FakeHub
from tests.faults._sync.test_late_responses import LateHub
from tests.scripted_server import ScriptedServer
from tests.streams.background import connections_to, running_threads
from tests.streams.test_signals import (
    all_threads_end,
    call_with_token,
    duplex,
    serve,
    stream_until_ended,
    upload_from_iterator,
    upload_until_ended,
)

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

MESSAGE = "can't start new thread"


@contextmanager
def failing_start(number: int) -> Iterator[list[str]]:
    """Let the start of one thread of the package fail; yield the names of those started."""
    start = threading.Thread.start
    names: list[str] = []

    def start_or_fail(thread: threading.Thread) -> None:
        if thread.name.startswith("scramjet-"):
            names.append(thread.name)
            if len(names) == number:
                raise RuntimeError(MESSAGE)
        start(thread)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(threading.Thread, "start", start_or_fail)
        yield names


def outcome(use: Callable[[HostClient], None], host: HostClient) -> str:
    try:
        use(host)
    except ClientError as error:
        return str(error)
    return ""


@pytest.mark.parametrize(
    "use", [upload_from_iterator, upload_until_ended, duplex, stream_until_ended]
)
def test_a_stream_or_an_upload_reports_a_thread_that_cannot_start(
    use: Callable[[HostClient], None],
) -> None:
    with ScriptedServer(serve) as server:
        for number in count(1):
            with HostClient(server.base_url) as host, failing_start(number) as names:
                error = outcome(use, host)
            assert all_threads_end()
            if len(names) < number:
                break
            assert MESSAGE in error
        assert number > 1
        assert error == ""


def test_an_upload_that_times_out_reports_what_may_remain_if_no_thread_can_wait() -> None:
    with LateHub() as hub, HostClient(hub.base_url) as host:
        host.get_version()  # the connection is not part of the test
        with failing_start(1), pytest.raises(RequestTimeoutError) as caught:
            host.with_options(timeout=0.1).send_sequence(b"package")
        assert connections_to(hub) == 0
    assert str(caught.value).endswith("the sequence may exist on the hub: check list_sequences()")


def run(host: HostClient) -> None:
    sequence = host.get_sequence_client(host.get_sequence_id("echo")[0])
    with sequence.run(ndjson([1, 2])) as results:
        assert [*results.iter_json()] == [1, 2]


@pytest.mark.parametrize("use", [run, call_with_token])
def test_a_run_or_a_token_reports_a_thread_that_cannot_start(
    use: Callable[[HostClient], None],
) -> None:
    """No instance is left running."""
    with FakeHub() as hub, HostClient(hub.url) as host:
        hub.add_sequence("echo", lambda values: values)
        for number in count(1):
            with failing_start(number) as names:
                error = outcome(use, host)
            assert not running_threads()
            assert all(one.status != "running" for one in host.list_instances())
            if len(names) < number:
                break
            assert MESSAGE in error
        assert number > 1
        assert error == ""
