# Generated from openapi/host.yaml
from __future__ import annotations

import datetime
from typing import Any, Self

from attrs import define as _attrs_define

from ...types import UNSET, Object as _Object, OpenModel as _OpenModel, Unset, parse_time
from ..models.instance_status import InstanceStatus


@_attrs_define(repr=False)
class Instance(_OpenModel[Any]):
    """A running or ended sequence.

    Attributes:
        id (str): The instance's id.
        sequence (Sequence | str | Unset): The sequence that it runs, or that sequence's id.
        status (InstanceStatus | str | Unset): The status of the instance.
        app_config (AppConfig | Unset): Settings for the sequence, any JSON object.
        args (list[Any] | Unset): The arguments that it was started with (1.0.1).
        sequence_args (list[Any] | Unset): The arguments that it was started with (0.18.7).
        sequence_info (Sequence | Unset): A program stored on the hub.
        provides (str | Unset): The topic to which it writes. May be empty.
        requires (str | Unset): The topic from which it reads. May be empty.
        ports (InstancePorts | Unset): The ports that an instance opened.
        created (datetime.datetime | None | Unset): The time of creation. Null for a Python instance.
        started (datetime.datetime | None | Unset): The time at which it started to run.
        ended (datetime.datetime | None | Unset): The time at which it ended.
        terminated (InstanceTermination | Unset): How an instance ended.
    """

    id: str
    sequence: Sequence | str | Unset = UNSET
    status: InstanceStatus | str | Unset = UNSET
    app_config: AppConfig | Unset = UNSET
    args: list[Any] | Unset = UNSET
    sequence_args: list[Any] | Unset = UNSET
    sequence_info: Sequence | Unset = UNSET
    provides: str | Unset = UNSET
    requires: str | Unset = UNSET
    ports: InstancePorts | Unset = UNSET
    created: datetime.datetime | None | Unset = UNSET
    started: datetime.datetime | None | Unset = UNSET
    ended: datetime.datetime | None | Unset = UNSET
    terminated: InstanceTermination | Unset = UNSET
    _names = {
        "app_config": "appConfig",
        "sequence_args": "sequenceArgs",
        "sequence_info": "sequenceInfo",
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
        sequence: Sequence | str | Unset = _sequence
        if isinstance(_sequence, dict):
            try:
                sequence_type_1 = Sequence.from_dict(_sequence)

                sequence = sequence_type_1
            except (TypeError, ValueError, AttributeError, KeyError):
                pass

        self.sequence = sequence
        _status: Any = d.pop("status", UNSET)
        status: InstanceStatus | str | Unset = _status
        if isinstance(_status, str):
            try:
                status_type_0 = InstanceStatus(_status)

                status = status_type_0
            except (TypeError, ValueError, AttributeError, KeyError):
                pass

        self.status = status
        _app_config = d.pop("appConfig", UNSET)
        app_config: AppConfig | Unset
        if _app_config is None or isinstance(_app_config, Unset):
            app_config = UNSET
        else:
            app_config = AppConfig.from_dict(_app_config)

        self.app_config = app_config
        args = d.pop("args", UNSET)

        self.args = args
        sequence_args = d.pop("sequenceArgs", UNSET)

        self.sequence_args = sequence_args
        _sequence_info = d.pop("sequenceInfo", UNSET)
        sequence_info: Sequence | Unset
        if _sequence_info is None or isinstance(_sequence_info, Unset):
            sequence_info = UNSET
        else:
            sequence_info = Sequence.from_dict(_sequence_info)

        self.sequence_info = sequence_info
        self.provides = d.pop("provides", UNSET)
        self.requires = d.pop("requires", UNSET)
        _ports = d.pop("ports", UNSET)
        ports: InstancePorts | Unset
        if _ports is None or isinstance(_ports, Unset):
            ports = UNSET
        else:
            ports = InstancePorts.from_dict(_ports)

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
        terminated: InstanceTermination | Unset
        if _terminated is None or isinstance(_terminated, Unset):
            terminated = UNSET
        else:
            terminated = InstanceTermination.from_dict(_terminated)

        self.terminated = terminated

        self.additional_properties = d or {}
        return self


from ..models.app_config import AppConfig
from ..models.instance_ports import InstancePorts
from ..models.instance_termination import InstanceTermination
from ..models.sequence import Sequence
