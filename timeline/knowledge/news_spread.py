"""The days on which terms were in the news to how much they were on the days and months around."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from timeline.knowledge.news_table import Ints

MONTH_TAIL, MONTH_FADE = 0.4, 0.7
"""Month kernel: 1 in the month of the news, then 0.4, 0.28, 0.196 ... in the months after it."""
DAY_FADE = float(np.exp(-1 / 3))
"""Day kernel: exp(-|days| / 3)."""
DOUBLINGS, DAY_DOUBLINGS = 5, 4
"""The month kernel is cut after 2 ** 5 steps, the day kernel, then at 0.5 %, after 2 ** 4."""
OFTEN = 150
"""Days in the news above which a term is spread over all days at once."""

Floats = NDArray[np.float64]
Singles = NDArray[np.float32]


def day_kernel() -> Floats:
    """Weights at 0, 1, 2 ... days; the last is 0 and stands for all that is further."""
    return np.append(DAY_FADE ** np.arange(2**DAY_DOUBLINGS), 0.0)


def month_kernel() -> Floats:
    """Weights at 0, 1, 2 ... months; the last is 0 and stands for all that is further."""
    return np.concatenate(([1.0], MONTH_TAIL * MONTH_FADE ** np.arange(2**DOUBLINGS), [0.0]))


def around_days(on_day: Singles) -> Singles:
    """Spread news over the days around it by the day kernel."""
    spread = _fading(on_day, DAY_FADE, DAY_DOUBLINGS)
    spread += _fading(on_day[..., ::-1], DAY_FADE, DAY_DOUBLINGS)[..., ::-1]
    spread -= on_day
    return spread


def spread_days(days: Ints, rows: Ints, once: Singles, length: int) -> Singles:
    """Spread the news of terms (rows) over the days around it, each day of it worth ``once``.

    Where a term is often in the news it is faster to do so with all days at once.
    """
    reach = 2**DAY_DOUBLINGS - 1
    ahead = day_kernel()[: reach + 1]
    kernel = np.concatenate((ahead[:0:-1], ahead)).astype(np.float32)
    width = length + 2 * reach
    around = np.zeros(len(once) * width, np.float32)
    spread = around.reshape(-1, width)[:, reach : width - reach]
    many = np.bincount(rows, minlength=len(once)) > OFTEN
    often = many[rows]
    if often.any():
        spread[rows[often], days[often]] = once[rows[often], 0]
        spread[many] = around_days(spread[many])
    rows, days = rows[~often], days[~often]
    places = (rows * width + days)[:, None] + np.arange(len(kernel))
    np.add.at(around, places.reshape(-1), (once[rows] * kernel).reshape(-1))
    return spread


def after_months(in_month: Singles) -> Singles:
    """Spread news over its month and those after it by the month kernel."""
    spread = in_month.copy()
    spread[..., 1:] += np.float32(MONTH_TAIL) * _fading(in_month, MONTH_FADE, DOUBLINGS)[..., :-1]
    return spread


def _fading(news: Singles, fade: float, doublings: int) -> Singles:
    """Sum news with all before it, each step back worth ``fade`` of the one after."""
    total = news.copy()
    faded = np.empty_like(total)
    for doubling in range(doublings):
        step = 2**doubling
        np.multiply(total[..., :-step], np.float32(fade**step), out=faded[..., step:])
        total[..., step:] += faded[..., step:]
    return total
