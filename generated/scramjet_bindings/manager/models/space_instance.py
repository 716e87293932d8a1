# Generated from openapi/manager.yaml by `make generate`. Do not edit.
from __future__ import annotations

import datetime
from collections.abc import Mapping
from typing import Any, Self

from attrs import define as _attrs_define, field as _attrs_field

from ... import wire as _wire
from ..models.space_instance_status import SpaceInstanceStatus
from ..types import UNSET, Model as _Model, Unset


@_attrs_define(repr=False)
class SpaceInstance(_Model):
    """An instance on a hub of the space.

    Attributes:
        id (str): The instance's id.
        sequence (SpaceSequence | str | Unset): The sequence that the instance runs, or the sequence's id.
        status (SpaceInstanceStatus | str | Unset): The status of the instance.
        app_config (SpaceAppConfig | Unset): The settings for the program, which may be any JSON object.
        args (list[Any] | Unset): The arguments with which the instance was started.
        provides (str | Unset): The topic to which the instance writes, or an empty text.
        requires (str | Unset): The topic from which the instance reads, or an empty text.
        ports (SpaceInstancePorts | Unset): The ports that an instance opened.
        created (datetime.datetime | None | Unset): The time at which the hub created the instance, or null for a Python
            instance.
        started (datetime.datetime | None | Unset): The time at which the instance started to run.
        ended (datetime.datetime | None | Unset): The time at which the instance ended.
        terminated (SpaceInstanceTermination | Unset): The result of an ended instance.
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
        elif isinstance(self.sequence, SpaceSequence):
            sequence = self.sequence.to_dict()
        else:
            sequence = self.sequence

        status: str | Unset
        if isinstance(self.status, Unset):
            status = UNSET
        elif isinstance(self.status, SpaceInstanceStatus):
            status = self.status.value
        else:
            status = self.status

        app_config: dict[str, Any] | Unset = UNSET
        if not isinstance(self.app_config, Unset):
            app_config = self.app_config.to_dict()

        args: list[Any] | Unset = UNSET
        if not isinstance(self.args, Unset):
            args = self.args

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
        sequence: SpaceSequence | str | Unset
        if isinstance(_sequence, dict):
            sequence_type_1 = SpaceSequence.from_dict(_sequence)

            sequence = sequence_type_1
        elif isinstance(_sequence, (dict, list)):
            raise TypeError(f"not a SpaceSequence | str | Unset: {_sequence!r:.100}")
        else:
            sequence = _sequence

        _model.sequence = sequence
        _status: Any = d.pop("status", UNSET)
        status: SpaceInstanceStatus | str | Unset
        if isinstance(_status, str):
            try:
                status_type_0 = SpaceInstanceStatus(_status)

                status = status_type_0
            except (TypeError, ValueError, AttributeError, KeyError):
                status = _status
        elif isinstance(_status, (dict, list)):
            raise TypeError(f"not a SpaceInstanceStatus | str | Unset: {_status!r:.100}")
        else:
            status = _status

        _model.status = status
        _app_config = d.pop("appConfig", UNSET)
        app_config: SpaceAppConfig | Unset
        if _app_config is None or isinstance(_app_config, Unset):
            app_config = UNSET
        else:
            app_config = SpaceAppConfig.from_dict(_app_config)

        _model.app_config = app_config
        args = d.pop("args", UNSET)

        _model.args = args
        _model.provides = d.pop("provides", UNSET)
        _model.requires = d.pop("requires", UNSET)
        _ports = d.pop("ports", UNSET)
        ports: SpaceInstancePorts | Unset
        if _ports is None or isinstance(_ports, Unset):
            ports = UNSET
        else:
            ports = SpaceInstancePorts.from_dict(_ports)

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
        terminated: SpaceInstanceTermination | Unset
        if _terminated is None or isinstance(_terminated, Unset):
            terminated = UNSET
        else:
            terminated = SpaceInstanceTermination.from_dict(_terminated)

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


from ..models.space_app_config import SpaceAppConfig
from ..models.space_instance_ports import SpaceInstancePorts
from ..models.space_instance_termination import SpaceInstanceTermination
from ..models.space_sequence import SpaceSequence
