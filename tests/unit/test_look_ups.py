"""Names are looked up once for all who ask at the same time; the resolver is scripted."""

from __future__ import annotations

import socket
import threading
from concurrent.futures import Future, ThreadPoolExecutor
from queue import SimpleQueue
from typing import TYPE_CHECKING, Any

import pytest

from scramjet_facade.concurrency import timing
from scramjet_facade.http11 import addresses
from scramjet_facade.http11.addresses import look_up
from tests.streams.beside import begun_threads

if TYPE_CHECKING:
    from collections.abc import Iterator

    from scramjet_facade.http11.addresses import Found


class Resolver:
    """Stands for the system's resolver; it answers what it is given, when it is given it."""

    def __init__(self) -> None:
        self.asked: SimpleQueue[str] = SimpleQueue()
        self.answers: SimpleQueue[OSError | str] = SimpleQueue()

    def __call__(self, host: str, port: int, *_: Any, **__: Any) -> list[Any]:
        self.asked.put(host)
        answer = self.answers.get(timeout=20)
        if isinstance(answer, OSError):
            raise answer
        return [(socket.AF_INET, socket.SOCK_STREAM, 6, "", (answer, port))]


@pytest.fixture
def resolver(monkeypatch: pytest.MonkeyPatch) -> Resolver:
    """Put a scripted resolver into the system's place."""
    made = Resolver()
    monkeypatch.setattr(socket, "getaddrinfo", made)
    return made


@pytest.fixture(autouse=True)
def no_question_is_left() -> Iterator[None]:
    yield
    for thread in begun_threads():
        thread.join(5)
    assert not addresses._flights


def hosts(told: SimpleQueue[Future[Found]], count: int) -> set[object]:
    found = [told.get(timeout=5).result() for _ in range(count)]
    return {one[0].address[0] if isinstance(one, list) else one for one in found}


@pytest.mark.parametrize("count", [1, 100, 2000])
def test_who_asks_meanwhile_waits_for_the_same_answer(resolver: Resolver, count: int) -> None:
    told: SimpleQueue[Future[Found]] = SimpleQueue()

    def ask() -> None:
        look_up("hub.example", 80).add_done_callback(told.put)

    with ThreadPoolExecutor(8) as threads:
        for asked in [threads.submit(ask) for _ in range(count)]:
            asked.result(5)
    resolver.answers.put("127.0.0.1")
    assert hosts(told, count) == {"127.0.0.1"}
    assert resolver.asked.qsize() == 1


def test_who_asks_later_or_for_another_asks_anew(resolver: Resolver) -> None:
    told: SimpleQueue[Future[Found]] = SimpleQueue()
    for name, port, answer in [("a", 80, "10.0.0.1"), ("a", 80, "10.0.0.2"), ("b", 80, "10.0.0.3")]:
        resolver.answers.put(answer)
        look_up(name, port).add_done_callback(told.put)
        assert hosts(told, 1) == {answer}
    look_up("a", 80).add_done_callback(told.put)
    look_up("a", 81).add_done_callback(told.put)
    resolver.answers.put("10.0.0.4")
    resolver.answers.put("10.0.0.5")
    assert hosts(told, 2) == {"10.0.0.4", "10.0.0.5"}


def test_a_failure_is_told_to_all(resolver: Resolver) -> None:
    told: SimpleQueue[Future[Found]] = SimpleQueue()
    for _ in range(3):
        look_up("hub.example", 80).add_done_callback(told.put)
    failure = socket.gaierror(socket.EAI_NONAME, "Name or service not known")
    resolver.answers.put(failure)
    assert hosts(told, 3) == {failure}


def test_a_resolver_that_hangs_is_asked_again(
    resolver: Resolver, monkeypatch: pytest.MonkeyPatch
) -> None:
    told: SimpleQueue[Future[Found]] = SimpleQueue()
    look_up("hub.example", 80).add_done_callback(told.put)
    monkeypatch.setattr(timing, "DNS_SHARED", 0.0)
    later: SimpleQueue[Future[Found]] = SimpleQueue()
    look_up("hub.example", 80).add_done_callback(later.put)
    for _ in range(2):
        assert resolver.asked.get(timeout=5)
    resolver.answers.put("127.0.0.1")
    resolver.answers.put("127.0.0.1")
    assert hosts(told, 1) == hosts(later, 1) == {"127.0.0.1"}


class Alarm(BaseException):
    """What the handler of a signal raises, as that of Ctrl-C does."""


@pytest.mark.parametrize("has_begun", [False, True])
def test_a_thread_that_a_signal_handler_interrupts(
    resolver: Resolver, monkeypatch: pytest.MonkeyPatch, has_begun: bool
) -> None:
    lookups = addresses._flights
    start = threading.Thread.start

    def broken_start(thread: threading.Thread) -> None:
        if has_begun:
            start(thread)
            assert resolver.asked.get(timeout=5)
        told.extend(flight.result for flight in lookups.values())
        raise Alarm

    told: list[Future[Found]] = []
    with monkeypatch.context() as patch:
        patch.setattr(threading.Thread, "start", broken_start)
        with pytest.raises(Alarm):
            look_up("hub.example", 80)
    assert isinstance(told[0].result(5), OSError)
    if has_begun:
        resolver.answers.put("10.0.0.1")  # too late
    resolver.answers.put("127.0.0.1")
    (address,) = found(look_up("hub.example", 80))
    assert address.address[0] in {"127.0.0.1", "10.0.0.1"}  # whichever thread was faster


def test_a_lookup_where_no_thread_can_start(
    resolver: Resolver, monkeypatch: pytest.MonkeyPatch
) -> None:
    """As while the interpreter exits: the caller's own thread does it."""

    def no_start(_: threading.Thread) -> None:
        raise RuntimeError("can't create new thread at interpreter shutdown")

    monkeypatch.setattr(threading.Thread, "start", no_start)
    resolver.answers.put("127.0.0.1")
    (address,) = found(look_up("hub.example", 80))
    assert address.address[0] == "127.0.0.1"


def found(lookup: Future[Found]) -> list[addresses.Address]:
    result = lookup.result(5)
    assert isinstance(result, list)
    return result
