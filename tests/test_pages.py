"""The pages: what they say, that nothing hostile gets through, and how they reach the disk."""

from __future__ import annotations

import gzip
import json
import re
import sys
import time
from collections.abc import Iterator
from datetime import date
from html.parser import HTMLParser
from pathlib import Path, PurePosixPath
from typing import Any
from urllib.parse import unquote, urlsplit

import pytest
from changing import replace
from hypothesis import given, settings
from hypothesis import strategies as st
from jinja2 import Environment
from markupsafe import Markup
from synthetic_timeline import synthetic_timeline

from timeline.chart.palette import DARK_PALETTE, PALETTE
from timeline.config import Config
from timeline.interval import Granularity, Interval
from timeline.model import (
    Aside,
    Document,
    Evidence,
    Mention,
    Method,
    Publication,
    Reading,
    Resolution,
    Stance,
    Timeline,
    TimexType,
)
from timeline.pages import (
    OutputError,
    PageError,
    WriteReport,
    render_site,
    replace_site,
    spool,
    swap,
    write_site,
)
from timeline.pages import names as naming
from timeline.pages import write as writing
from timeline.pages.highlights import view_highlights
from timeline.pages.marked import Paragraph, mark_quote, mark_text, mark_words
from timeline.pages.names import check_names, machine_date, web_link
from timeline.pages.sources import Sources
from timeline.pages.strip import draw_strip, weigh
from timeline.pages.templates import STATIC_NAMES, Templates
from timeline.pages.write import MANIFEST
from timeline.pages.zooming import compact
from timeline.pieces import NO_PRINTS

TEMPLATES = Path(__file__).parent.parent / "site_templates"
PAGES = (
    "index.html",
    "sources.html",
    "disagreements.html",
    "undated.html",
    "method.html",
    "404.html",
)
DATA = {"application/json", "application/ld+json"}
EMBED = "embed/index.html"


@pytest.fixture(scope="module")
def site(story: Timeline) -> dict[str, bytes]:
    """The sample story's site."""
    return render_site(story)


class Page(HTMLParser):
    """The ids, the links and the loaded resources of a page, and its text."""

    def __init__(self, content: bytes) -> None:
        super().__init__()
        self.ids: list[str] = []
        self.links: list[str] = []
        self.loads: list[str] = []
        self.words: list[str] = []
        self.feed(content.decode())
        self.text = " ".join(" ".join(self.words).split())

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = {name: value or "" for name, value in attrs}
        if "id" in given:
            self.ids.append(given["id"])
        if tag == "a" and "href" in given:
            self.links.append(given["href"])
        if tag == "link":
            self.loads.append(given["href"])
        if "src" in given:
            self.loads.append(given["src"])

    def handle_data(self, data: str) -> None:
        self.words.append(data)


def pages_of(site: dict[str, bytes]) -> Iterator[tuple[str, Page]]:
    for name, content in site.items():
        if name.endswith(".html"):
            yield name, Page(content)


# What is rendered ---------------------------------------------------------------------------


def test_two_renders_are_the_same_bytes_in_order(story: Timeline, site: dict[str, bytes]) -> None:
    again = render_site(story)
    assert again == site
    assert list(again) == sorted(again)


def test_every_page_of_the_contract_is_there(story: Timeline, site: dict[str, bytes]) -> None:
    documents = {f"documents/{document.id}.html" for document in story.documents}
    assert {*PAGES, EMBED, *documents} == {name for name in site if name.endswith(".html")}


def test_all_links_lead_somewhere(site: dict[str, bytes]) -> None:
    """Every relative link names a file of the site and, if it names a place, an id in it."""
    ids = {name: set(page.ids) for name, page in pages_of(site)}
    for name, page in pages_of(site):
        for link in [*page.links, *page.loads]:
            parts = urlsplit(link)
            if parts.scheme:
                continue
            folder = PurePosixPath(name).parent
            target = name if not parts.path else str(_normal(folder / unquote(parts.path)))
            assert target in site, (name, link)
            assert not parts.fragment or parts.fragment in ids[target], (name, link)


def _normal(path: PurePosixPath) -> PurePosixPath:
    parts: list[str] = []
    for part in path.parts:
        parts = parts[:-1] if part == ".." else [*parts, part]
    return PurePosixPath(*parts)


def test_nothing_is_loaded_from_elsewhere(site: dict[str, bytes]) -> None:
    for name, page in pages_of(site):
        assert not [load for load in page.loads if urlsplit(load).scheme or load[:2] == "//"], name
    for name in (f"static/{name}" for name in STATIC_NAMES):
        assert b"http" not in site[name]
        assert b"@import" not in site[name]


def test_no_id_stands_twice_on_a_page(site: dict[str, bytes]) -> None:
    for name, page in pages_of(site):
        assert len(page.ids) == len(set(page.ids)), name


def test_every_event_says_when_who_and_why(story: Timeline, site: dict[str, bytes]) -> None:
    text = Page(site["index.html"]).text
    for event in story.events:
        assert event.when.in_words() in text
        for passage in event.passages:
            resolution = passage.resolution
            quote = " ".join(passage.quote.split())
            assert quote.replace(" ", "") in text.replace(" ", "")
            assert resolution.why in text
            assert resolution.mention.rule in text
            assert resolution.anchor in text
            for refused in resolution.alternatives:
                assert refused.why in text


def test_a_document_shows_its_whole_text_and_every_expression(
    story: Timeline, site: dict[str, bytes]
) -> None:
    for reading in story.readings:
        page = Page(site[f"documents/{reading.document.id}.html"])
        shown = page.text.replace(" ", "")
        body = reading.document.text[len(reading.document.title) :]
        for resolution in reading.resolutions:
            assert resolution.why.replace(" ", "") in shown
        for sentence in re.split(r"(?<=\.)\s+", body.strip()):
            words = [word for word in sentence.split() if word.isalpha()]
            assert words[0] in page.text
        numbers = range(1, len(reading.resolutions) + 1)
        assert {f"x-{number}" for number in numbers} <= set(page.ids)
        assert {f"t-{number}" for number in numbers} <= set(page.ids)


def test_evidence_interval_and_runner_up_stand_on_the_document(site: dict[str, bytes]) -> None:
    text = Page(site["documents/courier-council-vote.html"]).text
    for words in ("13 June 2018", "13–14 June 2018", "14 June 2018", "Mayor Ines Calloway", "71 %"):
        assert words in text


@pytest.mark.parametrize(("near", "told"), [(0.3, "written perhaps "), (0.95, "written ")])
def test_a_day_of_writing_that_is_only_likely_is_told_as_such(
    story: Timeline, near: float, told: str
) -> None:
    day = date(2021, 5, 24).toordinal()
    found = Publication(day, day - 30, day + 30, Method.INFERRED, near=near)
    readings = tuple(
        replace(each, document=replace(each.document, publication=found)) for each in story.readings
    )
    page = " ".join(render_site(replace(story, readings=readings))["index.html"].decode().split())
    assert f"{told}24 May 2021" in page
    assert ("written perhaps 24 May" in page) == (near < 0.9)


def test_an_article_without_a_date_says_so(site: dict[str, bytes]) -> None:
    assert "Nobody knows when" in Page(site["documents/radio-anniversary.html"]).text


def test_whatever_stayed_undated_is_shown_with_its_reason(
    story: Timeline, site: dict[str, bytes]
) -> None:
    text = Page(site["undated.html"]).text
    assert story.undated
    for item in story.undated:
        assert item.reason in text
        assert item.words in text


def test_disagreeing_dates_stand_side_by_side(story: Timeline, site: dict[str, bytes]) -> None:
    text = Page(site["disagreements.html"]).text
    for dispute in story.disagreements:
        assert dispute.about in text
        for when, _ in dispute.sides:
            assert when.in_words() in text


def test_warnings_and_counts_stand_on_the_method_page(
    story: Timeline, site: dict[str, bytes]
) -> None:
    text = Page(site["method.html"]).text
    for notice in story.warnings:
        assert f"{notice.code} {notice.place} {notice.message}" in text
    found = sum(len(reading.resolutions) for reading in story.readings)
    assert f"Words for time found {found}" in text
    assert f"left vague, with the reason {len(story.undated)}" in text


def test_events_are_grouped_by_year_and_month(story: Timeline, site: dict[str, bytes]) -> None:
    content = site["index.html"].decode()
    years = re.findall(r'<h2 id="y-?\d+">([^<]+)</h2>', content)
    assert years == ["1869", "2018", "2019", "2020", "2021", "2022", "2023", "2030", "2060"]
    listed = re.findall(r'<article class="[^"]*" id="e-([^"]+)"', content)
    assert len(listed) == len(story.events) == len(set(listed))
    months = re.findall(r'<h3 class="month" id="m\d+-\d+">(\w+ \d+)</h3>', content)
    assert months[:3] == ["June 2018", "August 2019", "September 2019"]


@pytest.mark.parametrize("gone", ["events", "undated", "disagreements", "warnings", "readings"])
def test_a_site_without_some_of_it_still_renders(story: Timeline, gone: str) -> None:
    nothing: tuple[()] = ()
    bare = (
        Timeline("Bare", (), ()) if gone == "readings" else replace(story, **{gone: nothing})  # type: ignore[arg-type]
    )
    site = render_site(bare)
    assert set(PAGES) <= set(site)
    assert ("static/plotly.min.js" in site) is bool(bare.events)


def test_title_description_and_language_come_from_the_options(story: Timeline) -> None:
    site = render_site(story, Config(title="A & B", description="So it went.", language="pt-BR"))
    index = site["index.html"].decode()
    assert "<title>A &amp; B</title>" in index
    assert 'content="So it went."' in index
    assert '<html lang="pt-BR">' in index


def test_rendering_thirty_events_takes_half_a_second_at_most(story: Timeline) -> None:
    render_site(story)
    start = time.process_time()
    render_site(story)
    assert time.process_time() - start < 0.5


def test_style_and_script_stay_light(site: dict[str, bytes]) -> None:
    assert len(site["static/style.css"]) < 24_000
    for name in STATIC_NAMES[1:]:
        assert len(site[f"static/{name}"]) < 20_000, name


@pytest.mark.parametrize(
    ("selector", "palette"),
    [(":root{", PALETTE), (':root[data-theme="dark"]{', DARK_PALETTE)],
    ids=["light", "dark"],
)
def test_chart_and_style_sheet_agree_on_the_colours(
    site: dict[str, bytes], selector: str, palette: dict[str, str]
) -> None:
    rule = site["static/style.css"].decode().split(selector)[1].split("}")[0]
    assert {name: re.search(rf"--{name}: (#\w+)", rule)[1] for name in palette} == palette  # type: ignore[index]


# The front page ----------------------------------------------------------------------------


def test_the_days_that_mattered_most_lead_to_events_of_that_very_day() -> None:
    story = synthetic_timeline(120)
    days = view_highlights(story, Sources(story, NO_PRINTS))
    assert 5 <= len(days) <= 7
    assert [day.machine for day in days] == sorted({day.machine for day in days})
    events = {event.id: event for event in story.events}
    for day in days:
        assert events[day.event].when.in_words() == day.when
        assert events[day.event].stance not in (Stance.DENIED, Stance.CANCELLED)
    page = Page(render_site(story)["index.html"])
    for day in days:
        assert f"#e-{day.event}" in page.links
        assert day.sentence in page.text


@pytest.mark.parametrize("count", [0, 1, 10])
def test_a_story_of_few_days_needs_no_summary(count: int) -> None:
    story = synthetic_timeline(count)
    assert view_highlights(story, Sources(story, NO_PRINTS)) == ()
    assert b'class="highlights"' not in render_site(story)["index.html"]


def test_each_statement_of_an_event_has_its_address_and_none_two(story: Timeline) -> None:
    first, second = story.events[:2]
    clashing = replace(first.passages[0], statement=second.id)
    own = replace(first.passages[0], statement="own-part")
    again = replace(second.passages[0], statement="own-part")
    told = (
        replace(first, passages=(own, clashing)),
        replace(second, passages=(again,)),
        *story.events[2:],
    )
    page = Page(render_site(replace(story, events=told, disagreements=()))["index.html"])
    assert "e-own-part" in page.ids
    assert len(page.ids) == len(set(page.ids))


@pytest.mark.parametrize(
    ("when", "days"),
    [
        (Interval.day(2021, 5, 19), None),
        (Interval.year(2021), None),
        (Interval.week(2021, 20), "737927/737934"),
        (Interval.year(2021).since(), "737791/"),
        (Interval.year(2021).until(), "/738156"),
        (Interval.year(-43), "-16070/-15705"),
    ],
)
def test_a_date_that_html_cannot_say_is_given_in_days(
    story: Timeline, when: Interval, days: str | None
) -> None:
    event = replace(story.events[0], when=when)
    site = render_site(replace(story, events=(event,), disagreements=()))
    found = re.search(rb'<article[^>]* data-days="([^"]*)"', site["index.html"])
    assert (found[1].decode() if found else None) == days


def test_the_index_of_five_hundred_events_is_light_before_it_is_touched() -> None:
    """What comes on top of the list: the chart, the head, the style sheet and the one script."""
    site = render_site(synthetic_timeline(500))
    index = site["index.html"]
    start, end = index.index(b'<div class="list">'), index.index(b'<p class="nothing"')

    def packed(content: bytes) -> int:
        return len(gzip.compress(content, 9, mtime=0))

    assert packed(index[:start] + index[end:]) <= 14_500
    rest = packed(site["static/style.css"]) + packed(site["static/timeline.js"])
    assert packed(index) - packed(index[start:end]) + rest <= 20_000
    later = index.split(b'data-scripts="')[1].split(b'"')[0].decode().split()
    assert all(name in site for name in later)


def test_a_missing_page_finds_its_way_back_from_any_folder(story: Timeline) -> None:
    site = render_site(story, Config(base_url="https://example.org/vell/"))
    page = Page(site["404.html"])
    assert "/vell/index.html" in page.links
    assert "/vell/static/style.css" in page.loads
    assert "index.html" in Page(render_site(story)["404.html"]).links


# Hostile input ------------------------------------------------------------------------------

HOSTILE = "<script>alert(1)</script><img src=x onerror=alert(2)>\"'&{{ 7*7 }}</title></svg>]]>"


@pytest.fixture(scope="module")
def hostile(story: Timeline) -> dict[str, bytes]:
    """A site whose every text from an article is an attack."""
    reading = story.readings[1]
    document = replace(
        reading.document,
        title=HOSTILE,
        source=HOSTILE,
        path=HOSTILE,
        url="javascript:alert(1)//https://example.org",
        language='en" onload="alert(1)',
        text=HOSTILE + reading.document.text[len(HOSTILE) :],
        publication=Publication(
            day=1,
            low=1,
            high=2,
            method=Method.INFERRED,
            evidence=(Evidence(HOSTILE, HOSTILE, 1.0),),
            runner_up=2,
            share=0.5,
            strip=((1, 1.0),),
        ),
    )
    event = next(event for event in story.events if event.passages[0].document == document.id)
    passage = replace(event.passages[0], quote=HOSTILE, attribution=HOSTILE, stance_cue=HOSTILE)
    resolution = replace(passage.resolution, why=HOSTILE, anchor=HOSTILE, value=HOSTILE)
    return render_site(
        replace(
            story,
            title=HOSTILE,
            readings=(replace(reading, document=document, resolutions=(resolution,)),),
            events=(
                replace(
                    event,
                    title=HOSTILE,
                    actors=(HOSTILE,),
                    places=(HOSTILE,),
                    passages=(passage.dated_by(resolution),),
                ),
            ),
            undated=(),
            disagreements=(),
            warnings=tuple(replace(notice, message=HOSTILE) for notice in story.warnings),
        )
    )


class Tags(HTMLParser):
    """Every element of a page with its attributes."""

    def __init__(self, content: bytes) -> None:
        super().__init__()
        self.seen: list[tuple[str, dict[str, str]]] = []
        self.feed(content.decode())

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.seen.append((tag, {name: value or "" for name, value in attrs}))


def test_nothing_of_an_article_becomes_markup(hostile: dict[str, bytes]) -> None:
    for name, content in hostile.items():
        if not name.endswith(".html"):
            continue
        for tag, attributes in Tags(content).seen:
            assert tag != "img", name
            assert not [key for key in attributes if key.startswith("on")], (name, tag, attributes)
            if tag == "script":
                ours = attributes.get("src", "").endswith("static/timeline.js")
                assert ours or attributes.get("type") in DATA or not attributes
            assert not attributes.get("href", "").lower().startswith("javascript:")
        assert b"49" not in re.findall(rb"<h1[^>]*>(.*?)</h1>", content, re.DOTALL)[0]


def test_what_no_html_document_may_have_is_on_no_page(tmp_path: Path) -> None:
    """Controls but white space, and noncharacters: HTML, 13.1.4, and Infra, 4.6."""
    every = "".join(map(chr, range(0x110000)))
    never = {*range(9), 0xB, *range(0xE, 0x20), *range(0x7F, 0xA0), *range(0xFDD0, 0xFDF0)}
    never |= {plane << 16 | last for plane in range(17) for last in (0xFFFE, 0xFFFF)}
    (tmp_path / "page.html").write_text("{{ text }}", encoding="utf-8")
    made = Templates(tmp_path).render("page.html", text=Markup(every))  # noqa: S704 - nothing is escaped
    assert {at for at, char in enumerate(made) if char != every[at]} == never
    assert {made[at] for at in never} == {"\ufffd"}


def test_the_figures_are_data_and_no_markup(hostile: dict[str, bytes]) -> None:
    script = hostile["static/figures.js"]
    assert b"<" not in script
    assert script.startswith(b"window.timelineFigures={")
    figures, records = (json.loads(line.partition(b"=")[2][:-1]) for line in script.splitlines())
    assert set(figures) == {"wide", "tall"}
    assert records["records"]


@pytest.mark.parametrize(
    "name",
    ["", ".", "..", "../up", "a/b", "a\\b", ".hidden", "a b", "ä", "a..b", "con", "NUL.txt", "a\0",
     "-x", "x" * 201],
)  # fmt: skip
def test_an_unsafe_id_is_refused(story: Timeline, name: str) -> None:
    reading = story.readings[0]
    unsafe = replace(reading, document=replace(reading.document, id=name))
    with pytest.raises(ValueError, match="not safe"):
        render_site(replace(story, readings=(unsafe,), events=(), undated=(), disagreements=()))
    with pytest.raises(ValueError, match="not safe"):
        render_site(replace(story, events=(replace(story.events[0], id=name),)))


@pytest.mark.parametrize("names", [["a", "a"], ["a-b", "A-B"]])
def test_ids_that_would_be_one_file_are_refused(names: list[str]) -> None:
    with pytest.raises(ValueError, match="share a name"):
        check_names("document", names)


_NAMES = st.one_of(
    st.from_regex(r"[A-Ca-c][A-Ca-c.\n_-]{0,3}", fullmatch=True),
    st.sampled_from(
        ("con", "CON.x", "com1", "aux", "console", "a" * 200, "a" * 201, "", "é", "..")
    ),
)


@given(st.lists(_NAMES, max_size=6))
@settings(max_examples=400)
def test_names_that_are_fine_at_a_glance_are_fine_one_by_one(names: list[str]) -> None:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(naming, "_are_fine", lambda _: False)
        try:
            check_names("document", names)
        except ValueError:
            refused = True
        else:
            refused = False
    assert not (refused and naming._are_fine(names))
    assert refused or not names or naming._are_fine(names)


@given(st.text(alphabet="ab./\\:\n*", max_size=8))
@settings(max_examples=400)
def test_a_path_that_is_within_a_site_at_a_glance_is_within_it(path: str) -> None:
    assert writing._is_inside(path) or writing._OUTSIDE.search(f"a\n{path}\nb")


_JSON = st.recursive(
    st.none()
    | st.text(st.characters(codec="utf-8"), max_size=6)
    | st.integers(-(10**9), 10**9)
    | st.floats(-1e13, 1e13).map(lambda day: round(day, 4)),
    lambda inner: st.lists(inner, max_size=4),
)


@given(_JSON)
@settings(max_examples=400)
def test_records_of_a_chart_are_the_same_json_by_the_quick_way(value: Any) -> None:
    assert compact(value) == json.dumps(value, separators=(",", ":"))


@pytest.mark.parametrize(
    ("url", "link"),
    [
        ("https://example.org/a?b=1", "https://example.org/a?b=1"),
        ("HTTP://example.org", "HTTP://example.org"),
        ("javascript:alert(1)", ""),
        (" javascript:alert(1)", ""),
        ("data:text/html,x", ""),
        ("//example.org", ""),
        ("example.org", ""),
        ("http://[broken", ""),
        ("", ""),
    ],
)
def test_only_web_addresses_become_links(url: str, link: str) -> None:
    assert web_link(url) == link


@pytest.mark.parametrize(
    ("when", "machine"),
    [
        (Interval.day(2021, 5, 19), "2021-05-19"),
        (Interval.month(2021, 5), "2021-05"),
        (Interval.year(2021), "2021"),
        (Interval.minute(2021, 5, 19, 15, 5), "2021-05-19T15:05"),
        (Interval.season(2021, 1), ""),
        (Interval.week(2021, 20), ""),
        (Interval.year(-43), ""),
        (Interval.year(0), ""),
        (Interval.day(2021, 5, 19).approximate(), ""),
        (Interval.year(2021).since(), ""),
        (Interval.decade(1990), ""),
    ],
)
def test_machines_are_told_only_dates_that_html_knows(when: Interval, machine: str) -> None:
    assert machine_date(when) == machine


# Marked text --------------------------------------------------------------------------------


def found(start: int, end: int, text: str) -> Resolution:
    """A resolution of some span."""
    mention = Mention(
        "d", start, end, text[start:end], "rule", TimexType.DATE, Reading("past_ref"), sentence=0
    )
    return Resolution(mention, Interval(0, 86_400, Granularity.DAY), "", "because")


def spelled(paragraphs: tuple[Paragraph, ...]) -> str:
    """Paragraphs as text: time expressions in [], asides in (), passages in {}."""
    marks = []
    for paragraph in paragraphs:
        words = ""
        for run in paragraph.runs:
            inner = ""
            for piece in run.pieces:
                text = f"({piece.text})" if piece.aside else piece.text
                inner += f"[{piece.number}:{text}]" if piece.number else text
            words += f"{{{inner}}}" if run.anchors else inner
        marks.append(words)
    return " / ".join(marks)


TEXT = "It began last week. Share this.\n\nIt ended on Tuesday, 3 March. Then it rained."


@pytest.mark.parametrize(
    ("mentions", "asides", "told", "expected"),
    [
        ([], [], [],
         "It began last week. Share this. / It ended on Tuesday, 3 March. Then it rained."),
        ([(9, 18)], [], [],
         "It began [1:last week]. Share this. / It ended on Tuesday, 3 March. Then it rained."),
        ([(9, 18)], [(20, 31)], [(0, 19)],
         "{It began [1:last week].} (Share this.) / It ended on Tuesday, 3 March. Then it rained."),
        ([(45, 61), (54, 61)], [], [(33, 62)],
         "It began last week. Share this. / {It ended on [1:Tuesday, 3 March].} Then it rained."),
        ([(9, 18)], [], [(0, 19), (9, 31)],
         "{It began [1:last week].} Share this. / It ended on Tuesday, 3 March. Then it rained."),
        ([], [], [(20, 62)],
         "It began last week. {Share this.} / It ended on Tuesday, 3 March.{} Then it rained."),
    ],
    ids=["plain", "a mention", "an aside and a passage", "nested mentions", "overlapping passages",
         "a passage over a blank line"],
)  # fmt: skip
def test_a_text_is_cut_at_what_was_found_in_it(
    mentions: list[tuple[int, int]],
    asides: list[tuple[int, int]],
    told: list[tuple[int, int]],
    expected: str,
) -> None:
    document = Document(
        "d", "d.txt", "", TEXT, asides=tuple(Aside(start, end, "ad") for start, end in asides)
    )
    resolutions = [found(start, end, TEXT) for start, end in mentions]
    paragraphs = mark_text(document, resolutions, [(start, end, "e") for start, end in told])
    # A passage that began in an earlier paragraph has its anchor there, not here.
    assert spelled(paragraphs) == expected.replace("{}", "")


SPANS = st.tuples(st.integers(0, 60), st.integers(1, 30)).map(lambda pair: (pair[0], sum(pair)))


@given(
    text=st.text(st.sampled_from("ab .\n"), min_size=1, max_size=60),
    mentions=st.lists(SPANS, max_size=4),
    asides=st.lists(SPANS, max_size=3),
    told=st.lists(SPANS, max_size=4),
)
@settings(max_examples=150, deadline=None)
def test_no_character_is_lost_or_doubled(
    text: str,
    mentions: list[tuple[int, int]],
    asides: list[tuple[int, int]],
    told: list[tuple[int, int]],
) -> None:
    def inside(spans: list[tuple[int, int]]) -> list[tuple[int, int]]:
        cut = {(start, min(end, len(text))) for start, end in spans if start < len(text)}
        return sorted(cut)

    document = Document(
        "d", "d", "", text, asides=tuple(Aside(*span, "ad") for span in inside(asides))
    )
    resolutions = [found(start, end, text) for start, end in inside(mentions)]
    told_spans = [(start, end, f"e{start}") for start, end in inside(told)]
    paragraphs = mark_text(document, resolutions, told_spans)
    shown = "".join(
        piece.text for paragraph in paragraphs for run in paragraph.runs for piece in run.pieces
    )
    assert re.sub(r"\s+", "", shown) == re.sub(r"\s+", "", text)
    numbers = [
        piece.number
        for paragraph in paragraphs
        for run in paragraph.runs
        for piece in run.pieces
        if piece.number
    ]
    assert len(numbers) == len(set(numbers))


@pytest.mark.parametrize(
    ("quote", "words", "expected"),
    [
        ("It began last week.", "last week", ["It began ", "[last week]", "."]),
        ("last week it began", "last week", ["[last week]", " it began"]),
        ("It began.", "last week", ["It began."]),
        ("It began.", "", ["It began."]),
    ],
)
def test_words_are_marked_in_a_quote(quote: str, words: str, expected: list[str]) -> None:
    pieces = mark_words(quote, words)
    assert [f"[{piece.text}]" if piece.number else piece.text for piece in pieces] == expected


def test_a_quote_marks_the_words_that_date_it_even_where_it_was_tidied(story: Timeline) -> None:
    passage = story.events[1].passages[0]
    words = passage.resolution.mention.surface
    for quote in (passage.quote, f"  {passage.quote}"):
        marked = [piece.text for piece in mark_quote(replace(passage, quote=quote)) if piece.number]
        assert marked == [words]


# The publication strip ----------------------------------------------------------------------


def test_a_strip_shows_the_heavy_months_and_tells_what_it_hides(story: Timeline) -> None:
    publication = story.documents[0].publication
    assert publication
    strip = draw_strip(publication)
    assert strip
    assert (strip.first, strip.last) == ("April 2018", "August 2018")
    assert max(strip.columns, key=lambda column: column.height).name == "June 2018"
    assert 0 <= strip.low < (strip.best or 0) < strip.high <= strip.width
    assert strip.hidden == pytest.approx(0.01, abs=0.001)
    for left, right in zip(strip.columns, strip.columns[1:], strict=False):
        assert left.x + left.width == pytest.approx(right.x, abs=0.02)


def test_without_a_posterior_there_is_no_strip() -> None:
    assert draw_strip(Publication(None, None, None, Method.UNKNOWN)) is None


@pytest.mark.parametrize(
    ("weight", "x", "width", "against"),
    [(0, 50, 0, False), (3, 50, 25, False), (6, 50, 50, False), (60, 50, 50, False),
     (-3, 25, 25, True)],
)  # fmt: skip
def test_a_clue_weighs_to_the_right_or_to_the_left(
    weight: float, x: float, width: float, against: bool
) -> None:
    bar = weigh(Evidence("words", "says", weight))
    assert (bar.x, bar.width, bar.against) == (x, width, against)


# Templates ----------------------------------------------------------------------------------


def test_a_template_of_the_users_replaces_ours(story: Timeline, tmp_path: Path) -> None:
    own = tmp_path / "undated.html"
    own.write_text('{% extends "base.html" %}{% block content %}Mine{% endblock %}')
    site = render_site(story, Config(template_folder=tmp_path))
    assert "Mine" in Page(site["undated.html"]).text
    assert "Where sources disagree" in Page(site["disagreements.html"]).text


def test_a_template_of_the_users_is_given_the_items_themselves(
    story: Timeline, tmp_path: Path
) -> None:
    lists = {
        "list.html": "{% for year in years %}{% for month in year.months %}"
        "{% for event in month.events %}[{{ event.title }}]{% endfor %}{% endfor %}{% endfor %}",
        "sources.html": "{% for source in sources %}[{{ source.title }}]{% endfor %}",
        "undated.html": "{% for shelf in shelves[:1] %}[{{ shelf.source.title }}]{% endfor %}",
        "disagreements.html": "{% for one in disputes %}[{{ one.title }}]{% endfor %}",
    }
    for name, template in lists.items():
        (tmp_path / name).write_text(template)
    site = render_site(story, Config(template_folder=tmp_path))
    front = Page(site["index.html"]).text
    assert all(f"[{event.title}]" in front for event in story.events)
    sources = Page(site["sources.html"]).text
    assert all(f"[{document.title}]" in sources for document in story.documents)
    assert Page(site["undated.html"]).text.startswith("[")
    assert Page(site["disagreements.html"]).text.startswith("[")


def test_what_marks_the_place_of_rows_is_only_words_in_an_article(story: Timeline) -> None:
    words = "<rows-0/>"
    events = tuple(replace(event, title=f"{event.title} {words}") for event in story.events)
    site = render_site(replace(story, title=words, events=events), Config())
    assert all(words.encode() not in page for page in site.values() if page.startswith(b"<!"))
    assert Page(site["index.html"]).text.count(words) >= len(events)


@pytest.fixture
def compiled(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The folder in which Python keeps compiled code."""
    monkeypatch.setattr(sys, "dont_write_bytecode", False)
    monkeypatch.setattr(sys, "pycache_prefix", str(tmp_path / "compiled"))
    return tmp_path / "compiled"


@pytest.fixture
def parsed(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The templates that are compiled."""
    names: list[str] = []
    parse = Environment._parse

    def spy(self: Environment, source: str, name: str | None, filename: str | None) -> Any:
        names.append(name or "")
        return parse(self, source, name, filename)

    monkeypatch.setattr(Environment, "_parse", spy)
    return names


def test_templates_of_ours_are_compiled_once(
    story: Timeline, site: dict[str, bytes], compiled: Path, parsed: list[str]
) -> None:
    assert render_site(story, Config()) == site
    assert "index.html" in parsed
    parsed.clear()
    assert render_site(story, Config()) == site
    assert not parsed


@pytest.mark.parametrize("how", ["cut short", "another's", "changed", "empty"])
def test_compiled_code_that_is_not_as_it_was_kept_is_not_run(
    story: Timeline, site: dict[str, bytes], compiled: Path, parsed: list[str], how: str
) -> None:
    render_site(story, Config())
    [index], [method] = compiled.rglob("index*.pyc"), compiled.rglob("method*.pyc")
    kept = index.read_bytes()
    index.write_bytes(
        {
            "cut short": kept[:-9],
            "another's": method.read_bytes(),
            "changed": kept[:-9] + bytes(9),
            "empty": b"",
        }[how]
    )
    parsed.clear()
    assert render_site(story, Config()) == site
    assert parsed == ["index.html"]


def test_templates_are_compiled_anew_where_something_else_compiles_them(
    story: Timeline,
    site: dict[str, bytes],
    compiled: Path,
    parsed: list[str],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    render_site(story, Config())
    parsed.clear()
    monkeypatch.setattr("timeline.pages.compiled._compiler_print", lambda: b"another Jinja")
    assert render_site(story, Config()) == site
    assert "index.html" in parsed


def test_templates_of_users_are_not_kept_compiled(
    story: Timeline, tmp_path: Path, compiled: Path
) -> None:
    (tmp_path / "look").mkdir()
    (tmp_path / "look" / "mine.html").write_text("Mine")
    (tmp_path / "look" / "404.html").write_text("{% include 'mine.html' %}")
    render_site(story, Config(template_folder=tmp_path / "look"))
    names = [path.name.partition(".")[0] for path in compiled.rglob("*.pyc")]
    assert "index" in names
    assert not {"mine", "404"}.intersection(names)


def test_where_python_writes_no_compiled_code_neither_do_we(
    story: Timeline, compiled: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sys, "dont_write_bytecode", True)
    render_site(story, Config())
    assert not compiled.exists()


def test_a_static_file_of_the_users_replaces_ours(story: Timeline, tmp_path: Path) -> None:
    (tmp_path / "static").mkdir()
    (tmp_path / "static" / "style.css").write_text("body { color: red }")
    site = render_site(story, Config(template_folder=tmp_path))
    assert site["static/style.css"] == b"body { color: red }"


@pytest.mark.parametrize(
    ("template", "words"),
    [
        ("\n{{ nobody }}", "nobody"),
        ("\n{% for %}", "for"),
        ("\n{% include 'gone.html' %}", "gone.html is missing"),
    ],
    ids=["undefined name", "syntax", "missing part"],
)
def test_a_broken_template_is_named_with_its_line(
    story: Timeline, tmp_path: Path, template: str, words: str
) -> None:
    (tmp_path / "method.html").write_text(template)
    with pytest.raises(PageError) as caught:
        render_site(story, Config(template_folder=tmp_path))
    assert words in str(caught.value)
    assert "method.html" in str(caught.value)
    assert "missing" in words or "method.html:2: " in str(caught.value)


# Writing ------------------------------------------------------------------------------------

FILES = {"index.html": b"one", "documents/a.html": b"two", "static/style.css": b"three"}


def contents(out: Path) -> dict[str, bytes]:
    """Every file in a folder but the manifest."""
    return {
        path.relative_to(out).as_posix(): path.read_bytes()
        for path in out.rglob("*")
        if path.is_file() and path.name != MANIFEST
    }


@pytest.fixture(params=["at once", "file by file"])
def out(tmp_path: Path, request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder that holds a site, where the system can exchange folders and where it cannot."""
    if request.param == "file by file":
        monkeypatch.setattr(swap, "_exchange", lambda *_: False)
    write_site(FILES, tmp_path / "build")
    return tmp_path / "build"


def test_a_new_folder_gets_every_file(tmp_path: Path) -> None:
    report = write_site(FILES, tmp_path / "deep" / "build")
    assert report == WriteReport(tuple(sorted(FILES)), (), (), ())
    assert contents(tmp_path / "deep" / "build") == FILES


def test_what_is_too_much_for_memory_waits_on_disk_and_comes_out_as_it_went_in(
    out: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A site of several parts, each larger than what a spool holds; nothing of it stays behind."""
    monkeypatch.setattr(spool, "_IN_MEMORY", 100)
    site = {f"documents/{number}.html": bytes([number]) * 90 for number in range(9)}
    report = replace_site(iter(site.items()), out)
    assert report.written == tuple(sorted(site))
    assert report.removed == tuple(sorted(FILES))
    assert contents(out) == site
    write_site(FILES, out)
    assert contents(out) == FILES


def test_a_full_disk_before_the_first_file_leaves_the_previous_site_whole(
    out: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Of a large site the disk may be full while it is still being made."""

    def site() -> Iterator[tuple[str, bytes]]:
        yield "index.html", b"new"
        raise OSError(28, "No space left on device")

    with pytest.raises(OutputError, match="No space left"):
        replace_site(site(), out)
    assert contents(out) == FILES


def test_an_unchanged_site_is_not_written_at_all(out: Path) -> None:
    before = {path: path.stat().st_mtime_ns for path in out.rglob("*")}
    assert write_site(FILES, out) == WriteReport((), tuple(sorted(FILES)), (), ())
    assert {path: path.stat().st_mtime_ns for path in out.rglob("*")} == before


def test_only_changed_files_are_written(out: Path) -> None:
    before = (out / "documents/a.html").stat().st_mtime_ns
    report = write_site({**FILES, "index.html": b"new"}, out)
    assert report.written == ("index.html",)
    assert (out / "index.html").read_bytes() == b"new"
    assert (out / "documents/a.html").stat().st_mtime_ns == before


def test_stale_files_go_with_their_empty_folders(out: Path) -> None:
    report = write_site({"index.html": b"one"}, out)
    assert report.removed == ("documents/a.html", "static/style.css")
    assert sorted(path.name for path in out.iterdir()) == ["index.html", MANIFEST]


def test_a_stale_file_that_somebody_edited_is_kept(out: Path) -> None:
    (out / "documents/a.html").write_bytes(b"mine now")
    report = write_site({"index.html": b"one"}, out)
    assert report.kept == ("documents/a.html",)
    assert (out / "documents/a.html").read_bytes() == b"mine now"
    assert write_site({"index.html": b"one"}, out).kept == ()


def test_files_of_others_are_never_touched(out: Path) -> None:
    (out / "CNAME").write_bytes(b"example.org")
    (out / "documents" / "notes.txt").write_bytes(b"notes")
    write_site({"index.html": b"new"}, out)
    assert contents(out) == {
        "index.html": b"new",
        "CNAME": b"example.org",
        "documents/notes.txt": b"notes",
    }


def test_a_file_of_somebody_else_is_not_overwritten(out: Path) -> None:
    (out / "extra.html").write_bytes(b"mine")
    with pytest.raises(OutputError, match="in the way"):
        write_site({**FILES, "index.html": b"new", "extra.html": b"ours"}, out)
    assert contents(out) == {**FILES, "extra.html": b"mine"}


def test_a_folder_that_is_not_ours_is_refused(tmp_path: Path) -> None:
    (tmp_path / "thesis.docx").write_bytes(b"years of work")
    with pytest.raises(OutputError, match="did not write"):
        write_site(FILES, tmp_path)
    assert contents(tmp_path) == {"thesis.docx": b"years of work"}


def test_a_file_in_place_of_the_folder_is_refused(tmp_path: Path) -> None:
    (tmp_path / "build").write_bytes(b"")
    with pytest.raises(OutputError, match="not a folder"):
        write_site(FILES, tmp_path / "build")


@pytest.mark.parametrize("text", ["", "[]", "{}", '{"files": 1}', "\udcff"])
def test_a_broken_manifest_is_refused(out: Path, text: str) -> None:
    (out / MANIFEST).write_bytes(text.encode("utf-8", "surrogateescape"))
    with pytest.raises(OutputError, match=MANIFEST):
        write_site({"index.html": b"new"}, out)
    assert contents(out) == FILES


def test_a_hostile_manifest_removes_nothing_outside(out: Path) -> None:
    outside = out.parent / "precious.txt"
    outside.write_bytes(b"precious")
    listed = json.loads((out / MANIFEST).read_text())
    digest = "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"
    listed["files"] |= {"../precious.txt": digest, str(outside): digest}
    (out / MANIFEST).write_text(json.dumps(listed))
    write_site({"index.html": b"one"}, out)
    assert outside.read_bytes() == b"precious"


def test_a_link_out_of_the_folder_is_refused(out: Path) -> None:
    elsewhere = out.parent / "elsewhere"
    (out / "documents" / "a.html").unlink()
    (out / "documents").rmdir()
    elsewhere.mkdir()
    (out / "documents").symlink_to(elsewhere)
    with pytest.raises(OutputError, match="leads out"):
        write_site({**FILES, "documents/a.html": b"new"}, out)
    assert not list(elsewhere.iterdir())


@pytest.mark.parametrize(
    "name", ["", "/etc/passwd", "../x", "a/../b", "a//b", "a\\b", MANIFEST, "x.timeline-unfinished"]
)
def test_a_path_out_of_the_site_is_refused(tmp_path: Path, name: str) -> None:
    with pytest.raises(ValueError, match="not a path within a site"):
        write_site({name: b""}, tmp_path)
    assert not list(tmp_path.iterdir())


@pytest.mark.parametrize("fails_at", [1, 2, 3])
def test_a_build_that_fails_leaves_the_previous_site_whole(
    out: Path, monkeypatch: pytest.MonkeyPatch, fails_at: int
) -> None:
    """The disk is full at the first, second or third new file."""
    opened = Path.open
    calls = 0

    def full(self: Path, mode: str = "r", *more: Any, **named: Any) -> Any:
        nonlocal calls
        calls += mode == "xb" and not self.name.startswith(MANIFEST)
        if calls == fails_at:
            raise OSError(28, "No space left on device", str(self))
        return opened(self, mode, *more, **named)

    with monkeypatch.context() as patched:
        patched.setattr(Path, "open", full)
        with pytest.raises(OutputError, match="No space left"):
            write_site(dict.fromkeys(FILES, b"new"), out)
    assert contents(out) == FILES
    write_site({"index.html": b"newest"}, out)
    assert contents(out) == {"index.html": b"newest"}


def test_what_a_killed_build_left_is_cleaned_by_the_next(
    out: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Killed after some new files stood in their places, before the manifest was final."""
    replace_file = Path.replace

    def kill(self: Path, target: Path) -> Path:
        if target.name == "b.html":
            raise KeyboardInterrupt
        return replace_file(self, target)

    with monkeypatch.context() as patched:
        patched.setattr(Path, "replace", kill)
        with pytest.raises(KeyboardInterrupt):
            write_site({"a.html": b"a", "b.html": b"b"}, out)
    write_site({"index.html": b"one"}, out)
    assert contents(out) == {"index.html": b"one"}


def test_stances_are_told_unless_it_simply_happened(
    story: Timeline, site: dict[str, bytes]
) -> None:
    content = site["index.html"].decode()
    for event in story.events:
        start = content.index(f'id="e-{event.id}"')
        article = content[start : content.index("</article>", start)]
        told = f">{event.stance.value}</span>" in article
        assert told is (event.stance is not Stance.HAPPENED)


# Other looks and ways of writing ------------------------------------------------------------

EVENING = Path(__file__).parent.parent / "docs" / "themes" / "evening"


def test_a_theme_is_a_folder_with_one_style_sheet_that_every_page_loads(story: Timeline) -> None:
    site = render_site(story, Config(template_folder=EVENING))
    assert site["static/theme.css"] == (EVENING / "static" / "theme.css").read_bytes()
    for name in PAGES:
        links = re.findall(r'href="([^"]*\.css)"', site[name].decode())
        assert links[-1].endswith("static/theme.css"), name
    assert "static/theme.css" not in render_site(story)


def test_the_evening_theme_names_every_colour_of_ours() -> None:
    ours = set(
        re.findall(r"--(\w+): #", render_site(Timeline("", (), ()))["static/style.css"].decode())
    )
    rules = (EVENING / "static" / "theme.css").read_text().split("}")
    for rule in rules:
        if "--paper" in rule:
            assert set(re.findall(r"--(\w+): #", rule)) == ours


@pytest.mark.parametrize(("language", "is_turned"), [("ar", True), ("he-IL", True), ("en", False)])
def test_a_language_written_from_right_to_left_turns_the_pages(
    story: Timeline, language: str, is_turned: bool
) -> None:
    site = render_site(story, Config(language=language))
    for name in PAGES:
        assert (b' dir="rtl">' in site[name].split(b"<head>")[0]) is is_turned, name
    assert b'id="chart" dir="ltr"' in site["index.html"]


def test_what_can_be_taken_along_says_how_large_it_is_and_a_feed_has_the_last_of_many() -> None:
    files = render_site(synthetic_timeline(600))
    assert files["feed.atom"].count(b"<entry>") == 500
    assert files["events.ics"].count(b"BEGIN:VEVENT") == 600
    page = files["method.html"].decode()
    for name in ("timeline.json", "events.csv", "events.ics", "feed.atom"):
        size = len(files[name])
        shown = f"{size / 1e6:.0f} MB" if size > 1e6 else f"{round(size / 1000)} kB"
        assert re.search(rf"{name}</code></a> <span[^>]*>[^<]*\({shown}\)", page)
