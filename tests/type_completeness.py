"""Checks that all public types of the wheel are known: python -m tests.type_completeness.

The wheel is built and installed into .build/types. If no source has changed since the last success,
nothing is done.
"""

from __future__ import annotations

import hashlib
import json
import os
import shutil
import subprocess
import sys
import sysconfig
import venv
import zipfile
from pathlib import Path

ROOT = Path(__file__).parents[1]
FOLDER = ROOT / ".build" / "types"
VERIFIED = FOLDER / "verified"


def digest() -> str:
    """Return a digest of everything that the result depends on."""
    found = hashlib.sha256((ROOT / ".ci" / "constraints.txt").read_bytes())
    for folder in ("scramjet_facade", "generated"):
        for path in sorted((ROOT / folder).rglob("*.py")):
            found.update(f"{path.relative_to(ROOT)}\0".encode() + path.read_bytes())
    return found.hexdigest()


def install() -> Path:
    """Install the wheel into a new environment; return the folder of its programs."""
    shutil.rmtree(FOLDER, ignore_errors=True)
    build = [sys.executable, "-m", "build", "--wheel", "--no-isolation", "--outdir", FOLDER, ROOT]
    subprocess.run(build, check=True, capture_output=True)
    environment = FOLDER / "environment"
    venv.create(environment, symlinks=os.name != "nt")
    paths = {"base": str(environment), "platbase": str(environment)}
    packages = Path(sysconfig.get_path("purelib", "venv", paths))
    with zipfile.ZipFile(next(FOLDER.glob("*.whl"))) as wheel:
        wheel.extractall(packages)
    # The dependencies come from this environment; its .pth files are not read again.
    (packages / "dependencies.pth").write_text(sysconfig.get_path("purelib"))
    return Path(sysconfig.get_path("scripts", "venv", paths))


def verify(programs: Path) -> list[str]:
    """Return what pyright reports about types that are missing or ambiguous."""
    # pyright uses the first Python on PATH, whatever its options are.
    path = os.pathsep.join([str(programs), os.environ["PATH"]])
    command = [sys.executable, "-m", "pyright", "--verifytypes", "scramjet_facade"]
    result = subprocess.run(
        [*command, "--ignoreexternal", "--outputjson"],
        cwd=FOLDER,
        env={**os.environ, "PATH": path},
        capture_output=True,
        text=True,
        check=False,
    )
    completeness = json.loads(result.stdout)["typeCompleteness"]
    messages = [
        f"{symbol['name']}: {diagnostic['message'].splitlines()[0]}"
        for symbol in completeness["symbols"]
        for diagnostic in symbol["diagnostics"]
        if not symbol["isTypeKnown"] or symbol["isTypeAmbiguous"]
    ]
    if completeness["completenessScore"] < 1 and not messages:
        messages.append(f"the score is {completeness['completenessScore']}")
    return messages


def main() -> int:
    """Check the types, unless the same sources have been checked already."""
    current = digest()
    if VERIFIED.is_file() and VERIFIED.read_text() == current:
        return 0
    if messages := verify(install()):
        print(*messages, sep="\n", file=sys.stderr)
        return 1
    VERIFIED.write_text(current)
    return 0


if __name__ == "__main__":
    sys.exit(main())
