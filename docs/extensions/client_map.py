"""The map of clients and endpoints, drawn from the specifications."""

from collections.abc import Iterator
from html import escape

from service_specs import Operation, operations, spec

# The layout of the map: rows of two columns, each with a client and its service.
ROWS = (
    (
        (("MiddlewareClient", "middleware"), ("MultiManagerClient", "multi_manager")),
        (("ManagerClient", "manager"),),
    ),
    (
        (("HostClient", "host"),),
        (("SequenceClient", "host"), ("InstanceClient", "host")),
    ),
)
SERVICE_OF = {client: service for row in ROWS for column in row for client, service in column}
# The methods that create one client from another.
WAYS = (
    ("MiddlewareClient", "ManagerClient", "get_manager_client"),
    ("MultiManagerClient", "ManagerClient", "get_manager_client"),
    ("ManagerClient", "HostClient", "get_host_client"),
    ("HostClient", "SequenceClient", "send_sequence"),
    ("HostClient", "InstanceClient", "get_instance_client"),
    ("SequenceClient", "InstanceClient", "start"),
)
WIDTH, GAP, LINE, HEAD, PAD = 290, 150, 18, 46, 12


def client_map() -> str:
    """Return the picture as a part of the page, with the page's colours and with links."""
    boxes = dict(_boxes())
    height = max(y + h for _, y, h in boxes.values()) + PAD
    width = 2 * WIDTH + GAP
    head = (
        f'<svg class="client-map" viewBox="0 0 {width} {height}" width="{width}" '
        f'height="{height}" role="group" aria-label="The clients and their endpoints">'
        '<defs><marker id="tip" viewBox="0 0 8 8" refX="8" refY="4" markerWidth="9" '
        'markerHeight="9" orient="auto"><path d="M0 0 8 4 0 8z"/></marker></defs>'
    )
    parts = [
        head,
        *_arrows(boxes),
        *(line for client, box in boxes.items() for line in _box(client, *box)),
        "</svg>",
    ]
    # A wide map can be scrolled, also with the keyboard.
    return (
        '```{raw} html\n<div class="map-frame" tabindex="0" role="region" '
        'aria-label="Map of the clients">\n' + "\n".join(parts) + "\n</div>\n```\n"
    )


def endpoints(client: str) -> list[Operation]:
    """Return the operations behind a client's methods."""
    return [one for one in operations(SERVICE_OF[client]) if _owner(one) == client]


def _owner(operation: Operation) -> str:
    """Return the client of an operation: that of the entity whose id is in the path, if any."""
    for entity, client in (("sequence", "SequenceClient"), ("instance", "InstanceClient")):
        if f"/{entity}/{{{entity}_id}}" in operation.path:
            return client
    return next(client for client, service in SERVICE_OF.items() if service == operation.service)


def _boxes() -> Iterator[tuple[str, tuple[int, int, int]]]:
    """Yield each client's place: x, y and height."""
    top = PAD
    for row in ROWS:
        bottoms: list[int] = []
        for number, column in enumerate(row):
            y = top
            for client, _ in column:
                height = HEAD + LINE * len(endpoints(client)) + PAD
                yield client, (number * (WIDTH + GAP), y, height)
                y += height + HEAD
            bottoms.append(y)
        top = max(bottoms) + PAD


def _box(client: str, x: int, y: int, height: int) -> Iterator[str]:
    service = SERVICE_OF[client]
    own_id = f"{{{client.removesuffix('Client').lower()}_id}}"
    page = f"specs/{service}.html"
    yield f'<rect x="{x + 1}" y="{y}" width="{WIDTH - 2}" height="{height}" rx="8"/>'
    yield f'<text class="client" x="{x + PAD}" y="{y + 20}">{client}</text>'
    summary = spec(service)["info"]["title"].removeprefix("Scramjet ").removesuffix(" API")
    yield f'<text class="service" x="{x + PAD}" y="{y + 37}">{escape(summary)}</text>'
    for number, one in enumerate(endpoints(client)):
        path = one.path.replace(own_id, "{id}").replace("{event_name}", "{name}")
        yield (
            f'<a href="{page}#{one.anchor}"><text x="{x + PAD}" '
            f'y="{y + HEAD + LINE * number + 13}"><tspan class="method">{one.method}</tspan>'
            f'<tspan x="{x + PAD + 54}">{escape(path)}</tspan>'
            f"<title>{escape(one.content['summary'])}</title></text></a>"
        )


def _arrows(boxes: dict[str, tuple[int, int, int]]) -> Iterator[str]:
    for start, end, method in WAYS:
        (x1, y1, h1), (x2, y2, _) = boxes[start], boxes[end]
        bottom = y1 + h1
        if x1 == x2:  # to the box below
            x = x1 + WIDTH // 2
            line, label = f"M{x} {bottom}V{y2 - 1}", (x + 10, (bottom + y2) // 2 + 4)
        elif x1 > x2:  # to the row below, on the other side
            x, middle = x1 + WIDTH // 2, (bottom + y2) // 2
            line = f"M{x} {bottom}V{middle}H{x2 + WIDTH // 2}V{y2 - 1}"
            label = (x2 + WIDTH + 8, middle - 7)
        else:  # to the right, and up or down where it must
            left, y = x1 + WIDTH, y2 + 22
            begin = y if y1 <= y <= bottom else y1 + 22
            line = (
                f"M{left} {begin}H{x2 - 10}V{y}H{x2 - 1}" if begin != y else f"M{left} {y}H{x2 - 1}"
            )
            label = (left + 5, begin - 7)
        yield f'<path class="way" d="{line}"/>'
        yield f'<text class="way" x="{label[0]}" y="{label[1]}">{method}()</text>'
