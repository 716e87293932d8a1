"""What can't be generated right is refused here, with its line and what to write instead.

Each rule is a function that gives its findings; all of them are told at once.
"""

import difflib
import keyword
import re
from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any

import names
import specs
from openapi_spec_validator import OpenAPIV30SpecValidator, OpenAPIV31SpecValidator
from specs import Finding, Operation, Spec, Where, mapping

Rule = Callable[[Spec], Iterator[Finding]]

TOP = {"openapi", "info", "jsonSchemaDialect", "servers", "paths", "webhooks", "components"} | {
    "security",
    "tags",
    "externalDocs",
}
# The runtime's own modules: a package of this name would take one's place.
RUNTIME = {"client", "errors", "types"}
# What a module of operations imports: a class of this name would take its place.
MODULES_OWN = {"annotations", "cast", "datetime", "httpx", "path_segment"}
EXTENSIONS = {
    "x-stream": "a response",
    "x-id-properties": "a schema",
    "x-enum-varnames": "a schema",
}
# What one parameter can be, as it is sent: one text.
TEXTS = {"string", "integer", "number", "boolean", "enum", "integer enum", "const"} | {
    "date",
    "date-time",
    "uuid",
}
STYLES = {"path": "simple", "query": "form", "header": "simple"}
BINARY_TEXT = "`application/octet-stream` with `schema: {type: string, format: binary}`"
_WORDS = """
$ref $comment $id $schema $defs $anchor title description type format enum const default example
examples deprecated readOnly writeOnly nullable properties required additionalProperties
unevaluatedProperties propertyNames minProperties maxProperties items prefixItems contains
minContains maxContains minItems maxItems uniqueItems unevaluatedItems minimum maximum
exclusiveMinimum exclusiveMaximum multipleOf minLength maxLength pattern contentEncoding
contentMediaType contentSchema allOf anyOf oneOf not if then else dependentRequired
dependentSchemas patternProperties discriminator xml externalDocs
"""
SCHEMA_WORDS = set(_WORDS.split())
# Words that change what an answer is, and that the generator passes over.
LOST_WORDS = {
    "patternProperties": "write `additionalProperties` with one schema for all",
    "$defs": "move its schemas to `components/schemas`",
    "$dynamicRef": "write a plain `$ref`",
    "dependentSchemas": "write all fields as optional `properties`",
}
TYPES = {"string", "integer", "number", "boolean", "array", "object", "null"}


def close(word: str, words: set[str]) -> str:
    """Return a hint at the word that was probably meant."""
    found = difflib.get_close_matches(word, words, 1, 0.7)
    return f": write `{found[0]}`" if found else ""


# The file


def _file_has_a_name(spec: Spec) -> Iterator[Finding]:
    name = spec.name
    better = re.sub(r"\W", "_", name)
    if not name.isidentifier() or keyword.iskeyword(name):
        better = better if better.isidentifier() and not keyword.iskeyword(better) else "service"
        yield spec.found((), f"`{name}` can't be a package's name: call the file `{better}.yaml`")
    elif name in RUNTIME:
        yield spec.found((), f"`{name}` is a module of the runtime: give the file another name")


def _it_is_a_specification(spec: Spec) -> Iterator[Finding]:
    document = spec.document
    if not isinstance(document, dict):
        yield spec.found((), "this is no specification: it begins with `openapi: 3.1.0`")
        return
    version = str(document.get("openapi", ""))
    if not re.match(r"3\.[01]\.", version):
        which = f"`{version}`" if version else "a description without `openapi:`"
        yield spec.found(("openapi",), f"{which} can't be read: write OpenAPI, `openapi: 3.1.0`")
    for key in document:
        if key not in TOP and not key.startswith("x-"):
            missing = TOP - document.keys()
            yield spec.found((key,), f"`{key}` is no part of OpenAPI{close(key, missing)}")
    if not mapping(document.get("paths")):
        yield spec.found(("paths",), "there are no `paths`: write at least one operation")


def _it_is_valid(spec: Spec) -> Iterator[Finding]:
    old = str(spec.document.get("openapi")).startswith("3.0")
    validator = (OpenAPIV30SpecValidator if old else OpenAPIV31SpecValidator)(spec.document)
    try:
        for error in validator.iter_errors():
            where = tuple(error.absolute_path)
            yield spec.found(where, f"this is no valid OpenAPI: {error.message:.200}")
    except Exception as error:  # noqa: BLE001 (it fails on what it has just called wrong)
        yield spec.found((), f"this is no valid OpenAPI: {type(error).__name__}: {error!s:.200}")


# References


def _references(spec: Spec) -> Iterator[Finding]:
    kinds = mapping(spec.document.get("components"))
    for node, where in specs.nodes(spec.document):
        reference = node.get("$ref")
        if "$ref" not in node or (where and where[-1] == "properties"):
            continue
        place = (*where, "$ref")
        found = re.fullmatch(r"#/components/(\w+)/([^/]+)", str(reference))
        if not str(reference).startswith("#/"):
            yield spec.found(place, f"`{reference}` is in another file: copy it into this one")
        elif spec.pointed_at(reference) is None:
            there = set(mapping(kinds.get(found[1] if found else "")))
            hint = close(found[2], there) if found else ""
            yield spec.found(place, f"`{reference}` is nowhere{hint or ': write it or mend this'}")
        elif not found:
            yield spec.found(
                place, f"`{reference}` is no component: move it to `#/components/…/NAME`"
            )
        elif not spec.follow(where)[0] and "$ref" in mapping(spec.at(spec.follow(where)[1])):
            yield spec.found(place, f"`{reference}` leads back to itself: write what it is")
        elif where[:-1] == ("paths",):
            yield spec.found(place, "a path can't be a `$ref`: write its operations here")
        elif where[:-1] in {
            ("components", kind) for kind in ("parameters", "responses", "requestBodies")
        }:
            yield spec.found(place, "a component can't be a `$ref`: refer to the other one itself")
        elif lost := {"properties", "required", "items", "enum", "type", "allOf"} & node.keys():
            yield spec.found(
                place, f"`{min(lost)}` beside a `$ref` is lost: write a schema of its own"
            )


# Operations and their names


def _operations_have_names(spec: Spec) -> Iterator[Finding]:
    there: dict[tuple[str, str], Operation] = {}
    ids: dict[str, Operation] = {}
    for operation in spec.operations:
        given = operation.data.get("operationId")
        place = (*operation.where, "operationId")
        if given is not None and given in ids:
            first = spec.found(ids[given].where, "").line
            yield spec.found(place, f"`{given}` is the operation in line {first}: give another id")
            continue
        if given is not None:
            ids[given] = operation
        tag, name = names.operation(operation)
        if name in MODULES_OWN:
            yield spec.found(
                place, f"`{name}` is what its module itself uses: give it another operationId"
            )
        if (tag, name) in there:
            both = f"`{operation.name}` and `{there[tag, name].name}`"
            yield spec.found(place, f"{both} are both {tag}.{name}: give one another operationId")
        there.setdefault((tag, name), operation)


def _paths_fit_their_parameters(spec: Spec) -> Iterator[Finding]:
    for operation in spec.operations:
        inside = re.findall(r"{([^{}]*)}", operation.path)
        around = re.sub(r"{[a-zA-Z_-][a-zA-Z0-9_-]*}", "", operation.path)
        if set("{}?#") & set(around) or not operation.path.startswith("/"):
            yield spec.found(
                operation.where[:-1],
                f"the path `{operation.path}` can't be sent: it begins with `/`, its parameters "
                "are letters, digits, `_` and `-` in braces, and a query is `parameters`",
            )
            continue
        if len(inside) != len(set(inside)):
            yield spec.found(operation.where[:-1], "a parameter stands twice in this path")
        given = {name for place, name in spec.parameters(operation) if place == "path"}
        for name in sorted(set(inside) - given):
            yield spec.found(
                operation.where, f"`{{{name}}}` has no parameter: add one with `in: path`"
            )
        for name in sorted(given - set(inside)):
            _, where = spec.parameters(operation)["path", name]
            yield spec.found(
                where, f"the path parameter `{name}` is not in `{operation.path}`: mend one"
            )


def _servers_are_the_clients(spec: Spec) -> Iterator[Finding]:
    for operation in spec.operations:
        for owner in (operation.where, operation.where[:-1]):
            if "servers" in mapping(spec.at(owner)):
                yield spec.found(
                    (*owner, "servers"),
                    "an address of its own is not used: the client's base URL is. Leave `servers` "
                    "out, or write another specification for that server",
                )


# Parameters


def _parameters_can_be_sent(spec: Spec) -> Iterator[Finding]:
    for operation in spec.operations:
        for (place, name), (parameter, where) in spec.parameters(operation).items():
            for key, text in _unsendable(spec, place, parameter, where):
                key_place = (*where, key) if key else where
                yield spec.found(key_place, f"the {place} parameter `{name}`: {text}")


def _unsendable(
    spec: Spec, place: str, parameter: Mapping[str, Any], where: Where
) -> Iterator[tuple[str, str]]:
    """Say why a parameter can't be sent as the specification says: what, and the text."""
    if place == "cookie":
        yield "in", "cookies are not sent: give the client a `Cookie` header instead"
        return
    if place not in STYLES:
        yield "in", f"`in: {place}` is none: write path, query or header"
        return
    if place == "path" and parameter.get("required") is not True:
        yield "required", "it is always there: write `required: true`"
    lower = str(parameter.get("name")).lower()
    if place == "header" and lower in {"authorization", "accept"}:
        yield "name", "OpenAPI ignores it as a parameter: leave it out; the client sends it"
        return
    if "schema" not in parameter:
        key = "content" if "content" in parameter else ""
        yield key, "it would be left out: give it a `schema`, not `content`"
        return
    style = parameter.get("style", STYLES[place])
    if style != STYLES[place]:
        yield (
            "style",
            (
                f"`style: {style}` can't be sent: leave it out, or make the parameter a "
                "`type: string` that the caller writes in that style"
            ),
        )
        return
    if parameter.get("allowReserved"):
        yield "allowReserved", "it is always percent-encoded: leave `allowReserved` out"
    yield from _unsendable_type(spec, place, parameter, (*where, "schema"))


def _unsendable_type(
    spec: Spec, place: str, parameter: Mapping[str, Any], where: Where
) -> Iterator[tuple[str, str]]:
    found = kinds(spec, where)
    what = {kind for kind, _ in found}
    if "any" in what:
        yield "schema", "it has no type, so it can't be said how it is sent: write `type:`"
    elif place == "path":
        if what - TEXTS:
            yield "schema", "a path takes a single text or number: no list, object or null"
    elif place == "header":
        plain = {"string", "integer", "number", "boolean", "enum", "integer enum"}
        if not what <= plain or (len(what) > 1 and not what <= {"string", "enum"}):
            yield (
                "schema",
                (
                    "a header takes a text, number, boolean or enum, one of them and not null: "
                    "write anything else as `type: string`"
                ),
            )
    elif what & {"array", "object"}:
        yield from _unsendable_list(spec, parameter, found)
    elif what - TEXTS - {"null"}:
        yield "schema", "a query takes texts, numbers, booleans and lists of them"


def _unsendable_list(
    spec: Spec, parameter: Mapping[str, Any], found: list[tuple[str, Where]]
) -> Iterator[tuple[str, str]]:
    what = [kind for kind, _ in found if kind != "null"]
    if len(what) > 1 or ("object" in what and len(found) > 1):
        yield "schema", "a list or an object can't be one choice of several: write only it"
        return
    if parameter.get("explode") is False:
        yield (
            "explode",
            (
                "`explode: false` would be sent as if it were true: leave it out (`a=1&a=2`), "
                "or make the parameter a `type: string` that the caller joins"
            ),
        )
    ((kind, where),) = [(kind, where) for kind, where in found if kind != "null"]
    if kind == "array":
        inner = {kind for kind, _ in kinds(spec, (*where, "items"))}
    else:
        inner = {
            kind
            for name in fields(spec, where)[0]
            for kind, _ in kinds(spec, fields(spec, where)[0][name])
        } | {kind for kind, _ in kinds(spec, (*where, "additionalProperties"))} - {"any"}
        inner -= {"null"}
    if inner - TEXTS:
        yield "schema", "only texts, numbers and booleans can be inside of it: flatten it"


# Bodies and answers


def _bodies_can_be_sent(spec: Spec) -> Iterator[Finding]:
    for operation in spec.operations:
        body, where = spec.follow((*operation.where, "requestBody"))
        content = mapping(body.get("content"))
        if "requestBody" in operation.data and not content:
            yield spec.found(where, "a body without `content` can't be sent: say its type")
        for kind, media in content.items():
            place = (*where, "content", kind)
            if text := _unsendable_body(spec, kind, (*place, "schema"), mapping(media), content):
                yield spec.found(place, text)


def _unsendable_body(
    spec: Spec, kind: str, where: Where, media: Mapping[str, Any], content: Mapping[str, Any]
) -> str | None:
    in_json = [one for one in content if is_json(one)]
    binary = [name for name, _ in kinds(spec, where)] == ["binary"]
    if "schema" not in media:
        return f"a body without a `schema` can't be sent: write one ({BINARY_TEXT}, or JSON)"
    if in_json and (len(in_json) > 1 or "application/octet-stream" in content):
        return (
            "of several types of one body only one can be JSON or binary: make operations of them"
        )
    if in_json or (binary and "application/octet-stream" in content):
        return None  # JSON is sent where other types would do, too
    if kind == "application/octet-stream":
        return "a body of bytes needs `schema: {type: string, format: binary}`"
    if kind.startswith("multipart/") or kind == "application/x-www-form-urlencoded":
        return f"forms can't be sent: take the encoded form as {BINARY_TEXT}"
    return f"a body of the type `{kind}` can't be sent: write {BINARY_TEXT} first, then this one"


def is_json(kind: str) -> bool:
    """Say whether a content type is one of JSON."""
    name = kind.partition(";")[0].strip().lower()
    return name == "application/json" or name.endswith("+json")


def _answers_can_be_read(spec: Spec) -> Iterator[Finding]:
    for operation in spec.operations:
        responses = mapping(operation.data.get("responses"))
        place = (*operation.where, "responses")
        if not any(str(status).startswith("2") for status in responses):
            yield spec.found(
                place, "no answer of success is named: write its status, such as `'200'`"
            )
        for status in responses:
            if not re.fullmatch(r"[1-5](\d\d|XX)|default", str(status)):
                yield spec.found((*place, status), f"`{status}` is no status: write 200 or 2XX")
            elif str(status).startswith("2"):
                yield from _unreadable_answer(spec, (*place, status))


def _unreadable_answer(spec: Spec, place: Where) -> Iterator[Finding]:
    response, where = spec.follow(place)
    content = mapping(response.get("content"))
    stream = response.get("x-stream")
    ways = {_way_to_read(spec, kind, (*where, "content", kind, "schema")) for kind in content}
    if stream not in {None, True}:
        yield spec.found((*where, "x-stream"), "write `x-stream: true`, or leave it out")
    if stream is True:
        return
    if "text/event-stream" in content:
        yield spec.found(
            (*where, "content", "text/event-stream"),
            "this may never end: write `x-stream: true` beside `content`",
        )
    elif content and ways <= {None}:
        yield spec.found(
            (*where, "content"),
            f"`{min(content)}` can't be read: write {BINARY_TEXT}; the server's own type is taken",
        )
    elif len(ways - {None}) > 1:
        yield spec.found(
            (*where, "content"),
            "of several types of one answer only the first would be read: write one of them",
        )


def _way_to_read(spec: Spec, kind: str, schema: Where) -> str | None:
    if is_json(kind):
        return "JSON"
    if kind.startswith("text/"):
        return "text"
    return "bytes" if kind == "application/octet-stream" and kinds(spec, schema) else None


# Schemas


def schemas(spec: Spec) -> Iterator[tuple[Any, Where]]:
    """Give all schemas with their places."""
    for node, where in specs.nodes(spec.document):
        if where[:-1] == ("components", "schemas"):
            yield from _inner_schemas(node, where)
        if isinstance(node.get("schema"), dict) and (not where or where[-1] != "properties"):
            yield from _inner_schemas(node["schema"], (*where, "schema"))


def _inner_schemas(node: Any, where: Where) -> Iterator[tuple[Any, Where]]:
    if not isinstance(node, dict):
        return
    yield node, where
    for word in ("properties", "patternProperties", "$defs"):
        for name, child in mapping(node.get(word)).items():
            yield from _inner_schemas(child, (*where, word, name))
    for word in ("items", "additionalProperties", "not"):
        yield from _inner_schemas(node.get(word), (*where, word))
    for word in ("allOf", "anyOf", "oneOf", "prefixItems"):
        given = node.get(word)
        for index, child in enumerate(given if isinstance(given, list) else []):
            yield from _inner_schemas(child, (*where, word, index))


def kinds(
    spec: Spec, where: Where, seen: frozenset[Where] = frozenset()
) -> list[tuple[str, Where]]:
    """Return what a schema's value can be: the kinds, each with the place of its schema."""
    if spec.at(where) is None:
        return [("any", where)]
    schema, where = spec.follow(where)
    if where in seen:
        return []
    seen |= {where}
    choices = [
        (*where, word, index)
        for word in ("anyOf", "oneOf")
        for index in range(len(schema.get(word) or []))
    ]
    if choices:
        return [kind for choice in choices for kind in kinds(spec, choice, seen)]
    parts = schema.get("allOf") or []
    if len(parts) == 1 and "$ref" in mapping(parts[0]):
        return kinds(spec, (*where, "allOf", 0), seen)
    if parts:
        return [("object", where)]
    return [(kind, where) for kind in _own_kinds(schema)]


def _own_kinds(schema: Mapping[str, Any]) -> list[str]:
    if "const" in schema:
        return ["const"]
    types = schema.get("type")
    if types != "boolean" and (values := schema.get("enum")):
        texts = [value for value in values if value is not None]
        kind = "enum" if any(isinstance(value, str) for value in texts) else "integer enum"
        return [kind, "null"] if None in values else [kind]
    found = types if isinstance(types, list) else [types]
    if schema.get("nullable") is True:
        found = [*found, "null"]
    special = schema.get("format")
    return [
        special
        if kind == "string" and special in {"date", "date-time", "uuid", "binary"}
        else "object"
        if kind is None and "properties" in schema
        else kind or "any"
        for kind in found
    ]


def fields(
    spec: Spec, where: Where, seen: frozenset[Where] = frozenset()
) -> tuple[dict[str, Where], set[str]]:
    """Return an object's fields with their places, and the names of the required ones."""
    schema, where = spec.follow(where)
    if where in seen:
        return {}, set()
    found = {name: (*where, "properties", name) for name in mapping(schema.get("properties"))}
    required = {str(name) for name in schema.get("required") or []}
    for index in range(len(schema.get("allOf") or [])):
        inner, needed = fields(spec, (*where, "allOf", index), seen | {where})
        found, required = inner | found, required | needed
    return found, required


def _schemas_say_what_is_read(spec: Spec) -> Iterator[Finding]:
    for schema, where in schemas(spec):
        for word in schema:
            if word in LOST_WORDS:
                yield spec.found((*where, word), f"`{word}` is not read: {LOST_WORDS[word]}")
            elif word not in SCHEMA_WORDS and not word.startswith("x-"):
                hint = close(word, SCHEMA_WORDS) or ": leave it out"
                yield spec.found((*where, word), f"`{word}` is no word of a schema{hint}")
        own, required = fields(spec, where)
        for name in sorted(required - own.keys()) if own else []:
            yield spec.found(
                (*where, "required"), f"`{name}` is required and no field: write it as one"
            )
        types = schema.get("type")
        for kind in types if isinstance(types, list) else [types]:
            if kind is not None and kind not in TYPES:
                hint = close(str(kind), TYPES) or f": write one of {', '.join(sorted(TYPES))}"
                yield spec.found((*where, "type"), f"`{kind}` is no type{hint}")
        if types == "array" and "items" not in schema and "prefixItems" not in schema:
            yield spec.found(where, "a list needs `items`: `items: {}` for anything")
        if schema.get("format") == "binary" and (where[-1] != "schema" or "content" not in where):
            yield spec.found(
                (*where, "format"),
                "bytes can be a whole body or answer only: inside of JSON write `type: string`",
            )
        yield from _combinations(spec, schema, where)


def _combinations(spec: Spec, schema: Mapping[str, Any], where: Where) -> Iterator[Finding]:
    words = [word for word in ("anyOf", "oneOf") if word in schema]
    lost = {"properties", "allOf"} & schema.keys() if words else set()
    if lost or len(words) > 1:
        other = min(lost) if lost else words[1]
        yield spec.found(
            (*where, words[0]),
            f"`{other}` beside `{words[0]}` would be lost: write each choice as a whole schema",
        )
    parts = schema.get("allOf") or []
    if len(parts) == 1 and "$ref" in mapping(parts[0]) and "properties" not in schema:
        return
    for index in range(len(parts)):
        part, place = spec.follow((*where, "allOf", index))
        if not {"properties", "allOf", "required"} & part.keys() and part.get("type") != "object":
            yield spec.found(
                (*where, "allOf", index),
                "`allOf` can only join objects: write the joined schema itself",
            )
        elif {"anyOf", "oneOf", "enum"} & mapping(spec.at(place)).keys():
            yield spec.found((*where, "allOf", index), "choices inside of `allOf` would be lost")


def _choices_can_be_told_apart(spec: Spec) -> Iterator[Finding]:
    for schema, where in schemas(spec):
        discriminator = schema.get("discriminator")
        choices = [
            place
            for kind, place in kinds(spec, where)
            if kind == "object" and ("anyOf" in schema or "oneOf" in schema)
        ]
        if discriminator is not None:
            name = str(mapping(discriminator).get("propertyName"))
            if text := _unread_discriminator(spec, where, name, choices):
                yield spec.found((*where, "discriminator"), text)
            continue
        lists = [place for kind, place in kinds(spec, where) if kind == "array"]
        if len(lists) > 1:
            choices += [
                inner
                for place in lists
                for kind, inner in kinds(spec, (*place, "items"))
                if kind == "object"
            ]
        for index, first in enumerate(choices):
            for second in choices[index + 1 :]:
                if first != second and not _differ(spec, first, second):
                    one, other = _shown(first), _shown(second)
                    yield spec.found(
                        where,
                        f"{other} would be read as {one}: give {one} a `required` field that "
                        f"{other} has not, or both a required field with another `const`",
                    )


def _unread_discriminator(spec: Spec, where: Where, name: str, choices: list[Where]) -> str | None:
    if not choices:
        return (
            "it is not read here: write `oneOf` with all kinds where the value is used, "
            f"and in each kind `{name}` as a required `const`"
        )
    mapped = mapping(mapping(spec.at((*where, "discriminator"))).get("mapping"))
    values: dict[str, Where] = {}
    for choice in choices:
        found, required = fields(spec, choice)
        value = only_value(spec, found[name]) if name in found else None
        if value is None or name not in required or value in values:
            return (
                f"it is not read, the kinds' own fields are: in {_shown(choice)} make `{name}` "
                "`required`, with a `const` of its own"
            )
        values[value] = choice
    for value, reference in mapped.items():
        target = spec.pointed_at(reference)
        if target is None and "/" not in str(reference):
            target = spec.pointed_at(f"#/components/schemas/{reference}")
        if value not in values or (target and spec.follow(target)[1] != values[value]):
            return f"its mapping says `{value}`, the kinds' `const` say otherwise: mend one"
    return None


def only_value(spec: Spec, where: Where) -> str | None:
    """Return the one value that a schema allows, if it allows only one."""
    schema, _ = spec.follow(where)
    values = [schema["const"]] if "const" in schema else schema.get("enum") or []
    return str(values[0]) if len(values) == 1 else None


def _differ(spec: Spec, first: Where, second: Where) -> bool:
    """Say whether reading the second as the first would fail, as it should."""
    ours, required = fields(spec, first)
    theirs, needed = fields(spec, second)
    if (required & ours.keys()) - theirs.keys():
        return True
    return any(
        one is not None and other is not None and one != other
        for one, other in (
            (only_value(spec, ours[name]), only_value(spec, theirs[name]))
            for name in required & needed & ours.keys() & theirs.keys()
        )
    )


def _shown(where: Where) -> str:
    is_named = where[:-1] == ("components", "schemas")
    return f"`{where[-1]}`" if is_named else f"the choice at `{'/'.join(map(str, where[-2:]))}`"


def _names_are_apart(spec: Spec) -> Iterator[Finding]:
    classes: dict[str, str] = {}
    components = mapping(mapping(spec.document.get("components")).get("schemas"))
    for name in components:
        title = mapping(components[name]).get("title")
        module = names.model_module(str(title or name))
        if module in classes:
            yield spec.found(
                ("components", "schemas", name),
                f"`{name}` and `{classes[module]}` are both the module {module}: rename one",
            )
        classes.setdefault(module, name)
    for schema, where in schemas(spec):
        made: dict[str, str] = {}
        for name in mapping(schema.get("properties")):
            attribute = names.attribute(name)
            if attribute in made:
                yield spec.found(
                    (*where, "properties", name),
                    f"`{name}` and `{made[attribute]}` are both the attribute {attribute}: "
                    "leave one out; it is kept in `additional_properties`",
                )
            made.setdefault(attribute, name)


def _enums_can_be_made(spec: Spec) -> Iterator[Finding]:
    for schema, where in schemas(spec):
        values = [value for value in schema.get("enum") or [] if value is not None]
        place = (*where, "enum")
        if not values or schema.get("type") == "boolean":
            continue
        if not all(type(value) is str for value in values) and not all(
            type(value) is int for value in values
        ):
            yield spec.found(
                place, "an enum's values are all texts or all integers: quote them, or leave it out"
            )
            continue
        given = schema.get("x-enum-varnames") or []
        made = given if len(given) == len(values) else map(_member, enumerate(values))
        members = defaultdict(list)
        for value, name in zip(values, made, strict=True):
            members[names.member(str(name))].append(value)
        for name, same in members.items():
            if len(same) > 1 or not name.isidentifier():
                yield spec.found(
                    place,
                    f"{' and '.join(f'`{value}`' for value in same)} would be the name `{name}`: "
                    "give all values names with `x-enum-varnames: [A, B, …]`",
                )


def _member(numbered: tuple[int, Any]) -> str:
    index, value = numbered
    if isinstance(value, int):
        return f"VALUE_NEGATIVE_{-value}" if value < 0 else f"VALUE_{value}"
    return value.upper() if value and value[0].isalpha() else f"VALUE_{index}"


# Our own extensions


def _extensions_are_ours(spec: Spec) -> Iterator[Finding]:
    places = {where for _, where in schemas(spec)}
    for node, where in specs.nodes(spec.document):
        for word in node:
            if not word.startswith(("x-", "x_")) or (where and where[-1] == "properties"):
                continue
            hint = close(word, set(EXTENSIONS))
            if word not in EXTENSIONS:
                if hint:
                    yield spec.found((*where, word), f"`{word}` means nothing here{hint}")
                continue
            is_response = "responses" in where[-2:-1]
            if is_response if EXTENSIONS[word] == "a response" else where in places:
                continue
            yield spec.found((*where, word), f"`{word}` belongs into {EXTENSIONS[word]}")


def _ids_are_fields(spec: Spec) -> Iterator[Finding]:
    for schema, where in schemas(spec):
        found, _ = fields(spec, where)
        given = schema.get("x-id-properties", {})
        if not isinstance(given, dict):
            yield spec.found((*where, "x-id-properties"), "write {NEW_NAME: FIELD}")
        for name, source in mapping(given).items():
            if source not in found or names.attribute(name) in map(names.attribute, found):
                yield spec.found(
                    (*where, "x-id-properties", name),
                    f"`{name}: {source}`: write NEW_NAME: FIELD, where the field is there",
                )


RULES: list[Rule] = [
    _references,
    _operations_have_names,
    _paths_fit_their_parameters,
    _servers_are_the_clients,
    _parameters_can_be_sent,
    _bodies_can_be_sent,
    _answers_can_be_read,
    _schemas_say_what_is_read,
    _choices_can_be_told_apart,
    _names_are_apart,
    _enums_can_be_made,
    _extensions_are_ours,
    _ids_are_fields,
]


def judge(spec: Spec, rules: list[Rule] = RULES) -> list[Finding]:
    """Return everything for which a specification is refused, in the order of its lines."""
    found = [*spec.findings, *_file_has_a_name(spec), *_it_is_a_specification(spec)]
    if isinstance(spec.document, dict):
        invalid = [] if any(tried(_references, spec)) else list(_it_is_valid(spec))
        for rule in rules:
            found.extend(tried(rule, spec))
        # What OpenAPI itself says is told only where nothing clearer was; often it has no line.
        lines = {1, *(finding.line for finding in found)} if found else set()
        found.extend(one for one in invalid if one.line not in lines)
    return sorted(set(found))


def tried(rule: Rule, spec: Spec) -> Iterator[Finding]:
    """Give a rule's findings; where things are of other types than OpenAPI's, it can't judge."""
    try:
        yield from rule(spec)
    except (AttributeError, KeyError, TypeError, ValueError) as error:
        yield spec.found((), f"this is no valid OpenAPI, it can't be judged: {error!s:.200}")


def judge_together(given: Sequence[Spec]) -> list[Finding]:
    """Return what is wrong with several specifications beside each other."""
    seen: dict[str, Spec] = {}
    found = []
    for spec in given:
        other = seen.setdefault(spec.name.lower(), spec)
        if other is not spec:
            found.append(
                spec.found((), f"{other.file} makes the same package: give one another name")
            )
    return found
