"""The journey: from the access token to an instance's live output, and back."""

from __future__ import annotations

import time
from contextlib import ExitStack
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from scramjet_facade import HostClient, InstanceClient, MiddlewareClient, SequenceClient
    from scramjet_facade.models import Host, HostVersion, ManagerVersion, MiddlewareVersion, Space
    from tests.demo.interrupts import Interrupts
    from tests.demo.narrator import Narrator

PACKAGE = Path(__file__).parent.parent / "sequences" / "greeter"
NAMES = ("Ada", "Grace", "Alan", "Barbara", "Edsger")
_PACE = 0.4  # seconds between two names: for the eye, so that one sees each answer come
_SILENCE = 30.0  # seconds without a greeting after which the demo gives up
_START_SECONDS = 60.0
_END_SECONDS = 30.0


class JourneyError(Exception):
    """The platform answered, but not what the journey needs."""


class Journey:
    """One journey through a platform, which leaves nothing there."""

    def __init__(self, client: MiddlewareClient, tell: Narrator, interrupts: Interrupts) -> None:
        self._client = client
        self._tell = tell
        self._interrupts = interrupts

    def run(self) -> None:
        """Take all steps."""
        host = self._find_hub()
        with ExitStack() as blocks:
            sequence = self._send(host, blocks)
            with self._start(host, sequence) as instance:
                self._look_at(host, instance)
                self._greet(instance)
                self._kill(instance)
            self._tell.step("Delete the sequence: leaving its block does it.")
        left = [listed.id for listed in host.list_sequences()]
        if sequence.id in left:
            raise JourneyError(f"The hub still lists the sequence {sequence.id}.")
        self._tell.result("the end of the with block", "it is gone")

    def _find_hub(self) -> HostClient:
        tell, client = self._tell, self._client
        tell.step("The middleware is the platform's front door; the token comes with each request.")
        tell.result(f'MiddlewareClient("{client.base_url}", token=...)', "a client")
        tell.result("get_version()", _service(client.get_version()))

        tell.step("The token opens one space or more; a space groups hubs.")
        spaces = client.get_managers()
        tell.result("get_managers()", _listed(space.id for space in spaces))
        space = first_of(spaces)

        tell.step("A space has a manager.")
        manager = client.get_manager_client(space)
        tell.result(f'get_manager_client("{space}")', "a client, without a request")
        tell.result("get_version()", _service(manager.get_version()))

        tell.step("The manager knows the space's hubs; a hub runs programs.")
        hubs = manager.get_hosts()
        tell.result("get_hosts()", _listed(hub.id for hub in hubs))
        hub = first_connected(hubs)

        tell.step("A hub's client reaches it through the platform.")
        host = manager.get_host_client(hub)
        tell.result(f'get_host_client("{hub}")', "a client, without a request")
        tell.result("get_version()", _service(host.get_version()))
        return host

    def _send(self, host: HostClient, blocks: ExitStack) -> SequenceClient:
        tell = self._tell
        tell.step("A program that was sent to a hub is called a sequence.")
        tell.result("list_sequences()", _listed(sequence.id for sequence in host.list_sequences()))

        tell.step("Send one: it answers each line NAME with Hello, NAME!")
        with self._interrupts.held_back():
            sequence = blocks.enter_context(host.send_sequence(PACKAGE))
        tell.result(f'send_sequence(Path(".../{PACKAGE.name}"))', sequence.id)
        return sequence

    def _start(self, host: HostClient, sequence: SequenceClient) -> InstanceClient:
        tell = self._tell
        tell.step("Start it: a sequence that runs is called an instance.")
        instance = host.get_sequence_client(sequence.id).start(app_config={})
        tell.result("get_sequence_client(id).start(app_config={})", instance.id)
        instance.wait("running", timeout=_START_SECONDS)
        # Until the program reads: some hubs repeat an input that comes before it does.
        with instance.get_stream("stdout", idle_timeout=_START_SECONDS) as stdout:
            tell.result('get_stream("stdout")', next(stdout.iter_lines(), "nothing"))
        return instance

    def _look_at(self, host: HostClient, instance: InstanceClient) -> None:
        tell = self._tell
        tell.step("The hub lists it.")
        found = [listed.id for listed in host.list_instances()]
        tell.result("list_instances()", _listed(found))
        if instance.id not in found:
            raise JourneyError(f"The hub doesn't list the instance {instance.id}.")

        tell.step("Its client tells how it is.")
        client = host.get_instance_client(instance.id)
        info = client.get_info()
        tell.result("get_instance_client(id).get_info()", f"of sequence {info.sequence_id}")
        tell.result("get_health()", "healthy" if client.get_health().healthy else "not healthy")

    def _greet(self, instance: InstanceClient) -> None:
        tell = self._tell
        tell.step("Send names to its input, and read its output live.")
        with instance.get_stream("output", idle_timeout=_SILENCE) as output:
            lines = output.iter_lines()
            for name in NAMES:
                tell.live(f'send_input("{name}")')
                instance.send_input(f"{name}\n", "text/plain", end=False)
                line = next(lines, None)
                tell.live(f"         output: {line}")
                if line != f"Hello, {name}!":
                    raise JourneyError(f"The output is not the greeting of {name}: {line!r}")
                time.sleep(_PACE)

    def _kill(self, instance: InstanceClient) -> None:
        self._tell.step("Kill the instance.")
        instance.kill()
        instance.wait("ended", timeout=_END_SECONDS)
        self._tell.result("kill()", "it has ended")


def find_hub(client: MiddlewareClient) -> HostClient:
    """Return the hub that a journey goes to."""
    manager = client.get_manager_client(first_of(client.get_managers()))
    return manager.get_host_client(first_connected(manager.get_hosts()))


def first_of(spaces: Sequence[Space]) -> str:
    """Return the id of the first space."""
    if not spaces:
        raise JourneyError("The token gives access to no space.")
    return spaces[0].id


def first_connected(hubs: Sequence[Host]) -> str:
    """Return the id of the first hub that can be reached."""
    for hub in hubs:
        if hub.is_connection_active is not False:
            return hub.id
    raise JourneyError("No hub of the space is connected.")


def _service(version: HostVersion | ManagerVersion | MiddlewareVersion) -> str:
    """Return a service's name, which older hubs don't tell, and its version."""
    return " ".join(part for part in (version.service, version.version) if part)


def _listed(ids: Iterable[str]) -> str:
    """Return ids as text, but only some of many."""
    first, *others = [*ids] or ["none"]
    return f"{first} and {len(others)} more" if others else first
