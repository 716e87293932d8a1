# Generated from openapi/host.yaml by `make generate`. Do not edit.
from __future__ import annotations

import datetime
from collections.abc import Mapping
from typing import Any, Self

from attrs import define as _attrs_define, field as _attrs_field

from ... import wire as _wire
from ..models.instance_status import InstanceStatus
from ..types import UNSET, Model as _Model, Unset


@_attrs_define(repr=False)
class Instance(_Model):
    """A running or ended sequence.

    Attributes:
        id (str): The instance's id.
        sequence (Sequence | str | Unset): The sequence that the instance runs, or the sequence's id.
        status (InstanceStatus | str | Unset): The status of the instance.
        app_config (AppConfig | Unset): The settings for the program, which may be any JSON object.
        args (list[Any] | Unset): The arguments with which the instance was started (1.0.1).
        sequence_args (list[Any] | Unset): The arguments with which the instance was started (0.18.7).
        sequence_info (Sequence | Unset): A program stored on the hub.
        provides (str | Unset): The topic to which the instance writes, or an empty text.
        requires (str | Unset): The topic from which the instance reads, or an empty text.
        ports (InstancePorts | Unset): The ports that an instance opened.
        created (datetime.datetime | None | Unset): The time at which the hub created the instance, or null for a Python
            instance.
        started (datetime.datetime | None | Unset): The time at which the instance started to run.
        ended (datetime.datetime | None | Unset): The time at which the instance ended.
        terminated (InstanceTermination | Unset): The result of an ended instance.
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
    additional_properties: dict[str, Any] = _attrs_field(init=False, factory=dict)

    @property
    def sequence_id(self) -> str | None:
        """The id in ``sequence``, whether the server sent it bare or inside an object."""
        value: Any = self.sequence
        return value if isinstance(value, str) else getattr(value, "id", None)

    def to_dict(self) -> dict[str, Any]:
        id = self.id

        sequence: dict[str, Any] | str | Unset
        if isinstance(self.sequence, Unset):
            sequence = UNSET
        elif isinstance(self.sequence, Sequence):
            sequence = self.sequence.to_dict()
        else:
            sequence = self.sequence

        status: str | Unset
        if isinstance(self.status, Unset):
            status = UNSET
        elif isinstance(self.status, InstanceStatus):
            status = self.status.value
        else:
            status = self.status

        app_config: dict[str, Any] | Unset = UNSET
        if not isinstance(self.app_config, Unset):
            app_config = self.app_config.to_dict()

        args: list[Any] | Unset = UNSET
        if not isinstance(self.args, Unset):
            args = self.args

        sequence_args: list[Any] | Unset = UNSET
        if not isinstance(self.sequence_args, Unset):
            sequence_args = self.sequence_args

        sequence_info: dict[str, Any] | Unset = UNSET
        if not isinstance(self.sequence_info, Unset):
            sequence_info = self.sequence_info.to_dict()

        provides = self.provides

        requires = self.requires

        ports: dict[str, Any] | Unset = UNSET
        if not isinstance(self.ports, Unset):
            ports = self.ports.to_dict()

        created: None | str | Unset
        if isinstance(self.created, Unset):
            created = UNSET
        elif isinstance(self.created, datetime.datetime):
            created = self.created.isoformat()
        else:
            created = self.created

        started: None | str | Unset
        if isinstance(self.started, Unset):
            started = UNSET
        elif isinstance(self.started, datetime.datetime):
            started = self.started.isoformat()
        else:
            started = self.started

        ended: None | str | Unset
        if isinstance(self.ended, Unset):
            ended = UNSET
        elif isinstance(self.ended, datetime.datetime):
            ended = self.ended.isoformat()
        else:
            ended = self.ended

        terminated: dict[str, Any] | Unset = UNSET
        if not isinstance(self.terminated, Unset):
            terminated = self.terminated.to_dict()

        field_dict: dict[str, Any] = {}
        field_dict.update(self.additional_properties)
        field_dict.update(
            {
                "id": id,
            }
        )
        if sequence is not UNSET:
            field_dict["sequence"] = sequence
        if status is not UNSET:
            field_dict["status"] = status
        if app_config is not UNSET:
            field_dict["appConfig"] = app_config
        if args is not UNSET:
            field_dict["args"] = args
        if sequence_args is not UNSET:
            field_dict["sequenceArgs"] = sequence_args
        if sequence_info is not UNSET:
            field_dict["sequenceInfo"] = sequence_info
        if provides is not UNSET:
            field_dict["provides"] = provides
        if requires is not UNSET:
            field_dict["requires"] = requires
        if ports is not UNSET:
            field_dict["ports"] = ports
        if created is not UNSET:
            field_dict["created"] = created
        if started is not UNSET:
            field_dict["started"] = started
        if ended is not UNSET:
            field_dict["ended"] = ended
        if terminated is not UNSET:
            field_dict["terminated"] = terminated

        return field_dict

    @classmethod
    def from_dict(cls, src_dict: Mapping[str, Any]) -> Self:
        _model = cls.__new__(cls)
        d = {**src_dict}
        _model.id = d.pop("id")
        _sequence: Any = d.pop("sequence", UNSET)
        sequence: Sequence | str | Unset
        if isinstance(_sequence, dict):
            sequence_type_1 = Sequence.from_dict(_sequence)

            sequence = sequence_type_1
        elif isinstance(_sequence, (dict, list)):
            raise TypeError(f"not a Sequence | str | Unset: {_sequence!r:.100}")
        else:
            sequence = _sequence

        _model.sequence = sequence
        _status: Any = d.pop("status", UNSET)
        status: InstanceStatus | str | Unset
        if isinstance(_status, str):
            try:
                status_type_0 = InstanceStatus(_status)

                status = status_type_0
            except (TypeError, ValueError, AttributeError, KeyError):
                status = _status
        elif isinstance(_status, (dict, list)):
            raise TypeError(f"not a InstanceStatus | str | Unset: {_status!r:.100}")
        else:
            status = _status

        _model.status = status
        _app_config = d.pop("appConfig", UNSET)
        app_config: AppConfig | Unset
        if _app_config is None or isinstance(_app_config, Unset):
            app_config = UNSET
        else:
            app_config = AppConfig.from_dict(_app_config)

        _model.app_config = app_config
        args = d.pop("args", UNSET)

        _model.args = args
        sequence_args = d.pop("sequenceArgs", UNSET)

        _model.sequence_args = sequence_args
        _sequence_info = d.pop("sequenceInfo", UNSET)
        sequence_info: Sequence | Unset
        if _sequence_info is None or isinstance(_sequence_info, Unset):
            sequence_info = UNSET
        else:
            sequence_info = Sequence.from_dict(_sequence_info)

        _model.sequence_info = sequence_info
        _model.provides = d.pop("provides", UNSET)
        _model.requires = d.pop("requires", UNSET)
        _ports = d.pop("ports", UNSET)
        ports: InstancePorts | Unset
        if _ports is None or isinstance(_ports, Unset):
            ports = UNSET
        else:
            ports = InstancePorts.from_dict(_ports)

        _model.ports = ports
        _created: Any = d.pop("created", UNSET)
        created: datetime.datetime | None | Unset
        if isinstance(_created, str):
            created_type_0 = _wire.parse_time(_created)

            created = created_type_0
        elif _created is not None and not isinstance(_created, Unset):
            raise TypeError(f"not a datetime.datetime | None | Unset: {_created!r:.100}")
        else:
            created = _created

        _model.created = created
        _started: Any = d.pop("started", UNSET)
        started: datetime.datetime | None | Unset
        if isinstance(_started, str):
            started_type_0 = _wire.parse_time(_started)

            started = started_type_0
        elif _started is not None and not isinstance(_started, Unset):
            raise TypeError(f"not a datetime.datetime | None | Unset: {_started!r:.100}")
        else:
            started = _started

        _model.started = started
        _ended: Any = d.pop("ended", UNSET)
        ended: datetime.datetime | None | Unset
        if isinstance(_ended, str):
            ended_type_0 = _wire.parse_time(_ended)

            ended = ended_type_0
        elif _ended is not None and not isinstance(_ended, Unset):
            raise TypeError(f"not a datetime.datetime | None | Unset: {_ended!r:.100}")
        else:
            ended = _ended

        _model.ended = ended
        _terminated = d.pop("terminated", UNSET)
        terminated: InstanceTermination | Unset
        if _terminated is None or isinstance(_terminated, Unset):
            terminated = UNSET
        else:
            terminated = InstanceTermination.from_dict(_terminated)

        _model.terminated = terminated

        _model.additional_properties = d or {}
        return _model

    @property
    def additional_keys(self) -> list[str]:
        return list(self.additional_properties.keys())

    def __getitem__(self, key: str) -> Any:
        return self.additional_properties[key]

    def __setitem__(self, key: str, value: Any) -> None:
        self.additional_properties[key] = value

    def __delitem__(self, key: str) -> None:
        del self.additional_properties[key]

    def __contains__(self, key: str) -> bool:
        return key in self.additional_properties


from ..models.app_config import AppConfig
from ..models.instance_ports import InstancePorts
from ..models.instance_termination import InstanceTermination
from ..models.sequence import Sequence
