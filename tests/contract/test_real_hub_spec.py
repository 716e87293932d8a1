"""The responses of the real hub 0.18.7 and of the fakes match the specification."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from time import monotonic
from typing import Any

import httpx
import pytest

from scramjet_facade.body.package import pack
from tests.conftest import SEQUENCES
from tests.contract.validation import SpecResponse, errors, operations
from tests.hubs import HUBS, OLD, Hub

JSON = {"content-type": "application/json"}
BYTES = {"content-type": "application/octet-stream"}
TEXT = {"content-type": "text/plain"}
SECONDS = 20.0
PACKAGE = b"".join(pack(SEQUENCES / "events"))

# The status of each response of the journey below, as specified for hub 1.0.1.
STATUSES = {
    "version": 200,
    "version-as-html": 415,
    "status": 200,
    "load-check": 200,
    "config": 200,
    "entities": 200,
    "send": 200,
    "send-as-text": 415,
    "send-no-package": 422,
    "sequences": 200,
    "sequence": 200,
    "sequence-unknown": 404,
    "sequence-instances": 200,
    "sequence-instances-unknown": 404,
    "overwrite": 200,
    "start": 200,
    "start-again": 200,
    "start-unknown": 404,
    "start-without-type": 400,
    "delete": 200,
    "delete-in-use": 409,
    "delete-unknown": 404,
    "delete-without-type": 400,
    "instances": 200,
    "instance": 200,
    "instance-unknown": 404,
    "health": 200,
    "health-as-text": 500,
    "monitoring-rate": 202,
    "monitoring-rate-wrong": 500,
    "event-sent": 200,
    "event-sent-unknown": 404,
    "event-without-message": 200,
    "event": 200,
    "once": 200,
    "input": 202,
    "input-without-type": 200,
    "stdin": 202,
    "stdin-as-text": 500,
    "stop": 202,
    "stop-by-pair": 202,
    "kill": 202,
    "kill-unknown": 404,
    "topics": 200,
    "topics-after": 200,
    "write-topic": 200,
    "create-topic": 200,
    "delete-topic": 200,
}


@dataclass(frozen=True)
class Deviation:
    """A difference between hub 0.18.7 and 1.0.1.

    Attributes:
        status: The status of the response of hub 0.18.7.
        why: The reason.
        error: The error of the validator, if the response is not specified.
    """

    status: int
    why: str
    error: str | None = None


NO_ROUTE = Deviation(404, "has no such route")
DEVIATIONS = {
    "version-as-html": Deviation(
        400, "has no separate status for Accept", "Unknown response http status: 400"
    ),
    "status": NO_ROUTE,
    "config": NO_ROUTE,
    "entities": NO_ROUTE,
    "send-as-text": Deviation(400, "has no separate status for Content-Type"),
    "sequence-instances-unknown": Deviation(500, "fails when it writes the error"),
    "overwrite": NO_ROUTE,
    "event-sent": Deviation(202, "sends the same response to any message to an instance"),
    "event-without-message": Deviation(500, "accepts only text as the message"),
    "stop": Deviation(500, "reads the options from a pair only"),
    "stop-by-pair": Deviation(200, "responds when the instance has stopped"),
    "write-topic": Deviation(202, "responds immediately, without a body"),
    "create-topic": NO_ROUTE,
    "delete-topic": NO_ROUTE,
}


class Journey:
    """Calls every endpoint of the hub and stores the responses by name."""

    def __init__(self, client: httpx.Client) -> None:
        self._client = client
        self.responses: dict[str, SpecResponse] = {}

    def request(
        self, name: str, method: str, path: str, ids: dict[str, str] | None = None, **rest: Any
    ) -> httpx.Response:
        """Send a request to a path of the specification."""
        assert name not in self.responses
        requested = path.format(**ids or {})
        response = self._client.request(method, requested, **rest)
        self.responses[name] = SpecResponse(path, requested, response)
        return response

    def run(self) -> None:
        self._get_the_hub()
        sequence = {"sequence_id": self._send_packages()}
        self._get_a_sequence(sequence)
        first = {"instance_id": self._start(sequence, "start")}
        self._get_an_instance(first)
        self._send_events(first)
        self._send_data(first)
        path = "/sequence/{sequence_id}"
        self.request("delete-in-use", "DELETE", path, sequence, headers=JSON)
        second = {"instance_id": self._start(sequence, "start-again")}
        self._end(first, second)
        self._write_topics()
        self._wait_until_ended([first, second])
        self.request("delete", "DELETE", path, sequence, headers=JSON)

    def _get_the_hub(self) -> None:
        for name in ("version", "status", "load-check", "config", "entities"):
            self.request(name, "GET", f"/{name}")
        self.request("version-as-html", "GET", "/version", headers={"accept": "text/html"})
        self.request("topics", "GET", "/topics")

    def _send_packages(self) -> str:
        sent = self.request("send", "POST", "/sequence", headers=BYTES, content=PACKAGE)
        self.request("send-as-text", "POST", "/sequence", headers=TEXT, content=PACKAGE)
        self.request("send-no-package", "POST", "/sequence", headers=BYTES, content=b"no package")
        return str(sent.json()["id"])

    def _start(self, sequence: dict[str, str], name: str) -> str:
        path = "/sequence/{sequence_id}/start"
        body = {"appConfig": {"k": 1}, "args": ["a", 2]}
        return str(self.request(name, "POST", path, sequence, json=body).json()["id"])

    def _get_a_sequence(self, sequence: dict[str, str]) -> None:
        path, none = "/sequence/{sequence_id}", {"sequence_id": "none"}
        self.request("sequences", "GET", "/sequences")
        self.request("sequence", "GET", path, sequence)
        self.request("sequence-unknown", "GET", path, none)
        self.request("sequence-instances", "GET", f"{path}/instances", sequence)
        self.request("sequence-instances-unknown", "GET", f"{path}/instances", none)
        self.request("overwrite", "PUT", path, sequence, headers=BYTES, content=PACKAGE)
        self.request("start-unknown", "POST", f"{path}/start", none, json={})
        self.request("start-without-type", "POST", f"{path}/start", sequence, content=b"{}")
        self.request("delete-unknown", "DELETE", path, none, headers=JSON)
        self.request("delete-without-type", "DELETE", path, sequence)

    def _get_an_instance(self, instance: dict[str, str]) -> None:
        path, none = "/instance/{instance_id}", {"instance_id": "none"}
        self.request("instances", "GET", "/instances")
        self.request("instance", "GET", path, instance)
        self.request("instance-unknown", "GET", path, none)
        self.request("health", "GET", f"{path}/health", instance)
        self.request(
            "health-as-text", "GET", f"{path}/health", instance, headers={"accept": "text/plain"}
        )
        rate: list[Any] = [4003, {"monitoringRate": 2}]
        self.request("monitoring-rate", "POST", f"{path}/_monitoring_rate", instance, json=rate)
        self.request(
            "monitoring-rate-wrong", "POST", f"{path}/_monitoring_rate", instance, json=[4003]
        )

    def _send_events(self, instance: dict[str, str]) -> None:
        path = "/instance/{instance_id}/_event"
        event = {"eventName": "ping", "message": "hello"}
        self.request("event-sent", "POST", path, instance, json=[5001, event])
        self.request(
            "event-sent-unknown", "POST", path, {"instance_id": "none"}, json=[5001, event]
        )
        self.request(
            "event-without-message", "POST", path, instance, json=[5001, {"eventName": "ping"}]
        )
        pong = instance | {"event_name": "pong"}
        self.request("event", "GET", "/instance/{instance_id}/event/{event_name}", pong)
        once = "/instance/{instance_id}/once/{event_name}"
        with ThreadPoolExecutor(1) as waiting:
            next_event = waiting.submit(self.request, "once", "GET", once, pong)
            while not next_event.done():  # an event that is sent before the hub listens is lost
                self._client.post(path.format(**instance), json=[5001, event])
        next_event.result()

    def _send_data(self, instance: dict[str, str]) -> None:
        path = "/instance/{instance_id}"
        keep_open = {"x-end-stream": "false"}
        self.request(
            "input", "POST", f"{path}/input", instance, headers=TEXT | keep_open, content=b"a\n"
        )
        self.request("input-without-type", "POST", f"{path}/input", instance, content=b"a\n")
        self.request(
            "stdin", "POST", f"{path}/stdin", instance, headers=BYTES | keep_open, content=b"a\n"
        )
        self.request(
            "stdin-as-text", "POST", f"{path}/stdin", instance, headers=TEXT, content=b"a\n"
        )

    def _end(self, first: dict[str, str], second: dict[str, str]) -> None:
        path = "/instance/{instance_id}"
        options = {"timeout": 0, "canCallKeepalive": False}
        self.request("stop", "POST", f"{path}/_stop", first, json=options)
        self.request("stop-by-pair", "POST", f"{path}/_stop", first, json=[4001, options])
        self.request("kill", "POST", f"{path}/_kill", second, json={})
        self.request("kill-unknown", "POST", f"{path}/_kill", {"instance_id": "none"}, json={})

    def _write_topics(self) -> None:
        topic = {"topic": "contract"}
        options = {"id": "contract", "content-type": "text/plain"}
        self.request("create-topic", "POST", "/topics", json=options)
        self.request("write-topic", "POST", "/topic/{topic}", topic, headers=TEXT, content=b"a\n")
        self.request("delete-topic", "DELETE", "/topics/{topic}", topic, headers=JSON)
        self.request("topics-after", "GET", "/topics")

    def _wait_until_ended(self, instances: list[dict[str, str]]) -> None:
        """Wait until instances have ended, so that the hub can be cleaned up."""
        deadline = monotonic() + SECONDS
        for instance in instances:
            path = "/instance/{instance_id}".format(**instance)
            self._client.get(f"{path}/stdout")  # ends with the process
            while (info := self._client.get(path)).is_success and "ended" not in info.json():
                assert monotonic() < deadline


@pytest.fixture(scope="module")
def cache() -> dict[str, dict[str, SpecResponse]]:
    """Return the responses of the hubs that have been called."""
    return {}


@pytest.fixture(params=HUBS)
def hub(request: pytest.FixtureRequest, hubs: dict[str, Hub]) -> Hub:
    return hubs[request.param]


@pytest.fixture
def responses(hub: Hub, cache: dict[str, dict[str, SpecResponse]]) -> dict[str, SpecResponse]:
    if hub.api_base not in cache:
        with httpx.Client(base_url=hub.api_base, timeout=SECONDS, trust_env=False) as client:
            journey = Journey(client)
            journey.run()
        cache[hub.api_base] = journey.responses
    return cache[hub.api_base]


@pytest.mark.parametrize("name", STATUSES)
def test_the_response_matches_the_specification(
    name: str, hub: Hub, responses: dict[str, SpecResponse]
) -> None:
    deviation = Deviation(STATUSES[name], "none")
    if hub.version == OLD:
        deviation = DEVIATIONS.get(name, deviation)
    assert responses[name].response.status_code == deviation.status
    assert errors("host", responses[name]) == ([deviation.error] if deviation.error else [])


@pytest.mark.parametrize(("name", "deviation"), DEVIATIONS.items(), ids=DEVIATIONS)
def test_a_deviation_has_another_status(name: str, deviation: Deviation) -> None:
    assert deviation.status != STATUSES[name]


def test_every_json_endpoint_is_called(responses: dict[str, SpecResponse]) -> None:
    assert responses.keys() == STATUSES.keys()
    requested = {(one.response.request.method, one.path) for one in responses.values()}
    assert requested == operations("host").keys()


def test_unspecified_fields_are_detected(responses: dict[str, SpecResponse]) -> None:
    """A response that does not match the specification is detected."""
    valid = responses["version"]
    request = valid.response.request
    for body in (b'{"version": 1}', b'{"version": "1", "new": 1}', b"[]", b"", b"{"):
        response = httpx.Response(200, headers=JSON, content=body, request=request)
        assert errors("host", SpecResponse(valid.path, valid.requested_path, response)), body
