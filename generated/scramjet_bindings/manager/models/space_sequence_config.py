# Generated from openapi/manager.yaml by `make generate`. Do not edit.
from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Self

from attrs import define as _attrs_define, field as _attrs_field

from ..models.space_sequence_type import SpaceSequenceType
from ..types import UNSET, Model as _Model, Unset


@_attrs_define(repr=False)
class SpaceSequenceConfig(_Model):
    """The hub's information about a package, without fields that are missing in `package.json`.

    Attributes:
        id (str | Unset): The sequence's id.
        type_ (SpaceSequenceType | str | Unset): The kind of adapter that runs the sequence.
        engines (SpaceSequenceEngines | Unset): The versions of the engines that the package requires, by name, such as
            `node`.
        entrypoint_path (str | Unset): The file named by `main` in `package.json`.
        version (str | Unset): The package's version, which may be empty.
        name (str | Unset): The package's name, which may be empty.
        sequence_dir (str | Unset): The directory in which the hub stores the sequence.
        description (str | Unset): The package's description.
        author (str | Unset): The package's author.
        keywords (list[str] | Unset): The package's keywords.
        repository (SpaceSequenceRepository | str | Unset): The package's repository.
        args (list[Any] | Unset): The default arguments of the program.
        language (str | Unset): The language of the program, such as js or py.
        package_size (float | Unset): The number of bytes that the hub had read on the connection. The number exceeds
            the size of the package.
        container (SpaceSequenceContainer | Unset): The container in which a hub with the docker adapter runs the
            sequence.
    """

    id: str | Unset = UNSET
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
    container: SpaceSequenceContainer | Unset = UNSET
    additional_properties: dict[str, Any] = _attrs_field(init=False, factory=dict)

    def to_dict(self) -> dict[str, Any]:
        id = self.id

        type_: str | Unset
        if isinstance(self.type_, Unset):
            type_ = UNSET
        elif isinstance(self.type_, SpaceSequenceType):
            type_ = self.type_.value
        else:
            type_ = self.type_

        engines: dict[str, Any] | Unset = UNSET
        if not isinstance(self.engines, Unset):
            engines = self.engines.to_dict()

        entrypoint_path = self.entrypoint_path

        version = self.version

        name = self.name

        sequence_dir = self.sequence_dir

        description = self.description

        author = self.author

        keywords: list[str] | Unset = UNSET
        if not isinstance(self.keywords, Unset):
            keywords = self.keywords

        repository: dict[str, Any] | str | Unset
        if isinstance(self.repository, Unset):
            repository = UNSET
        elif isinstance(self.repository, SpaceSequenceRepository):
            repository = self.repository.to_dict()
        else:
            repository = self.repository

        args: list[Any] | Unset = UNSET
        if not isinstance(self.args, Unset):
            args = self.args

        language = self.language

        package_size = self.package_size

        container: dict[str, Any] | Unset = UNSET
        if not isinstance(self.container, Unset):
            container = self.container.to_dict()

        field_dict: dict[str, Any] = {}
        field_dict.update(self.additional_properties)
        field_dict.update({})
        if id is not UNSET:
            field_dict["id"] = id
        if type_ is not UNSET:
            field_dict["type"] = type_
        if engines is not UNSET:
            field_dict["engines"] = engines
        if entrypoint_path is not UNSET:
            field_dict["entrypointPath"] = entrypoint_path
        if version is not UNSET:
            field_dict["version"] = version
        if name is not UNSET:
            field_dict["name"] = name
        if sequence_dir is not UNSET:
            field_dict["sequenceDir"] = sequence_dir
        if description is not UNSET:
            field_dict["description"] = description
        if author is not UNSET:
            field_dict["author"] = author
        if keywords is not UNSET:
            field_dict["keywords"] = keywords
        if repository is not UNSET:
            field_dict["repository"] = repository
        if args is not UNSET:
            field_dict["args"] = args
        if language is not UNSET:
            field_dict["language"] = language
        if package_size is not UNSET:
            field_dict["packageSize"] = package_size
        if container is not UNSET:
            field_dict["container"] = container

        return field_dict

    @classmethod
    def from_dict(cls, src_dict: Mapping[str, Any]) -> Self:
        _model = cls.__new__(cls)
        d = {**src_dict}
        _model.id = d.pop("id", UNSET)
        _type_: Any = d.pop("type", UNSET)
        type_: SpaceSequenceType | str | Unset
        if isinstance(_type_, str):
            try:
                type_type_0 = SpaceSequenceType(_type_)

                type_ = type_type_0
            except (TypeError, ValueError, AttributeError, KeyError):
                type_ = _type_
        elif isinstance(_type_, (dict, list)):
            raise TypeError(f"not a SpaceSequenceType | str | Unset: {_type_!r:.100}")
        else:
            type_ = _type_

        _model.type_ = type_
        _engines = d.pop("engines", UNSET)
        engines: SpaceSequenceEngines | Unset
        if _engines is None or isinstance(_engines, Unset):
            engines = UNSET
        else:
            engines = SpaceSequenceEngines.from_dict(_engines)

        _model.engines = engines
        _model.entrypoint_path = d.pop("entrypointPath", UNSET)
        _model.version = d.pop("version", UNSET)
        _model.name = d.pop("name", UNSET)
        _model.sequence_dir = d.pop("sequenceDir", UNSET)
        _model.description = d.pop("description", UNSET)
        _model.author = d.pop("author", UNSET)
        keywords = d.pop("keywords", UNSET)

        _model.keywords = keywords
        _repository: Any = d.pop("repository", UNSET)
        repository: SpaceSequenceRepository | str | Unset
        if isinstance(_repository, dict):
            repository_type_1 = SpaceSequenceRepository.from_dict(_repository)

            repository = repository_type_1
        elif isinstance(_repository, (dict, list)):
            raise TypeError(f"not a SpaceSequenceRepository | str | Unset: {_repository!r:.100}")
        else:
            repository = _repository

        _model.repository = repository
        args = d.pop("args", UNSET)

        _model.args = args
        _model.language = d.pop("language", UNSET)
        _model.package_size = d.pop("packageSize", UNSET)
        _container = d.pop("container", UNSET)
        container: SpaceSequenceContainer | Unset
        if _container is None or isinstance(_container, Unset):
            container = UNSET
        else:
            container = SpaceSequenceContainer.from_dict(_container)

        _model.container = container

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


from ..models.space_sequence_container import SpaceSequenceContainer
from ..models.space_sequence_engines import SpaceSequenceEngines
from ..models.space_sequence_repository import SpaceSequenceRepository
