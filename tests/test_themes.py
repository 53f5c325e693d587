"""Themes: what articles and users say a story is about, to lanes of the chart."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path

import pytest
from changing import replace
from sample_timeline import sample_timeline

import timeline
from timeline.config import Theme, load_config
from timeline.documents.metadata import themes_in
from timeline.errors import ConfigError
from timeline.model import Timeline
from timeline.themes import with_themes

TODAY = date(2026, 1, 1)
STORY = sample_timeline()
SENTENCE = "The ferry {} opened on May {}, 2021."


def themes_of(folder: Path, name: str, text: str) -> tuple[str, ...]:
    """The themes of the one event that a file tells."""
    (folder / name).write_text(text, encoding="utf-8")
    (event,) = timeline.read(folder, today=TODAY).events
    return event.themes


def html(head: str) -> str:
    body = f"<p>{SENTENCE.format('Ida', 4)}</p>"
    return f"<html><head><title>A ferry</title>{head}</head><body>{body}</body></html>"


def markdown(front: str) -> str:
    return f"---\n{front}\n---\n\n{SENTENCE.format('Ida', 4)}\n"


@pytest.mark.parametrize(
    ("name", "text", "themes"),
    [
        ("a.md", markdown("tags: [harbour, money]"), ("harbour", "money")),
        ("a.md", markdown("category: Harbour\ntags: [harbour, Money]"), ("Harbour", "Money")),
        ("a.md", markdown("keywords: harbour, money; the sea"), ("harbour", "money", "the sea")),
        ("a.md", markdown("section: {name: Harbour}"), ("Harbour",)),
        ("a.md", markdown("title: A ferry"), ()),
        (
            "a.jsonl",
            json.dumps({"text": SENTENCE.format("Ida", 4), "tags": ["harbour"], "section": "City"}),
            ("City", "harbour"),
        ),
        (
            "a.html",
            html(
                '<meta property="article:tag" content="harbour">'
                '<meta property="article:tag" content="money">'
                '<meta property="article:section" content="City">'
            ),
            ("City", "harbour", "money"),
        ),
        (
            "a.html",
            html(
                '<script type="application/ld+json">{"@type": "NewsArticle", '
                '"articleSection": ["City", "Harbour"], "keywords": "money"}</script>'
            ),
            ("City", "Harbour", "money"),
        ),
        ("a.csv", "title,date,themes\nIda opens,2021-05-04,harbour; money\n", ("harbour", "money")),
        ("a.csv", "title,date,group\nIda opens,2021-05-04,harbour\n", ("harbour",)),
        (
            "a.json",
            json.dumps(
                {
                    "events": [
                        {
                            "start_date": {"year": 2021},
                            "text": {"headline": "Ida opens"},
                            "group": "<b>harbour</b>",
                        }
                    ]
                }
            ),
            ("harbour",),
        ),
    ],
)
def test_an_event_has_the_themes_of_what_tells_it(
    tmp_path: Path, name: str, text: str, themes: tuple[str, ...]
) -> None:
    assert themes_of(tmp_path, name, text) == themes


def test_what_is_too_long_or_too_much_is_no_theme() -> None:
    assert themes_in(["x" * 61, "harbour", None, 7, {"name": ""}]) == ("harbour",)
    assert len(themes_in([f"theme {number}" for number in range(50)])) == 12


def named(*themes: tuple[str, str]) -> dict[str, tuple[str, ...]]:
    """The events of the sample story to their themes by the words of the user's."""
    wanted = [Theme(name, tuple(words.split("|"))) for name, words in themes]
    return {event.id: event.themes for event in with_themes(STORY.events, STORY.documents, wanted)}


def test_the_words_of_a_theme_are_whole_unless_they_end_in_a_star() -> None:
    assert named(("Gates", "gate"))["first-closing"] == ()
    assert named(("Gates", "gate*"))["first-closing"] == ("Gates",)
    assert named(("Gates", "GATES"))["first-closing"] == ("Gates",)


def test_an_event_counts_for_the_users_themes_in_their_order() -> None:
    both = named(("Boats", "boats"), ("Barrier", "barrier"))
    assert both["opening"] == ("Boats", "Barrier")
    assert named(("Barrier", "barrier"), ("Boats", "boats"))["opening"] == ("Barrier", "Boats")


def test_a_users_themes_stand_in_for_those_of_articles() -> None:
    documents = [replace(one, themes=("City",)) for one in STORY.documents]
    assert {each.themes for each in with_themes(STORY.events, documents) if each.passages} == {
        ("City",)
    }
    (named_,) = {
        each.themes for each in with_themes(STORY.events, documents, [Theme("Sea", ("no such",))])
    }
    assert named_ == ()


def test_a_file_of_events_keeps_its_themes_on_the_way_out_and_in(tmp_path: Path) -> None:
    (tmp_path / "in").mkdir()
    (tmp_path / "in" / "a.csv").write_text("title,date,themes\nIda opens,2021-05-04,harbour\n")
    told = timeline.read(tmp_path / "in", today=TODAY).to_json()
    assert themes_of(tmp_path, "b.json", told) == ("harbour",)


def test_a_theme_is_a_filter(tmp_path: Path) -> None:
    lines = [
        json.dumps({"text": SENTENCE.format(name, day), "tags": [tag]})
        for name, day, tag in (("Ida", 4, "harbour"), ("Eve", 9, "money"))
    ]
    (tmp_path / "a.jsonl").write_text("\n".join(lines))
    chosen: Timeline = timeline.read(tmp_path, today=TODAY).choose("theme=money")
    assert [event.themes for event in chosen.events] == [("money",)]


@pytest.mark.parametrize(
    ("table", "wrong"),
    [
        ("themes = 3", "must be a table"),
        ('[themes]\nSea = "sea"', "has no words"),
        ("[themes]\nSea = []", "has no words"),
        ('[themes]\nSea = ["*"]', "has no words"),
        ("[themes]\nSea = [3]", "must be a text"),
    ],
)
def test_a_wrong_table_of_themes_is_told_with_its_line(
    tmp_path: Path, table: str, wrong: str
) -> None:
    (tmp_path / "timeline.toml").write_text(table)
    with pytest.raises(ConfigError, match=wrong):
        load_config(tmp_path)


def test_the_table_of_themes_reaches_the_events(tmp_path: Path) -> None:
    (tmp_path / "timeline.toml").write_text('[themes]\nFerries = ["ferr*"]\n')
    assert themes_of(tmp_path, "a.txt", SENTENCE.format("Ida", 4)) == ("Ferries",)
