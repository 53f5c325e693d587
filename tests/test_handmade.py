"""handmade: events that somebody wrote down are read; what is wrong is named and the rest stays."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from timeline.api import read
from timeline.cli import main
from timeline.curation import correction_in_words
from timeline.exports import FORMATS, Setting
from timeline.handmade import CORRECTIONS, read_events
from timeline.handmade.slides import record_of
from timeline.interval import Granularity, Interval, to_edtf
from timeline.model import Correction, Event, HandMade, Timeline

TODAY = ["--today", "2026-01-01"]
SUFFIX = {"json": ".json", "csv": ".csv", "timelinejs": ".json"}


def one(text: str, path: str = "story.json") -> Event:
    """The only event of a file without mistakes."""
    given_ = read_events(text, path)
    assert given_.failures == ()
    [found] = given_.events
    return found.event


def in_json(**record: Any) -> str:
    """A file with one event."""
    return json.dumps({"events": [record]})


def told(event: Event) -> tuple[object, ...]:
    """All of an event that goes through every format; shares to three digits."""
    return (
        event.id,
        event.title,
        to_edtf(event.when),
        event.when.in_words(),
        event.stance,
        event.actors,
        event.places,
        round(event.confidence, 3),
        round(event.importance, 3),
    )


# --- what is read ------------------------------------------------------------------------------


def test_a_title_and_a_date_are_enough() -> None:
    event = one(in_json(title="First  survey", edtf="1854~"))
    assert (event.title, str(event.when), event.stance.value) == (
        "First survey",
        "1854~",
        "happened",
    )
    assert event.corrections == (Correction("added", "", "First survey", "from story.json"),)


def test_all_that_can_be_said_of_an_event_is_kept() -> None:
    event = one(
        in_json(
            id="abcdefghij",
            title="T",
            date="2021-05-17/2021-05-23",
            granularity="week",
            stance="planned",
            actors=["A", "B"],
            places=["P"],
            confidence=0.5,
            importance=0.25,
            pinned=True,
            note="Almanac",
        )
    )
    assert (event.id, event.when.in_words(), event.stance.value) == (
        "abcdefghij",
        "week of 17 May 2021",
        "planned",
    )
    assert (event.actors, event.places, event.pinned) == (("A", "B"), ("P",), True)
    assert (event.confidence, event.importance) == (0.5, 0.25)
    assert event.corrections[0].note == "Almanac"


def test_who_said_so_is_kept_in_words() -> None:
    document = {"doc": "w", "source": "Harbour Wire", "date": "2021-03-23"}
    passage = {"doc": "w", "quote": "It ran aground.", "attribution": "a pilot"}
    record = {"title": "T", "edtf": "2021", "passages": [passage]}
    text = json.dumps({"documents": [document], "events": [record]})
    assert correction_in_words(one(text).corrections[-1]) == (
        "taken over as told by Harbour Wire, 23 March 2021, quoting a pilot: “It ran aground.”"
    )


@pytest.mark.parametrize(
    "table",
    [
        "title,date\nA,2021-05\n",
        "Title;EDTF;note\n\nA;2021-05;x;y\n",
        "id\tstart\tend\tTITLE\n\t2021-05\t\tA\n",
        'when,title,edtf\n"a, b",A,2021-05\r\n',
    ],
)
def test_a_table_may_be_parted_by_commas_semicolons_or_tabs(table: str) -> None:
    event = one(table, "x.CSV")
    assert (event.title, str(event.when)) == ("A", "2021-05")


def test_a_table_may_give_the_first_and_last_day() -> None:
    event = one("title,start,end\nA,2021-05-17,2021-06-02\n", "x.csv")
    assert str(event.when) == "2021-05-17/2021-06-02"


@pytest.mark.parametrize(
    ("slide", "edtf"),
    [
        ({"start_date": {"year": 2021}}, "2021"),
        ({"start_date": {"year": "2021", "month": "5", "day": ""}}, "2021-05"),
        ({"start_date": {"year": -44, "month": 3, "day": 15}}, "-0043-03-15"),
        ({"start_date": {"year": -1}}, "0000"),
        ({"start_date": {"year": -13700000000}}, "Y-13699999999"),
        ({"start_date": {"year": 2021}, "end_date": {"year": 2023}}, "2021/2023"),
        ({"start_date": {"year": 2021}, "end_date": {"year": 2021}}, "2021"),
        (
            {"start_date": {"year": 2021, "month": 5, "day": 1, "hour": 7, "minute": 40}},
            "2021-05-01T07:40",
        ),
        (
            {
                "start_date": {"year": 2021, "month": 5, "day": 1, "hour": 7},
                "end_date": {"year": 2021, "month": 5, "day": 2},
            },
            "2021-05-01/2021-05-02",
        ),
    ],
)
def test_the_dates_of_a_slide_are_read(slide: dict[str, Any], edtf: str) -> None:
    assert record_of({"text": {"headline": "A"}, **slide})["edtf"] == edtf


def test_the_text_of_a_slide_is_its_words() -> None:
    slide = {
        "start_date": {"year": 2021},
        "text": {
            "headline": "<b>Fire</b> &amp; water",
            "text": "<p>It b<i>urn</i>t.</p><script>alert(1)</script><p>Then</p>",
        },
        "media": {"url": "https://example.org/a.jpg", "credit": "<em>Ann</em>", "caption": ""},
    }
    event = one(json.dumps({"title": {"text": {}}, "events": [slide]}))
    assert event.title == "Fire & water"
    assert event.corrections[0].note == "It burnt. Then [Ann – https://example.org/a.jpg]"


def test_the_spreadsheet_of_timelinejs_is_read() -> None:
    sheet = (
        "Year,Month,Day,Time,End Year,End Month,End Day,End Time,Headline,Text,Media,Type\n"
        ",,,,,,,,A story,<p>Of ships</p>,,title\n"
        "1815,12,10,,1852,11,27,,Ada,<p>Wrote</p>,https://example.org/a.jpg,\n"
        "2021,3,23,7:40,,,,,Aground,,,\n"
        "1900,,,,1910,,,,The tens,,,era\n"
        ",5,,,,,,,No year,,,\n"
    )
    found = read_events(sheet, "sheet.csv")
    assert [(each.event.title, str(each.event.when)) for each in found.events] == [
        ("Ada", "1815-12-10/1852-11-27"),
        ("Aground", "2021-03-23T07:40"),
    ]
    assert found.events[0].event.corrections[0].note == "Wrote [https://example.org/a.jpg]"
    [failure] = found.failures
    assert failure.place == "sheet.csv:6"
    assert "holds an era" in found.notices[0].message


@given(st.sampled_from(list(Granularity)), st.sampled_from(["2021-05-24", "2021/..", "../-0043"]))
def test_any_unit_can_be_claimed_of_any_date(unit: Granularity, edtf: str) -> None:
    event = one(in_json(title="T", edtf=edtf, granularity=unit.label))
    assert event.when.in_words()
    assert to_edtf(event.when)


def test_every_kind_of_correction_has_words() -> None:
    for what in CORRECTIONS:
        assert correction_in_words(Correction(what, "a", "b", "why")).endswith(": why")


# --- what is wrong -----------------------------------------------------------------------------

GOOD = '{"title": "Good", "edtf": "2021"}'


@pytest.mark.parametrize(
    ("item", "line", "says"),
    [
        ('{"edtf": "2021"}', 3, "has no title"),
        ('{"title": "A",\n "edtf": "soon"}', 4, "is no date"),
        ('{"title": "A"}', 3, "has no date"),
        ('{"title": "A", "edtf": "2021",\n\n "stance": "gone"}', 5, "It is one of happened"),
        ('{"title": "A", "edtf": "2021",\n "actors": "x"}', 4, "list of texts"),
        ('{"title": "A", "edtf": "2021", "confidence": 7}', 3, "from 0 to 1"),
        ('{"title": "A", "edtf": "2021", "confidence": NaN}', 3, "from 0 to 1"),
        ('{"title": "A", "edtf": "2021", "pinned": "yes"}', 3, "true or false"),
        ('{"title": "A", "edtf": "2021", "passages": 3}', 3, "list of objects"),
        ('{"title": "A", "edtf": "2021", "corrections": [{"what": "x"}]}', 3, "cannot be"),
        ('{"title": ["A"], "edtf": "2021"}', 3, "must be a text"),
        ('{"title": "' + "A" * 501 + '", "edtf": "2021"}', 3, "501 characters"),
        ('"A"', 3, "is not an object"),
        ('{"start_date": {"month": 5}, "text": {"headline": "A"}}', 3, "has no year"),
        ('{"start_date": {"year": "MMXXI"}, "text": {"headline": "A"}}', 3, "a number"),
        ('{"start_date": 2021, "text": {"headline": "A"}}', 3, "an object"),
        ('{"start_date": {"year": 2021}, "text": {}}', 3, "has no title"),
    ],
)
def test_an_event_that_is_wrong_is_named_with_its_line_and_the_rest_is_read(
    item: str, line: int, says: str
) -> None:
    found = read_events(f'{{"events": [\n{GOOD},\n{item},\n{GOOD[:-1]}, "id": "b"}}]}}', "s.json")
    assert [each.event.title for each in found.events] == ["Good", "Good"]
    [failure] = found.failures
    assert failure.place == f"s.json:{line}"
    assert says in failure.message


@pytest.mark.parametrize(
    ("text", "line", "says"),
    [
        ('{"events": [\n{"title": "A", "edtf": "2021"}\n{}]}', 3, "a comma"),
        ('{"events": [\n{"title": "A" "edtf"}]}', 2, "is not JSON"),
        ('{"events": [],\n', 2, "double quotes"),
        ('{"events": []\n}\n}', 3, "after the end"),
        ('{"events": [1,]}', 1, "before the closing bracket"),
        ('{"events" []}', 1, "a colon"),
        ("", 1, "is not JSON"),
        ("[" * 100_000, 1, "too deep"),
        ('{"a": ' + "9" * 5000 + "}", 1, "too long"),
    ],
)
def test_a_file_that_is_no_json_is_named_with_the_line(text: str, line: int, says: str) -> None:
    [failure] = read_events(text, "s.json").failures
    assert failure.place == f"s.json:{line}"
    assert says in failure.message


def test_a_row_that_is_wrong_is_named_with_the_line_at_which_it_begins() -> None:
    table = 'title,edtf\n"two\nlines",2021\n\nB,24/05/2021\nC,2022\n'
    found = read_events(table, "t.csv")
    assert [each.event.title for each in found.events] == ["two lines", "C"]
    assert [each.line for each in found.events] == [2, 6]
    [failure] = found.failures
    assert failure.place == "t.csv:5"
    assert "B,24/05/2021" in failure.message


@pytest.mark.parametrize(
    ("text", "path"),
    [
        ('{"name": "package", "version": 1}', "package.json"),
        ("[1, 2]", "a.json"),
        ('{"events": [{"type": "click"}]}', "clicks.json"),
        ("name,price\nA,3\n", "prices.csv"),
        ("", "empty.csv"),
    ],
)
def test_a_file_that_is_no_timeline_is_left_alone(text: str, path: str) -> None:
    found = read_events(text, path)
    assert (found.events, found.failures) == ((), ())


def test_eras_of_slides_are_named_as_left_out() -> None:
    found = read_events('{"events": [' + GOOD + '], "eras": [{}, {}]}', "s.json")
    [notice] = found.notices
    assert "2 eras" in notice.message


@settings(max_examples=200, deadline=None)
@given(
    st.one_of(
        st.text(max_size=60),
        st.text(alphabet='{}[]":,0eventsdf\n\\ ', max_size=60).map('{"events": ['.__add__),
    ),
    st.sampled_from(["a.json", "a.csv"]),
)
def test_no_text_breaks_the_reader(text: str, path: str) -> None:
    read_events(text, path)


_WORD = st.one_of(st.none(), st.integers(), st.text(max_size=4), st.lists(st.text(max_size=2)))


@settings(max_examples=200, deadline=None)
@given(
    st.dictionaries(
        st.sampled_from(["title", "edtf", "date", "start_date", "id", "actors", "passages"]),
        st.one_of(_WORD, st.dictionaries(st.sampled_from(["year", "month", "hour"]), _WORD)),
    )
)
def test_every_record_is_an_event_or_named(record: dict[str, Any]) -> None:
    found = read_events(json.dumps({"events": [record, json.loads(GOOD)]}), "s.json")
    assert len(found.events) + len(found.failures) == 2


# --- there and back ----------------------------------------------------------------------------


def read_again(timeline: Timeline, name: str) -> tuple[HandMade, ...]:
    """The events of a timeline, written in a format and read."""
    text = FORMATS[name].write(timeline, Setting()).content.decode()
    found = read_events(text, f"story{SUFFIX[name]}")
    assert found.failures == ()
    return found.events


@pytest.mark.parametrize("name", SUFFIX)
def test_what_is_written_is_read_as_the_same_events(name: str, demo: Timeline) -> None:
    assert [told(each.event) for each in read_again(demo, name)] == list(map(told, demo.events))


def test_the_likeliest_part_of_a_wide_time_survives() -> None:
    record = {"edtf": "2021-05-17?/2021-05-23?", "granularity": "week"}
    event = one(in_json(title="A fair", edtf="2021-03?/2021-08?", likely=record))
    assert event.likely == Interval.week(2021, 20).uncertain()
    assert event.told_when == "perhaps week of 17 May 2021 (March–August 2021)"


@pytest.mark.parametrize("name", ["json", "timelinejs"])
def test_links_between_events_and_who_told_them_survive(name: str, demo: Timeline) -> None:
    for before, after in zip(demo.events, read_again(demo, name), strict=True):
        links = (after.event.outcome_of, after.event.led_to)
        assert links == (before.outcome_of, before.led_to)
        assert after.parts == tuple(passage.statement for passage in before.passages)
        quotes = [each.after for each in after.event.corrections if each.what == "told"]
        assert quotes == [" ".join(passage.quote.split()) for passage in before.passages]


@pytest.fixture(scope="module")
def demo() -> Timeline:
    """The demo corpus as a timeline."""
    examples = Path(__file__).resolve().parent.parent / "examples"
    return read(examples, today=date(2026, 1, 1))


def build(source: Path, out: Path) -> dict[str, bytes]:
    """The site of a source, file by file."""
    assert main(["build", str(source), "-o", str(out), *TODAY]) == 0
    return {
        str(file.relative_to(out)): file.read_bytes() for file in out.rglob("*") if file.is_file()
    }


def test_a_hand_made_timeline_written_and_read_again_is_the_same_site(tmp_path: Path) -> None:
    """Byte for byte, in each format that comes back; a table alone has no headline."""
    first = tmp_path / "mine"
    first.mkdir()
    (first / "mine.csv").write_text(
        "title,edtf,stance,note\nSurvey,1854~,happened,Almanac\nOpening,1869-11,planned,\n"
        "Closing,2021-05-17/2021-05-23,denied,\nStop,2021-03-23T07:40,happened,Log\n"
    )
    site = build(first, tmp_path / "site")
    assert b"<h1>Mine</h1>" in site["index.html"]
    for name, suffix in SUFFIX.items():
        second = tmp_path / name / ("mine" if suffix == ".csv" else "other")
        second.mkdir(parents=True)
        words = ["events", str(first), "--format", name, "-o", str(second / f"yours{suffix}")]
        assert main([*words, *TODAY]) == 0
        assert build(second, tmp_path / name / "site") == site, name


def test_the_headline_of_a_file_is_that_of_a_story_without_articles(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    slides = {
        "title": {"text": {"headline": "Of\nslides"}},
        "events": [{"edtf": "2021", "title": "A"}],
    }
    for name, record in (("slides", slides), ("own", {**slides, "title": "Own"})):
        (tmp_path / f"{name}.json").write_text(json.dumps(record))
        assert main(["events", str(tmp_path / f"{name}.json"), *TODAY]) == 0
        told = json.loads(capsys.readouterr().out)["title"]
        assert told == {"slides": "Of slides", "own": "Own"}[name]
    (tmp_path / "one.txt").write_text("A fire gutted the Lissen paper mill on 9 May 2021.\n")
    assert events(tmp_path, capsys)["title"] not in {"Own", "Of slides"}


def test_seconds_that_a_spreadsheet_adds_to_a_time_are_none() -> None:
    spread = "title,edtf,granularity\nA,2021-03-23T07:40:00,minute\nB,2021-03-23T07:40:00,second\n"
    found = [to_edtf(each.event.when) for each in read_events(spread, "t.csv").events]
    assert found == ["2021-03-23T07:40", "2021-03-23T07:40:00"]


def test_the_data_of_any_site_read_again_is_a_site_that_stays_the_same(
    demo: Timeline, tmp_path: Path
) -> None:
    """Without the articles, which do not come along, but with every event in its place."""
    names = ("one", "two", "three")
    for name in names:
        (tmp_path / name).mkdir()
    written = FORMATS["json"].write(demo, Setting()).content
    (tmp_path / "one" / "story.json").write_bytes(written)
    first = build(tmp_path / "one", tmp_path / "site one")
    (tmp_path / "two" / "story.json").write_bytes(first["timeline.json"])
    second = build(tmp_path / "two", tmp_path / "site two")
    assert second == first
    before, after = json.loads(written)["events"], json.loads(first["timeline.json"])["events"]
    same = ("id", "title", "edtf", "stance", "actors", "places", "importance", "led_to")
    assert [[one[key] for key in same] for one in after] == [
        [one[key] for key in same] for one in before
    ]


# --- beside articles ---------------------------------------------------------------------------


@pytest.fixture
def articles(tmp_path: Path) -> Path:
    """A folder with one article."""
    folder = tmp_path / "articles"
    folder.mkdir()
    (folder / "one.txt").write_text("A fire gutted the Lissen paper mill on 9 May 2021.\n")
    return folder


def events(folder: Path, capsys: pytest.CaptureFixture[str], status: int = 0) -> dict[str, Any]:
    """The record of a folder's timeline."""
    capsys.readouterr()
    assert main(["events", str(folder), *TODAY]) == status
    record: dict[str, Any] = json.loads(capsys.readouterr().out)
    return record


def test_events_lie_beside_articles_and_go_into_one_timeline(
    articles: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (articles / "more.json").write_text(in_json(title="The mill is built", edtf="1890"))
    (articles / "deeper").mkdir()
    (articles / "deeper" / "some.csv").write_text("title,date\nThe mill is sold,2022-01\n")
    titles = [each["title"] for each in events(articles, capsys)["events"]]
    assert titles[0] == "The mill is built"
    assert titles[2] == "The mill is sold"
    assert len(titles) == 3


def test_a_file_of_events_alone_is_a_source(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file = tmp_path / "mine.csv"
    file.write_text("title,date\nThe mill is sold,2022-01\n")
    assert len(events(file, capsys)["events"]) == 1
    file.write_text("name,price\nA,3\n")
    assert main(["events", str(file), *TODAY]) == 2
    assert "holds no events" in capsys.readouterr().err


def test_a_broken_file_is_named_and_the_rest_is_built(
    articles: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (articles / "broken.json").write_text('{"events": [\n{"title": "A",}]}')
    (articles / "half.csv").write_text("title,date\nA,soon\nB,2022\n")
    (articles / "package.json").write_text("{}")
    out = articles.parent / "site"
    assert main(["build", str(articles), "-o", str(out), *TODAY]) == 1
    err = capsys.readouterr().err
    assert "broken.json:2: is not JSON" in err
    assert 'half.csv:2: "date" is no date' in err
    assert "package.json: 1 file ending in .json without events" in err
    page = (out / "method.html").read_text()
    assert "broken.json:2" in page
    assert len(events(articles, capsys, status=1)["events"]) == 2


def test_what_the_articles_tell_already_is_not_told_twice(
    articles: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    before = events(articles, capsys)
    (articles / "edits.toml").write_text("[[add]]\ntitle = 'Sold'\ndate = '2022'\n")
    full = events(articles, capsys)
    (articles / "export.json").write_text(json.dumps(full))
    (articles / "again.json").write_text(json.dumps(before))
    after = events(articles, capsys)
    assert after["events"] == full["events"]
    notes = {each["place"]: each["message"] for each in after["warnings"]}
    assert "2 of its events are told here already" in notes["export.json"]
    assert "1 of its events is told here already" in notes["again.json"]


def test_an_event_that_was_told_under_another_name_is_known_by_its_statements(
    articles: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    full = events(articles, capsys)
    full["events"][0]["id"] = "abcdefghij"
    (articles / "export.json").write_text(json.dumps(full))
    assert len(events(articles, capsys)["events"]) == 1


def test_a_hidden_event_stays_hidden(articles: Path, capsys: pytest.CaptureFixture[str]) -> None:
    record = {"events": [], "hidden": [{"title": "Sold", "edtf": "2022"}]}
    (articles / "more.json").write_text(json.dumps(record))
    found = events(articles, capsys)
    assert [each["title"] for each in found["hidden"]] == ["Sold"]
    assert "Sold" not in {each["title"] for each in found["events"]}


@pytest.mark.parametrize("swap", [False, True])
def test_an_event_made_by_hand_is_edited_and_joined_like_any_other(
    articles: Path, capsys: pytest.CaptureFixture[str], *, swap: bool
) -> None:
    (articles / "more.csv").write_text("title,date,places\nA blaze,2021-05,Lissen\nSale,2022,\n")
    found = {each["title"]: each["id"] for each in events(articles, capsys)["events"]}
    fire = next(name for title, name in found.items() if "mill" in title)
    pair = (fire, found["A blaze"]) if swap else (found["A blaze"], fire)
    where = ["--source", str(articles), *TODAY]
    assert main(["edit", pair[0], "--merge", pair[1], *where]) == 0
    assert main(["edit", found["Sale"], "--title", "The sale", *where]) == 0
    after = events(articles, capsys)
    assert len(after["events"]) == 2
    joined = next(each for each in after["events"] if each["passages"])
    assert (joined["edtf"], "Lissen" in joined["places"]) == ("2021-05-09", True)
    assert after["events"][1]["title"] == "The sale"
    assert not [each for each in after["warnings"] if each["code"] == "edit-lost"]


def test_two_events_made_by_hand_can_be_joined(
    articles: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (articles / "more.csv").write_text("title,date\nA,2021-05\nB,2021-05-03\n")
    found = {each["title"]: each["id"] for each in events(articles, capsys)["events"]}
    where = ["--source", str(articles), *TODAY]
    assert main(["edit", found["A"], "--merge", found["B"], *where]) == 0
    [joined] = [each for each in events(articles, capsys)["events"] if not each["passages"]]
    assert (joined["title"], joined["edtf"]) == ("A", "2021-05-03")


def test_nothing_in_a_file_of_events_is_run_or_a_path(articles: Path) -> None:
    bad = "<script>alert(1)</script>\u0000\ud800"
    (articles / "more.json").write_text(
        in_json(
            id="../../x",
            title=bad,
            edtf="2021",
            actors=[bad],
            note=bad,
            passages=[{"doc": "../../etc/passwd", "quote": bad}],
        )
    )
    out = articles.parent / "site"
    assert main(["build", str(articles), "-o", str(out), *TODAY]) == 0
    for page in ("index.html", "edits.html"):
        assert "<script>alert" not in (out / page).read_text()
    for name in FORMATS:
        file = articles.parent / f"out.{name}"
        assert main(["events", str(articles), *TODAY, "--format", name, "-o", str(file)]) == 0
