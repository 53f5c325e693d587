"""Let the documents of a collection date each other: own posteriors and kinship to clues."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from timeline.model import Document
from timeline.publication.clues import Clue, day_words
from timeline.publication.days import DayGrid, Scores
from timeline.publication.kinship import Kin

_LOOSE = ((1, 0.12), (7, 0.22), (31, 0.28), (180, 0.28), (730, 0.1))
_CLOSE = ((1, 0.8), (7, 0.15), (31, 0.05))
"""How far apart documents of one story are written: (days either way, share), a mixture of boxes,
for pairs of likeness below and above ``_CLOSE_LIKENESS``; counted on 400 dated articles of five stories."""
_CLOSE_LIKENESS = 0.18
_DAMPING = -0.35
"""Kin of one document repeat each other: their messages count as this power of their number."""
_BELIEF_AT_LEAST, _BELIEF_A_LIKENESS, _MOST_BELIEF = 0.3, 3.0, 0.95
"""How likely a pair of some likeness tells one story, a line cut off at the top: a choice, not a fit,
since the counted articles were picked by story."""


_ROUNDS = 2
"""Rounds of messages: in the second, what a neighbour has heard from others is passed on."""


def company_clues(
    documents: Sequence[Document],
    words: Sequence[Scores],
    kin: Sequence[Kin],
    grid: DayGrid,
) -> tuple[tuple[Clue, ...], ...]:
    """For each document the clues that its kin give; ``words`` are log-scores of each by itself.

    A pair tells one story with a probability that grows with its likeness; then the days of
    writing are close, else they have nothing to do with each other.  Messages run along the
    pairs as in belief propagation (Pearl 1988), stopped after two rounds.
    """
    kin_of: dict[int, list[Kin]] = {place: [] for place in range(len(documents))}
    for pair in kin:
        kin_of[pair.left].append(pair)
        kin_of[pair.right].append(pair)
    told: dict[tuple[int, int], Scores] = {}
    peaks: dict[int, int] = {}
    for _ in range(_ROUNDS):
        heard = {place: sum((told[_other(pair, place), place] for pair in kin_of[place] if told), np.zeros(len(grid))) for place in kin_of if kin_of[place]}  # fmt: skip
        fresh: dict[tuple[int, int], Scores] = {}
        for place, pairs in kin_of.items():
            for pair in pairs:
                there = _other(pair, place)
                without = words[place] + heard[place] - (told[there, place] if told else 0.0)
                fresh[place, there] = _message(_mass(without), pair.likeness, len(kin_of[there]), grid)
            if pairs:
                peaks[place] = int(np.argmax(words[place] + heard[place]))
        told = fresh
    return tuple(
        tuple(_clue(pair, place, documents, told, peaks, grid) for pair in kin_of[place])
        for place in range(len(documents))
    )


def _other(pair: Kin, place: int) -> int:
    return pair.right if pair.left == place else pair.left


def _mass(words: Scores) -> Scores:
    mass = np.exp(words - words.max())
    return np.asarray(mass / mass.sum())


def _message(mass: Scores, likeness: float, listeners: int, grid: DayGrid) -> Scores:
    """What a document of some likeness says to another about its day, in nats."""
    belief = min(_MOST_BELIEF, _BELIEF_AT_LEAST + _BELIEF_A_LIKENESS * likeness)
    boxes = _CLOSE if likeness >= _CLOSE_LIKENESS else _LOOSE
    even = 1.0 / len(grid)
    scores = np.log((1 - belief) * even + belief * _spread(mass, boxes)) - np.log(even)
    return np.asarray(scores * listeners**_DAMPING)


def _clue(
    pair: Kin,
    place: int,
    documents: Sequence[Document],
    told: dict[tuple[int, int], Scores],
    peaks: dict[int, int],
    grid: DayGrid,
) -> Clue:
    there = _other(pair, place)
    neighbour = documents[there].title or documents[there].id
    near = day_words(int(grid.ordinals[peaks[there]]))
    says = f"tells the same story as “{neighbour}”, written near {near}"
    return Clue("company", ", ".join(pair.shared), says, told[there, place])


def _spread(mass: Scores, boxes: tuple[tuple[int, float], ...]) -> Scores:
    """A posterior moved by the distance between documents of one story."""
    count = len(mass)
    cumulative = np.concatenate(([0.0], np.cumsum(mass)))
    at = np.arange(count)
    out = np.zeros(count)
    for reach, share in boxes:
        high = cumulative[np.minimum(at + reach + 1, count)]
        low = cumulative[np.maximum(at - reach, 0)]
        out += share * (high - low) / (2 * reach + 1)
    return np.maximum(out, 1e-300)
