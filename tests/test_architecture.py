"""The flow is one-way, and the contract in pyproject.toml would notice if it were not."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
SETTINGS = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
LAYERS = SETTINGS["tool"]["importlinter"]["contracts"][0]["layers"]


@pytest.fixture
def copy(tmp_path: Path) -> Path:
    """The package and its contract in a folder of their own, Python files only."""
    keep_python = shutil.ignore_patterns("__pycache__", "*.toml", "*.bin", "*.json")
    shutil.copytree(ROOT / "timeline", tmp_path / "timeline", ignore=keep_python)
    shutil.copy(ROOT / "pyproject.toml", tmp_path)
    return tmp_path


def lint(folder: Path) -> subprocess.CompletedProcess[str]:
    """Run import-linter on a copy."""
    return subprocess.run(
        [Path(sys.executable).with_name("lint-imports"), "--no-cache", "--no-logo"],
        cwd=folder,
        env={**os.environ, "PYTHONPATH": str(folder)},
        capture_output=True,
        text=True,
        check=False,
    )


def plant(file: Path, line: str) -> None:
    """Add an import that no test of behaviour would notice."""
    file.write_text(file.read_text(encoding="utf-8") + f"\n{line}\n", encoding="utf-8")


def test_the_flow_is_one_way(copy: Path) -> None:
    result = lint(copy)
    assert result.returncode == 0, result.stdout


@pytest.mark.parametrize(
    ("module", "line", "words"),
    [
        (
            "resolve.py",
            "from timeline.events import extract_events",
            "timeline.resolve is not allowed",
        ),
        ("model.py", "import timeline.pipeline", "timeline.model is not allowed"),
        ("chart/scale.py", "import timeline.pages", "timeline.chart is not allowed"),
        ("exports/atom.py", "import timeline.explain", "timeline.exports is not allowed"),
        ("stray.py", "", "timeline.stray"),
    ],
)
def test_a_planted_import_breaks_the_contract(
    copy: Path, module: str, line: str, words: str
) -> None:
    file = copy / "timeline" / module
    file.touch()
    plant(file, line)
    result = lint(copy)
    assert result.returncode == 1
    assert words in result.stdout


def test_the_page_of_the_architecture_names_every_layer_in_its_order() -> None:
    page = (ROOT / "docs" / "architecture.md").read_text(encoding="utf-8")
    table = page.split("## The layers", 1)[1].split("\n## ", 1)[0]
    named = [
        line.split(" | ")[0].split("`")[1::2]
        for line in table.splitlines()
        if line.startswith("| `")
    ]
    assert [" | ".join(names) for names in named] == LAYERS


def test_a_build_imports_no_dataclass_but_those_that_others_change() -> None:
    """Each takes half a millisecond of every build to make, a struct a fortieth of that."""
    code = (
        "import sys, timeline.api, timeline.pages, timeline.cli.settled\n"
        "for name in [name for name in sys.modules if name.startswith('timeline')]:\n"
        "    for one in vars(sys.modules[name]).values():\n"
        "        if isinstance(one, type) and '__dataclass_fields__' in vars(one):\n"
        "            print(f'{one.__module__}.{one.__name__}')\n"
    )
    told = subprocess.run(
        [sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=True
    )
    assert set(told.stdout.split()) == {
        "timeline.config.Config",
        "timeline.model.Timeline",
        "timeline.packed.Packed",
        "timeline.summary.days.Chosen",
        "timeline.summary.days.ToldDay",
    }
