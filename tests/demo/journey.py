"""The journey of a user: from the access token to an instance's live output and its end."""

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
_PACE = 0.4  # Seconds between two names, so that a reader sees each answer arrive.
_SILENCE = 30.0  # Seconds without a greeting after which the demo fails.
_START_SECONDS = 60.0
_END_SECONDS = 30.0


class JourneyError(Exception):
    """The response of the platform is not as expected."""


class Journey:
    """One journey through a platform; it cleans up at the end."""

    def __init__(
        self, client: MiddlewareClient, narrator: Narrator, interrupts: Interrupts
    ) -> None:
        self._client = client
        self._narrator = narrator
        self._interrupts = interrupts

    def run(self) -> None:
        """Run all steps."""
        host = self._find_hub()
        with ExitStack() as blocks:
            sequence = self._send(host, blocks)
            with self._start(host, sequence) as instance:
                self._inspect(host, instance)
                self._greet(instance)
                self._kill(instance)
            self._narrator.step("Delete the sequence by leaving its with block.")
        remaining = [listed.id for listed in host.list_sequences()]
        if sequence.id in remaining:
            raise JourneyError(f"The hub still lists the sequence {sequence.id}.")
        self._narrator.result("the end of the with block", "deleted")

    def _find_hub(self) -> HostClient:
        narrator, client = self._narrator, self._client
        narrator.step(
            "The middleware is the entry point of the platform; each request contains the token."
        )
        narrator.result(f'MiddlewareClient("{client.base_url}", token=...)', "a client")
        narrator.result("get_version()", _service(client.get_version()))

        narrator.step("The token gives access to one or more spaces; a space groups hubs.")
        spaces = client.get_managers()
        narrator.result("get_managers()", _listed(space.id for space in spaces))
        space = first_of(spaces)

        narrator.step("A space has a manager.")
        manager = client.get_manager_client(space)
        narrator.result(f'get_manager_client("{space}")', "a client, without a request")
        narrator.result("get_version()", _service(manager.get_version()))

        narrator.step("The manager lists the hubs of the space; a hub runs programs.")
        hubs = manager.get_hosts()
        narrator.result("get_hosts()", _listed(hub.id for hub in hubs))
        hub = first_connected(hubs)

        narrator.step("A hub's client reaches it through the platform.")
        host = manager.get_host_client(hub)
        narrator.result(f'get_host_client("{hub}")', "a client, without a request")
        narrator.result("get_version()", _service(host.get_version()))
        return host

    def _send(self, host: HostClient, blocks: ExitStack) -> SequenceClient:
        narrator = self._narrator
        narrator.step("A program that has been sent to a hub is called a sequence.")
        narrator.result(
            "list_sequences()", _listed(sequence.id for sequence in host.list_sequences())
        )

        narrator.step("Send a program that answers each line NAME with Hello, NAME!")
        with self._interrupts.delayed():
            sequence = blocks.enter_context(host.send_sequence(PACKAGE))
        narrator.result(f'send_sequence(Path(".../{PACKAGE.name}"))', sequence.id)
        return sequence

    def _start(self, host: HostClient, sequence: SequenceClient) -> InstanceClient:
        narrator = self._narrator
        narrator.step("Start it: a running sequence is called an instance.")
        instance = host.get_sequence_client(sequence.id).start(app_config={})
        narrator.result("get_sequence_client(id).start(app_config={})", instance.id)
        instance.wait("running", timeout=_START_SECONDS)
        # Wait until the program reads: some hubs repeat an input that is sent before.
        with instance.get_stream("stdout", idle_timeout=_START_SECONDS) as stdout:
            narrator.result('get_stream("stdout")', next(stdout.iter_lines(), "nothing"))
        return instance

    def _inspect(self, host: HostClient, instance: InstanceClient) -> None:
        narrator = self._narrator
        narrator.step("The hub lists the instance.")
        found = [listed.id for listed in host.list_instances()]
        narrator.result("list_instances()", _listed(found))
        if instance.id not in found:
            raise JourneyError(f"The hub doesn't list the instance {instance.id}.")

        narrator.step("The client of the instance returns its state.")
        client = host.get_instance_client(instance.id)
        info = client.get_info()
        narrator.result("get_instance_client(id).get_info()", f"of sequence {info.sequence_id}")
        narrator.result("get_health()", "healthy" if client.get_health().healthy else "not healthy")

    def _greet(self, instance: InstanceClient) -> None:
        narrator = self._narrator
        narrator.step("Send names to its input, and read its output live.")
        with instance.get_stream("output", idle_timeout=_SILENCE) as output:
            lines = output.iter_lines()
            for name in NAMES:
                narrator.live(f'send_input("{name}")')
                instance.send_input(f"{name}\n", "text/plain", end=False)
                line = next(lines, None)
                narrator.live(f"         output: {line}")
                if line != f"Hello, {name}!":
                    raise JourneyError(f"The output is not the greeting of {name}: {line!r}")
                time.sleep(_PACE)

    def _kill(self, instance: InstanceClient) -> None:
        self._narrator.step("Kill the instance.")
        instance.kill()
        instance.wait("ended", timeout=_END_SECONDS)
        self._narrator.result("kill()", "ended")


def find_hub(client: MiddlewareClient) -> HostClient:
    """Return the client of the first connected hub in the first space."""
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
    """Return a service's name, which older hubs do not return, and its version."""
    return " ".join(part for part in (version.service, version.version) if part)


def _listed(ids: Iterable[str]) -> str:
    """Return ids as text: the first, and the number of the others."""
    first, *others = [*ids] or ["none"]
    return f"{first} and {len(others)} more" if others else first
