"""A clue to the day an article was written on, and days as its words tell them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from timeline.interval import Interval, day_interval
from timeline.publication.days import Scores


@dataclass(frozen=True, slots=True, eq=False)
class Clue:
    """Words of a document, what they say of its day, and how well each candidate day fits.

    ``kind`` groups clues that lean on each other: of each only a ``share`` of its scores counts.
    """

    kind: str
    words: str
    says: str
    scores: Scores
    start: int = -1
    end: int = -1
    share: float = 1.0


def month_words(day: int) -> str:
    """The month of a day ordinal in words."""
    day_of = date.fromordinal(day)
    return Interval.month(day_of.year, day_of.month).in_words()


def day_words(day: int) -> str:
    """A day ordinal in words."""
    return day_interval(day).in_words()
