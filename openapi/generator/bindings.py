"""The bindings: one generated package for each specification, around a shared runtime."""

import json
import os
import re
import shutil
import subprocess
import sys
from collections.abc import Sequence
from contextlib import redirect_stdout
from importlib.resources import as_file, files
from io import StringIO
from pathlib import Path
from typing import Any

import names
import openapi_python_client
import overrides
import specs
from judge import is_json
from openapi_python_client.config import Config, ConfigFile, MetaType
from openapi_python_client.parser.errors import GeneratorError
from specs import Finding, RefusedError, Spec, mapping

HERE = Path(__file__).resolve().parent
# Isolated: else ruff would obey whatever pyproject.toml lies nearest, and the same specifications
# would give other bytes elsewhere.
RUFF = Path(sys.executable).parent / "ruff"
TIDY = (
    (
        "check",
        ".",
        "--isolated",
        "--fix-only",
        "--select=I,F401",
        "--target-version=py311",
        "--config=lint.isort.combine-as-imports=true",
        "--line-length=120",
    ),
    ("format", ".", "--isolated", "--line-length=120", "--target-version=py311"),
)
HEADER = "# Generated from "
VERSIONS = '''
SPEC_VERSION = {version}
"""The version of the specification that this was generated from."""

SPEC_SHA256 = "{sha256}"
"""The SHA-256 of that specification's text."""
'''


def narrow(document: Any) -> dict[str, Any]:
    """Return the part of a specification that the bindings cover.

    Errors are the caller's to read, whatever their body. Of several content types of one body
    only one can be a Python type: a binary body says itself which it is, else it is JSON.
    """
    narrowed: dict[str, Any] = json.loads(json.dumps(document))
    bodies = mapping(mapping(narrowed.get("components")).get("requestBodies"))
    for body in bodies.values():
        _narrow_body(body)
    for path in narrowed["paths"].values():
        for method in path.keys() & set(specs.METHODS):
            operation = path[method]
            operation["responses"] = {
                status: response
                for status, response in operation["responses"].items()
                if status.startswith("2")
            }
            _narrow_body(operation.get("requestBody", {}))
    return narrowed


def _narrow_body(body: dict[str, Any]) -> None:
    content = body.get("content", {})
    for kind in ["application/octet-stream", *filter(is_json, content)]:
        if kind in content:
            body["content"] = {kind: content[kind]}
            return


def generate_package(spec: Spec, templates: Path, target: Path, scratch: Path) -> None:
    """Generate the package of one specification; raise RefusedError if not all of it can be."""
    document = scratch / f"{spec.name}.json"
    document.write_text(json.dumps(narrow(spec.document)), encoding="utf-8")
    config = Config.from_sources(
        ConfigFile(post_hooks=[]),
        MetaType.NONE,
        document,
        "utf-8",
        False,
        target,
    )
    try:
        with redirect_stdout(StringIO()):
            errors = openapi_python_client.generate(config=config, custom_template_path=templates)
            errors = [*errors, *tidy(target)]
    except Exception as error:  # noqa: BLE001 (whatever comes is about this specification)
        errors = [GeneratorError(header=type(error).__name__, detail=str(error))]
    if found := complaints(spec, errors):
        raise RefusedError(found)
    with (target / "__init__.py").open("a", encoding="utf-8") as package:
        package.write(VERSIONS.format(version=json.dumps(spec.version), sha256=spec.sha256))


def tidy(target: Path) -> list[GeneratorError]:
    """Make the folder of each tag, which has all of its operations in one file, that file.

    A client, errors and types of its own are left out: those of the runtime are for all packages.
    """
    for name in ("client", "errors", "types"):
        (target / f"{name}.py").unlink(missing_ok=True)
    for tag in target.glob("api/*/__init__.py"):
        tag.rename(tag.parent.with_suffix(".py"))
        shutil.rmtree(tag.parent)
    for arguments in TIDY:
        command = [RUFF, *arguments, "--no-cache"]
        done = subprocess.run(command, cwd=target, check=False, capture_output=True, text=True)
        if done.returncode:
            return [GeneratorError(header="ruff failed", detail=done.stderr)]
    return []


def complaints(spec: Spec, errors: Sequence[GeneratorError]) -> list[Finding]:
    """Give the generator's errors and warnings the lines of what they are about."""
    found = []
    for error in errors:
        about = re.search(r"parsing (\w+) (\S+) within", error.header)
        schema = re.search(r"Unable to \w+ schema (?:/components/schemas/)?(\w+)", error.header)
        where: specs.Where = ()
        if about:
            where = ("paths", about[2], about[1].lower())
        elif schema:
            where = ("components", "schemas", schema[1])
        text = " ".join(f"{error.header} {error.detail or ''}".split())
        found.append(spec.found(where, f"the generator can't read this: {text:.400}"))
    return found


def try_out(given: Sequence[Spec], target: Path, scratch: Path) -> list[Finding]:
    """Import generated packages, and send each of their operations' requests once."""
    operations = scratch / "operations.json"
    listed = {
        spec.name: [(one.path, one.method, *names.operation(one)) for one in spec.operations]
        for spec in given
    }
    operations.write_text(json.dumps(listed), encoding="utf-8")
    tried = subprocess.run(
        [sys.executable, HERE / "trial.py", target, operations],
        check=False,
        capture_output=True,
        text=True,
        env={**os.environ, "PYTHONDONTWRITEBYTECODE": "1"},
    )
    by_name = {spec.name: spec for spec in given}
    found = []
    for line in tried.stdout.splitlines():
        name, path, method, text = json.loads(line)
        where: specs.Where = ("paths", path, method) if path else ()
        found.append(
            by_name[name].found(where, f"what is generated from this doesn't work: {text}")
        )
    if tried.returncode and not found:
        text = f"what is generated can't be tried: {tried.stderr.strip()[-400:]}"
        found = [spec.found((), text) for spec in given]
    return found


def add_header(tree: Path, source: str, command: str) -> None:
    """Say in each module of a tree where it comes from, and in each package by which command."""
    for module in tree.rglob("*.py"):
        by = f" by `{command}`" if module.name == "__init__.py" else ""
        text = module.read_text(encoding="utf-8")
        module.write_text(f"{HEADER}{source}{by}\n{text}", encoding="utf-8")


def is_ours(folder: Path) -> bool:
    """Say whether a folder may be replaced: it is empty, or was generated here."""
    module = folder / "client.py"
    return (module.exists() and module.read_text("utf-8").startswith(HEADER)) or not any(
        folder.iterdir()
    )


def generate(
    given: Sequence[Spec], target: Path, scratch: Path, command: str = "make generate"
) -> None:
    """Generate the bindings of judged specifications at ``target``."""
    templates = scratch / "templates"
    with as_file(files("openapi_python_client") / "templates") as stock:
        overrides.apply(stock, templates)
    shutil.copytree(
        HERE / "runtime", target, ignore=shutil.ignore_patterns("__pycache__"), dirs_exist_ok=True
    )
    add_header(target, "openapi/generator/runtime", command)
    (target / "py.typed").touch()

    findings: list[Finding] = []
    made: list[Spec] = []
    for spec in given:
        print(f"  bindings from {spec.file}", flush=True)
        package = target / spec.name
        try:
            generate_package(spec, templates, package, scratch)
        except RefusedError as refused:
            findings += refused.findings
            continue
        # The same specification gives the same bytes wherever it lies.
        source = Path(spec.file).name if Path(spec.file).is_absolute() else spec.file
        add_header(package, source, command)
        made.append(spec)
    findings += try_out(made, target, scratch)
    if findings:
        raise RefusedError(findings)
