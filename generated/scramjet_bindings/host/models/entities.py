# Generated from openapi/host.yaml by `make generate`. Do not edit.
from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Self

from attrs import define as _attrs_define, field as _attrs_field

from ..types import UNSET, Model as _Model, Unset


@_attrs_define(repr=False)
class Entities(_Model):
    """The sequences and the instances of the hub.

    Attributes:
        sequences (list[Sequence] | Unset): The sequences.
        instances (list[Instance] | Unset): The instances.
    """

    sequences: list[Sequence] | Unset = UNSET
    instances: list[Instance] | Unset = UNSET
    additional_properties: dict[str, Any] = _attrs_field(init=False, factory=dict)

    def to_dict(self) -> dict[str, Any]:
        sequences: list[dict[str, Any]] | Unset = UNSET
        if not isinstance(self.sequences, Unset):
            sequences = []
            for _sequences_item_data in self.sequences:
                _sequences_item = _sequences_item_data.to_dict()
                sequences.append(_sequences_item)

        instances: list[dict[str, Any]] | Unset = UNSET
        if not isinstance(self.instances, Unset):
            instances = []
            for _instances_item_data in self.instances:
                _instances_item = _instances_item_data.to_dict()
                instances.append(_instances_item)

        field_dict: dict[str, Any] = {}
        field_dict.update(self.additional_properties)
        field_dict.update({})
        if sequences is not UNSET:
            field_dict["sequences"] = sequences
        if instances is not UNSET:
            field_dict["instances"] = instances

        return field_dict

    @classmethod
    def from_dict(cls, src_dict: Mapping[str, Any]) -> Self:
        _model = cls.__new__(cls)
        d = {**src_dict}
        _sequences = d.pop("sequences", UNSET)
        sequences: list[Sequence] | Unset = UNSET
        if _sequences is not None and _sequences is not UNSET:
            if not isinstance(_sequences, list):
                raise TypeError(f"not a list: {_sequences!r:.100}")
            sequences = []
            for sequences_item_data in _sequences:
                sequences_item = Sequence.from_dict(sequences_item_data)

                sequences.append(sequences_item)

        _model.sequences = sequences
        _instances = d.pop("instances", UNSET)
        instances: list[Instance] | Unset = UNSET
        if _instances is not None and _instances is not UNSET:
            if not isinstance(_instances, list):
                raise TypeError(f"not a list: {_instances!r:.100}")
            instances = []
            for instances_item_data in _instances:
                instances_item = Instance.from_dict(instances_item_data)

                instances.append(instances_item)

        _model.instances = instances

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


from ..models.instance import Instance
from ..models.sequence import Sequence
