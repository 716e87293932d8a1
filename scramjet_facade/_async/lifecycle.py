"""The lifecycle of an instance: wait for a status, stop the instance, kill the instance."""

from __future__ import annotations

import logging
import math
from time import monotonic
from typing import TYPE_CHECKING, Literal, get_args

from scramjet_bindings.host import models
from scramjet_bindings.host.api import instances
from scramjet_bindings.types import UNSET

from ..concurrency import timing
from ..concurrency.async_flavor import async_sleep, async_surely
from ..concurrency.sync_flavor import is_cancelled
from ..errors import (
    BadParametersError,
    ClientError,
    NotFoundError,
    RequestTimeoutError,
    ServerError,
    extend,
)
from ..hub import exit_status, messages, versions
from ..options.arguments import check_seconds
from ..options.log import report_leftover
from ..options.retries import is_transient, is_worth_repeating
from .spans import async_expecting, async_untraced

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable, Sequence

    from scramjet_bindings.host.models import Instance

    from ..http11 import Timeouts
    from .session import AsyncSession

Milestone = Literal["running", "healthy", "ended"]

_REFUSED_KILL = frozenset({400, 404})
"""Statuses with which hubs refuse to kill an instance that is not running yet or has ended."""

_log = logging.getLogger("scramjet_facade")


class AsyncLifecycle:
    """The lifecycle of one instance.

    Attributes:
        was_seen: Whether the hub has known the instance before. For a known instance, a 404
            response means that the instance has ended. For an unknown instance, the id may be
            mistyped.
        is_stopped_here: Whether this client has stopped the instance, but has not killed it.
        is_killed_here: Whether this client has killed the instance.
        is_ending: Whether the exit of the instance's ``with`` block has begun to end the instance.
    """

    def __init__(self, session: AsyncSession, id: str) -> None:
        self._session = session
        self._id = id
        self.was_seen = False
        self.is_stopped_here = False
        self.is_killed_here = False
        self.is_ending = False
        self._health_wait = timing.SLOW_POLL

    def over(self, session: AsyncSession) -> AsyncLifecycle:
        """Return a copy of this lifecycle that uses another session."""
        other = AsyncLifecycle(session, self._id)
        other.was_seen = self.was_seen
        return other

    def note_seen(self) -> None:
        """Record that the hub knows the instance."""
        self.was_seen = True

    async def get_info(self) -> Instance:
        """Return the hub's information about the instance."""
        info = await instances.get_instance.asyncio(self._id, client=self._session.bindings)
        self.note_seen()
        return info

    async def poll(self) -> Instance:
        """Return the hub's information about the instance; the request has no trace span."""
        return await async_untraced(self.get_info)

    async def stop(self, milliseconds: int, *, can_call_keepalive: bool) -> Instance:
        """Ask the instance to stop; the hub responds only after ``milliseconds``."""
        limit = self._session.options.timeout
        timeout = self._session.options.timeouts(
            answer=None if limit is None else limit + milliseconds / 1000
        )
        options = models.StopOptions(milliseconds, can_call_keepalive)
        try:
            answer = await instances.stop_instance.asyncio(
                self._id, client=self._session.bindings, timeout=timeout, body=options
            )
        except ServerError as error:
            if not messages.wants_stop_as_pair(error):
                raise
            answer = await instances.stop_instance.asyncio(
                self._id,
                client=self._session.bindings,
                timeout=timeout,
                body=messages.stop_as_pair(options),
            )
        self.note_seen()
        self.is_stopped_here = not self.is_killed_here
        return messages.as_instance(self._id, answer)

    async def kill(self, *, remove_immediately: bool | None = None) -> Instance:
        """End the instance immediately."""
        options = models.KillOptions(UNSET if remove_immediately is None else remove_immediately)
        answer = await instances.kill_instance.asyncio(
            self._id, client=self._session.bindings, body=options
        )
        self.note_seen()
        self.is_stopped_here, self.is_killed_here = False, True
        return messages.as_instance(self._id, answer)

    async def end(self, error: BaseException | None) -> None:
        """Kill the instance on exit from its ``with`` block, and wait until it has ended.

        A cancellation of the task is delayed until the instance has ended. In synchronous code, one
        Ctrl-C is delayed.

        Args:
            error: The exception that left the block, or None. A failure of the kill does not
                replace this exception.
        """
        leftover = f"Instance {self._id} may still run (get_instance_client(id).kill() ends it)"
        await clean_up(self._end, leftover, error)

    async def _end(self) -> None:
        self.is_ending = True
        await end_all([self])

    async def wait(
        self, status: Milestone, timeout: float | None, *, killed_at: float = -math.inf
    ) -> Instance:
        """Wait until the instance is running, is healthy or has ended.

        Args:
            status: The status to wait for.
            timeout: Seconds to wait; None: no limit.
            killed_at: The time at which the instance was killed. Polls are frequent shortly after a
                kill.
        """
        if status not in get_args(Milestone):
            raise BadParametersError(
                f"cannot wait for {status!r}: use one of {', '.join(get_args(Milestone))}"
            )
        check_seconds("timeout", timeout)
        end = math.inf if timeout is None else monotonic() + timeout
        fast_until = killed_at + timing.KILL_NOTICED
        pause = timing.POLL if monotonic() > fast_until else timing.KILL_POLL
        failure: ClientError | None = None
        looking = self
        if timeout is not None:  # the pauses between retries could exceed the timeout
            looking = self.over(self._session.changed(headers=None, token=None, retries=0))
        while True:
            try:
                found = await looking.look_for(status, end)
            except ClientError as error:
                # Without a timeout, the wait for an instance at a wrong address would never end.
                is_lost = timeout is None and not self.was_seen
                if is_lost or not is_transient(error) or is_cancelled():
                    raise
                if failure is None and monotonic() < end:
                    _log.warning("%s; still waiting for instance %s", error, self._id)
                failure = error
            else:
                self.note_seen()
                if found is not None:
                    return found
                failure = None
            remaining = end - monotonic()
            if remaining <= 0:
                raise RequestTimeoutError(
                    f"instance {self._id} is not {status} after {timeout} s"
                ) from failure
            await async_sleep(min(pause, remaining))
            longest = timing.SLOW_POLL if monotonic() > fast_until else timing.POLL
            pause = min(pause * 1.5, longest)

    async def has_ended(self) -> bool:
        """Return whether the instance has ended."""
        return await self.look_for("ended", math.inf) is not None

    async def kill_surely(self) -> None:
        """Kill the instance in any status; try again after a broken connection."""
        end, pause = self._session.end_of_cleanup(), timing.POLL
        while True:
            limited = self.over(self._session.until(end))
            try:
                await async_expecting(_REFUSED_KILL, limited._kill_now)  # noqa: SLF001
            except NotFoundError:  # the instance has ended, and the hub has removed it
                return
            except ClientError as error:
                is_starting = isinstance(error, BadParametersError)
                if not (is_starting or is_worth_repeating(error)) or monotonic() > end:
                    self._session.note_failed_cleanup(error)
                    raise
            else:
                return
            await async_sleep(pause)
            pause = min(pause * 1.5, timing.SLOW_POLL)

    async def _kill_now(self) -> None:
        try:
            await self.kill()
        except BadParametersError as error:
            refusal = error
        else:
            return
        info = await self.poll()
        if exit_status.is_alive(info):
            raise refusal
        if exit_status.is_stopping(info):  # a program that called keep-alive keeps this status
            await self.stop(0, can_call_keepalive=False)

    async def look_for(self, status: Milestone, end: float) -> Instance | None:
        """Return the instance if it has reached a status, else None."""
        return await async_untraced(lambda: self._look_for(status, end))

    async def _look_for(self, status: Milestone, end: float) -> Instance | None:
        # The health is requested first, because the hub delays its response until the first health
        # report. This saves polls.
        is_reached = status != "healthy" or await self._is_healthy(end)
        try:
            info = await instances.get_instance.asyncio(
                self._id, client=self._session.bindings, timeout=self._until(end)
            )
        except NotFoundError as error:
            if status != "ended":
                raise
            if not self.was_seen:
                error.add_note("This client has never seen the instance on the hub: check its id.")
                raise
            return models.Instance(self._id)  # hubs forget ended instances
        self.note_seen()
        ended = exit_status.has_ended(info)
        if status == "ended":
            return info if ended else None
        if ended:
            reason = info.terminated.reason if info.terminated else "no reason given"
            raise ClientError(f"instance {self._id} ended ({info.status}): {reason}")
        if versions.reports_status(info) and info.status != "running":
            return None
        return info if is_reached else None

    async def _is_healthy(self, end: float) -> bool:
        """Return whether the instance reports within a short time that it is healthy.

        Each timeout doubles the time for the next call, because the network may be slow.
        """
        try:
            health = await instances.get_instance_health.asyncio(
                self._id,
                client=self._session.bindings,
                timeout=self._until(end, self._health_wait),
            )
        except RequestTimeoutError:
            self._health_wait = min(self._health_wait * 2, timing.LONGEST_HEALTH_WAIT)
            return False
        return bool(health.healthy)

    def _until(self, end: float, longest: float = math.inf) -> Timeouts:
        """Return the timeouts of a request whose response is useless after the time ``end``.

        Args:
            end: The time.
            longest: Seconds to wait for the response if this time is shorter.
        """
        options = self._session.options
        connect = max(end - monotonic(), timing.POLL)
        limit = math.inf if options.timeout is None else options.timeout
        answer = min(connect, longest, limit)
        return options.timeouts(answer=None if math.isinf(answer) else answer, connect=connect)


async def clean_up(
    work: Callable[[], Awaitable[None]], leftover: str, error: BaseException | None
) -> None:
    """Call a clean-up function on exit from a ``with`` block, even if it is interrupted once.

    Args:
        work: The clean-up function.
        leftover: A text about the object that may remain if the function fails.
        error: The exception that left the block, or None. An exception of the function does not
            replace this exception.
    """
    try:
        await async_surely(work, leftover)
    except ClientError as failure:
        if error is None:
            extend(failure, f"{leftover[0].lower()}{leftover[1:]}")
            raise
        report_leftover(error, f"{leftover}: {failure}")
    except Exception as failure:  # for example, of the token function
        if error is None:
            raise
        report_leftover(error, f"{leftover}: {failure!r}")


async def end_all(lives: Sequence[AsyncLifecycle]) -> None:
    """Kill instances, and wait until all of them have ended.

    Raises:
        ClientError: An instance could not be killed; the other instances were killed nevertheless.
    """
    failures: list[ClientError] = []
    for life in lives:
        try:
            await life.kill_surely()
        except ClientError as error:
            failures.append(error)
    if failures:
        raise failures[0]
    killed_at = monotonic()
    for life in lives:
        life.note_seen()  # if the hub does not know the instance now, the instance has ended
        await life.wait("ended", timing.KILL_TIMEOUT, killed_at=killed_at)
