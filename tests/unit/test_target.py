"""The target of a URL: the host to resolve, and the name that the server receives."""

from __future__ import annotations

import httpx
import pytest

from scramjet_facade.http11.request import head_of
from scramjet_facade.options.route import Route


@pytest.mark.parametrize(
    ("url", "host", "authority"),
    [
        ("http://hub.example/api/v1", "hub.example", "hub.example:80"),
        ("https://10.0.0.1:8443", "10.0.0.1", "10.0.0.1:8443"),
        ("http://[::1]:8000", "::1", "[::1]:8000"),
        ("http://[fe80::1%25eth0]:8000", "fe80::1%eth0", "[fe80::1]:8000"),
        ("http://[fe80::1%eth0]", "fe80::1%eth0", "[fe80::1]:80"),
    ],
)
def test_the_zone_of_an_ipv6_address_is_not_sent_to_the_server(
    url: str, host: str, authority: str
) -> None:
    target = Route(trust_env=False).target(url)
    assert (target.service.host, target.service.authority) == (host, authority)
    assert target.service.name == host.partition("%")[0]
    assert b"%" not in bytes(head_of(httpx.Request("GET", f"{url}/version"), target))
