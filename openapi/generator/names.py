"""What the generator calls things in Python."""

from openapi_python_client.config import Config, ConfigFile, MetaType
from openapi_python_client.parser.openapi import generate_operation_id
from openapi_python_client.parser.properties.schemas import Class
from openapi_python_client.schema.untrusted_string import UntrustedString
from openapi_python_client.strings import PythonIdentifier, snake_case
from specs import ROOT, Operation

_CONFIG = Config.from_sources(ConfigFile(), MetaType.NONE, ROOT, "utf-8", False, None)


def attribute(text: str) -> str:
    """Return the name of a field or a parameter."""
    return str(PythonIdentifier(text, _CONFIG.field_prefix))


def operation(given: Operation) -> tuple[str, str]:
    """Return the name of an operation's tag and its own, as in ``from ….api.TAG import NAME``."""
    tags = given.data.get("tags") or ["default"]
    identifier = given.data.get("operationId")
    if identifier is None:
        name = generate_operation_id(
            path=UntrustedString(given.path),
            method=given.method,
            prefix=_CONFIG.field_prefix,
        )
    else:
        name = PythonIdentifier(str(identifier), _CONFIG.field_prefix)
    return str(PythonIdentifier(str(tags[0]), "tag")), str(name)


def model(text: str) -> str:
    """Return the name of a model's class."""
    return str(Class.from_string(string=text, config=_CONFIG).name)


def model_module(text: str) -> str:
    """Return the name of a model's module."""
    return str(Class.from_string(string=text, config=_CONFIG).module_name)


def member(text: str) -> str:
    """Return the name of an enum's member."""
    return snake_case(text).upper()
