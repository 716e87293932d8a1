"""The script that starts the real hub."""

from __future__ import annotations

import json
import shutil
import subprocess
from pathlib import Path

from tests.hub import real_hub
from tests.node import node_and_npm

# Parts of newer hubs, which are not on npm.
CONFIG = """
export class ConfigService {
    getConfig() { return { host: {}, telemetry: { status: true, adapter: "loki" } }; }
}
"""
HOST = """
import { writeSync } from "node:fs";
export function startHost(_, config) {
    writeSync(1, JSON.stringify(config.telemetry));
    process.exit();
}
"""


def test_telemetry_of_a_newer_hub_is_disabled(tmp_path: Path) -> None:
    tools = node_and_npm()
    assert tools is not None
    start = Path(real_hub.__file__).with_name("start.mjs")
    shutil.copy(start, tmp_path)
    for name, code in (("host", HOST), ("sth-config", CONFIG)):
        package = tmp_path / "node_modules" / "@scramjet" / name
        package.mkdir(parents=True)
        (package / "package.json").write_text('{"type": "module", "exports": "./index.js"}')
        (package / "index.js").write_text(code)
    (tmp_path / "sequences").mkdir()
    result = subprocess.run(
        [tools[0], tmp_path / start.name, tmp_path / "sequences"],
        capture_output=True,
        check=True,
        text=True,
        timeout=30,
    )
    assert json.loads(result.stdout) == {"status": False, "adapter": "loki"}
