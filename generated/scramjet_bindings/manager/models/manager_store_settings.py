# Generated from openapi/manager.yaml by `make generate`. Do not edit.
from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Self, cast

from attrs import define as _attrs_define, field as _attrs_field

from ..types import UNSET, Model as _Model, Unset


@_attrs_define(repr=False)
class ManagerStoreSettings(_Model):
    """The settings of the space's store. The keys of the store are additional fields.

    Attributes:
        end_point (str | Unset): The store's address.
        port (int | str | Unset): The store's port.
        bucket (str | Unset): The name of the store's S3 bucket.
        region (str | Unset): The region.
        use_ssl (bool | Unset): Whether TLS is used.
        bucket_limit (int | str | Unset): The limit of the store's S3 bucket.
    """

    end_point: str | Unset = UNSET
    port: int | str | Unset = UNSET
    bucket: str | Unset = UNSET
    region: str | Unset = UNSET
    use_ssl: bool | Unset = UNSET
    bucket_limit: int | str | Unset = UNSET
    additional_properties: dict[str, Any] = _attrs_field(init=False, factory=dict)

    def to_dict(self) -> dict[str, Any]:
        end_point = self.end_point

        port: int | str | Unset
        if isinstance(self.port, Unset):
            port = UNSET
        else:
            port = self.port

        bucket = self.bucket

        region = self.region

        use_ssl = self.use_ssl

        bucket_limit: int | str | Unset
        if isinstance(self.bucket_limit, Unset):
            bucket_limit = UNSET
        else:
            bucket_limit = self.bucket_limit

        field_dict: dict[str, Any] = {}
        field_dict.update(self.additional_properties)
        field_dict.update({})
        if end_point is not UNSET:
            field_dict["endPoint"] = end_point
        if port is not UNSET:
            field_dict["port"] = port
        if bucket is not UNSET:
            field_dict["bucket"] = bucket
        if region is not UNSET:
            field_dict["region"] = region
        if use_ssl is not UNSET:
            field_dict["useSSL"] = use_ssl
        if bucket_limit is not UNSET:
            field_dict["bucketLimit"] = bucket_limit

        return field_dict

    @classmethod
    def from_dict(cls, src_dict: Mapping[str, Any]) -> Self:
        _model = cls.__new__(cls)
        d = {**src_dict}
        _model.end_point = d.pop("endPoint", UNSET)

        def _parse_port(data: object) -> int | str | Unset:
            if isinstance(data, Unset):
                return data
            if isinstance(data, (dict, list)):
                raise TypeError(f"not a int | str | Unset: {data!r:.100}")
            return cast(int | str | Unset, data)

        port = _parse_port(d.pop("port", UNSET))

        _model.port = port
        _model.bucket = d.pop("bucket", UNSET)
        _model.region = d.pop("region", UNSET)
        _model.use_ssl = d.pop("useSSL", UNSET)

        def _parse_bucket_limit(data: object) -> int | str | Unset:
            if isinstance(data, Unset):
                return data
            if isinstance(data, (dict, list)):
                raise TypeError(f"not a int | str | Unset: {data!r:.100}")
            return cast(int | str | Unset, data)

        bucket_limit = _parse_bucket_limit(d.pop("bucketLimit", UNSET))

        _model.bucket_limit = bucket_limit

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
