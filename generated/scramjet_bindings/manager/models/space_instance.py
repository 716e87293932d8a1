# Generated from openapi/manager.yaml
from __future__ import annotations

import datetime
from typing import Any, Self

from attrs import define as _attrs_define

from ...types import UNSET, Object as _Object, OpenModel as _OpenModel, Unset, parse_time
from ..models.space_instance_status import SpaceInstanceStatus


@_attrs_define(repr=False)
class SpaceInstance(_OpenModel[Any]):
    """An instance on a hub of the space.

    Attributes:
        id (str): The instance's id.
        sequence (SpaceSequence | str | Unset): The sequence that it runs, or that sequence's id.
        status (SpaceInstanceStatus | str | Unset): The status of the instance.
        app_config (SpaceAppConfig | Unset): Settings of the sequence, any JSON object.
        args (list[Any] | Unset): The arguments that it was started with.
        provides (str | Unset): The topic to which it writes. May be empty.
        requires (str | Unset): The topic from which it reads. May be empty.
        ports (SpaceInstancePorts | Unset): The ports that an instance opened.
        created (datetime.datetime | None | Unset): The time of creation. Null for a Python instance.
        started (datetime.datetime | None | Unset): The time at which it started to run.
        ended (datetime.datetime | None | Unset): The time at which it ended.
        terminated (SpaceInstanceTermination | Unset): How an instance ended.
    """

    id: str
    sequence: SpaceSequence | str | Unset = UNSET
    status: SpaceInstanceStatus | str | Unset = UNSET
    app_config: SpaceAppConfig | Unset = UNSET
    args: list[Any] | Unset = UNSET
    provides: str | Unset = UNSET
    requires: str | Unset = UNSET
    ports: SpaceInstancePorts | Unset = UNSET
    created: datetime.datetime | None | Unset = UNSET
    started: datetime.datetime | None | Unset = UNSET
    ended: datetime.datetime | None | Unset = UNSET
    terminated: SpaceInstanceTermination | Unset = UNSET
    _names = {
        "app_config": "appConfig",
    }

    @property
    def sequence_id(self) -> str | None:
        """The id in ``sequence``, whether the server sent it bare or inside an object."""
        value: Any = self.sequence
        return value if isinstance(value, str) else getattr(value, "id", None)

    @classmethod
    def from_dict(cls, src_dict: _Object) -> Self:
        self = cls.__new__(cls)
        d = {**src_dict}
        self.id = d.pop("id")
        _sequence: Any = d.pop("sequence", UNSET)
        sequence: SpaceSequence | str | Unset = _sequence
        if isinstance(_sequence, dict):
            try:
                sequence_type_1 = SpaceSequence.from_dict(_sequence)

                sequence = sequence_type_1
            except (TypeError, ValueError, AttributeError, KeyError):
                pass

        self.sequence = sequence
        _status: Any = d.pop("status", UNSET)
        status: SpaceInstanceStatus | str | Unset = _status
        if isinstance(_status, str):
            try:
                status_type_0 = SpaceInstanceStatus(_status)

                status = status_type_0
            except (TypeError, ValueError, AttributeError, KeyError):
                pass

        self.status = status
        _app_config = d.pop("appConfig", UNSET)
        app_config: SpaceAppConfig | Unset
        if _app_config is None or isinstance(_app_config, Unset):
            app_config = UNSET
        else:
            app_config = SpaceAppConfig.from_dict(_app_config)

        self.app_config = app_config
        args = d.pop("args", UNSET)

        self.args = args
        self.provides = d.pop("provides", UNSET)
        self.requires = d.pop("requires", UNSET)
        _ports = d.pop("ports", UNSET)
        ports: SpaceInstancePorts | Unset
        if _ports is None or isinstance(_ports, Unset):
            ports = UNSET
        else:
            ports = SpaceInstancePorts.from_dict(_ports)

        self.ports = ports
        _created: Any = d.pop("created", UNSET)
        created: datetime.datetime | None | Unset = _created
        if isinstance(_created, str):
            try:
                created_type_0 = parse_time(_created)

                created = created_type_0
            except (TypeError, ValueError, AttributeError, KeyError):
                pass

        self.created = created
        _started: Any = d.pop("started", UNSET)
        started: datetime.datetime | None | Unset = _started
        if isinstance(_started, str):
            try:
                started_type_0 = parse_time(_started)

                started = started_type_0
            except (TypeError, ValueError, AttributeError, KeyError):
                pass

        self.started = started
        _ended: Any = d.pop("ended", UNSET)
        ended: datetime.datetime | None | Unset = _ended
        if isinstance(_ended, str):
            try:
                ended_type_0 = parse_time(_ended)

                ended = ended_type_0
            except (TypeError, ValueError, AttributeError, KeyError):
                pass

        self.ended = ended
        _terminated = d.pop("terminated", UNSET)
        terminated: SpaceInstanceTermination | Unset
        if _terminated is None or isinstance(_terminated, Unset):
            terminated = UNSET
        else:
            terminated = SpaceInstanceTermination.from_dict(_terminated)

        self.terminated = terminated

        self.additional_properties = d or {}
        return self


from ..models.space_app_config import SpaceAppConfig
from ..models.space_instance_ports import SpaceInstancePorts
from ..models.space_instance_termination import SpaceInstanceTermination
from ..models.space_sequence import SpaceSequence
