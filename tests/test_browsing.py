"""A reader at work in a real browser: searching, filtering, opening, citing, by hand and by key."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from itertools import combinations, pairwise
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from changing import replace
from conftest import DESKTOP, PHONE, Opener, assert_accessible, drawn_across
from synthetic_timeline import synthetic_timeline

from timeline.config import Config
from timeline.model import Timeline
from timeline.pages import render_site, write_site

if TYPE_CHECKING:
    from playwright.sync_api import Page

pytestmark = pytest.mark.browser

LIVE = "#chart.live"
WAIT = 30_000
MERGED = "council-vote"
MODES: dict[str, dict[str, Any]] = {
    "light": {**DESKTOP, "color_scheme": "light"},
    "dark": {**DESKTOP, "color_scheme": "dark"},
    "phone": {**PHONE, "color_scheme": "light"},
}


def with_statements(story: Timeline) -> Timeline:
    """The story with an id for every statement, that of an event being its first."""
    return replace(
        story,
        events=tuple(
            replace(
                event,
                passages=tuple(
                    replace(passage, statement=f"{event.id}-{at}" if at else event.id)
                    for at, passage in enumerate(event.passages)
                ),
            )
            for event in story.events
        ),
    )


@pytest.fixture(scope="module")
def folder(story: Timeline, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The sample story's site on disk."""
    out = tmp_path_factory.mktemp("site")
    write_site(render_site(with_statements(story), Config()), out)
    return out


Crowd = Callable[[int], Path]


@pytest.fixture(scope="module")
def crowd(tmp_path_factory: pytest.TempPathFactory) -> Crowd:
    """Sites of many made-up events, each made once."""
    made: dict[int, Path] = {}

    def make(count: int) -> Path:
        if count not in made:
            made[count] = tmp_path_factory.mktemp(f"crowd-{count}")
            write_site(render_site(synthetic_timeline(count)), made[count])
        return made[count]

    return make


def awake(page: Page) -> None:
    """Wait for the scripts that come with the first movement."""
    page.wait_for_function("() => window.timeline?.ready")


def drawn(page: Page) -> None:
    """Wait until the chart shows what it was last asked for."""
    page.wait_for_selector(LIVE, timeout=WAIT)
    page.wait_for_selector(".plot:not([aria-busy])", timeout=WAIT)


def found(page: Page) -> str:
    """What the page says it found, once it has: the scripts come late, and wait for more."""
    awake(page)
    page.wait_for_selector(".finder:not([aria-busy])", state="attached")
    return page.locator("#found").inner_text()


def listed(page: Page) -> list[str]:
    """The ids of the events in the list that are shown."""
    ids: list[str] = page.locator(".event:not([hidden])").evaluate_all(
        "all => all.map(each => each.id.slice(2))"
    )
    return ids


def address(page: Page) -> str:
    """The page's address as it is now: what the browser tells of it outside comes later."""
    return str(page.evaluate("location.href"))


def focused(page: Page) -> str:
    """The words of what has the focus."""
    return str(page.evaluate("document.activeElement.textContent")).strip()


def pointing_at(page: Page) -> str:
    """The event whose link has the focus."""
    link = str(page.evaluate("document.activeElement.getAttribute('href') || ''"))
    return link.removeprefix("#e-")


# The whole task -----------------------------------------------------------------------------


def test_by_keyboard_alone_an_event_is_found_opened_and_its_link_copied(visit: Opener) -> None:
    page = visit(**DESKTOP, permissions=["clipboard-read", "clipboard-write"]).page
    page.keyboard.press("/")
    page.keyboard.type("parade")
    assert found(page).endswith("events")
    page.keyboard.press("Enter")
    assert focused(page).startswith("Vell opens its tidal barrier")
    page.keyboard.press("Enter")
    page.wait_for_url("**#e-opening")
    page.wait_for_selector("#e-opening dl.why", state="visible")
    page.keyboard.press("Tab")
    assert focused(page) == "Copy link"
    page.keyboard.press("Enter")
    page.wait_for_selector("text=Link copied")
    copied = page.evaluate("navigator.clipboard.readText()")
    assert copied == address(page).split("?")[0].split("#")[0] + "#e-opening"
    page.keyboard.press("Escape")
    assert not address(page).endswith("#e-opening")
    assert page.locator(".actions").count() == 0
    page.keyboard.press("Escape")
    assert "?" not in address(page)


@pytest.mark.parametrize("mode", MODES)
def test_an_open_event_its_citations_and_the_filters_are_accessible(
    visit: Opener, mode: str
) -> None:
    page = visit("index.html?stance=planned#e-first-closing-plan", **MODES[mode]).page
    page.click("text=Cite")
    assert page.locator(".filters select").first.is_visible()
    assert_accessible(page)
    page.fill("#q", "nothing of the sort")
    assert found(page).startswith("Nothing matches")
    assert_accessible(page)
    width = page.evaluate("document.documentElement.scrollWidth")
    assert width <= MODES[mode]["viewport"]["width"]


# Search and filters -------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("query", "event"),
    [
        ("opens its tidal", "opening"),
        ("OPENS ÌTS tidal", "opening"),
        ("212 piles", "first-pile"),
        ("calloway", "council-vote"),
        ("northern dispatch piles", "first-pile"),
        ('"first of 212"', "first-pile"),
    ],
    ids=["title", "case and accents", "quote", "actor", "source and quote", "phrase"],
)
def test_search_looks_in_titles_quotes_names_and_sources(
    visit: Opener, query: str, event: str
) -> None:
    page = visit().page
    everything = listed(page)
    page.fill("#q", query)
    found(page)
    assert event in listed(page)
    assert len(listed(page)) < len(everything)


def test_all_words_of_a_search_must_be_there(visit: Opener) -> None:
    page = visit().page
    page.fill("#q", "piles calloway council")
    assert found(page).startswith("Nothing matches")
    assert page.locator(".nothing").is_visible()
    assert not page.locator(".year:visible").count()
    page.click(".nothing button")
    assert not page.locator(".nothing").is_visible()
    assert page.evaluate("document.activeElement.id") == "q"


def test_months_and_years_without_a_match_go_too(visit: Opener) -> None:
    page = visit().page
    page.fill("#q", "212 piles")
    found(page)
    assert page.locator(".year:visible h2").all_inner_texts() == ["2019"]
    assert page.locator(".month:visible").all_inner_texts() == ["October 2019"]
    assert page.locator(".years li:visible").all_inner_texts() == ["2019"]


def test_filters_narrow_the_list_and_say_how_many_are_left(visit: Opener, story: Timeline) -> None:
    page = visit().page
    page.click(".filters summary")
    page.select_option("[name=stance]", "planned")
    planned = [event.id for event in story.events if event.stance == "planned"]
    assert found(page) == f"{len(planned)} of {len(story.events)} events"
    assert sorted(listed(page)) == sorted(planned)
    options = page.locator("[name=source] option").all_inner_texts()
    assert sum(option.endswith("(0)") for option in options) >= 1
    page.select_option("[name=stance]", "")
    page.select_option(
        "[name=actor]", page.locator("[name=actor] option").nth(1).get_attribute("value")
    )
    found(page)
    assert 0 < len(listed(page)) < len(story.events)


@pytest.mark.parametrize(
    ("start", "end", "some", "none"),
    [
        ("2019-10", "2019-10", "first-pile", "council-vote"),
        ("2019-10-07", "2019-10-07", "first-pile", "site-flood"),
        ("", "1900", "harbour-wall", "council-vote"),
        ("2050", "", "sea-level", "first-pile"),
        ("44 BCE", "1869", "harbour-wall", "first-pile"),
    ],
)
def test_a_stretch_of_time_keeps_what_touches_it(
    visit: Opener, start: str, end: str, some: str, none: str
) -> None:
    page = visit().page
    page.click(".filters summary")
    page.fill("[name=from]", start)
    page.fill("[name=to]", end)
    found(page)
    assert some in listed(page)
    assert none not in listed(page)


def test_a_date_nobody_can_read_is_marked_and_hides_nothing(visit: Opener, story: Timeline) -> None:
    page = visit().page
    page.click(".filters summary")
    page.fill("[name=from]", "soon")
    assert found(page) == f"{len(story.events)} of {len(story.events)} events"
    assert page.get_attribute("[name=from]", "aria-invalid") == "true"


def test_what_is_chosen_stands_in_the_address_and_comes_back_with_it(visit: Opener) -> None:
    opened = visit()
    page = opened.page
    page.fill("#q", "barrier")
    page.click(".filters summary")
    page.fill("[name=to]", "2020")
    told, shown = found(page), listed(page)
    assert address(page).endswith("?q=barrier&to=2020")
    page.reload()
    assert found(page) == told
    assert listed(page) == shown
    page.locator("#q").focus()
    page.keyboard.press("Escape")
    assert address(page).endswith("index.html")
    assert page.input_value("#q") == ""


def test_what_is_typed_before_the_scripts_are_there_is_not_lost(visit: Opener) -> None:
    page = visit().page
    page.keyboard.press("/")
    page.keyboard.type("piles", delay=0)
    page.wait_for_selector(".finder [type=reset]:visible")
    assert "first-pile" in listed(page)


def test_before_any_movement_only_one_script_is_asked_for(visit: Opener) -> None:
    opened = visit()
    opened.page.wait_for_timeout(300)
    assert sum(url.endswith(".js") for url in opened.requests) == 1


# Addresses ----------------------------------------------------------------------------------


def test_the_id_of_any_statement_leads_to_its_event(visit: Opener, story: Timeline) -> None:
    merged = next(event for event in story.events if len(event.passages) > 1)
    page = visit(f"index.html#e-{merged.id}-1").page
    page.wait_for_selector(f"#e-{merged.id}.open")
    assert page.locator(f"#e-{merged.id} .title").is_visible()
    top = page.locator(f"#e-{merged.id}").bounding_box()
    assert top
    assert 0 <= top["y"] < DESKTOP["viewport"]["height"]


def test_without_script_the_id_of_a_statement_leads_there_too(
    visit: Opener, story: Timeline
) -> None:
    merged = next(event for event in story.events if len(event.passages) > 1)
    page = visit(f"index.html#e-{merged.id}-1", java_script_enabled=False, **DESKTOP).page
    top = page.locator(f"#e-{merged.id}").bounding_box()
    assert top
    assert 0 <= top["y"] < DESKTOP["viewport"]["height"]
    assert not page.locator(".finder").is_visible()


def test_an_address_of_an_event_that_a_search_left_out_shows_it(visit: Opener) -> None:
    page = visit("index.html?q=piles#e-opening").page
    page.wait_for_selector("#e-opening.open")
    assert page.locator("#e-opening").is_visible()
    assert page.input_value("#q") == ""


@pytest.mark.parametrize(
    ("name", "begins", "has"),
    [
        (
            "Plain",
            "“Vell opens its tidal barrier with a parade of 200 boats” (",
            ["In: The barrier at Vell.", "Told by "],
        ),
        ("BibTeX", "@misc{opening,", ["title = {{Vell opens", "howpublished = {In:", "url = {"]),
        ("RIS", "TY  - ELEC", ["T2  - The barrier at Vell", "UR  - file:", "ER  - "]),
    ],
)
def test_an_event_can_be_cited(visit: Opener, name: str, begins: str, has: list[str]) -> None:
    options = {**DESKTOP, "permissions": ["clipboard-read", "clipboard-write"]}
    page = visit("index.html#e-opening", **options).page
    page.click("text=Cite")
    page.click(f"[aria-label='Copy as {name}']")
    page.wait_for_selector(f"text={name} copied")
    words = page.evaluate("navigator.clipboard.readText()")
    assert words.startswith(begins)
    assert all(each in words for each in has)


def test_tex_that_an_article_brings_is_escaped(
    visit: Opener, story: Timeline, tmp_path: Path
) -> None:
    event = replace(story.events[0], title=r"100% of \input{x} & y_z")
    write_site(render_site(replace(story, events=(event, *story.events[1:]))), tmp_path / "tex")
    page = visit(f"index.html#e-{event.id}", tmp_path / "tex", **DESKTOP).page
    page.click("text=Cite")
    words = page.locator(".cite pre").nth(1).inner_text()
    assert r"100\% of \textbackslash{}input\{x\} \& y\_z" in words


# List and chart -------------------------------------------------------------------------------


def test_pointing_at_an_entry_points_at_its_mark_and_the_other_way_round(visit: Opener) -> None:
    page = visit().page
    page.mouse.move(3, 3)
    awake(page)
    page.locator("#e-opening .title a").hover()
    page.wait_for_selector("svg.tl-wide a[href='#e-opening'].lit", state="attached")
    page.locator("#e-first-pile .title a").focus()
    page.wait_for_selector("svg.tl-wide a[href='#e-first-pile'].lit", state="attached")
    assert page.locator("svg.tl-wide a.lit").count() == 1
    page.locator("svg.tl-wide a[href='#e-opening']").focus()
    page.wait_for_selector("#e-opening.lit")
    assert page.locator(".event.lit").count() == 1


def test_what_a_search_leaves_out_turns_pale_on_both_charts(visit: Opener) -> None:
    page = visit("index.html?q=piles").page
    found(page)
    assert page.locator("svg.tl-wide a.tl-mark:not(.pale)").count() == 1
    page.hover("#chart .stage")
    page.wait_for_selector(LIVE, timeout=WAIT)
    opacities = page.evaluate(
        """() => Object.fromEntries(document.querySelector(".plot").data
            .filter((trace) => trace.customdata)
            .flatMap(({ customdata, marker }) =>
                customdata.map((id, at) => [id, marker.opacity[at]])))"""
    )
    assert opacities["first-pile"] == 1
    assert opacities["opening"] < 0.3


def test_the_chart_is_one_stop_and_arrows_go_through_it_in_time(
    visit: Opener, story: Timeline
) -> None:
    page = visit().page
    page.mouse.move(3, 3)
    awake(page)
    stops = page.locator("svg.tl-wide a[tabindex='0']")
    assert stops.count() == 1
    stops.focus()
    page.wait_for_selector(LIVE, timeout=WAIT)
    page.keyboard.press("Home")
    seen = [pointing_at(page)]
    for _ in story.events[1:]:
        page.keyboard.press("ArrowRight")
        seen.append(pointing_at(page))
    assert sorted(seen) == sorted(event.id for event in story.events)
    assert seen[0] == "harbour-wall"
    page.keyboard.press("ArrowLeft")
    assert pointing_at(page) == seen[-2]
    page.keyboard.press("Enter")
    page.wait_for_selector(f"#e-{seen[-2]}.open")
    assert pointing_at(page) == seen[-2]


def test_plus_and_minus_zoom_around_the_event_and_zero_shows_all(visit: Opener) -> None:
    page = visit().page
    page.locator("svg.tl-wide a[href='#e-opening']").focus()
    page.wait_for_selector(LIVE, timeout=WAIT)

    def width_of(key: str) -> float:
        page.keyboard.press(key)
        drawn(page)
        low, high = page.evaluate("document.querySelector('.plot').layout.xaxis.range")
        return round(float(high - low))

    whole = width_of("0")
    assert width_of("+") == round(whole / 2)
    assert width_of("+") == round(whole / 4)
    assert width_of("-") == round(whole / 2)
    assert pointing_at(page) == "opening"
    assert width_of("0") == whole


def test_a_stretch_drawn_on_the_strip_is_what_list_and_chart_show(visit: Opener) -> None:
    page = visit().page
    page.hover("#chart .stage")
    page.wait_for_selector(LIVE, timeout=WAIT)
    strip = drawn_across(page)
    assert " of " in found(page)
    assert page.input_value("[name=from]") < page.input_value("[name=to]")
    drawn(page)
    low, high = page.evaluate("document.querySelector('.plot').layout.xaxis.range")
    assert high - low < 0.4 * strip["width"]
    page.mouse.dblclick(strip["x"] + strip["width"] * 0.9, strip["y"] + strip["height"] / 2)
    assert " of " not in found(page)
    assert "?" not in address(page)


def test_the_strip_is_two_sliders_for_the_keyboard(visit: Opener) -> None:
    page = visit().page
    page.mouse.move(3, 3)
    first = page.locator(".thumb").first
    first.focus()
    before = first.get_attribute("aria-valuetext")
    page.keyboard.press("ArrowRight")
    page.keyboard.press("ArrowRight")
    assert " of " in found(page)
    assert first.get_attribute("aria-valuetext") != before
    assert page.input_value("[name=from]")
    page.keyboard.press("Home")
    assert " of " not in found(page)


def test_with_reduced_motion_nothing_glides(visit: Opener) -> None:
    page = visit(**DESKTOP, reduced_motion="reduce").page
    assert page.evaluate("getComputedStyle(document.documentElement).scrollBehavior") == "auto"
    moving = page.evaluate(
        """() => [...document.querySelectorAll("*")].filter((each) => {
            const style = getComputedStyle(each);
            return parseFloat(style.transitionDuration) || parseFloat(style.animationDuration);
        }).length"""
    )
    assert moving == 0


# Paper ----------------------------------------------------------------------------------------


@pytest.mark.parametrize(("paper", "width"), [("A4", 703), ("Letter", 725)])
def test_print_is_a_table_of_when_what_and_who_says_so(
    visit: Opener, story: Timeline, paper: str, width: int
) -> None:
    """Three columns side by side, as wide as the page, with a head on every page."""
    page = visit(viewport={"width": width, "height": 900}).page
    page.emulate_media(media="print")
    for event in story.events:
        boxes = [
            page.locator(f"#e-{event.id} > .{name}").bounding_box()
            for name in ("when", "what", "proof")
        ]
        assert all(boxes)
        for one, other in pairwise(boxes):
            assert one["x"] + one["width"] <= other["x"] + 1  # type: ignore[index]
        assert boxes[-1]["x"] + boxes[-1]["width"] <= width + 1  # type: ignore[index]
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    head = page.locator(".head")
    assert head.evaluate("each => getComputedStyle(each).display") == "table-header-group"
    assert page.pdf(format=paper).startswith(b"%PDF")
    assert not page.locator(".finder").is_visible()


# Crowds ---------------------------------------------------------------------------------------


def overlaps(page: Page, selector: str) -> Iterator[tuple[str, str]]:
    """The texts of different events that lie over each other, in the window."""
    texts = page.evaluate(
        """selector => [...document.querySelectorAll(selector)].map((text) => {
            const groups = [...document.querySelectorAll("a, .annotation, .word")];
            const { left, right, top, bottom } = text.getBoundingClientRect();
            const group = groups.indexOf(text.closest("a, .annotation, .word"));
            return [text.textContent, left, right, top, bottom, group];
        }).filter(([words, left, right]) => words && right > left)""",
        selector,
    )
    for (one, a, b, c, d, group), (other, e, f, g, h, other_group) in combinations(texts, 2):
        if group != other_group and min(b, f) - max(a, e) > 1 and min(d, h) - max(c, g) > 2:
            yield one, other


@pytest.mark.parametrize("count", [50, 500])
@pytest.mark.parametrize("width", [390, 1024, 1920])
def test_no_label_lies_over_another_at_three_zooms(
    visit: Opener, crowd: Crowd, count: int, width: int
) -> None:
    page = visit(where=crowd(count), viewport={"width": width, "height": 900}).page
    assert page.locator("svg.tl:visible .tl-title").count() > 10
    assert list(overlaps(page, "svg.tl .tl-title, svg.tl .tl-mark .tl-note")) == []
    page.keyboard.press("Tab")
    awake(page)
    page.locator("svg.tl:visible a[tabindex='0']").focus()
    page.wait_for_selector(LIVE, timeout=WAIT)
    for _ in range(3):
        assert list(overlaps(page, ".plot .annotation text, .plot .word > *")) == []
        page.keyboard.press("+")
        drawn(page)


def test_dots_without_words_are_drawn_together_by_month_when_there_are_many(
    visit: Opener, crowd: Crowd
) -> None:
    page = visit(where=crowd(500), **DESKTOP).page
    shelf = page.locator("svg.tl-wide a.tl-shelf").nth(5)
    name = str(shelf.get_attribute("aria-label"))
    assert name.split(":")[1].split(maxsplit=1)[0].isdigit()
    page.goto(page.url + str(shelf.get_attribute("href")))
    assert page.locator(".month:target").inner_text() == name.split(":", maxsplit=1)[0]


def test_arrows_reach_events_that_have_no_link_of_their_own(visit: Opener, crowd: Crowd) -> None:
    page = visit(where=crowd(500), **DESKTOP).page
    page.mouse.move(3, 3)
    awake(page)
    page.locator("svg.tl-wide a.tl-mark[href^='#e-']").first.focus()
    page.wait_for_selector(LIVE, timeout=WAIT)
    page.keyboard.press("Home")
    seen = {pointing_at(page)}
    for _ in range(20):
        page.keyboard.press("ArrowRight")
        seen.add(pointing_at(page))
    assert len(seen) == 21
    assert page.locator(".walk").count() <= 1
    assert page.locator(".event.lit").count() == 1


@pytest.mark.slow
def test_five_thousand_events_stay_usable(visit: Opener, crowd: Crowd) -> None:
    """CPU of the page, generous for a busy machine: the figures proper are measured elsewhere."""
    page = visit("method.html", crowd(5_000), **DESKTOP).page
    session = page.context.new_cdp_session(page)
    session.send("Performance.enable")

    def spent() -> float:
        figures = session.send("Performance.getMetrics")["metrics"]
        return float(next(each["value"] for each in figures if each["name"] == "TaskDuration"))

    page.goto((crowd(5_000) / "index.html").as_uri())
    page.mouse.move(3, 3)
    page.locator("#q").focus()
    page.keyboard.type("f")
    found(page)
    before = spent()
    page.keyboard.type("erry")
    assert found(page).endswith(" of 5,000 events")
    assert spent() - before < 4
    paints = page.evaluate("performance.getEntriesByName('first-contentful-paint')[0].startTime")
    assert paints < 3_000


# Lanes and zoom -------------------------------------------------------------------------------

WORDS = ".plot .annotation text, .plot .word > *"


def test_lanes_can_be_sorted_by_source_actor_or_place(visit: Opener, crowd: Crowd) -> None:
    page = visit(where=crowd(50), **DESKTOP).page
    page.hover("#chart .stage")
    page.wait_for_selector(".by:visible", timeout=WAIT)
    kinds = page.locator("#by option").evaluate_all("all => all.map(each => each.value)")
    assert kinds == ["stance", "source", "actor", "place"]
    for kind, lane in (
        ("source", "Vell Courier"),
        ("actor", "Ines Calloway"),
        ("place", "Osterby"),
    ):
        page.select_option("#by", kind)
        drawn(page)
        heads = page.locator(".plot .annotation text").all_text_contents()
        assert lane in heads
        assert "Happened" not in heads
        assert page.locator(".plot .word").count() > 10
        assert list(overlaps(page, WORDS)) == []
    page.select_option("#by", "stance")
    drawn(page)
    assert "Happened" in page.locator(".plot .annotation text").all_text_contents()


def test_a_phone_zoomed_in_gives_words_to_more_of_what_is_in_view(
    visit: Opener, crowd: Crowd
) -> None:
    page = visit(where=crowd(500), **PHONE).page
    before = set(
        page.locator("svg.tl-tall a.tl-mark:has(.tl-title)").evaluate_all(
            "all => all.map(each => each.getAttribute('href').slice(3))"
        )
    )
    page.locator("svg.tl-tall a.tl-mark").nth(20).focus()
    page.wait_for_selector(LIVE, timeout=WAIT)
    for _ in range(2):
        page.keyboard.press("+")
        drawn(page)
        page.wait_for_selector(".plot .word")
    after = set(page.locator(".plot .word").evaluate_all("all => all.map(each => each.dataset.id)"))
    assert len(after - before) > 3
    assert list(overlaps(page, WORDS)) == []
    marks = page.evaluate(
        """() => document.querySelector(".plot").data.filter((trace) => trace.customdata)
            .flatMap((trace) => trace.customdata)"""
    )
    assert after <= set(marks)


def test_themes_and_how_sure_a_date_is_are_filters_and_themes_are_lanes(
    visit: Opener, story: Timeline, tmp_path: Path
) -> None:
    themes = {"first-pile": ("Building", "Money"), "opening": ("Boats",), "mayor": ("Boats",)}
    events = tuple(
        replace(
            event,
            themes=themes.get(event.id, ()),
            confidence=0.2 if event.id == "first-pile" else 0.9,
        )
        for event in story.events
    )
    write_site(render_site(replace(story, events=events)), tmp_path / "themed")
    page = visit("index.html?theme=Boats", tmp_path / "themed", **DESKTOP).page
    assert found(page) == f"2 of {len(events)} events"
    assert listed(page) == ["mayor", "opening"]
    page.select_option("[name=theme]", "")
    page.select_option("[name=sure]", "doubtful")
    found(page)
    assert listed(page) == ["first-pile"]
    assert address(page).endswith("?sure=doubtful")
    page.hover("#chart .stage")
    page.wait_for_selector(".by:visible", timeout=WAIT)
    page.select_option("#by", "theme")
    drawn(page)
    heads = page.locator(".plot .annotation text").all_text_contents()
    assert heads[-3:] == ["Boats", "Building", "Others"]  # of two themes the first


def test_a_chart_zoomed_in_gives_words_to_more_of_what_is_in_view(
    visit: Opener, crowd: Crowd
) -> None:
    page = visit(where=crowd(500), **DESKTOP).page
    page.hover("#chart .stage")
    page.wait_for_selector(LIVE, timeout=WAIT)
    before = set(
        page.locator("svg.tl-wide a.tl-mark:has(.tl-title)").evaluate_all(
            "all => all.map(each => each.getAttribute('href').slice(3))"
        )
    )
    page.keyboard.down("Control")
    for _ in range(4):
        page.mouse.wheel(0, -300)
        drawn(page)
    page.keyboard.up("Control")
    page.wait_for_selector(".plot .word")
    after = set(page.locator(".plot .word").evaluate_all("all => all.map(each => each.dataset.id)"))
    assert after - before
    assert list(overlaps(page, WORDS)) == []


def test_the_wheel_scrolls_the_page_until_the_chart_is_taken_in_hand(
    visit: Opener, crowd: Crowd
) -> None:
    page = visit(where=crowd(50), **DESKTOP).page
    page.hover("#chart .stage")
    page.wait_for_selector(LIVE, timeout=WAIT)
    page.mouse.wheel(0, 100)
    page.wait_for_function("() => scrollY > 0")
    assert page.locator(".plot .word").count() == 0
    page.keyboard.down("Control")
    page.mouse.wheel(0, -300)
    page.keyboard.up("Control")
    page.wait_for_selector(".plot .word")


def test_two_fingers_zoom_on_a_phone(visit: Opener) -> None:
    page = visit(**PHONE).page
    page.touchscreen.tap(5, 5)
    awake(page)
    page.evaluate("document.getElementById('chart').scrollIntoView()")
    session = page.context.new_cdp_session(page)
    middle = 400.0

    def touch(kind: str, apart: float) -> None:
        points = [{"x": 100, "y": middle + way * apart, "id": at} for at, way in enumerate((-1, 1))]
        given = {"type": kind, "touchPoints": [] if kind == "touchEnd" else points}
        session.send("Input.dispatchTouchEvent", given)

    touch("touchStart", 40)
    page.wait_for_selector(LIVE, timeout=WAIT)
    drawn(page)
    whole = page.evaluate("document.querySelector('.plot').layout.yaxis.range")
    touch("touchMove", 60)
    touch("touchMove", 120)
    page.wait_for_function(
        """whole => {
            const [a, b] = document.querySelector(".plot").layout.yaxis.range;
            return Math.abs(a - b) < 0.7 * Math.abs(whole[0] - whole[1]);
        }""",
        arg=whole,
    )
    touch("touchEnd", 0)


@pytest.mark.parametrize(("today", "lines"), [("2018-05-01", 1), ("2031-01-01", 0)])
def test_today_is_a_line_on_a_chart_that_reaches_it(
    visit: Opener, crowd: Crowd, today: str, lines: int
) -> None:
    page = visit(where=crowd(50), **DESKTOP).page
    page.clock.set_fixed_time(today)
    page.hover("#chart .stage")
    page.wait_for_selector(LIVE, timeout=WAIT)
    drawn(page)
    shapes = page.evaluate("document.querySelector('.plot').layout.shapes")
    assert sum(shape["line"].get("dash") == "4px,3px" for shape in shapes) == lines
