"""What strangers write stays words: a corpus of payloads, in every field, on every page."""

from __future__ import annotations

import csv
import io
import json
import re
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

import pytest
from hostile_corpus import (
    NOBODY,
    PRODUCT,
    hostile_edits,
    hostile_folder,
    hostile_history,
    hostile_telling,
    named_folder,
    payloads,
)
from selectolax.lexbor import LexborHTMLParser
from valid_html import html_faults

import timeline
from timeline.api import Timeline
from timeline.pages import render_site

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

TODAY = date(2026, 1, 1)
WAIT = 30_000
TRAP = """
    window.__caught = [];
    window.__hit = (n) => window.__caught.push(n);
    for (const name of ["alert", "confirm", "prompt", "print", "open"])
        window[name] = () => window.__caught.push(name);
    addEventListener("securitypolicyviolation", (event) =>
        window.__caught.push(event.violatedDirective + " " + event.blockedURI));
"""
"""Counts what is run and what the policy of the page had to stop."""


@pytest.fixture(scope="module")
def told(tmp_path_factory: pytest.TempPathFactory) -> tuple[Timeline, Path]:
    """The hostile corpus built over a hostile earlier build, with hostile edits."""
    root = tmp_path_factory.mktemp("hostile")
    source = hostile_folder(root / "articles <b>&\u202e\n{{ 7919*104729 }}")
    return built_over(root, source), root / "out"


def built_over(root: Path, source: Path) -> Timeline:
    """Build a folder over a hostile earlier build, with hostile edits."""
    out, plain = root / "out", root / "plain.txt"
    for day in (18, 19):  # the second build has a changelog
        plain.write_text(f"The ferry opened on May {day}, 2021.")
        timeline.build(plain, out, today=TODAY)
    (out / "timeline.json").write_text(json.dumps(hostile_telling()), "utf-8", "replace")
    (out / "changes.json").write_text(json.dumps(hostile_history()), "utf-8", "replace")
    first = timeline.read(source / "lines.jsonl", today=TODAY)
    edits = hostile_edits(
        [event.id for event in first.events], [one.path for one in first.documents[::3]]
    )
    (source / "edits.toml").write_text(edits, encoding="utf-8")
    return timeline.build(source, out, today=TODAY)


@pytest.fixture(scope="module")
def out(told: tuple[Timeline, Path]) -> Path:
    return told[1]


@pytest.fixture(scope="module")
def named(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A site with every kind of page, whose name and description are all payloads."""
    root = tmp_path_factory.mktemp("named")
    built_over(root, named_folder(root / "articles"))
    return root / "out"


@pytest.fixture(scope="module")
def every_page(out: Path, named: Path) -> list[Path]:
    return [*pages(out), *pages(named)]


def pages(out: Path) -> list[Path]:
    return sorted(out.rglob("*.html"))


def test_the_corpus_has_at_least_300_payloads_of_which_no_two_are_the_same() -> None:
    assert len(payloads()) >= 300
    assert len(set(payloads())) == len(payloads())


def test_the_corpus_reaches_every_kind_of_page(told: tuple[Timeline, Path], named: Path) -> None:
    story, out = told
    assert len(story.documents) > 1.5 * len(payloads())
    assert len(story.events) > 2 * len(payloads())
    assert story.undated
    assert story.hidden
    assert story.warnings
    names, few = (
        {page.relative_to(site).as_posix() for page in pages(site)} for site in (out, named)
    )
    assert {"changes.html", "edits.html", "undated.html", "method.html"} <= few
    kinds = {re.sub(r"-\d+(?=\.html$)", "", name) for name in names}  # of a page, not its parts
    assert {name for name in kinds if not name.startswith("documents/")} <= few
    for page in pages(named):
        text = page.read_text(encoding="utf-8")
        assert all(f"__hit({n})" in text for n, one in enumerate(payloads()) if "__hit" in one)
    shown = "\n".join(page.read_text(encoding="utf-8") for page in pages(out))
    for number in range(len(payloads())):
        if f"__hit({number})" in payloads()[number]:
            assert f"__hit({number})" in shown


def vocabulary(markup: str) -> set[tuple[str, str]]:
    """Every element of a page with each of its attributes."""
    found = set()
    for node in LexborHTMLParser(markup).css("*"):
        found |= {(node.tag or "", name) for name in ("", *node.attributes)}
    return found


def test_no_page_has_an_element_or_an_attribute_that_a_harmless_story_has_not(
    every_page: list[Path], story: timeline.model.Timeline
) -> None:
    harmless = {name: content.decode() for name, content in render_site(story).items()}
    known = set[tuple[str, str]]()
    for name, content in harmless.items():
        known |= vocabulary(content) if name.endswith(".html") else set()
    # What only a story with edits, changes, warnings, or very many events shows.
    known |= {("details", "class"), ("article", "id"), ("s", "")}
    known |= {("p", "lang"), ("path", "class")}
    for page in every_page:
        assert vocabulary(page.read_text(encoding="utf-8")) <= known, page


def test_every_kind_of_page_stays_valid_html(out: Path, every_page: list[Path]) -> None:
    """None has a character that no document may have; of a kind with parts the last is tried."""
    kinds = {
        re.sub(r"-\d+$", "", page.stem) if page.parent == out else page.parent: page
        for page in pages(out)
    }
    unseen = re.compile("[\0-\x08\x0b\x0e-\x1f\x7f-\x9f\ufdd0-\ufdef\ufffe\uffff\U0001ffff]")
    for page in every_page:
        assert not unseen.search(page.read_text(encoding="utf-8")), page
    assert html_faults(kinds.values()) == []


def test_every_link_stays_in_the_site_or_is_a_web_address(every_page: list[Path]) -> None:
    for page in every_page:
        for node in LexborHTMLParser(page.read_text(encoding="utf-8")).css("[href], [src]"):
            address = node.attributes.get("href") or node.attributes.get("src") or ""
            scheme = urlsplit(address).scheme
            assert scheme in {"", "http", "https"}, (page, address)
            if scheme:
                assert (node.tag, node.attributes.get("rel")) == ("a", "noreferrer")
            else:
                assert not address.startswith(("//", "/", "\\")), (page, address)


def test_no_template_is_run(every_page: list[Path]) -> None:
    for page in every_page:
        text = page.read_text(encoding="utf-8")
        assert PRODUCT not in text, page
        assert "root:x:0" not in text, page


def test_every_name_in_the_folder_is_harmless_on_any_system(out: Path) -> None:
    names = [path.relative_to(out).as_posix() for path in out.rglob("*")]
    assert len({name.casefold() for name in names}) == len(names)
    for name in names:
        assert re.fullmatch(r"[a-z0-9][a-z0-9._/-]*", name), name
        assert not re.match(r"(con|prn|aux|nul|com\d|lpt\d)(\.|$)", name.rsplit("/", 1)[-1])
    assert sorted(path.name for path in out.parent.iterdir()) == sorted(
        [out.name, "plain.txt", next(p.name for p in out.parent.iterdir() if "articles" in p.name)]
    )


def test_no_cell_of_a_csv_begins_a_formula(told: tuple[Timeline, Path]) -> None:
    """Whatever a spreadsheet takes for the end of a cell: comma, semicolon, tab or line end."""
    rows = list(csv.reader(io.StringIO(told[0].to_csv())))
    for row in rows:
        assert len(row) == len(rows[0])
        for cell in row:
            for part in re.split(r"[;\t\r\n]", cell):
                early = re.fullmatch(r"-\d{4}[-\d]*", cell)
                assert early or part.lstrip()[:1] not in set("=+-@＝＋－＠"), cell


@pytest.fixture
def trap(browser: Browser, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Page]:
    """A page of the browser that counts what is run, asked for and said."""
    context = browser.new_context(viewport={"width": 1280, "height": 900})
    page = context.new_page()
    page.add_init_script(TRAP)
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    page.on("dialog", lambda dialog: asked.append(f"dialog {dialog.message}"))
    page.on("popup", lambda popup: asked.append(f"window {popup.url}"))
    page.on("download", lambda download: asked.append(f"download {download.url}"))
    page.on("pageerror", lambda error: asked.append(f"error {error}"))
    yield page
    home = tmp_path_factory.getbasetemp().as_uri()
    assert [url for url in asked if not url.startswith(home)] == []
    context.close()


def caught(page: Page) -> list[object]:
    """What was run since the page was opened; events of the mouse and of focus are given too."""
    page.evaluate(
        """() => {
            for (const node of document.querySelectorAll("main *"))
                for (const kind of ["mouseover", "focus", "blur", "toggle", "animationstart"])
                    node.dispatchEvent(new Event(kind));
        }"""
    )
    found: list[object] = page.evaluate("window.__caught")
    return found


def _has_caught(page: Page) -> bool:
    """Whether anything was run on a page, or it went elsewhere."""
    from playwright.sync_api import Error  # noqa: PLC0415

    try:
        page.wait_for_load_state()
        return bool(caught(page))
    except Error:
        return True


@pytest.mark.browser
def test_the_trap_catches_what_it_is_for(browser: Browser, tmp_path: Path) -> None:
    """Most payloads do run where nobody escapes them."""
    context = browser.new_context()
    context.add_init_script(TRAP)
    context.route(f"{NOBODY}**", lambda route: route.abort())
    asked: set[int] = set()
    opened: list[Page] = []
    for number, payload in enumerate(payloads()[:38]):
        file = tmp_path / f"{number}.html"
        file.write_text(f"<!doctype html><body><main><p>{payload}</p></main>", "utf-8")
        page = context.new_page()
        page.on(
            "request",
            lambda request, n=number: request.url.startswith(NOBODY) and asked.add(n),  # type: ignore[misc]
        )
        page.goto(file.as_uri(), wait_until="commit")
        opened.append(page)
    ran = sum(number in asked or _has_caught(page) for number, page in enumerate(opened))
    context.close()
    assert ran >= 30


@pytest.mark.browser
def test_nothing_is_run_and_nothing_asked_for_on_any_page(
    trap: Page, every_page: list[Path]
) -> None:
    """Each payload stands in each field of some page; every page there is is opened."""
    opened = 0
    for page in every_page:
        trap.goto(page.as_uri(), wait_until="load")
        assert caught(trap) == [], page
        opened += 1
    assert opened > len(payloads())


@pytest.mark.browser
def test_nothing_is_run_when_the_chart_is_opened_and_every_mark_is_asked(
    trap: Page, out: Path
) -> None:
    trap.goto((out / "index.html").as_uri())
    trap.hover("#chart .stage svg:visible", position={"x": 200, "y": 100})
    trap.wait_for_selector("#chart.live", timeout=WAIT)
    assert caught(trap) == []
    links = trap.evaluate(
        """() => {
            const plot = document.querySelector(".plot");
            plot.data.forEach((trace, curveNumber) => (trace.customdata || []).forEach(
                (id, pointNumber) => { if (pointNumber % 7 === 0)
                    window.Plotly.Fx.hover(plot, [{ curveNumber, pointNumber }]); }));
            return [...plot.querySelectorAll("a, image, script, foreignObject, iframe")]
                .map((node) => node.outerHTML.slice(0, 200))
                .filter((words) => !words.includes("modebar"));
        }"""
    )
    assert links == []
    assert caught(trap) == []


@pytest.mark.browser
def test_the_drawing_alone_is_harmless_too(
    trap: Page, told: tuple[Timeline, Path], tmp_path: Path
) -> None:
    """As a file of its own an SVG may run scripts and has no policy that stops them."""
    file = told[1].parent / "drawing.svg"
    file.write_text(told[0].svg().replace("<svg ", '<svg xmlns="http://www.w3.org/2000/svg" ', 1))
    try:
        trap.goto(file.as_uri())
        assert trap.evaluate("window.__caught") == []
        assert trap.evaluate("document.querySelectorAll('script, foreignObject').length") == 0
    finally:
        file.unlink()


@pytest.mark.browser
def test_words_that_turn_the_text_round_turn_nothing_beside_them(trap: Page, out: Path) -> None:
    """Every date on the list reads from left to right, whatever stands beside it."""
    trap.goto((out / "index.html").as_uri())
    turned = trap.evaluate(
        """() => {
            const range = document.createRange();
            return [...document.querySelectorAll(".event time")].filter((time) => {
                const text = time.firstChild;
                if (!text || text.length < 2) return false;
                const at = (n) => { range.setStart(text, n); range.setEnd(text, n + 1);
                                    return range.getBoundingClientRect(); };
                const [first, last] = [at(0), at(text.length - 1)];
                return first.top === last.top && first.left > last.left;
            }).map((time) => time.textContent);
        }"""
    )
    assert turned == []
