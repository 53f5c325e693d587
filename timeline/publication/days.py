"""The candidate days of a publication, as arrays: every day from 1900 to the newest that can be."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from functools import lru_cache

import numpy as np
import numpy.typing as npt

Scores = npt.NDArray[np.float64]
FIRST_DAY = date(1900, 1, 1).toordinal()
_NEWS_YEAR = 1985
_HALVING_YEARS = 12.0


@dataclass(frozen=True, slots=True, eq=False)
class DayGrid:
    """Parallel arrays over the candidate days; ``ordinals`` is contiguous.

    ``weekday`` is 0 for Monday, ``late`` 1 after the 15th of a month, ``half_month`` twice the
    month (December is 0) and ``late``.  ``month_starts`` and ``year_starts`` are the
    places at which months and years begin.
    """

    ordinals: npt.NDArray[np.int64]
    weekday: npt.NDArray[np.int64]
    year: npt.NDArray[np.int64]
    month: npt.NDArray[np.int64]
    late: npt.NDArray[np.int64]
    half_month: npt.NDArray[np.int64]
    month_starts: npt.NDArray[np.int64]
    year_starts: npt.NDArray[np.int64]

    def __len__(self) -> int:
        return len(self.ordinals)

    @property
    def first(self) -> int:
        """The ordinal of the first candidate day."""
        return int(self.ordinals[0])

    @property
    def last(self) -> int:
        """The ordinal of the last candidate day."""
        return int(self.ordinals[-1])

    def holds(self, day: int) -> bool:
        """Whether a day ordinal is a candidate."""
        return self.first <= day <= self.last


def day_grid(today: int, first: int = FIRST_DAY) -> DayGrid:
    """The grid of the days from ``first`` up to ``today`` (day ordinals, both included)."""
    ordinals = np.arange(first, max(today, first) + 1, dtype=np.int64)
    days = (ordinals - date(1970, 1, 1).toordinal()).astype("datetime64[D]")
    months = days.astype("datetime64[M]")
    month = months.astype(np.int64) % 12 + 1
    late = ((days - months.astype("datetime64[D]")).astype(np.int64) >= 15).astype(np.int64)
    counted = months.astype(np.int64)
    year = days.astype("datetime64[Y]").astype(np.int64) + 1970
    return DayGrid(
        ordinals=ordinals,
        weekday=(ordinals - 1) % 7,
        year=year,
        month=month,
        late=late,
        half_month=2 * (month % 12) + late,
        month_starts=np.flatnonzero(np.diff(counted, prepend=counted[0] - 1)),
        year_starts=np.flatnonzero(np.diff(year, prepend=year[0] - 1)),
    )


@lru_cache(maxsize=4)
def prior(grid: DayGrid) -> Scores:
    """The log-probability of each day before reading: flat from 1985, halving in 12 years before.

    News that reaches anybody as files is mostly of the web's age; the halving is a convention.
    """
    before = np.minimum(grid.year - _NEWS_YEAR, 0)
    weights = np.asarray(before * (np.log(2.0) / _HALVING_YEARS), dtype=np.float64)
    return np.asarray(weights - np.log(np.exp(weights).sum()), dtype=np.float64)
