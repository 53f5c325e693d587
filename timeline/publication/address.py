"""What the web address of an article says of its day of writing, where it names but a month."""

from __future__ import annotations

import re
from collections.abc import Iterable

import numpy as np

from timeline.interval import Interval
from timeline.model import Document
from timeline.publication.clue import Clue
from timeline.publication.days import DayGrid

_MONTH = re.compile(r"/((?:19|20)\d\d)[/-]?(0[1-9]|1[0-2])(?=/)")
"""Blogs file their articles under the month: "/2010/09/", "/201009/"."""
_BELIEF = 0.97
"""How often the month an article is filed under is that of its writing: a choice."""


def address_clues(document: Document, grid: DayGrid) -> Iterable[Clue]:
    """The clue of an address that names one month; a whole day in it is metadata, and no clue."""
    found = {match.groups(): match for match in _MONTH.finditer(document.url)}
    if len(found) != 1:
        return
    [((year, month), match)] = found.items()
    fits = (grid.year == int(year)) & (grid.month == int(month))
    if not fits.any():
        return
    scores = np.log((1 - _BELIEF) + _BELIEF * fits / float(fits.mean()))
    when = Interval.month(int(year), int(month)).in_words()
    yield Clue("address", match[0].strip("/"), f"its address files it under {when}", scores)
