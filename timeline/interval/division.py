"""A span and a number of parts to the moments at which its parts meet."""

from __future__ import annotations

from timeline.interval.units import DAY_SECONDS, Granularity, whole_units
from timeline.interval.units import add as later

_STEPS = (
    Granularity.CENTURY,
    Granularity.DECADE,
    Granularity.YEAR,
    Granularity.MONTH,
    Granularity.DAY,
    Granularity.HOUR,
    Granularity.MINUTE,
    Granularity.SECOND,
)
"""The units a span is divided into, coarsest first."""

_DAYS_OF_MONTH = {2: (15,), 3: (10, 20)}
"""After which days a month is cut in two or three, as people do who say "early May"."""


def cuts(
    start: int, end: int, granularity: Granularity, parts: int
) -> tuple[Granularity, tuple[int, ...]]:
    """A span and 2 or 3 parts to the unit it is divided in and the ``parts + 1`` cuts.

    A month told as a month is cut after its 15th, or its 10th and 20th.  Everything else is
    cut in the coarsest unit that gives every part at least one, rounded; halves in the
    coarsest that divides evenly, or in days.  ValueError when it is too short.
    """
    if granularity is Granularity.MONTH and whole_units(start, end, Granularity.MONTH) == 1:
        inner = (start + day * DAY_SECONDS for day in _DAYS_OF_MONTH[parts])
        return Granularity.DAY, (start, *inner, end)
    for unit in _STEPS:
        count = whole_units(start, end, unit)
        if count is None or count < parts:
            continue
        if parts != 2 or count % 2 == 0 or unit is Granularity.DAY:
            # Integer rounding, half up, so that the parts do not hang on float arithmetic.
            at = ((2 * count * part + parts) // (2 * parts) for part in range(parts))
            return unit, (*(later(start, n, unit) for n in at), end)
    raise ValueError(f"a span of {end - start} s is too short to divide in {parts}")
