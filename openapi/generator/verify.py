"""Ask a running hub, manager or middleware whether it speaks its specification.

python openapi/generator/verify.py URL [SERVICE]     the access token is in SCRAMJET_TOKEN

Only GETs are sent, and none that takes anything from other readers. The exit code is 0 if all
that is there conforms, 1 if something differs, and 2 if it could not be asked.
"""

import argparse
import json
import os
import sys
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any, Literal

import httpx
import specs
from jsonschema import Draft202012Validator
from judge import fields, kinds
from referencing import Registry
from referencing.jsonschema import DRAFT202012
from specs import SPECS, Operation, Spec, Where, mapping

SECONDS = 15.0
# Which list an id is taken from.
LISTS = {
    "sequence_id": "/sequences",
    "instance_id": "/instances",
    "host_id": "/list",
    "space_id": "/spaces",
}
Verdict = Literal["conforms", "differs", "not there", "not asked"]


@dataclass(frozen=True)
class Result:
    """What came of asking for one path.

    Attributes:
        path: The path, as the specification has it.
        verdict: What it is.
        notes: Where and how it differs, or why it was not asked; what else it has.
        allowed: Whether the specification allows this.
    """

    path: str
    verdict: Verdict
    notes: list[str] = field(default_factory=list)
    allowed: bool = True


class UnreachableError(Exception):
    """Nothing can be said of what was asked."""


class Service:
    """A running service, which is asked for each path once."""

    def __init__(self, client: httpx.Client) -> None:
        self._client = client
        self._answers: dict[str, httpx.Response] = {}

    def get(self, path: str, *, stream: bool = False) -> httpx.Response:
        """Get a path; of a stream only its head."""
        if path not in self._answers:
            with self._client.stream("GET", path) as response:
                if not stream or not response.is_success:
                    response.read()
            if response.status_code in {401, 403}:
                raise UnreachableError(f"{response.status_code}: is the TOKEN right?")
            self._answers[path] = response
        return self._answers[path]


class Verification:
    """Holds what a service answers against a specification."""

    def __init__(self, service: Service, spec: Spec) -> None:
        self._service = service
        self._spec = spec
        self._registry: Registry[Any] = Registry().with_resource(
            "spec", DRAFT202012.create_resource(spec.document)
        )

    def results(self) -> Iterator[Result]:
        """Ask for everything that can be asked for."""
        for operation in self._spec.operations:
            if operation.method == "get":
                yield self._result(operation)

    def _result(self, operation: Operation) -> Result:
        wanted = [name for place, name in self._spec.parameters(operation) if place == "path"]
        stream = self._is_stream(operation)
        if wanted and stream:
            why = "reading it would take from other readers"
            return Result(operation.path, "not asked", [why])
        path = operation.path
        for name in wanted:
            found = self._id(name)
            if found is None:
                return Result(operation.path, "not asked", [f"there is no {name} to ask for"])
            path = path.replace(f"{{{name}}}", httpx.URL(path="/" + found).raw_path.decode()[1:])
        try:
            response = self._service.get(path, stream=stream)
        except httpx.TimeoutException:
            return Result(
                operation.path, "differs", [f"no answer in {SECONDS:.0f} s"], allowed=False
            )
        return self._compared(operation, response, stream=stream)

    def _id(self, name: str) -> str | None:
        """Return an id of the list that is there for it."""
        if name not in LISTS:
            return None
        try:
            waiting = [self._service.get(LISTS[name]).json()]
        except ValueError:
            return None
        while waiting:
            one = waiting.pop(0)
            if isinstance(one, list):  # older managers nest their lists
                waiting += one
            elif found := one.get("id") if isinstance(one, dict) else one:
                return str(found)
        return None

    def _is_stream(self, operation: Operation) -> bool:
        place = (*operation.where, "responses", "200")
        return self._spec.follow(place)[0].get("x-stream") is True

    def _compared(self, operation: Operation, response: httpx.Response, *, stream: bool) -> Result:
        path, status = operation.path, str(response.status_code)
        responses = mapping(operation.data.get("responses"))
        if status == "404":
            return Result(path, "not there", allowed="404" in responses)
        place = (*operation.where, "responses", status)
        documented, place = self._spec.follow(place)
        if not response.is_success or status not in responses:
            return Result(path, "differs", [f"it answers {status}"], allowed=False)
        content = mapping(documented.get("content"))
        kind = response.headers.get("content-type", "").partition(";")[0].strip()
        notes = []
        if content and kind not in content:
            notes.append(f"its type is {kind or 'not said'}, not {' or '.join(content)}")
        if "application/json" in content and not stream:
            schema = (*place, "content", "application/json", "schema")
            try:
                value = json.loads(response.content)
            except ValueError:
                notes.append("it is no JSON")
            else:
                notes += self._faults(schema, value)
                more = sorted(set(extras(self._spec, schema, value)))
                if more and not notes:
                    return Result(path, "conforms", [f"and has more: {', '.join(more)}"])
        return Result(path, "differs" if notes else "conforms", notes, allowed=not notes)

    def _faults(self, where: Where, value: Any) -> Iterator[str]:
        pointer = "/".join(str(one).replace("~", "~0").replace("/", "~1") for one in where)
        validator = Draft202012Validator(
            {"$ref": f"spec#/{pointer}"},
            registry=self._registry,
            format_checker=Draft202012Validator.FORMAT_CHECKER,
        )
        for error in validator.iter_errors(value):
            yield f"{error.json_path}: {error.message:.150}"


def extras(spec: Spec, where: Where, value: Any, path: str = "") -> Iterator[str]:
    """Give the fields of a value that its schema does not name."""
    found = kinds(spec, where)
    if isinstance(value, list):
        for kind, place in found:
            if kind == "array" and "items" in mapping(spec.at(place)):
                for one in value:
                    yield from extras(spec, (*place, "items"), one, path)
    elif isinstance(value, dict):
        objects = [place for kind, place in found if kind == "object"]
        known = {name: place for one in objects for name, place in fields(spec, one)[0].items()}
        for name, inner in value.items():
            own = f"{path}.{name}" if path else name
            if name in known:
                yield from extras(spec, known[name], inner, own)
            elif known:
                yield own


def verify(service: Service, spec: Spec) -> list[Result]:
    """Return what comes of asking a service for all of a specification."""
    return list(Verification(service, spec).results())


def chosen(service: Service, given: Sequence[Spec]) -> tuple[Spec, list[Result]]:
    """Find the specification that fits a service best, and return what comes of it."""
    tried = [(spec, verify(service, spec)) for spec in given]

    def fit(one: tuple[Spec, list[Result]]) -> int:
        worth = {"conforms": 1, "not there": -1, "differs": -1, "not asked": 0}
        return sum(worth[result.verdict] for result in one[1])

    return max(tried, key=fit)


def table(results: Sequence[Result]) -> str:
    """Write results as a table."""
    width = max(len(result.path) for result in results)
    return "\n".join(
        f"  GET {one.path:{width}}  {one.verdict:9}  {'; '.join(one.notes)}".rstrip()
        for one in results
    )


def main() -> int:
    """Run the command."""
    parser = argparse.ArgumentParser(description=__doc__, prog="make verify URL=… [SERVICE=host]")
    parser.add_argument("url", help="the base URL, such as http://127.0.0.1:8000/api/v1")
    parser.add_argument(
        "service", nargs="?", help="its specification, if not the one that fits best"
    )
    given = parser.parse_args()
    read = specs.read_all(SPECS, SPECS.name)
    wanted = [spec for spec in read if given.service in {None, "", spec.name}]
    if not wanted:
        parser.error(f"there are {', '.join(spec.name for spec in read)}")
    token = os.environ.get("SCRAMJET_TOKEN")
    headers = {"Authorization": f"Bearer {token}"} if token else {}
    try:
        with httpx.Client(base_url=given.url, headers=headers, timeout=SECONDS) as client:
            spec, results = chosen(Service(client), wanted)
    except (UnreachableError, httpx.HTTPError, httpx.InvalidURL) as error:
        print(f"{given.url} can't be asked: {error}", file=sys.stderr)
        return 2
    wrong = [result for result in results if not result.allowed]
    there = [result for result in results if result.verdict == "conforms"]
    print(f"{given.url} beside {spec.file}, version {spec.version}:\n\n{table(results)}\n")
    if not there:
        print("Nothing of it is there: is this the base URL?", file=sys.stderr)
        return 2
    print(f"{len(there)} of {len(results)} conform, {len(wrong)} are not as specified.")
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())
