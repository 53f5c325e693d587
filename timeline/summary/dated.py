"""An article read to the days that its sentences name, and its lines where it is a chronology."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Mapping

from msgspec import Struct

from timeline.captions import BEHIND_DAY
from timeline.interval import DAY_SECONDS, to_ordinal
from timeline.model import DATELINE, DocumentReading, Resolution

_BEFORE = re.compile(r"[\s*•·>–-]*$")


class DayWords(Struct, frozen=True):
    """The words of a sentence for a time, counted from its start; ``day`` when they mean one."""

    start: int
    end: int
    day: int | None


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
    for one in reading.resolutions:
        at = one.mention.sentence
        sentence = reading.sentences[at]
        day = _day_meant(one)
        first, last = one.mention.start, one.mention.end
        words[at].append(DayWords(first - sentence.start, last - sentence.start, day))
        if day is None or not _BEFORE.fullmatch(text, sentence.start, first):
            continue
        if BEHIND_DAY.match(text, last, sentence.end):
            lines.setdefault(at, day)
    chronology = len(set(lines.values())) >= fewest
    return Dated({at: tuple(found) for at, found in words.items()}, lines if chronology else {})


def _day_meant(one: Resolution) -> int | None:
    """The day that words name, or most likely mean."""
    when = one.likely or one.when
    if when is None or when.start is None or when.end is None or one.mention.rule == DATELINE:
        return None
    return to_ordinal(when.start) if when.end - when.start <= DAY_SECONDS else None
