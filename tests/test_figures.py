"""Dates in figures: which of them is the day, told by the text around them."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from timeline.expressions import find_mentions
from timeline.figures import order_shown
from timeline.model import Document, Method, Publication
from timeline.resolve import resolve
from timeline.sentences import split_sentences

WRITTEN = 737439
"""1 January 2020."""
TEXTS = [
    ("another of its figures", "On 13/05/2019 they met. On 05/06/2019 he left.", "2019-06-05"),
    ("another of its figures", "On 5/13/2019 they met. On 05/06/2019 he left.", "2019-05-06"),
    ("points between them", "It is of 08.07.2012. On 05/06/2019 he left.", "2019-06-05"),
    ("its dates in words", "On 3 May 2019 they met. On 05/06/2019 he left.", "2019-06-05"),
    ("its dates in words", "On May 3, 2019, they met. On 05/06/2019 he left.", "2019-05-06"),
    ("its dates in words", "On the 3rd of May they met. On 05/06/2019 he left.", "2019-06-05"),
    (
        "figures before words",
        "On 5/13/2019 and 3 May they met. On 05/06/2019 he left.",
        "2019-05-06",
    ),
    (
        "an hour before it",
        "On 13/05/2019 they met. At 10:15 on 05/06/2019 he left.",
        "2019-06-05T10:15",
    ),
    ("nothing", "On 05/06/2019 he left.", "2019-05-06"),
    ("nothing, both being told", "On 13/05/2019, 5/13/2019 and 05/06/2019 he left.", "2019-05-06"),
]


def values(text: str, day_order: str = "auto") -> list[str | None]:
    publication = Publication(WRITTEN, WRITTEN, WRITTEN, Method.GIVEN)
    document = Document(id="a", path="a.txt", title="", text=text, publication=publication)
    sentences = split_sentences(document)
    mentions = find_mentions(document, sentences)
    return [one.value for one in resolve(document, sentences, mentions, day_order).resolutions]


@pytest.mark.parametrize(("shown_by", "text", "last"), TEXTS)
def test_a_date_in_figures_has_the_order_its_text_shows(
    shown_by: str, text: str, last: str
) -> None:
    assert values(text)[-1] == last


def test_the_order_a_reader_was_told_wins() -> None:
    text = "On 3 May 2019 they met. On 05/06/2019 he left."
    assert values(text, "mdy")[-1] == "2019-05-06"
    assert values("On 05/06/2019 he left.", "dmy") == ["2019-06-05"]


@given(st.integers(1, 31), st.integers(1, 12), st.integers(1900, 2099), st.sampled_from("/-"))
def test_a_day_above_twelve_shows_the_order(day: int, month: int, year: int, sign: str) -> None:
    shown = "dmy" if day > 12 else ""
    assert order_shown(f"{day}{sign}{month:02}{sign}{year}") == shown
    assert order_shown(f"{month}{sign}{day}{sign}{year}") == ("mdy" if day > 12 else "")
