"""A story of thousands: its pages stay small, each event is found, and so are old addresses."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from changing import replace
from conftest import DESKTOP, Opener, assert_accessible, drawn_across
from hypothesis import given
from hypothesis import strategies as st
from synthetic_timeline import synthetic_timeline
from valid_html import html_faults

from timeline.chart import lay_out
from timeline.config import Config
from timeline.interval import Granularity, Interval, moment
from timeline.pages import records, render_site, write_site
from timeline.pages.periods import WHOLE_LIST, list_events
from timeline.pages.portions import MOST, in_parts
from timeline.pages.vocabulary import plain, vocabulary_script

if TYPE_CHECKING:
    from playwright.sync_api import Page

STORY = synthetic_timeline(WHOLE_LIST)
LARGEST = 1_000_000
TAKEN_ALONG = ("timeline.json", "events.csv", "events.ics", "feed.atom", "static/plotly.min.js")
IDS = re.compile(rb'<article class="event [^"]*" id="e-([^"]+)"')
LIVE = "#chart.live"
WAIT = 30_000


@pytest.fixture(scope="module")
def site() -> dict[str, bytes]:
    """The files of a large site."""
    return render_site(STORY, Config(base_url="https://example.org"))


@pytest.fixture(scope="module")
def folder(site: dict[str, bytes], tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The same on disk."""
    out = tmp_path_factory.mktemp("large")
    write_site(site, out)
    return out


def periods(site: dict[str, bytes]) -> dict[str, list[str]]:
    """The events of each page of events."""
    return {
        path: [found.decode() for found in IDS.findall(content)]
        for path, content in site.items()
        if path.startswith("events/")
    }


def test_its_pages_are_valid_html(site: dict[str, bytes], folder: Path) -> None:
    shortest = min(periods(site), key=lambda path: len(site[path]))
    assert html_faults([folder / "index.html", folder / shortest]) == []


# Files --------------------------------------------------------------------------------------


def test_no_file_that_a_page_loads_is_larger_than_a_megabyte(site: dict[str, bytes]) -> None:
    sizes = {path: len(content) for path, content in site.items() if path not in TAKEN_ALONG}
    assert {path: size for path, size in sizes.items() if size >= LARGEST} == {}


def test_each_event_is_listed_on_one_page_of_events_in_order_of_time(
    site: dict[str, bytes],
) -> None:
    listed = [event for events in periods(site).values() for event in events]
    assert sorted(listed) == sorted(event.id for event in STORY.events)


_WHENS = (
    Interval.day(2015, 5, 3),
    Interval.day(2015, 5, 4),
    Interval.month(2015, 5),
    Interval(None, moment(2015, 5, 4), Granularity.DAY),
    Interval(moment(2015, 5, 3), None, Granularity.DAY),
    Interval(None, None, Granularity.DAY),
)


@given(
    st.lists(
        st.tuples(st.sampled_from(_WHENS), st.sampled_from((None, *_WHENS)), st.integers(0, 99)),
        max_size=6,
    ),
    st.booleans(),
)
def test_events_are_listed_in_order_in_whatever_order_they_come(
    told: list[tuple[Interval, Interval | None, int]], is_ordered: bool
) -> None:
    events = [
        replace(STORY.events[number], when=when, likely=likely) for when, likely, number in told
    ]
    in_order = sorted(events, key=lambda event: event.order)
    story = replace(STORY, events=tuple(in_order if is_ordered else events))
    assert list_events(story).events == tuple(in_order)


def test_a_smaller_story_has_no_pages_of_events() -> None:
    files = render_site(synthetic_timeline(60))
    assert not [path for path in files if path.startswith(("events/", "static/search", "static/w"))]


def test_the_front_page_links_to_every_page_of_events_and_lists_what_has_words_on_the_chart(
    site: dict[str, bytes],
) -> None:
    index = site["index.html"].decode()
    assert {path for path in periods(site) if f'href="{path}"' not in index} == set()
    listed = {found.decode() for found in IDS.findall(site["index.html"])}
    assert {mark.event for mark in lay_out(STORY).marks} <= listed
    assert len(listed) < len(STORY.events) / 4


def test_links_between_pages_lead_to_the_page_that_lists_the_event(site: dict[str, bytes]) -> None:
    pages = {event: path for path, events in periods(site).items() for event in events}
    found = 0
    for path, content in site.items():
        if path.startswith("documents/"):
            for page, event in re.findall(r'href="\.\./([^"#]+)#e-([^"]+)"', content.decode()):
                assert pages[event] == page
                found += 1
    assert found >= len(STORY.events)


def test_the_files_of_the_search_say_of_every_event_where_it_is(site: dict[str, bytes]) -> None:
    pages = {event: path for path, events in periods(site).items() for event in events}
    records = [
        record
        for path, content in site.items()
        if path.startswith("static/search-")
        for record in json.loads(content.decode().split(",", 1)[1].rsplit(")", 1)[0])
    ]
    assert {record[0]: record[1] for record in records} == pages
    told: dict[str, str] = {}
    for path, content in site.items():
        if path.startswith("static/where-"):
            part = json.loads(content.decode().split("(", 1)[1].rsplit(")", 1)[0])
            told |= {event: page for page, events in part.items() for event in events.split()}
    assert {event: told[event] for event in pages} == pages


def test_no_file_of_records_can_end_a_script(site: dict[str, bytes]) -> None:
    assert not [
        path
        for path, content in site.items()
        if path.startswith(("static/search-", "static/where-")) and b"<" in content
    ]


def test_every_event_of_a_crowd_is_a_mark_or_counted_in_a_column() -> None:
    layout = lay_out(STORY)
    assert layout.placed == len(STORY.events)
    assert len(layout.marks) < 200
    assert all(cluster.count for cluster in layout.clusters)
    for one in layout.clusters:
        for other in layout.clusters:
            assert one is other or not one.box.overlaps(other.box)


@given(st.lists(st.integers(0, 3 * MOST), max_size=12))
def test_parts_hold_every_item_once_in_order_and_no_more_entries_than_they_may(
    entries: list[int],
) -> None:
    items = list(enumerate(entries))
    parts = in_parts("name.html", items, str, lambda item: item[1])
    assert [item for part in parts for item in part.items] == items
    assert all(
        len(part.items) == 1 or sum(count for _, count in part.items) <= MOST
        for part in parts
        if part.items
    )
    assert [part.path for part in parts][:1] == ["name.html"]
    assert len({part.path for part in parts}) == len(parts)
    assert [part.after for part in parts[:-1]] == [part.path for part in parts[1:]]


# In a browser -------------------------------------------------------------------------------


def status(page: Page, words: str) -> None:
    """Wait until the page says so of what it found."""
    page.wait_for_function(
        "words => document.getElementById('found').textContent.includes(words)", arg=words
    )


@pytest.mark.browser
def test_an_old_address_leads_on_to_the_page_that_lists_the_event(
    visit: Opener, site: dict[str, bytes]
) -> None:
    path, events = next(iter(periods(site).items()))
    front = {found.decode() for found in IDS.findall(site["index.html"])}
    event = next(event for event in events if event not in front)
    page = visit(f"index.html#e-{event}", **DESKTOP).page
    page.wait_for_url(f"**/{path}#e-{event}")
    page.wait_for_selector(f"#e-{event}.open")
    assert page.locator("text=Copy link").is_visible()


@pytest.mark.browser
def test_search_finds_what_is_on_other_pages_and_leads_there(visit: Opener) -> None:
    page = visit(**DESKTOP).page
    page.fill("#q", "ferry line case")
    wanted = sum("ferry line" in event.title for event in STORY.events)
    status(page, f"{wanted:,} of {len(STORY.events):,} events")
    assert page.locator(".results li").count() == 50
    assert not page.locator(".list").is_visible()
    page.click(".more button")
    assert page.locator(".results li").count() == min(100, wanted)
    page.click(".filters summary")
    page.select_option("[name=stance]", "planned")
    planned = sum("ferry line" in e.title and e.stance == "planned" for e in STORY.events)
    status(page, f"{planned:,} of {len(STORY.events):,} events")
    page.fill("#q", "nothing of the sort")
    status(page, "Nothing matches")
    page.keyboard.press("Escape")
    status(page, f"{len(STORY.events):,} events")
    assert page.locator(".list").is_visible()
    page.fill("#q", "ferry line case")
    status(page, " of ")
    page.keyboard.press("Enter")
    page.wait_for_function("() => document.activeElement.closest('.results')")
    page.keyboard.press("Enter")
    page.wait_for_url("**/events/*.html#e-*")
    page.wait_for_selector(".event.open")


@pytest.mark.browser
def test_a_search_in_the_address_comes_back_with_it(visit: Opener) -> None:
    page = visit("index.html?q=lighthouse", **DESKTOP).page
    status(page, " of ")
    assert page.locator(".results li").count() == 50


@pytest.mark.browser
def test_filters_in_the_address_come_back_with_it(visit: Opener) -> None:
    page = visit("index.html?q=ferry&stance=planned&from=1900", **DESKTOP).page
    planned = sum(
        "ferry" in event.title.lower() and event.stance == "planned" for event in STORY.events
    )
    status(page, f"{planned:,} of {len(STORY.events):,} events")
    told = [page.input_value(f"[name={name}]") for name in ("q", "stance", "from")]
    assert told == ["ferry", "planned", "1900"]
    assert page.locator(".filters[open]").count() == 1


@pytest.mark.browser
def test_a_stretch_drawn_on_the_strip_is_found_on_all_pages(visit: Opener) -> None:
    page = visit(**DESKTOP).page
    page.hover("#chart .stage")
    page.wait_for_selector(LIVE, timeout=WAIT)
    drawn_across(page)
    status(page, f" of {len(STORY.events):,} events")
    assert page.input_value("[name=from]") < page.input_value("[name=to]")
    assert page.locator(".results li").count()


@pytest.mark.browser
@pytest.mark.parametrize("worded", [True, False])
def test_a_search_asks_only_for_files_that_can_have_all_its_words(
    visit: Opener, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, worded: bool
) -> None:
    """From disk as over a network; what it finds is what a search in all files finds."""
    monkeypatch.setattr(records, "_LARGEST", 60_000)
    monkeypatch.setattr(records, "_MANY", 2 if worded else 1000)
    events = list(STORY.events)
    for place, word in (
        (3, "Kœnigsberg’s"),
        (len(events) // 2, "Žižkov"),
        (len(events) - 2, "ŽIŽKOV"),
    ):
        events[place] = replace(events[place], title=f"The (“{word}”) ferry line case is heard")
    files = render_site(replace(STORY, events=tuple(events)))
    write_site(files, tmp_path)
    count = sum(path.startswith("static/search-") for path in files)
    assert count > 8
    assert sum(path.startswith("static/words-") for path in files) == count * worded
    opened = visit(where=tmp_path, **DESKTOP)
    page = opened.page

    def asked() -> int:
        return sum("/search-" in url for url in opened.requests)

    page.fill("#q", "žižkov")
    status(page, f"2 of {len(events):,} events")
    assert asked() == (2 if worded else count)
    page.fill("#q", "'kœnigsberg's'")
    status(page, f"Nothing matches; {len(events):,} events in all")
    page.fill("#q", '"kœnigsberg\'s ferry"')
    status(page, "Nothing matches")
    page.fill("#q", "KŒNIGSBERG’S FERR")
    status(page, f"1 of {len(events):,} events")
    assert asked() == (3 if worded else count)
    page.click(".filters summary")
    page.wait_for_selector("[name=stance]")
    assert asked() == count
    status(page, f"1 of {len(events):,} events")
    page.fill("#q", "")
    status(page, f"{len(events):,} events")


@given(st.text(st.sampled_from("aB“ ’'_-é\u0301ß\nΣ９,.<\u2028İ"), max_size=30), st.data())
def test_every_part_of_a_text_that_can_be_looked_for_is_in_its_vocabulary(
    text: str, data: st.DataObject
) -> None:
    told = json.loads(vocabulary_script(7, ["x", text]).decode().split(",", 1)[1].rsplit(")", 1)[0])
    whole = plain(text)
    low = data.draw(st.integers(0, len(whole)))
    term = whole[low : data.draw(st.integers(low, len(whole)))]
    for part in term.split():
        kept = re.sub(r"^[\W_]+|[\W_]+$", "", part)
        assert kept in told


@pytest.mark.browser
def test_a_column_opens_into_what_it_counts(visit: Opener) -> None:
    page = visit(**DESKTOP).page
    page.hover("#chart .stage")
    page.wait_for_selector(LIVE, timeout=WAIT)
    x, y = page.evaluate(
        """() => {
            const plot = document.querySelector(".plot");
            const { base, x, y, width } = plot.data.find(({ name }) => name === "clusters");
            const at = width.indexOf(Math.max(...width));
            const box = plot.getBoundingClientRect();
            plot.scrollIntoView();
            const { top } = plot.getBoundingClientRect();
            return [box.left + base[at] + x[at] / 2, top + y[at] + width[at] / 2 - 3];
        }"""
    )
    page.mouse.move(x, y)
    page.mouse.click(x, y)
    page.wait_for_function("() => document.querySelectorAll('.plot .word').length > 10")
    low, high = page.evaluate("document.querySelector('.plot').layout.xaxis.range")
    assert high - low < 400


@pytest.mark.browser
@pytest.mark.parametrize("name", ["index.html", "events"])
def test_a_large_site_is_accessible(visit: Opener, site: dict[str, bytes], name: str) -> None:
    path = name if name.endswith("html") else min(periods(site), key=lambda one: len(site[one]))
    page = visit(path, **DESKTOP).page
    assert_accessible(page)
    assert page.evaluate("document.documentElement.scrollWidth") <= DESKTOP["viewport"]["width"]
