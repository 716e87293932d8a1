"""Checks whether a running hub, manager or middleware conforms to its specification.

Usage: python openapi/generator/verify.py URL [SERVICE]

The variable SCRAMJET_TOKEN contains the access token. The command sends only GET requests, and does
not read streams whose data other readers would then miss. The exit code is 0 if all paths conform,
1 if something differs, and 2 if no service responds at this URL.
"""

import argparse
import asyncio
import json
import os
import sys
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any, Literal
from urllib.parse import quote, urlsplit

import httpx
import specs
from samples import validator
from specs import SPECS, Operation, RefusedError, Spec, mapping, resolve

SECONDS = 15.0  # The time limit for a whole response.
# The path of the list that contains such an id.
LISTS = {
    "sequence_id": "/sequences",
    "instance_id": "/instances",
    "host_id": "/list",
    "space_id": "/spaces",
}
Verdict = Literal["conforms", "differs", "not there", "not asked"]
WORTH = {"conforms": 1, "not there": -1, "differs": -1, "not asked": 0}


@dataclass(frozen=True)
class Result:
    """The result of a request for one path.

    Attributes:
        path: The path, as in the specification.
        verdict: The result.
        notes: How the response differs, other fields that it has, or why no request was sent.
        allowed: Whether the specification allows this result.
    """

    path: str
    verdict: Verdict
    notes: list[str] = field(default_factory=list)
    allowed: bool = True


class Service:
    """A running service; at most one request is sent for each path."""

    def __init__(self, url: str, token: str | None) -> None:
        headers = {"Authorization": f"Bearer {token}"} if token else {}
        self._runner = asyncio.Runner()
        self._client = httpx.AsyncClient(base_url=url, headers=headers, timeout=SECONDS)
        self._answers: dict[str, httpx.Response | Exception] = {}

    def get(self, path: str, *, stream: bool = False) -> httpx.Response:
        """Return the response for a path; read only the headers of a stream."""
        if path not in self._answers:
            try:
                self._answers[path] = self._runner.run(self._get(path, stream=stream))
            except (TimeoutError, httpx.HTTPError) as error:
                self._answers[path] = error
        answer = self._answers[path]
        if isinstance(answer, Exception):
            raise answer
        return answer

    async def _get(self, path: str, *, stream: bool) -> httpx.Response:
        async with asyncio.timeout(SECONDS), self._client.stream("GET", path) as response:
            if not stream or not response.is_success:
                await response.aread()
            return response

    def close(self) -> None:
        """Close the connections."""
        self._runner.run(self._client.aclose())
        self._runner.close()


class Verification:
    """Compares the responses of a service with a specification."""

    def __init__(self, service: Service, spec: Spec) -> None:
        self._service = service
        self._spec = spec

    def results(self) -> list[Result]:
        """Return the results for all paths of GET requests."""
        return [self._result(one) for one in self._spec.operations if one.method == "get"]

    def _result(self, operation: Operation) -> Result:
        item = mapping(self._spec.document["paths"][operation.path])
        given = [*(item.get("parameters") or []), *(operation.data.get("parameters") or [])]
        parameters = [resolve(self._spec.document, one) for one in given]
        wanted = [one["name"] for one in parameters if one["in"] == "path"]
        good = resolve(self._spec.document, mapping(operation.data.get("responses")).get("200"))
        stream = mapping(good).get("x-stream") is True
        if wanted and stream:
            why = "reading it would take data from other readers"
            return Result(operation.path, "not asked", [why])
        path = operation.path
        for name in wanted:
            found = self._id(name)
            if found is None:
                why = f"no {name} in {LISTS[name]}" if name in LISTS else f"no {name} is known"
                return Result(operation.path, "not asked", [why])
            path = path.replace(f"{{{name}}}", quote(found, safe="", errors="replace"))
        try:
            response = self._service.get(path, stream=stream)
        except httpx.ConnectError:
            raise
        except (TimeoutError, httpx.TimeoutException):
            note = f"no complete response in {SECONDS:g} s"
        except httpx.HTTPError as error:
            note = f"the response is incomplete or invalid: {error}"
        else:
            return self._compared(operation, response, stream=stream)
        return Result(operation.path, "differs", [note], allowed=False)

    def _id(self, name: str) -> str | None:
        """Return an id from the service's list of such ids; None if there is none."""
        try:
            waiting = [self._service.get(LISTS[name]).json()]
        except (KeyError, ValueError, RecursionError, TimeoutError, httpx.HTTPError):
            return None
        while waiting:
            one = waiting.pop(0)
            if isinstance(one, list):  # older managers nest their lists
                waiting += one
            elif found := one.get("id") if isinstance(one, dict) else one:
                return str(found)
        return None

    def _compared(self, operation: Operation, response: httpx.Response, *, stream: bool) -> Result:
        path, status = operation.path, str(response.status_code)
        responses = mapping(operation.data.get("responses"))
        if status == "404":
            allowed = "404" in responses
            notes = [] if allowed else ["the specification does not allow this"]
            return Result(path, "not there", notes, allowed=allowed)
        if not response.is_success or status not in responses:
            hint = ": is the TOKEN right?" if status in {"401", "403"} else ""
            return Result(path, "differs", [f"the status is {status}{hint}"], allowed=False)
        documented = mapping(resolve(self._spec.document, responses[status]))
        content = mapping(documented.get("content"))
        kind = response.headers.get("content-type", "").partition(";")[0].strip()
        notes = []
        if content and kind not in content:
            notes.append(f"the content type is {kind or 'missing'}, not {' or '.join(content)}")
        more: list[str] = []
        if "application/json" in content and not stream:
            schema = mapping(content["application/json"]).get("schema", {})
            try:
                value = json.loads(response.content)
            except (ValueError, RecursionError):
                notes.append("the body is not JSON")
            else:
                errors = validator(self._spec.document, schema).iter_errors(value)
                notes += [f"{one.json_path}: {one.message:.150}" for one in errors]
                more = list(unlike(self._spec.document, schema, value))
        return Result(path, "differs" if notes else "conforms", notes or more, allowed=not notes)


def unlike(document: Any, schema: Any, value: Any) -> Iterator[str]:  # noqa: C901
    """Yield the fields that only a value has, and the fields that only its schema has."""
    named: dict[str, set[str]] = defaultdict(set)
    there: dict[str, set[str]] = defaultdict(set)

    def look(schemas: list[Any], value: Any, path: str) -> None:
        if isinstance(value, list):
            inner = [one["items"] for one in _choices(document, schemas) if "items" in one]
            for one in value:
                look(inner, one, path)
        elif isinstance(value, dict):
            fields: dict[str, list[Any]] = defaultdict(list)
            for one in _choices(document, schemas):
                for name, child in mapping(one.get("properties")).items():
                    fields[name].append(child)
            if fields:
                named[path] |= {f"{path}{name}" for name in fields}
                there[path] |= {f"{path}{name}" for name in value}
            for name, child in value.items():
                look(fields.get(name, []), child, f"{path}{name}.")

    look([schema], value, "")
    if more := sorted(one for path in there for one in there[path] - named[path]):
        yield f"has more: {', '.join(more)}"
    if less := sorted(one for path in named for one in named[path] - there[path]):
        yield f"lacks: {', '.join(less)}"


def _choices(document: Any, schemas: list[Any]) -> Iterator[dict[str, Any]]:
    for schema in schemas:
        found = resolve(document, schema)
        if isinstance(found, dict):
            yield found
            for word in ("allOf", "anyOf", "oneOf"):
                yield from _choices(document, found.get(word) or [])


def chosen(service: Service, given: Sequence[Spec]) -> tuple[Spec, list[Result]]:
    """Return the specification that fits a service best, and its results."""
    tried = [(spec, Verification(service, spec).results()) for spec in given]
    return max(tried, key=lambda one: sum(WORTH[result.verdict] for result in one[1]))


def table(results: Sequence[Result]) -> str:
    """Return the results as a table of text."""
    width = max(len(result.path) for result in results)
    return "\n".join(
        f"  GET {one.path:{width}}  {one.verdict:9}  {'; '.join(one.notes)}".rstrip()
        for one in results
    )


def base_url(text: str) -> str:
    """Return a base URL if it is an http:// or https:// URL with a host and a valid port."""
    parts = urlsplit(text)
    if parts.scheme not in {"http", "https"} or not parts.hostname or parts.port == 0:
        raise ValueError
    return text


def main() -> int:
    """Run the command."""
    usage = "make verify URL=http://127.0.0.1:8000/api/v1 [TOKEN=…] [SERVICE=host]"
    parser = argparse.ArgumentParser("make verify", usage, __doc__)
    parser.add_argument(
        "url", type=base_url, help="the base URL, such as http://127.0.0.1:8000/api/v1"
    )
    parser.add_argument(
        "service", nargs="?", help="the name of a specification, instead of the best fit"
    )
    given = parser.parse_args()
    try:
        read = specs.read_all(SPECS, SPECS.name)
    except RefusedError as refused:
        print(refused, file=sys.stderr)
        return 2
    wanted = [spec for spec in read if given.service in {None, "", spec.name}]
    if not wanted:
        parser.error(f"SERVICE must be one of {', '.join(spec.name for spec in read)}")
    service: Service | None = None
    try:
        service = Service(given.url, os.environ.get("SCRAMJET_TOKEN"))
        spec, results = chosen(service, wanted)
    except (httpx.HTTPError, httpx.InvalidURL) as error:
        print(f"{given.url}: {error}. Is this the URL of a running service?", file=sys.stderr)
        return 2
    finally:
        if service:
            service.close()
    wrong = [result for result in results if not result.allowed]
    there = [result for result in results if result.verdict == "conforms"]
    print(f"{given.url} and {spec.file}, version {spec.version}:\n\n{table(results)}\n")
    if not there:
        denied = any("TOKEN" in note for one in results for note in one.notes)
        hint = "is the TOKEN right?" if denied else "is this the base URL?"
        print(f"No path conforms: {hint}", file=sys.stderr)
        return 2
    print(f"{len(there)} of {len(results)} paths conform. Not as specified: {len(wrong)}.")
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())
