"""Failures of fakes that tests can request, and the requests that fakes record."""

from __future__ import annotations

import asyncio
import math
import subprocess
import sys
import threading
from typing import TYPE_CHECKING, Any

import httpx
import psutil
import pytest

from scramjet_facade import (
    AsyncHostClient,
    ClientError,
    HostClient,
    MiddlewareClient,
    NeedAuthenticationError,
    NotAuthorizedError,
    RequestTimeoutError,
    ServerError,
    StreamInterrupted,
)
from scramjet_facade.testing import FakeHub, FakePlatform

if TYPE_CHECKING:
    from collections.abc import Iterator

SECONDS = 10


@pytest.fixture
def host(fake_hub: FakeHub) -> Iterator[HostClient]:
    with HostClient(fake_hub.url, retries=0) as client:
        yield client


def echo(values: Iterator[Any]) -> Iterator[Any]:
    return values


def test_a_failure_is_repeated_as_requested(host: HostClient, fake_hub: FakeHub) -> None:
    fake_hub.fail("GET", "/instances", status=503, times=2)
    for _ in range(2):
        with pytest.raises(ServerError, match="503 the test requested this failure"):
            host.list_instances()
        assert host.list_sequences() == []
    assert host.list_instances() == []


def test_a_failed_request_is_retried(fake_hub: FakeHub) -> None:
    fake_hub.fail("GET", "/version", headers={"Retry-After": "0"})
    with HostClient(fake_hub.url) as host:
        assert host.get_version().version == "1.0.1"
    assert [request.status for request in fake_hub.requests] == [503, 200]


def test_a_failure_can_be_permanent_and_for_a_pattern(host: HostClient, fake_hub: FakeHub) -> None:
    fake_hub.fail("*", "/topic/*", status=400, times=None, body={"error": "mine"})
    for _ in range(3):
        with pytest.raises(ClientError, match="400 mine"):
            host.send_topic("names", "a")
    assert host.get_topics() == []


def test_an_invalid_number_of_failures_is_rejected(fake_hub: FakeHub) -> None:
    with pytest.raises(ValueError, match="times must be at least 1"):
        fake_hub.fail("GET", "/version", times=0)


def test_a_response_can_be_delayed(fake_hub: FakeHub) -> None:
    fake_hub.delay("GET", "/version", seconds=0.5)
    with HostClient(fake_hub.url, timeout=0.1, retries=0) as host:
        with pytest.raises(RequestTimeoutError):
            host.get_version()
        assert host.get_version().version == "1.0.1"


def test_an_output_can_be_cut(host: HostClient, fake_hub: FakeHub) -> None:
    fake_hub.cut("output", after=100)
    instance = host.get_sequence_client(
        fake_hub.add_sequence("long", lambda: (f"{number:09}\n" for number in range(1000)))
    ).start()
    received = b""
    with (
        pytest.raises(StreamInterrupted) as caught,
        instance.get_stream("output", idle_timeout=SECONDS) as stream,
    ):
        for part in stream:
            received += part
    assert len(received) == 100
    assert "100 bytes" in str(caught.value)


def test_a_response_can_be_cut(host: HostClient, fake_hub: FakeHub) -> None:
    fake_hub.cut("/version", after=5)
    with pytest.raises(ClientError):
        host.get_version()
    assert host.get_version().version == "1.0.1"


def test_an_upload_can_be_cut(host: HostClient, fake_hub: FakeHub) -> None:
    fake_hub.cut("input", after=1000)
    instance = host.get_sequence_client(fake_hub.add_sequence("echo", echo)).start()
    with pytest.raises(ClientError):
        instance.send_input((b"x" * 1000 for _ in range(100_000)), "application/octet-stream")


@pytest.mark.parametrize("after", [0, 1])
def test_a_cut_is_not_logged_as_an_error(after: int, caplog: pytest.LogCaptureFixture) -> None:
    with FakePlatform() as platform, HostClient(platform.hub.url, retries=0) as host:
        for path in ("/log", "/version", "/topic/a"):
            platform.hub.cut(path, after=after)
        with pytest.raises(StreamInterrupted), host.get_log_stream(idle_timeout=SECONDS) as log:
            next(log.iter_lines())
        with pytest.raises(StreamInterrupted):
            host.get_version()
        with pytest.raises(ClientError):
            host.send_topic("a", "much")
    assert [record for record in caplog.records if record.name.startswith("aiohttp")] == []


def test_a_token_can_expire(fake_platform: FakePlatform) -> None:
    old = fake_platform.token
    with MiddlewareClient(fake_platform.url, token=old) as client:
        host = client.get_manager_client(fake_platform.space_ids[0]).get_host_client("sth-0")
        assert host.list_sequences() == []
        new = fake_platform.expire_token()
        with pytest.raises(NeedAuthenticationError):
            host.list_sequences()
    assert fake_platform.token == new != old
    with MiddlewareClient(fake_platform.url, token=new) as client:
        assert client.get_managers()
    with (
        MiddlewareClient(fake_platform.url, token="another") as client,
        pytest.raises(NotAuthorizedError),
    ):
        client.get_managers()


def test_a_new_token_is_requested_when_the_old_one_expires(fake_platform: FakePlatform) -> None:
    url, space = fake_platform.url, fake_platform.space_ids[0]
    with MiddlewareClient(url, token=lambda: fake_platform.token) as client:
        host = client.get_manager_client(space).get_host_client("sth-0")
        assert host.list_sequences() == []
        fake_platform.expire_token()
        assert host.list_sequences() == []
    assert [request.status for request in fake_platform.requests] == [200, 401, 200]


def test_a_hub_can_require_a_token() -> None:
    with FakeHub(token="mine") as hub:
        with HostClient(hub.url) as host, pytest.raises(NeedAuthenticationError):
            host.get_version()
        with HostClient(hub.url, token="mine") as host:
            assert host.get_version().version == "1.0.1"


def test_requests_are_recorded_without_their_secrets(fake_platform: FakePlatform) -> None:
    space = fake_platform.space_ids[0]
    with MiddlewareClient(fake_platform.url, token=fake_platform.token) as client:
        key = client.create_access_key(space, "for a hub").to_dict()["accessKey"]
        client.revoke_access_key(space, key)
        host = client.get_manager_client(space).get_host_client("sth-0")
        host.get_sequence_client(fake_platform.hub.add_sequence("echo", echo)).start(args=[1])
    created, revoked, started = fake_platform.requests
    assert (created.method, created.path) == ("POST", f"/space/{space}/apikey")
    assert created.json == {"description": "for a hub"}
    assert created.headers["authorization"] == "Bearer ***"
    assert (revoked.status, revoked.headers["x-revoke"]) == (200, "***")
    assert started.path.startswith(f"/space/{space}/api/v1/sth/sth-0/api/v1/sequence/")
    assert started.json == {"appConfig": {}, "args": [1]}
    shown = repr(fake_platform.requests)
    assert key not in shown
    assert fake_platform.token not in shown
    assert [request.json for request in fake_platform.hub.requests] == [started.json]


def test_only_the_beginning_of_a_large_body_is_recorded(
    host: HostClient, fake_hub: FakeHub
) -> None:
    host.send_topic("a", b"x" * 65536, "application/octet-stream")
    with host.get_topic("a", "application/octet-stream"):
        host.send_topic("a", b"y" * 1_000_000, "application/octet-stream")
    assert [(one.size, len(one.body)) for one in fake_hub.requests if one.method == "POST"] == [
        (65536, 65536),
        (1_000_000, 65536),
    ]


def test_an_unsupported_request_is_a_501(fake_hub: FakeHub, fake_platform: FakePlatform) -> None:
    response = httpx.post(f"{fake_hub.url}/platform", trust_env=False)
    assert (response.status_code, "FakePlatform" in response.text) == (501, True)
    with MiddlewareClient(fake_platform.url, token=fake_platform.token) as client:
        host = client.get_manager_client(fake_platform.space_ids[0]).get_host_client("sth-0")
        with pytest.raises(ServerError, match="501 a fake platform does not forward"):
            host.get_manager_client().get_hosts()


@pytest.mark.parametrize("limit", [-1, 1.5, "1"])
def test_invalid_options_are_refused_by_the_fake_platform(
    fake_platform: FakePlatform, limit: object
) -> None:
    headers = {"Authorization": f"Bearer {fake_platform.token}"}
    manager = f"{fake_platform.url}/space/{fake_platform.space_ids[0]}/api/v1"
    with httpx.Client(headers=headers, trust_env=False) as client:
        response = client.post(f"{manager}/disconnect", json={"limit": limit})
        assert (response.status_code, len(client.get(f"{manager}/list").json())) == (400, 1)
        start = f"{fake_platform.multi_manager_url}/start"
        assert client.post(start, json={"manager": "x"}).status_code == 400


def test_a_space_may_have_any_name() -> None:
    with (
        FakePlatform({"sth": {"sth-0": FakeHub()}}) as platform,
        MiddlewareClient(platform.url, token=platform.token) as middleware,
    ):
        hub = middleware.get_manager_client("sth").get_host_client("sth-0")
        assert hub.get_version().version == "1.0.1"


def test_a_hub_that_cannot_be_reached_is_a_502(fake_platform: FakePlatform) -> None:
    with (
        FakePlatform({"a": {"b": "http://127.0.0.1:9/api/v1"}}) as platform,
        MiddlewareClient(platform.url, token=platform.token, retries=0) as client,
        pytest.raises(ServerError, match="502 the platform cannot reach the hub"),
    ):
        client.get_manager_client("a").get_host_client("b").get_version()


def test_a_platform_may_have_several_spaces_and_hubs() -> None:
    with FakeHub() as running:
        hubs = {"one": running, "two": FakeHub("0.18.7")}
        with (
            FakePlatform({"first": hubs, "second": {}}) as platform,
            MiddlewareClient(platform.url, token=platform.token) as client,
        ):
            assert [space.id for space in client.get_managers()] == ["first", "second"]
            manager = client.get_manager_client("first")
            versions = [manager.get_host_client(id).get_version().version for id in hubs]
            assert versions == ["1.0.1", "0.18.7"]
            assert client.get_manager_client("second").get_hosts() == []
        assert running.is_served
        assert not platform.hubs["two"].is_served


def test_an_unknown_version_is_rejected() -> None:
    with pytest.raises(ValueError, match=r"no fake of hub '2': use one of 1\.0\.1, 0\.18\.7"):
        FakeHub("2")


def test_a_hub_has_no_address_outside_its_block() -> None:
    hub = FakeHub()
    with pytest.raises(RuntimeError, match="with FakeHub"):
        _ = hub.url


def test_a_fake_can_be_served_again() -> None:
    platform = FakePlatform()
    for _ in range(2):
        with (
            platform,
            MiddlewareClient(platform.url, token=platform.token) as middleware,
            HostClient(platform.hub.url) as host,
        ):
            manager = middleware.get_manager_client(platform.space_ids[0])
            assert manager.get_host_client("sth-0").list_sequences() == []
            with host.get_log_stream() as log:
                lines = log.iter_lines()
                assert "Fake hub" in next(lines)
                log.cancel()  # while the hub waits for the next line
                with pytest.raises(ClientError):
                    next(lines)


def test_a_sequence_that_is_added_wakes_the_readers_of_the_audit_log(fake_hub: FakeHub) -> None:
    with HostClient(fake_hub.url) as host, host.get_audit_stream(idle_timeout=5) as audit:
        lines = audit.iter_lines()
        next(lines)  # a heartbeat; the next one follows in 10 s
        sequence_id = fake_hub.add_sequence("added", list)
        assert sequence_id in next(lines)


def test_a_fake_runs_in_a_loop_that_refuses_infinite_delays(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """The loop of uvloop also refuses infinite delays."""

    class Loop(asyncio.SelectorEventLoop):
        def call_later(self, delay: float, *args: Any, **options: Any) -> asyncio.TimerHandle:
            assert math.isfinite(delay)
            return super().call_later(delay, *args, **options)

    monkeypatch.setattr(asyncio.events, "new_event_loop", Loop)
    with FakeHub() as hub, HostClient(hub.url, retries=0) as host:
        assert host.get_version().version == "1.0.1"


async def test_asynchronous_code_can_use_a_fake(fake_hub: FakeHub) -> None:
    async with AsyncHostClient(fake_hub.url) as host:
        sequence = host.get_sequence_client(fake_hub.add_sequence("echo", echo))
        instance = await sequence.start()
        await instance.send_input(["a\n", "b\n"], "text/plain")
        async with instance.get_stream("output", idle_timeout=SECONDS) as stream:
            assert [line async for line in stream.iter_lines()] == ["a", "b"]


def test_another_process_can_use_a_fake(fake_hub: FakeHub) -> None:
    code = (
        "from scramjet_facade import HostClient; import sys\n"
        "with HostClient(sys.argv[1]) as host: print(host.get_version().version)"
    )
    result = subprocess.run(
        [sys.executable, "-c", code, fake_hub.url], capture_output=True, text=True, check=True
    )
    assert result.stdout == "1.0.1\n"


def test_a_fake_leaves_no_threads_and_files_when_streams_are_open() -> None:
    before = {*threading.enumerate()}, psutil.Process().num_fds()
    with FakePlatform() as platform, httpx.Client(trust_env=False) as client:
        sequence = platform.hub.add_sequence("echo", echo)
        hub = platform.hub.url
        started = client.post(f"{hub}/sequence/{sequence}/start", json={}).json()["id"]
        for path in ("log", "topic/a", f"instance/{started}/output"):
            client.send(client.build_request("GET", f"{hub}/{path}"), stream=True)
    assert ({*threading.enumerate()}, psutil.Process().num_fds()) == before


def test_importing_the_package_does_not_import_the_fakes() -> None:
    code = (
        "import sys, scramjet_facade, scramjet_facade.testing.plugin\n"
        "print([name for name in sys.modules if name.startswith('scramjet_facade.testing.')])\n"
        "print('aiohttp.web' in sys.modules)"
    )
    result = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=True
    )
    assert result.stdout == "['scramjet_facade.testing.plugin']\nFalse\n"


def test_the_error_without_aiohttp_names_the_extra_to_install() -> None:
    code = (
        "import sys; sys.modules['aiohttp'] = None\n"
        "import scramjet_facade.testing.plugin\n"
        "try:\n    from scramjet_facade.testing import FakeHub\n"
        "except ImportError as error:\n    print(error)"
    )
    result = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=True
    )
    assert "pip install 'scramjet-facade[testing]'" in result.stdout
