"""Generates the bindings: one package for each specification, and a runtime that all share."""

import contextlib
import json
import keyword
import os
import re
import shutil
import subprocess
import sys
from collections.abc import Iterator, Sequence
from dataclasses import replace
from io import StringIO
from pathlib import Path
from typing import Any

import stock
from attrs import evolve
from jinja2 import FileSystemBytecodeCache
from openapi_python_client import Project
from openapi_python_client.config import ClassOverride, Config, ConfigFile, MetaType
from openapi_python_client.parser import GeneratorData
from openapi_python_client.parser.bodies import BodyType
from openapi_python_client.parser.errors import GeneratorError
from openapi_python_client.parser.properties import (
    ConstProperty,
    ListProperty,
    ModelProperty,
    UnionProperty,
)
from openapi_python_client.schema.untrusted_string import UntrustedString
from openapi_python_client.strings import PythonCode
from prepare import Extra, Preparation
from samples import Samples
from specs import Finding, RefusedError, Spec, Where, mapping, resolve, walk

HERE = Path(__file__).resolve().parent
TEMPLATES = HERE / "templates"
RUFF = Path(sys.executable).parent / "ruff"
# Without these options, ruff would use the nearest pyproject.toml. Then the same specifications
# would produce other bytes in another folder.
ISOLATED = ("--isolated", "--no-cache", "--target-version=py311", "--line-length=120")
TIDY = (
    (
        "check",
        "--fix-only",
        "--quiet",
        "--select=I,F401",
        "--config=lint.isort.combine-as-imports=true",
    ),
    ("format", "--quiet"),
    ("check", "--select=F821", "--output-format=json"),
)
HEADER = "# Generated from "
VERSIONS = '''
SPEC_VERSION = {version}
"""The version of the specification that this package was generated from."""

SPEC_SHA256 = "{sha256}"
"""The SHA-256 of the text of that specification."""
'''
# Names that generated modules use themselves. Parameters, fields and classes with such a name get a
# suffix.
FUNCTIONS_OWN = {
    *("Any", "asyncio_detailed", "body", "cast", "Client", "httpx", "kwargs", "Response"),
    *("sync_detailed", "timeout", "UNSET", "Unset"),
}
MODELS_OWN = {
    *("additional_keys", "additional_properties", "cast", "cls", "d", "field_dict"),
    *("from_dict", "prop", "prop_dict", "prop_name", "src_dict", "to_dict", "to_multipart"),
}
CLASSES_OWN = {
    *("AbstractAsyncContextManager", "AbstractContextManager", "Any", "BytesIO", "Client"),
    *("File", "FileTypes", "IntEnum", "Literal", "Mapping", "Response", "Self", "StrEnum"),
    *("UNSET", "Unset", "UUID"),
}
PLAIN_TYPES = {"str", "int", "float", "bool"}


def id_properties(model: Any) -> list[tuple[str, str | None]]:
    """Return each name in ``x-id-properties`` with its field's attribute; None if it is invalid."""
    fields = [*(model.required_properties or []), *(model.optional_properties or [])]
    attributes = {one.name.get_untrusted_value(): str(one.python_name) for one in fields}
    sources = mapping((model.data.model_extra or {}).get("x-id-properties"))
    taken = {*attributes.values(), *MODELS_OWN, *keyword.kwlist}
    return [
        (name, attributes.get(str(source)) if name.isidentifier() and name not in taken else None)
        for name, source in sources.items()
    ]


FILTERS = {
    "id_properties": id_properties,
    "plain_type": lambda text: text if text in PLAIN_TYPES else "object",
    "may_be_null": lambda text: bool({"None", "Any"} & set(re.findall(r"\w+", text))),
    "as_required": lambda named: evolve(named, required=True),
}
# Remedies for errors of the parser, by a part of their text.
REMEDIES = {
    "duplicate models with name": "give one of the schemas another name or `title`",
    "Could not find reference": "write the schema under `components/schemas`",
    "Cannot take allOf a non-object": "write the joined schema instead of `allOf`",
    "same Python identifier": "rename one of the parameters",
    "same python_name": "rename one of the fields",
    "Incorrect path templating": "declare each parameter of the path once, with `in: path`",
    "default": "write a default that the schema allows",
    "can't be merged": "give the field the same type in each part of `allOf`",
}


class Generation:
    """Generates one package.

    Attributes:
        findings: The reasons why the specification is refused.
        warnings: Parts of the specification that the package ignores.
        operations: Descriptions of the operations for trial.py.
    """

    def __init__(self, spec: Spec, target: Path) -> None:
        self.spec = spec
        self.findings: list[Finding] = []
        self.warnings: list[Finding] = []
        self.operations: list[dict[str, Any]] = []
        self._target = target

    def run(self, compiled: FileSystemBytecodeCache) -> None:
        """Generate the package with compiled templates, or note why that is impossible."""
        project = self.parse()
        if project is None or self.findings:
            return
        project.env.bytecode_cache = compiled
        with contextlib.redirect_stdout(StringIO()):
            project.build()
        with (self._target / "__init__.py").open("a", encoding="utf-8") as package:
            version = json.dumps(self.spec.version)
            package.write(VERSIONS.format(version=version, sha256=self.spec.sha256))

    def parse(self) -> Project | None:
        """Parse the specification, and note the reasons to refuse it."""
        try:
            prepared = Preparation(self.spec)
        except (AttributeError, KeyError, TypeError, ValueError) as error:
            self._invalid(f"{type(error).__name__}: {error!s:.200}")
            return None
        self.warnings += prepared.warnings
        self.findings += prepared.findings
        settings = ConfigFile(
            post_hooks=[],
            content_type_overrides=prepared.overrides,
            class_overrides={one: ClassOverride(class_name=f"{one}Model") for one in CLASSES_OWN},
        )
        target = self._target
        config = Config.from_sources(settings, MetaType.NONE, target, "utf-8", False, target)
        try:
            parsed = GeneratorData.from_dict(prepared.document, config=config)
        except Exception as error:  # noqa: BLE001 (the parser fails if the document is not valid)
            parsed = GeneratorError(detail=f"{type(error).__name__}: {error}")
        if isinstance(parsed, GeneratorError):
            self._invalid(str(parsed.detail))
            return None
        self._parse_errors(parsed)
        self._names(parsed, config)
        for collection in parsed.endpoint_collections_by_tag.values():
            for endpoint in collection.endpoints:
                extra = prepared.extras[endpoint.tags[0], endpoint.name]
                self._endpoint(endpoint, extra, config)
                self.operations.append(self._listed(endpoint, extra))
        project = Project(openapi=parsed, config=config, custom_template_path=TEMPLATES)
        project.env.filters.update(FILTERS)
        return project

    def _refuse(self, data: Any, where: Where, text: str) -> None:
        """Note why a part is refused, with the line of the data or of the data's place."""
        line = (getattr(data, "model_extra", None) or {}).get("x-line")
        found = self.spec.found(where, text)
        self.findings.append(replace(found, line=line or found.line))

    def _invalid(self, detail: str) -> None:
        """Note why the parser can't read the document; usually the document is not valid."""
        if self.findings:
            return
        found = list(validity(self.spec))
        self.findings += found or [self.spec.found((), f"this can't be read: {clean(detail)}")]

    def _parse_errors(self, parsed: GeneratorData) -> None:
        found: list[Any] = list(parsed.errors)
        for collection in parsed.endpoint_collections_by_tag.values():
            found += collection.parse_errors
        causes = [one for one in found if "Could not find reference" not in str(one.detail)]
        for error in found:
            text = clean(f"{error.header} {error.detail or ''}")
            if "Could not find reference" in text and (causes or self.findings):
                continue  # another error has caused this error
            if "same python_name" in text and self.findings:
                continue  # prepare.py has already reported these fields
            where: Where = ()
            if about := re.search(r"parsing (\w+) (\S+) within", error.header):
                where = ("paths", about[2], about[1].lower())
            elif about := re.search(r"schema (?:/components/schemas/)?(\w+)", error.header):
                where = ("components", "schemas", about[1])
            remedy = _remedy(text)
            text = f"the generator can't read this: {text:.300}"
            self._refuse(error.data, where, f"{text}: {remedy}" if remedy else text)

    def _names(self, parsed: GeneratorData, config: Config) -> None:
        modules: dict[str, str] = {}
        for named in [*parsed.models, *parsed.enums]:
            module, name = named.class_info.module_name, named.class_info.name
            if modules.setdefault(module, name) != name:
                text = f"{name} and {modules[module]} both need the module {module}: rename one"
                schema = named.name.get_untrusted_value().rpartition("/")[2]
                self._refuse(named.data, ("components", "schemas", schema), text)
        for model in parsed.models:
            fields = [*(model.required_properties or []), *(model.optional_properties or [])]
            for field in fields:
                if field.python_name in MODELS_OWN:
                    rename(field, "field", config)
                unescape(field)
            for name, attribute in id_properties(model):
                if attribute is None:
                    text = f"`{name}` in x-id-properties: write NEW_NAME: FIELD of this schema"
                    self._refuse(model.data, (), text)

    def _endpoint(self, endpoint: Any, extra: Extra, config: Config) -> None:
        """Add the data that the templates need and that the parser leaves out."""
        endpoint.extra = extra
        for parameter in [*endpoint.header_parameters]:
            name = parameter.name.get_untrusted_value()
            if endpoint.bodies and name.lower() == "content-type":
                endpoint.header_parameters.remove(parameter)
                text = f"the parameter `{name}` is left out: the body defines the content type"
                self.warnings.append(self.spec.found(("paths", extra.path, extra.method), text))
        for location, parameter in endpoint.iter_all_parameters():
            unescape(parameter)
            old = parameter.python_name
            if old in FUNCTIONS_OWN:
                rename(parameter, str(location), config)
                text = endpoint.path.get_untrusted_value()
                text = text.replace(f"{{{old}}}", f"{{{parameter.python_name}}}")
                endpoint.path = UntrustedString(text)
            name = parameter.name.get_untrusted_value().lower()
            if (str(location), name) == ("header", "accept"):
                extra.accept = ""
        for body in endpoint.bodies:
            is_form = body.body_type in {BodyType.FILES, BodyType.DATA}
            if is_form and not isinstance(body.prop, ModelProperty):
                text = "a form can be sent only if its schema is one object"
                self._refuse(None, ("paths", extra.path, extra.method, "requestBody"), text)

    def _listed(self, endpoint: Any, extra: Extra) -> dict[str, Any]:
        """Describe an operation for the trial, with samples of its responses."""
        samples = Samples(self.spec.document)
        item = mapping(resolve(self.spec.document, self.spec.document["paths"][extra.path]))
        responses = mapping(item[extra.method].get("responses"))
        listed: list[tuple[int, str, Any]] = []
        codes: set[int] = set()
        for one in endpoint.responses.patterns:  # single statuses, then ranges
            first, last = one.status_code.range
            code = next((each for each in range(first, last + 1) if each not in codes), first)
            codes.add(code)
            source = one.source["attribute"]
            if source == "None":
                listed.append((code, "", ""))
            elif source != "response.content":
                # Without a response for success, the default response is read.
                status = one.status_code.pattern
                response = resolve(
                    self.spec.document, responses.get(status, responses.get("default"))
                )
                media = mapping(mapping(response).get("content")).get(extra.content_types[status])
                values = samples.of(mapping(media).get("schema", {}))
                if source == "response.json()":
                    listed += [(code, "application/json", value) for value in values]
                else:
                    listed += [(code, "text/plain", one) for one in values if isinstance(one, str)]
        return {
            "path": extra.path,
            "method": extra.method,
            "tag": endpoint.tags[0],
            "name": endpoint.name,
            "responses": listed,
        }


def _remedy(text: str) -> str:
    return next((REMEDIES[one] for one in REMEDIES if one in text), "")


def clean(text: str) -> str:
    """Return a message of the parser as one line, without the addresses of objects."""
    text = " ".join(re.sub(r"<\S+ object at 0x\w+>", "", text).split())
    text = re.sub(
        r"WARNING parsing (\w+ \S+) within \S+?\.( Endpoint will not be generated\.)?", r"\1:", text
    )
    text = re.sub(r"Failure to process schema .*", "", text)
    return text.replace(", response will be omitted from generated client", "").strip()


def rename(named: Any, suffix: str, config: Config) -> None:
    """Rename a parameter or a field whose name the module uses for something else."""
    name = UntrustedString(f"{named.python_name}_{suffix}")
    named.set_python_name(name, config=config, skip_snake_case=True)


def unescape(named: Any) -> None:
    """Correct the texts in defaults and constants, which the parser escapes twice."""
    if isinstance(named, UnionProperty):
        for inner in named.inner_properties:
            unescape(inner)
    if isinstance(named, ListProperty):
        unescape(named.inner_property)
    for value in (named.default, named.value if isinstance(named, ConstProperty) else None):
        is_text = value is not None and isinstance(value.raw_value, str)
        # Dates and enums are left out: their code is a call or a member, not a literal.
        if is_text and value.python_code.as_unembedded_code()[0] in "'\"":
            value.python_code = PythonCode(repr(value.raw_value))


def validity(spec: Spec) -> Iterator[Finding]:
    """Yield the places where a document is not valid OpenAPI."""
    from jsonschema.exceptions import best_match, relevance  # noqa: PLC0415
    from openapi_spec_validator import (  # noqa: PLC0415 (its import takes a second, and is seldom needed)
        OpenAPIV30SpecValidator,
        OpenAPIV31SpecValidator,
    )

    old = str(spec.document.get("openapi")).startswith("3.0")
    validator = (OpenAPIV30SpecValidator if old else OpenAPIV31SpecValidator)(spec.document)
    found = None
    try:
        for found in validator.iter_errors():
            # The innermost error has the exact place. The outermost error can't be compared.
            error = best_match(
                [found], key=lambda one, top=found: one is not top and relevance(one)
            )
            hint = (
                ": write `enum: [VALUE]`"
                if old and "'const' was unexpected" in error.message
                else ""
            )
            where = _place(spec.document, tuple(error.absolute_path), error.instance)
            yield spec.found(where, f"this is not valid OpenAPI: {error.message:.200}{hint}")
    except Exception as error:  # noqa: BLE001 (the validator fails on errors that it has just reported)
        if not found:
            text = f"this is not valid OpenAPI: {type(error).__name__}: {error!s:.200}"
            yield spec.found((), text)


def _place(document: Any, path: Where, value: Any) -> Where:
    """Return the place of a value; the path starts at the document, or at one of its schemas."""
    for node, where in walk(document):
        found: Any = node
        with contextlib.suppress(LookupError, TypeError):
            for step in path:
                found = found[step]
            if found is value:
                return (*where, *path)
    return path


def document_findings(spec: Spec) -> Iterator[Finding]:
    """Yield the reasons why a file cannot be read as a specification."""
    document = spec.document
    if not isinstance(document, dict):
        yield spec.found((), "this is not a specification: begin it with `openapi: 3.1.0`")
    elif "swagger" in document:
        text = f"this is Swagger {document['swagger']}: convert it to OpenAPI 3"
        yield spec.found(("swagger",), text)
    elif not re.match(r"3\.[01](\.|$)", str(document.get("openapi", ""))):
        yield spec.found(("openapi",), "this is not OpenAPI 3.0 or 3.1: write `openapi: 3.1.0`")
    elif not mapping(document.get("paths")):
        yield spec.found(("paths",), "there are no `paths`: write at least one operation")


def tidy(made: Sequence[Generation], target: Path) -> None:
    """Sort the imports of the packages, format the packages, and find undefined names."""
    for arguments in TIDY:
        command = [str(RUFF), *arguments, *ISOLATED, "."]
        done = subprocess.run(command, cwd=target, check=False, capture_output=True, text=True)
        if done.returncode == 0:
            continue
        wrong = [(done.stderr + done.stdout, "invalid Python")]
        if "--output-format=json" in arguments:
            wrong = [(one["filename"], one["message"]) for one in json.loads(done.stdout)]
        for text, message in wrong:
            for one in made:
                if file := re.search(rf"\b{one.spec.name}/[\w/]+\.py", text):
                    shown = f"the code generated from this is wrong: {message} in {file[0]}"
                    one.findings.append(one.spec.found((), shown))
        return


def try_out(made: Sequence[Generation], target: Path, scratch: Path) -> None:
    """Try generated packages: import them, send their requests, read samples of responses."""
    operations = scratch / "operations.json"
    listed = {one.spec.name: one.operations for one in made}
    operations.write_text(json.dumps(listed), encoding="utf-8")
    tried = subprocess.run(
        [sys.executable, HERE / "trial.py", target, operations],
        check=False,
        capture_output=True,
        text=True,
        env={**os.environ, "PYTHONDONTWRITEBYTECODE": "1"},
    )
    by_name = {one.spec.name: one for one in made}
    for line in tried.stdout.splitlines():
        name, path, method, text = json.loads(line)
        one = by_name[name]
        where = ("paths", path, method) if path else ()
        one.findings.append(
            one.spec.found(where, f"the code generated from this does not work: {text}")
        )
    if tried.returncode and not tried.stdout:
        text = f"the generated code can't be tried out: {tried.stderr.strip()[-300:]}"
        for one in made:
            one.findings.append(one.spec.found((), text))


def add_header(tree: Path, source: str, command: str) -> None:
    """Add a header to each module of a tree: what it was generated from, and by which command."""
    for module in sorted(tree.rglob("*.py")):
        text = module.read_text(encoding="utf-8")
        header = f"{HEADER}{source} by `{command}`. Do not edit.\n"
        module.write_text(header + text, encoding="utf-8")


def is_ours(folder: Path) -> bool:
    """Return whether a folder may be replaced, because it is empty or was generated."""
    module = folder / "client.py"
    return (module.exists() and module.read_text("utf-8").startswith(HEADER)) or not any(
        folder.iterdir()
    )


def generate(
    given: Sequence[Spec], target: Path, scratch: Path, command: str = "make generate"
) -> list[Finding]:
    """Generate the bindings at ``target``; return warnings, or raise RefusedError."""
    if not RUFF.exists():
        raise RefusedError([Finding(str(RUFF), 1, "ruff is not installed: run `make generate`")])
    stock.check(TEMPLATES)
    ignored = shutil.ignore_patterns("__pycache__")
    target.mkdir(parents=True)
    made: list[Generation] = []
    compiled = FileSystemBytecodeCache(str(scratch))  # compiling takes 80 % of a package's time
    for spec in given:
        print(f"  bindings from {spec.file}", flush=True)
        one = Generation(spec, target / spec.name)
        one.findings += document_findings(spec)
        for other in made:
            if other.spec.name.lower() == spec.name.lower():
                text = f"{other.spec.file} makes the same package: rename one of the files"
                one.findings.append(spec.found((), text))
        if not one.findings:
            one.run(compiled)
        made.append(one)
    tidy(made, target)
    runtime = shutil.copytree(HERE / "runtime", target.parent / "runtime", ignore=ignored)
    add_header(runtime, "openapi/generator/runtime", command)
    shutil.copytree(runtime, target, dirs_exist_ok=True)
    shutil.rmtree(runtime)
    (target / "py.typed").touch()
    for spec in given:
        # The same specification produces the same bytes in every folder.
        source = Path(spec.file).name if Path(spec.file).is_absolute() else spec.file
        add_header(target / spec.name, source, command)
    try_out([one for one in made if not one.findings], target, scratch)
    if findings := [finding for one in made for finding in one.findings]:
        raise RefusedError(findings)
    return [warning for one in made for warning in one.warnings]
