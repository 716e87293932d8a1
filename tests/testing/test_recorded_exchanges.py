"""What was recorded of a real hub 1.0.1 is asked of the fake, and answered alike."""

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

# Each part is one run on a hub: later requests ask about what earlier ones have done.
ASKED: list[dict[str, Any]] = json.loads((DATA / "asked_1_0_1.json").read_text("utf-8"))
PARTS = {part: list(asked) for part, asked in groupby(ASKED, key=itemgetter("part"))}
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


# The recording has not the bytes of the packages, but says what was wrong with them.
PACKAGES = {
    "truncated archive": package(**HELLO)[:100],
    "package.json without main": package(name="a"),
    "archive without package.json": archive({"index.js": ""}),
    "package.json is no JSON": archive({"package.json": "{"}),
    "package.json in a subfolder (npm pack)": archive({"package/package.json": "{}"}),
    "author is an object": package(main="index.js", author={"name": "A"}),
    "minimal package.json, no engines": package(main="index.js"),
}


def answers_pings(context: Context) -> None:
    for message in context.events("ping"):
        context.emit("pong", message)


# What is answered in another way, by the part and the number in it, and the name of the difference.
OTHERWISE = {
    ("s06", 6): "A stop is answered when the program has stopped",  # it is stopping still
    ("s18", 0): "A sequence may be deleted as soon as its instances have ended",
    ("s18", 1): "A sequence may be deleted as soon as its instances have ended",
    ("s18", 2): "A sequence may be deleted as soon as its instances have ended",
}


class Replay:
    """Asks a fake hub what was asked of the real one; ids are those of the fake."""

    def __init__(self, hub: FakeHub, client: httpx.Client, recorded: list[dict[str, Any]]) -> None:
        self._client = client
        self._recorded = recorded
        self._ids: dict[str, str] = {}
        for name in ("", "a", *{config["name"] for config in self._configs()}):
            hub.add_program(name, answers_pings)

    def ask(self, asked: dict[str, Any]) -> httpx.Response:
        path = ID.sub(lambda found: self._id(found[0], asked["path"]), asked["path"])
        content = (asked["body"] or "").replace("\\n", "\n").encode()
        if "binary bytes" in content.decode():
            content = PACKAGES.get(asked["note"], package(**HELLO))
        response = self._client.request(
            asked["method"],
            path,
            headers=asked["headers"],
            content=None if asked["body"] is None else content,
        )
        if asked["method"] == "POST" and response.is_success and "id" in (asked["answer"] or ""):
            self._ids[json.loads(asked["answer"]).get("id", "")] = response.json().get("id", "")
        return response

    def own(self, text: str) -> str:
        """Return a recorded text with the ids of the fake."""
        return ID.sub(lambda found: self._ids.get(found[0], found[0]), text)

    def _id(self, recorded: str, path: str) -> str:
        """Return the fake's id for a recorded one; what was there already is made."""
        if recorded not in self._ids:
            told = self._told_of(recorded)
            wanted = told["sequence"]["id"] if "sequence" in told else recorded
            configs = [config for config in self._configs() if config.get("id") == wanted]
            sent = self._ids[recorded] = self._send([*configs, HELLO][0])
            if f"/instance/{recorded}" in path:
                options = {key: told[key] for key in ("appConfig", "args") if key in told}
                started = self._client.post(f"/api/v1/sequence/{sent}/start", json=options)
                self._ids[recorded] = started.json()["id"]
        return self._ids[recorded]

    def _told_of(self, recorded: str) -> dict[str, Any]:
        """Return what the real hub told of a sequence or an instance."""
        for asked in self._recorded:
            if (asked["answer"] or "").startswith(f'{{"id":"{recorded}"'):
                return dict(json.loads(asked["answer"]))
        return {}

    def _configs(self) -> Iterator[dict[str, Any]]:
        yield HELLO
        for asked in self._recorded:
            if '"config":' in (asked["answer"] or ""):
                told = json.loads(asked["answer"])
                yield told.get("config") or told["sequence"]["config"]

    def _send(self, config: dict[str, Any]) -> str:
        fields = {key: value for key, value in config.items() if key in HELLO}
        sent = self._client.post("/api/v1/sequence", content=package(**{**fields, "main": "x"}))
        return str(sent.json()["id"])


def shape(value: Any) -> Any:
    """Return what is to be alike: keys and kinds of values; the texts of errors as they are."""
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
    """Return a body as it is to be compared."""
    return shape(json.loads(text)) if text.startswith(("{", "[")) else text


@pytest.mark.parametrize("part", PARTS)
def test_the_fake_answers_as_the_hub_did(part: str) -> None:
    with FakeHub() as hub, httpx.Client(base_url=hub.url[:-7], trust_env=False) as client:
        replay = Replay(hub, client, PARTS[part])
        for number, asked in enumerate(PARTS[part]):
            response = replay.ask(asked)
            what = f"{part} {number} {asked['note']}: {asked['method']} {asked['path']}"
            given = (
                response.status_code,
                response.reason_phrase,
                response.headers.get("content-type"),
                comparable(response.text),
            )
            recorded = (
                asked["status"],
                asked["reason"],
                asked["type"],
                comparable(replay.own(asked["answer"] or "")),
            )
            if (part, number) in OTHERWISE:
                assert given != recorded, what
            else:
                assert given == recorded, what


def test_each_exception_is_a_named_difference() -> None:
    assert set(OTHERWISE.values()) <= DIFFERENCES.keys()
