"""Dated facts as a base to ask: a text to what it mentions, a mention to a score for each day."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from pathlib import Path

import numpy as np
import numpy.typing as npt

from timeline.knowledge.matching import find_facts
from timeline.knowledge.name_table import NameTable
from timeline.knowledge.packs import pack_files, read_packs
from timeline.knowledge.vocabulary import (
    AGREEMENT,
    ANNIVERSARY,
    EDITION,
    ELECT,
    FORMER,
    HOLDER,
    Fact,
    FactMatch,
    Found,
    Term,
    Window,
)

__all__ = ["Fact", "FactBase", "FactMatch", "load_facts"]

Days = npt.NDArray[np.int64]
Scores = npt.NDArray[np.float64]

BEFORE_TERM = 5.0
"""Nats against a day before the holder took office: of 2,613 holders counted in dated articles of
1989-2011 hardly one was named early."""
AFTER_TERM = 3.5
"""Nats against a day after it: 8 % were spoken of in looking back, spread over decades."""
TERM_SLACK_DAYS = 20
BEFORE_EVENT = 6.0
"""Nats against a day before an event had its name: other things of that name, and prophecies."""
FADED = 2.5
"""Nats by which the press speaks less of an event once it is long past, at the most."""
FADED_AGREEMENT = 0.7
OTHER_YEAR = 4.0
LEAD_UP_DAYS = 150
LEAD_UP = 1.2
"""Nats against the months before an anniversary's year."""
ELECT_DAYS = 90
EDITION_AFTER_DAYS = 120
EDITION_HALF = 200.0
EDITION_EARLY = 0.25
"""Days in which the talk of a coming edition halves, looking back from it, down to a quarter: a
choice, not a fit."""
OTHER_EDITION = 3.0
OTHER_NUMBER = 4.5
"""The same of one told by its number: games of a year are remembered, the 16th round of talks is
news.  A choice: of the five of the development set one was told more than a year after."""
AHEAD_HALF = 20.0
AHEAD_EARLY = 0.1
"""The same for an edition the sentence looks ahead to: of 156 days beside such words in the
development set and the topics with it 135 were not over, half of them within a fortnight; the
floor is a choice."""
AHEAD_LATE = 1.5
"""Nats against the days after an edition that is looked ahead to: 21 of those 156 were past."""
BACK_EARLY = 2.5
"""Nats against the days before one that is looked back on: of 176 days beside such words 9 were
still to come."""
TURN_DAYS = 7
"""Days in which that is reached."""
SERIES_YEARS = 4
_DIRECTION = {None: "", True: ", looked ahead to", False: ", looked back on"}


class FactBase:
    """The facts of all packs, and the table of their names."""

    def __init__(self, facts: Sequence[Fact]) -> None:
        self.facts = tuple(facts)
        self._table = NameTable(self.facts)

    def match(self, text: str) -> tuple[FactMatch, ...]:
        """Every place of a text that speaks of a fact, in the order of the text."""
        found = [_as_match(one) for one in find_facts(text, self._table)]
        return tuple(sorted(found, key=lambda match: (match.start, match.end, match.fact.id)))

    def log_likelihood(self, match: FactMatch, days: Days) -> Scores:
        """What a match says of each of a row of day ordinals, in nats; the best day has 0."""
        scores = np.full(len(days), -np.inf)
        several = len(match.windows) == 1 + len(match.others)
        facts = (match.fact, *match.others) if several else (match.fact,) * len(match.windows)
        for fact, (low, high) in zip(facts, match.windows, strict=True):
            if match.sense == EDITION:
                scores = np.maximum(scores, _around_edition(match, low, high, days))
            else:
                scores = np.maximum(scores, _by_sense(match.sense, fact, low, high, days))
        return np.asarray(scores - scores.max())


def load_facts(folders: Sequence[Path] = ()) -> FactBase:
    """The built-in packs, then the user's files and folders; raises RulesError on a wrong pack."""
    own = Path(__file__).parent
    packs = read_packs(pack_files(folders, own, skip=("words.toml",)))
    return FactBase(tuple(packs.facts.values()))


def _by_sense(sense: str, fact: Fact, low: int | None, high: int | None, days: Days) -> Scores:
    if sense in (HOLDER, ELECT):
        early = _outside(days, low, None, BEFORE_TERM, TERM_SLACK_DAYS)
        return -np.maximum(early, _outside(days, None, high, AFTER_TERM, TERM_SLACK_DAYS))
    if sense == FORMER:
        return _since(days, low, low, 3650.0, BEFORE_TERM, 1.0)
    if sense == ANNIVERSARY:
        lead_up = low is not None and (days < low) & (days >= low - LEAD_UP_DAYS)
        outside = _outside(days, low, high, OTHER_YEAR, 10)
        return -np.where(lead_up, LEAD_UP, outside)
    faded = FADED_AGREEMENT if fact.kind == AGREEMENT else FADED
    fades_from = fact.end if fact.end is not None and fact.kind != AGREEMENT else low
    return _since(days, low, fades_from, fact.half_life_days, BEFORE_EVENT, faded)


def _around_edition(match: FactMatch, low: int | None, high: int | None, days: Days) -> Scores:
    """An edition is spoken of the more, the nearer it is, and for some months after it.

    One that is looked ahead to mostly is not over, one that is looked back on has begun.
    """
    elsewhen = OTHER_NUMBER if match.numbered else OTHER_EDITION
    if match.ahead:
        other = _outside(days, low, _moved(high, EDITION_AFTER_DAYS), elsewhen, 200)
        late = _outside(days, None, high, AHEAD_LATE, TURN_DAYS)
        return _edition_nears(days, high, AHEAD_HALF, AHEAD_EARLY) - np.maximum(other, late)
    other = _outside(days, low, high, elsewhen, 200)
    if match.ahead is None:
        end = _moved(high, -EDITION_AFTER_DAYS)
        return _edition_nears(days, end, EDITION_HALF, EDITION_EARLY) - other
    return -np.maximum(other, _outside(days, low, None, BACK_EARLY, TURN_DAYS))


def _moved(day: int | None, by: int) -> int | None:
    return None if day is None else day + by


def _edition_nears(days: Days, end: int | None, half: float, early: float) -> Scores:
    """More and more up to the end of an edition, from ``early`` times as much long before it."""
    if end is None:
        return np.zeros(len(days))
    ahead = np.maximum(end - days, 0)
    return np.asarray(np.log(early + (1 - early) * np.exp2(ahead * (-1.0 / half))))


def _outside(days: Days, low: int | None, high: int | None, nats: float, slack: int) -> Scores:
    """0 inside a window, ``nats`` outside, reached over ``slack`` days; days are contiguous."""
    scores = np.zeros(len(days))
    first = int(days[0])
    if low is not None:
        inside = _place(low, first, len(days))
        away = low - days[:inside]
        scores[:inside] = nats * np.minimum(away / slack, 1.0)
    if high is not None:
        outside = _place(high, first, len(days))
        away = days[outside:] - high + 1
        np.maximum(scores[outside:], nats * np.minimum(away / slack, 1.0), out=scores[outside:])
    return scores


def _since(
    days: Days,
    low: int | None,
    fades_from: int | None,
    half_life: float,
    before: float,
    faded: float,
) -> Scores:
    """Nothing before a day, much after it, less and less with time: the press moves on."""
    start = low if low is not None else int(days[0])
    begin = _place(start, int(days[0]), len(days))
    scores = np.full(len(days), -before)
    age = np.maximum(days[begin:] - (fades_from if fades_from is not None else start), 0)
    floor = np.exp(-faded)
    scores[begin:] = np.log(floor + (1 - floor) * np.exp2(age * (-1.0 / half_life)))
    return scores


def _place(day: int, first: int, count: int) -> int:
    """Where a day stands in a row of ``count`` days from ``first`` on, or the nearer end of it."""
    return min(max(day - first, 0), count)


def _as_match(found: Found) -> FactMatch:
    fact, *others = found.facts
    windows = _windows(found)
    lows = [low for low, _ in windows]
    highs = [high for _, high in windows]
    return FactMatch(
        fact=fact,
        start=found.start,
        end=found.end,
        sense=found.sense,
        low=None if None in lows else min(low for low in lows if low is not None),
        high=None if None in highs else max(high for high in highs if high is not None),
        says=_says(found),
        windows=windows,
        others=tuple(others),
        ahead=found.ahead,
        held=(None, None)
        if found.edition is None
        else (found.edition.term.start, found.edition.term.end),
        numbered=found.numbered,
    )


def _windows(found: Found) -> tuple[Window, ...]:
    if found.sense == HOLDER:
        return tuple((term.start, term.end) for one in found.facts for term in one.terms)
    if found.sense == ELECT:
        starts = [term.start for one in found.facts for term in one.terms if term.start is not None]
        return tuple((start - ELECT_DAYS, start + 1) for start in starts)
    if found.sense == FORMER:
        ends = [one.terms[0].end for one in found.facts]
        return tuple((end, None) for end in ends if end is not None) or ((None, None),)
    if found.sense == ANNIVERSARY and found.year is not None:
        return ((_first(found.year), _first(found.year + 1)),)
    if found.sense == EDITION and found.edition is not None:
        return (_edition_window(found),)
    return tuple(
        (one.said_from if one.said_from is not None else one.start, None) for one in found.facts
    )


def _edition_window(found: Found) -> Window:
    """From the end of the edition before, some years at the most, to some months after this one.

    Looked ahead to, to its end; looked back on, from its beginning.
    """
    edition = found.edition
    assert edition is not None
    start, end = edition.term.start, edition.term.end
    before = [
        one.term.end
        for one in found.facts[0].editions
        if one.term.end is not None and start is not None and one.term.end <= start
    ]
    low = None if start is None else max([*before, start - 366 * SERIES_YEARS])
    return (
        start if found.ahead is False else low,
        end if found.ahead else _moved(end, EDITION_AFTER_DAYS),
    )


def _first(year: int) -> int:
    return date(min(max(year, 1), 9999), 1, 1).toordinal()


def _says(found: Found) -> str:
    fact = found.facts[0]
    if found.sense == ANNIVERSARY:
        return f"{fact.label} ({_when(fact.start)}): that anniversary falls in {found.year}"
    if found.sense == EDITION and found.edition is not None:
        number = f"number {found.edition.number} " if found.edition.number else ""
        return f"{fact.label}: {number}{_begun(found.edition.term)}{_DIRECTION[found.ahead]}"
    if found.sense in (HOLDER, FORMER, ELECT):
        return "; or ".join(_office_words(one, found.sense) for one in found.facts[:3])
    return "; or ".join(
        f"{one.label}: cannot be said before {_when(one.said_from or one.start)}"
        for one in found.facts[:3]
    )


def _office_words(fact: Fact, sense: str) -> str:
    assert fact.seat is not None
    times = [
        f"from {_when(term.start)}" + (f" to {_when(term.end - 1)}" if term.end is not None else "")
        for term in fact.terms
    ]
    former = {FORMER: "out of office since; ", ELECT: "chosen, not yet in office; "}.get(sense, "")
    return f"{former}{fact.names[0]} was {fact.seat.office} {' and again '.join(times)}"


def _begun(term: Term) -> str:
    """The first day of a term, as exactly as its pack tells it."""
    if term.start is None:
        return "on an unknown day"
    year, month, day = (*term.start_text.split("-"), "", "")[:3]
    if day:
        return f"on {_when(term.start)}"
    return f"in {date.fromordinal(term.start):%B} {year}" if month else f"in {year}"


def _when(day: int | None) -> str:
    if day is None:
        return "an unknown day"
    at = date.fromordinal(day)
    return f"{at.day} {at:%B} {at.year}"
