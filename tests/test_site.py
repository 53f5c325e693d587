"""The site in a real browser, opened from disk: what readers, keyboards and screen readers get."""

from __future__ import annotations

from itertools import combinations
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from changing import replace
from conftest import DESKTOP, PHONE, Opener, assert_accessible

from timeline.chart.palette import FONT
from timeline.chart.text import text_width
from timeline.config import Config
from timeline.diff import Change, ChangeKind
from timeline.history import Entry, History
from timeline.model import Correction, Timeline
from timeline.pages import render_site, write_site

if TYPE_CHECKING:
    from playwright.sync_api import Page

pytestmark = pytest.mark.browser

TYPES = (
    "index.html",
    "documents/courier-council-vote.html",
    "undated.html",
    "disagreements.html",
    "sources.html",
    "method.html",
    "404.html",
    "edits.html",
    "changes.html",
    "embed/index.html",
)
MODES: dict[str, dict[str, Any]] = {
    "light": {**DESKTOP, "color_scheme": "light"},
    "dark": {**DESKTOP, "color_scheme": "dark"},
    "phone light": {**PHONE, "color_scheme": "light"},
    "phone dark": {**PHONE, "color_scheme": "dark"},
}
LIVE = "#chart.live"
WAIT = 20_000


@pytest.fixture(scope="module")
def folder(story: Timeline, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The sample story's site on disk."""
    out = tmp_path_factory.mktemp("site")
    first, *rest = story.events
    edited = replace(first, corrections=(Correction("title", "Old", first.title, "a note"),))
    story = replace(story, events=(edited, *rest))
    moved = Change(ChangeKind.MOVED, first.id, first.title, "May 2021", "June 2021")
    history = History((Entry("2026-01-02", (moved,)),))
    write_site(render_site(story, Config(description="A wall against the sea."), history), out)
    return out


def measured(page: Page) -> dict[str, float]:
    """The box of the chart."""
    box = page.locator("#chart .stage").bounding_box()
    assert box
    return {name: round(box[name], 1) for name in ("x", "y", "width", "height")}


def point_of(page: Page, event: str) -> tuple[float, float]:
    """Where Plotly drew an event, in the window."""
    box = measured(page)
    x, y = page.evaluate(
        """event => {
            const plot = document.querySelector(".plot");
            const trace = plot.data.find((each) => each.name === "points");
            const at = trace.customdata.indexOf(event);
            return [trace.x[at], trace.y[at]];
        }""",
        event,
    )
    return box["x"] + x, box["y"] + y


@pytest.mark.parametrize("mode", MODES)
@pytest.mark.parametrize("name", TYPES)
def test_every_page_is_accessible_and_as_wide_as_its_window(
    visit: Opener, name: str, mode: str
) -> None:
    """No violation of any rule of axe-core in light, dark and on a phone."""
    page = visit(name, **MODES[mode]).page
    assert_accessible(page)
    width = page.evaluate("document.documentElement.scrollWidth")
    assert width <= MODES[mode]["viewport"]["width"]


def test_an_opened_chart_is_accessible_too(visit: Opener) -> None:
    page = visit().page
    page.hover("#chart")
    page.wait_for_selector(LIVE, timeout=WAIT)
    assert_accessible(page)


@pytest.mark.parametrize("options", [DESKTOP, PHONE], ids=["desktop", "phone"])
def test_without_script_the_chart_and_the_list_are_there(
    visit: Opener, story: Timeline, options: dict[str, Any]
) -> None:
    page = visit(java_script_enabled=False, **options).page
    shown = [svg for svg in page.locator("svg.tl").all() if svg.is_visible()]
    assert len(shown) == 1
    box = shown[0].bounding_box()
    assert box
    assert box["width"] > 300
    assert box["height"] > 300
    assert not page.locator(".theme").is_visible()
    for event in story.events:
        assert page.locator(f"#e-{event.id} .title").is_visible()
    page.locator(f"#e-{story.events[0].id} summary").click()
    assert page.locator(f"#e-{story.events[0].id} dl.why").first.is_visible()


@pytest.mark.parametrize("options", [DESKTOP, PHONE], ids=["desktop", "phone"])
def test_without_script_a_time_expression_explains_itself(
    visit: Opener, options: dict[str, Any]
) -> None:
    """On hover and on focus, and the tooltip stays inside the window."""
    page = visit(TYPES[1], java_script_enabled=False, **options).page
    for number in (1, 3):
        tip = page.locator(f"#t-{number}")
        assert not tip.is_visible()
        page.locator(f"#m-{number}").focus()
        assert tip.is_visible()
        page.locator("h1").hover()
        page.locator("#m-2").focus()
        assert not tip.is_visible()
        page.locator("a").first.focus()  # else the tooltip of the second may lie over others
        page.locator(f"#m-{number}").hover()
        assert tip.is_visible()
        box = tip.bounding_box()
        assert box
        assert box["x"] >= 0
        assert box["x"] + box["width"] <= options["viewport"]["width"]
        page.locator("h1").hover()


def test_escape_closes_a_tooltip(visit: Opener) -> None:
    page = visit(TYPES[1]).page
    page.locator("#m-1").focus()
    assert page.locator("#t-1").is_visible()
    page.keyboard.press("Escape")
    assert not page.locator("#t-1").is_visible()
    page.locator("#m-2").focus()
    assert page.locator("#t-2").is_visible()


def test_an_article_and_its_small_timeline_point_at_each_other(visit: Opener) -> None:
    page = visit(TYPES[1]).page
    page.mouse.move(3, 3)
    page.wait_for_function("() => document.querySelector('script[src$=\"article.js\"]')")
    mark = page.locator(".own [data-event]").first
    event = mark.get_attribute("data-event")
    passage = f".passage[data-events~='{event}']"
    page.wait_for_load_state("networkidle")
    mark.focus()
    page.wait_for_selector(f"{passage}.lit")
    page.locator("h1").hover()
    page.wait_for_selector(f"{passage}:not(.lit)")
    page.locator(passage).first.hover()
    page.wait_for_selector(f".own [data-event='{event}'].lit")
    page.goto(page.url + str(mark.get_attribute("href")))
    assert page.locator(".passage:target").get_attribute("data-events")


def test_every_title_and_its_date_are_in_the_accessibility_tree(
    visit: Opener, story: Timeline
) -> None:
    tree = visit().page.locator("main").aria_snapshot()
    for event in story.events:
        words = event.title.split(" <")[0].replace("'", "''")
        assert words in tree or words.replace("''", "'") in tree
        assert event.when.in_words() in tree


def test_plotly_waits_until_the_chart_is_touched(visit: Opener) -> None:
    opened = visit()
    opened.page.wait_for_load_state()
    opened.page.mouse.move(5, 5)
    assert not opened.has_plotly
    opened.page.hover("#chart")
    opened.page.wait_for_selector(LIVE, timeout=WAIT)
    assert opened.has_plotly


@pytest.mark.parametrize("options", [DESKTOP, PHONE], ids=["desktop", "phone"])
def test_plotly_takes_the_place_of_the_drawing_without_a_jump(
    visit: Opener, options: dict[str, Any]
) -> None:
    page = visit(**options).page
    before = measured(page)
    height = page.evaluate("document.documentElement.scrollHeight")
    if options is PHONE:
        page.touchscreen.tap(before["x"] + 40, before["y"] + 60)
    else:
        page.mouse.move(before["x"] + 40, before["y"] + 60)
    page.wait_for_selector(LIVE, timeout=WAIT)
    assert measured(page) == before
    assert page.evaluate("document.documentElement.scrollWidth") <= options["viewport"]["width"]
    hint = page.locator(".hint")
    grown = hint.bounding_box()["height"] if hint.is_visible() else 0  # type: ignore[index]
    assert page.evaluate("document.documentElement.scrollHeight") <= height + grown + 1


def test_a_touch_on_a_link_of_the_chart_follows_it_instead(visit: Opener) -> None:
    opened = visit(**PHONE)
    opened.page.locator("svg.tl-tall a[href='#e-opening'] .tl-title").first.tap()
    opened.page.wait_for_url("**#e-opening")
    assert not opened.has_plotly


def test_the_keyboard_keeps_its_place_when_plotly_takes_over(visit: Opener) -> None:
    """Focus stays on the link; Plotly shows which event is meant; Enter leads to it."""
    page = visit().page
    link = page.locator("svg.tl-wide a[href='#e-opening']")
    link.focus()
    page.wait_for_selector(LIVE, timeout=WAIT)
    page.wait_for_selector(".plot .hovertext", timeout=WAIT)
    assert "Vell opens its tidal barrier" in (page.locator(".plot .hovertext").text_content() or "")
    assert page.evaluate("document.activeElement.getAttribute('href')") == "#e-opening"
    page.keyboard.press("Enter")
    page.wait_for_url("**#e-opening")


def test_a_click_on_a_point_or_its_label_goes_to_its_event(visit: Opener) -> None:
    page = visit().page
    page.hover("#chart")
    page.wait_for_selector(LIVE, timeout=WAIT)
    x, y = point_of(page, "opening")
    page.mouse.move(x, y)
    page.mouse.click(x, y)
    page.wait_for_url("**#e-opening")
    page.wait_for_timeout(600)  # until the list has come to rest at the event
    page.evaluate("scrollTo(0, 0)")
    x, y = point_of(page, "mayor")
    page.mouse.click(x + 40, y + 18)
    page.wait_for_url("**#e-mayor")


def test_zooming_in_writes_finer_dates_and_a_double_click_takes_them_back(visit: Opener) -> None:
    from playwright.sync_api import expect  # noqa: PLC0415

    page = visit().page
    page.hover("#chart")
    page.wait_for_selector(LIVE, timeout=WAIT)
    box = measured(page)
    ticks = page.locator(".plot .xtick text")
    before = ticks.all_text_contents()
    y = box["y"] + box["height"] - 60
    page.mouse.move(box["x"] + 500, y)
    page.mouse.down()
    page.mouse.move(box["x"] + 560, y, steps=4)
    page.mouse.up()
    expect(ticks.first).not_to_have_text("1869")
    finer = " ".join(ticks.all_text_contents())
    assert "2021" in finer
    assert any(month in finer for month in ("Jan", "Feb", "Mar"))
    page.wait_for_timeout(400)  # Plotly takes clicks closer together for one double-click
    page.mouse.dblclick(box["x"] + 500, y)
    expect(ticks.first).to_have_text("1869")
    assert ticks.all_text_contents() == before


def test_the_theme_can_be_switched_and_is_kept(visit: Opener) -> None:
    opened = visit(**MODES["light"])
    page = opened.page
    page.hover("#chart")
    page.wait_for_selector(LIVE, timeout=WAIT)
    colour = "getComputedStyle(document.body).backgroundColor"
    light = page.evaluate(colour)
    page.click(".theme")
    dark = page.evaluate(colour)
    assert dark != light
    paper = page.evaluate("getComputedStyle(document.documentElement).getPropertyValue('--paper')")
    page.wait_for_function(
        "paper => document.querySelector('.plot').layout?.paper_bgcolor === paper", arg=paper
    )
    page.goto(page.url.replace("index.html", "sources.html"))
    assert page.evaluate(colour) == dark


def test_print_is_dark_on_white_whatever_the_screen(visit: Opener) -> None:
    page = visit(**MODES["dark"]).page
    page.emulate_media(media="print", color_scheme="dark")
    assert page.evaluate("getComputedStyle(document.body).backgroundColor") == "rgb(255, 255, 255)"
    assert page.locator("dl.why").first.is_visible()
    assert not page.locator("nav").first.is_visible()


def test_where_the_library_is_missing_the_drawing_stays(
    visit: Opener, story: Timeline, tmp_path: Path
) -> None:
    files = render_site(story)
    del files["static/plotly.min.js"]
    write_site(files, tmp_path / "site")
    opened = visit(where=tmp_path / "site", **DESKTOP)
    opened.page.hover("#chart")
    opened.page.wait_for_selector("#chart .failed:visible", timeout=WAIT)
    assert opened.page.locator("svg.tl-wide").is_visible()
    assert opened.page.locator(LIVE).count() == 0
    assert len(opened.complaints) == 1
    assert "ERR_FILE_NOT_FOUND" in opened.complaints.pop()


@pytest.mark.parametrize("width", [390, 700, 1024, 1280])
def test_no_words_on_the_chart_overlap_in_real_fonts(visit: Opener, width: int) -> None:
    page = visit(viewport={"width": width, "height": 900}).page
    boxes = page.evaluate(
        """() => [...document.querySelectorAll("svg.tl text")]
            .filter((text) => text.getClientRects().length && text.textContent)
            .map((text) => [text.textContent, text.getBBox(), text.closest("a")?.href])
            .map(([words, { x, y, width, height }, link]) => [words, x, y, width, height, link])"""
    )
    assert len(boxes) > 30
    for (one, *a, link), (two, *b, other) in combinations(boxes, 2):
        if link and link == other:
            continue
        apart = a[0] + a[2] <= b[0] or b[0] + b[2] <= a[0] or a[1] + a[3] <= b[1] + 1
        assert apart or b[1] + b[3] <= a[1] + 1, (one, two)


def test_the_estimated_width_of_words_is_never_too_small(visit: Opener) -> None:
    texts = [
        "Council votes 14 to 9 for the tidal barrier",
        "12 June 2018 · disputed",
        "WWW MMM @@@ %%% ÄÖÜ",
        "The spokeswoman declined to say who had paid",
        "ΑΒΓ Наводнение в порту",
        "illicit filling if jilt fjord",
    ]
    widths = visit("method.html").page.evaluate(
        """([texts, font]) => {
            const pen = document.createElement("canvas").getContext("2d");
            return ["400", "700"].map((weight) => texts.map((text) => {
                pen.font = `${weight} 13px ${font}`;
                return pen.measureText(text).width;
            }));
        }""",
        [texts, FONT],
    )
    for bold in (False, True):
        for text, real in zip(texts, widths[bold], strict=True):
            assert real <= text_width(text, 13, bold=bold) <= 1.35 * real, (text, bold)
