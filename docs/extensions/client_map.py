"""The map of clients and endpoints, made from the specifications."""

from collections.abc import Iterator
from html import escape

from service_specs import Operation, operations, spec

SERVICE_OF = {
    "MiddlewareClient": "middleware",
    "MultiManagerClient": "multi_manager",
    "ManagerClient": "manager",
    "HostClient": "host",
    "SequenceClient": "host",
    "InstanceClient": "host",
}


def client_map() -> str:
    """Return a card for each client, with a link to the description of each of its endpoints."""
    cards = [line for client in SERVICE_OF for line in _card(client)]
    return "\n".join(["```{raw} html", '<div class="client-map">', *cards, "</div>", "```\n"])


def endpoints(client: str) -> list[Operation]:
    """Return the operations behind a client's methods."""
    return [one for one in operations(SERVICE_OF[client]) if _owner(one) == client]


def _owner(operation: Operation) -> str:
    """Return the client of an operation: that of the entity whose id is in the path, if any."""
    for entity, client in (("sequence", "SequenceClient"), ("instance", "InstanceClient")):
        if f"/{entity}/{{{entity}_id}}" in operation.path:
            return client
    return next(client for client, service in SERVICE_OF.items() if service == operation.service)


def _card(client: str) -> Iterator[str]:
    service = SERVICE_OF[client]
    own_id = f"{{{client.removesuffix('Client').lower()}_id}}"
    name = spec(service)["info"]["title"].removeprefix("Scramjet ").removesuffix(" API")
    yield f'<div><p class="client">{client}</p><p class="service">{escape(name)}</p><ul>'
    for one in endpoints(client):
        path = one.path.replace(own_id, "{id}").replace("{event_name}", "{name}")
        yield (
            f'<li><a href="specs/{service}.html#{one.anchor}" '
            f'title="{escape(one.content["summary"])}"><span>{one.method}</span> '
            f"{escape(path)}</a></li>"
        )
    yield "</ul></div>"
