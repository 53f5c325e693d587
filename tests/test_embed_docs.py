"""The pages of "Put a chart into ..." are true: what they show for others' programs works as shown.

Their commands and their Python run in test_docs.py.
"""

from __future__ import annotations

import re
import shutil
import sqlite3
import subprocess
import sys
from html.parser import HTMLParser
from pathlib import Path

import pytest
from markdown import markdown
from test_docs import COMMANDS, INTO, fences

from timeline.cli import make_parser
from timeline.cli.charting import FORMATS
from timeline.cli.parser import EVENT_FORMATS
from timeline.inset import OPTIONS
from timeline.pages.embed import _LISTENER, _SANDBOX
from timeline.selection import Key

ROOT = Path(__file__).resolve().parent.parent
INDEX = "docs/embed.md"
KINDS = {
    "docs/embed.md": {"sh"},
    "docs/into/latex.md": {"sh", "tex"},
    "docs/into/mkdocs.md": {"yaml", "markdown", "timeline"},
    "docs/into/notebook.md": {"python", "markdown", "{python}"},
    "docs/into/pelican.md": {"python", "markdown", "timeline"},
    "docs/into/programs.md": {"sh", "sql", "html"},
    "docs/into/slides.md": {"sh"},
    "docs/into/template.md": {"python"},
    "docs/into/web-page.md": {"sh", "html", "toml"},
    "docs/into/wiki.md": {"sh", "markdown"},
    "docs/into/word.md": {"sh", "python"},
}
"""The kinds of blocks on each page, every one of which a test runs: sh and python in test_docs,
the cell for Quarto in test_inset, html also in test_exports."""


def text_of(page: str) -> str:
    return (ROOT / page).read_text(encoding="utf-8")


def shown(page: str) -> str:
    """What a page shows of a Markdown text, itself with fences."""
    (block,) = re.findall(r"^````markdown\n(.*?)^````$", text_of(page), re.MULTILINE | re.DOTALL)
    return str(block)


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


@pytest.mark.parametrize("page", KINDS)
def test_every_block_on_the_pages_is_run_by_a_test(page: str) -> None:
    """A new kind of block needs a test here, a new page its line above."""
    assert set(KINDS) == {INDEX, *INTO}
    assert set(re.findall(r"^`{3,4}([\w{}]+)$", text_of(page), re.MULTILINE)) == KINDS[page]
    told = [line for block in fences(page, "sh") for line in block.splitlines()]
    run_there = {command for where, command, _ in COMMANDS if where == page}
    others = {"pandoc report.md -o report.docx"} if page.endswith("word.md") else set()
    assert set(told) - run_there == others


def test_every_option_filter_and_format_is_on_the_pages() -> None:
    (action,) = (one for one in make_parser()._actions if one.choices)
    assert isinstance(action.choices, dict)
    index, programs = text_of(INDEX), text_of("docs/into/programs.md")
    for option in ("--filter", "--from", "--to", "--top", "--width", "--height", "--scale"):
        assert option in action.choices["chart"]._option_string_actions
        assert f"`{option}" in index
    assert all(f"`--filter {key.value}=" in index for key in Key)
    assert re.findall(r"^\| `(\w+)` \|", index, re.MULTILINE) == list(FORMATS)
    assert set(EVENT_FORMATS) == set(re.findall(r"--format (\w+)", programs)) | {"json"}


def test_every_option_of_a_block_is_explained() -> None:
    rows = re.findall(r"^\| (`.*?) \|", text_of("docs/into/mkdocs.md"), re.MULTILINE)
    names = {name for row in rows for name in re.findall(r"`(\w+)`", row)}
    assert names == {*OPTIONS, "source", "today"}


@pytest.mark.parametrize("number", [0, 1])
def test_mkdocs_does_with_the_block_what_the_page_says(folder: Path, number: int) -> None:
    pytest.importorskip("mkdocs")
    (folder / "mkdocs.yml").write_text(
        fences("docs/into/mkdocs.md", "yaml")[number], encoding="utf-8"
    )
    (folder / "docs").mkdir()
    (folder / "docs" / "index.md").write_text(
        f"# A report\n\n{shown('docs/into/mkdocs.md')}", encoding="utf-8"
    )
    module(folder, "mkdocs", "build", "--strict", "--quiet")
    page = (folder / "site" / "index.html").read_text(encoding="utf-8")
    assert page.count('<div class="timeline">') == 1
    assert "What the canal authority did</figcaption>" in page
    assert 1 < page.count("<li id=") <= 8


def test_pelican_does_with_the_block_what_the_page_says(folder: Path) -> None:
    pytest.importorskip("pelican")
    (settings,) = fences("docs/into/pelican.md", "python")
    (folder / "pelicanconf.py").write_text(settings, encoding="utf-8")
    (folder / "content").mkdir()
    article = f"Title: A report\nDate: 2026-01-01\n\n{shown('docs/into/pelican.md')}"
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
    (lines,) = fences("docs/into/web-page.md", "html")
    (frame,) = Frames(lines).seen
    assert frame["sandbox"] == _SANDBOX
    assert frame["src"] == "https://example.org/story/embed/index.html"
    assert lines.splitlines()[1] == _LISTENER


def test_the_part_that_is_shown_is_a_page_of_the_site(folder: Path) -> None:
    (settings,) = fences("docs/into/web-page.md", "toml")
    with (folder / "timeline.toml").open("w", encoding="utf-8") as file:
        file.write(f"today = 2022-01-01\n{settings}")
    (folder / "articles" / "timeline.toml").unlink(missing_ok=True)
    module(folder, "timeline", "build", "articles", "-o", "site")
    page = (folder / "site" / "embed" / "authority.html").read_text(encoding="utf-8")
    assert "<h1>What the canal authority did</h1>" in page
    assert re.search(r"<span>[1-8] of \d+ events", page)


def test_latex_sets_the_picture(folder: Path) -> None:
    if not shutil.which("pdflatex"):
        pytest.skip("no pdflatex")
    (command,) = (line for page, line, _ in COMMANDS if page.endswith("latex.md"))
    module(folder, *command.split())
    (text,) = fences("docs/into/latex.md", "tex")
    (folder / "report.tex").write_text(text, encoding="utf-8")
    run(folder, "pdflatex", "-interaction=nonstopmode", "-halt-on-error", "report.tex")
    assert (folder / "report.pdf").stat().st_size > 10_000


def test_pandoc_makes_the_word_file(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    if not shutil.which("pandoc"):
        pytest.skip("no pandoc")
    (command,) = (line for _, line, _ in COMMANDS if line.endswith("-o chart.png"))
    module(folder, *command.split())
    monkeypatch.chdir(folder)
    (program,) = fences("docs/into/word.md", "python")
    exec(compile(program, "word.md", "exec"), {})  # noqa: S102 - our own page
    run(folder, "pandoc", "report.md", "-o", "report.docx")
    import zipfile  # noqa: PLC0415

    with zipfile.ZipFile(folder / "report.docx") as file:
        assert [name for name in file.namelist() if name.endswith(".png")]
        assert b"<w:tbl>" in file.read("word/document.xml")


def test_the_lines_for_a_wiki_show_a_picture_that_a_command_makes() -> None:
    commands = {line.rpartition(" -o ")[2] for page, line, _ in COMMANDS if "wiki" in page}
    for block in fences("docs/into/wiki.md", "markdown"):
        assert set(re.findall(r'<img alt="[^"]+" src="([^"]+)"', markdown(block))) <= commands
        assert "<img" in markdown(block)


def test_the_database_answers_the_question_that_is_shown(folder: Path) -> None:
    (command,) = (line for _, line, _ in COMMANDS if line.endswith("-o story.db"))
    module(folder, *command.split())
    (question,) = fences("docs/into/programs.md", "sql")
    answers = sqlite3.connect(folder / "story.db").execute(question).fetchall()
    told = [count for _, _, count in answers]
    assert len(told) == 5
    assert told == sorted(told, reverse=True)
    assert told[0] > 3
