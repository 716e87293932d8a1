# Generated from openapi/multi_manager.yaml by `make generate`. Do not edit.
"""Contains some shared types for properties"""

from ..types import UNSET, File, FileTypes, Model, RequestFiles, Response, Unset

__all__ = ["UNSET", "File", "FileTypes", "Model", "RequestFiles", "Response", "Unset"]
