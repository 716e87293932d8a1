# Generated from openapi/host.yaml
from __future__ import annotations

from typing import Any, Self

from attrs import define as _attrs_define

from ...types import UNSET, Object as _Object, OpenModel as _OpenModel, Unset
from ..models.sequence_type import SequenceType


@_attrs_define(repr=False)
class SequenceConfig(_OpenModel[Any]):
    """The hub's information about the package. Fields that `package.json` lacks are missing.

    Attributes:
        id (str | Unset): The sequence's id.
        type_ (SequenceType | str | Unset): The kind of adapter that runs it.
        engines (SequenceEngines | Unset): The engines that the package requires, such as `node`, with their versions.
        entrypoint_path (str | Unset): `main` of the package.
        version (str | Unset): The package's version. May be empty.
        name (str | Unset): The package's name. May be empty.
        sequence_dir (str | Unset): The directory in which the hub stores it.
        description (str | Unset): The package's description.
        author (str | Unset): The package's author.
        keywords (list[str] | Unset): The package's keywords.
        repository (SequenceRepository | str | Unset): The package's repository.
        args (list[Any] | Unset): Default arguments.
        language (str | Unset): The language, such as js or py (1.0.1).
        package_size (float | Unset): The bytes that the hub had read on the connection (1.0.1), which is more than the
            package's size.
        container (SequenceContainer | Unset): The container in which a docker hub runs it.
    """

    id: str | Unset = UNSET
    type_: SequenceType | str | Unset = UNSET
    engines: SequenceEngines | Unset = UNSET
    entrypoint_path: str | Unset = UNSET
    version: str | Unset = UNSET
    name: str | Unset = UNSET
    sequence_dir: str | Unset = UNSET
    description: str | Unset = UNSET
    author: str | Unset = UNSET
    keywords: list[str] | Unset = UNSET
    repository: SequenceRepository | str | Unset = UNSET
    args: list[Any] | Unset = UNSET
    language: str | Unset = UNSET
    package_size: float | Unset = UNSET
    container: SequenceContainer | Unset = UNSET
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
        self.id = d.pop("id", UNSET)
        _type_: Any = d.pop("type", UNSET)
        type_: SequenceType | str | Unset = _type_
        if isinstance(_type_, str):
            try:
                type_type_0 = SequenceType(_type_)

                type_ = type_type_0
            except (TypeError, ValueError, AttributeError, KeyError):
                pass

        self.type_ = type_
        _engines = d.pop("engines", UNSET)
        engines: SequenceEngines | Unset
        if _engines is None or isinstance(_engines, Unset):
            engines = UNSET
        else:
            engines = SequenceEngines.from_dict(_engines)

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
        repository: SequenceRepository | str | Unset = _repository
        if isinstance(_repository, dict):
            try:
                repository_type_1 = SequenceRepository.from_dict(_repository)

                repository = repository_type_1
            except (TypeError, ValueError, AttributeError, KeyError):
                pass

        self.repository = repository
        args = d.pop("args", UNSET)

        self.args = args
        self.language = d.pop("language", UNSET)
        self.package_size = d.pop("packageSize", UNSET)
        _container = d.pop("container", UNSET)
        container: SequenceContainer | Unset
        if _container is None or isinstance(_container, Unset):
            container = UNSET
        else:
            container = SequenceContainer.from_dict(_container)

        self.container = container

        self.additional_properties = d or {}
        return self


from ..models.sequence_container import SequenceContainer
from ..models.sequence_engines import SequenceEngines
from ..models.sequence_repository import SequenceRepository
