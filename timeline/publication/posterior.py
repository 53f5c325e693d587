"""Weigh clues into a posterior over days: best day, 90 % interval, runner-up and reasons."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from timeline.model import Evidence, Method, Publication
from timeline.publication.clue import Clue
from timeline.publication.days import DayGrid, Scores, prior

CREDIBLE = 0.9
APART, TOGETHER, MEETING = 0.8, 1.25, 3
"""What clues are weighed by, since they are not quite independent: the first where what they say
lies all over the years, the second where it meets in one place, between them by the third power of
how much of the probability does.  Chance matches fall here and there, those that are right on one
and the same month, so clues that meet confirm each other."""
DOUBT, DOUBTED = 0.04, 0.4
"""How likely the clues mislead (a look back, a page of several articles), and what they are weighed
by in that case."""
IN_COMPANY = 0.85
"""What clues are weighed by where they meet, of an article that others date too: those were dated
by the same clues, so that meeting them confirms less."""
NEWS_SHARE, NEWS_SHARE_IN_COMPANY = 2 / 3, 0.4
"""What the names in the news count for beside other clues: they repeat much of what happenings and
offices say, and of what articles alike do.  All of these are chosen on the development set: for the
likelihood of its true days, that nine in ten of its 90 % intervals hold them, and for how many
months are surely and rightly told."""
_NEWS = "news"
_OTHERS = frozenset({"archive", "company", "folder"})
"""Kinds of clues that other articles give."""
_RIVAL_DAYS = 4
_LEAST_RIVAL = 1e-6
_EVIDENCE_SHOWN = 12
_LEAST_WEIGHT = 0.05
_SAMPLED = 29
"""Every so many days are enough to know what a clue says on average; 29 meets all weekdays."""
_LEAST_LEARNED = 0.03
"""Nats by which the clues must narrow the prior before a day is named at all."""
_NEAR_DAYS = 3
_NEIGHBOURHOODS = ((1, 0.5), (7, 1.0), (31, 1.0))
"""Days either way that count as near the best day, and what having the day among them is worth."""
_COARSE = 32
_NOTHING = 1e-9
"""Probability that is left out of the account at either end of the days."""


@dataclass(frozen=True, slots=True, eq=False)
class Posterior:
    """The clues of one document and the probability of each candidate day."""

    clues: tuple[Clue, ...]
    mass: Scores


def weigh(clues: Sequence[Clue], grid: DayGrid) -> Posterior:
    """Add up the prior and the clues' scores and normalise; ``mass`` sums to 1."""
    before = prior(grid)
    alone = _OTHERS.isdisjoint(clue.kind for clue in clues)
    news, together = (NEWS_SHARE, TOGETHER) if alone else (NEWS_SHARE_IN_COMPANY, IN_COMPANY)
    said = np.zeros(len(grid))
    weighed = np.empty_like(said)
    for clue in clues:
        share = clue.share * (news if clue.kind == _NEWS else 1.0)
        said += np.multiply(clue.scores, share, out=weighed)
    months = np.add.reduceat(_likely(before, said, APART), grid.month_starts)
    met = float((months + np.append(months[1:], 0.0)).max())
    mass = _likely(before, said, APART + (together - APART) * met**MEETING)
    mass *= 1 - DOUBT
    mass += DOUBT * _likely(before, said, DOUBTED)
    return Posterior(tuple(clues), mass)


def _likely(before: Scores, said: Scores, temper: float) -> Scores:
    """The probability of each day, by the prior and what the clues say of it, so much weighed."""
    mass = said * temper
    mass += before
    mass -= mass.max()
    np.exp(mass, out=mass)
    mass /= mass.sum()
    return np.asarray(mass, np.float64)


def decide(posterior: Posterior, grid: DayGrid) -> Publication:
    """The publication a posterior argues for.

    The best day maximises p(day) + p(+-1)/2 + p(+-7) + p(+-31) + p(year), each the probability
    of that neighbourhood: near misses are better than far ones.  The interval is the shortest
    that holds 90 % and the best day.
    """
    mass = posterior.mass
    cumulative = np.concatenate(([0.0], np.cumsum(mass)))
    start, end = np.searchsorted(cumulative, (_NOTHING, 1 - _NOTHING))
    held = slice(max(int(start) - 1, 0), int(end))
    best = held.start + int(np.argmax(_window_score(mass, cumulative, grid, held)))
    low, high = _shortest(cumulative, best)
    if not _has_learned(mass[held], prior(grid)[held]):
        return Publication(None, None, None, Method.UNKNOWN, _evidence(posterior, best, None))
    rival = _runner_up(mass, best)
    return Publication(
        day=int(grid.ordinals[best]),
        low=int(grid.ordinals[low]),
        high=int(grid.ordinals[high]),
        method=Method.INFERRED,
        evidence=_evidence(posterior, best, rival),
        runner_up=None if rival is None else int(grid.ordinals[rival]),
        share=round(float(mass[best]), 4),
        near=round(float(mass[max(0, best - _NEAR_DAYS) : best + _NEAR_DAYS + 1].sum()), 4),
        strip=_strip(mass, grid),
    )


def _has_learned(mass: Scores, before: Scores) -> bool:
    """Whether the clues moved the prior far enough, in nats (the Kullback-Leibler divergence)."""
    best = int(np.argmax(mass))
    share = float(mass[best])
    if share * (np.log(share) - before[best] - 1) >= _LEAST_LEARNED:
        return True  # that day by itself moved so far, and the others cannot undo it
    logs = np.log(np.maximum(mass, _NOTHING / len(mass)))
    return float((mass * (logs - before)).sum()) >= _LEAST_LEARNED


def _window_score(mass: Scores, cumulative: Scores, grid: DayGrid, held: slice) -> Scores:
    """What each of the days held is worth as the answer: its own probability and its windows'."""
    score = mass[held].copy()
    count = len(score)
    widest = _NEIGHBOURHOODS[-1][0]
    sums = np.pad(cumulative[held.start : held.stop + 1], widest, mode="edge")
    around = np.empty(count)
    for reach, weight in _NEIGHBOURHOODS:
        after, before = widest + 1 + reach, widest - reach
        np.subtract(sums[after : after + count], sums[before : before + count], out=around)
        score += around if weight == 1 else np.multiply(around, weight, out=around)
    starts = grid.year_starts
    years = np.append(held.start, starts[(starts > held.start) & (starts < held.stop)])
    ends = np.append(years[1:], held.stop)
    score += np.repeat(cumulative[ends] - cumulative[years], ends - years)
    return score


def _shortest(cumulative: Scores, best: int) -> tuple[int, int]:
    """The shortest run of days that holds CREDIBLE and the best day, as inclusive indices."""
    latest = int(np.searchsorted(cumulative, 1 - CREDIBLE, side="right"))
    earliest = int(np.searchsorted(cumulative, _NOTHING, side="right")) - 1
    first, last = max(earliest, 0), min(best, max(latest, earliest))
    # The shortest of every so many bounds where the shortest of all can begin.
    place, length = _shortest_from(np.arange(first, last + 1, _COARSE), cumulative, best)
    first = max(first, best + 1 - length)
    place, length = _shortest_from(np.arange(first, last + 1), cumulative, best)
    return (0, len(cumulative) - 2) if length == len(cumulative) else (place, place + length - 1)


def _shortest_from(starts: npt.NDArray[np.int64], cumulative: Scores, best: int) -> tuple[int, int]:
    """The start of the shortest run that holds CREDIBLE and the best day, and its length.

    The length is that of ``cumulative`` where no run from any of the starts does.
    """
    ends = np.searchsorted(cumulative, cumulative[starts] + CREDIBLE - 1e-12)
    ends = np.maximum(ends, best + 1)
    lengths = np.where(ends < len(cumulative), ends - starts, len(cumulative))
    place = int(np.argmin(lengths))
    return int(starts[place]), int(lengths[place])


def _runner_up(mass: Scores, best: int) -> int | None:
    """The most probable day not next to the best one; None when nothing else counts."""
    before, after = max(0, best - _RIVAL_DAYS + 1), best + _RIVAL_DAYS
    rivals = [int(np.argmax(mass[:before]))] if before else []
    rivals += [after + int(np.argmax(mass[after:]))] if after < len(mass) else []
    rival = max(rivals, key=lambda place: (mass[place], -place), default=best)
    return rival if rival != best and mass[rival] > _LEAST_RIVAL else None


def _evidence(posterior: Posterior, best: int, rival: int | None) -> tuple[Evidence, ...]:
    """The clues as a reader sees them: how much each prefers the best day, strongest first."""
    found: list[Evidence] = []
    averages = _averages(posterior.clues)
    for clue, average in zip(posterior.clues, averages, strict=True):
        scores = clue.scores
        weight = clue.share * float(scores[best]) - average
        against = 0.0 if rival is None else clue.share * float(scores[best] - scores[rival])
        if abs(weight) < _LEAST_WEIGHT and abs(against) < _LEAST_WEIGHT:
            continue
        found.append(Evidence(clue.words, clue.says, round(weight, 2), clue.start, clue.end))
    found.sort(key=lambda one: (-abs(one.weight), one.start, one.words))
    return tuple(found[:_EVIDENCE_SHOWN])


def _averages(clues: Sequence[Clue]) -> list[float]:
    """What each clue says on average, in nats: the logarithm of its mean likelihood."""
    if not clues:
        return []
    sampled = np.stack([clue.scores[::_SAMPLED] for clue in clues])
    sampled *= np.array([clue.share for clue in clues])[:, None]
    most = sampled.max(axis=1)
    sampled -= most[:, None]
    averages: list[float] = (np.log(np.exp(sampled, out=sampled).mean(axis=1)) + most).tolist()
    return averages


def _strip(mass: Scores, grid: DayGrid) -> tuple[tuple[int, float], ...]:
    """The posterior by month, from the first month that matters to the last."""
    sums = np.add.reduceat(mass, grid.month_starts)
    matter = np.flatnonzero(sums > 1e-3)
    if len(matter) == 0:
        return ()
    chosen = slice(int(matter[0]), int(matter[-1]) + 1)
    days = grid.ordinals[grid.month_starts[chosen]].tolist()
    return tuple(zip(days, np.round(sums[chosen], 5).tolist(), strict=True))
