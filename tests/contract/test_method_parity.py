"""The methods of the JavaScript clients and of the facade, in both flavours."""

from __future__ import annotations

import inspect
import re
from typing import Any

import pytest

import scramjet_facade
from scramjet_facade import ClientUtils
from tests.contract.recorded import js_rows

CLIENTS = (
    "MiddlewareClient",
    "MultiManagerClient",
    "ManagerClient",
    "HostClient",
    "SequenceClient",
    "InstanceClient",
)
SERVICES = CLIENTS[:4]

# Methods that the JavaScript clients lack.
OURS: dict[str, set[str]] = {
    "MiddlewareClient": {"from_profile"},
    "MultiManagerClient": set(),
    "ManagerClient": {"get_host_info", "send_topic", "get_topic"},
    "HostClient": {"from_profile"},
    "SequenceClient": {"delete", "run"},
    "InstanceClient": {"wait", "wait_ended", "exchange", "pipe_to"},
}
IN_ALL = {"base_url", "bindings", "with_options"}
IN_SERVICES = {"close"}
IN_ENTITIES = {"id"}

ALIASES = {
    "MiddlewareClient": ["getManagers", "getManagerClient"],
    "MultiManagerClient": ["getManagers", "getManagerClient"],
    "ManagerClient": ["getHosts", "getHostClient"],
    "HostClient": ["listSequences", "listInstances", "getSequenceClient", "getInstanceClient"],
    "SequenceClient": [],
    "InstanceClient": [],
    "ClientUtils": ["setDefaultHeaders"],
}
SECOND_NAMES = [
    (client, name, other)
    for client in ("ManagerClient", "HostClient")
    for name, other in [("send_topic", "send_named_data"), ("get_topic", "get_named_data")]
]

# JavaScript's raw requests are methods of the bindings' HTTP client here.
HTTP_METHODS = {"get": "get", "getStream": "stream", "post": "post", "put": "put"} | {
    "delete": "delete",
    "sendStream": "request",
}

JS_METHODS = sorted({(row.client, row.method.split(".")[1]) for row in js_rows()})


def snake_case(name: str) -> str:
    return re.sub(r"[A-Z]", lambda capital: f"_{capital[0].lower()}", name)


def flavours(name: str) -> tuple[type[Any], type[Any]]:
    """Return the synchronous and the asynchronous class."""
    return getattr(scramjet_facade, name), getattr(scramjet_facade, f"Async{name}")


def public(cls: type[Any]) -> set[str]:
    """Return the public names of a class, including an instance's `id`, in snake_case."""
    names = {name for name in dir(cls) if not name.startswith("_")}
    names |= {name for base in cls.__mro__ for name in inspect.get_annotations(base)}
    for base in cls.__mro__[:-1]:
        if "__init__" in vars(base):
            names |= set(re.findall(r"self\.([a-z]\w*) =", inspect.getsource(base.__init__)))
    return {"close" if name == "aclose" else name for name in names if not name.startswith("_")}


@pytest.mark.parametrize(
    ("client", "method"), JS_METHODS, ids=[f"{client}.{name}" for client, name in JS_METHODS]
)
def test_every_javascript_method_exists(client: str, method: str) -> None:
    if client == "ClientUtils":
        if method in HTTP_METHODS:
            sync, asynchronous = flavours("HostClient")
            for cls, get in (
                (sync, "get_httpx_client"),
                (asynchronous, "get_async_httpx_client"),
            ):
                http = getattr(cls("http://127.0.0.1:1").bindings, get)()
                assert callable(getattr(http, HTTP_METHODS[method]))
        else:
            assert callable(getattr(ClientUtils, snake_case(method)))
        return
    for cls in flavours(client):
        assert callable(getattr(cls, snake_case(method)))


@pytest.mark.parametrize("client", CLIENTS)
def test_only_the_listed_names_are_public(client: str) -> None:
    expected = {snake_case(method) for owner, method in JS_METHODS if owner == client}
    expected |= OURS[client] | set(ALIASES[client]) | IN_ALL
    expected |= IN_SERVICES if client in SERVICES else IN_ENTITIES
    for cls in flavours(client):
        assert public(cls) == expected


def comparable(signature: inspect.Signature) -> list[tuple[str, Any, Any, str]]:
    """Return the parameters without the differences of the flavours: Async and Awaitable."""
    return [
        (
            one.name,
            one.kind,
            one.default,
            re.sub(r"Awaitable\[(\w+)\]", r"\1", str(one.annotation)).replace("Async", ""),
        )
        for one in signature.parameters.values()
    ]


@pytest.mark.parametrize("client", [*CLIENTS, "Stream"])
def test_flavours_have_the_same_methods(client: str) -> None:
    sync, asynchronous = flavours(client)
    assert public(sync) == public(asynchronous)
    assert comparable(inspect.signature(sync)) == comparable(inspect.signature(asynchronous))


METHODS = [
    (client, name)
    for client in [*CLIENTS, "Stream"]
    for name in sorted(public(flavours(client)[1]))
    if callable(getattr(flavours(client)[0], name, None))
]


@pytest.mark.parametrize(
    ("client", "name"), METHODS, ids=[f"{client}.{name}" for client, name in METHODS]
)
def test_flavours_have_the_same_parameters(client: str, name: str) -> None:
    sync_class, async_class = flavours(client)
    sync = getattr(sync_class, name)
    asynchronous = getattr(async_class, "aclose" if name == "close" else name)
    ours, theirs = inspect.signature(sync), inspect.signature(asynchronous)
    assert comparable(ours) == comparable(theirs)
    assert str(ours.return_annotation) == str(theirs.return_annotation).replace("Async", "")
    assert not inspect.iscoroutinefunction(sync)


@pytest.mark.parametrize(
    ("client", "alias"),
    [(client, alias) for client, aliases in ALIASES.items() for alias in aliases],
)
def test_an_alias_of_the_platform_is_the_same_method(client: str, alias: str) -> None:
    classes = (ClientUtils,) if client == "ClientUtils" else flavours(client)
    for cls in classes:
        # Compared as functions, because each access binds a class method again.
        ours, name = getattr(cls, alias), snake_case(alias)
        assert getattr(ours, "__func__", ours) is getattr(
            getattr(cls, name), "__func__", getattr(cls, name)
        )


@pytest.mark.parametrize(("client", "name", "other"), SECOND_NAMES)
def test_a_second_name_is_the_same_method(client: str, name: str, other: str) -> None:
    for cls in flavours(client):
        assert getattr(cls, name) is getattr(cls, other)
