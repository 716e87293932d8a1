"""Messages to a running instance: their codes, and the forms that hub versions expect."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from scramjet_bindings.host import models

from ..errors import InvalidResponseError, ServerError

if TYPE_CHECKING:
    from scramjet_bindings.host.models import (
        EventMessage,
        Instance,
        MonitoringRate,
        OperationStatus,
        StopOptions,
    )

_STOP = 4001
_MONITORING_RATE = 4003
_EVENT = 5001
# Version 0.18.7 reports this error if a message is not a pair of a code and options.
_WANTS_A_PAIR = "Spread syntax requires"
_RARELY = 1e-5  # Reports per second: one report in 28 hours.


def event_message(event: EventMessage) -> list[int | EventMessage]:
    """Return the body of a request that sends an event: the code 5001 and the event."""
    return [_EVENT, event]


def event_payload(content: bytes) -> Any:
    """Return the payload of an event from the response body; an empty body means None."""
    if not content:
        return None
    try:
        return json.loads(content)
    except (ValueError, RecursionError) as error:
        raise InvalidResponseError(
            f"the event's payload is not JSON: {error}", body=content.decode(errors="replace")
        ) from error


def rare_reports() -> list[int | MonitoringRate]:
    """Return the body of a request that makes an instance report its health very rarely.

    In version 1.0.1, an instance drops its streams if the hub does not respond to a health report
    within a second. A hub that is busy with input may be too slow to respond.
    """
    return [_MONITORING_RATE, models.MonitoringRate(_RARELY)]


def wants_stop_as_pair(error: ServerError) -> bool:
    """Return whether a hub of version 0.18.7 could not read stop options, and did nothing."""
    return _WANTS_A_PAIR in error.message


def stop_as_pair(options: StopOptions) -> list[int | StopOptions]:
    """Return the body of a stop request for version 0.18.7: the code 4001 and the options."""
    return [_STOP, options]


def as_instance(id: str, answer: Instance | OperationStatus) -> Instance:
    """Return the instance in a response; hubs of version 0.18.7 return only a status."""
    if isinstance(answer, models.Instance):
        return answer
    instance = models.Instance(id)
    instance.additional_properties = answer.to_dict()
    return instance
