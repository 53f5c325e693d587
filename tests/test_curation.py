"""curation: what the user says of the story is done last and always wins."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from telling import dated, reading

from timeline.cli import main
from timeline.curation import Edit, Edits, curate, read_edits
from timeline.curation.apply import Curated
from timeline.curation.edits import parse_edits
from timeline.curation.writer import edited
from timeline.errors import ConfigError
from timeline.events import extract_events
from timeline.interval import from_edtf
from timeline.merge import merge_events
from timeline.model import Event, Stance

TOLD = [
    ("dam1", "The Varnholm dam burst [on Tuesday], drowning nine people.", "2021-05-04"),
    ("dam2", "Nine people drowned when the Varnholm dam burst [on 4 May].", "2021-05-04"),
    ("vote", "The Orsk council voted [on Friday] to rebuild the market hall.", "2021-05-07"),
    ("fire", "A fire gutted the Lissen paper mill [on 9 May].", "2021-05-09"),
]


def story() -> tuple[dict[str, Event], list[Event], list[object]]:
    """The events of the four documents by their document, all statements, and the documents."""
    readings = [reading(doc, [(text, [dated(when)])]) for doc, text, when in TOLD]
    told = [event for each in readings for event in extract_events(each)[0]]
    return {event.passages[0].document: event for event in told}, told, readings


def after(*edits: Edit, **more: object) -> Curated:
    """The story after some edits."""
    _, told, readings = story()
    documents = [each.document for each in readings]  # type: ignore[attr-defined]
    return curate(merge_events(told, documents), told, documents, Edits(edits, **more))  # type: ignore[arg-type]


def of(curated: Curated, document: str) -> Event:
    """The event that a document tells."""
    return next(
        event
        for event in (*curated.events, *curated.hidden)
        if any(passage.document == document for passage in event.passages)
    )


NAMES = {name: event.id for name, event in story()[0].items()}


def test_the_story_has_one_event_told_twice_and_two_told_once() -> None:
    assert sorted(len(event.passages) for event in after().events) == [1, 1, 2]


def test_a_title_a_date_and_a_stance_are_the_users() -> None:
    edit = Edit(
        NAMES["fire"],
        3,
        title="Mill burns",
        date=from_edtf("2021-05-08"),
        stance=Stance.ALLEGED,
        note="court file",
    )
    event = of(after(edit), "fire")
    assert (event.title, event.when, event.stance) == (
        "Mill burns",
        from_edtf("2021-05-08"),
        Stance.ALLEGED,
    )
    assert [one.what for one in event.corrections] == ["title", "date", "stance"]
    assert event.corrections[1].before == "9 May 2021"
    assert {one.note for one in event.corrections} == {"court file"}


def test_an_edit_finds_a_merged_event_by_any_statement_in_it() -> None:
    for name in ("dam1", "dam2"):
        assert of(after(Edit(NAMES[name], 1, title="The flood")), "dam1").title == "The flood"


def test_a_hidden_event_leaves_the_timeline_and_is_kept_apart() -> None:
    curated = after(Edit(NAMES["vote"], 1, hide=True))
    assert [event.passages[0].document for event in curated.hidden] == ["vote"]
    assert NAMES["vote"] not in {event.id for event in curated.events}


def test_a_pinned_event_is_the_most_important() -> None:
    event = of(after(Edit(NAMES["vote"], 1, pin=True)), "vote")
    assert event.pinned
    assert event.importance == 1.0


def test_events_joined_by_hand_keep_the_title_date_and_stance_of_the_one_named() -> None:
    curated = after(Edit(NAMES["vote"], 1, merge=(NAMES["fire"],)))
    event = of(curated, "vote")
    alone = of(after(), "vote")
    assert {passage.document for passage in event.passages} == {"vote", "fire"}
    assert (event.title, event.when, event.stance) == (alone.title, alone.when, alone.stance)
    assert len(curated.events) == 2


def test_joining_takes_the_sharper_date_where_the_dates_agree() -> None:
    vague = Edit(NAMES["fire"], 1, date=from_edtf("2021-05"))
    assert of(after(vague), "fire").when == from_edtf("2021-05")
    joined = after(Edit(NAMES["dam1"], 1, merge=(NAMES["dam2"],)))
    assert of(joined, "dam1").when == from_edtf("2021-05-04")


def test_a_statement_split_off_is_an_event_of_its_own() -> None:
    curated = after(Edit(NAMES["dam1"], 1, split=(NAMES["dam2"],)))
    assert sorted(len(event.passages) for event in curated.events) == [1, 1, 1, 1]
    assert of(curated, "dam1").id != of(curated, "dam2").id
    assert [one.what for one in of(curated, "dam2").corrections] == ["split"]


def test_what_is_split_off_can_be_corrected_by_its_own_id() -> None:
    curated = after(
        Edit(NAMES["dam1"], 1, split=(NAMES["dam2"],)), Edit(NAMES["dam2"], 4, title="Nine dead")
    )
    assert of(curated, "dam2").title == "Nine dead"
    assert of(curated, "dam1").title != "Nine dead"


@pytest.mark.parametrize(
    ("edit", "says"),
    [
        (Edit("zzzzzzzzzz", 7, was="Fire at the paper mill"), f"most like it: {NAMES['fire']}"),
        (Edit("zzzzzzzzzz", 7), "there is no event zzzzzzzzzz"),
        (Edit(NAMES["vote"], 7, merge=("zzzzzzzzzz",)), "there is no event zzzzzzzzzz"),
        (Edit(NAMES["vote"], 7, split=("zzzzzzzzzz",)), "has no statement zzzzzzzzzz"),
        (Edit(NAMES["vote"], 7, split=(NAMES["vote"],)), "nothing would be left"),
    ],
)
def test_an_edit_that_finds_nothing_is_told_with_its_line(edit: Edit, says: str) -> None:
    [notice] = after(edit).notices
    assert notice.place == "edits.toml:7"
    assert says in notice.message


@settings(max_examples=60, deadline=None)
@given(
    st.lists(
        st.builds(
            Edit,
            event=st.sampled_from([*NAMES.values(), "zzzzzzzzzz"]),
            line=st.just(1),
            merge=st.lists(st.sampled_from(list(NAMES.values())), max_size=2).map(tuple),
            split=st.lists(st.sampled_from(list(NAMES.values())), max_size=2).map(tuple),
            hide=st.booleans(),
        ),
        max_size=4,
    )
)
def test_no_edits_lose_or_double_a_statement(edits: list[Edit]) -> None:
    curated = after(*edits)
    parts = [part for event in (*curated.events, *curated.hidden) for part in event.parts]
    assert sorted(parts) == sorted(NAMES.values())


# --- the file ------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "line", "says"),
    [
        ("[event.abc]\ntitel = 'x'\n", 2, 'Did you mean "title"?'),
        ("[event.abc]\n\ndate = 'soon'\n", 3, "is no date"),
        ("[event.abc]\nstance = 'gone'\n", 2, "happened"),
        ("[event.abc]\nhide = 'yes'\n", 2, "true or false"),
        ("[event.abc]\nmerge = 'xyz'\n", 2, "list"),
        ("[document.'a.txt']\nnote = 'x'\n", 1, 'has no "date"'),
        ("[[add]]\ndate = 2021\n", 2, "text"),
        ("[[add]]\ntitle = 'x'\n", 1, 'has no "date"'),
        ("[evnet.abc]\ntitle = 'x'\n", 1, 'Did you mean "event"?'),
        ("event = 3\n", 1, "tables"),
        ("schema_version = 9\n", 1, "another version"),
        ("[event.abc\n", 1, "not valid TOML"),
    ],
)
def test_a_mistake_in_the_file_is_named_with_its_line(text: str, line: int, says: str) -> None:
    with pytest.raises(ConfigError) as caught:
        parse_edits(text, "edits.toml")
    assert f"edits.toml:{line}: " in str(caught.value)
    assert says in str(caught.value)


def test_every_mistake_is_told_at_once() -> None:
    with pytest.raises(ConfigError) as caught:
        parse_edits("[event.a]\ndate = 'x'\n[event.b]\nstance = 'y'\n", "edits.toml")
    assert [one.line for one in caught.value.problems] == [2, 4]


def test_writing_an_edit_leaves_the_rest_of_the_file_as_it_was() -> None:
    old = "# mine\n[event.abc]   # first\ntitle = 'A'\n\n\n[event.xyz]\nhide = true\n"
    new = edited(old, "event", "new", {"title": "B"})
    assert new.startswith(old.rstrip("\n"))
    assert {edit.event for edit in parse_edits(new, "f").events} == {"abc", "xyz", "new"}


@given(
    st.dictionaries(
        st.text("abcdefghij234567", min_size=10, max_size=10),
        st.text(st.characters(codec="utf-8", exclude_categories=("C",)), min_size=1).filter(
            lambda words: words.strip() != ""
        ),
        min_size=1,
        max_size=4,
    )
)
@settings(deadline=None)
def test_what_is_written_is_read_again(titles: dict[str, str]) -> None:
    text = ""
    for name, title in titles.items():
        text = edited(text, "event", name, {"title": title})
    read = {edit.event: edit.title for edit in parse_edits(text, "f").events}
    assert read == {name: " ".join(title.split()) for name, title in titles.items()}


def test_an_edit_taken_back_leaves_no_trace() -> None:
    text = edited("", "event", "abc", {"was": "Old", "hide": True})
    assert parse_edits(edited(text, "event", "abc", {"hide": None}), "f").events == ()


# --- from the command line -------------------------------------------------------------------


@pytest.fixture
def articles(tmp_path: Path) -> Path:
    """A folder with two articles about one thing, one of them without a date."""
    folder = tmp_path / "articles"
    folder.mkdir()
    first = "---\ndate: 2021-05-06\n---\nThe Varnholm dam burst on Tuesday, drowning nine people.\n"
    (folder / "one.md").write_text(first)
    (folder / "two.txt").write_text("A fire gutted the Lissen paper mill on 9 May 2021.\n")
    return folder


def events(folder: Path, capsys: pytest.CaptureFixture[str]) -> dict[str, dict[str, object]]:
    """The events of a folder by their title."""
    assert main(["events", str(folder), "--today", "2026-01-01"]) == 0
    return {event["title"]: event for event in json.loads(capsys.readouterr().out)["events"]}


def test_the_command_corrects_and_takes_back(
    articles: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    [(title, event)] = [(t, e) for t, e in events(articles, capsys).items() if "dam" in t]
    name = str(event["id"])
    today = ["--source", str(articles), "--today", "2026-01-01"]
    assert main(["edit", name, "--title", "The flood", "--date", "2021-05-03", *today]) == 0
    capsys.readouterr()
    assert events(articles, capsys)["The flood"]["edtf"] == "2021-05-03"
    assert main(["edit", name, "--clear", *today]) == 0
    capsys.readouterr()
    assert events(articles, capsys)[title]["edtf"] == event["edtf"]


def test_the_command_adds_an_event_that_no_article_tells(
    articles: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    words = ["--title", "The dam is built", "--date", "1963~", "--note", "Almanac"]
    assert main(["edit", "--add", *words, "--source", str(articles)]) == 0
    capsys.readouterr()
    event = events(articles, capsys)["The dam is built"]
    assert (event["edtf"], event["passages"]) == ("1963~", [])
    out = articles.parent / "site"
    assert main(["build", str(articles), "-o", str(out), "--today", "2026-01-01"]) == 0
    assert "added by hand: Almanac" in (out / "edits.html").read_text()
    assert main(["events", str(articles), "--format", "csv", "--today", "2026-01-01"]) == 0


def test_the_day_a_user_gives_an_article_wins_over_all_else(
    articles: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    where = ["--source", str(articles)]
    assert main(["edit", "--document", "one.md", "--date", "2021-05-13", *where]) == 0
    capsys.readouterr()
    assert main(["date", str(articles), "--today", "2026-01-01"]) == 0
    lines = [json.loads(line) for line in capsys.readouterr().out.splitlines()]
    [one] = [line for line in lines if line["doc"] == "one"]
    assert (one["date"], one["method"]) == ("2021-05-13", "given")
    assert one["evidence"][0]["says"] == "edits.toml"
    assert any(event["edtf"] == "2021-05-11" for event in events(articles, capsys).values())


@pytest.mark.parametrize(
    "words",
    [
        [],
        ["abc"],
        ["--add", "--title", "x"],
        ["--document", "one.md"],
        ["--document", "none.md", "--date", "2021-01-01"],
        ["nosuchevent", "--title", "x"],
    ],
)
def test_a_command_that_says_too_little_or_finds_nothing_changes_nothing(
    articles: Path, words: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["edit", *words, "--source", str(articles), "--today", "2026-01-01"]) == 2
    assert capsys.readouterr().err.startswith("timeline: ")
    assert not (articles / "edits.toml").exists()


def test_a_title_with_markup_is_shown_as_words(articles: Path) -> None:
    (articles / "edits.toml").write_text(
        "[[add]]\ntitle = '<script>alert(1)</script>'\ndate = '2020'\nnote = '<b>'\n"
    )
    out = articles.parent / "site"
    assert main(["build", str(articles), "-o", str(out), "--today", "2026-01-01"]) == 0
    for page in ("index.html", "edits.html"):
        assert "<script>alert" not in (out / page).read_text()


def test_no_file_is_no_edits(articles: Path) -> None:
    assert read_edits(articles).events == ()
    assert read_edits(None).events == ()
