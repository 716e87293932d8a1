# Generated from openapi/host.yaml
from __future__ import annotations

from typing import Any, Self

from attrs import define as _attrs_define

from ...types import UNSET, Object as _Object, OpenModel as _OpenModel, Unset


@_attrs_define(repr=False)
class Entities(_OpenModel[Any]):
    """The sequences and the instances of the hub.

    Attributes:
        sequences (list[Sequence] | Unset): The sequences.
        instances (list[Instance] | Unset): The instances.
    """

    sequences: list[Sequence] | Unset = UNSET
    instances: list[Instance] | Unset = UNSET

    @classmethod
    def from_dict(cls, src_dict: _Object) -> Self:
        self = cls.__new__(cls)
        d = {**src_dict}
        _sequences = d.pop("sequences", UNSET)
        sequences: list[Sequence] | Unset = UNSET
        if _sequences is not None and _sequences is not UNSET:
            sequences = []
            for sequences_item_data in _sequences:
                sequences_item = Sequence.from_dict(sequences_item_data)

                sequences.append(sequences_item)

        self.sequences = sequences
        _instances = d.pop("instances", UNSET)
        instances: list[Instance] | Unset = UNSET
        if _instances is not None and _instances is not UNSET:
            instances = []
            for instances_item_data in _instances:
                instances_item = Instance.from_dict(instances_item_data)

                instances.append(instances_item)

        self.instances = instances

        self.additional_properties = d or {}
        return self


from ..models.instance import Instance
from ..models.sequence import Sequence
