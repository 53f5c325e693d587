"""docs/embed.md is true: what it shows for MkDocs, Pelican, LaTeX, Word and pages works as shown.

Its commands and its Python run in test_docs.py.
"""

from __future__ import annotations

import re
import shutil
import subprocess
import sys
from html.parser import HTMLParser
from pathlib import Path

import pytest
from test_docs import COMMANDS, fences

from timeline.cli import make_parser
from timeline.inset import OPTIONS
from timeline.pages.embed import _LISTENER, _SANDBOX
from timeline.selection import Key

ROOT = Path(__file__).resolve().parent.parent
PAGE = "docs/embed.md"
TEXT = (ROOT / PAGE).read_text(encoding="utf-8")
(BLOCK,) = re.findall(r"^````markdown\n(.*?)^````$", TEXT, re.MULTILINE | re.DOTALL)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A folder that holds a folder `articles`, as the page assumes."""
    shutil.copytree(ROOT / "examples", tmp_path / "articles")
    return tmp_path


def run(folder: Path, *command: str) -> None:
    done = subprocess.run(command, cwd=folder, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr + done.stdout


def module(folder: Path, *command: str) -> None:
    run(folder, sys.executable, "-m", *command)


def test_every_block_on_the_page_is_run_by_a_test() -> None:
    """A new kind of block needs a test here."""
    kinds = re.findall(r"^`{3,4}(\w+)$", TEXT, re.MULTILINE)
    assert set(kinds) == {"sh", "python", "html", "yaml", "markdown", "timeline", "tex"}
    told = [line for block in fences(PAGE, "sh") for line in block.splitlines()]
    run_there = {command for page, command, _ in COMMANDS if page == PAGE}
    assert set(told) - run_there == {"pandoc report.md -o report.docx"}


def test_every_option_and_filter_is_on_the_page() -> None:
    (action,) = (one for one in make_parser()._actions if one.choices)
    assert isinstance(action.choices, dict)
    chart = action.choices["chart"]
    for option in ("--filter", "--from", "--to", "--top", "--width", "--height", "--scale"):
        assert option in chart._option_string_actions
        assert f"`{option}" in TEXT
    assert all(f"`--filter {key.value}=" in TEXT for key in Key)
    assert all(f"`{name}`" in TEXT for name in OPTIONS)


@pytest.mark.parametrize("number", [0, 1])
def test_mkdocs_does_with_the_block_what_the_page_says(folder: Path, number: int) -> None:
    pytest.importorskip("mkdocs")
    (folder / "mkdocs.yml").write_text(fences(PAGE, "yaml")[number], encoding="utf-8")
    (folder / "docs").mkdir()
    (folder / "docs" / "index.md").write_text(f"# A report\n\n{BLOCK}", encoding="utf-8")
    module(folder, "mkdocs", "build", "--strict", "--quiet")
    page = (folder / "site" / "index.html").read_text(encoding="utf-8")
    assert page.count('<div class="timeline">') == 1
    assert "What the canal authority did</figcaption>" in page
    assert 1 < page.count("<li id=") <= 8


def test_pelican_does_with_the_block_what_the_page_says(folder: Path) -> None:
    pytest.importorskip("pelican")
    (settings,) = (block for block in fences(PAGE, "python") if "SITENAME" in block)
    (folder / "pelicanconf.py").write_text(settings, encoding="utf-8")
    (folder / "content").mkdir()
    article = f"Title: A report\nDate: 2026-01-01\n\n{BLOCK}"
    (folder / "content" / "report.md").write_text(article, encoding="utf-8")
    module(folder, "pelican", "content", "-o", "out", "-s", "pelicanconf.py", "--fatal", "errors")
    page = (folder / "out" / "a-report.html").read_text(encoding="utf-8")
    assert page.count('<div class="timeline">') == 1


class Frames(HTMLParser):
    """The attributes of every iframe."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.seen: list[dict[str, str | None]] = []
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag == "iframe":
            self.seen.append(dict(attrs))


def test_the_lines_for_a_page_are_those_that_sites_give() -> None:
    (lines,) = fences(PAGE, "html")
    (frame,) = Frames(lines).seen
    assert frame["sandbox"] == _SANDBOX
    assert frame["src"] == "https://example.org/story/embed/index.html"
    assert lines.splitlines()[1] == _LISTENER


def test_latex_sets_the_picture(folder: Path) -> None:
    if not shutil.which("pdflatex"):
        pytest.skip("no pdflatex")
    (command,) = (line for _, line, _ in COMMANDS if line.endswith("-o chart.pdf"))
    module(folder, *command.split())
    (text,) = fences(PAGE, "tex")
    (folder / "report.tex").write_text(text, encoding="utf-8")
    run(folder, "pdflatex", "-interaction=nonstopmode", "-halt-on-error", "report.tex")
    assert (folder / "report.pdf").stat().st_size > 10_000


def test_pandoc_makes_the_word_file(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    if not shutil.which("pandoc"):
        pytest.skip("no pandoc")
    (command,) = (line for _, line, _ in COMMANDS if line.endswith("-o chart.png"))
    module(folder, *command.split())
    monkeypatch.chdir(folder)
    (program,) = (block for block in fences(PAGE, "python") if "report.md" in block)
    exec(compile(program, PAGE, "exec"), {})  # noqa: S102 - our own page
    run(folder, "pandoc", "report.md", "-o", "report.docx")
    import zipfile  # noqa: PLC0415

    with zipfile.ZipFile(folder / "report.docx") as file:
        assert [name for name in file.namelist() if name.endswith(".png")]
        assert b"<w:tbl>" in file.read("word/document.xml")
