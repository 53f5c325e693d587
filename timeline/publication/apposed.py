"""What a time told twice says of the day of writing: "today (14 October 2011)"."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from itertools import pairwise

import numpy as np

from timeline.model import Direction, Mention, Reading
from timeline.publication.clue import Clue
from timeline.publication.days import DayGrid, Scores
from timeline.publication.offsets import Offset, distances, log_density

WEEKDAY_BESIDE = "weekday beside its date"
"""The rule for the weekday in "on Friday (14 October 2011)": its reading holds the date."""
_OPENED, _CLOSED = re.compile(r"[ \t]*[(\[][ \t]*"), re.compile(r"[ \t]*[)\]]")
_FOLLOWED = re.compile(r",?[ \t]+")
_IN_BRACKETS, _BEHIND, _OF_WEEKDAY = 0.85, 0.6, 0.7
"""How often the two speak of one time that is counted from the writing, and not from that of
words quoted: a choice.  Of 12 such pairs in brackets in dated articles 10 did, 2 stood in older
words; of 3 without brackets 2 did."""
_UNITS: Mapping[str, tuple[str, ...]] = {
    "day": ("full", "near"),
    "month": ("monthyear",),
    "year": ("year",),
}
_WRAPPED = frozenset({"daypart", "at", "part"})


def apposed_clues(
    text: str, offsets: Sequence[Offset], mentions: Sequence[Mention], grid: DayGrid
) -> Iterable[tuple[tuple[int, ...], Clue]]:
    """Of "today (14 October 2011)": written that day, or as near that date as any other is.

    With each clue goes where the mentions start whose own word is part of it.
    """
    dated = {offset.mention.start: offset for offset in offsets}
    seen: set[tuple[str, int]] = set()
    for mention, following in pairwise(mentions):
        of_weekday = mention.rule == WEEKDAY_BESIDE
        date = dated.get((mention if of_weekday else following).start)
        belief = _belief(text, mention, following)
        behind = _behind(mention, date, belief) if date is not None and belief else None
        if date is None or behind is None or (date.kind, date.value) in seen:
            continue
        seen.add((date.kind, date.value))
        fits = np.isin(distances(date, grid), behind)
        if fits.all() or not fits.any():
            continue
        alone = log_density(date, grid)
        otherwise = np.ones(len(grid)) if alone is None else np.exp(alone)
        scores: Scores = np.log((1 - belief) * otherwise + belief * fits / float(fits.mean()))
        told = "is near enough to be" if of_weekday else "is called"
        starts = (mention.start, following.start) if of_weekday else (following.start,)
        closed = _CLOSED.match(text, following.end)
        span = (mention.start, closed.end() if closed is not None else following.end)
        says = f"“{following.surface}” {told} “{mention.surface}”"
        yield starts, Clue("apposed", text[slice(*span)], says, scores, *span)


def _belief(text: str, mention: Mention, following: Mention) -> float:
    """How surely two times that stand side by side are one; 0 where nothing says so."""
    if mention.rule == WEEKDAY_BESIDE:
        return _OF_WEEKDAY
    between = text[mention.end : following.start]
    if _OPENED.fullmatch(between) and _CLOSED.match(text, following.end):
        return _IN_BRACKETS
    return _BEHIND if _FOLLOWED.fullmatch(between) else 0.0


def _behind(mention: Mention, date: Offset, belief: float) -> list[int] | None:
    """How many days, months or years the writing lies behind the date; None where nothing says."""
    if mention.rule == WEEKDAY_BESIDE:
        first = 0 if mention.direction is Direction.PAST else -6
        last = 0 if mention.direction is Direction.FUTURE else 6
        return list(range(first, last + 1))
    reading = mention.reading
    while reading.op in _WRAPPED:
        inner = [argument for argument in reading.args if isinstance(argument, Reading)]
        if not inner:
            return None
        reading = inner[-1]
    if reading.op != "rel":
        return None
    unit, steps = reading.args
    if date.kind not in _UNITS.get(str(unit), ()) or not isinstance(steps, int):
        return None
    if belief < _IN_BRACKETS and unit != "day":
        return None
    return [-steps]
