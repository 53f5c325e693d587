"""Say of a text's dates in figures which comes first, day or month, where the text itself shows it.

"05/06/2019" alone can be two days.  Beside "13/05/2019", or in a text that writes "5 June", it is
the fifth of June.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence

from msgspec.structs import replace

from timeline.model import Mention, Reading

IN_FIGURES = "numeric"
"""The operator of a date in figures: as it is written, and the order the text shows, if any."""
_MONTHS = 12
_DAY_FIRST = re.compile(
    r"(?:[^\W\d]+\.?,?\s+)?(?:the\s+)?\d{1,2}(?:st|nd|rd|th)?[\s-]", re.IGNORECASE
)


def with_day_order(mentions: Sequence[Mention]) -> list[Mention]:
    """The mentions of a text; those in figures with the order of day and month it shows.

    What figures themselves show decides (13/05/2019, 08.07.2012); where they show nothing, or
    both orders, the order of the dates in words, if most of them have one.
    """
    written = [one for mention in mentions for one in _in_figures(mention.reading)]
    if not written:
        return list(mentions)
    order = _most(Counter(map(order_shown, written))) or _most(Counter(_orders_in_words(mentions)))
    if not order:
        return list(mentions)
    return [replace(mention, reading=_ordered(mention.reading, order)) for mention in mentions]


def order_shown(written: str) -> str:
    """The order a date in figures shows by itself, "dmy" or "mdy"; empty where it can be both.

    Points between them are written where the day comes first.
    """
    first, second = (int(part) for part in re.findall(r"\d+", written)[:2])
    if first > _MONTHS >= second:
        return "dmy"
    if second > _MONTHS >= first:
        return "mdy"
    return "dmy" if "." in written else ""


def _most(counted: Counter[str]) -> str:
    day_first, month_first = counted["dmy"], counted["mdy"]
    if day_first == month_first:
        return ""
    return "dmy" if day_first > month_first else "mdy"


def _in_figures(reading: Reading) -> Iterator[str]:
    if reading.op == IN_FIGURES:
        yield str(reading.args[0])
    for argument in reading.args:
        if isinstance(argument, Reading):
            yield from _in_figures(argument)


def _orders_in_words(mentions: Sequence[Mention]) -> Iterator[str]:
    """The order of each date in words that has a day."""
    for mention in mentions:
        if mention.reading.op == "wdate" and any(map(str.isdigit, mention.surface)):
            yield "dmy" if _DAY_FIRST.match(mention.surface) else "mdy"


def _ordered(reading: Reading, order: str) -> Reading:
    if reading.op == IN_FIGURES:
        return Reading(IN_FIGURES, (reading.args[0], order))
    args = tuple(
        _ordered(argument, order) if isinstance(argument, Reading) else argument
        for argument in reading.args
    )
    return reading if args == reading.args else Reading(reading.op, args)
