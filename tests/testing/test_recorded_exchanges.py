"""The fake sends the same responses as a real hub 1.0.1 did to recorded requests."""

from __future__ import annotations

import io
import json
import re
import tarfile
from itertools import groupby
from operator import itemgetter
from typing import TYPE_CHECKING, Any

import httpx
import pytest

from scramjet_facade.testing import FakeHub
from tests.contract.recorded import DATA
from tests.testing.differences import DIFFERENCES

if TYPE_CHECKING:
    from collections.abc import Iterator

    from scramjet_facade.testing import Context

# Each part is one run on a hub: later requests depend on earlier ones.
RECORDED: list[dict[str, Any]] = json.loads((DATA / "requests_1_0_1.json").read_text("utf-8"))
PARTS = {part: list(requests) for part, requests in groupby(RECORDED, key=itemgetter("part"))}
ID = re.compile(r"[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}")

HELLO = {
    "name": "hello-js",
    "version": "1.0.0",
    "main": "index.js",
    "engines": {"node": ">=16"},
    "description": "greets every input line",
    "author": "hub test",
    "keywords": ["test", "hello"],
}


def archive(files: dict[str, str]) -> bytes:
    written = io.BytesIO()
    with tarfile.open(fileobj=written, mode="w:gz") as tar:
        for name, text in files.items():
            info = tarfile.TarInfo(name)
            info.size = len(text.encode())
            tar.addfile(info, io.BytesIO(text.encode()))
    return written.getvalue()


def package(**fields: Any) -> bytes:
    return archive({"package.json": json.dumps(fields), "index.js": "// a program\n" * 100})


# The recording describes the packages, but does not contain their bytes.
PACKAGES = {
    "truncated archive": package(**HELLO)[:100],
    "package.json without main": package(name="a"),
    "archive without package.json": archive({"index.js": ""}),
    "package.json is no JSON": archive({"package.json": "{"}),
    "package.json in a subfolder (npm pack)": archive({"package/package.json": "{}"}),
    "author is an object": package(main="index.js", author={"name": "A"}),
    "minimal package.json, no engines": package(main="index.js"),
}


def answer_pings(context: Context) -> None:
    for message in context.events("ping"):
        context.emit("pong", message)


# Responses that differ, by part and number, and the name of the difference.
DIFFERENT = {
    ("s06", 6): "The response to a stop is sent when the program has stopped",  # the status differs
    ("s18", 0): "A sequence may be deleted as soon as its instances have ended",
    ("s18", 1): "A sequence may be deleted as soon as its instances have ended",
    ("s18", 2): "A sequence may be deleted as soon as its instances have ended",
}


class Replay:
    """Sends the recorded requests to a fake hub, with the ids of the fake."""

    def __init__(self, hub: FakeHub, client: httpx.Client, recorded: list[dict[str, Any]]) -> None:
        self._client = client
        self._recorded = recorded
        self._ids: dict[str, str] = {}
        for name in ("", "a", *{config["name"] for config in self._configs()}):
            hub.add_program(name, answer_pings)

    def send(self, recorded: dict[str, Any]) -> httpx.Response:
        path = ID.sub(lambda found: self._id(found[0], recorded["path"]), recorded["path"])
        content = (recorded["body"] or "").replace("\\n", "\n").encode()
        if "binary bytes" in content.decode():
            content = PACKAGES.get(recorded["note"], package(**HELLO))
        response = self._client.request(
            recorded["method"],
            path,
            headers=recorded["headers"],
            content=None if recorded["body"] is None else content,
        )
        if (
            recorded["method"] == "POST"
            and response.is_success
            and "id" in (recorded["answer"] or "")
        ):
            self._ids[json.loads(recorded["answer"]).get("id", "")] = response.json().get("id", "")
        return response

    def with_ids_of_the_fake(self, text: str) -> str:
        """Return a recorded text with the fake's ids."""
        return ID.sub(lambda found: self._ids.get(found[0], found[0]), text)

    def _id(self, recorded: str, path: str) -> str:
        """Return the fake's id for a recorded one; create what is missing."""
        if recorded not in self._ids:
            info = self._info_of(recorded)
            sequence_id = info["sequence"]["id"] if "sequence" in info else recorded
            configs = [config for config in self._configs() if config.get("id") == sequence_id]
            sent = self._ids[recorded] = self._send([*configs, HELLO][0])
            if f"/instance/{recorded}" in path:
                options = {key: info[key] for key in ("appConfig", "args") if key in info}
                started = self._client.post(f"/api/v1/sequence/{sent}/start", json=options)
                self._ids[recorded] = started.json()["id"]
        return self._ids[recorded]

    def _info_of(self, recorded: str) -> dict[str, Any]:
        """Return the recorded information about a sequence or an instance."""
        for one in self._recorded:
            if (one["answer"] or "").startswith(f'{{"id":"{recorded}"'):
                return dict(json.loads(one["answer"]))
        return {}

    def _configs(self) -> Iterator[dict[str, Any]]:
        yield HELLO
        for one in self._recorded:
            if '"config":' in (one["answer"] or ""):
                info = json.loads(one["answer"])
                yield info.get("config") or info["sequence"]["config"]

    def _send(self, config: dict[str, Any]) -> str:
        fields = {key: value for key, value in config.items() if key in HELLO}
        sent = self._client.post("/api/v1/sequence", content=package(**{**fields, "main": "x"}))
        return str(sent.json()["id"])


def shape(value: Any) -> Any:
    """Return the parts to compare: keys, types of values, and the texts of errors."""
    match value:
        case {"error": str(text)}:
            return {"error": text}
        case dict():
            return {key: shape(one) for key, one in value.items()}
        case list():
            return [shape(value[0])] if value else []
        case bool() | None | str():
            return type(value).__name__
        case _:
            return "number"


def comparable(text: str) -> Any:
    """Return the part of a body to compare."""
    return shape(json.loads(text)) if text.startswith(("{", "[")) else text


@pytest.mark.parametrize("part", PARTS)
def test_the_fake_sends_the_recorded_responses(part: str) -> None:
    with FakeHub() as hub, httpx.Client(base_url=hub.url[:-7], trust_env=False) as client:
        replay = Replay(hub, client, PARTS[part])
        for number, recorded in enumerate(PARTS[part]):
            response = replay.send(recorded)
            name = f"{part} {number} {recorded['note']}: {recorded['method']} {recorded['path']}"
            actual = (
                response.status_code,
                response.reason_phrase,
                response.headers.get("content-type"),
                comparable(response.text),
            )
            expected = (
                recorded["status"],
                recorded["reason"],
                recorded["type"],
                comparable(replay.with_ids_of_the_fake(recorded["answer"] or "")),
            )
            if (part, number) in DIFFERENT:
                assert actual != expected, name
            else:
                assert actual == expected, name


def test_each_different_response_has_a_named_difference() -> None:
    assert set(DIFFERENT.values()) <= DIFFERENCES.keys()
