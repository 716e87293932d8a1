"""python_program: the files it packs, and the functions, files and options it refuses."""

from __future__ import annotations

import functools
import importlib
import json
import subprocess
import sys
import tarfile
import zipfile
from io import BytesIO
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from scramjet_facade import BadParametersError, PythonProgram, python_program
from scramjet_facade.body.source import package_source

if TYPE_CHECKING:
    from collections.abc import Iterator
    from types import ModuleType

GREETER = '''\
"""Greets."""

def greet(people):
    """Greet people.

    In English.
    """
    for person in people:
        yield f"Hello, {person}!"
'''
GENERATED_FILES = {"package.json", "scramjet_main.py", "scramjet_adapter.py"}


def files_of(program: PythonProgram) -> dict[str, bytes]:
    with tarfile.open(fileobj=BytesIO(program.to_bytes()), mode="r:gz") as tar:
        return {entry.name: tar.extractfile(entry).read() for entry in tar}  # type: ignore[union-attr]


def write(root: Path, **files: str) -> None:
    for name, text in files.items():
        path = root / (name.replace("__", "/").replace("/init/", "/__init__") + ".py")
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, "utf-8")


@pytest.fixture
def import_module(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Any]:
    """Return a function that writes a module into a folder and imports it."""
    monkeypatch.syspath_prepend(tmp_path)
    before = set(sys.modules)

    def write_and_import(name: str, text: str) -> ModuleType:
        write(tmp_path, **{name.replace(".", "__"): text})
        return importlib.import_module(name)

    yield write_and_import
    for name in set(sys.modules) - before:
        del sys.modules[name]


def test_a_function_is_packed_with_its_file_and_the_adapter(import_module: Any) -> None:
    module = import_module("greeter", GREETER)
    program = python_program(module.greet)
    files = files_of(program)
    assert files.keys() == GENERATED_FILES | {"greeter.py"}
    assert files["greeter.py"].decode() == GREETER
    package = json.loads(files["package.json"])
    assert package["name"] == program.name == "greet"
    assert package["description"] == "Greet people."
    assert package["main"] in files
    assert package["engines"].keys() == {"python3"}
    compile(files["scramjet_main.py"], "main", "exec")
    assert "greeter.py" in repr(program)


def test_a_path_and_a_name_give_the_same_package_as_the_function(
    import_module: Any, tmp_path: Path
) -> None:
    module = import_module("greeter", GREETER)
    by_path = python_program(str(tmp_path / "greeter.py"), "greet")
    assert by_path.to_bytes() == python_program(module.greet).to_bytes()
    assert by_path.to_bytes() == python_program(tmp_path / "greeter.py", "greet").to_bytes()


def test_a_file_is_packed_without_importing_it(tmp_path: Path) -> None:
    write(tmp_path, broken="import a_module_that_is_missing\n" + GREETER)
    assert "broken.py" in files_of(python_program(tmp_path / "broken.py", "greet"))


def test_the_package_of_a_module_is_packed_without_bytecode(
    import_module: Any, tmp_path: Path
) -> None:
    write(tmp_path, top____init__="", top__inner____init__="", top__other="X = 1", beside="")
    (tmp_path / "top" / "data.json").write_text("{}")
    module = import_module("top.inner.greeter", GREETER)
    importlib.import_module("top.other")
    names = {
        *("top/__init__.py", "top/inner/__init__.py", "top/inner/greeter.py"),
        *("top/other.py", "top/data.json"),
    }
    for program in (
        python_program(module.greet),
        python_program(tmp_path / "top/inner/greeter.py", "greet"),
    ):
        files = files_of(program)
        assert files.keys() == GENERATED_FILES | names
        assert b"'top.inner.greeter', 'greet'" in files["scramjet_main.py"]


def test_a_function_in_the_init_file_of_a_package_is_packed(
    import_module: Any, tmp_path: Path
) -> None:
    write(tmp_path, top____init__=GREETER)
    import_module("top.other", "")
    files = files_of(python_program(sys.modules["top"].greet))
    assert files.keys() == GENERATED_FILES | {"top/__init__.py", "top/other.py"}
    assert b"'top', 'greet'" in files["scramjet_main.py"]


def test_include_and_exclude_select_other_files(import_module: Any, tmp_path: Path) -> None:
    module = import_module("greeter", GREETER)
    write(tmp_path, helpers="", unrelated="")
    for name in ("names.csv", "secret.csv", "more.csv"):
        (tmp_path / "data").mkdir(exist_ok=True)
        (tmp_path / "data" / name).write_text(name)
    program = python_program(
        module.greet, include=["helpers.py", "data/*.csv"], exclude=["secret.csv"]
    )
    chosen = {"greeter.py", "helpers.py", "data/names.csv", "data/more.csv"}
    assert files_of(program).keys() == GENERATED_FILES | chosen
    with pytest.raises(BadParametersError, match=r"include='nothing\.csv' matches no file"):
        python_program(module.greet, include=["nothing.csv"])
    with pytest.raises(BadParametersError, match="include must be a list of patterns"):
        python_program(module.greet, include="helpers.py")  # type: ignore[arg-type]


def test_the_same_files_give_the_same_bytes(import_module: Any, tmp_path: Path) -> None:
    module = import_module("greeter", GREETER)
    first = python_program(module.greet).to_bytes()
    (tmp_path / "greeter.py").touch()
    assert python_program(module.greet).to_bytes() == first
    source = package_source(python_program(module.greet))
    assert source.small == first


def test_a_package_is_written_to_a_folder(import_module: Any, tmp_path: Path) -> None:
    program = python_program(import_module("greeter", GREETER).greet)
    folder = program.write_to(tmp_path / "new" / "folder")
    written = {p.relative_to(folder).as_posix(): p.read_bytes() for p in folder.rglob("*")}
    assert written == files_of(program)
    with pytest.raises(BadParametersError, match="must be a new or empty folder"):
        program.write_to(folder)


SCRIPT = """\
from scramjet_facade import HostClient, ndjson, python_program
import scramjet_facade.testing as fakes
import json

RATE = 2
people = ["Zoë"]

@json.loads("[]").__class__ and (lambda function: function)
def decorated(): pass

def greet(people):
    for host in people:
        yield {"greeting": helper(host)}

def main():
    with HostClient() as host:
        print(host)

class Settings:
    host: HostClient

client_options = {"retries": ndjson}
with HostClient() as host, host.send_sequence(
    python_program(greet)
) as sequence:
    print(sequence)
main()
print(client_options)

def helper(host): return RATE * host
"""


def test_statements_that_use_the_client_are_left_out(tmp_path: Path) -> None:
    write(tmp_path, script=SCRIPT)
    packed = files_of(python_program(tmp_path / "script.py", "greet"))["script.py"].decode()
    namespace: dict[str, Any] = {}
    exec(compile(packed, "script.py", "exec"), namespace)
    assert list(namespace["greet"](["a"])) == [{"greeting": "aa"}]
    assert namespace["people"] == ["Zoë"]
    assert {"HostClient", "Settings", "main", "host", "client_options", "fakes"}.isdisjoint(
        namespace
    )
    lines = packed.split("\n")
    assert lines.index("def greet(people):") == SCRIPT.split("\n").index("def greet(people):")


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "latin-1"])
def test_a_file_keeps_its_encoding(tmp_path: Path, encoding: str) -> None:
    cookie = "" if encoding == "utf-8-sig" else f"# coding: {encoding}\n"
    script = f'{cookie}import scramjet_facade\ndef greet(person):\n    return "é"\n'
    (tmp_path / "script.py").write_bytes(script.encode(encoding))
    packed = files_of(python_program(tmp_path / "script.py", "greet"))["script.py"]
    namespace: dict[str, Any] = {}
    exec(compile(packed, "script.py", "exec"), namespace)
    assert namespace["greet"]("a") == "é"


def test_a_function_that_needs_the_client_is_refused(tmp_path: Path) -> None:
    text = "from scramjet_facade import ndjson\nX = ndjson([])\ndef greet(people):\n    yield X\n"
    write(tmp_path, script=text)
    with pytest.raises(BadParametersError, match="greet uses X, which depends on scramjet_facade"):
        python_program(tmp_path / "script.py", "greet")
    write(tmp_path, script=f"import json; import scramjet_facade\n{GREETER}")
    with pytest.raises(BadParametersError, match="contains scramjet_facade and other code"):
        python_program(tmp_path / "script.py", "greet")


@pytest.mark.parametrize("arguments", [["script.py"], ["-m", "script"], ["-m", "pack.script"]])
def test_a_function_of_the_running_script_is_packed(tmp_path: Path, arguments: list[str]) -> None:
    text = (
        "import sys\nfrom scramjet_facade import python_program\n\n"
        "def greet(people):\n    yield from people\n\n"
        "sys.stdout.buffer.write(python_program(greet).to_bytes())\n"
    )
    write(tmp_path, script=text, pack____init__="", pack__script=text)
    result = subprocess.run(
        [sys.executable, *arguments], cwd=tmp_path, capture_output=True, check=True
    )
    with tarfile.open(fileobj=BytesIO(result.stdout), mode="r:gz") as tar:
        names = set(tar.getnames())
        main = tar.extractfile("scramjet_main.py").read().decode()  # type: ignore[union-attr]
    module = arguments[-1].removesuffix(".py")
    in_package = {"pack/__init__.py", "pack/script.py"}
    assert names == GENERATED_FILES | (in_package if "." in module else {"script.py"})
    assert f"make_run({module!r}, 'greet'" in main


def test_a_function_without_a_source_file_is_refused() -> None:
    text = (
        "from scramjet_facade import python_program\ndef greet(people): yield from people\n"
        "python_program(greet)"
    )
    command = [sys.executable, "-c", text]
    result = subprocess.run(command, capture_output=True, text=True, check=False)
    assert "greet can't be packed, because its source is in no file" in result.stderr


def local(function: Any) -> Any:
    return lambda records: [*function(records)]


def nested(records: Any) -> Any:
    yield from records


class Greeter:
    def greet(self, people: Any) -> Any:
        yield from people


renamed = functools.wraps(nested)(lambda records: [*nested(records)])


@pytest.mark.parametrize(
    ("function", "message"),
    [
        (lambda records: records, "a lambda can't be packed"),
        (local(nested), "a lambda can't be packed"),
        (Greeter.greet, r"Greeter\.greet can't be packed"),
        (Greeter().greet, "not method"),
        (functools.partial(nested), "not partial"),
        (print, "not builtin_function_or_method"),
        (5, "not int"),
        (None, "not NoneType"),
        (renamed, "is not the function that was passed"),
        ("there_is_no.py", r"there is no Python file there_is_no\.py"),
        pytest.param("x" * 300, "there is no Python file xxx", id="a name that is too long"),
        (Path(__file__), "pass the name of a function as well"),
    ],
)
def test_anything_but_a_named_function_of_a_module_is_refused(function: Any, message: str) -> None:
    with pytest.raises(BadParametersError, match=message):
        python_program(function)


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("", "has no function greet: it has none"),
        ("def a(x): pass\nif True:\n    def b(x): pass\n", "has no function greet: it has a, b"),
        (
            "def a(x):\n    async def greet(x): pass\n",
            "greet can't be packed, because it is inside another function or a class of .*: move",
        ),
        ("class A:\n    def greet(self): pass\n", "it is inside another function or a class"),
        ("def greet(:", r"cannot be read as a Python file: .*line 1"),
        ("\0", "cannot be read as a Python file"),
        ("def greet(): return 1", "greet needs a first parameter for the record"),
        ("def greet(a, b): return 1", "greet has the parameter 'b', which receives no value"),
        ("def greet(a, *, b): yield", "greet has the parameter 'b', which receives no value"),
        ("def greet(a, *b): yield", r"greet has the parameter '\*b', which receives no value"),
    ],
)
def test_an_unsuitable_file_is_refused(tmp_path: Path, text: str, message: str) -> None:
    write(tmp_path, greeter=text)
    with pytest.raises(BadParametersError, match=message):
        python_program(tmp_path / "greeter.py", "greet")


def test_a_file_that_is_not_text_is_refused(tmp_path: Path) -> None:
    (tmp_path / "greeter.py").write_bytes(b"\xff\xfe\x00def")
    with pytest.raises(BadParametersError, match="cannot be read as a Python file"):
        python_program(tmp_path / "greeter.py", "greet")


@pytest.mark.parametrize(
    "signature",
    [
        "def greet(people): yield 1",
        "def greet(people: Missing = missing(), *, args: Missing) -> Missing: yield 1",
        "def greet(person, /, context, **more): return 1",
        "async def greet(person): return 1",
        "async def greet(people, args): yield 1",
        "def greet(context): yield 1",
        "def greet(): yield 1",
        "@missing\ndef greet(a, b, c): yield 1",
        "if True:\n    def greet(people): yield 1",
        "try:\n    pass\nexcept Exception:\n    def greet(people): yield 1",
    ],
)
def test_suitable_functions_are_packed(tmp_path: Path, signature: str) -> None:
    write(tmp_path, greeter=signature)
    assert "greeter.py" in files_of(python_program(tmp_path / "greeter.py", "greet"))


@pytest.mark.parametrize(
    ("options", "message"),
    [
        ({"input": "csv"}, "^input must be one of json, text, bytes, not 'csv'"),
        ({"output": None}, "^output must be one of json, text, bytes, not None"),
        ({"name": "greet"}, "name= selects a function in a file"),
        ({"python_version": "2.7"}, "python_version must have the form"),
        ({"python_version": 3.9}, "python_version must have the form"),
        ({"requirements": "requests"}, r"pass \['requests'\], or pathlib\.Path"),
        ({"requirements": Path("no-such-file.txt")}, "there is no requirements file"),
        ({"requirements": Path("x" * 300)}, "there is no requirements file"),
        ({"requirements": ["-r other.txt"]}, "cannot contain '-r other.txt'"),
        ({"requirements": [5]}, "cannot contain 5"),
        ({"requirements": 5}, "not int"),
        ({"exclude": [5]}, "exclude must be a list of str"),
    ],
)
def test_unsuitable_options_are_refused(options: dict[str, Any], message: str) -> None:
    with pytest.raises(BadParametersError, match=message):
        python_program(nested, **options)


def test_file_names_that_the_package_needs_are_refused(tmp_path: Path) -> None:
    write(tmp_path, scramjet_adapter=GREETER)
    with pytest.raises(BadParametersError, match=r"needs the name scramjet_adapter\.py for"):
        python_program(tmp_path / "scramjet_adapter.py", "greet")


@pytest.fixture
def wheel(tmp_path: Path) -> Path:
    """Build a wheel that pip can install without a network."""
    folder = tmp_path / "wheels"
    folder.mkdir()
    path = folder / "tiny_dependency-1.0-py3-none-any.whl"
    info = "tiny_dependency-1.0.dist-info"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("tiny_dependency.py", "VALUE = 42\n")
        archive.writestr(
            f"{info}/METADATA", "Metadata-Version: 2.1\nName: tiny-dependency\nVersion: 1.0\n"
        )
        archive.writestr(
            f"{info}/WHEEL", "Wheel-Version: 1.0\nRoot-Is-Purelib: true\nTag: py3-none-any\n"
        )
        archive.writestr(
            f"{info}/entry_points.txt", "[console_scripts]\ntiny = tiny_dependency:main\n"
        )
        archive.writestr(f"{info}/RECORD", "")
    return path


def test_requirements_are_installed_into_the_package(
    import_module: Any, wheel: Path, tmp_path: Path
) -> None:
    module = import_module("greeter", GREETER)
    program = python_program(module.greet, requirements=[str(wheel)])
    files = files_of(program)
    assert files["__pypackages__/tiny_dependency.py"] == b"VALUE = 42\n"
    assert not [name for name in files if name.startswith("__pypackages__/bin")]
    again = python_program(module.greet, requirements=[str(wheel)])
    assert again.to_bytes() == program.to_bytes()
    (tmp_path / "requirements.txt").write_text(f"{wheel}\n")
    for version in (None, "3.8"):
        from_file = python_program(
            module.greet, requirements=tmp_path / "requirements.txt", python_version=version
        )
        folder = from_file.write_to(tmp_path / f"written-{version}")
        assert (folder / "__pypackages__/tiny_dependency.py").read_text() == "VALUE = 42\n"


def test_a_failed_installation_reports_the_message_of_pip(
    import_module: Any, tmp_path: Path
) -> None:
    module = import_module("greeter", GREETER)
    program = python_program(module.greet, requirements=[str(tmp_path / "missing.whl")])
    with pytest.raises(BadParametersError, match=r"output of pip: .*missing\.whl") as error:
        package_source(program)
    assert "greet" in str(error.value)
