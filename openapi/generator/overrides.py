"""Our changes to the generator's own templates, as small as can be, each with its reason.

An edit names the text it replaces. If a new version of the generator no longer has that text, the
generation fails: no override is ever lost in silence.
"""

import hashlib
from dataclasses import dataclass
from pathlib import Path


class OverrideError(Exception):
    """A template is not what an override was written for."""


@dataclass(frozen=True)
class Edit:
    """Replace one passage of a template, which must be there exactly once."""

    name: str
    template: str
    why: str
    old: str
    new: str


@dataclass(frozen=True)
class Replacement:
    """Replace a whole template; the hash is that of the stock one it was written against."""

    name: str
    template: str
    why: str
    stock_sha256: str
    text: str


ENDPOINT = "endpoint_module.py.jinja"
MACROS = "endpoint_macros.py.jinja"
MODEL = "model.py.jinja"

INVALID = "a body the models can't take is one typed error, never a KeyError or a silent None"
STREAM = "a stream may never end: hand out the open response instead of reading it"
TIMEOUT = "one call may need to wait longer than the others"
NULL = "hubs send null where an optional value stands"
OWN = "a server's name for a thing may be one that the function beside it uses itself"
ONCE = "what is the same for all stands once, so the package is small"
ONE_MODULE = "files are large in a package, however small: a class an operation, a module a tag"
QUICK = "lists of thousands of objects are read: do nothing for each that could be done once"

EDITS = [
    Edit(
        "package-client",
        "package_init.py.jinja",
        "the packages share one runtime, so one UNSET and one Client",
        "from .client import",
        "from ..client import",
    ),
    Edit(
        "imports",
        ENDPOINT,
        ONE_MODULE,
        """from http import HTTPStatus
from typing import Any, cast
from urllib.parse import quote

import httpx

from ...client import AuthenticatedClient, Client
from ...types import Response, UNSET
from ... import errors

{% for relative in endpoint.relative_imports | sort %}
{{ relative }}
{% endfor %}
""",
        """{% set operation = "_" + python_identifier(endpoint.name) %}
""",
    ),
    Edit(
        "arguments-models",
        ENDPOINT,
        ONE_MODULE,
        """) -> dict[str, Any]:
    {{ header_params""",
        """) -> dict[str, Any]:
    {% for relative in endpoint.relative_imports | sort if "from ...models." in relative %}
    {{ relative | replace("...models.", "..models.") }}
    {% endfor %}
    {{ header_params""",
    ),
    Edit(
        "own-names",
        ENDPOINT,
        OWN + "; such a parameter gets its place as a suffix, as in timeout_query",
        """{% set return_string = endpoint.response_type() %}
""",
        """{% set own = namespace(path=endpoint.path | in_double_quote_literal) %}
{% set given = endpoint.list_all_parameters() | map(attribute="python_name") | list %}
{% for location, parameter in endpoint.iter_all_parameters() %}
{% set name = parameter.python_name %}
{% if name in ("body", "cookies", "headers", "params", "path_segment", "timeout") or (name.startswith("json_") and name[5:] in given) %}
{{- parameter.set_python_name(name + "_" + location, config) or "" -}}
{% if location == "path" %}
{% set own.path = own.path | replace("{" + name + "}", "{" + parameter.python_name + "}") %}
{% endif %}
{% endif %}
{% endfor %}
{% set return_string = endpoint.response_type() %}
""",
    ),
    Edit(
        "own-path",
        ENDPOINT,
        OWN,
        """        "url": "{{ endpoint.path | in_double_quote_literal }}".format(
""",
        """        "url": "{{ own.path }}".format(
""",
    ),
    Edit(
        "path-segment",
        ENDPOINT,
        "ids such as '..' would address another endpoint",
        """quote(str({{parameter.python_name}}), safe="")""",
        """path_segment({{parameter.python_name}})""",
    ),
    Edit(
        "body-content-type",
        ENDPOINT,
        "a binary body has the content type of its data",
        """    {% else %}
    headers["Content-Type"] = "{{ body.content_type | in_double_quote_literal }}"
    {% endif %}
{% endif %}
""",
        """    {% elif body.body_type == "content" %}
    headers["Content-Type"] = body.mime_type or "{{ body.content_type | in_double_quote_literal }}"
    {% else %}
    headers["Content-Type"] = "{{ body.content_type | in_double_quote_literal }}"
    {% endif %}
{% endif %}
""",
    ),
    Edit(
        "answers-models",
        ENDPOINT,
        ONE_MODULE,
        """def _parse_response(*, client: AuthenticatedClient | Client, response: httpx.Response) -> {{return_type}}:
""",
        """def _parse_response(*, client: Client, response: httpx.Response) -> {{return_type}}:
    {% for relative in endpoint.relative_imports | sort if "from ...models." in relative %}
    {{ relative | replace("...models.", "..models.") }}
    {% endfor %}
""",
    ),
    Edit(
        "unexpected-status",
        ENDPOINT,
        INVALID,
        """    if client.raise_on_unexpected_status:
        raise errors.UnexpectedStatus(response.status_code, response.content)
    else:
        return None
    {% endif %}


def _build_response(*, client: AuthenticatedClient | Client, response: httpx.Response) -> Response[{{ return_string | as_unembedded_code }}]:
    return Response(
        status_code=HTTPStatus(response.status_code),
        content=response.content,
        headers=response.headers,
        parsed=_parse_response(client=client, response=response),
    )
""",
        """    raise client.invalid_response(response)
    {% endif %}
""",
    ),
    Edit(
        "stream-functions",
        ENDPOINT,
        STREAM,
        """{% if endpoint.responses.default %}
    {% set return_type = return_string | as_unembedded_code %}
{% else %}
    {% set return_type = (return_string | as_unembedded_code) + " | None" %}
{% endif %}
""",
        """{% set return_type = return_string | as_unembedded_code %}
{% set stream = endpoint.responses.patterns | selectattr("data.model_extra.x-stream") | list | length > 0 %}
{% if stream %}
def stream(
    {{ arguments(endpoint) | indent(4) }}
) -> AbstractContextManager[httpx.Response]:
    {{ docstring(endpoint) | indent(4) }}
    return client.stream({{ operation }}._get_kwargs({{ kwargs(endpoint, include_client=False) }}), timeout)


def asyncio_stream(
    {{ arguments(endpoint) | indent(4) }}
) -> AbstractAsyncContextManager[httpx.Response]:
    {{ docstring(endpoint) | indent(4) }}
    return client.asyncio_stream({{ operation }}._get_kwargs({{ kwargs(endpoint, include_client=False) }}), timeout)
{% else %}
""",
    ),
    Edit(
        "sync-detailed",
        ENDPOINT,
        TIMEOUT,
        """    kwargs = _get_kwargs(
        {{ kwargs(endpoint, include_client=False) }}
    )

    response = client.get_httpx_client().request(
        **kwargs,
    )

    return _build_response(client=client, response=response)
""",
        """    return client.request({{ operation }}._get_kwargs({{ kwargs(endpoint, include_client=False) }}), timeout, {{ operation }}._parse_response)
""",
    ),
    Edit(
        "sync",
        ENDPOINT,
        TIMEOUT + "; " + INVALID,
        """) -> {{ return_string | as_unembedded_code }} | None:
    {{ docstring(endpoint, return_string, is_detailed=false) | indent(4) }}

    return sync_detailed(
        {{ kwargs(endpoint) }}
    ).parsed
""",
        """) -> {{ return_type }}:
    {{ docstring(endpoint, return_string, is_detailed=false) | indent(4) }}
    return client.request({{ operation }}._get_kwargs({{ kwargs(endpoint, include_client=False) }}), timeout, {{ operation }}._parse_response).parsed
""",
    ),
    Edit(
        "asyncio-detailed",
        ENDPOINT,
        TIMEOUT,
        """    kwargs = _get_kwargs(
        {{ kwargs(endpoint, include_client=False) }}
    )

    response = await client.get_async_httpx_client().request(
        **kwargs
    )

    return _build_response(client=client, response=response)
""",
        """    return await client.asyncio_request({{ operation }}._get_kwargs({{ kwargs(endpoint, include_client=False) }}), timeout, {{ operation }}._parse_response)
""",
    ),
    Edit(
        "asyncio",
        ENDPOINT,
        TIMEOUT + "; " + INVALID + "; " + STREAM,
        """) -> {{ return_string | as_unembedded_code }} | None:
    {{ docstring(endpoint, return_string, is_detailed=false) | indent(4) }}

    return (await asyncio_detailed(
        {{ kwargs(endpoint) }}
    )).parsed
{% endif %}
""",
        """) -> {{ return_type }}:
    {{ docstring(endpoint, return_string, is_detailed=false) | indent(4) }}
    return (await client.asyncio_request({{ operation }}._get_kwargs({{ kwargs(endpoint, include_client=False) }}), timeout, {{ operation }}._parse_response)).parsed
{% endif %}
{% endif %}
""",
    ),
    Edit(
        "timeout-argument",
        MACROS,
        TIMEOUT,
        """{% if endpoint.requires_security %}
client: AuthenticatedClient,
{% else %}
client: AuthenticatedClient | Client,
{% endif %}
{% endif %}
""",
        """client: Client,
timeout: httpx.Timeout | float | None | Unset = UNSET,
{% endif %}
""",
    ),
    Edit(
        "docstring",
        MACROS,
        ONCE + ": the class describes the operation, the annotation the answer, Client the errors",
        """{%- if endpoint.description %} {{ endpoint.description | safe_for_docstring | wordwrap(100) }}

{% endif %}
{% if not endpoint.summary and not endpoint.description %}
""",
        """{% if not endpoint.summary %}
""",
    ),
    Edit(
        "docstring-end",
        MACROS,
        ONCE + ": the class describes the operation, the annotation the answer, Client the errors",
        """    {% endfor %}

{% endif %}
Raises:
    errors.UnexpectedStatus: If the server returns an undocumented status code and Client.raise_on_unexpected_status is True.
    httpx.TimeoutException: If the request takes longer than Client.timeout.

Returns:
{% if is_detailed %}
    Response[{{ return_string | safe_for_docstring }}]
{% else %}
    {{ return_string | safe_for_docstring }}
{% endif %}
""",
        """    {% endfor %}
{% endif %}
""",
    ),
    Edit(
        "null-object",
        "property_templates/property_macros.py.jinja",
        NULL,
        "if isinstance(_{{ property.python_name }},  Unset):",
        "if _{{ property.python_name }} is None or isinstance(_{{ property.python_name }}, Unset):",
    ),
    Edit(
        "null-list",
        "property_templates/list_property.py.jinja",
        NULL,
        "if _{{ property.python_name }} is not UNSET:",
        "if _{{ property.python_name }} is not None and _{{ property.python_name }} is not UNSET:",
    ),
    Edit(
        "own-fields",
        MODEL,
        OWN + "; such a field gets a suffix, as in d_field",
        """{% set class_name = model.class_info.name %}
""",
        """{% for property in model.required_properties + model.optional_properties %}
{% if property.python_name in ("additional_keys", "additional_properties", "cast", "cls", "d", "from_dict", "parse_time", "prop_name", "src_dict", "to_dict") %}
{{- property.set_python_name(property.python_name + "_field", config) or "" -}}
{% endif %}
{% endfor %}
{% set class_name = model.class_info.name %}
""",
    ),
    Edit(
        "object-only",
        MODEL,
        INVALID + "; dict() takes a list of pairs for an object, and [] for an empty one",
        "d = dict(src_dict)",
        "d = {**src_dict}",
    ),
    Edit(
        "list-only",
        "property_templates/list_property.py.jinja",
        INVALID + "; an object's keys and a text's letters are no list",
        """_{{ property.python_name }} = {{ source }}
for {{ inner_source }} in (_{{ property.python_name }}):
""",
        """_{{ property.python_name }} = {{ source }}
if not isinstance(_{{ property.python_name }}, list):
    raise TypeError
for {{ inner_source }} in _{{ property.python_name }}:
""",
    ),
    Edit(
        "text-list-only",
        "property_templates/list_property.py.jinja",
        INVALID + "; lists inside a model stay as they are, since hubs send other things there",
        """{% else %}
{{ property.python_name }} =""",
        """{% elif property.required and inner_property.get_base_type_string() | as_unembedded_code == "str" %}
_{{ property.python_name }} = {{ source }}
if not isinstance(_{{ property.python_name }}, list):
    raise TypeError
for {{ inner_property.python_name }}_data in _{{ property.python_name }}:
    if not isinstance({{ inner_property.python_name }}_data, str):
        raise TypeError
{{ property.python_name }} = cast({{ property.get_type_string(no_optional=True) | as_unembedded_code }}, _{{ property.python_name }})
{% else %}
{{ property.python_name }} =""",
    ),
    Edit(
        "isoparse",
        "property_templates/datetime_property.py.jinja",
        "fromisoformat refuses legal ISO 8601 forms",
        "datetime.datetime.fromisoformat({{ source }})",
        "parse_time({{ source }})",
    ),
    Edit(
        "model-imports",
        MODEL,
        "parse_time is what the timestamps are read with; the rest is of every model",
        """from typing import Any, TypeVar, BinaryIO, TextIO, TYPE_CHECKING, Generator

from attrs import define as _attrs_define
from attrs import field as _attrs_field
{% if model.is_multipart_body %}
import json
from .. import types
{% endif %}

from ..types import UNSET, Unset

{% for relative in model.relative_imports | sort %}
{{ relative }}
""",
        """from typing import Any, Self, cast

from attrs import define as _attrs_define

from ...types import Model as _Model, Object as _Object, OpenModel as _OpenModel, UNSET, Unset, parse_time
{% for relative in model.relative_imports | sort %}
{{ relative | replace("from ..types", "from ...types") }}
""",
    ),
    Edit(
        "no-type-variable",
        MODEL,
        ONCE + ": Self is one",
        """T = TypeVar("T", bound="{{ class_name }}")

""",
        "",
    ),
    Edit(
        "base-class",
        MODEL,
        ONCE + ": the base class has what is the same for all models, and a repr that can be read",
        """@_attrs_define
class {{ class_name }}:
""",
        """@_attrs_define(repr=False)
class {{ class_name }}({{ "_OpenModel[" + additional_property_type + "]" if model.additional_properties else "_Model" }}):
""",
    ),
    Edit(
        "names-in-json",
        MODEL,
        ONCE + ": to_dict needs only the names that are others in JSON",
        """    {% if model.additional_properties %}
    additional_properties: dict[str, {{ additional_property_type }}] = _attrs_field(init=False, factory=dict)
    {% endif %}
""",
        """    {% for property in model.required_properties + model.optional_properties if property.python_name != property.name %}
    {{ "_names = {" if loop.first }}"{{ property.python_name }}": "{{ property.name | in_double_quote_literal }}",{{ "}" if loop.last }}
    {% endfor %}
    {% for name, source in (model.data.model_extra or {}).get("x-id-properties", {}).items() %}
    @property
    def {{ name }}(self) -> str | None:
        \"\"\"The id in ``{{ source }}``, whether the server sent it bare or inside an object.\"\"\"
        value: Any = self.{{ source }}
        return value if isinstance(value, str) else getattr(value, "id", None)

    {% endfor %}
""",
    ),
    Edit(
        "one-to-dict",
        MODEL,
        ONCE + ": the base class has it",
        """    def to_dict(self) -> dict[str, Any]:
    {% for lazy_import in model.lazy_imports | sort %}
        {{ lazy_import }} # noqa: PLC0415
    {% endfor %}
        {{ _to_dict() | indent(8) }}
""",
        "",
    ),
    Edit(
        "untouched-list",
        "property_templates/list_property.py.jinja",
        QUICK,
        " cast({{ property.get_type_string(no_optional=True) | as_unembedded_code }}, {{ source }})",
        " {{ source }}",
    ),
    Edit(
        "union-of-one-model",
        "property_templates/union_property.py.jinja",
        QUICK + "; most unions are of one thing to make and others to take as they are",
        """{% macro construct(property, source) %}
def _parse_""",
        """{% macro construct(property, source) %}
{% set made, taken = [], [] %}
{% for inner_property in property.inner_properties %}
{% import "property_templates/" + inner_property.template as inner_template %}
{% if inner_template.construct %}
{{- made.append([inner_property, inner_template]) or "" -}}
{% else %}
{{- taken.append(inner_property) or "" -}}
{% endif %}
{% endfor %}
{% if taken and not made %}
{{ property.python_name }} = {{ source }}
{% elif taken and made | length == 1 and made[0][1].check_type_for_construct %}
_{{ property.python_name }}: Any = {{ source }}
{{ property.python_name }}: {{ property.get_type_string() | as_unembedded_code }} = _{{ property.python_name }}
{% for inner_property, inner_template in made %}
if {{ inner_template.check_type_for_construct(inner_property, "_" + property.python_name) }}:
    try:
        {{ inner_template.construct(inner_property, "_" + property.python_name) | indent(8) }}
        {{ property.python_name }} = {{ inner_property.python_name }}
    except (TypeError, ValueError, AttributeError, KeyError):
        pass
{% endfor %}
{% else %}
{{ parsed(property, source) }}
{% endif %}
{% endmacro %}

{% macro parsed(property, source) %}
def _parse_""",
    ),
    Edit(
        "imports-for-types",
        MODEL,
        QUICK + "; other models are imported after the class, which they may need",
        """{% for lazy_import in model.lazy_imports | sort %}
{% if loop.first %}
if TYPE_CHECKING:
{% endif %}
  {{ lazy_import }}
{% endfor %}
""",
        "",
    ),
    Edit(
        "imports-from-dict",
        MODEL,
        QUICK + "; fields are set one by one: passing each by its name costs more than reading it",
        """    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
    {% for lazy_import in model.lazy_imports | sort %}
        {{ lazy_import }} # noqa: PLC0415
    {% endfor %}
""",
        """    def from_dict(cls, src_dict: _Object) -> Self:
        self = cls.__new__(cls)
""",
    ),
    Edit(
        "read-into-self",
        MODEL,
        QUICK,
        """{% set module_name = model.class_info.module_name %}
""",
        """{% set module_name = "self" %}
""",
    ),
    Edit(
        "fields-set",
        MODEL,
        QUICK,
        """        {{ prop_template.construct(property, property_source) | indent(8) }}
    {% else %}
        {{ property.python_name }} = {{ property_source }}
    {% endif %}

{% endfor %}
{% endif %}
        {{ module_name }} = cls(
{% for property in model.required_properties + model.optional_properties %}
            {{ property.python_name }}={{ property.python_name }},
{% endfor %}
        )

""",
        """        {{ prop_template.construct(property, property_source) | indent(8) }}
        self.{{ property.python_name }} = {{ property.python_name }}
    {% else %}
        self.{{ property.python_name }} = {{ property_source }}
    {% endif %}
{% endfor %}
{% endif %}
""",
    ),
    Edit(
        "imports-after-class",
        MODEL,
        QUICK + "; the base class has the methods",
        """    {% if model.additional_properties %}
    @property
    def additional_keys(self) -> list[str]:
        return list(self.additional_properties.keys())

    def __getitem__(self, key: str) -> {{ additional_property_type }}:
        return self.additional_properties[key]

    def __setitem__(self, key: str, value: {{ additional_property_type }}) -> None:
        self.additional_properties[key] = value

    def __delitem__(self, key: str) -> None:
        del self.additional_properties[key]

    def __contains__(self, key: str) -> bool:
        return key in self.additional_properties
    {% endif %}
""",
        """{% for lazy_import in model.lazy_imports | sort %}
{{ lazy_import }}
{% endfor %}
""",
    ),
    Edit(
        "additional-properties",
        MODEL,
        QUICK + "; an emptied dict keeps the room of all that was in it",
        """        {{ module_name }}.additional_properties = d
""",
        """        {{ module_name }}.additional_properties = d or {}
""",
    ),
]

REPLACEMENTS = [
    Replacement(
        "models-init",
        "models_init.py.jinja",
        "60 models cost 250 ms when they are all imported: import each at its first use",
        "4f64a3d6e1b15a561be5573c1b7702eb928c0e4fa6b67107d20e57a74c44d51a",
        """from importlib import import_module
from typing import TYPE_CHECKING

{% if imports %}
if TYPE_CHECKING:
{% for import in imports | sort %}
    {{ import }} as {{ import.rsplit(" ", 1)[1] }}
{% endfor %}
{% endif %}

_MODULES: dict[str, str] = {
{% for import in imports | sort %}
    "{{ import.rsplit(" ", 1)[1] }}": "{{ import.split(" ")[1] }}",
{% endfor %}
}


def __getattr__(name: str) -> object:
    if name not in _MODULES:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    value: object = getattr(import_module(_MODULES[name], __name__), name)
    globals()[name] = value
    return value


__all__ = (
{% for all in alls | sort %}
    "{{ all }}",
{% endfor %}
)
""",
    ),
    Replacement(
        "endpoint-init",
        "endpoint_init.py.jinja",
        ONE_MODULE,
        "c1837a037fdbbd85b5dc1d49f58bd80a672fe4496cfaaf84d3b91927027b56da",
        """from __future__ import annotations

from contextlib import AbstractAsyncContextManager, AbstractContextManager
from typing import TYPE_CHECKING, Any, cast

import httpx

from ...client import Client
from ...types import File, Response, UNSET, Unset, path_segment
{% from "helpers.jinja" import docstring as described %}
{# A global of the included template: Jinja demands it of the including one. #}
{% set isbool = none %}
{% set models, others = [], [] %}
{% for endpoint in endpoint_collection.endpoints %}
{% for relative in endpoint.relative_imports %}
{{- (models if "from ...models." in relative else others).append(relative | replace("...models.", "..models.")) or "" -}}
{% endfor %}
{% endfor %}
{{ others | unique | sort | join("\n") }}

{% if models %}
if TYPE_CHECKING:
    {{ models | unique | sort | join("\n") | indent(4) }}
{% endif %}

__all__ = (
{% for endpoint in endpoint_collection.endpoints | sort(attribute="name") %}
    "{{ python_identifier(endpoint.name) }}",
{% endfor %}
)

{% for endpoint in endpoint_collection.endpoints | sort(attribute="name") %}
{% set functions %}

{% include "endpoint_module.py.jinja" %}
{% endset %}
class {{ python_identifier(endpoint.name) }}:
{% filter indent(4, first=True) %}
{% set text %}
{{ (endpoint.summary or "") | safe_for_docstring | wordwrap(100) }}

{{ (endpoint.description or "") | safe_for_docstring | wordwrap(112) }}
{% endset %}
{{ described(text) }}
{{ functions | replace("\ndef ", "\n@staticmethod\ndef ") | replace("\nasync def ", "\n@staticmethod\nasync def ") }}
{% endfilter %}

{# By a name that no parameter of its functions can have. #}
_{{ python_identifier(endpoint.name) }} = {{ python_identifier(endpoint.name) }}

{% endfor %}
""",
    ),
]


def apply(stock: Path, target: Path) -> None:
    """Write the changed templates to ``target``, from those of the generator in ``stock``."""
    changed: dict[str, str] = {}
    for edit in EDITS:
        text = changed.get(edit.template) or (stock / edit.template).read_text(encoding="utf-8")
        if text.count(edit.old) != 1:
            raise OverrideError(
                f"{edit.template}: the passage that an override replaces is there "
                f"{text.count(edit.old)} times, not once ({edit.why}):\n{edit.old}"
            )
        changed[edit.template] = text.replace(edit.old, edit.new)
    for replacement in REPLACEMENTS:
        found = hashlib.sha256((stock / replacement.template).read_bytes()).hexdigest()
        if found != replacement.stock_sha256:
            raise OverrideError(
                f"{replacement.template} of the generator has changed ({replacement.why}): "
                f"compare, then write its new hash {found}"
            )
        changed[replacement.template] = replacement.text
    for name, text in changed.items():
        path = target / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
