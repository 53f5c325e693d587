"""Turn a time expression into what it says about the day of writing: a log-density over days.

How far behind the writing the dates named in an article lie is learned: each kind of mention
has a histogram of offsets in ``timeline/knowledge/offsets.json``, made by
``scripts/fit_offsets.py`` from dated articles.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import cache
from pathlib import Path

import numpy as np
import numpy.typing as npt

from timeline.interval import Interval, civil, to_ordinal, weekday
from timeline.meaning import FAIR, Context, Unreadable, read_as_of
from timeline.model import Direction, Document, Mention, Reading
from timeline.publication.days import DayGrid, Scores
from timeline.publication.places import clocked_place, is_governed, place_of

DAY_EDGES = (
    -20000,
    -3653,
    -366,
    -92,
    -31,
    -14,
    -7,
    -3,
    -1,
    0,
    1,
    2,
    4,
    8,
    15,
    32,
    93,
    184,
    367,
    1097,
    3654,
    9133,
    45000,
)
"""Bucket edges for publication day minus a full date, in days."""
NEAR_EDGES = (-183, -92, -31, -14, -7, -3, -1, 0, 1, 2, 4, 8, 15, 32, 93, 184)
"""Bucket edges for publication day minus the nearest day of that month and day, in days."""
MONTH_EDGES = (-1500, -120, -24, -12, -6, -3, -1, 0, 1, 2, 3, 4, 6, 12, 24, 60, 120, 300, 1500)
"""Bucket edges for publication month minus a named month of a named year, in months."""
YEAR_EDGES = (-130, -20, -10, -5, -3, -2, -1, 0, 1, 2, 3, 4, 6, 10, 20, 50, 130)
"""Bucket edges for publication year minus a named year, in years."""
EDGES = {"full": DAY_EDGES, "near": NEAR_EDGES, "monthyear": MONTH_EDGES, "year": YEAR_EDGES}
STAMP_ON_TOP = " stamp on top"
"""What the groups of the dates end in that stand like a publication's above an article."""
_TOP_CHARACTERS = 400
"""How far down the first stamp of an article dates it: of 578 such in dated articles 574 did."""
_OTHER_WEEKDAY = 999
_YEAR_DAYS = 366
_UNDIRECTED = frozenset({"dateline", "stamp", "stamp named"})
"""Places of a date that the tense of its sentence says nothing of."""
_LOOKED_BACK_ON = {"near told past": "near", "month past": "month"}
_WRONG_WEEKDAY = 2.0
"""Nats against a year in which a date does not fall on the weekday named with it."""
_MONTH_FACTOR = 100
_TARGETS = frozenset({"by", "until", "before"})
SOME_DAY = date(2030, 1, 1).toordinal()
"""What years by their last two figures are read against: they are those of 1941 to 2040."""
_FRAMES = frozenset(
    {"since", "until", "by", "before", "after", "from", "between", "as_of"}
    | {"just_before", "just_after"}
)


@dataclass(frozen=True, slots=True)
class Offset:
    """A mention as evidence: which histogram speaks of it, and the value it speaks about.

    ``kind`` is "weekday", "month", "near", "full", "monthyear" or "year"; ``group`` names the
    histogram; ``value`` is a weekday, a month, 100 * month + day, a day ordinal, a month
    count (12 * year + month - 1) or a year.  ``weekday`` narrows a month and day; ``other`` is the
    day of a date in figures when its day and month change places.
    """

    mention: Mention
    kind: str
    group: str
    value: int
    weekday: int | None = None
    other: int | None = None


def offsets_of(document: Document, mentions: tuple[Mention, ...]) -> tuple[Offset, ...]:
    """The mentions of a document that say something about when it was written."""
    found: list[Offset] = []
    seen_weekday = seen_stamp = False
    for mention in mentions:
        offset = _offset(document, mention, first=not seen_weekday)
        if offset is None:
            continue
        seen_weekday = seen_weekday or offset.kind == "weekday"
        if offset.group.startswith(f"{offset.kind} stamp"):
            if not seen_stamp and mention.start < _TOP_CHARACTERS:
                offset = replace(offset, group=f"{offset.kind}{STAMP_ON_TOP}")
            seen_stamp = True
        found.append(offset)
    ranked = _rank_years(found)
    for group, kind in _LOOKED_BACK_ON.items():
        ranked = _rank_round(ranked, group, kind)
    return ranked


def days_written_out(offsets: Sequence[Offset]) -> frozenset[int]:
    """The days (ordinals) that a text names with their year, and the day after each."""
    return frozenset(
        day for one in offsets if one.kind == "full" for day in (one.value, one.value + 1)
    )


def is_told(offset: Offset) -> bool:
    """Whether it is a month and day in a sentence, without a weekday: no dateline, no stamp."""
    elsewhere = offset.group.startswith(("near dateline", "near stamp"))
    return offset.kind == "near" and offset.weekday is None and not elsewhere


def month_day(day: int) -> int:
    """100 * month + day of a day ordinal, as in the offsets of kind "near"."""
    of = date.fromordinal(day)
    return _MONTH_FACTOR * of.month + of.day


def _rank_round(found: Sequence[Offset], group: str, kind: str) -> tuple[Offset, ...]:
    """Tell the latest of several month-days or months looked back on from the others, each once.

    They lie in one stretch of the year as a rule: the widest gap between them, going round the
    year, is the one from the latest to the first.
    """
    days = {offset.value for offset in found if offset.group == group}
    if len(days) < 2:
        return tuple(found)
    latest = _latest_of(days)
    kept: list[Offset] = []
    for offset in found:
        if offset.group != group:
            kept.append(offset)
        elif offset.value in days:
            days.discard(offset.value)
            rank = "latest" if offset.value == latest else "other"
            kept.append(replace(offset, group=f"{kind} {rank} past"))
    return tuple(kept)


def _latest_of(days: set[int]) -> int:
    """Of month-days (100 * month + day), the one before the widest gap in the round of the year."""
    order = sorted(days, key=_day_of_year)
    gaps = [
        ((_day_of_year(following) - _day_of_year(day) - 1) % _YEAR_DAYS, -place, day)
        for place, (day, following) in enumerate(zip(order, order[1:] + order[:1], strict=True))
    ]
    return max(gaps)[2]


def _day_of_year(value: int) -> int:
    """The place in the year of a month-day (100 * month + day), or of a bare month (1-12)."""
    month, day = divmod(value, _MONTH_FACTOR) if value >= _MONTH_FACTOR else (value, 1)
    return round((month - 1) * _YEAR_DAYS / 12) + day


def _rank_years(found: list[Offset]) -> tuple[Offset, ...]:
    """Tell the latest year named from the others, each year counted once."""
    years = {offset.value for offset in found if offset.kind == "year"}
    latest = max(years, default=0)
    kept: list[Offset] = []
    for offset in found:
        if offset.kind == "year":
            if offset.value not in years:
                continue
            years.discard(offset.value)
            group = "year latest" if offset.value == latest else "year other"
            kept.append(Offset(offset.mention, "year", group, offset.value))
        else:
            kept.append(offset)
    return tuple(kept)


_CLOCKED = frozenset({"at", "minutes_beside"})
_WRAPPED = _CLOCKED | {"part", "daypart", "between_ends"}
"""What tells more of a day than which one it is."""


def _offset(document: Document, mention: Mention, *, first: bool) -> Offset | None:
    reading = mention.reading
    if reading.op in _TARGETS and reading.args and _op(reading.args[0]) == "date":
        return None  # "by 2060" says nothing about when it was said
    clocked = False
    while reading.op in _FRAMES or reading.op in _WRAPPED:
        clocked = clocked or reading.op in _CLOCKED
        inner = [argument for argument in reading.args if isinstance(argument, Reading)]
        if not inner:
            return None
        reading = inner[0]
    side = mention.direction.value if mention.direction is not Direction.PRESENT else "unknown"
    place = clocked_place(document.text, mention) if clocked else place_of(document, mention)
    values = reading.args
    if reading.op == "weekday" and values[1] is None:
        group = f"weekday {side} {'first' if first else 'later'}"
        return Offset(mention, "weekday", group, int(str(values[0])))
    if reading.op == "month" and values[1] is None:
        return Offset(mention, "month", f"month {side}", int(str(values[0])))
    if reading.op in ("date", "wdate", "iso", "numeric", "short_dated"):
        return _dated(document.text, mention, reading, place, side)
    return None


def _op(argument: object) -> str:
    return argument.op if isinstance(argument, Reading) else ""


def _dated(text: str, mention: Mention, reading: Reading, place: str, side: str) -> Offset | None:
    if reading.op == "wdate" and reading.args[1] is None:
        wanted, _, month, day = reading.args
        if not (1 <= int(str(month)) <= 12 and 1 <= int(str(day)) <= 31):
            return None
        value = _MONTH_FACTOR * int(str(month)) + int(str(day))
        if wanted is None:
            where = place if place in _UNDIRECTED else f"{place} {side}"
            return Offset(mention, "near", f"near {where}", value)
        return Offset(mention, "near", f"near weekday {side}", value, int(str(wanted)))
    try:
        meaning = read_as_of(reading, Context(day=SOME_DAY))
    except Unreadable:
        return None
    when = meaning.when
    if when is None or when.start is None:
        return None
    if place == "told" and not is_governed(text, mention):
        place = "body"  # "By John Smith Friday, 3 June 2011"
    if place == "told":
        place = f"told {side}"
    found = _calendar_offset(mention, reading, when, place)
    if meaning.alternatives and meaning.confidence <= FAIR:
        return replace(found, other=to_ordinal(meaning.alternatives[0].when.start or 0))
    return found


def _calendar_offset(mention: Mention, reading: Reading, when: Interval, place: str) -> Offset:
    start = when.start or 0
    year, month, _ = civil(start)
    if reading.op == "date" and reading.args[1] is None:
        return Offset(mention, "year", "year other", year)
    if reading.op == "date" and reading.args[2] is None:
        return Offset(mention, "monthyear", "monthyear", 12 * year + month - 1)
    fits = (
        not place.startswith("told")
        and reading.op == "wdate"
        and reading.args[0] is not None
        and weekday(start) == reading.args[0]
    )
    return Offset(mention, "full", f"full {place}{' weekday' if fits else ''}", to_ordinal(start))


@cache
def _tables() -> dict[str, object]:
    source = (Path(__file__).parents[1] / "knowledge" / "offsets.json").read_text(encoding="utf-8")
    tables: dict[str, object] = json.loads(source)
    return tables


@cache
def histogram(group: str) -> npt.NDArray[np.float64] | None:
    """The log-density of a histogram's buckets, per day, or None for a group never seen."""
    groups = _tables()["groups"]
    assert isinstance(groups, dict)
    values = groups.get(group)
    return None if values is None else np.asarray(values, dtype=np.float64)


def bucket_widths(kind: str) -> npt.NDArray[np.float64]:
    """The width of each bucket of a kind, in its own unit (days, months, years)."""
    return np.diff(np.asarray(EDGES[kind], dtype=np.float64))


def buckets(kind: str, distances: npt.NDArray[np.int64]) -> npt.NDArray[np.int64]:
    """The bucket each distance falls into; beyond the edges the outermost one."""
    found = np.searchsorted(np.asarray(EDGES[kind]), distances, side="right") - 1
    return np.clip(found, 0, len(EDGES[kind]) - 2).astype(np.int64)


def distances(offset: Offset, grid: DayGrid) -> npt.NDArray[np.int64]:
    """How far each candidate day lies behind what is named, in the unit of the offset's kind."""
    if offset.kind == "weekday":
        return (grid.weekday - offset.value) % 7
    if offset.kind == "month":
        return 2 * ((grid.month - offset.value) % 12) + grid.late
    if offset.kind == "year":
        return grid.year - offset.value
    if offset.kind == "monthyear":
        return 12 * grid.year + grid.month - 1 - offset.value
    if offset.kind == "full":
        return grid.ordinals - offset.value
    return _from_nearest(offset, grid)


def _from_nearest(offset: Offset, grid: DayGrid) -> npt.NDArray[np.int64]:
    """Days from the nearest such month and day; _OTHER_WEEKDAY where that is not on its weekday."""
    month, day = divmod(offset.value, _MONTH_FACTOR)
    years = np.arange(int(grid.year[0]) - 1, int(grid.year[-1]) + 2)
    named = _ordinals(years, month, day)
    halfway = (named[:-1] + named[1:]) // 2 + 1
    ends = np.clip(np.append(halfway, grid.last + 1), grid.first, grid.last + 1) - grid.first
    around = grid.ordinals - np.repeat(named, np.diff(ends, prepend=0))
    if offset.weekday is None:
        return around
    fitting = (grid.ordinals - around - 1) % 7 == offset.weekday
    return np.where(fitting, around, _OTHER_WEEKDAY)


def _ordinals(years: npt.NDArray[np.int64], month: int, day: int) -> npt.NDArray[np.int64]:
    """The ordinals of a month and day in each year; 29 February is 1 March where there is none."""
    months = (12 * (years - 1970) + month - 1).astype("datetime64[M]")
    days = months.astype("datetime64[D]").astype(np.int64) + day - 1
    return np.asarray(days + date(1970, 1, 1).toordinal(), dtype=np.int64)


def log_density(offset: Offset, grid: DayGrid) -> Scores | None:
    """What a mention says of each candidate day, in nats; None when its kind was never learned.

    The result may be a view of a table: it is not to be written to.
    """
    table = by_distance(offset.group, offset.kind)
    if table is None:
        return None
    if offset.kind == "weekday":
        return np.asarray(np.roll(table, offset.value)[grid.weekday], dtype=np.float64)
    if offset.kind == "month":
        halves = np.roll(table, 2 * offset.value)
        return np.asarray(halves[grid.half_month], dtype=np.float64)
    lowest, highest = EDGES[offset.kind][0], EDGES[offset.kind][-1] - 1
    if offset.kind == "year":
        years = np.arange(grid.year[0], grid.year[-1] + 1) - offset.value
        by_year = table[np.clip(years, lowest, highest) - lowest]
        return np.asarray(by_year[grid.year - grid.year[0]], dtype=np.float64)
    if offset.kind == "full":
        scores = since_day(table, offset.value, lowest, grid)
        if offset.other is None:
            return scores
        swapped = since_day(table, offset.other, lowest, grid)
        return np.asarray(np.logaddexp(scores, swapped) - np.log(2), dtype=np.float64)
    away = distances(offset, grid)
    scores = table[np.clip(away, lowest, highest) - lowest]
    if offset.weekday is not None:
        scores = np.where(away == _OTHER_WEEKDAY, table.min() - _WRONG_WEEKDAY, scores)
    return scores


def since_day(table: Scores, day: int, lowest: int, grid: DayGrid) -> Scores:
    """A table of log-densities by days since a day, from ``lowest`` on, laid over the grid.

    Beyond its ends the outermost ones go on.  The result may be a view of the table.
    """
    first = grid.first - day - lowest
    if first >= 0 and first + len(grid) <= len(table):
        return table[first : first + len(grid)]
    return table[np.clip(np.arange(first, first + len(grid)), 0, len(table) - 1)]


@cache
def by_distance(group: str, kind: str) -> Scores | None:
    """A histogram written out: one log-density for each whole distance between its edges."""
    table = histogram(group)
    if table is None or kind in ("weekday", "month"):
        return table
    return np.repeat(table, np.diff(np.asarray(EDGES[kind])))
