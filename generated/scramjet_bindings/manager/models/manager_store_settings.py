# Generated from openapi/manager.yaml
from __future__ import annotations

from typing import Any, Self

from attrs import define as _attrs_define

from ...types import UNSET, Object as _Object, OpenModel as _OpenModel, Unset


@_attrs_define(repr=False)
class ManagerStoreSettings(_OpenModel[Any]):
    """The space's store. Its keys are additional fields.

    Attributes:
        end_point (str | Unset): The store's address.
        port (int | str | Unset): The store's port.
        bucket (str | Unset): The bucket.
        region (str | Unset): The region.
        use_ssl (bool | Unset): Whether TLS is used.
        bucket_limit (int | str | Unset): The limit of the bucket.
    """

    end_point: str | Unset = UNSET
    port: int | str | Unset = UNSET
    bucket: str | Unset = UNSET
    region: str | Unset = UNSET
    use_ssl: bool | Unset = UNSET
    bucket_limit: int | str | Unset = UNSET
    _names = {
        "end_point": "endPoint",
        "use_ssl": "useSSL",
        "bucket_limit": "bucketLimit",
    }

    @classmethod
    def from_dict(cls, src_dict: _Object) -> Self:
        self = cls.__new__(cls)
        d = {**src_dict}
        self.end_point = d.pop("endPoint", UNSET)
        port = d.pop("port", UNSET)

        self.port = port
        self.bucket = d.pop("bucket", UNSET)
        self.region = d.pop("region", UNSET)
        self.use_ssl = d.pop("useSSL", UNSET)
        bucket_limit = d.pop("bucketLimit", UNSET)

        self.bucket_limit = bucket_limit

        self.additional_properties = d or {}
        return self
