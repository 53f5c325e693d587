"""The wheel holds all it needs: installed into an empty folder, it builds a site there."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
import sysconfig
import zipfile
from pathlib import Path

import pytest

from timeline.model import Timeline
from timeline.pages import render_site

ROOT = Path(__file__).resolve().parent.parent
SOURCES = ("timeline", "site_templates", "pyproject.toml", "README.md", "LICENSE", "NOTICE")
ARTICLES = {
    "ferry.txt": "Ferry service opens\n\nThe ferry opened on Tuesday, May 18, 2021.",
    "harbour.md": "---\ndate: 2021-05-20\n---\n\nThe council voted on Monday.",
}
pytestmark = pytest.mark.slow


def copied(folder: Path) -> Path:
    """The sources in a folder of their own, as a clone would have them."""
    for name in SOURCES:
        if (ROOT / name).is_dir():
            ignored = shutil.ignore_patterns("__pycache__")
            shutil.copytree(ROOT / name, folder / name, ignore=ignored)
        elif (ROOT / name).exists():
            shutil.copy(ROOT / name, folder)
    return folder


def built(folder: Path, *kinds: str, **settings: str) -> list[Path]:
    """What is made of the sources in a folder, without fetching anything."""
    command = [sys.executable, "-m", "build", *kinds, "--no-isolation", str(folder)]
    subprocess.run(
        command, check=True, capture_output=True, text=True, env={**os.environ, **settings}
    )
    return sorted((folder / "dist").iterdir())


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The wheel of the sources."""
    (wheel,) = built(copied(tmp_path_factory.mktemp("source")), "--wheel")
    return wheel


@pytest.fixture(scope="module")
def installed(wheel: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A virtual environment with the wheel in it, and nothing of this checkout.

    Its dependencies are those of the running environment, as plain entries of the path: the
    .pth file of an editable install does not count there.
    """
    folder = tmp_path_factory.mktemp("environment") / "venv"
    command = [sys.executable, "-m", "venv", "--without-pip", str(folder)]
    subprocess.run(command, check=True, capture_output=True)
    python = folder / "bin" / "python"
    site = Path(
        subprocess.run(
            [python, "-c", "import sysconfig; print(sysconfig.get_path('purelib'))"],
            check=True,
            capture_output=True,
            text=True,
        ).stdout.strip()
    )
    with zipfile.ZipFile(wheel) as archive:
        archive.extractall(site)
    (site / "dependencies.pth").write_text(sysconfig.get_path("purelib") + "\n", encoding="utf-8")
    return python


def in_folder(python: Path, folder: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    """Run Python there, with nothing of this checkout on its path."""
    settings = {name: value for name, value in os.environ.items() if not name.startswith("PYTHON")}
    return subprocess.run(
        [python, *arguments], cwd=folder, env=settings, capture_output=True, text=True, check=False
    )


def test_the_wheel_has_templates_rules_and_knowledge_and_no_tests(wheel: Path) -> None:
    with zipfile.ZipFile(wheel) as archive:
        names = set(archive.namelist())
    for folder, suffix in (
        ("timeline", ".py"),
        ("timeline/rules/en", ".toml"),
        ("timeline/knowledge", ".toml"),
        ("timeline/knowledge/news", ".txt"),
        ("timeline/site_templates", ".html"),
        ("timeline/site_templates/static", ".css"),
        ("timeline/starter/files", ""),
        ("timeline/serve", ".js"),
        ("timeline/serve", ".css"),
    ):
        here = ROOT / folder.replace("timeline/site_templates", "site_templates")
        wanted = {f"{folder}/{path.name}" for path in here.glob(f"*{suffix}")}
        assert wanted
        assert wanted <= names
    assert "timeline/py.typed" in names
    assert not [name for name in names if name.split("/")[0] not in {"timeline", _info(names)}]


def _info(names: set[str]) -> str:
    return next(name.split("/")[0] for name in names if name.endswith("/METADATA"))


def test_two_builds_elsewhere_and_later_are_the_same_bytes(tmp_path: Path) -> None:
    """Wheel and source archive, of sources with other times and rights, by SOURCE_DATE_EPOCH."""
    found = []
    for n, name in enumerate(("one", "another/and deeper")):
        folder = tmp_path / name
        folder.mkdir(parents=True)
        for file in copied(folder).rglob("*"):
            if file.is_file():
                os.utime(file, (10**9 * (n + 1), 10**9 * (n + 1)))
                file.chmod(0o600 if n else 0o664)
        files = built(folder, SOURCE_DATE_EPOCH="1700000000", TZ=("UTC", "Asia/Tokyo")[n])
        found.append({file.name: file.read_bytes() for file in files})
    assert {name.rpartition(".")[2] for name in found[0]} == {"whl", "gz"}
    assert found[0].keys() == found[1].keys()
    for name in found[0]:
        assert found[0][name] == found[1][name], name


def test_the_wheel_names_its_command_and_its_licence(wheel: Path) -> None:
    with zipfile.ZipFile(wheel) as archive:
        names = set(archive.namelist())
        info = _info(names)
        entry_points = archive.read(f"{info}/entry_points.txt").decode()
    assert "timeline = timeline.cli:console" in entry_points
    assert "timeline = timeline.markdown:TimelineExtension" in entry_points
    assert f"{info}/licenses/LICENSE" in names


def test_the_installed_wheel_builds_a_site_in_an_empty_folder(
    installed: Path, tmp_path: Path
) -> None:
    for name, text in ARTICLES.items():
        (tmp_path / "articles").mkdir(exist_ok=True)
        (tmp_path / "articles" / name).write_text(text, encoding="utf-8")
    result = in_folder(installed, tmp_path, "-m", "timeline", "build")
    assert result.returncode == 0, result.stderr
    site = tmp_path / "build"
    assert (site / "documents" / "ferry.html").is_file()
    packed = render_site(Timeline("", (), (), (), ()))["static/style.css"]
    assert (site / "static" / "style.css").read_bytes() == packed
    assert "Ferry" in (site / "index.html").read_text(encoding="utf-8")


def test_the_installed_wheel_makes_a_new_folder_that_builds(
    installed: Path, tmp_path: Path
) -> None:
    result = in_folder(installed, tmp_path, "-m", "timeline", "new", "story")
    assert result.returncode == 0, result.stderr
    assert (tmp_path / "story" / ".github" / "workflows" / "pages.yml").is_file()
    result = in_folder(installed, tmp_path / "story", "-m", "timeline", "build")
    assert result.returncode == 0, result.stderr


def test_the_installed_package_is_not_the_checkout(installed: Path, tmp_path: Path) -> None:
    program = (
        "import json, timeline; from timeline.pages import templates;"
        "print(json.dumps([timeline.__file__, str(templates.own_folder())]))"
    )
    result = in_folder(installed, tmp_path, "-c", program)
    assert result.returncode == 0, result.stderr
    for place in json.loads(result.stdout):
        assert Path(place).is_relative_to(installed.parent.parent)
