# Generated from openapi/host.yaml
from __future__ import annotations

from typing import Any, Self

from attrs import define as _attrs_define

from ...types import UNSET, Object as _Object, OpenModel as _OpenModel, Unset


@_attrs_define(repr=False)
class SequenceRepository(_OpenModel[Any]):
    """The repository of the package's source.

    Attributes:
        type_ (str | Unset): The kind of repository.
        url (str | Unset): The repository's address.
        directory (str | Unset): The directory in the repository.
    """

    type_: str | Unset = UNSET
    url: str | Unset = UNSET
    directory: str | Unset = UNSET
    _names = {
        "type_": "type",
    }

    @classmethod
    def from_dict(cls, src_dict: _Object) -> Self:
        self = cls.__new__(cls)
        d = {**src_dict}
        self.type_ = d.pop("type", UNSET)
        self.url = d.pop("url", UNSET)
        self.directory = d.pop("directory", UNSET)

        self.additional_properties = d or {}
        return self
