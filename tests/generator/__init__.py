"""Tests of the generator. Its modules are a command's, so they are imported from its folder."""

import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent.parent
GENERATOR = ROOT / "openapi" / "generator"

sys.path.insert(0, str(GENERATOR))
pytest.register_assert_rewrite("tests.generator.proofs")
