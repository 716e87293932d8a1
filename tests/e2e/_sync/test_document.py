# Generated from tests/e2e/_async/test_document.py
"""The snippets of the platform's document; only await, const, new and literals are Python's."""

# ruff: noqa: N806 (the document's names)

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from scramjet_facade import (
    ClientUtils,
    HostClient,
    InstanceClient,
    MiddlewareClient,
    NeedAuthenticationError,
)
from scramjet_facade.testing import FakePlatform
from tests.conftest import SEQUENCES, TOKEN
from tests.hubs import OLD, Hub

if TYPE_CHECKING:
    from collections.abc import Iterator


@pytest.fixture
def own_platform(own_hub: Hub) -> Iterator[FakePlatform]:
    with FakePlatform({"a-space": {"sth-0": own_hub.api_base}}, token=TOKEN) as running:
        yield running


def test_the_documents_snippets(own_hub: Hub, own_platform: FakePlatform) -> None:
    middlewareUrl, token = own_platform.url, TOKEN
    with HostClient(own_hub.api_base) as host:
        sent = host.send_sequence(SEQUENCES / "ticker")

    middlewareClient = MiddlewareClient(middlewareUrl)
    with pytest.raises(NeedAuthenticationError):
        middlewareClient.getManagers()
    ClientUtils.setDefaultHeaders({"Authorization": f"Bearer {token}"})

    spaces = middlewareClient.getManagers()
    assert [space.id for space in spaces] == own_platform.space_ids

    spaceClient = middlewareClient.getManagerClient(spaces[0].id)
    spaceHubs = spaceClient.getHosts()
    assert [hub.id for hub in spaceHubs] == ["sth-0"]

    hostClient = spaceClient.getHostClient(spaceHubs[0].id)

    sequencesList = hostClient.listSequences()
    assert [sequence.id for sequence in sequencesList] == [sent.id]

    sequenceClient = hostClient.getSequenceClient(sequencesList[0].id)
    instanceClient = sequenceClient.start({"appConfig": {}})
    assert isinstance(instanceClient, InstanceClient)

    instancesList = hostClient.listInstances()
    assert [instance.id for instance in instancesList] == [instanceClient.id]

    instanceClient = hostClient.getInstanceClient(instancesList[0].id)
    instanceClient.kill()

    instanceClient.wait("ended", timeout=10)
    left = hostClient.listInstances()
    assert [instance.id for instance in left] == (
        [] if own_hub.version == OLD else [instanceClient.id]
    )
    middlewareClient.close()
