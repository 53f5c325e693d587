"""rivals: what would change if an article were written on its runner-up day."""

from __future__ import annotations

from datetime import date

import pytest

from timeline.config import Config
from timeline.expressions import find_mentions
from timeline.interval import DAY_SECONDS
from timeline.model import Document, Method, Publication, Timeline
from timeline.pages import render_site
from timeline.pipeline import resolve_as, tell
from timeline.rivals import rival_moves
from timeline.sentences import split_sentences

DAY = date(2021, 5, 6).toordinal()
TEXT = "The Varnholm dam burst on Tuesday, drowning nine people. It was built on 4 June 1963."


def told(method: Method = Method.INFERRED, runner_up: int | None = DAY + 7) -> Timeline:
    """One article written on a Thursday, or perhaps on another day."""
    publication = Publication(DAY, DAY, DAY + 7, method, runner_up=runner_up)
    document = Document("dam", "dam.txt", "The dam", TEXT, publication=publication)
    sentences = split_sentences(document)
    reading = resolve_as(Config(), document, sentences, find_mentions(document, sentences))
    return tell([reading], "Dams")


def test_what_leans_on_the_day_of_writing_moves_with_it_and_nothing_else_does() -> None:
    [move] = rival_moves(told(), Config())["dam"]
    assert move.before.start is not None
    assert move.after.start == move.before.start + 7 * DAY_SECONDS
    assert "dam burst" in move.title


@pytest.mark.parametrize(
    ("method", "runner_up"), [(Method.GIVEN, DAY + 7), (Method.INFERRED, None)]
)
def test_a_given_date_and_a_date_without_a_rival_move_nothing(
    method: Method, runner_up: int | None
) -> None:
    assert rival_moves(told(method, runner_up), Config()) == {}


def test_the_articles_page_says_what_would_move_and_to_when() -> None:
    page = render_site(told())["documents/dam.html"].decode()
    otherwise = page[page.index('id="otherwise"') :]
    assert "If it were 13 May 2021" in otherwise
    assert "1 event would move" in otherwise
    assert "<s>4 May 2021</s> 11 May 2021" in otherwise


def test_the_page_says_when_nothing_would_move() -> None:
    timeline = told(runner_up=DAY + 1)
    assert "No event would move" in render_site(timeline)["documents/dam.html"].decode()
