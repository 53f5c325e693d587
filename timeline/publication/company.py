"""Let the documents of a collection date each other: own posteriors and kinship to clues."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TypeAlias

import numpy as np

from timeline.model import Document
from timeline.publication.clue import Clue, day_words
from timeline.publication.days import DayGrid, Scores
from timeline.publication.kinship import Kin

_Boxes: TypeAlias = tuple[tuple[int, float], ...]
_APART: tuple[tuple[float, _Boxes], ...] = (
    (0.4, ((1, 0.78), (7, 0.18), (31, 0.04))),
    (0.25, ((1, 0.62), (7, 0.22), (31, 0.12), (180, 0.04))),
    (0.18, ((1, 0.45), (7, 0.3), (31, 0.17), (180, 0.08))),
    (0.13, ((1, 0.28), (7, 0.34), (31, 0.22), (180, 0.14), (730, 0.02))),
    (0.08, ((1, 0.18), (7, 0.3), (31, 0.28), (180, 0.2), (730, 0.04))),
    (0.0, ((1, 0.12), (7, 0.24), (31, 0.29), (180, 0.28), (730, 0.07))),
)
"""How far apart documents of one story are written: (days either way, share), a mixture of boxes,
for pairs of at least some likeness.  Counted on 5,043 pairs of 1,254 dated articles of four
stories, then loosened towards what likeness adds to two articles of one such story taken at
random: those stories were told by many articles a day, and a folder need not be."""
_CLOSE_LIKENESS = 0.18
_BELIEF_AT_LEAST, _BELIEF_A_LIKENESS, _MOST_BELIEF = 0.05, 1.5, 0.95
"""How likely a pair of some likeness tells one story: a line, and near certainty for close pairs.
A choice, not a fit: a folder on one subject holds many stories with the same names, while the
counted articles were picked by story."""
_ROUNDS = 2
"""Rounds of listening: in the second, what a neighbour has heard from others is passed on."""
_NAMED = 3


def company_clues(
    documents: Sequence[Document],
    words: Sequence[Scores | int],
    kin: Sequence[Kin],
    grid: DayGrid,
) -> tuple[Clue | None, ...]:
    """For each undated document the clue that its kin give.

    ``words`` are the log-scores of each document by itself, or its day where that is known.

    A pair tells one story with a probability that grows with its likeness.  A document that
    has kin was written near one of them, or has nothing to do with any: a mixture, so that a
    story of months does not draw all its articles to its middle.
    """
    kin_of: dict[int, list[Kin]] = {place: [] for place in range(len(documents))}
    for pair in kin:
        kin_of[pair.left].append(pair)
        kin_of[pair.right].append(pair)
    known = {place: day - grid.first for place, day in enumerate(words) if isinstance(day, int)}
    own = {
        place: scores
        for place, scores in enumerate(words)
        if not isinstance(scores, int) and kin_of[place]
    }
    heard: dict[int, Scores] = {}
    peaks: dict[int, int] = {}
    for _ in range(_ROUNDS):
        masses = {
            place: _mass(scores + heard[place] if place in heard else scores)
            for place, scores in own.items()
        }
        peaks = known | {place: int(np.argmax(mass)) for place, mass in masses.items()}
        spreads = _Spreads(masses, known, len(grid))
        heard = {place: _hear(place, kin_of[place], spreads, grid) for place in masses}
    return tuple(
        _clue(place, kin_of[place], documents, peaks, heard[place], grid)
        if place in heard
        else None
        for place in range(len(documents))
    )


_FOLDER: _Boxes = ((180, 0.65), (730, 0.35))
_FOLDER_BELIEF, _FOLDER_FEW = 0.9, 4
"""How far at most an article lies from the dated ones of its folder, and how likely it is of their
kind: half of the most at 4 dated articles.  A choice, not a fit."""


def folder_clue(days: Sequence[int], grid: DayGrid) -> Clue | None:
    """What the days of a folder's dated articles say of the others; None where none is dated."""
    known = [day for day in days if grid.holds(day)]
    if not known:
        return None
    mixed = np.zeros(len(grid))
    for day in sorted(set(known)):
        mixed += known.count(day) / len(known) * _spread_day(day - grid.first, _FOLDER, len(grid))
    belief = _FOLDER_BELIEF * len(known) / (len(known) + _FOLDER_FEW)
    first, last = day_words(min(known)), day_words(max(known))
    span = f"of {first}" if first == last else f"of {first} to {last}"
    says = f"stands in one folder with {len(known)} dated articles {span}"
    scores: Scores = np.log(1 - belief + belief * len(grid) * mixed)
    return Clue("folder", "this folder", says, scores)


def _other(pair: Kin, place: int) -> int:
    return pair.right if pair.left == place else pair.left


def _mass(words: Scores) -> Scores:
    mass = np.exp(words - words.max())
    return np.asarray(mass / mass.sum())


class _Spreads:
    """Posteriors as their neighbours see them, made once each."""

    def __init__(self, masses: dict[int, Scores], known: dict[int, int], days: int) -> None:
        self.masses = masses
        self.known = known
        self.days = days
        self.made: dict[tuple[int, int], Scores] = {}

    def of(self, place: int, likeness: float) -> Scores:
        level = next(at for at, (least, _) in enumerate(_APART) if likeness >= least)
        boxes = _APART[level][1]
        if place in self.known:
            return _spread_day(self.known[place], boxes, self.days)
        if (place, level) not in self.made:
            self.made[place, level] = _spread(self.masses[place], boxes)
        return self.made[place, level]


def _belief(likeness: float) -> float:
    if likeness >= _CLOSE_LIKENESS:
        return _MOST_BELIEF
    return _BELIEF_AT_LEAST + _BELIEF_A_LIKENESS * likeness


def _hear(place: int, pairs: list[Kin], spreads: _Spreads, grid: DayGrid) -> Scores:
    """What all kin of a document together say of its day, in nats."""
    doubt = 1.0
    total = sum(pair.likeness for pair in pairs)
    mixed = np.zeros(len(grid))
    for pair in pairs:
        doubt *= 1 - _belief(pair.likeness)
        mixed += pair.likeness / total * spreads.of(_other(pair, place), pair.likeness)
    belief = min(_MOST_BELIEF, 1 - doubt)
    even = 1.0 / len(grid)
    return np.asarray(np.log((1 - belief) * even + belief * mixed) - np.log(even))


def _clue(
    place: int,
    pairs: list[Kin],
    documents: Sequence[Document],
    peaks: dict[int, int],
    scores: Scores,
    grid: DayGrid,
) -> Clue:
    nearest = sorted(pairs, key=lambda pair: (-pair.likeness, pair.left, pair.right))
    told = []
    for pair in nearest[:_NAMED]:
        there = _other(pair, place)
        day = day_words(grid.first + peaks[there])
        told.append(f"“{documents[there].title or documents[there].id}” (near {day})")
    more = f" and {len(pairs) - _NAMED} more" if len(pairs) > _NAMED else ""
    shared = dict.fromkeys(term for pair in nearest[:_NAMED] for term in pair.shared[:2])
    return Clue("company", ", ".join(shared), f"tells the story of {', '.join(told)}{more}", scores)


def _spread(mass: Scores, boxes: _Boxes) -> Scores:
    """A posterior moved by the distance between documents of one story."""
    count = len(mass)
    most = max(reach for reach, _ in boxes)
    total = np.cumsum(mass)
    # The mass up to each day, with nothing before the first and all of it behind the last.
    upto = np.concatenate((np.zeros(most + 1), total, np.full(most, total[-1])))
    out = np.zeros(count)
    for reach, share in boxes:
        high = upto[most + reach + 1 :][:count]
        low = upto[most - reach :][:count]
        out += share * (high - low) / (2 * reach + 1)
    return np.maximum(out, 1e-300)


def _spread_day(place: int, boxes: _Boxes, days: int) -> Scores:
    """A known day moved by the distance between documents of one story."""
    out = np.full(days, 1e-300)
    for reach, share in boxes:
        out[max(place - reach, 0) : max(place + reach + 1, 0)] += share / (2 * reach + 1)
    return out
