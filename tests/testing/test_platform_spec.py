"""The responses of the fake platform match the specifications of its services."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import httpx
import pytest

from scramjet_facade.testing import FakePlatform
from tests.contract.validation import SpecResponse, errors, operations
from tests.fake_programs import FakeHubWithPrograms

if TYPE_CHECKING:
    from collections.abc import Iterator

SPACE, HUB = "a-space", "sth-0"
TEXT = {"content-type": "text/plain"}
# In order: the service, the method, the path, the status, and the options of the request.
REQUESTS: list[tuple[str, str, str, int, dict[str, Any]]] = [
    ("middleware", "GET", "/spaces", 200, {}),
    ("middleware", "GET", "/version", 200, {}),
    ("middleware", "POST", "/space/{space_id}/apikey", 200, {"json": {"description": "mine"}}),
    ("middleware", "GET", "/space/{space_id}/apikey", 200, {}),
    ("middleware", "DELETE", "/space/{space_id}/apikey", 400, {}),
    ("middleware", "DELETE", "/space/{space_id}/apikey", 404, {"headers": {"x-revoke": "none"}}),
    (
        "middleware",
        "DELETE",
        "/space/{space_id}/apikey",
        200,
        {"headers": {"x-revoke-all": "true"}},
    ),
    ("multi_manager", "POST", "/start", 200, {"json": {"manager": {"id": "another"}}}),
    ("multi_manager", "POST", "/start", 409, {"json": {"manager": {"id": "another"}}}),
    ("multi_manager", "POST", "/start", 400, {"json": {}}),
    ("multi_manager", "GET", "/list", 200, {}),
    ("multi_manager", "GET", "/version", 200, {}),
    ("multi_manager", "GET", "/load", 200, {}),
    ("multi_manager", "GET", "/info", 200, {}),
    ("manager", "GET", "/version", 200, {}),
    ("manager", "GET", "/load", 200, {}),
    ("manager", "GET", "/config", 200, {}),
    ("manager", "GET", "/sequences", 200, {}),
    ("manager", "GET", "/all_sequences", 200, {}),
    ("manager", "GET", "/instances", 200, {}),
    ("manager", "GET", "/list", 200, {}),
    ("manager", "GET", "/sth/{host_id}/info", 200, {}),
    ("manager", "POST", "/topic/{topic}", 202, {"headers": TEXT, "content": b"a"}),
    ("manager", "POST", "/topic/{topic}", 400, {"content": b"a", "headers": {"content-type": "a"}}),
    ("manager", "GET", "/topics", 200, {}),
    ("manager", "PUT", "/s3", 200, {"content": b"a"}),
    ("manager", "PUT", "/s3/{item_id}", 200, {"content": b"a"}),
    ("manager", "GET", "/s3", 200, {}),
    ("manager", "DELETE", "/s3/{item_id}", 200, {}),
    ("manager", "DELETE", "/s3/{item_id}", 404, {}),
    ("manager", "DELETE", "/store", 200, {}),
    ("manager", "DELETE", "/sth/{host_id}", 409, {}),
    ("manager", "POST", "/disconnect", 400, {"json": {}}),
    ("manager", "POST", "/disconnect", 200, {"json": {"id": HUB}}),
    ("manager", "POST", "/disconnect", 404, {"json": {"id": HUB}}),
    ("manager", "GET", "/sth/{host_id}/info", 200, {}),
    ("manager", "DELETE", "/sth/{host_id}", 200, {}),
    ("manager", "GET", "/sth/{host_id}/info", 404, {}),
]
IDS = {"space_id": SPACE, "host_id": HUB, "topic": "a-topic", "item_id": "an-item"}


@pytest.fixture
def platform() -> Iterator[FakePlatform]:
    with FakePlatform({SPACE: {HUB: FakeHubWithPrograms("1.0.1")}}) as running:
        yield running


def base_of(platform: FakePlatform, service: str) -> str:
    return {
        "middleware": platform.url,
        "multi_manager": platform.multi_manager_url,
        "manager": f"{platform.url}/space/{SPACE}/api/v1",
    }[service]


def test_all_responses_match_the_specifications(platform: FakePlatform) -> None:
    headers = {"Authorization": f"Bearer {platform.token}"}
    platform.hub.add_sequence("echo", iter)
    with httpx.Client(headers=headers, trust_env=False) as client:
        for service, method, path, status, options in REQUESTS:
            requested = path.format(**IDS)
            response = client.request(method, base_of(platform, service) + requested, **options)
            assert (method, requested, response.status_code) == (method, requested, status)
            assert errors(service, SpecResponse(path, requested, response)) == [], (
                method,
                requested,
            )


def test_every_operation_is_requested() -> None:
    for service in ("middleware", "multi_manager", "manager"):
        requested = {(method, path) for one, method, path, *_ in REQUESTS if one == service}
        assert requested == operations(service).keys()


@pytest.mark.parametrize("service", ["middleware", "multi_manager", "manager"])
def test_each_service_requires_the_token(platform: FakePlatform, service: str) -> None:
    for headers, status in (({}, 401), ({"Authorization": "Bearer wrong"}, 403)):
        url = f"{base_of(platform, service)}/version"
        response = httpx.get(url, headers=headers, trust_env=False)
        assert response.status_code == status
        assert errors(service, SpecResponse("/version", "/version", response)) == []
