"""The snippets of the platform's document in Python, with the document's names."""

# ruff: noqa: N806 (the document's names)

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from scramjet_facade import (
    AsyncHostClient,
    AsyncInstanceClient,
    AsyncMiddlewareClient,
    ClientUtils,
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


async def test_the_snippets_of_the_document_work(own_hub: Hub, own_platform: FakePlatform) -> None:
    middlewareUrl, token = own_platform.url, TOKEN
    async with AsyncHostClient(own_hub.api_base) as host:
        sent = await host.send_sequence(SEQUENCES / "ticker")

    middlewareClient = AsyncMiddlewareClient(middlewareUrl)
    # As in the document, the headers are set after the client was created.
    with pytest.raises(NeedAuthenticationError):
        await middlewareClient.getManagers()
    ClientUtils.setDefaultHeaders({"Authorization": f"Bearer {token}"})

    spaces = await middlewareClient.getManagers()
    assert [space.id for space in spaces] == own_platform.space_ids

    spaceClient = middlewareClient.getManagerClient(spaces[0].id)
    spaceHubs = await spaceClient.getHosts()
    assert [hub.id for hub in spaceHubs] == ["sth-0"]

    hostClient = spaceClient.getHostClient(spaceHubs[0].id)

    sequencesList = await hostClient.listSequences()
    assert [sequence.id for sequence in sequencesList] == [sent.id]

    sequenceClient = hostClient.getSequenceClient(sequencesList[0].id)
    instanceClient = await sequenceClient.start({"appConfig": {}})
    assert isinstance(instanceClient, AsyncInstanceClient)

    instancesList = await hostClient.listInstances()
    assert [instance.id for instance in instancesList] == [instanceClient.id]

    instanceClient = hostClient.getInstanceClient(instancesList[0].id)
    await instanceClient.kill()

    await instanceClient.wait("ended", timeout=10)
    remaining = await hostClient.listInstances()
    assert [instance.id for instance in remaining] == (
        [] if own_hub.version == OLD else [instanceClient.id]
    )
    await middlewareClient.aclose()
