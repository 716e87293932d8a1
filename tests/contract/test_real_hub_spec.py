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
from tests.contract.validation import Answered, faults, operations
from tests.hubs import HUBS, OLD, Hub

JSON = {"content-type": "application/json"}
BYTES = {"content-type": "application/octet-stream"}
TEXT = {"content-type": "text/plain"}
SECONDS = 20.0
PACKAGE = b"".join(pack(SEQUENCES / "events"))

# What each request of the journey below is answered with, as the specification says it of the
# version that it follows, 1.0.1.
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
        status: What it answers with.
        why: The reason.
        fault: What the validator says, where the specification doesn't know of it.
    """

    status: int
    why: str
    fault: str | None = None


NO_ROUTE = Deviation(404, "has no such route")
DEVIATIONS = {
    "version-as-html": Deviation(
        400, "has no status of its own for Accept", "Unknown response http status: 400"
    ),
    "status": NO_ROUTE,
    "config": NO_ROUTE,
    "entities": NO_ROUTE,
    "send-as-text": Deviation(400, "has no status of its own for Content-Type"),
    "sequence-instances-unknown": Deviation(500, "fails when it writes the error"),
    "overwrite": NO_ROUTE,
    "event-sent": Deviation(202, "answers as to any message to an instance"),
    "event-without-message": Deviation(500, "takes a text as the message only"),
    "stop": Deviation(500, "reads the options from a pair only"),
    "stop-by-pair": Deviation(200, "answers when the instance has stopped"),
    "write-topic": Deviation(202, "answers at once, without a body"),
    "create-topic": NO_ROUTE,
    "delete-topic": NO_ROUTE,
}


class Journey:
    """Calls every endpoint of the hub and stores the responses by name."""

    def __init__(self, client: httpx.Client) -> None:
        self._client = client
        self.answers: dict[str, Answered] = {}

    def ask(
        self, name: str, method: str, path: str, ids: dict[str, str] | None = None, **rest: Any
    ) -> httpx.Response:
        """Send a request to a path of the specification."""
        assert name not in self.answers
        asked = path.format(**ids or {})
        response = self._client.request(method, asked, **rest)
        self.answers[name] = Answered(path, asked, response)
        return response

    def travel(self) -> None:
        self._look_at_the_hub()
        sequence = {"sequence_id": self._send_packages()}
        self._look_at_a_sequence(sequence)
        first = {"instance_id": self._start(sequence, "start")}
        self._look_at_an_instance(first)
        self._send_events(first)
        self._send_data(first)
        path = "/sequence/{sequence_id}"
        self.ask("delete-in-use", "DELETE", path, sequence, headers=JSON)
        second = {"instance_id": self._start(sequence, "start-again")}
        self._end(first, second)
        self._write_topics()
        self._wait_until_gone([first, second])
        self.ask("delete", "DELETE", path, sequence, headers=JSON)

    def _look_at_the_hub(self) -> None:
        for name in ("version", "status", "load-check", "config", "entities"):
            self.ask(name, "GET", f"/{name}")
        self.ask("version-as-html", "GET", "/version", headers={"accept": "text/html"})
        self.ask("topics", "GET", "/topics")

    def _send_packages(self) -> str:
        sent = self.ask("send", "POST", "/sequence", headers=BYTES, content=PACKAGE)
        self.ask("send-as-text", "POST", "/sequence", headers=TEXT, content=PACKAGE)
        self.ask("send-no-package", "POST", "/sequence", headers=BYTES, content=b"no package")
        return str(sent.json()["id"])

    def _start(self, sequence: dict[str, str], name: str) -> str:
        path = "/sequence/{sequence_id}/start"
        body = {"appConfig": {"k": 1}, "args": ["a", 2]}
        return str(self.ask(name, "POST", path, sequence, json=body).json()["id"])

    def _look_at_a_sequence(self, sequence: dict[str, str]) -> None:
        path, none = "/sequence/{sequence_id}", {"sequence_id": "none"}
        self.ask("sequences", "GET", "/sequences")
        self.ask("sequence", "GET", path, sequence)
        self.ask("sequence-unknown", "GET", path, none)
        self.ask("sequence-instances", "GET", f"{path}/instances", sequence)
        self.ask("sequence-instances-unknown", "GET", f"{path}/instances", none)
        self.ask("overwrite", "PUT", path, sequence, headers=BYTES, content=PACKAGE)
        self.ask("start-unknown", "POST", f"{path}/start", none, json={})
        self.ask("start-without-type", "POST", f"{path}/start", sequence, content=b"{}")
        self.ask("delete-unknown", "DELETE", path, none, headers=JSON)
        self.ask("delete-without-type", "DELETE", path, sequence)

    def _look_at_an_instance(self, instance: dict[str, str]) -> None:
        path, none = "/instance/{instance_id}", {"instance_id": "none"}
        self.ask("instances", "GET", "/instances")
        self.ask("instance", "GET", path, instance)
        self.ask("instance-unknown", "GET", path, none)
        self.ask("health", "GET", f"{path}/health", instance)
        self.ask(
            "health-as-text", "GET", f"{path}/health", instance, headers={"accept": "text/plain"}
        )
        rate: list[Any] = [4003, {"monitoringRate": 2}]
        self.ask("monitoring-rate", "POST", f"{path}/_monitoring_rate", instance, json=rate)
        self.ask("monitoring-rate-wrong", "POST", f"{path}/_monitoring_rate", instance, json=[4003])

    def _send_events(self, instance: dict[str, str]) -> None:
        path = "/instance/{instance_id}/_event"
        event = {"eventName": "ping", "message": "hello"}
        self.ask("event-sent", "POST", path, instance, json=[5001, event])
        self.ask("event-sent-unknown", "POST", path, {"instance_id": "none"}, json=[5001, event])
        self.ask(
            "event-without-message", "POST", path, instance, json=[5001, {"eventName": "ping"}]
        )
        pong = instance | {"event_name": "pong"}
        self.ask("event", "GET", "/instance/{instance_id}/event/{event_name}", pong)
        once = "/instance/{instance_id}/once/{event_name}"
        with ThreadPoolExecutor(1) as waiting:
            next_event = waiting.submit(self.ask, "once", "GET", once, pong)
            while not next_event.done():  # one sent before the hub listens would not count
                self._client.post(path.format(**instance), json=[5001, event])
        next_event.result()

    def _send_data(self, instance: dict[str, str]) -> None:
        path = "/instance/{instance_id}"
        stay = {"x-end-stream": "false"}
        self.ask("input", "POST", f"{path}/input", instance, headers=TEXT | stay, content=b"a\n")
        self.ask("input-without-type", "POST", f"{path}/input", instance, content=b"a\n")
        self.ask("stdin", "POST", f"{path}/stdin", instance, headers=BYTES | stay, content=b"a\n")
        self.ask("stdin-as-text", "POST", f"{path}/stdin", instance, headers=TEXT, content=b"a\n")

    def _end(self, first: dict[str, str], second: dict[str, str]) -> None:
        path = "/instance/{instance_id}"
        options = {"timeout": 0, "canCallKeepalive": False}
        self.ask("stop", "POST", f"{path}/_stop", first, json=options)
        self.ask("stop-by-pair", "POST", f"{path}/_stop", first, json=[4001, options])
        self.ask("kill", "POST", f"{path}/_kill", second, json={})
        self.ask("kill-unknown", "POST", f"{path}/_kill", {"instance_id": "none"}, json={})

    def _write_topics(self) -> None:
        topic = {"topic": "contract"}
        wanted = {"id": "contract", "content-type": "text/plain"}
        self.ask("create-topic", "POST", "/topics", json=wanted)
        self.ask("write-topic", "POST", "/topic/{topic}", topic, headers=TEXT, content=b"a\n")
        self.ask("delete-topic", "DELETE", "/topics/{topic}", topic, headers=JSON)
        self.ask("topics-after", "GET", "/topics")

    def _wait_until_gone(self, instances: list[dict[str, str]]) -> None:
        """Wait until the hub has forgotten instances, so that nothing of this is left on it."""
        deadline = monotonic() + SECONDS
        for instance in instances:
            path = "/instance/{instance_id}".format(**instance)
            self._client.get(f"{path}/stdout")  # ends with the process
            while (known := self._client.get(path)).is_success and "ended" not in known.json():
                assert monotonic() < deadline


@pytest.fixture(scope="module")
def taken() -> dict[str, dict[str, Answered]]:
    """The responses of each hub that was called before."""
    return {}


@pytest.fixture(params=HUBS)
def hub(request: pytest.FixtureRequest, hubs: dict[str, Hub]) -> Hub:
    return hubs[request.param]


@pytest.fixture
def answers(hub: Hub, taken: dict[str, dict[str, Answered]]) -> dict[str, Answered]:
    if hub.api_base not in taken:
        with httpx.Client(base_url=hub.api_base, timeout=SECONDS, trust_env=False) as client:
            journey = Journey(client)
            journey.travel()
        taken[hub.api_base] = journey.answers
    return taken[hub.api_base]


@pytest.mark.parametrize("name", STATUSES)
def test_the_response_matches_the_specification(
    name: str, hub: Hub, answers: dict[str, Answered]
) -> None:
    deviation = Deviation(STATUSES[name], "none")
    if hub.version == OLD:
        deviation = DEVIATIONS.get(name, deviation)
    assert answers[name].response.status_code == deviation.status
    assert faults("host", answers[name]) == ([deviation.fault] if deviation.fault else [])


@pytest.mark.parametrize(("name", "deviation"), DEVIATIONS.items(), ids=DEVIATIONS)
def test_the_deviation_exists(name: str, deviation: Deviation) -> None:
    assert deviation.status != STATUSES[name]


def test_every_json_endpoint_is_called(answers: dict[str, Answered]) -> None:
    assert answers.keys() == STATUSES.keys()
    asked = {(one.response.request.method, one.path) for one in answers.values()}
    assert asked == operations("host").keys()


def test_unspecified_fields_are_detected(answers: dict[str, Answered]) -> None:
    """The check detects a response that does not match the specification."""
    right = answers["version"]
    request = right.response.request
    for body in (b'{"version": 1}', b'{"version": "1", "new": 1}', b"[]", b"", b"{"):
        response = httpx.Response(200, headers=JSON, content=body, request=request)
        assert faults("host", Answered(right.path, right.asked, response)), body
