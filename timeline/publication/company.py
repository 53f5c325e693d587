"""Let the documents of a collection date each other: own posteriors and kinship to clues."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from timeline.model import Document
from timeline.publication.clues import Clue, day_words
from timeline.publication.days import DayGrid, Scores
from timeline.publication.kinship import Kin

_LOOSE = ((1, 0.17), (7, 0.3), (31, 0.28), (180, 0.25))
_CLOSE = ((1, 0.8), (7, 0.15), (31, 0.05))
"""How far apart documents of one story are written: (days either way, share), a mixture of boxes,
for pairs of likeness below and above ``_CLOSE_LIKENESS``; counted on 400 dated articles of five stories."""
_CLOSE_LIKENESS = 0.18
_BELIEF_AT_LEAST, _BELIEF_A_LIKENESS, _MOST_BELIEF = 0.3, 3.0, 0.95
"""How likely a pair of some likeness tells one story, a line cut off at the top: a choice, not a fit,
since the counted articles were picked by story."""


def company_clues(
    documents: Sequence[Document],
    masses: Sequence[Scores],
    kin: Sequence[Kin],
    grid: DayGrid,
) -> tuple[tuple[Clue, ...], ...]:
    """For each document the clues that its kin give; ``masses`` are the posteriors of each alone.

    A pair of likeness s tells the same story with a probability that grows with s; then the
    days of writing are close, else they have nothing to do with each other.
    """
    found: list[list[Clue]] = [[] for _ in documents]
    loose, close = _spreads(masses, kin)
    even = 1.0 / len(grid)
    sizes = [0] * len(documents)
    for pair in kin:
        sizes[pair.left] += 1
        sizes[pair.right] += 1
    for pair in kin:
        belief = min(_MOST_BELIEF, _BELIEF_AT_LEAST + _BELIEF_A_LIKENESS * pair.likeness)
        spread = close if pair.likeness >= _CLOSE_LIKENESS else loose
        for here, there in ((pair.left, pair.right), (pair.right, pair.left)):
            scores = np.log((1 - belief) * even + belief * spread[there]) - np.log(even)
            scores = scores * sizes[here] ** -0.5
            found[here].append(
                Clue(
                    "company",
                    ", ".join(pair.shared),
                    f"tells the same story as “{documents[there].title or documents[there].id}”, "
                    f"dated near {day_words(int(grid.ordinals[int(np.argmax(masses[there]))]))} by itself",
                    scores,
                )
            )
    return tuple(tuple(clues) for clues in found)


def _spreads(
    masses: Sequence[Scores], kin: Sequence[Kin]
) -> tuple[dict[int, Scores], dict[int, Scores]]:
    """The posteriors that kin ask for, seen from a neighbour: loosely, and closely related."""
    loose: dict[int, Scores] = {}
    close: dict[int, Scores] = {}
    for pair in kin:
        near = pair.likeness >= _CLOSE_LIKENESS
        wanted, boxes = (close, _CLOSE) if near else (loose, _LOOSE)
        for place in (pair.left, pair.right):
            if place not in wanted:
                wanted[place] = _spread(masses[place], boxes)
    return loose, close


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
