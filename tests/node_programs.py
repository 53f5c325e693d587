"""Programs of others that `make test` brings by way of npm, to feed them what we write."""

from __future__ import annotations

import os
import shutil
import sys
from pathlib import Path

import pytest

FOLDER = Path(sys.prefix) / "node"


def node_program(name: str) -> Path:
    """The folder of a program; without it the test is skipped, but fails in CI where npm is."""
    found = FOLDER / "node_modules" / name
    if not found.is_dir():
        reason = f"npm's {name} is not in {FOLDER}; make test puts it there where npm is"
        if os.environ.get("CI") == "true" and shutil.which("npm"):
            pytest.fail(reason)
        pytest.skip(reason)
    return found
