"""Time expressions: what is found, what is not, and that finding them stays safe and fast."""

from __future__ import annotations

import time
import tomllib
from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from timeline.expressions import find_mentions
from timeline.lexicon import load_lexicon
from timeline.model import Aside, Direction, Document, Mention
from timeline.sentences import split_sentences

CASES = Path(__file__).parent / "cases"
TRAPS = tomllib.loads((CASES / "traps.toml").read_text(encoding="utf-8"))["case"]


def mentions(text: str, **more: object) -> tuple[Mention, ...]:
    document = Document(id="x", path="x.txt", title="", text=text, **more)  # type: ignore[arg-type]
    return find_mentions(document, split_sentences(document))


@pytest.mark.parametrize(("text", "expected"), TRAPS, ids=[text for text, _ in TRAPS])
def test_only_true_times_are_found(text: str, expected: list[str]) -> None:
    assert [mention.surface for mention in mentions(text)] == expected


DIRECTIONS = [
    ("The minister said on Sunday that all was well.", "Sunday", Direction.PAST),
    ("She will travel to Oslo on Monday.", "Monday", Direction.FUTURE),
    ("He is expected to land on Tuesday.", "Tuesday", Direction.FUTURE),
    ("The ministry announced on Friday.", "Friday", Direction.PAST),
    ("The trip, which starts on Monday, is short.", "Monday", Direction.FUTURE),
    (
        "The envoy will stay till Wednesday, the ministry said on Sunday.",
        "Wednesday",
        Direction.FUTURE,
    ),
    ("The envoy will stay till Wednesday, the ministry said on Sunday.", "Sunday", Direction.PAST),
    ("Envoy to visit Riga on Thursday", "Thursday", Direction.FUTURE),
    ("They were forced to resign on Friday.", "Friday", Direction.PAST),
    ("Talks are due to resume on Saturday.", "Saturday", Direction.FUTURE),
    ("A trip to Peru began on Saturday.", "Saturday", Direction.PAST),
    (
        "On Saturday the tide comes and goes, and the Ever Given stays.",
        "Saturday",
        Direction.UNKNOWN,
    ),
    ("On Saturday the keys were given back.", "Saturday", Direction.PAST),
]


@pytest.mark.parametrize(("text", "surface", "direction"), DIRECTIONS)
def test_verbs_tell_the_direction(text: str, surface: str, direction: Direction) -> None:
    found = {mention.surface: mention for mention in mentions(text)}
    assert found[surface].direction is direction, found[surface].direction_cue


FRAMES = [
    ("It has grown since 1998.", "since(date(1998, -, -))"),
    ("It must end by 2060.", "by(date(2060, -, -))"),
    ("He stays until Friday.", "until(weekday(4, -))"),
    ("He stayed from Monday to Thursday.", "between_ends(weekday(0, -), weekday(3, -), 1)"),
    ("It ran between 1998 and 2001.", "between_ends(date(1998, -, -), date(2001, -, -), 1)"),
]


@pytest.mark.parametrize(("text", "reading"), FRAMES)
def test_a_preposition_opens_or_closes_the_time(text: str, reading: str) -> None:
    assert str(mentions(text)[0].reading) == reading


def test_nothing_is_read_in_an_aside() -> None:
    text = "Published Monday\n\nIt burned on Friday."
    found = mentions(text, asides=(Aside(0, 16, "stamp"),))
    assert [mention.surface for mention in found] == ["Friday"]


WORDS = st.sampled_from(
    [
        "last",
        "next",
        "the",
        "of",
        "May",
        "march",
        "19",
        "2021",
        "Monday",
        "week",
        ",",
        ".",
        "-",
        "–",
        "since",
        "by",
        "two",
        "and",
        "a",
        "half",
        "years",
        "ago",
        "\n\n",
        "earlier",
        "in",
        "to",
        "10:15",
        "a.m.",
        "early",
        "$",
        "1990s",
        "’s",
        "Q3",
        "first",
        "quarter",
        "5/6/2021",
        "é",
        "東京",
        "\x00",
    ]
)


@settings(max_examples=150, deadline=None)
@given(st.lists(WORDS, max_size=60).map(" ".join))
def test_mentions_are_ordered_apart_and_say_what_stands_there(text: str) -> None:
    found = mentions(text)
    for mention in found:
        assert text[mention.start : mention.end] == mention.surface
    for first, second in pairwise(found):
        assert first.end <= second.start


@pytest.mark.parametrize(
    "piece",
    [
        "last ",
        "9",
        "1,",
        "May 5, ",
        "the first ",
        "a",
        "two and ",
        "- ",
        "\n",
        "since by from ",
        "1998-",
        "five thirty ",
        "will be ",
        "100 of a ",
        "given until ",
        "May 3 and 4 ",
    ],
)
def test_reading_time_grows_with_the_length(piece: str) -> None:
    load_lexicon("en")

    def seconds(size: int) -> float:
        text = (piece * (size // len(piece) + 1))[:size]
        best = 9e9
        for _ in range(2):
            start = time.process_time()
            mentions(text)
            best = min(best, time.process_time() - start)
        return best

    small, large = seconds(12_500), seconds(100_000)
    assert large < 0.1 + 20 * small, (small, large)


def test_every_stamp_of_a_live_report_is_a_clock_time() -> None:
    live = [
        f"{stamp} The pump of mill {n} fails." for n, stamp in enumerate(("0912", "1015", "1120"))
    ]
    late = "1943 Divers reach the wreck."
    alone = mentions(late)
    told = mentions("\n\n".join([*live, late]))
    assert str(told[-1].reading) == "military(1943, -)"
    assert str(alone[0].reading) != str(told[-1].reading)


def test_hours_with_a_colon_are_a_live_report_unless_all_may_be_years() -> None:
    def told(*stamps: str) -> list[str]:
        found = mentions("\n\n".join(f"{stamp}: The mayor speaks of it." for stamp in stamps))
        return [one.type.value for one in found]

    assert told("1917", "1954", "2007", "2107") == ["TIME"] * 4
    assert told("1917", "1954", "2007") == ["DATE"] * 3
    assert told("1979", "1983", "2007", "2107")[:2] == ["DATE"] * 2


def test_the_entries_of_a_chronology_lie_neither_back_nor_ahead() -> None:
    first, second = mentions(
        "20 April: The rig explodes. 8 May: A dome fails, and it will fail again."
    )
    assert {first.direction, second.direction} == {Direction.UNKNOWN}


def test_a_day_that_owns_a_thing_is_no_deadline() -> None:
    [owned] = mentions("The pier was hit by Tuesday's storm.")
    [limit] = mentions("The pier will be mended by Tuesday.")
    assert owned.reading.op != "by"
    assert limit.reading.op == "by"
