"""Concurrent requests share one DNS lookup; the resolver is scripted."""

from __future__ import annotations

import socket
import threading
from concurrent.futures import ThreadPoolExecutor
from queue import SimpleQueue
from typing import TYPE_CHECKING, Any

import pytest

from scramjet_facade.concurrency import timing
from scramjet_facade.http11 import addresses
from scramjet_facade.http11.addresses import look_up
from tests.streams.background import running_threads

if TYPE_CHECKING:
    from collections.abc import Iterator

    from scramjet_facade.concurrency.future import Future
    from scramjet_facade.http11.addresses import Found


class Resolver:
    """A resolver that returns the given answers as soon as they are put into a queue."""

    def __init__(self) -> None:
        self.hosts: SimpleQueue[str] = SimpleQueue()
        self.answers: SimpleQueue[OSError | str] = SimpleQueue()

    def __call__(self, host: str, port: int, *_: Any, **__: Any) -> list[Any]:
        self.hosts.put(host)
        answer = self.answers.get(timeout=20)
        if isinstance(answer, OSError):
            raise answer
        return [(socket.AF_INET, socket.SOCK_STREAM, 6, "", (answer, port))]


@pytest.fixture
def resolver(monkeypatch: pytest.MonkeyPatch) -> Resolver:
    """Replace the system's resolver with a scripted one."""
    scripted = Resolver()
    monkeypatch.setattr(socket, "getaddrinfo", scripted)
    return scripted


@pytest.fixture(autouse=True)
def check_that_no_lookup_is_pending() -> Iterator[None]:
    yield
    for thread in running_threads():
        thread.join(5)
    assert not addresses._flights


def addresses_of(results: SimpleQueue[Future[Found]], count: int) -> set[object]:
    found = [results.get(timeout=5).result() for _ in range(count)]
    return {one[0].address[0] if isinstance(one, list) else one for one in found}


@pytest.mark.parametrize("count", [1, 100, 2000])
def test_concurrent_lookups_of_a_host_share_one_answer(
    resolver: Resolver, count: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(timing, "DNS_SHARED", 60.0)  # however long a busy machine takes
    results: SimpleQueue[Future[Found]] = SimpleQueue()

    def start_lookup() -> None:
        look_up("hub.example", 80).add_done_callback(results.put)

    with ThreadPoolExecutor(8) as threads:
        for started in [threads.submit(start_lookup) for _ in range(count)]:
            started.result()
    resolver.answers.put("127.0.0.1")
    assert addresses_of(results, count) == {"127.0.0.1"}
    assert resolver.hosts.qsize() == 1


def test_later_lookups_and_lookups_of_other_hosts_are_separate(resolver: Resolver) -> None:
    results: SimpleQueue[Future[Found]] = SimpleQueue()
    for name, port, answer in [("a", 80, "10.0.0.1"), ("a", 80, "10.0.0.2"), ("b", 80, "10.0.0.3")]:
        resolver.answers.put(answer)
        look_up(name, port).add_done_callback(results.put)
        assert addresses_of(results, 1) == {answer}
    look_up("a", 80).add_done_callback(results.put)
    look_up("a", 81).add_done_callback(results.put)
    resolver.answers.put("10.0.0.4")
    resolver.answers.put("10.0.0.5")
    assert addresses_of(results, 2) == {"10.0.0.4", "10.0.0.5"}


def test_all_concurrent_lookups_receive_a_failure(resolver: Resolver) -> None:
    results: SimpleQueue[Future[Found]] = SimpleQueue()
    for _ in range(3):
        look_up("hub.example", 80).add_done_callback(results.put)
    failure = socket.gaierror(socket.EAI_NONAME, "Name or service not known")
    resolver.answers.put(failure)
    assert addresses_of(results, 3) == {failure}


def test_a_lookup_that_hangs_is_not_shared_with_later_ones(
    resolver: Resolver, monkeypatch: pytest.MonkeyPatch
) -> None:
    results: SimpleQueue[Future[Found]] = SimpleQueue()
    look_up("hub.example", 80).add_done_callback(results.put)
    monkeypatch.setattr(timing, "DNS_SHARED", 0.0)
    later: SimpleQueue[Future[Found]] = SimpleQueue()
    look_up("hub.example", 80).add_done_callback(later.put)
    for _ in range(2):
        assert resolver.hosts.get(timeout=5)
    resolver.answers.put("127.0.0.1")
    resolver.answers.put("127.0.0.1")
    assert addresses_of(results, 1) == addresses_of(later, 1) == {"127.0.0.1"}


class Alarm(BaseException):
    """The exception of a signal handler, such as KeyboardInterrupt."""


@pytest.mark.parametrize("has_started", [False, True])
def test_a_lookup_fails_if_a_signal_handler_interrupts_its_start(
    resolver: Resolver, monkeypatch: pytest.MonkeyPatch, has_started: bool
) -> None:
    lookups = addresses._flights
    start = threading.Thread.start

    def interrupted_start(thread: threading.Thread) -> None:
        if has_started:
            start(thread)
            assert resolver.hosts.get(timeout=5)
        results.extend(flight.result for flight in lookups.values())
        raise Alarm

    results: list[Future[Found]] = []
    with monkeypatch.context() as patch:
        patch.setattr(threading.Thread, "start", interrupted_start)
        with pytest.raises(Alarm):
            look_up("hub.example", 80)
    assert isinstance(results[0].result(), OSError)
    if has_started:
        resolver.answers.put("10.0.0.1")  # for the thread of the interrupted lookup
    resolver.answers.put("127.0.0.1")
    (address,) = found(look_up("hub.example", 80))
    assert address.address[0] in {"127.0.0.1", "10.0.0.1"}  # whichever thread was faster


def test_the_calling_thread_does_the_lookup_if_no_thread_can_start(
    resolver: Resolver, monkeypatch: pytest.MonkeyPatch
) -> None:
    """While the interpreter exits, no thread can be started."""

    def no_start(_: threading.Thread) -> None:
        raise RuntimeError("can't create new thread at interpreter shutdown")

    monkeypatch.setattr(threading.Thread, "start", no_start)
    resolver.answers.put("127.0.0.1")
    (address,) = found(look_up("hub.example", 80))
    assert address.address[0] == "127.0.0.1"


def found(lookup: Future[Found]) -> list[addresses.Address]:
    result = lookup.result()
    assert isinstance(result, list)
    return result
