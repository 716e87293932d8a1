"""Changes a specification before openapi-python-client parses it.

The parser loses parts of correct specifications, or refuses these specifications. This module
rewrites such parts in a form that the parser reads correctly. The API that they describe stays the
same, and the file of the specification is never changed.
"""

import copy
import difflib
import json
import re
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import unquote

from openapi_python_client.parser.openapi import generate_operation_id
from openapi_python_client.schema.untrusted_string import UntrustedString
from openapi_python_client.strings import (
    PythonIdentifier,
    in_double_quote_literal,
    pascal_case,
    snake_case,
)
from specs import METHODS, Finding, Spec, Where, mapping, reached, resolve, walk

BINARY = {"type": "string", "format": "binary"}
OCTETS = "application/octet-stream"
FORMS = ("multipart/form-data", "application/x-www-form-urlencoded")
PARSED_TEXT = {"type": "string"}
STYLES = {"path": "simple", "query": "form", "header": "simple", "cookie": "form"}
# The keywords of a schema that decide the type of values. Other keywords describe or limit values.
STRUCTURE = {"$ref", "type", "properties", "required", "items", "prefixItems", "enum", "const"} | {
    "allOf",
    "anyOf",
    "oneOf",
    "additionalProperties",
    "format",
}
STRUCTURED = {"properties", "items", "allOf", "anyOf", "oneOf", "additionalProperties"}


@dataclass
class Extra:
    """Data about an operation that the templates need and that the parser does not keep.

    Attributes:
        path: The operation's path, as in the document.
        method: The operation's method, in lowercase.
        streams: Whether a function returns the open response.
        accept: The content type to request if several are documented.
        part_types: The content types of the parts of a multipart body, if they are not the default.
        content_types: For each status, the content type of the response that is parsed.
        styles: The styles of query parameters, by name, if they differ from the default.
    """

    path: str
    method: str
    streams: bool = False
    accept: str = ""
    part_types: dict[str, str] = field(default_factory=dict)
    content_types: dict[str, str] = field(default_factory=dict)
    styles: dict[str, dict[str, str]] = field(default_factory=dict)

    def __str__(self) -> str:
        return f"{self.method.upper()} {self.path}"


class Preparation:
    """Prepares a document for the parser.

    Attributes:
        document: The prepared document.
        extras: More data about the operations, by their tags and names.
        overrides: Content types, each with the type that the parser must use instead.
        findings: The parts that can't be prepared.
        warnings: The parts of the specification that the package ignores.
    """

    def __init__(self, spec: Spec) -> None:
        self._spec = spec
        self.document: dict[str, Any] = copy.deepcopy(spec.document)
        self.extras: dict[tuple[str, str], Extra] = {}
        self.overrides: dict[str, str] = {}
        self.findings: list[Finding] = []
        self.warnings: list[Finding] = []
        self._components = self.document.setdefault("components", {})
        self._mark()
        self._references()
        for kind in ("parameters", "responses", "requestBodies", "headers"):
            for name, node in list(mapping(self._components.get(kind)).items()):
                self._components[kind][name] = resolve(self.document, node)
        for path, item in list(mapping(self.document.get("paths")).items()):
            if path.startswith("x-"):  # an extension, which the parser takes for a path
                del self.document["paths"][path]
                continue
            resolved = resolve(self.document, item)
            self.document["paths"][path] = resolved
            for method in METHODS:
                if isinstance(mapping(resolved).get(method), dict):
                    self._operation(path, method, resolved)
        self._discriminators()
        self._one_way_fields()
        self._binary_fields()
        self._schemas()
        self.document["paths"] = {
            _plain_path(path): item for path, item in mapping(self.document.get("paths")).items()
        }

    def operation(self, extra: Extra) -> dict[str, Any]:
        """Return an operation of the document."""
        return self.document["paths"][extra.path][extra.method]

    def _refuse(self, where: Where, text: str) -> None:
        self.findings.append(self._spec.found(where, text))

    def _about(self, schema: Mapping[str, Any], text: str) -> Finding:
        return Finding(self._spec.file, int(schema.get("x-line", 1)), text)

    # The whole document

    def _mark(self) -> None:
        """Add a line number to each part, so that errors of the parser contain line numbers."""
        for node, where in walk(self.document):
            is_part = node.keys() & (STRUCTURE | {"in", "responses", "content", "description"})
            if is_part:
                node["x-line"] = self._spec.lines.get(where, 1)

    def _references(self) -> None:
        """Check all references; if the parser can't follow one, put the target in its place."""
        parts = [one for one in walk(self.document) if isinstance(one[0].get("$ref"), str)]
        for node, _ in parts:
            node["$ref"] = unquote(node["$ref"])
        broken = []
        for node, where in reversed(parts):  # inner references first
            target = node["$ref"]
            found = resolve(self.document, node)
            if not target.startswith("#/"):
                text = f"`{target}` is not a place in this file: write `#/components/…`"
                self._refuse((*where, "$ref"), text)
                broken.append(node)
            elif found is None:
                section, _, name = target.rpartition("/")
                there = mapping(resolve(self.document, {"$ref": section}))
                near = difflib.get_close_matches(name, there, 1, 0.7)
                hint = f": write `{near[0]}`" if near else ""
                text = f"`{target}` does not exist, or refers to itself{hint}"
                self._refuse((*where, "$ref"), text)
                broken.append(node)
            elif not re.fullmatch(r"#/components/\w+/[^/]+", target):
                del node["$ref"]
                node.update(copy.deepcopy(found))
        for node in broken:  # without its reference, the other parts can be checked
            node.clear()

    # Operations

    def _operation(self, path: str, method: str, item: dict[str, Any]) -> None:
        operation, where = item[method], ("paths", path, method)
        extra = Extra(path, method)
        tag = PythonIdentifier(str((operation.get("tags") or ["default"])[0]), "tag")
        name = generate_operation_id(
            path=UntrustedString(_plain_path(path)), method=method, prefix="field_"
        )
        if operation.get("operationId") is not None:
            name = PythonIdentifier(str(operation["operationId"]), "field_")
        first = self.extras.setdefault((tag, name), extra)
        if first is not extra:
            text = f"{first} and {extra} are both named {tag}.{name}: change the operationId of one"
            self._refuse((*where, "operationId"), text)
        if any(one in path for one in "?#"):
            self._refuse(where[:2], f"the path `{path}` has a query: write `parameters`")
        seen: set[tuple[str, str]] = set()
        for owner, place in ((operation, where), (item, where[:2])):
            if "servers" in owner:
                text = "these servers are not used: requests are sent to the client's base URL"
                self.warnings.append(self._spec.found((*place, "servers"), text))
            for index, node in enumerate(owner.get("parameters") or []):
                parameter = resolve(self.document, node)
                key = (str(parameter.get("name")), str(parameter.get("in")))
                if key not in seen:  # a parameter of the operation overrides one of its path
                    self._parameter(parameter, extra, (*place, "parameters", index))
                seen.add(key)
        if "requestBody" in operation:
            body = operation["requestBody"] = resolve(self.document, operation["requestBody"])
            self._body(body, extra, (*where, "requestBody"))
        responses = mapping(operation.get("responses"))
        chosen = {status: one for status, one in responses.items() if status.startswith("2")}
        chosen = chosen or {
            status: one for status, one in responses.items() if status.startswith("3")
        }
        if not chosen:
            chosen = {"2XX": responses.get("default", {"description": "Success."})}
        operation["responses"] = {
            status: read
            for status, one in chosen.items()
            if (read := self._response(resolve(self.document, one), status, extra))
        }

    def _parameter(self, parameter: Any, extra: Extra, where: Where) -> None:
        name, place = str(parameter.get("name")), str(parameter.get("in"))
        style = parameter.get("style", STYLES.get(place))
        if content := mapping(parameter.get("content")):
            content_type, media = next(iter(content.items()))
            parameter["schema"] = mapping(media).get("schema", {})
            kind = self._kind(content_type, media)
            if kind == "json" and place == "query":
                style = "json"
            elif kind != "text":
                self._refuse(where, f"the {place} parameter `{name}` has `content`: write `schema`")
        parameter.setdefault("schema", {})
        if place == "path":
            parameter["name"] = _plain_name(name)
        if place in {"path", "header"}:
            parameter["schema"] = self._not_null(parameter["schema"])
        if place == "query" and style != "form":
            extra.styles[name] = {"style": f'"{style}"'}
        elif style != STYLES.get(place):
            self._refuse(where, f"the {place} parameter `{name}` has `style: {style}`: delete it")
        explode = parameter.get("explode", style == "form")
        if place == "query" and style != "deepObject" and not explode:
            extra.styles.setdefault(name, {})["explode"] = "False"

    def _not_null(self, schema: Any) -> Any:
        """Return a schema without null, because a path or a header can't contain null."""
        schema = {**mapping(schema), "nullable": False}
        if isinstance(schema.get("type"), list):
            kinds = [one for one in schema["type"] if one != "null"]
            schema["type"] = kinds[0] if len(kinds) == 1 else kinds
        for word in ("anyOf", "oneOf"):
            if word in schema:
                schema[word] = [one for one in schema[word] if mapping(one).get("type") != "null"]
                if len(schema[word]) == 1:
                    schema = {**schema, **schema.pop(word)[0]}
        return schema

    def _body(self, body: Any, extra: Extra, where: Where) -> None:
        content = mapping(mapping(body).get("content"))
        if not content:
            self._refuse(where, "this body has no `content`: write its type and schema")
            return
        first = self._first_of_kinds(content)
        body["content"] = {}
        if name := first.get("json") or first.get("form"):
            shown = "application/json" if name == "*/*" else name
            body["content"][shown] = {"schema": {}, **mapping(content[name])}
            for other, media in content.items():
                is_model = self._kind(other, media) in {"json", "form"}
                if is_model and _without_lines(media) != _without_lines(content[name]):
                    text = f"`{other}` is left out: the body is sent as `{name}`"
                    self.warnings.append(self._about(mapping(mapping(media).get("schema")), text))
            if "form" in first and "json" not in first:
                self._encoding(name, mapping(content[name]), extra, where)
        if others := [one for kind, one in first.items() if kind not in {"json", "form"}]:
            # A request can't have a type like `image/*`: its File defines the type.
            shown = OCTETS if "*" in others[0] else others[0]
            body["content"][shown] = {**mapping(content[others[0]]), "schema": BINARY}
            self.overrides[shown] = OCTETS
            if not name:
                text = f"`{others[0]}` is not written from a model: the body is a File"
                self._warn_of_structure(content[others[0]], text)

    def _encoding(self, kind: str, media: Mapping[str, Any], extra: Extra, where: Where) -> None:
        """Keep the content types of a form's parts; refuse encodings that can't be sent."""
        fields = mapping(mapping(resolve(self.document, media.get("schema"))).get("properties"))
        for name, encoding in mapping(media.get("encoding")).items():
            schema = mapping(resolve(self.document, fields.get(name)))
            content_type = str(encoding.get("contentType", "*"))
            if not kind.startswith(FORMS[0]):
                is_default = encoding.get("style", "form") == "form"
                is_sent = is_default and encoding.get("explode", True) is True
            elif _is_object(schema):
                is_sent = "json" in content_type or "*" in content_type
            else:
                is_sent = schema.get("type") != "array" or "json" not in content_type
                if not any(one in content_type for one in "*,"):
                    extra.part_types[name] = content_type
            if not is_sent:
                text = f"the field `{name}` has an `encoding` that can't be sent: delete it"
                self._refuse(where, text)

    def _response(self, response: Any, status: str, extra: Extra) -> Any:
        """Return a response for the parser; None if the response is only streamed."""
        content = mapping(mapping(response).get("content"))
        if extra.method == "head":  # its content is only described: a response to HEAD has none
            return {**response, "content": None}
        if not content:
            return response
        first = self._first_of_kinds(content)
        kind = next((one for one in ("json", "text", "bytes") if one in first), "stream")
        is_stream = kind == "stream" or bool(response.get("x-stream"))
        extra.streams |= is_stream or len(first.keys() - {"form"}) > 1
        if is_stream:
            return None
        name = extra.content_types[status] = first[kind]
        media = mapping(content[name])
        if len(content) > 1:
            extra.accept = name
        shown, schema = "application/json", media.get("schema", {})
        if kind != "json":
            returned = {"bytes": "its bytes, as a File", "text": "its text"}[kind]
            text = f"`{name}` is not parsed: the functions return {returned}"
            self._warn_of_structure(media, text)
        if kind == "bytes":
            shown, schema = OCTETS, BINARY
        elif kind == "text":
            is_text = mapping(resolve(self.document, schema)).get("type") == "string"
            shown, schema = name, schema if is_text else PARSED_TEXT
        return {**response, "content": {shown: {**media, "schema": schema}}}

    def _warn_of_structure(self, media: Any, text: str) -> None:
        schema = mapping(mapping(media).get("schema"))
        if STRUCTURED & mapping(resolve(self.document, schema)).keys():
            self.warnings.append(self._about(schema, text))

    def _first_of_kinds(self, content: Mapping[str, Any]) -> dict[str, str]:
        """Return the first content type of each kind: JSON, text, bytes, stream or form."""
        first: dict[str, str] = {}
        for name, media in content.items():
            first.setdefault(self._kind(name, media), name)
        return first

    def _kind(self, kind: str, media: Any) -> str:
        """Return the kind of a content type: json, text, bytes, stream or form."""
        name = kind.partition(";")[0].strip().lower()
        schema = mapping(resolve(self.document, mapping(media).get("schema")))
        if any(word in name for word in ("event-stream", "ndjson", "jsonl", "json-seq")):
            return "stream"
        if name in FORMS:
            return "form"
        if schema.get("format") == "binary":
            return "bytes"
        if name in {"*/*", "application/json"} or name.endswith("+json"):
            return "json"
        return "text" if name.startswith("text/") else "bytes"

    # Schemas

    def _discriminators(self) -> None:
        """Add the values of the discriminators to each schema of a choice."""
        found: dict[tuple[int, str], tuple[dict[str, Any], list[str]]] = {}
        for node, _ in list(walk(self.document)):
            name = mapping(node.get("discriminator")).get("propertyName")
            choices = [one for word in ("oneOf", "anyOf") for one in node.get(word) or []]
            if name and choices and all("$ref" in mapping(one) for one in choices):
                for kind, values in self._kinds(node, name, choices):
                    found.setdefault((id(kind), name), (kind, []))[1].extend(values)
        for (_, name), (kind, values) in found.items():  # a schema may belong to several choices
            field = {"type": "string", "enum": list(dict.fromkeys(values))}
            kind["properties"] = {**mapping(kind.get("properties")), name: field}
            kind["required"] = [*dict.fromkeys([*(kind.get("required") or []), name])]

    def _kinds(
        self, node: dict[str, Any], name: str, choices: list[Any]
    ) -> Iterator[tuple[dict[str, Any], list[str]]]:
        """Yield the schemas of a choice that do not define their own values, with their values."""
        values: dict[str, list[str]] = {}
        for value, target in mapping(node["discriminator"].get("mapping")).items():
            values.setdefault(str(target).rpartition("/")[2], []).append(value)
        kinds = [resolve(self.document, one) for one in choices]
        parents = {one.get("$ref") for kind in kinds for one in kind.get("allOf") or []}
        for choice, kind in zip(choices, kinds, strict=True):
            own = choice["$ref"].rpartition("/")[2]
            if choice["$ref"] in parents:  # schemas that extend this one have other values
                for word in ("oneOf", "anyOf"):
                    # The bindings first try the schemas that extend this one.
                    if choice in node.get(word, []):
                        node[word] = [one for one in node[word] if one is not choice]
                        node[word].append(choice)
                continue
            field = mapping(mapping(kind).get("properties")).get(name)
            own_field = mapping(resolve(self.document, field))
            if "const" in own_field or len(own_field.get("enum") or []) == 1:
                continue
            if isinstance(kind, dict) and ("properties" in kind or "allOf" in kind):
                yield kind, values.get(own, [own])

    def _one_way_fields(self) -> None:
        """Make read-only fields optional in requests, and write-only fields in responses."""
        sent, received = self._reached("requestBody"), self._reached("responses")
        for node in [*sent.values(), *received.values()]:
            for word, ways in (("readOnly", sent), ("writeOnly", received)):
                for name, child in mapping(node.get("properties")).items():
                    is_one_way = mapping(resolve(self.document, child)).get(word) is True
                    if is_one_way and id(node) in ways and name in (node.get("required") or []):
                        node["required"] = [one for one in node["required"] if one != name]

    def _binary_fields(self) -> None:
        """Mark whole bodies and multipart parts as binary; other binary fields become text."""
        parts = self._reached("requestBody", FORMS[0])
        whole = {id(BINARY)}
        for node in parts.values():
            content_type = str(node.get("contentMediaType", "text/plain"))
            if self._kind(content_type, None) == "bytes" and "contentEncoding" not in node:
                node["format"] = "binary"
                node.setdefault("type", "string")
        for node, _ in walk(self.document):
            media = mapping(node.get("content"))
            whole |= {id(mapping(one).get("schema")) for one in media.values()}
        for node, _ in walk(self.document):
            if node.get("format") == "binary" and id(node) not in {*parts, *whole}:
                del node["format"]

    def _reached(self, part: str, kind: str = "") -> dict[int, dict[str, Any]]:
        """Return all schemas in the requests or the responses, with their ``id()`` as keys."""
        roots: list[Any] = []
        for extra in self.extras.values():
            node = mapping(self.operation(extra).get(part))
            for one in [node] if "content" in node else node.values():
                content = mapping(mapping(resolve(self.document, one)).get("content"))
                roots += [media for name, media in content.items() if kind in name]
        return reached(self.document, roots)

    def _schemas(self) -> None:
        components = self._components.setdefault("schemas", {})
        self._classes = {pascal_case(name) for name in components}
        for name in list(components):
            components[name] = self._schema(components[name], name)
        names = {
            ("paths", one.path, one.method): self.operation(one).get("operationId")
            or f"{one.method} {one.path}"
            for one in self.extras.values()
        }
        paths = walk(self.document["paths"], ("paths",))
        for node, where in [*paths, *walk(self._components)]:
            if "schema" in node:
                name = names.get(where[:3], node.get("name", ""))
                node["schema"] = self._schema(node["schema"], str(name))
        classes = {
            name: pascal_case(str(one.get("title", name))) for name, one in components.items()
        }
        taken = Counter(classes.values())
        for name, one in components.items():
            if taken[classes[name]] > 1:  # several schemas have this title or name
                one.pop("title", None)

    def _schema(self, schema: Any, name: str) -> Any:  # noqa: C901, PLR0912 (rules)
        """Return a schema in a form that the parser reads correctly.

        Args:
            schema: The schema.
            name: The name for a class that the schema may need.
        """
        if not isinstance(schema, dict):
            return {}  # the schema true allows any value
        if "x-prepared" in schema:
            return schema
        if "$ref" in schema:
            beside = {key: one for key, one in schema.items() if key != "$ref"}
            if not {"properties", "required", "additionalProperties"} & beside.keys():
                return schema
            schema = {**beside, "allOf": [{"$ref": schema["$ref"]}]}
        schema = dict(schema)
        if "properties" in schema:
            self._names(schema)
            schema["properties"] = {
                key: self._named(self._schema(one, f"{name} {key}"), f"{name} {key}", key)
                for key, one in mapping(schema["properties"]).items()
            }
        for word in ("items", "additionalProperties"):
            if isinstance(schema.get(word), dict) or (word == "items" and word in schema):
                suffix = "item" if word == "items" else "AdditionalProperty"
                schema[word] = self._schema(schema[word], f"{name} {suffix}")
        if isinstance(schema.get("default"), (dict, list)):
            del schema["default"]  # the parser refuses it, and the server applies it anyway
        if "patternProperties" in schema:
            schema.pop("additionalProperties", None)  # fields that match a pattern differ from it
        self._plain(schema)
        for word in ("allOf", "anyOf", "oneOf", "prefixItems"):
            if isinstance(schema.get(word), list):
                schema[word] = [
                    self._schema(one, f"{name} type {index}")
                    for index, one in enumerate(schema[word])
                ]
        schema = self._joined(schema)
        for word in ("anyOf", "oneOf"):
            if word in schema:
                schema[word] = [
                    self._moved(one, f"{name} type {index}")
                    for index, one in enumerate(schema[word])
                ]
        self._default(schema)
        if schema:
            schema["x-prepared"] = True
        return schema

    def _names(self, schema: dict[str, Any]) -> None:
        """Refuse fields that would have the same name in Python."""
        fields: dict[tuple[str, str], str] = {}
        for name in mapping(schema["properties"]):
            # If two names differ only in snake case, the parser uses them without snake case.
            shown = [PythonIdentifier(name, "field_", skip_snake_case=one) for one in (False, True)]
            other = fields.setdefault((shown[0], shown[1]), name)
            if other != name:
                text = f"the fields `{other}` and `{name}` have the same name in Python: rename one"
                self.findings.append(self._about(schema, text))

    def _named(self, schema: dict[str, Any], full: str, name: str) -> dict[str, Any]:
        """Give a nested class a name that no other class has."""
        if _makes_class(schema) and "title" not in schema and pascal_case(full) in self._classes:
            schema["title"] = f"{name} value"
        return schema

    def _moved(self, choice: dict[str, Any], name: str) -> dict[str, Any]:
        """Move a choice to a named schema if the parser would fail by reading the choice twice."""
        inner = [one for one, _ in walk(choice) if one is not choice and _makes_class(one)]
        if not _makes_class(choice) or not ("allOf" in choice or inner):
            return choice
        name = name.replace("/", "_").replace(" ", "_")
        self._components["schemas"][name] = choice
        return {"$ref": f"#/components/schemas/{name}"}

    def _default(self, schema: dict[str, Any]) -> None:
        """Remove a default that is not a value of the enum."""
        sub = [one for word in ("allOf", "anyOf", "oneOf") for one in schema.get(word) or []]
        target = mapping(resolve(self.document, sub[0])) if len(sub) == 1 else schema
        values = target.get("enum")
        if values and "default" in schema and schema["default"] not in values:
            text = f"the default `{schema['default']}` is not in the enum and is left out"
            self.warnings.append(self._about(schema, text))
            del schema["default"]

    def _plain(self, schema: dict[str, Any]) -> None:  # noqa: C901 (a list of rules)
        kind = schema.get("type")
        if schema.get("type") is None and "properties" in schema:
            schema["type"] = kind = "object"
        if (
            isinstance(kind, list)
            and "object" in kind
            and {"properties", "additionalProperties"} & (schema.keys())
        ):
            inner = {key: schema.pop(key) for key in list(schema) if key in STRUCTURE}
            schema["oneOf"] = [_of_type(one, inner) for one in kind]
            return
        if (kind == "array" or (isinstance(kind, list) and "array" in kind)) and not (
            {"items", "prefixItems"} & schema.keys()
        ):
            schema["items"] = {}
        if "const" in schema:
            value = schema["const"]
            if value is None:
                schema["type"] = "null"
            elif isinstance(value, float):
                schema["type"] = "number"
            if not isinstance(value, (str, int)):
                del schema["const"]
        if not isinstance(schema.get("x-id-properties", {}), dict):
            del schema["x-id-properties"]
        values = schema.get("enum")
        if isinstance(values, list):
            kinds = {type(one) for one in values if one is not None}
            if kinds not in ({str}, {int}):
                del schema["enum"]  # the type remains
                if kinds == {bool}:
                    schema.setdefault("type", "boolean")
            else:
                has_null = schema.get("nullable") or "null" in (kind or []) or None in values
                self._enum(schema, [one for one in values if one is not None], has_null=has_null)

    def _enum(self, schema: dict[str, Any], values: list[Any], *, has_null: bool) -> None:
        """Check the names of an enum's members; leave out repeated values."""
        names = schema.get("x-enum-varnames") or []
        by_value = dict(zip(values, names, strict=False))
        if len(names) != len(values):
            schema.pop("x-enum-varnames", None)
            by_value = {one: _member(one, index) for index, one in enumerate(dict.fromkeys(values))}
        elif names:
            schema["x-enum-varnames"] = list(by_value.values())
        taken = Counter(snake_case(str(name)).upper() for name in by_value.values())
        if same := [name for name, count in taken.items() if count > 1]:
            text = f"several values of this enum need the name {same[0]}"
            text += ": give all values names with `x-enum-varnames: [A, B, …]`"
            self.findings.append(self._about(schema, text))
        if same or not all(map(_can_be_a_member, values)):
            del schema["enum"]  # the type remains
        else:
            schema["enum"] = [*by_value, *([None] if has_null else [])]

    def _joined(self, schema: dict[str, Any]) -> dict[str, Any]:  # noqa: C901, PLR0912 (rules)
        """Join `allOf`, and fields next to a choice, in a form that loses nothing."""
        parts: list[dict[str, Any]] = []
        waiting = list(schema.get("allOf") or [])
        while waiting:
            part = waiting.pop(0)
            if "$ref" not in part and "allOf" in part:
                waiting = [*part["allOf"], {**part, "allOf": None}, *waiting]
                waiting = [{k: v for k, v in one.items() if v is not None} for one in waiting]
            else:
                parts.append(part)
        own = {key: value for key, value in schema.items() if key != "allOf"}
        for part in [one for one in parts if not STRUCTURE & one.keys()]:
            own = {**part, **own}
            parts.remove(part)
        for part in parts:
            if isinstance(part.get("additionalProperties"), dict):
                own.setdefault("additionalProperties", part["additionalProperties"])
        choice = next((one for one in parts if self._choices(one)), None)
        if choice:
            parts.remove(choice)
            choices = [one for one in self._choices(choice) if one.get("type") != "null"]
            return self._distributed(own, parts, choices)
        if self._choices(own) and ("properties" in own or parts):
            choices = self._choices(own)
            if parts or len(own.keys() & STRUCTURE) > 1:
                choices = [one for one in choices if one.get("type") != "null"]
            own = {key: one for key, one in own.items() if key not in {"anyOf", "oneOf"}}
            own.pop("discriminator", None)
            if all(not {"$ref", "properties", "allOf"} & one.keys() for one in choices):
                return self._joined({**own, "allOf": parts} if parts else own)
            return self._distributed(own, parts, choices)
        if not parts:
            return own
        if not any("$ref" in one or _is_object(one) for one in parts) and not _is_object(own):
            return {key: value for one in [*parts, own] for key, value in one.items()}
        nullable = own.pop("nullable", False)
        if len(parts) == 1 and {"properties", "required", "additionalProperties"} & own.keys():
            parts.append({"type": "object"})
        joined = {**own, "allOf": parts}
        return {"oneOf": [{"type": "null"}, joined]} if nullable else joined

    def _choices(self, schema: Any) -> list[Any]:
        found = mapping(resolve(self.document, schema))
        return [one for word in ("oneOf", "anyOf") for one in found.get(word) or []]

    def _distributed(self, own: dict[str, Any], parts: list[Any], choices: list[Any]) -> Any:
        """Return a choice of objects; each object contains the keywords next to the choice."""
        line = {"x-line": own.pop("x-line", 1)}
        around = {"description": own.pop("description", None), "title": own.pop("title", None)}
        nullable = own.pop("nullable", False)
        if STRUCTURE & own.keys():
            parts = [*parts, own]
        found = [self._joined({**line, "allOf": [*parts, one]}) for one in choices]
        shown = {key: value for key, value in around.items() if value}
        if len(found) == 1 and not nullable:
            return {**found[0], **line, **shown}
        return {**line, **shown, "oneOf": [*found, *([{"type": "null"}] if nullable else [])]}


def _without_lines(media: Any) -> str:
    """Return the schema of a media type as text, to compare it."""
    return re.sub(r'"x-line": \d+', "", json.dumps(mapping(media).get("schema"), default=str))


def _member(value: Any, index: int) -> str:
    """Return the name that the parser gives to a value of an enum."""
    if isinstance(value, int):
        return f"VALUE_{value}".replace("-", "NEGATIVE_")
    return value.upper() if value[:1].isalpha() else f"VALUE_{index}"


def _can_be_a_member(value: Any) -> bool:
    """Return whether the code contains the exact value; the parser deletes control characters."""
    return json.loads(f'"{in_double_quote_literal(str(value))}"') == str(value)


def _of_type(kind: str, schema: dict[str, Any]) -> dict[str, Any]:
    """Return the part for one type of a schema with several types."""
    items = {"items", "prefixItems"}
    keys = {"array": items, "object": STRUCTURE - items - {"format"}}.get(kind, {"format"})
    return {**{key: one for key, one in schema.items() if key in keys}, "type": kind}


def _plain_name(name: str) -> str:
    """Return a path parameter's name in a form that the parser accepts; requests omit the name."""
    name = re.sub(r"[^a-zA-Z0-9_-]", "_", name)
    return f"_{name}" if name[:1].isdigit() else name


def _plain_path(path: str) -> str:
    return re.sub(r"{([^{}]+)}", lambda name: f"{{{_plain_name(name[1])}}}", path)


def _makes_class(schema: dict[str, Any]) -> bool:
    is_choice = "oneOf" in schema or "anyOf" in schema
    return not is_choice and (_is_object(schema) or ("enum" in schema and "type" in schema))


def _is_object(schema: dict[str, Any]) -> bool:
    return bool({"properties", "required", "allOf"} & schema.keys()) or (
        schema.get("type") == "object"
    )
