"""Tests of the generator. It is a command, so its modules are imported from its folder."""

import sys
from pathlib import Path

ROOT = Path(__file__).parent.parent.parent
GENERATOR = ROOT / "openapi" / "generator"

sys.path.insert(0, str(GENERATOR))
