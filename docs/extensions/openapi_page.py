"""A page of one service: the operations with their parameters and responses, and the schemas."""

import json
from collections.abc import Iterator
from typing import Any

from service_specs import Operation, operations, resolved, spec


def openapi_page(service: str) -> str:
    """Return the text of a service's page."""
    return "\n".join(_page(service))


def _page(service: str) -> Iterator[str]:
    content = spec(service)
    yield f"# {content['info']['title']}\n"
    yield f"{content['info']['summary']} Version {content['info']['version']}.\n"
    yield f"{content['info']['description']}\n"
    for server in content["servers"]:
        yield f"* `{server['url']}`: {server['description']}"
    for tag in content["tags"]:
        yield f"\n## {tag['name'].replace('_', ' ').capitalize()}\n"
        yield f"{tag['description']}\n"
        for operation in operations(service):
            if operation.tag == tag["name"]:
                yield from _operation(operation)
    yield "\n## Schemas\n"
    for name, schema in content["components"]["schemas"].items():
        yield f"({_schema_anchor(service, name)})="
        yield f"### {name}\n"
        yield from _schema(service, schema)


def _operation(operation: Operation) -> Iterator[str]:
    content = operation.content
    yield f"({operation.anchor})="
    yield f"### {content['summary']}\n"
    yield f"`{operation.method} {operation.path}` (`{content['operationId']}`)\n"
    yield f"{content['description']}\n"
    parameters = [resolved(operation.service, one) for one in content["parameters"]]
    if parameters:
        yield from _table(
            ("parameter", "in", "type", "what it is"),
            [
                (
                    f"`{one['name']}`" + (" (required)" if one.get("required") else ""),
                    one["in"],
                    _type(operation.service, one["schema"]),
                    one.get("description", ""),
                )
                for one in parameters
            ],
        )
    if "requestBody" in content:
        body = resolved(operation.service, content["requestBody"])
        yield f"**Body.** {body.get('description', '')}\n"
        yield from _contents(operation.service, body)
    for status, answer in content["responses"].items():
        answer = resolved(operation.service, answer)  # noqa: PLW2901
        yield f"**{status}.** {answer['description']}\n"
        yield from _contents(operation.service, answer)


def _contents(service: str, holder: dict[str, Any]) -> Iterator[str]:
    for media, content in holder.get("content", {}).items():
        kind = _type(service, content.get("schema", {}))
        yield f"`{media}`" + (f": {kind}\n" if kind else "\n")
        named = content.get("examples", {})
        examples = [one["value"] for one in named.values() if "value" in one]
        examples += [content["example"]] if "example" in content else []
        for example in examples[:1]:
            if isinstance(example, str):
                yield f"```text\n{example.rstrip()}\n```\n"
            else:
                yield f"```json\n{json.dumps(example, indent=2, default=str)}\n```\n"


def _schema(service: str, schema: dict[str, Any]) -> Iterator[str]:
    if "description" in schema:
        yield f"{schema['description']}\n"
    properties = schema.get("properties", {})
    if not properties:
        yield f"{_type(service, schema)}\n"
        return
    required = schema.get("required", [])
    yield from _table(
        ("field", "type", "what it is"),
        [
            (
                f"`{name}`" + (" (required)" if name in required else ""),
                _type(service, one),
                _described(service, one),
            )
            for name, one in properties.items()
        ],
    )


def _described(service: str, schema: dict[str, Any]) -> str:
    if "$ref" in schema and "description" not in schema:
        return str(resolved(service, schema).get("description", ""))
    return str(schema.get("description", ""))


def _type(service: str, schema: dict[str, Any]) -> str:
    """Return a schema's type in a few words, with a link to a named schema."""
    if "$ref" in schema:
        kind, name = schema["$ref"].split("/")[-2:]
        return f"[{name}](#{_schema_anchor(service, name)})" if kind == "schemas" else name
    for several in ("anyOf", "oneOf"):
        if several in schema:
            return " or ".join(_type(service, one) for one in schema[several])
    if "enum" in schema:
        return ", ".join(f"`{one}`" for one in schema["enum"])
    if "const" in schema:
        return f"`{schema['const']}`"
    kind = schema.get("type", "anything")
    if kind == "array":
        return f"list of {_type(service, schema.get('items', {}))}"
    return f"{kind} ({schema['format']})" if "format" in schema else str(kind)


def _table(head: tuple[str, ...], rows: list[tuple[str, ...]]) -> Iterator[str]:
    yield "| " + " | ".join(head) + " |"
    yield "|" + "---|" * len(head)
    for row in rows:
        yield "| " + " | ".join(" ".join(cell.split()).replace("|", "\\|") for cell in row) + " |"
    yield ""


def _schema_anchor(service: str, name: str) -> str:
    return f"{service.replace('_', '-')}-schema-{name.lower()}"
