"""exports: what other programs read, read by the libraries they use; every event is there."""

from __future__ import annotations

import asyncio
import copy
import csv
import io
import json
import re
import shutil
import sqlite3
import subprocess
import sys
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import date
from importlib.resources import files
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING, Any

import duckdb
import feedparser
import jsonschema
import pandas as pd
import pyarrow.parquet
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from icalendar import Calendar
from lxml import etree  # type: ignore[import-untyped]
from node_programs import FOLDER, node_program
from rdflib import RDF, Graph, Literal, Namespace, URIRef
from selectolax.lexbor import LexborHTMLParser
from test_docs import fences
from test_embed import serve

from timeline.cli import main
from timeline.cli.parser import EVENT_FORMATS
from timeline.diff import Change, ChangeKind
from timeline.errors import TimelineError
from timeline.exports import (
    CSV_COLUMNS,
    FORMATS,
    PARQUET_COLUMNS,
    PASSAGE_FIELDS,
    Export,
    Setting,
    changes_feed,
    site_of,
    timeline_record,
)
from timeline.exports.atom import EDTF_SCHEME
from timeline.handmade import guarded, unguarded
from timeline.history import Entry
from timeline.interval import from_edtf, to_edtf
from timeline.model import Correction, Event, Stance, Timeline

if TYPE_CHECKING:
    from playwright.sync_api import Browser

ROOT = Path(__file__).resolve().parent.parent
ATOM = "{http://www.w3.org/2005/Atom}"
TABLE = "{urn:oasis:names:tc:opendocument:xmlns:table:1.0}"
SCHEMA_ORG = Namespace("https://schema.org/")
SITE = Setting("https://example.org/vell/")
HOSTILE = "<script>alert(1)</script> &amp; \"x\"; a,b\\n =cmd|' /C calc'!A0 ☃\u0001"
WHENS = (
    "2021-05-24",
    "2021-05",
    "2021~",
    "2021-05-17/2021-05-23",
    "2019/..",
    "../2060",
    "../..",
    "2021-03-23T07:40",
    "2021-03-23T22:00:00/2021-03-24T06:00:00",
    "2021-03-23T07:40:00/..",
    "199X",
    "2021-24",
    "-0043-03-15",
    "0000",
    "Y-13000000",
    "Y12021",
    "9999-12-31",
)


def event(identity: str, edtf: str, **more: Any) -> Event:
    """An event of some day that somebody added."""
    stance = more.pop("stance", Stance.HAPPENED)
    title = more.pop("title", f"What was at {edtf}")
    return Event(identity, title, from_edtf(edtf), stance, (), **more)


@pytest.fixture(scope="module")
def hard(story: Timeline) -> Timeline:
    """The sample story, with dates and words that formats have trouble with."""
    added = [event(f"e{number}", edtf) for number, edtf in enumerate(WHENS)]
    added += [event(f"s-{one}", "2020-02-29", stance=one) for one in Stance]
    added.append(
        event(
            "hostile",
            "2021-05-24",
            title=HOSTILE,
            actors=(HOSTILE, "=A"),
            places=(HOSTILE,),
            corrections=(Correction("added", "", HOSTILE, f"2021-05-24: {HOSTILE}"),),
        )
    )
    return Timeline(HOSTILE, story.readings, (*story.events, *added), story.undated)


def written(name: str, timeline: Timeline, setting: Setting = SITE) -> Export:
    """A timeline in a format."""
    return FORMATS[name].write(timeline, setting)


# --- every event is there, for the libraries that others read with ------------------------------


def ids_of_json(content: bytes) -> list[str]:
    return [one["id"] for one in json.loads(content)["events"]]


def ids_of_sqlite(content: bytes) -> list[str]:
    database = sqlite3.connect(":memory:")
    database.deserialize(content)
    return [name for (name,) in database.execute("SELECT id FROM events")]


def ids_of_jsonld(content: bytes) -> list[str]:
    graph = Graph().parse(data=content.decode(), format="json-ld")
    told = graph.subjects(RDF.type, SCHEMA_ORG.Event)
    return [str(graph.value(one, SCHEMA_ORG.identifier)) for one in told]


def links_of_calendar(content: bytes) -> list[str]:
    entries = Calendar.from_ical(content).walk("VEVENT")
    return [str(one["URL"]).rpartition("#e-")[2] for one in entries]


def links_of_feed(content: bytes) -> list[str]:
    feed = feedparser.parse(content)
    assert not feed.bozo, feed.bozo_exception
    return [one.link.rpartition("#e-")[2] for one in feed.entries]


READ: dict[str, Callable[[bytes], list[str]]] = {
    "json": ids_of_json,
    "jsonl": lambda content: [json.loads(line)["id"] for line in content.splitlines()],
    "csv": lambda content: [one["id"] for one in csv.DictReader(io.StringIO(content.decode()))],
    "ics": links_of_calendar,
    "timelinejs": lambda content: [one["unique_id"] for one in json.loads(content)["events"]],
    "vis": lambda content: [one["id"] for one in json.loads(content)["items"]],
    "atom": links_of_feed,
    "jsonld": ids_of_jsonld,
    "markwhen": lambda content: re.findall(r"^id: (.+)$", content.decode(), re.MULTILINE),
    "sqlite": ids_of_sqlite,
    "parquet": lambda content: pd.read_parquet(io.BytesIO(content))["id"].tolist(),
}
NO_PLACE = {
    "ics": {"e6", "e12", "e13", "e14", "e15", "e16"},
    "timelinejs": {"e6"},
    "vis": {"e6", "e14"},
    "markwhen": {"e6", "e14"},
}
"""Both ends open; and years that a calendar, JavaScript or five digits cannot write."""


@pytest.mark.parametrize("name", FORMATS)
def test_every_event_is_in_the_file_or_named_as_left_out(name: str, hard: Timeline) -> None:
    export = written(name, hard)
    found, left = READ[name](export.content), [one.id for one in export.left_out]
    assert sorted(found + left) == sorted(one.id for one in hard.events)
    assert set(left) == NO_PLACE.get(name, set())


@pytest.mark.parametrize("name", FORMATS)
def test_the_same_timeline_is_the_same_bytes(name: str, hard: Timeline) -> None:
    assert written(name, hard) == written(name, copy.deepcopy(hard))


@pytest.mark.parametrize("name", FORMATS)
def test_a_timeline_without_events_is_a_file_all_the_same(name: str) -> None:
    assert READ[name](written(name, Timeline("Nothing", (), ())).content) == []


@pytest.mark.parametrize("name", FORMATS)
def test_every_format_carries_the_date_as_edtf(name: str) -> None:
    one = event("x", "2021-05?/2021-06~")
    content = written(name, Timeline("T", (), (one,))).content
    assert b"2021-05?/2021-06~" in content


@pytest.mark.parametrize("name", ["ics", "timelinejs", "vis", "atom", "jsonld", "markwhen"])
def test_what_did_not_happen_says_so_in_its_headline(name: str) -> None:
    content = written(name, Timeline("T", (), (event("x", "2021", stance=Stance.DENIED),))).content
    assert b"What was at 2021 (denied)" in content


def test_the_command_line_offers_what_there_is() -> None:
    assert tuple(FORMATS) == EVENT_FORMATS


# --- JSON ----------------------------------------------------------------------------------------


def schema() -> dict[str, Any]:
    """The schema that comes with the package."""
    text = (files("timeline.exports") / "events.schema.json").read_text(encoding="utf-8")
    loaded: dict[str, Any] = json.loads(text)
    return loaded


def closed(part: Any) -> Any:
    """A schema that allows no key but those it names."""
    if isinstance(part, list):
        return [closed(item) for item in part]
    if not isinstance(part, dict):
        return part
    inner = {key: closed(value) for key, value in part.items()}
    return inner | ({"additionalProperties": False} if "properties" in part else {})


def test_the_json_holds_to_its_schema_and_the_schema_names_every_key(
    story: Timeline, hard: Timeline
) -> None:
    checked = jsonschema.Draft202012Validator(schema())
    checked.check_schema(schema())
    strict = jsonschema.Draft202012Validator(closed(schema()))
    for timeline in (story, hard):
        record = json.loads(written("json", timeline).content)
        assert [error.message for error in checked.iter_errors(record)] == []
        assert [error.message for error in strict.iter_errors(record)] == []


@pytest.mark.parametrize(
    ("path", "value"),
    [("title", 3), ("edtf", ""), ("stance", "gone"), ("confidence", 2), ("passages", None)],
)
def test_the_schema_refuses_what_is_wrong(story: Timeline, path: str, value: object) -> None:
    record = timeline_record(story)
    record["events"][0][path] = value
    with pytest.raises(jsonschema.ValidationError):
        jsonschema.validate(record, schema(), cls=jsonschema.Draft202012Validator)


# --- CSV -----------------------------------------------------------------------------------------

RUNS = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")


@pytest.mark.parametrize("start", RUNS)
@pytest.mark.parametrize("rest", ["1+1", "2021-05-24", "cmd|' /C calc'!A0", "A1:A9"])
def test_no_cell_is_taken_for_a_formula(start: str, rest: str) -> None:
    for cell in (start + rest, f"x;{start.strip() or '='}{rest}", f"a\n={rest}"):
        for part in re.split("[;\n]", guarded(cell)) if start.strip() else [guarded(cell)]:
            assert not part.startswith(RUNS)


def test_a_title_that_looks_like_a_year_with_an_equals_sign_is_no_formula() -> None:
    title = "=2021+cmd|' /C calc'!A0"
    [row] = csv.DictReader(
        io.StringIO(
            written("csv", Timeline("", (), (event("x", "-0043", title=title),))).content.decode()
        )
    )
    assert row["title"] == f"'{title}"
    assert row["edtf"] == "-0043"


@given(st.text(alphabet="'=+-@\t\r\n;ab＝ ", max_size=12))
def test_a_guarded_cell_can_be_read_as_it_was(cell: str) -> None:
    assert unguarded(guarded(cell)) == cell


def test_a_byte_order_mark_is_written_where_it_is_asked_for(story: Timeline) -> None:
    plain = written("csv", story).content
    assert written("csv", story, Setting(bom=True)).content == b"\xef\xbb\xbf" + plain
    assert next(csv.reader(io.StringIO(plain.decode()))) == list(CSV_COLUMNS)


# --- calendars -----------------------------------------------------------------------------------


def entries(*events: Event) -> list[Any]:
    """The entries of a calendar of these events."""
    calendar = Calendar.from_ical(written("ics", Timeline("T", (), events)).content)
    return list(calendar.walk("VEVENT"))


@pytest.mark.parametrize(
    ("edtf", "start", "end"),
    [
        ("2021-05-24", "2021-05-24", "2021-05-25"),
        ("2021-05", "2021-05-01", "2021-06-01"),
        ("2019/..", "2019-01-01", "2019-01-02"),
        ("../2060", "2060-12-31", "2061-01-01"),
        ("2021-03-23T07:40", "2021-03-23T07:40:00", "2021-03-23T07:41:00"),
        (
            "2021-03-23T22:00:00/2021-03-24T06:00:00",
            "2021-03-23T22:00:00",
            "2021-03-24T06:00:00",
        ),
    ],
)
def test_days_are_all_day_entries_and_times_are_timed(edtf: str, start: str, end: str) -> None:
    [entry] = entries(event("x", edtf))
    written_ = [entry.decoded(name).isoformat() for name in ("DTSTART", "DTEND")]
    assert written_ == [start, end]
    assert from_edtf(str(entry["X-EDTF"])) == from_edtf(edtf)


def test_an_entry_keeps_its_name_whatever_else_is_told(story: Timeline, hard: Timeline) -> None:
    names = [
        {str(one["URL"]): str(one["UID"]) for one in Calendar.from_ical(each).walk("VEVENT")}
        for each in (written("ics", story).content, written("ics", hard).content)
    ]
    assert names[0].items() < names[1].items()
    assert len(set(names[1].values())) == len(names[1])


@settings(max_examples=50)
@given(st.text(st.characters(codec="utf-8", exclude_categories=("C", "Zl", "Zp")), min_size=1))
def test_words_come_out_of_a_calendar_as_they_went_in(title: str) -> None:
    timeline = Timeline("T", (), (event("x", "2021", title=title),))
    content = written("ics", timeline).content
    assert max(map(len, content.split(b"\r\n"))) <= 75
    [entry] = Calendar.from_ical(content).walk("VEVENT")
    assert str(entry["SUMMARY"]) == title


def test_no_words_add_a_property_to_an_entry() -> None:
    [entry] = entries(event("x", "2021", title="A\r\nATTACH:http://evil.example\nX:1"))
    assert "ATTACH" not in entry


# --- feeds ---------------------------------------------------------------------------------------


def test_a_feed_says_who_told_an_event_and_when(story: Timeline) -> None:
    feed = feedparser.parse(written("atom", story).content)
    told = {one.link.rpartition("#e-")[2]: one for one in feed.entries}
    vote = told["council-vote"]
    assert "Vell Courier" in [one.name for one in vote.authors]
    assert vote.published == "2018-06-13T00:00:00Z"
    assert vote.published <= vote.updated
    assert {"scheme": EDTF_SCHEME, "term": "2018-06-12", "label": None} in vote.tags
    updated = [one.updated for one in feed.entries]
    assert updated == sorted(updated, reverse=True)
    assert feed.feed.updated == updated[0]


def test_links_of_a_feed_are_whole_relative_or_left_out(story: Timeline) -> None:
    links = {
        site: {
            one.get("href").partition("#")[0]
            for one in etree.fromstring(written("atom", story, Setting(site)).content).iter(
                f"{ATOM}link"
            )
        }
        for site in ("https://example.org/vell/", "", None)
    }
    assert links["https://example.org/vell/"] == {
        "https://example.org/vell/index.html",
        "https://example.org/vell/feed.atom",
    }
    assert links[""] == {"index.html"}
    assert links[None] == set()
    assert (site_of("https://example.org/vell"), site_of("")) == ("https://example.org/vell/", None)


ENTRIES = (
    Entry("2026-01-02", (Change(ChangeKind.MOVED, "a", HOSTILE, "May 2021", "June 2021"),)),
    Entry("2026-01-02", (Change(ChangeKind.ADDED, "a", "A", "", "May 2021"),)),
    Entry("2026-01-01", (Change(ChangeKind.ADDED, "a", "A", "", "May 2021"),)),
)


def test_a_feed_of_changes_has_an_entry_for_each_build_that_told_something_else() -> None:
    feed = feedparser.parse(changes_feed("Vell", ENTRIES, SITE))
    assert not feed.bozo
    assert len({one.id for one in feed.entries}) == 3
    assert [one.updated[:10] for one in feed.entries] == [one.day for one in ENTRIES]
    assert "May 2021 → June 2021" in feed.entries[0].summary
    before = feedparser.parse(changes_feed("Vell", ENTRIES[1:], SITE))
    assert [one.id for one in before.entries] == [one.id for one in feed.entries[1:]]


# --- nothing from an article is more than words ------------------------------------------------


def markup_of(name: str, content: bytes) -> list[str]:
    """Every piece of a file that its reader takes for HTML."""
    if name == "timelinejs":
        texts = [one["text"] for one in json.loads(content)["events"]]
        return [text[key] for text in texts for key in ("headline", "text")]
    if name == "vis":
        return [one[key] for one in json.loads(content)["items"] for key in ("content", "title")]
    return [one.text for one in etree.fromstring(content).iter(f"{ATOM}content")]


def tags_of(markup: str) -> set[str]:
    """The elements that a browser makes of some HTML."""
    body = LexborHTMLParser(markup).body
    assert body is not None
    return {one.tag for one in body.traverse(include_text=False)} - {"body"}


@pytest.mark.parametrize("name", ["timelinejs", "vis", "atom"])
def test_markup_in_an_event_is_shown_as_words(name: str, hard: Timeline) -> None:
    pieces = markup_of(name, written(name, hard).content)
    assert any("script" in piece for piece in pieces)
    assert {tag for piece in pieces for tag in tags_of(piece)} <= {"p", "br", "blockquote", "a"}


def test_a_hostile_change_is_shown_as_words() -> None:
    [first, *_] = etree.fromstring(changes_feed("V", ENTRIES, SITE)).iter(f"{ATOM}content")
    assert tags_of(first.text) == {"h3", "p"}


def test_no_sentence_begins_an_event_in_markwhen(hard: Timeline) -> None:
    lines = written("markwhen", hard).content.decode().split("---\n", 2)[2].splitlines()
    dated = [line for line in lines if line and not re.match(r"> |id: |edtf: ", line)]
    date_words = r"\d[\dTZ:/ -]*|\d+ B?CE - \d+ B?CE"
    assert all(re.match(rf"(?:{date_words}): .+ #\w+$", line) for line in dated)
    assert len(dated) == len(hard.events) - len(NO_PLACE["markwhen"])


# --- the others --------------------------------------------------------------------------------


def test_linked_data_names_dates_places_and_the_sentences_that_tell_an_event(
    story: Timeline,
) -> None:
    content = written("jsonld", story).content
    graph = Graph().parse(data=content.decode(), format="json-ld")
    [vote] = graph.subjects(SCHEMA_ORG.identifier, Literal("council-vote"))
    assert graph.value(vote, SCHEMA_ORG.temporalCoverage) == Literal(
        "2018-06-12", datatype=URIRef(EDTF_SCHEME)
    )
    assert str(graph.value(vote, SCHEMA_ORG.startDate)) == "2018-06-12"
    quotations = list(graph.objects(vote, SCHEMA_ORG.subjectOf))
    told = next(one for one in story.events if one.id == "council-vote").passages
    assert {str(graph.value(one, SCHEMA_ORG.text)) for one in quotations} == {
        passage.quote for passage in told
    }
    for one in quotations:
        article = graph.value(one, SCHEMA_ORG.isPartOf)
        assert (article, RDF.type, SCHEMA_ORG.Article) in graph
    assert b'"@context": {' in content  # written out: nobody has to fetch one


def test_the_tables_of_a_database_lead_to_each_other(story: Timeline) -> None:
    database = sqlite3.connect(":memory:")
    database.deserialize(written("sqlite", story).content)
    assert database.execute("PRAGMA integrity_check").fetchall() == [("ok",)]
    assert database.execute("PRAGMA foreign_key_check").fetchall() == []
    counts = {
        "documents": len(story.documents),
        "events": len(story.events),
        "passages": sum(len(one.passages) for one in story.events),
        "actors": sum(len(one.actors) for one in story.events),
        "places": sum(len(one.places) for one in story.events),
        "undated": len(story.undated),
        "disagreements": sum(
            len(passages) for one in story.disagreements for _, passages in one.sides
        ),
    }
    for table, count in counts.items():
        assert database.execute(f"SELECT count(*) FROM {table}").fetchone() == (count,), table  # noqa: S608
    dates = dict(database.execute("SELECT id, edtf FROM events"))
    assert dates == {one.id: to_edtf(one.when) for one in story.events}


def test_duckdb_finds_in_parquet_what_is_told(hard: Timeline, tmp_path: Path) -> None:
    file = tmp_path / "events.parquet"
    file.write_bytes(written("parquet", hard).content)
    base = duckdb.connect()
    rows = base.sql(f"SELECT id, edtf, passages, actors FROM '{file}'").fetchall()  # noqa: S608
    assert [one[:2] for one in rows] == [(each.id, to_edtf(each.when)) for each in hard.events]
    for (_, _, passages, actors), told in zip(rows, hard.events, strict=True):
        assert [one["doc"] for one in passages] == [one.document for one in told.passages]
        assert [one["words"] for one in passages] == [
            one.resolution.mention.surface for one in told.passages
        ]
        assert len(actors) == len(told.actors)
    days = f"SELECT count(*) FROM '{file}' WHERE DATE '2018-06-12' BETWEEN start AND \"end\""  # noqa: S608
    assert base.sql(days).fetchall() != [(0,)]
    said = f"SELECT count(*) FROM (SELECT unnest(passages, recursive := true) FROM '{file}')"  # noqa: S608
    [(count,)] = base.sql(said).fetchall()
    assert count == sum(len(one.passages) for one in hard.events)


def test_the_columns_of_parquet_are_of_the_types_that_are_told(hard: Timeline) -> None:
    for timeline in (hard, Timeline("Nothing", (), ())):
        schema = pyarrow.parquet.read_schema(io.BytesIO(written("parquet", timeline).content))
        types = {
            "string": "string",
            "list of strings": "list<element: string>",
            "date": "date32[day]",
            "double": "double",
            "boolean": "bool",
            "list of records": "list<element: struct<"
            + ", ".join(f"{name}: string" for name in PASSAGE_FIELDS)
            + ">>",
        }
        found = {field.name: str(field.type) for field in schema}
        assert found == {name: types[kind] for name, kind in PARQUET_COLUMNS.items()}
        assert schema.metadata[b"schema_version"] == b"1"


def test_days_of_parquet_are_whole_and_empty_where_no_reader_could_show_them() -> None:
    whens = ("2021-05-17/2021-05-23", "-0043", "2020/..", "9999-12-31")
    events = tuple(event(f"e{at}", when) for at, when in enumerate(whens))
    table = pd.read_parquet(io.BytesIO(written("parquet", Timeline("T", (), events)).content))
    assert table["start"].tolist() == [date(2021, 5, 17), None, date(2020, 1, 1), date.max]
    assert table["end"].tolist() == [date(2021, 5, 23), None, None, date.max]


def test_parquet_without_its_extra_says_what_to_do(
    story: Timeline, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(sys.modules, "pyarrow", None)
    with pytest.raises(TimelineError, match="not installed") as wrong:
        written("parquet", story)
    assert "timeline-site[parquet]" in wrong.value.remedy


def test_a_chart_gets_whole_days_and_ends_that_are_not_included() -> None:
    events = (event("a", "2021-05-17/2021-05-23"), event("b", "-0043"), event("c", "2021-05-24"))
    a, b, c = json.loads(written("vis", Timeline("T", (), events)).content)["items"]
    assert (a["start"], a["end"], a["type"]) == ("2021-05-17", "2021-05-24", "range")
    assert (b["start"], b["end"]) == ("-000043-01-01", "-000042-01-01")
    assert (c["start"], c["type"], "end" in c) == ("2021-05-24", "box", False)


@pytest.mark.browser
@pytest.mark.parametrize("whole", [True, False], ids=["sample", "hard dates"])
def test_timelinejs_shows_every_event(
    browser: Browser, story: Timeline, hard: Timeline, tmp_path: Path, whole: bool
) -> None:
    """The very lines of docs/into/programs.md, with TimelineJS from this machine."""
    shutil.copytree(node_program("@knight-lab/timelinejs") / "dist", tmp_path / "latest")
    export = written("timelinejs", story if whole else hard, Setting())
    (tmp_path / "timelinejs.json").write_bytes(export.content)
    lines = next(block for block in fences("docs/into/programs.md", "html") if "TL." in block)
    assert lines.count("https://cdn.knightlab.com/libs/timeline3/latest/") == 2
    lines = lines.replace("https://cdn.knightlab.com/libs/timeline3/", "").replace(
        "new ", "tl=new "
    )
    (tmp_path / "index.html").write_text(f"<!DOCTYPE html>\n{lines}", encoding="utf-8")
    page = browser.new_page()
    [address] = [*islice(server := serve(tmp_path), 1)]
    page.route(lambda url: not url.startswith(address), lambda route: route.abort())
    wrong: list[str] = []
    page.on("pageerror", lambda error: wrong.append(str(error)))
    page.goto(f"{address}/index.html")
    page.wait_for_selector(".tl-timemarker", state="attached")
    shown, slides, told = page.evaluate(
        "[document.querySelectorAll('.tl-timemarker').length,"
        " tl.config.events.map((each) => each.unique_id),"
        " [...tl.config.messages.errors, ...tl.config.messages.warnings]]"
    )
    page.close()
    server.close()
    assert sorted(slides) == sorted(READ["timelinejs"](export.content))
    assert shown == len(slides)
    assert (told, wrong) == ([], [])


@pytest.mark.browser
def test_vis_timeline_shows_every_event(browser: Browser, hard: Timeline, tmp_path: Path) -> None:
    """The very lines of docs/into/programs.md, with vis-timeline from this machine."""
    program = node_program("vis-timeline")
    for file in (
        "standalone/umd/vis-timeline-graph2d.min.js",
        "styles/vis-timeline-graph2d.min.css",
    ):
        shutil.copy(program / file, tmp_path)
    export = written("vis", hard)
    (tmp_path / "vis.json").write_bytes(export.content)
    lines = next(block for block in fences("docs/into/programs.md", "html") if "vis." in block)
    lines = lines.replace("new vis.Timeline", "shown = new vis.Timeline")
    (tmp_path / "index.html").write_text(f"<!DOCTYPE html>\n{lines}", encoding="utf-8")
    page = browser.new_page()
    [address] = [*islice(server := serve(tmp_path), 1)]
    wrong: list[str] = []
    page.on("pageerror", lambda error: wrong.append(str(error)))
    page.on("console", lambda told: wrong.append(told.text) if "favicon" not in told.text else None)
    page.goto(f"{address}/index.html")
    page.wait_for_selector(".vis-item", state="attached")
    found = page.evaluate(
        "Object.values(shown.itemSet.items).filter((each) => !isNaN(each.data.start)"
        " && (!each.data.end || each.data.end > each.data.start)).map((each) => String(each.id))"
    )
    page.close()
    server.close()
    assert sorted(found) == sorted(READ["vis"](export.content))
    assert [one for one in wrong if "404" not in one] == []


def test_markwhens_own_parser_reads_every_event(hard: Timeline, tmp_path: Path) -> None:
    node_program("@markwhen/parser")
    export = written("markwhen", hard)
    (tmp_path / "story.mw").write_bytes(export.content)
    done = subprocess.run(
        ["node", ROOT / "tests" / "node" / "markwhen.mjs", FOLDER, tmp_path / "story.mw"],  # noqa: S607
        capture_output=True,
        text=True,
        check=True,
    )
    read = json.loads(done.stdout)
    assert read["wrong"] == []
    edtf = {event.id: to_edtf(event.when) for event in hard.events}
    assert {one["id"]: one["edtf"] for one in read["events"]} == {
        name: edtf[name] for name in READ["markwhen"](export.content)
    }
    whole = {one["id"]: one["from"][:10] for one in read["events"]}
    assert (whole["e0"], whole["s-denied"]) == ("2021-05-24", "2020-02-29")


def test_datasette_shows_every_event_with_links_to_its_passages(
    hard: Timeline, tmp_path: Path
) -> None:
    datasette = pytest.importorskip("datasette.app")
    (tmp_path / "story.db").write_bytes(written("sqlite", hard).content)

    async def asked() -> list[Any]:
        shown = datasette.Datasette([tmp_path / "story.db"])
        rows = await shown.client.get("/story/events.json?_size=max&_shape=array")
        page = await shown.client.get("/story/passages")
        return [rows.json(), page.status_code, page.text]

    with ThreadPoolExecutor() as thread:  # the browser's loop runs in this one
        rows, status, page = thread.submit(asyncio.run, asked()).result()
    assert sorted(row["id"] for row in rows) == sorted(event.id for event in hard.events)
    assert status == 200
    assert all(f'href="/story/{table}/' in page for table in ("events", "documents"))


def test_calc_shows_every_event_in_its_letters_and_runs_nothing(
    hard: Timeline, tmp_path: Path
) -> None:
    """LibreOffice's spreadsheet, parting cells by commas and, as in other countries, semicolons."""
    if not shutil.which("soffice"):
        pytest.skip("no LibreOffice")
    export = written("csv", hard, Setting(bom=True))
    (tmp_path / "events.csv").write_bytes(export.content)
    done = subprocess.run(
        [
            *("soffice", f"-env:UserInstallation={(tmp_path / 'office').as_uri()}", "--headless"),
            *("--infilter=Text - txt - csv (StarCalc):44/59,34,76,1", "--convert-to", "fods"),
            *("--outdir", tmp_path, tmp_path / "events.csv"),
        ],
        capture_output=True,
        text=True,
        check=False,
    )
    if "could not be loaded" in done.stderr + done.stdout:
        pytest.skip("no Calc in this LibreOffice")
    sheet = etree.parse(tmp_path / "events.fods")
    cells = [str(row.xpath("normalize-space(*[1])")) for row in sheet.iter(f"{TABLE}table-row")]
    told = csv.DictReader(io.StringIO(export.content.decode("utf-8-sig")))
    assert [one for one in cells if one] == ["id", *(row["id"] for row in told)]
    assert not sheet.xpath("//@*[local-name() = 'formula']")
    assert "☃" in etree.tostring(sheet, encoding="unicode")


def test_slides_count_years_as_timelinejs_shows_them() -> None:
    content = written("timelinejs", Timeline("T", (), (event("a", "-0043"),))).content
    [slide] = json.loads(content)["events"]
    assert (slide["start_date"]["year"], slide["display_date"]) == (-44, "44 BCE")


def test_slides_of_geological_time_have_the_scale_for_it() -> None:
    scales = [
        json.loads(written("timelinejs", Timeline("T", (), (event("a", edtf),))).content)["scale"]
        for edtf in ("2021", "Y-13000000")
    ]
    assert scales == ["human", "cosmological"]


# --- the command line ----------------------------------------------------------------------------


@pytest.fixture
def articles(tmp_path: Path) -> Path:
    """A folder with an article and an event with both ends open."""
    folder = tmp_path / "articles"
    folder.mkdir()
    (folder / "one.txt").write_text("A fire gutted the Lissen paper mill on 9 May 2021.\n")
    (folder / "edits.toml").write_text("[[add]]\ntitle = 'The hills'\ndate = '../..'\n")
    return folder


@pytest.mark.parametrize("name", FORMATS)
def test_the_command_writes_every_format(name: str, articles: Path, tmp_path: Path) -> None:
    out = tmp_path / "deep" / "events"
    words = ["events", str(articles), "--today", "2026-01-01", "--format", name, "-o", str(out)]
    assert main(words) == 0
    assert b"mill" in out.read_bytes()


def test_the_command_names_what_a_format_has_no_place_for(
    articles: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["events", str(articles), "--today", "2026-01-01", "--format", "ics"]) == 0
    told = capsys.readouterr()
    assert "ics has no place for 1 event" in told.err
    assert "The hills" in told.err
    assert "The hills" not in told.out


@pytest.mark.parametrize(
    "words", [["--format", "sqlite"], ["--format", "parquet"], ["--bom"], ["--format", "xml"]]
)
def test_what_cannot_be_asked_for_is_said(
    articles: Path, words: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    try:
        status = main(["events", str(articles), *words])
    except SystemExit as stopped:
        status = int(str(stopped.code))
    assert status == 2
    assert capsys.readouterr().err


def test_the_site_offers_its_data(articles: Path, tmp_path: Path) -> None:
    out = tmp_path / "site"
    build = ["build", str(articles), "-o", str(out), "--today", "2026-01-01"]
    assert main(build) == 0
    page = (out / "method.html").read_text()
    offered = {"timeline.json", "events.csv", "events.ics", "feed.atom"}
    assert {name for name in offered if f'href="{name}"' in page} == offered
    assert {name for name in offered if (out / name).is_file()} == offered
    assert not (out / "changes.atom").exists()
    assert (out / "events.csv").read_bytes().startswith(b"\xef\xbb\xbf")
    (articles / "two.txt").write_text("The mill at Orsk opened on 3 June 2021.\n")
    assert main(build) == 0
    assert len(feedparser.parse((out / "changes.atom").read_bytes()).entries) == 1
    assert 'href="changes.atom"' in (out / "method.html").read_text()
    [link, *_] = feedparser.parse((out / "feed.atom").read_bytes()).entries
    assert link.link.startswith("index.html#e-")
