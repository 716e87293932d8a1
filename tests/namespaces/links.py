"""Two machines, simulated by network namespaces, and the links between them."""

from __future__ import annotations

import os
import subprocess
from contextlib import suppress
from typing import Self


class Machines:
    """A near and a far machine that are connected by links, each with an address at both ends.

    Attributes:
        near: The namespace for the clients.
        far: The namespace for their peers.
    """

    def __init__(self, links: int) -> None:
        mark = f"scramjet{os.getpid()}"
        self.near, self.far = f"{mark}n", f"{mark}f"
        self._links = range(links)

    def __enter__(self) -> Self:
        try:
            for space in (self.near, self.far):
                _ip("netns", "add", space)
                _ip("-n", space, "link", "set", "lo", "up")
            for number in self._links:
                name = f"link{number}"
                far_end = ("type", "veth", "peer", "name", name, "netns", self.far)
                _ip("link", "add", name, "netns", self.near, *far_end)
                for space, end in ((self.near, 1), (self.far, 2)):
                    _ip("-n", space, "addr", "add", f"10.99.{number}.{end}/24", "dev", name)
                    _ip("-n", space, "link", "set", name, "up")
        except BaseException:
            self.__exit__()
            raise
        return self

    def __exit__(self, *_: object) -> None:
        for space in (self.near, self.far):
            with suppress(subprocess.CalledProcessError):  # it was not created
                _ip("netns", "del", space)

    @staticmethod
    def far_address(link: int) -> str:
        """Return the far machine's address on a link."""
        return f"10.99.{link}.2"

    def take_down(self, link: int) -> None:
        """Take a link down; neither end is notified."""
        _ip("-n", self.far, "link", "set", f"link{link}", "down")

    def bring_up(self, link: int) -> None:
        """Bring a link up again."""
        _ip("-n", self.far, "link", "set", f"link{link}", "up")


def on(machine: str, *command: str) -> list[str]:
    """Return the command that runs another on a machine."""
    return ["ip", "netns", "exec", machine, *command]


def _ip(*arguments: str) -> None:
    subprocess.run(["ip", *arguments], check=True, capture_output=True)
