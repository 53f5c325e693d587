"""An article read to the days that its sentences name, and its lines where it is a chronology."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Mapping

from msgspec import Struct

from timeline.anchors import count_in
from timeline.captions import BEHIND_DAY
from timeline.interval import DAY_SECONDS, to_ordinal
from timeline.model import DATELINE, DocumentReading, Resolution

_BEFORE = re.compile(r"[\s*•·>–-]*$")


class DayWords(Struct, frozen=True):
    """The words of a sentence for a time, counted from its start; ``day`` when they mean one.

    ``counted`` are they from a deed that the sentence names, and so say more than the day.
    """

    start: int
    end: int
    day: int | None
    counted: bool = False


class Dated(Struct, frozen=True):
    """The times that the sentences of an article name, by the number of the sentence.

    ``lines`` are the sentences of a chronology that open with a day, and that day.
    """

    words: Mapping[int, tuple[DayWords, ...]]
    lines: Mapping[int, int]

    def days(self, sentence: int) -> frozenset[int]:
        """The days that a sentence names."""
        return frozenset(one.day for one in self.words.get(sentence, ()) if one.day is not None)


def read_dates(reading: DocumentReading, fewest: int) -> Dated:
    """An article to the times it names; it is a chronology when ``fewest`` days open a line of it.

    A single such line is a caption or a note.  A dateline is the report's own day and names none.
    """
    words: dict[int, list[DayWords]] = defaultdict(list)
    lines: dict[int, int] = {}
    text = reading.document.text
    counts = _counts(reading)
    for one in reading.resolutions:
        at = one.mention.sentence
        sentence = reading.sentences[at]
        first, last = one.mention.start, one.mention.end
        told_by = counts.get(at, {})
        day = None if any(a <= first < b for a, b in told_by.values()) else _day_meant(one)
        words[at].append(
            DayWords(first - sentence.start, last - sentence.start, day, first in told_by)
        )
        if day is None or not _BEFORE.fullmatch(text, sentence.start, first):
            continue
        if BEHIND_DAY.match(text, last, sentence.end):
            lines.setdefault(at, day)
    chronology = len(set(lines.values())) >= fewest
    return Dated({at: tuple(found) for at, found in words.items()}, lines if chronology else {})


def _counts(reading: DocumentReading) -> dict[int, dict[int, tuple[int, int]]]:
    """By sentence where the times stand that are counted from a deed, with the span that tells it.

    A date in such a span is the deed's, and the sentence tells of another day.
    """
    found: dict[int, dict[int, tuple[int, int]]] = defaultdict(dict)
    text = reading.document.text
    for one in reading.resolutions:
        at, sentence = one.mention.sentence, reading.sentences[one.mention.sentence]
        count = count_in(text[sentence.start : sentence.end], sentence.start, one.mention)
        if count is not None:
            deed = (sentence.start + count.start, sentence.start + count.end)
            found[at][one.mention.start] = deed
    return found


def _day_meant(one: Resolution) -> int | None:
    """The day that words name, or most likely mean."""
    when = one.likely or one.when
    if when is None or when.start is None or when.end is None or one.mention.rule == DATELINE:
        return None
    return to_ordinal(when.start) if when.end - when.start <= DAY_SECONDS else None
