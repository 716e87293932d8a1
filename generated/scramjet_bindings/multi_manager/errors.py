# Generated from openapi/multi_manager.yaml by `make generate`. Do not edit.
"""The errors, which all packages share"""

from ..errors import InvalidResponse

__all__ = ["InvalidResponse"]
