# Generated from openapi/host.yaml
from __future__ import annotations

from contextlib import AbstractAsyncContextManager, AbstractContextManager
from typing import TYPE_CHECKING, Any

import httpx

from ...client import Client
from ...types import UNSET, File, Response, Unset, path_segment

if TYPE_CHECKING:
    from ..models.acceptance import Acceptance
    from ..models.event_message import EventMessage
    from ..models.instance import Instance
    from ..models.instance_health import InstanceHealth
    from ..models.kill_options import KillOptions
    from ..models.monitoring_rate import MonitoringRate
    from ..models.operation_status import OperationStatus
    from ..models.stop_options import StopOptions

__all__ = (
    "get_instance",
    "get_instance_event",
    "get_instance_event_stream",
    "get_instance_health",
    "get_instance_log",
    "get_instance_monitoring",
    "get_instance_output",
    "get_instance_stderr",
    "get_instance_stdout",
    "get_next_instance_event",
    "instance_inout",
    "kill_instance",
    "list_instances",
    "send_instance_event",
    "send_instance_input",
    "send_instance_stdin",
    "set_instance_monitoring_rate",
    "stop_instance",
)


class get_instance:
    """Get an instance

    One instance. `appConfig`, `args`, `provides`, `requires`, `ended` and `terminated` are missing until they
    are known; `created` is null for a Python instance. `sequence` is an object on 1.0.1 and an id on older
    hubs. An instance whose output has ended stays `running` for another 10 seconds. Any end of a Python
    instance is reported as `errored` with the exit code 213.
    """

    @staticmethod
    def _get_kwargs(
        instance_id: str,
    ) -> dict[str, Any]:

        _kwargs: dict[str, Any] = {
            "method": "get",
            "url": "/instance/{instance_id}".format(
                instance_id=path_segment(instance_id),
            ),
        }

        return _kwargs

    @staticmethod
    def _parse_response(*, client: Client, response: httpx.Response) -> Instance:
        from ..models.instance import Instance

        if response.status_code == 200:
            response_200 = Instance.from_dict(response.json())

            return response_200

        raise client.invalid_response(response)

    @staticmethod
    def sync_detailed(
        instance_id: str,
        *,
        client: Client,
        timeout: httpx.Timeout | float | None | Unset = UNSET,
    ) -> Response[Instance]:
        """Get an instance

        Args:
            instance_id (str):
        """

        return client.request(
            _get_instance._get_kwargs(
                instance_id=instance_id,
            ),
            timeout,
            _get_instance._parse_response,
        )

    @staticmethod
    def sync(
        instance_id: str,
        *,
        client: Client,
        timeout: httpx.Timeout | float | None | Unset = UNSET,
    ) -> Instance:
        """Get an instance

        Args:
            instance_id (str):
        """

        return client.request(
            _get_instance._get_kwargs(
                instance_id=instance_id,
            ),
            timeout,
            _get_instance._parse_response,
        ).parsed

    @staticmethod
    async def asyncio_detailed(
        instance_id: str,
        *,
        client: Client,
        timeout: httpx.Timeout | float | None | Unset = UNSET,
    ) -> Response[Instance]:
        """Get an instance

        Args:
            instance_id (str):
        """

        return await client.asyncio_request(
            _get_instance._get_kwargs(
                instance_id=instance_id,
            ),
            timeout,
            _get_instance._parse_response,
        )

    @staticmethod
    async def asyncio(
        instance_id: str,
        *,
        client: Client,
        timeout: httpx.Timeout | float | None | Unset = UNSET,
    ) -> Instance:
        """Get an instance

        Args:
            instance_id (str):
        """

        return (
            await client.asyncio_request(
                _get_instance._get_kwargs(
                    instance_id=instance_id,
                ),
                timeout,
                _get_instance._parse_response,
            )
        ).parsed


_get_instance = get_instance


class get_instance_event:
    """Get an instance's last event

    The last event with that name, or the next one if there was none. Waits without a limit, even after the end of
    the instance. The body is the event's payload; hub 0.18.7 returns the whole event, with its name. For a payload
    that is a number, a boolean or an empty object, the body is empty although the content type is JSON. An event
    without a payload, or with null, 0, false or an empty string, does not count.
    """

    @staticmethod
    def _get_kwargs(
        instance_id: str,
        event_name: str,
    ) -> dict[str, Any]:

        _kwargs: dict[str, Any] = {
            "method": "get",
            "url": "/instance/{instance_id}/event/{event_name}".format(
                instance_id=path_segment(instance_id),
                event_name=path_segment(event_name),
            ),
        }

        return _kwargs

    @staticmethod
    def _parse_response(*, client: Client, response: httpx.Response) -> Any:
        if response.status_code == 200:
            return None

        if response.status_code == 204:
            return None

        raise client.invalid_response(response)

    @staticmethod
    def sync_detailed(
        instance_id: str,
        event_name: str,
        *,
        client: Client,
        timeout: httpx.Timeout | float | None | Unset = UNSET,
    ) -> Response[Any]:
        """Get an instance's last event

        Args:
            instance_id (str):
            event_name (str):
        """

        return client.request(
            _get_instance_event._get_kwargs(
                instance_id=instance_id,
                event_name=event_name,
            ),
            timeout,
            _get_instance_event._parse_response,
        )

    @staticmethod
    async def asyncio_detailed(
        instance_id: str,
        event_name: str,
        *,
        client: Client,
        timeout: httpx.Timeout | float | None | Unset = UNSET,
    ) -> Response[Any]:
        """Get an instance's last event

        Args:
            instance_id (str):
            event_name (str):
        """

        return await client.asyncio_request(
            _get_instance_event._get_kwargs(
                instance_id=instance_id,
                event_name=event_name,
            ),
            timeout,
            _get_instance_event._parse_response,
        )


_get_instance_event = get_instance_event


class get_instance_event_stream:
    """Read an instance's events

    One JSON line for each new event with that name. The stream never ends, not even when the instance ends. A line
    is the event's payload; hub 0.18.7 returns the whole event, with its name. A missing payload, null, 0, false and
    the empty string are all returned as `{}`.
    """

    @staticmethod
    def _get_kwargs(
        instance_id: str,
        event_name: str,
    ) -> dict[str, Any]:

        _kwargs: dict[str, Any] = {
            "method": "get",
            "url": "/instance/{instance_id}/events/{event_name}".format(
                instance_id=path_segment(instance_id),
                event_name=path_segment(event_name),
            ),
        }

        return _kwargs

    @staticmethod
    def stream(
        instance_id: str,
        event_name: str,
        *,
        client: Client,
        timeout: httpx.Timeout | float | None | Unset = UNSET,
    ) -> AbstractContextManager[httpx.Response]:
        """Read an instance's events

        Args:
            instance_id (str):
            event_name (str):
        """

        return client.stream(
            _get_instance_event_stream._get_kwargs(
                instance_id=instance_id,
                event_name=event_name,
            ),
            timeout,
        )

    @staticmethod
    def asyncio_stream(
        instance_id: str,
        event_name: str,
        *,
        client: Client,
        timeout: httpx.Timeout | float | None | Unset = UNSET,
    ) -> AbstractAsyncContextManager[httpx.Response]:
        """Read an instance's events

        Args:
            instance_id (str):
            event_name (str):
        """

        return client.asyncio_stream(
            _get_instance_event_stream._get_kwargs(
                instance_id=instance_id,
                event_name=event_name,
            ),
            timeout,
        )


_get_instance_event_stream = get_instance_event_stream


class get_instance_health:
    """Get an instance's health

    The instance's last health report. The request waits for the first report; if the instance ends before, there
    is never a response. After the end, the last report is returned, still `healthy`: use the status instead.
    """

    @staticmethod
    def _get_kwargs(
        instance_id: str,
    ) -> dict[str, Any]:

        _kwargs: dict[str, Any] = {
            "method": "get",
            "url": "/instance/{instance_id}/health".format(
                instance_id=path_segment(instance_id),
            ),
        }

        return _kwargs

    @staticmethod
    def _parse_response(*, client: Client, response: httpx.Response) -> InstanceHealth:
        from ..models.instance_health import InstanceHealth

        if response.status_code == 200:
            response_200 = InstanceHealth.from_dict(response.json())

            return response_200

        raise client.invalid_response(response)

    @staticmethod
    def sync_detailed(
        instance_id: str,
        *,
        client: Client,
        timeout: httpx.Timeout | float | None | Unset = UNSET,
    ) -> Response[InstanceHealth]:
        """Get an instance's health

        Args:
            instance_id (str):
        """

        return client.request(
            _get_instance_health._get_kwargs(
                instance_id=instance_id,
            ),
            timeout,
            _get_instance_health._parse_response,
        )

    @staticmethod
    def sync(
        instance_id: str,
        *,
        client: Client,
        timeout: httpx.Timeout | float | None | Unset = UNSET,
    ) -> InstanceHealth:
        """Get an instance's health

        Args:
            instance_id (str):
        """

        return client.request(
            _get_instance_health._get_kwargs(
                instance_id=instance_id,
            ),
            timeout,
            _get_instance_health._parse_response,
        ).parsed

    @staticmethod
    async def asyncio_detailed(
        instance_id: str,
        *,
        client: Client,
        timeout: httpx.Timeout | float | None | Unset = UNSET,
    ) -> Response[InstanceHealth]:
        """Get an instance's health

        Args:
            instance_id (str):
        """

        return await client.asyncio_request(
            _get_instance_health._get_kwargs(
                instance_id=instance_id,
            ),
            timeout,
            _get_instance_health._parse_response,
        )

    @staticmethod
    async def asyncio(
        instance_id: str,
        *,
        client: Client,
        timeout: httpx.Timeout | float | None | Unset = UNSET,
    ) -> InstanceHealth:
        """Get an instance's health

        Args:
            instance_id (str):
        """

        return (
            await client.asyncio_request(
                _get_instance_health._get_kwargs(
                    instance_id=instance_id,
                ),
                timeout,
                _get_instance_health._parse_response,
            )
        ).parsed


_get_instance_health = get_instance_health


class get_instance_log:
    """Read an instance's log

    JSON lines of the instance's runner and of the hub about it. The first reader receives the lines since the
    start. The stream never ends, not even when the instance ends. Keep it open: on 1.0.1, when one reader
    disconnects, no reader of that instance's log receives any more lines.
    """

    @staticmethod
    def _get_kwargs(
        instance_id: str,
    ) -> dict[str, Any]:

        _kwargs: dict[str, Any] = {
            "method": "get",
            "url": "/instance/{instance_id}/log".format(
                instance_id=path_segment(instance_id),
            ),
        }

        return _kwargs

    @staticmethod
    def stream(
        instance_id: str,
        *,
        client: Client,
        timeout: httpx.Timeout | float | None | Unset = UNSET,
    ) -> AbstractContextManager[httpx.Response]:
        """Read an instance's log

        Args:
            instance_id (str):
        """

        return client.stream(
            _get_instance_log._get_kwargs(
                instance_id=instance_id,
            ),
            timeout,
        )

    @staticmethod
    def asyncio_stream(
        instance_id: str,
        *,
        client: Client,
        timeout: httpx.Timeout | float | None | Unset = UNSET,
    ) -> AbstractAsyncContextManager[httpx.Response]:
        """Read an instance's log

        Args:
            instance_id (str):
        """

        return client.asyncio_stream(
            _get_instance_log._get_kwargs(
                instance_id=instance_id,
            ),
            timeout,
        )


_get_instance_log = get_instance_log


class get_instance_monitoring:
    """Read an instance's health reports

    One JSON line for each health report. Only available on a hub in development mode, otherwise 404.
    """

    @staticmethod
    def _get_kwargs(
        instance_id: str,
    ) -> dict[str, Any]:

        _kwargs: dict[str, Any] = {
            "method": "get",
            "url": "/instance/{instance_id}/monitoring".format(
                instance_id=path_segment(instance_id),
            ),
        }

        return _kwargs

    @staticmethod
    def stream(
        instance_id: str,
        *,
        client: Client,
        timeout: httpx.Timeout | float | None | Unset = UNSET,
    ) -> AbstractContextManager[httpx.Response]:
        """Read an instance's health reports

        Args:
            instance_id (str):
        """

        return client.stream(
            _get_instance_monitoring._get_kwargs(
                instance_id=instance_id,
            ),
            timeout,
        )

    @staticmethod
    def asyncio_stream(
        instance_id: str,
        *,
        client: Client,
        timeout: httpx.Timeout | float | None | Unset = UNSET,
    ) -> AbstractAsyncContextManager[httpx.Response]:
        """Read an instance's health reports

        Args:
            instance_id (str):
        """

        return client.asyncio_stream(
            _get_instance_monitoring._get_kwargs(
                instance_id=instance_id,
            ),
            timeout,
        )


_get_instance_monitoring = get_instance_monitoring


class get_instance_output:
    """Read an instance's output

    The data that the sequence returns. The hub buffers it until the first reader connects; when the buffer
    contains about 17 MB, the instance waits. Concurrent readers each receive all data from their own start on, and
    the slowest one delays the others. The stream ends when the sequence's output ends, and in the same way when
    the instance is killed.
    """

    @staticmethod
    def _get_kwargs(
        instance_id: str,
    ) -> dict[str, Any]:

        _kwargs: dict[str, Any] = {
            "method": "get",
            "url": "/instance/{instance_id}/output".format(
                instance_id=path_segment(instance_id),
            ),
        }

        return _kwargs

    @staticmethod
    def stream(
        instance_id: str,
        *,
        client: Client,
        timeout: httpx.Timeout | float | None | Unset = UNSET,
    ) -> AbstractContextManager[httpx.Response]:
        """Read an instance's output

        Args:
            instance_id (str):
        """

        return client.stream(
            _get_instance_output._get_kwargs(
                instance_id=instance_id,
            ),
            timeout,
        )

    @staticmethod
    def asyncio_stream(
        instance_id: str,
        *,
        client: Client,
        timeout: httpx.Timeout | float | None | Unset = UNSET,
    ) -> AbstractAsyncContextManager[httpx.Response]:
        """Read an instance's output

        Args:
            instance_id (str):
        """

        return client.asyncio_stream(
            _get_instance_output._get_kwargs(
                instance_id=instance_id,
            ),
            timeout,
        )


_get_instance_output = get_instance_output


class get_instance_stderr:
    """Read an instance's stderr

    The standard error of the instance's process, buffered like the output. It ends with the process, 10 seconds
    after the sequence's output.
    """

    @staticmethod
    def _get_kwargs(
        instance_id: str,
    ) -> dict[str, Any]:

        _kwargs: dict[str, Any] = {
            "method": "get",
            "url": "/instance/{instance_id}/stderr".format(
                instance_id=path_segment(instance_id),
            ),
        }

        return _kwargs

    @staticmethod
    def stream(
        instance_id: str,
        *,
        client: Client,
        timeout: httpx.Timeout | float | None | Unset = UNSET,
    ) -> AbstractContextManager[httpx.Response]:
        """Read an instance's stderr

        Args:
            instance_id (str):
        """

        return client.stream(
            _get_instance_stderr._get_kwargs(
                instance_id=instance_id,
            ),
            timeout,
        )

    @staticmethod
    def asyncio_stream(
        instance_id: str,
        *,
        client: Client,
        timeout: httpx.Timeout | float | None | Unset = UNSET,
    ) -> AbstractAsyncContextManager[httpx.Response]:
        """Read an instance's stderr

        Args:
            instance_id (str):
        """

        return client.asyncio_stream(
            _get_instance_stderr._get_kwargs(
                instance_id=instance_id,
            ),
            timeout,
        )


_get_instance_stderr = get_instance_stderr


class get_instance_stdout:
    """Read an instance's stdout

    The standard output of the instance's process, buffered like the output. It ends with the process, 10 seconds
    after the sequence's output.
    """

    @staticmethod
    def _get_kwargs(
        instance_id: str,
    ) -> dict[str, Any]:

        _kwargs: dict[str, Any] = {
            "method": "get",
            "url": "/instance/{instance_id}/stdout".format(
                instance_id=path_segment(instance_id),
            ),
        }

        return _kwargs

    @staticmethod
    def stream(
        instance_id: str,
        *,
        client: Client,
        timeout: httpx.Timeout | float | None | Unset = UNSET,
    ) -> AbstractContextManager[httpx.Response]:
        """Read an instance's stdout

        Args:
            instance_id (str):
        """

        return client.stream(
            _get_instance_stdout._get_kwargs(
                instance_id=instance_id,
            ),
            timeout,
        )

    @staticmethod
    def asyncio_stream(
        instance_id: str,
        *,
        client: Client,
        timeout: httpx.Timeout | float | None | Unset = UNSET,
    ) -> AbstractAsyncContextManager[httpx.Response]:
        """Read an instance's stdout

        Args:
            instance_id (str):
        """

        return client.asyncio_stream(
            _get_instance_stdout._get_kwargs(
                instance_id=instance_id,
            ),
            timeout,
        )


_get_instance_stdout = get_instance_stdout


class get_next_instance_event:
    """Get an instance's next event

    Waits for the next event with that name, without a limit, even after the end of the instance. The body is the
    event's payload; hub 0.18.7 returns the whole event, with its name. For a payload that is a number, a boolean,
    an empty object or an empty string, the body is empty although the content type is JSON. The key `opStatus` of
    an object sets the status of the response.
    """

    @staticmethod
    def _get_kwargs(
        instance_id: str,
        event_name: str,
    ) -> dict[str, Any]:

        _kwargs: dict[str, Any] = {
            "method": "get",
            "url": "/instance/{instance_id}/once/{event_name}".format(
                instance_id=path_segment(instance_id),
                event_name=path_segment(event_name),
            ),
        }

        return _kwargs

    @staticmethod
    def _parse_response(*, client: Client, response: httpx.Response) -> Any:
        if response.status_code == 200:
            return None

        if response.status_code == 204:
            return None

        raise client.invalid_response(response)

    @staticmethod
    def sync_detailed(
        instance_id: str,
        event_name: str,
        *,
        client: Client,
        timeout: httpx.Timeout | float | None | Unset = UNSET,
    ) -> Response[Any]:
        """Get an instance's next event

        Args:
            instance_id (str):
            event_name (str):
        """

        return client.request(
            _get_next_instance_event._get_kwargs(
                instance_id=instance_id,
                event_name=event_name,
            ),
            timeout,
            _get_next_instance_event._parse_response,
        )

    @staticmethod
    async def asyncio_detailed(
        instance_id: str,
        event_name: str,
        *,
        client: Client,
        timeout: httpx.Timeout | float | None | Unset = UNSET,
    ) -> Response[Any]:
        """Get an instance's next event

        Args:
            instance_id (str):
            event_name (str):
        """

        return await client.asyncio_request(
            _get_next_instance_event._get_kwargs(
                instance_id=instance_id,
                event_name=event_name,
            ),
            timeout,
            _get_next_instance_event._parse_response,
        )


_get_next_instance_event = get_next_instance_event


class instance_inout:
    """Send input and read output at once

    Full duplex: the output is received while the input is being sent. Experimental. The response's headers are
    sent with the instance's first output, and the response never ends. The end of the request does not end the
    input. The response has no content type. The data is decoded as UTF-8, so binary data is damaged. Send a content
    type that the instance accepts, otherwise it receives nothing. After the end of the instance there is no
    response at all. Not supported by hub 0.18.7.
    """

    @staticmethod
    def _get_kwargs(
        instance_id: str,
        *,
        body: File,
    ) -> dict[str, Any]:
        headers: dict[str, Any] = {}

        _kwargs: dict[str, Any] = {
            "method": "post",
            "url": "/instance/{instance_id}/inout".format(
                instance_id=path_segment(instance_id),
            ),
        }

        _kwargs["content"] = body.payload
        headers["Content-Type"] = body.mime_type or "application/octet-stream"

        _kwargs["headers"] = headers
        return _kwargs

    @staticmethod
    def stream(
        instance_id: str,
        *,
        client: Client,
        timeout: httpx.Timeout | float | None | Unset = UNSET,
        body: File,
    ) -> AbstractContextManager[httpx.Response]:
        """Send input and read output at once

        Args:
            instance_id (str):
            body (File):
        """

        return client.stream(
            _instance_inout._get_kwargs(
                instance_id=instance_id,
                body=body,
            ),
            timeout,
        )

    @staticmethod
    def asyncio_stream(
        instance_id: str,
        *,
        client: Client,
        timeout: httpx.Timeout | float | None | Unset = UNSET,
        body: File,
    ) -> AbstractAsyncContextManager[httpx.Response]:
        """Send input and read output at once

        Args:
            instance_id (str):
            body (File):
        """

        return client.asyncio_stream(
            _instance_inout._get_kwargs(
                instance_id=instance_id,
                body=body,
            ),
            timeout,
        )


_instance_inout = instance_inout


class kill_instance:
    """Kill an instance

    Ends the instance immediately. Only an instance with the status `running` can be killed, not one that is
    starting, is being stopped, or has ended. With `removeImmediately` the hub removes it after 15 seconds instead
    of keeping it for the configured delay (180 seconds by default).

    Hub 0.18.7 returns an `opStatus`. Old clients send the pair `[4002, {...}]`; hub 1.0.1 accepts it but ignores
    the option in it.
    """

    @staticmethod
    def _get_kwargs(
        instance_id: str,
        *,
        body: KillOptions,
    ) -> dict[str, Any]:
        headers: dict[str, Any] = {}

        _kwargs: dict[str, Any] = {
            "method": "post",
            "url": "/instance/{instance_id}/_kill".format(
                instance_id=path_segment(instance_id),
            ),
        }

        _kwargs["json"] = body.to_dict()

        headers["Content-Type"] = "application/json"

        _kwargs["headers"] = headers
        return _kwargs

    @staticmethod
    def _parse_response(*, client: Client, response: httpx.Response) -> Instance | OperationStatus:
        from ..models.instance import Instance
        from ..models.operation_status import OperationStatus

        if response.status_code == 200:

            def _parse_response_200(data: object) -> Instance | OperationStatus:
                try:
                    if not isinstance(data, dict):
                        raise TypeError()
                    response_200_type_0 = Instance.from_dict(data)

                    return response_200_type_0
                except (TypeError, ValueError, AttributeError, KeyError):
                    pass
                if not isinstance(data, dict):
                    raise TypeError()
                response_200_type_1 = OperationStatus.from_dict(data)

                return response_200_type_1

            response_200 = _parse_response_200(response.json())

            return response_200

        if response.status_code == 202:

            def _parse_response_202(data: object) -> Instance | OperationStatus:
                try:
                    if not isinstance(data, dict):
                        raise TypeError()
                    response_202_type_0 = Instance.from_dict(data)

                    return response_202_type_0
                except (TypeError, ValueError, AttributeError, KeyError):
                    pass
                if not isinstance(data, dict):
                    raise TypeError()
                response_202_type_1 = OperationStatus.from_dict(data)

                return response_202_type_1

            response_202 = _parse_response_202(response.json())

            return response_202

        raise client.invalid_response(response)

    @staticmethod
    def sync_detailed(
        instance_id: str,
        *,
        client: Client,
        timeout: httpx.Timeout | float | None | Unset = UNSET,
        body: KillOptions,
    ) -> Response[Instance | OperationStatus]:
        """Kill an instance

        Args:
            instance_id (str):
            body (KillOptions): The options for killing an instance.
        """

        return client.request(
            _kill_instance._get_kwargs(
                instance_id=instance_id,
                body=body,
            ),
            timeout,
            _kill_instance._parse_response,
        )

    @staticmethod
    def sync(
        instance_id: str,
        *,
        client: Client,
        timeout: httpx.Timeout | float | None | Unset = UNSET,
        body: KillOptions,
    ) -> Instance | OperationStatus:
        """Kill an instance

        Args:
            instance_id (str):
            body (KillOptions): The options for killing an instance.
        """

        return client.request(
            _kill_instance._get_kwargs(
                instance_id=instance_id,
                body=body,
            ),
            timeout,
            _kill_instance._parse_response,
        ).parsed

    @staticmethod
    async def asyncio_detailed(
        instance_id: str,
        *,
        client: Client,
        timeout: httpx.Timeout | float | None | Unset = UNSET,
        body: KillOptions,
    ) -> Response[Instance | OperationStatus]:
        """Kill an instance

        Args:
            instance_id (str):
            body (KillOptions): The options for killing an instance.
        """

        return await client.asyncio_request(
            _kill_instance._get_kwargs(
                instance_id=instance_id,
                body=body,
            ),
            timeout,
            _kill_instance._parse_response,
        )

    @staticmethod
    async def asyncio(
        instance_id: str,
        *,
        client: Client,
        timeout: httpx.Timeout | float | None | Unset = UNSET,
        body: KillOptions,
    ) -> Instance | OperationStatus:
        """Kill an instance

        Args:
            instance_id (str):
            body (KillOptions): The options for killing an instance.
        """

        return (
            await client.asyncio_request(
                _kill_instance._get_kwargs(
                    instance_id=instance_id,
                    body=body,
                ),
                timeout,
                _kill_instance._parse_response,
            )
        ).parsed


_kill_instance = kill_instance


class list_instances:
    """List the instances

    All instances, including ended ones. The hub keeps an ended instance for 15 seconds plus the configured
    `instanceLifetimeExtensionDelay` (180 seconds by default). Hub 0.18.7 returns fewer fields and removes an
    instance when it ends.
    """

    @staticmethod
    def _get_kwargs() -> dict[str, Any]:

        _kwargs: dict[str, Any] = {
            "method": "get",
            "url": "/instances",
        }

        return _kwargs

    @staticmethod
    def _parse_response(*, client: Client, response: httpx.Response) -> list[Instance]:
        from ..models.instance import Instance

        if response.status_code == 200:
            response_200 = []
            _response_200 = response.json()
            if not isinstance(_response_200, list):
                raise TypeError
            for response_200_item_data in _response_200:
                response_200_item = Instance.from_dict(response_200_item_data)

                response_200.append(response_200_item)

            return response_200

        raise client.invalid_response(response)

    @staticmethod
    def sync_detailed(
        *,
        client: Client,
        timeout: httpx.Timeout | float | None | Unset = UNSET,
    ) -> Response[list[Instance]]:
        """List the instances"""

        return client.request(_list_instances._get_kwargs(), timeout, _list_instances._parse_response)

    @staticmethod
    def sync(
        *,
        client: Client,
        timeout: httpx.Timeout | float | None | Unset = UNSET,
    ) -> list[Instance]:
        """List the instances"""

        return client.request(_list_instances._get_kwargs(), timeout, _list_instances._parse_response).parsed

    @staticmethod
    async def asyncio_detailed(
        *,
        client: Client,
        timeout: httpx.Timeout | float | None | Unset = UNSET,
    ) -> Response[list[Instance]]:
        """List the instances"""

        return await client.asyncio_request(_list_instances._get_kwargs(), timeout, _list_instances._parse_response)

    @staticmethod
    async def asyncio(
        *,
        client: Client,
        timeout: httpx.Timeout | float | None | Unset = UNSET,
    ) -> list[Instance]:
        """List the instances"""

        return (
            await client.asyncio_request(_list_instances._get_kwargs(), timeout, _list_instances._parse_response)
        ).parsed


_list_instances = list_instances


class send_instance_event:
    """Send an event to an instance

    Sends an event to the instance; the hub's other instances also receive it. The body is a pair: the code 5001 and
    the event. An ended instance accepts events as well. Hub 0.18.7 accepts only text as the message.
    """

    @staticmethod
    def _get_kwargs(
        instance_id: str,
        *,
        body: list[EventMessage | int],
    ) -> dict[str, Any]:
        from ..models.event_message import EventMessage

        headers: dict[str, Any] = {}

        _kwargs: dict[str, Any] = {
            "method": "post",
            "url": "/instance/{instance_id}/_event".format(
                instance_id=path_segment(instance_id),
            ),
        }

        _kwargs["json"] = []
        for componentsschemas_event_body_item_data in body:
            componentsschemas_event_body_item: dict[str, Any] | int
            if isinstance(componentsschemas_event_body_item_data, EventMessage):
                componentsschemas_event_body_item = componentsschemas_event_body_item_data.to_dict()
            else:
                componentsschemas_event_body_item = componentsschemas_event_body_item_data
            _kwargs["json"].append(componentsschemas_event_body_item)

        headers["Content-Type"] = "application/json"

        _kwargs["headers"] = headers
        return _kwargs

    @staticmethod
    def _parse_response(*, client: Client, response: httpx.Response) -> Acceptance:
        from ..models.acceptance import Acceptance

        if response.status_code == 200:
            response_200 = Acceptance.from_dict(response.json())

            return response_200

        if response.status_code == 202:
            response_202 = Acceptance.from_dict(response.json())

            return response_202

        raise client.invalid_response(response)

    @staticmethod
    def sync_detailed(
        instance_id: str,
        *,
        client: Client,
        timeout: httpx.Timeout | float | None | Unset = UNSET,
        body: list[EventMessage | int],
    ) -> Response[Acceptance]:
        """Send an event to an instance

        Args:
            instance_id (str):
            body (list[EventMessage | int]): An event in the format of the API, which is the code 5001
                and the event.
        """

        return client.request(
            _send_instance_event._get_kwargs(
                instance_id=instance_id,
                body=body,
            ),
            timeout,
            _send_instance_event._parse_response,
        )

    @staticmethod
    def sync(
        instance_id: str,
        *,
        client: Client,
        timeout: httpx.Timeout | float | None | Unset = UNSET,
        body: list[EventMessage | int],
    ) -> Acceptance:
        """Send an event to an instance

        Args:
            instance_id (str):
            body (list[EventMessage | int]): An event in the format of the API, which is the code 5001
                and the event.
        """

        return client.request(
            _send_instance_event._get_kwargs(
                instance_id=instance_id,
                body=body,
            ),
            timeout,
            _send_instance_event._parse_response,
        ).parsed

    @staticmethod
    async def asyncio_detailed(
        instance_id: str,
        *,
        client: Client,
        timeout: httpx.Timeout | float | None | Unset = UNSET,
        body: list[EventMessage | int],
    ) -> Response[Acceptance]:
        """Send an event to an instance

        Args:
            instance_id (str):
            body (list[EventMessage | int]): An event in the format of the API, which is the code 5001
                and the event.
        """

        return await client.asyncio_request(
            _send_instance_event._get_kwargs(
                instance_id=instance_id,
                body=body,
            ),
            timeout,
            _send_instance_event._parse_response,
        )

    @staticmethod
    async def asyncio(
        instance_id: str,
        *,
        client: Client,
        timeout: httpx.Timeout | float | None | Unset = UNSET,
        body: list[EventMessage | int],
    ) -> Acceptance:
        """Send an event to an instance

        Args:
            instance_id (str):
            body (list[EventMessage | int]): An event in the format of the API, which is the code 5001
                and the event.
        """

        return (
            await client.asyncio_request(
                _send_instance_event._get_kwargs(
                    instance_id=instance_id,
                    body=body,
                ),
                timeout,
                _send_instance_event._parse_response,
            )
        ).parsed


_send_instance_event = send_instance_event


class send_instance_input:
    """Send input to an instance

    Streams data into the sequence. The response's headers arrive immediately, before the body is read. The
    response's (empty) body ends when the hub has read the whole request; the instance may still be reading.

    The instance receives the content type of the first input; later ones are ignored. Runners for JavaScript
    accept exactly `text/plain`, exactly `application/octet-stream`, and names that end in `x-ndjson`; runners for
    Python accept the first two. For any other type, including `text/plain; charset=utf-8`, the response is 200 and
    the instance receives nothing.

    After the end of the input or of the instance, the response to another request has headers but never ends. If a
    client disconnects during the body, the input does not end. Concurrent requests are mixed chunk by chunk.
    """

    @staticmethod
    def _get_kwargs(
        instance_id: str,
        *,
        body: File,
        x_end_stream: bool | Unset = UNSET,
    ) -> dict[str, Any]:
        headers: dict[str, Any] = {}
        if not isinstance(x_end_stream, Unset):
            headers["x-end-stream"] = "true" if x_end_stream else "false"

        _kwargs: dict[str, Any] = {
            "method": "post",
            "url": "/instance/{instance_id}/input".format(
                instance_id=path_segment(instance_id),
            ),
        }

        _kwargs["content"] = body.payload
        headers["Content-Type"] = body.mime_type or "application/octet-stream"

        _kwargs["headers"] = headers
        return _kwargs

    @staticmethod
    def _parse_response(*, client: Client, response: httpx.Response) -> Any:
        if response.status_code == 200:
            return None

        if response.status_code == 202:
            return None

        raise client.invalid_response(response)

    @staticmethod
    def sync_detailed(
        instance_id: str,
        *,
        client: Client,
        timeout: httpx.Timeout | float | None | Unset = UNSET,
        body: File,
        x_end_stream: bool | Unset = UNSET,
    ) -> Response[Any]:
        """Send input to an instance

        Args:
            instance_id (str):
            x_end_stream (bool | Unset):
            body (File):
        """

        return client.request(
            _send_instance_input._get_kwargs(
                instance_id=instance_id,
                body=body,
                x_end_stream=x_end_stream,
            ),
            timeout,
            _send_instance_input._parse_response,
        )

    @staticmethod
    async def asyncio_detailed(
        instance_id: str,
        *,
        client: Client,
        timeout: httpx.Timeout | float | None | Unset = UNSET,
        body: File,
        x_end_stream: bool | Unset = UNSET,
    ) -> Response[Any]:
        """Send input to an instance

        Args:
            instance_id (str):
            x_end_stream (bool | Unset):
            body (File):
        """

        return await client.asyncio_request(
            _send_instance_input._get_kwargs(
                instance_id=instance_id,
                body=body,
                x_end_stream=x_end_stream,
            ),
            timeout,
            _send_instance_input._parse_response,
        )


_send_instance_input = send_instance_input


class send_instance_stdin:
    """Send data to an instance's stdin

    Streams data into the standard input of the instance's process. By default this ends the standard input.
    The response is like that of `input`. The content type must be `application/octet-stream`.
    """

    @staticmethod
    def _get_kwargs(
        instance_id: str,
        *,
        body: File,
        x_end_stream: bool | Unset = UNSET,
    ) -> dict[str, Any]:
        headers: dict[str, Any] = {}
        if not isinstance(x_end_stream, Unset):
            headers["x-end-stream"] = "true" if x_end_stream else "false"

        _kwargs: dict[str, Any] = {
            "method": "post",
            "url": "/instance/{instance_id}/stdin".format(
                instance_id=path_segment(instance_id),
            ),
        }

        _kwargs["content"] = body.payload
        headers["Content-Type"] = body.mime_type or "application/octet-stream"

        _kwargs["headers"] = headers
        return _kwargs

    @staticmethod
    def _parse_response(*, client: Client, response: httpx.Response) -> Any:
        if response.status_code == 200:
            return None

        if response.status_code == 202:
            return None

        raise client.invalid_response(response)

    @staticmethod
    def sync_detailed(
        instance_id: str,
        *,
        client: Client,
        timeout: httpx.Timeout | float | None | Unset = UNSET,
        body: File,
        x_end_stream: bool | Unset = UNSET,
    ) -> Response[Any]:
        """Send data to an instance's stdin

        Args:
            instance_id (str):
            x_end_stream (bool | Unset):
            body (File):
        """

        return client.request(
            _send_instance_stdin._get_kwargs(
                instance_id=instance_id,
                body=body,
                x_end_stream=x_end_stream,
            ),
            timeout,
            _send_instance_stdin._parse_response,
        )

    @staticmethod
    async def asyncio_detailed(
        instance_id: str,
        *,
        client: Client,
        timeout: httpx.Timeout | float | None | Unset = UNSET,
        body: File,
        x_end_stream: bool | Unset = UNSET,
    ) -> Response[Any]:
        """Send data to an instance's stdin

        Args:
            instance_id (str):
            x_end_stream (bool | Unset):
            body (File):
        """

        return await client.asyncio_request(
            _send_instance_stdin._get_kwargs(
                instance_id=instance_id,
                body=body,
                x_end_stream=x_end_stream,
            ),
            timeout,
            _send_instance_stdin._parse_response,
        )


_send_instance_stdin = send_instance_stdin


class set_instance_monitoring_rate:
    """Set the rate of an instance's health reports

    Sets the number of health reports per second. The body is a pair: the code 4003 and the rate.
    """

    @staticmethod
    def _get_kwargs(
        instance_id: str,
        *,
        body: list[int | MonitoringRate],
    ) -> dict[str, Any]:
        from ..models.monitoring_rate import MonitoringRate

        headers: dict[str, Any] = {}

        _kwargs: dict[str, Any] = {
            "method": "post",
            "url": "/instance/{instance_id}/_monitoring_rate".format(
                instance_id=path_segment(instance_id),
            ),
        }

        _kwargs["json"] = []
        for componentsschemas_monitoring_rate_body_item_data in body:
            componentsschemas_monitoring_rate_body_item: dict[str, Any] | int
            if isinstance(componentsschemas_monitoring_rate_body_item_data, MonitoringRate):
                componentsschemas_monitoring_rate_body_item = componentsschemas_monitoring_rate_body_item_data.to_dict()
            else:
                componentsschemas_monitoring_rate_body_item = componentsschemas_monitoring_rate_body_item_data
            _kwargs["json"].append(componentsschemas_monitoring_rate_body_item)

        headers["Content-Type"] = "application/json"

        _kwargs["headers"] = headers
        return _kwargs

    @staticmethod
    def _parse_response(*, client: Client, response: httpx.Response) -> Acceptance:
        from ..models.acceptance import Acceptance

        if response.status_code == 202:
            response_202 = Acceptance.from_dict(response.json())

            return response_202

        raise client.invalid_response(response)

    @staticmethod
    def sync_detailed(
        instance_id: str,
        *,
        client: Client,
        timeout: httpx.Timeout | float | None | Unset = UNSET,
        body: list[int | MonitoringRate],
    ) -> Response[Acceptance]:
        """Set the rate of an instance's health reports

        Args:
            instance_id (str):
            body (list[int | MonitoringRate]): A monitoring rate in the format of the API, which is
                the code 4003 and the rate.
        """

        return client.request(
            _set_instance_monitoring_rate._get_kwargs(
                instance_id=instance_id,
                body=body,
            ),
            timeout,
            _set_instance_monitoring_rate._parse_response,
        )

    @staticmethod
    def sync(
        instance_id: str,
        *,
        client: Client,
        timeout: httpx.Timeout | float | None | Unset = UNSET,
        body: list[int | MonitoringRate],
    ) -> Acceptance:
        """Set the rate of an instance's health reports

        Args:
            instance_id (str):
            body (list[int | MonitoringRate]): A monitoring rate in the format of the API, which is
                the code 4003 and the rate.
        """

        return client.request(
            _set_instance_monitoring_rate._get_kwargs(
                instance_id=instance_id,
                body=body,
            ),
            timeout,
            _set_instance_monitoring_rate._parse_response,
        ).parsed

    @staticmethod
    async def asyncio_detailed(
        instance_id: str,
        *,
        client: Client,
        timeout: httpx.Timeout | float | None | Unset = UNSET,
        body: list[int | MonitoringRate],
    ) -> Response[Acceptance]:
        """Set the rate of an instance's health reports

        Args:
            instance_id (str):
            body (list[int | MonitoringRate]): A monitoring rate in the format of the API, which is
                the code 4003 and the rate.
        """

        return await client.asyncio_request(
            _set_instance_monitoring_rate._get_kwargs(
                instance_id=instance_id,
                body=body,
            ),
            timeout,
            _set_instance_monitoring_rate._parse_response,
        )

    @staticmethod
    async def asyncio(
        instance_id: str,
        *,
        client: Client,
        timeout: httpx.Timeout | float | None | Unset = UNSET,
        body: list[int | MonitoringRate],
    ) -> Acceptance:
        """Set the rate of an instance's health reports

        Args:
            instance_id (str):
            body (list[int | MonitoringRate]): A monitoring rate in the format of the API, which is
                the code 4003 and the rate.
        """

        return (
            await client.asyncio_request(
                _set_instance_monitoring_rate._get_kwargs(
                    instance_id=instance_id,
                    body=body,
                ),
                timeout,
                _set_instance_monitoring_rate._parse_response,
            )
        ).parsed


_set_instance_monitoring_rate = set_instance_monitoring_rate


class stop_instance:
    """Stop an instance

    Asks the instance to end, and ends it after `timeout`. The response always follows after `timeout`
    milliseconds, whatever happens to the instance; its status in the response is usually `stopping`. If the
    sequence asks to be kept alive and is allowed to, it continues with the status `stopping`; it can no longer be
    killed, only stopped again. Stopping an ended instance changes its status to `stopping`.

    Hub 0.18.7 requires the pair `[4001, {...}]` of code and options as the body, and responds with 200 and an
    `opStatus`. Hub 1.0.1 accepts that pair but uses the defaults.
    """

    @staticmethod
    def _get_kwargs(
        instance_id: str,
        *,
        body: list[int | StopOptions] | StopOptions,
    ) -> dict[str, Any]:
        from ..models.stop_options import StopOptions

        headers: dict[str, Any] = {}

        _kwargs: dict[str, Any] = {
            "method": "post",
            "url": "/instance/{instance_id}/_stop".format(
                instance_id=path_segment(instance_id),
            ),
        }

        if isinstance(body, StopOptions):
            _kwargs["json"] = body.to_dict()
        else:
            _kwargs["json"] = []
            for componentsschemas_stop_pair_item_data in body:
                componentsschemas_stop_pair_item: dict[str, Any] | int
                if isinstance(componentsschemas_stop_pair_item_data, StopOptions):
                    componentsschemas_stop_pair_item = componentsschemas_stop_pair_item_data.to_dict()
                else:
                    componentsschemas_stop_pair_item = componentsschemas_stop_pair_item_data
                _kwargs["json"].append(componentsschemas_stop_pair_item)

        headers["Content-Type"] = "application/json"

        _kwargs["headers"] = headers
        return _kwargs

    @staticmethod
    def _parse_response(*, client: Client, response: httpx.Response) -> Instance | OperationStatus:
        from ..models.instance import Instance
        from ..models.operation_status import OperationStatus

        if response.status_code == 200:

            def _parse_response_200(data: object) -> Instance | OperationStatus:
                try:
                    if not isinstance(data, dict):
                        raise TypeError()
                    response_200_type_0 = Instance.from_dict(data)

                    return response_200_type_0
                except (TypeError, ValueError, AttributeError, KeyError):
                    pass
                if not isinstance(data, dict):
                    raise TypeError()
                response_200_type_1 = OperationStatus.from_dict(data)

                return response_200_type_1

            response_200 = _parse_response_200(response.json())

            return response_200

        if response.status_code == 202:

            def _parse_response_202(data: object) -> Instance | OperationStatus:
                try:
                    if not isinstance(data, dict):
                        raise TypeError()
                    response_202_type_0 = Instance.from_dict(data)

                    return response_202_type_0
                except (TypeError, ValueError, AttributeError, KeyError):
                    pass
                if not isinstance(data, dict):
                    raise TypeError()
                response_202_type_1 = OperationStatus.from_dict(data)

                return response_202_type_1

            response_202 = _parse_response_202(response.json())

            return response_202

        raise client.invalid_response(response)

    @staticmethod
    def sync_detailed(
        instance_id: str,
        *,
        client: Client,
        timeout: httpx.Timeout | float | None | Unset = UNSET,
        body: list[int | StopOptions] | StopOptions,
    ) -> Response[Instance | OperationStatus]:
        """Stop an instance

        Args:
            instance_id (str):
            body (list[int | StopOptions] | StopOptions):
        """

        return client.request(
            _stop_instance._get_kwargs(
                instance_id=instance_id,
                body=body,
            ),
            timeout,
            _stop_instance._parse_response,
        )

    @staticmethod
    def sync(
        instance_id: str,
        *,
        client: Client,
        timeout: httpx.Timeout | float | None | Unset = UNSET,
        body: list[int | StopOptions] | StopOptions,
    ) -> Instance | OperationStatus:
        """Stop an instance

        Args:
            instance_id (str):
            body (list[int | StopOptions] | StopOptions):
        """

        return client.request(
            _stop_instance._get_kwargs(
                instance_id=instance_id,
                body=body,
            ),
            timeout,
            _stop_instance._parse_response,
        ).parsed

    @staticmethod
    async def asyncio_detailed(
        instance_id: str,
        *,
        client: Client,
        timeout: httpx.Timeout | float | None | Unset = UNSET,
        body: list[int | StopOptions] | StopOptions,
    ) -> Response[Instance | OperationStatus]:
        """Stop an instance

        Args:
            instance_id (str):
            body (list[int | StopOptions] | StopOptions):
        """

        return await client.asyncio_request(
            _stop_instance._get_kwargs(
                instance_id=instance_id,
                body=body,
            ),
            timeout,
            _stop_instance._parse_response,
        )

    @staticmethod
    async def asyncio(
        instance_id: str,
        *,
        client: Client,
        timeout: httpx.Timeout | float | None | Unset = UNSET,
        body: list[int | StopOptions] | StopOptions,
    ) -> Instance | OperationStatus:
        """Stop an instance

        Args:
            instance_id (str):
            body (list[int | StopOptions] | StopOptions):
        """

        return (
            await client.asyncio_request(
                _stop_instance._get_kwargs(
                    instance_id=instance_id,
                    body=body,
                ),
                timeout,
                _stop_instance._parse_response,
            )
        ).parsed


_stop_instance = stop_instance
