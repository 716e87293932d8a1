# Generated from openapi/manager.yaml
from __future__ import annotations

from typing import Any, Self

from attrs import define as _attrs_define

from ...types import UNSET, Object as _Object, OpenModel as _OpenModel, Unset
from ..models.space_sequence_type import SpaceSequenceType


@_attrs_define(repr=False)
class StoreItem(_OpenModel[Any]):
    """A package in the store.

    Attributes:
        id (str): The package's id.
        type_ (SpaceSequenceType | str | Unset): The kind of adapter that runs it.
        engines (SpaceSequenceEngines | Unset): The engines that the package requires, such as `node`, with their
            versions.
        entrypoint_path (str | Unset): `main` of the package.
        version (str | Unset): The package's version. May be empty.
        name (str | Unset): The package's name. May be empty.
        sequence_dir (str | Unset): The directory in which it is stored. May be empty.
        description (str | Unset): The package's description.
        author (str | Unset): The package's author.
        keywords (list[str] | Unset): The package's keywords.
        repository (SpaceSequenceRepository | str | Unset): The package's repository.
        args (list[Any] | Unset): Default arguments.
        language (str | Unset): The language, such as js or py.
        package_size (float | Unset): The package's size in bytes.
    """

    id: str
    type_: SpaceSequenceType | str | Unset = UNSET
    engines: SpaceSequenceEngines | Unset = UNSET
    entrypoint_path: str | Unset = UNSET
    version: str | Unset = UNSET
    name: str | Unset = UNSET
    sequence_dir: str | Unset = UNSET
    description: str | Unset = UNSET
    author: str | Unset = UNSET
    keywords: list[str] | Unset = UNSET
    repository: SpaceSequenceRepository | str | Unset = UNSET
    args: list[Any] | Unset = UNSET
    language: str | Unset = UNSET
    package_size: float | Unset = UNSET
    _names = {
        "type_": "type",
        "entrypoint_path": "entrypointPath",
        "sequence_dir": "sequenceDir",
        "package_size": "packageSize",
    }

    @classmethod
    def from_dict(cls, src_dict: _Object) -> Self:
        self = cls.__new__(cls)
        d = {**src_dict}
        self.id = d.pop("id")
        _type_: Any = d.pop("type", UNSET)
        type_: SpaceSequenceType | str | Unset = _type_
        if isinstance(_type_, str):
            try:
                type_type_0 = SpaceSequenceType(_type_)

                type_ = type_type_0
            except (TypeError, ValueError, AttributeError, KeyError):
                pass

        self.type_ = type_
        _engines = d.pop("engines", UNSET)
        engines: SpaceSequenceEngines | Unset
        if _engines is None or isinstance(_engines, Unset):
            engines = UNSET
        else:
            engines = SpaceSequenceEngines.from_dict(_engines)

        self.engines = engines
        self.entrypoint_path = d.pop("entrypointPath", UNSET)
        self.version = d.pop("version", UNSET)
        self.name = d.pop("name", UNSET)
        self.sequence_dir = d.pop("sequenceDir", UNSET)
        self.description = d.pop("description", UNSET)
        self.author = d.pop("author", UNSET)
        keywords = d.pop("keywords", UNSET)

        self.keywords = keywords
        _repository: Any = d.pop("repository", UNSET)
        repository: SpaceSequenceRepository | str | Unset = _repository
        if isinstance(_repository, dict):
            try:
                repository_type_1 = SpaceSequenceRepository.from_dict(_repository)

                repository = repository_type_1
            except (TypeError, ValueError, AttributeError, KeyError):
                pass

        self.repository = repository
        args = d.pop("args", UNSET)

        self.args = args
        self.language = d.pop("language", UNSET)
        self.package_size = d.pop("packageSize", UNSET)

        self.additional_properties = d or {}
        return self


from ..models.space_sequence_engines import SpaceSequenceEngines
from ..models.space_sequence_repository import SpaceSequenceRepository
