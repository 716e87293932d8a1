"""Runs the journey with the built wheel in clean environments: python -m tests.package.

The journey runs on each installed Python, with the lowest and the newest dependencies and without
a compiler. Then it runs in a read-only environment as another user, and from a zip.
"""

from __future__ import annotations

import shutil
import subprocess
import sys
import tempfile
import zipapp
from pathlib import Path

from tests.hub.real_hub import RealHub
from tests.versions import PYTHONS, find_python, lowest

ROOT = Path(__file__).parent.parent.parent
JOURNEY = Path(__file__).parent / "journey.py"
NOBODY = 65534


def pip(python: Path, *arguments: str | Path) -> None:
    """Run pip for an environment that does not contain it."""
    command = [sys.executable, "-m", "pip", "--python", python, "--disable-pip-version-check"]
    subprocess.run([*command, "--quiet", *arguments], check=True, stdout=subprocess.DEVNULL)


def install(python: str, folder: Path, wheel: Path, kind: str) -> Path:
    """Create an environment, install the wheel into it, and return its Python."""
    subprocess.run([python, "-m", "venv", "--without-pip", folder], check=True)
    inside = folder / "bin" / "python"
    pip(inside, "install", "--only-binary", ":all:", wheel, *(lowest() if kind == "lowest" else []))
    pip(inside, "check")
    return inside


def run_journey(python: Path, program: Path, url: str, *, user: int | None = None) -> None:
    """Run the journey in an empty folder, with warnings as errors."""
    with tempfile.TemporaryDirectory() as folder:
        Path(folder).chmod(0o777)  # for the other user
        environment = {
            "SCRAMJET_API_URL": url,
            "PATH": "/nowhere",
            "HOME": "/nowhere",
            "TMPDIR": folder,
        }
        subprocess.run(
            [python, "-W", "error", program],
            cwd=folder,
            env=environment,
            user=user,
            group=user,
            extra_groups=None if user is None else [],
            check=True,
        )


def from_zip(folder: Path, wheel: Path, python: Path) -> Path:
    """Return a zip of the wheel and the journey, and uninstall the wheel."""
    content = folder / "zip"
    shutil.unpack_archive(wheel, content, "zip")
    for metadata in content.glob("*.dist-info"):
        shutil.rmtree(metadata)
    shutil.copy(JOURNEY, content / "__main__.py")
    zipapp.create_archive(content, folder / "journey.pyz")
    pip(python, "uninstall", "--yes", "scramjet-facade")
    return folder / "journey.pyz"


def main() -> None:
    """Build the wheel, and run all journeys with one hub."""
    pythons = {version: find_python(version) for version in PYTHONS}
    found = [path for path in pythons.values() if path]
    if missing := [version for version, path in pythons.items() if not path]:
        print(f"Python {', '.join(missing)} is not installed and is skipped", flush=True)
    with tempfile.TemporaryDirectory() as name, RealHub() as hub:
        folder = Path(name)
        folder.chmod(0o755)
        build = [sys.executable, "-m", "build", "--wheel", "--no-isolation", "--outdir", folder]
        subprocess.run([*build, ROOT], check=True, stdout=subprocess.DEVNULL)
        (wheel,) = folder.glob("*.whl")
        program = folder / "journey.py"
        shutil.copy(JOURNEY, program)
        for number, path in enumerate(found):
            for kind in ("lowest", "newest"):
                print(f"{Path(path).name}, {kind} dependencies", flush=True)
                python = install(path, folder / f"{number}-{kind}", wheel, kind)
                run_journey(python, program, hub.api_base)
        python = folder / f"{len(found) - 1}-newest" / "bin" / "python"
        print("read-only, as another user", flush=True)
        shared = next(
            (path for path in (*found, "/usr/bin/python3") if usable_by_others(path)), None
        )
        if shared is None:
            print("skipped: it needs root, and a Python that other users may run", flush=True)
        else:
            others = folder / "read-only"
            read_only_python = install(shared, others, wheel, "newest")
            subprocess.run(["chmod", "--recursive", "a-w", others], check=True)
            run_journey(read_only_python, program, hub.api_base, user=NOBODY)
            subprocess.run(["chmod", "--recursive", "u+w", others], check=True)
        print("from a zip", flush=True)
        run_journey(python, from_zip(folder, wheel, python), hub.api_base)
    print("All journeys are complete.")


def usable_by_others(python: str) -> bool:
    """Return whether this process can run a Python as another user."""
    try:
        command = [python, "-c", "import sys; sys.exit(sys.version_info < (3, 11))"]
        result = subprocess.run(
            command, user=NOBODY, group=NOBODY, extra_groups=(), check=False, cwd="/"
        )
    except OSError:
        return False
    return result.returncode == 0


if __name__ == "__main__":
    main()
