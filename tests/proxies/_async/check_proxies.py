"""Checks which uses of a hub fail with each setting of a reverse proxy, alone and combined.

The timeouts of the proxies are 60 s by default. Here the timeouts are 2 s. Each silence
is three times as long, because a source may be read some seconds before its first record is sent.
"""

from __future__ import annotations

import os
import threading
from dataclasses import dataclass
from time import sleep
from typing import TYPE_CHECKING

import pytest

from scramjet_facade import AsyncHostClient, ClientError, ndjson
from tests.conftest import SEQUENCES
from tests.flavor import async_source
from tests.proxies.servers import HAProxy, Nginx

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator
    from pathlib import Path

    from tests.hub.real_hub import RealHub

TIMEOUT = 2
SILENCE = 3 * TIMEOUT
STUCK = 15.0  # seconds after which no answer to a record is expected any more

# The defaults of nginx and HAProxy, with shorter timeouts.
NGINX_DEFAULT = [
    f"proxy_read_timeout {TIMEOUT}s",
    f"proxy_send_timeout {TIMEOUT}s",
    f"client_body_timeout {TIMEOUT}s",
]
NGINX = {
    "proxy_buffering": "proxy_buffering off",
    "proxy_request_buffering": "proxy_request_buffering off",
    "proxy_http_version": "proxy_http_version 1.1",
    "client_max_body_size": "client_max_body_size 0",
    "proxy_read_timeout": "proxy_read_timeout 1h",
    "proxy_send_timeout": "proxy_send_timeout 1h",
    "client_body_timeout": "client_body_timeout 1h",
}
HAPROXY_DEFAULT = [f"timeout client {TIMEOUT}s", f"timeout server {TIMEOUT}s"]
HAPROXY = {"timeout client": "timeout client 1h", "timeout server": "timeout server 1h"}


def nginx(*names: str) -> list[str]:
    changed = [NGINX[name] for name in names]
    return changed + [line for line in NGINX_DEFAULT if line.split()[0] not in names]


def haproxy(*names: str) -> list[str]:
    changed = [HAPROXY[name] for name in names]
    return changed + [line for line in HAPROXY_DEFAULT if line.rsplit(" ", 1)[0] not in names]


class Cases:
    """Uses of a hub behind a proxy; each raises a ClientError if it fails."""

    def __init__(self, host: AsyncHostClient, folder: Path) -> None:
        self._host = host
        self._folder = folder

    async def call(self) -> None:
        await self._host.list_instances()

    async def large_package(self) -> None:
        (self._folder / "package.json").write_text('{"name": "large", "main": "index.js"}')
        (self._folder / "index.js").write_bytes(os.urandom(2 * 1024 * 1024))
        async with await self._host.send_sequence(self._folder):
            pass

    async def records(self) -> None:
        await self._run({"number": number} for number in range(100))

    async def conversation(self) -> None:
        """Send each record after the answer to the last one."""

        def records() -> Iterator[dict[str, int]]:
            for number in range(3):
                if is_over.is_set():
                    return
                yield {"number": number}
                answered.wait(STUCK)
                answered.clear()

        answered, is_over = threading.Event(), threading.Event()
        try:
            await self._run(records(), answered)
        finally:  # a thread may wait in the generator
            is_over.set()
            answered.set()

    async def silent_input(self) -> None:
        """Pause in the middle of an input."""

        def records() -> Iterator[dict[str, int]]:
            yield {"number": 0}
            sleep(SILENCE)
            yield {"number": 1}

        await self._run(records())

    async def silent_output(self) -> None:
        """Read a stream with pauses."""
        async with (
            await self._host.send_sequence(SEQUENCES / "ticker") as sequence,
            await sequence.start(args=[SILENCE * 1000]) as instance,
            instance.get_stream("output", idle_timeout=STUCK) as output,
        ):
            lines = output.iter_lines()
            for _ in range(3):
                await anext(lines)

    async def _run(
        self, records: Iterator[dict[str, int]], answered: threading.Event | None = None
    ) -> None:
        async with (
            await self._host.send_sequence(SEQUENCES / "records") as sequence,
            sequence.run(ndjson(async_source(records)), idle_timeout=STUCK) as answers,
        ):
            numbers: list[int] = []
            async for answer in answers.iter_json():
                numbers.append(answer["number"])
                if answered is not None:
                    answered.set()
        assert numbers == list(range(len(numbers)))


NAMES = ("call", "large_package", "records", "conversation", "silent_input", "silent_output")


async def failures(proxy: Nginx | HAProxy, folder: Path) -> dict[str, ClientError]:
    """Return the cases that fail behind a proxy, with their errors."""
    found: dict[str, ClientError] = {}
    async with AsyncHostClient(proxy.url, verify=proxy.verify, retries=0) as host:
        cases = Cases(host, folder)
        for name in NAMES:
            try:
                await getattr(cases, name)()
            except ClientError as error:
                found[name] = error
    return found


@dataclass(frozen=True)
class Case:
    """A proxy, its settings that differ from the defaults, and the cases that fail."""

    proxy: str
    name: str
    changed: Collection[str]
    fails: Collection[str]
    fails_over_tls: Collection[str] = ()


def only(name: str, *works: str, **fails: Collection[str]) -> Case:
    return Case("nginx", f"only {name}", [name], DEFAULT - set(works), **fails)


def all_but(name: str, *fails: str, **more: Collection[str]) -> Case:
    return Case("nginx", f"all but {name}", NGINX.keys() - {name}, fails, **more)


DEFAULT = {"large_package", "conversation", "silent_input", "silent_output"}
CASES = [
    Case("nginx", "default", [], DEFAULT),
    only("proxy_buffering"),
    only("proxy_request_buffering"),
    only("proxy_http_version"),
    only("client_max_body_size", "large_package"),
    only("proxy_read_timeout", "silent_output", fails_over_tls=["silent_output"]),
    only("proxy_send_timeout"),
    only("client_body_timeout"),
    # Over TLS, nginx delays small chunks unless buffering is off.
    all_but("proxy_buffering", fails_over_tls=["conversation", "silent_output"]),
    all_but("proxy_request_buffering", "conversation"),
    all_but("proxy_http_version", "conversation"),
    all_but("client_max_body_size", "large_package"),
    all_but("proxy_read_timeout", "silent_input", "silent_output"),
    all_but("proxy_send_timeout"),
    all_but("client_body_timeout", "silent_input"),
    Case("nginx", "all", NGINX, []),
    Case("haproxy", "default", [], ["silent_input", "silent_output"]),
    Case("haproxy", "only timeout client", ["timeout client"], ["silent_input", "silent_output"]),
    Case("haproxy", "only timeout server", ["timeout server"], []),
    Case("haproxy", "all", HAPROXY, []),
]


@pytest.mark.parametrize("tls", [False, True], ids=["plain", "tls"])
@pytest.mark.parametrize("case", CASES, ids=lambda case: f"{case.proxy} {case.name}")
async def test_the_listed_cases_fail_with_these_settings(
    hub: RealHub, case: Case, tls: bool, tmp_path: Path
) -> None:
    kind = Nginx if case.proxy == "nginx" else HAProxy
    settings = nginx(*case.changed) if case.proxy == "nginx" else haproxy(*case.changed)
    with kind(hub.api_base, settings, tls=tls) as proxy:
        found = await failures(proxy, tmp_path)
    assert found.keys() == {*case.fails, *(case.fails_over_tls if tls else ())}, found
    if "large_package" in found:
        assert found["large_package"].status == 413
        assert "nginx" in found["large_package"].hint
