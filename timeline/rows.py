"""Times told in a row to the same, with the year that only the first or the last of them tells.

"Late March and early April 2019", "9 March, 12 April and 13 May 2019", "Q1 and Q2 2019", "from
3 May 2019 to 4 July": readers take the year for all, and so is each read here.
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
    """The mentions of a text, in order, each with the year that one beside it in its row has."""
    shared = [_within(each) for each in mentions]
    for at in range(len(shared) - 2, -1, -1):
        one, following = shared[at], shared[at + 1]
        was_lent = following.reading != mentions[at + 1].reading
        if _are_joined(text, one, following, lexicon, in_list=was_lent):
            shared[at] = replace(one, reading=_in_year_of(following.reading, one.reading))
    for one, (at, following) in zip(shared, enumerate(shared[1:], start=1), strict=False):
        lasts = one.reading.op in _LASTING
        if not lasts and _are_joined(text, one, following, lexicon, in_list=False):
            told = _told(shared[at - 1].reading)
            shared[at] = replace(following, reading=_lent(following.reading, told, after=True))
    return shared


def _are_joined(
    text: str, one: Mention, following: Mention, lexicon: Lexicon, *, in_list: bool
) -> bool:
    if one.sentence != following.sentence or following.start - one.end > _LONGEST:
        return False
    return _is_joint(text[one.end : following.start].lower(), lexicon.lists, in_list=in_list)


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


def _within(mention: Mention) -> Mention:
    """A range of whose ends only one has a year, with that year for both."""
    if mention.reading.op != "between_ends":
        return mention
    start, end, which = mention.reading.args
    if not isinstance(start, Reading) or not isinstance(end, Reading):
        return mention
    start = _in_year_of(end, start)
    end = _lent(end, _told(start), after=True)
    return replace(mention, reading=Reading("between_ends", (start, end, which)))


_MONTH, _QUARTER, _HALF, _SEASON = "month", "quarter", "half", "season"
_TOLD_AT = {
    "date": (0, 1, _MONTH),
    "beside_year": (1, 2, _MONTH),
    "wdate": (1, 2, _MONTH),
    "range_end": (1, 2, _MONTH),
    "quarter": (1, 0, _QUARTER),
    "quarter_code": (1, 0, _QUARTER),
    "half_year": (1, 0, _HALF),
    "season": (1, 0, _SEASON),
}
"""Where readings have their year, and the month, quarter, half or season that lies in it."""
_LASTING = frozenset({"since", "as_of", "before", "after"})
"""What is still so, or is so since whenever: beside it another time may be of any year."""


def _told(reading: Reading) -> _Told | None:
    """The year a reading tells, where it tells one in figures."""
    args = reading.args
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


def _in_year_of(following: Reading, reading: Reading) -> Reading:
    """A reading without a year, with that of what follows it in its row, if any is told there."""
    relative = _relative(following)
    if relative is None:
        return _lent(reading, _told(following))
    return _moved(reading, *relative)


def _relative(reading: Reading) -> tuple[Argument, Argument] | None:
    """A reading's month, and its year as told in words: of "last year", "that year"."""
    args = reading.args
    if reading.op == "in_year":
        return args[1], args[3]
    if reading.op == "month_of":
        return args[0], Reading("rel", ("year", args[1]))
    if reading.op == "between_ends":
        args = args[1:] if args[2] == 2 else args
    found = _inner(args)
    return None if found is None else _relative(found[1])


def _moved(reading: Reading, last: Argument, year: Argument) -> Reading:
    """A month or day without a year, with one told in words, where it is no later in a year."""
    args = reading.args
    if reading.op in ("wdate", "month"):
        wanted, _, month, day = args if reading.op == "wdate" else (None, None, args[0], None)
        first, end = _number(month), _number(last)
        if args[1] is not None or first is None or end is None or first > end:
            return reading
        return Reading("in_year", (wanted, first, day, year))
    found = None if reading.op == "between_ends" else _inner(args)
    if found is None:
        return reading
    at, inner = found
    return Reading(reading.op, (*args[:at], _moved(inner, last, year), *args[at + 1 :]))


def _lent(reading: Reading, told: _Told | None, *, after: bool = False) -> Reading:
    """A reading without a year, with that of what is told before or ``after`` it, if any is.

    A row runs forward: what lies later in a year than what follows it is of the year before.
    """
    args = reading.args
    if told is None or reading.op == "between_ends":
        return reading
    if reading.op not in (*_TOLD_AT, "month"):
        found = _inner(args)
        if found is None:
            return reading
        inner = _lent(found[1], told, after=after)
        return Reading(reading.op, (*args[: found[0]], inner, *args[found[0] + 1 :]))
    year_at, place_at, kind = _TOLD_AT.get(reading.op, (1, 0, _MONTH))
    place = _number(args[place_at])
    told_elsewhere = kind != _MONTH and any(each is not None for each in args[1:])
    if place is None or kind != told.kind or args[year_at] is not None or told_elsewhere:
        return reading
    year = told.year + (place < told.place) if after else told.year - (place > told.place)
    if reading.op == "month":
        return Reading("beside_year", (None, year, place, None))
    if reading.op == "wdate":
        lent = Reading("beside_year", (*args[:1], year, *args[2:]))
        return lent if _fits(args, year) else reading
    if kind == _SEASON:
        return Reading("season", (place, year, None))
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
