"""Fenced blocks in an article: charts of the story in its own pages, whatever they ask for."""

from __future__ import annotations

import re
from pathlib import Path

from selectolax.lexbor import LexborHTMLParser
from test_docs import fences

from timeline.cli import main
from timeline.pages.blocks import MOST_CHARTS

FERRIES = "".join(
    f"Ferry number {n} opened at the Suez Canal on May {n}, 2021.\n\n" for n in range(1, 9)
)
BLOCK = """\
```timeline
from = "2021-05-02"

top = 3
title = "Of <b>ferries</b>"
list = true
```
"""


def page(tmp_path: Path, text: str, name: str = "own.md") -> LexborHTMLParser:
    """The page of an article beside eight ferries."""
    articles = tmp_path / "articles"
    articles.mkdir(exist_ok=True)
    (articles / "ferries.txt").write_text(f"Ferries\n\n{FERRIES}", encoding="utf-8")
    (articles / name).write_text(text, encoding="utf-8")
    out = tmp_path / "site"
    assert main(["build", str(articles), "-o", str(out), "--today", "2026-01-01"]) == 0
    return LexborHTMLParser((out / "documents" / f"{Path(name).stem}.html").read_bytes())


def test_a_block_becomes_a_chart_with_its_list_where_it_stands(tmp_path: Path) -> None:
    shown = page(tmp_path, f"# Overview\n\nBefore it.\n\n{BLOCK}\nAfter it.\n")
    text = shown.css_first(".text")
    assert text is not None
    assert [child.tag for child in text.iter()] == ["p", "figure", "p"]
    for drawing in ("tl-wide", "tl-tall"):
        links = [mark.attributes["href"] for mark in text.css(f"svg.{drawing} a.tl-mark")]
        assert len(set(links)) == 3
        assert all(str(link).startswith("../index.html#e-") for link in links)
    assert [one.text() for one in text.css("figcaption b")] == ["Of <b>ferries</b>"]
    assert [one.text()[:3] for one in text.css("figcaption li time")] == ["2 M", "3 M", "4 M"]
    ids = [one.attributes["id"] for one in shown.css("[id]")]
    assert len(ids) == len(set(ids))


def test_what_stands_in_a_block_is_not_read_as_text(tmp_path: Path) -> None:
    """Even where it is most of the article."""
    shown = page(tmp_path, f"A few words.\n\n{BLOCK}")
    assert not shown.css("mark")
    assert "2021-05-02" not in shown.css_first(".text").text()  # type: ignore[union-attr]


WRONG = {
    "top = 0": "“top” cannot be 0. Write a number from 1.",
    'filter = "actor=Nobody"': "no event of this story names any actor",
    'place = "Suez"': "“place” is not an option. The options are filter, from,",
    'list = "perhaps"': "“list” is neither true nor false",
    "top": "not valid TOML",
    "top = " + "{a=" * 5000: "not valid TOML",
    "top = " + "9" * 5000: "not valid TOML",
}


def test_a_block_that_cannot_be_drawn_says_why_in_its_place(tmp_path: Path) -> None:
    blocks = (f"```timeline\n{block}\n```\n" for block in WRONG)
    places = page(tmp_path, "\n".join(["Words.\n", *blocks])).css(".text figure")
    for place, says in zip(places, WRONG.values(), strict=True):
        assert says in place.text()
        assert not place.css("svg")


def test_a_block_asks_for_nothing_but_the_story_itself(tmp_path: Path) -> None:
    """Where a block in other pages says where its source is and how it looks."""
    hostile = 'source = "/etc"\nsite = "https://example.com"\nwidth = 900000\ntop = 1\n'
    shown = page(tmp_path, f"Words.\n\n```timeline\n{hostile}```\n")
    (drawing,) = shown.css("svg.tl-wide")
    assert drawing.attributes["width"] == "640"
    assert "example.com" not in str(shown.html)


def test_an_article_has_so_many_charts_and_not_more(tmp_path: Path) -> None:
    blocks = (f"```timeline\ntop = {n}\n```\n" for n in range(1, MOST_CHARTS + 2))
    figures = page(tmp_path, "\n".join(["Words.\n", *blocks])).css(".text figure")
    assert [len(one.css("svg.tl-wide")) for one in figures] == [1] * MOST_CHARTS + [0]
    assert f"there are {MOST_CHARTS} charts in this article already" in figures[-1].text()


def test_only_markdown_with_the_word_timeline_asks_for_a_chart(tmp_path: Path) -> None:
    code = "<pre><code class='language-timeline'>top = 1</code></pre>"
    for name, text in (
        ("web.html", f"<p>Words.</p>{code}"),
        ("text.txt", "Words.\n\n```timeline\ntop = 1\n```\n"),
        ("own.md", "Words.\n\n```toml\ntop = 1\n```\n"),
    ):
        shown = page(tmp_path, text, name).css_first(".text")
        assert shown is not None
        assert not shown.css("figure")
        assert "top = 1" in shown.text()


def test_the_block_that_the_docs_show_is_drawn(tmp_path: Path) -> None:
    (shown,) = re.findall(r"````markdown\n(.*?)````", _formats(), re.DOTALL)
    assert fences("docs/formats.md", "timeline")
    assert len(page(tmp_path, f"Words.\n\n{shown}").css("figcaption li")) == 5


def _formats() -> str:
    root = Path(__file__).resolve().parent.parent
    return (root / "docs" / "formats.md").read_text(encoding="utf-8")
