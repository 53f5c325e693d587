"""Say what a time expression would mean if it had been written on a given day.

A pure function over operator trees: the dating stage asks it for candidate days, the resolving
stage for the day decided on.  Each operator of the rule files is one small function.
"""

from timeline.meaning import (
    beside,
    calendar_dates,
    counted,
    figures,
    frames,
    holidays,
    inside,
    lengths,
    parts,
    periods,
    pointing,
    story,
)
from timeline.meaning.core import (
    FAIR,
    GOOD,
    SOME,
    UNITS,
    Context,
    Meaning,
    Unreadable,
    operators,
    read_as_of,
)

__all__ = [
    "FAIR",
    "GOOD",
    "SOME",
    "UNITS",
    "Context",
    "Meaning",
    "Unreadable",
    "operators",
    "read_as_of",
]

OPERATOR_MODULES = (
    calendar_dates,
    figures,
    holidays,
    counted,
    pointing,
    story,
    beside,
    inside,
    periods,
    parts,
    lengths,
    frames,
)
"""Importing them registers their operators."""
