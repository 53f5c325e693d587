"""diff and history: what a later build tells differently, and the changelog that keeps it."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from timeline.cli import main
from timeline.diff import (
    ChangeKind,
    Said,
    Telling,
    ToldDocument,
    ToldEvent,
    changes_text,
    compare,
    read_telling,
)
from timeline.errors import SourceError
from timeline.history import continue_history
from timeline.model import Timeline


def event(
    name: str, parts: str, *, edtf: str = "2021-05-04", stance: str = "happened", title: str = ""
) -> ToldEvent:
    """An event made of statements, each a letter, each told by a document of its own."""
    said = tuple(Said(f"doc-{part}", part) for part in parts)
    return ToldEvent(name, title or f"Event {name}", edtf, edtf, stance, said)


OLD = event("x", "abc")


@pytest.mark.parametrize(
    ("old", "new", "kinds"),
    [
        ([OLD], [OLD], []),
        ([], [OLD], ["added"]),
        ([OLD], [], ["gone"]),
        ([OLD], [event("x", "abc", edtf="2021-05-05")], ["moved"]),
        ([OLD], [event("x", "abc", title="Else")], ["retitled"]),
        ([OLD], [event("x", "abcd")], ["sources"]),
        ([OLD], [event("w", "abc", title="Event x")], []),
        ([OLD], [event("x", "abc", stance="cancelled")], ["called off"]),
        ([OLD], [event("x", "abc", stance="alleged")], ["told otherwise"]),
        ([event("x", "a", stance="planned")], [event("x", "a")], ["came about"]),
        ([event("x", "a"), event("y", "b")], [event("x", "ab")], ["merged"]),
        ([event("x", "ab")], [event("x", "a"), event("y", "b")], ["split", "sources"]),
        ([event("by-hand", "")], [event("by-hand", "")], []),
        ([event("by-hand", "")], [], ["gone"]),
    ],
)
def test_each_kind_of_change_is_told_as_what_it_is(
    old: list[ToldEvent], new: list[ToldEvent], kinds: list[str]
) -> None:
    changes = compare(Telling(tuple(old)), Telling(tuple(new)))
    assert sorted(one.kind.value for one in changes) == sorted(kinds)


def test_an_event_taken_off_by_hand_is_told_as_that() -> None:
    [change] = compare(Telling((OLD,)), Telling((), (), (event("x", "abc"),)))
    assert change.kind is ChangeKind.HIDDEN


def test_articles_that_came_went_or_were_dated_otherwise_are_told() -> None:
    old = Telling((), (ToldDocument("a"), ToldDocument("b", "B", "2021-05-01")))
    new = Telling((), (ToldDocument("b", "B", "2021-05-02"), ToldDocument("c")))
    assert [one.kind for one in compare(old, new)] == [
        ChangeKind.ARTICLE_ADDED,
        ChangeKind.ARTICLE_GONE,
        ChangeKind.ARTICLE_REDATED,
    ]


@given(
    st.lists(st.sets(st.sampled_from("abcdefgh"), min_size=1), max_size=5),
    st.lists(st.sets(st.sampled_from("abcdefgh"), min_size=1), max_size=5),
)
def test_a_story_compared_with_itself_has_no_change_and_every_change_has_its_reverse(
    left: list[set[str]], right: list[set[str]]
) -> None:
    def telling(groups: list[set[str]]) -> Telling:
        taken: set[str] = set()
        events = []
        for group in groups:
            parts = "".join(sorted(group - taken))
            taken |= group
            if parts:
                events.append(event(parts[0], parts))
        return Telling(tuple(events))

    one, other = telling(left), telling(right)
    assert compare(one, one) == ()
    assert (compare(one, other) == ()) == (compare(other, one) == ())


def test_no_change_is_said_in_words() -> None:
    assert changes_text(()) == "Nothing is told differently.\n"


@pytest.mark.parametrize("content", ["", "[]", '{"events": 3}', "not json"])
def test_what_is_no_timeline_is_named(tmp_path: Path, content: str) -> None:
    file = tmp_path / "x.json"
    file.write_text(content)
    with pytest.raises(SourceError, match=r"x\.json: is not a timeline"):
        read_telling(file)


def test_a_folder_without_a_build_is_named(tmp_path: Path) -> None:
    with pytest.raises(SourceError, match="cannot be read"):
        read_telling(tmp_path)


# --- builds ----------------------------------------------------------------------------------


@pytest.fixture
def articles(tmp_path: Path) -> Path:
    """A folder with one dated article."""
    folder = tmp_path / "articles"
    folder.mkdir()
    (folder / "2021-05-06-dam.txt").write_text(
        "The Varnholm dam burst on Tuesday, drowning nine people.\n"
    )
    return folder


def build(articles: Path, out: str, day: str, *more: str) -> Path:
    """Build the articles and return the site's folder."""
    site = articles.parent / out
    assert main(["build", str(articles), "-o", str(site), "--today", day, *more]) == 0
    return site


def test_a_second_build_of_the_same_changes_nothing(articles: Path) -> None:
    site = build(articles, "site", "2026-01-01")
    before = {path: path.read_bytes() for path in site.rglob("*") if path.is_file()}
    assert not (site / "changes.html").exists()
    build(articles, "site", "2026-01-02")
    assert {path: path.read_bytes() for path in site.rglob("*") if path.is_file()} == before


def test_what_a_later_build_tells_differently_goes_into_the_changelog_and_stays_there(
    articles: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    build(articles, "site", "2026-01-01")
    (articles / "2021-05-10-mill.txt").write_text("The Lissen paper mill burned on Sunday.\n")
    build(articles, "site", "2026-01-02")
    (articles / "2021-05-11-ferry.txt").write_text("The Orsk ferry sank on Monday.\n")
    site = build(articles, "site", "2026-01-03")
    entries = json.loads((site / "changes.json").read_text())["entries"]
    assert [entry["day"] for entry in entries] == ["2026-01-03", "2026-01-02"]
    page = (site / "changes.html").read_text()
    assert page.index("3 January 2026") < page.index("2 January 2026")
    assert "ferry sank" in page
    assert "application/ld+json" not in page  # the linked data is the front page's
    fresh = build(articles, "fresh", "2026-01-04", "--since", str(site))
    assert (fresh / "changes.json").read_bytes() == (site / "changes.json").read_bytes()
    capsys.readouterr()
    assert main(["diff", str(site), str(fresh)]) == 0
    assert capsys.readouterr().out == "Nothing is told differently.\n"


def test_diff_speaks_json_too(articles: Path, capsys: pytest.CaptureFixture[str]) -> None:
    old = build(articles, "old", "2026-01-01")
    (articles / "2021-05-10-mill.txt").write_text("The Lissen paper mill burned on Sunday.\n")
    new = build(articles, "new", "2026-01-01")
    capsys.readouterr()
    assert main(["diff", str(old), str(new), "--format", "json"]) == 0
    told = json.loads(capsys.readouterr().out)
    assert told["schema_version"] == 1
    assert {one["kind"] for one in told["changes"]} == {"added", "article added"}


def test_a_broken_earlier_build_starts_a_new_changelog_but_one_named_must_be_there(
    tmp_path: Path,
) -> None:
    (tmp_path / "timeline.json").write_text("broken")
    told = Timeline("x", (), ())
    assert continue_history(told, "2026-01-01", tmp_path).entries == ()
    with pytest.raises(SourceError):
        continue_history(told, "2026-01-01", tmp_path, since=tmp_path / "nowhere")
