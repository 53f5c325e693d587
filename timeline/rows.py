"""Times told in a row to the same, with the year of the last one where it was told after all.

"Late March and early April 2019", "9 March, 12 April and 13 May 2019", "Q1 and Q2 2019": readers
take the year for all, and so is each read here.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import NamedTuple, TypeAlias

from msgspec.structs import replace

from timeline.interval import moment, weekday
from timeline.lexicon import Lexicon
from timeline.model import Mention, Reading

Argument: TypeAlias = Reading | int | float | str | None
_LONGEST = 24
"""Characters between two times of a row, at most."""


class _Told(NamedTuple):
    """The year that a reading tells, and what lies in it: a month, quarter or half, and which."""

    year: int
    kind: str
    place: int


def with_shared_years(text: str, mentions: list[Mention], lexicon: Lexicon) -> list[Mention]:
    """The mentions of a text, in order, each with the year that the next one of its row has."""
    shared = [replace(each, reading=_within(each.reading)) for each in mentions]
    for at in range(len(shared) - 2, -1, -1):
        one, following = shared[at], shared[at + 1]
        if one.sentence != following.sentence or following.start - one.end > _LONGEST:
            continue
        between = text[one.end : following.start].lower()
        was_lent = following.reading != mentions[at + 1].reading or _is_first(following.reading)
        if not _is_joint(between, lexicon.lists, in_list=was_lent):
            continue
        told = _told(following.reading)
        reading = None if told is None else _lent(one.reading, told)
        if reading is not None:
            shared[at] = replace(one, reading=reading)
    return shared


def _is_joint(between: str, lists: Mapping[str, Mapping[str, object]], *, in_list: bool) -> bool:
    """Whether words join two times of a row; a comma alone does where a list goes on."""
    words = between.replace(",", " , ").split()
    if in_list and words[:1] == [","] and not words[1:]:
        return True
    if words[:1] == [","]:
        words = words[1:]
    if not words or not (words[0] in lists["range_joint"] or words[0] in lists["either_joint"]):
        return False
    return all(word in lists["row_filler"] for word in words[1:])


def _within(reading: Reading) -> Reading:
    """A range whose first end has no year, but the second, with that of the second for both."""
    if reading.op != "between_ends":
        return reading
    start, end, which = reading.args
    if not isinstance(start, Reading) or not isinstance(end, Reading):
        return reading
    told = _told(end)
    lent = None if told is None else _lent(start, told)
    return reading if lent is None else Reading(reading.op, (lent, end, which))


def _is_first(reading: Reading) -> bool:
    return reading.op == "first_of" or any(
        _is_first(each) for each in reading.args if isinstance(each, Reading)
    )


_MONTH, _QUARTER, _HALF = "month", "quarter", "half"
_TOLD_AT = {
    "date": (0, 1, _MONTH),
    "wdate": (1, 2, _MONTH),
    "range_end": (1, 2, _MONTH),
    "quarter": (1, 0, _QUARTER),
    "quarter_code": (1, 0, _QUARTER),
    "half_year": (1, 0, _HALF),
}
"""Where readings have their year, and the month, quarter or half that lies in it."""


def _told(reading: Reading) -> _Told | None:
    """The year a reading tells, where it tells one in figures."""
    args = reading.args
    if reading.op == "first_of":
        month, last, year = _number(args[1]), _number(args[3]), _number(args[4])
        if month is None or last is None or year is None:
            return None
        return _Told(year - (month > last), _MONTH, month)
    if reading.op == "quarter_code" and args[0] is None:  # "2019 Q1"
        args = args[2:]
    if reading.op in _TOLD_AT:
        year_at, place_at, kind = _TOLD_AT[reading.op]
        year, place = _number(args[year_at]), _number(args[place_at])
        return None if year is None or place is None else _Told(year, kind, place)
    if reading.op == "between_ends":
        args = args[1:] if args[2] == 2 else args
    found = _inner(args)
    return None if found is None else _told(found[1])


def _lent(reading: Reading, told: _Told) -> Reading | None:
    """A reading without a year, with that of what follows it; None where it needs none.

    What lies later in a year than what follows it is of the year before.
    """
    args = reading.args
    if reading.op == "between_ends":
        return None
    if reading.op == "month" and told.kind == _MONTH and args[1] is None:
        return Reading("first_of", (None, args[0], None, told.place, told.year, None))
    if reading.op not in _TOLD_AT:
        found = _inner(args)
        inner = None if found is None else _lent(found[1], told)
        if found is None or inner is None:
            return None
        return Reading(reading.op, (*args[: found[0]], inner, *args[found[0] + 1 :]))
    year_at, place_at, kind = _TOLD_AT[reading.op]
    place = _number(args[place_at])
    told_elsewhere = kind != _MONTH and any(each is not None for each in args[1:])
    if place is None or kind != told.kind or args[year_at] is not None or told_elsewhere:
        return None
    if reading.op == "wdate":
        if not _fits(args, told.year - (place > told.place)):
            return None
        return Reading("first_of", (args[0], place, args[3], told.place, told.year, None))
    year = told.year - (place > told.place)
    if kind == _QUARTER:
        return Reading("quarter", (place, year, None))
    return Reading(reading.op, (*args[:year_at], year, *args[year_at + 1 :]))


def _fits(args: Sequence[Argument], year: int) -> bool:
    """Whether a day of a year falls on the weekday that is told with it, if one is."""
    wanted, _, month, day = map(_number, args)
    if wanted is None or month is None or day is None:
        return True
    try:
        return weekday(moment(year, month, day)) == wanted
    except ValueError:
        return False


def _inner(args: Sequence[Argument]) -> tuple[int, Reading] | None:
    """The first reading among some arguments, and its place."""
    return next(((at, each) for at, each in enumerate(args) if isinstance(each, Reading)), None)


def _number(value: Argument) -> int | None:
    return value if isinstance(value, int) else None
