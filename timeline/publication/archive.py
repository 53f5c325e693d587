"""Let the dated articles of a folder date the others by their words, as they would each other."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from math import log
from typing import TypeAlias
from zlib import crc32

import numpy as np
import numpy.typing as npt

from timeline.model import Document
from timeline.publication.clue import Clue, day_words
from timeline.publication.days import DayGrid, Scores

_WORD = re.compile(r"[^\W\d_][\w’'-]+")
_LEAST_DATED = 20
"""Fewer dated articles than this do not show how well words date."""
_MOST_DATED = 1500
"""Of more dated articles every so many are asked, which bounds memory and time."""
_COMMON = 0.3
"""A term in more than this share of the articles tells nothing of any."""
_POWERS = (2.0, 3.0, 4.0, 6.0)
"""How much more the most alike count: the power of likeness that dates the dated best is taken."""
_REACHES = (0, 1, 3, 7, 15, 31, 90, 180)
"""Days either way within which an article may lie of one like it: boxes, mixed as was learned."""
_LEVELS = 5
"""How far off articles lie is learned apart for those that have a close one and for the others."""
_ROUNDS = 30
_FEW = 0.5
"""Articles each box is given before any is counted, so that no distance is impossible."""
_CROWDED = 3.0
"""Days over which it is counted how many articles each day has."""
_NAMED = 2

_Ints: TypeAlias = npt.NDArray[np.int64]
_Bag: TypeAlias = tuple[_Ints, _Ints]


@dataclass(frozen=True, slots=True, eq=False)
class _Habit:
    """How the dated articles of a folder lie in time beside those most like them.

    ``shares`` are those of the boxes, then of the background, by level of likeness; ``cuts`` part
    the levels.
    """

    power: float
    cuts: Scores
    shares: tuple[Scores, ...]

    def shares_of(self, alike: Scores) -> Scores:
        return self.shares[int(np.searchsorted(self.cuts, alike.max()))]


class Archive:
    """The dated articles of a folder, by their words: an index from hashed terms to articles."""

    def __init__(self, documents: Sequence[Document], days: Sequence[int]) -> None:
        self.documents = documents
        self.days = np.array(days)
        near = np.exp(-np.abs(self.days[:, None] - self.days) / _CROWDED).sum(axis=1)
        self.worth: Scores = 1.0 / near
        """What an article counts for: the less, the more there are of its days.  Which days were
        busy says nothing of an article that lost its date."""
        bags = [_bag(_terms(document.text)) for document in documents]
        keys = np.concatenate([keys for keys, _ in bags])
        self._keys, spread = np.unique(keys, return_counts=True)
        rarity = np.log(len(bags) / spread)
        self._rarity = np.where(spread <= _COMMON * len(bags), rarity, 0.0)
        self._unheard = log(len(bags))
        vectors = [self._vector(bag) for bag in bags]
        terms = np.concatenate([terms for terms, _ in vectors])
        order = np.argsort(terms, kind="stable")
        sizes = [len(terms) for terms, _ in vectors]
        self._places = np.repeat(np.arange(len(bags), dtype=np.int32), sizes)[order]
        self._weights = np.concatenate([weights for _, weights in vectors])[order]
        self._starts = np.searchsorted(terms[order], np.arange(len(self._keys) + 1))

    def likeness(self, text: str) -> Scores:
        """How alike each of the articles is to a text: the cosine of their rare terms, 0-1."""
        terms, weights = self._vector(_bag(_terms(text)))
        starts = self._starts[terms]
        sizes = self._starts[terms + 1] - starts
        begins = np.cumsum(sizes) - sizes
        at = np.arange(int(sizes.sum())) + np.repeat(starts - begins, sizes)
        dots = np.repeat(weights, sizes) * self._weights[at]
        return np.asarray(np.bincount(self._places[at], dots, len(self.documents)), np.float64)

    def shared(self, text: str, place: int) -> str:
        """The rarest term that a text has in common with one of the articles."""
        theirs = set(_terms(self.documents[place].text))
        both = list(dict.fromkeys(term for term in _terms(text) if term in theirs))
        if not both:
            return ""
        rarity = self._rarity[np.searchsorted(self._keys, [_key(term) for term in both])]
        return both[int(np.argmax(rarity + np.array([len(term) for term in both]) / 1000))]

    def _vector(self, bag: _Bag) -> tuple[_Ints, Scores]:
        """The terms that are known here, by their rows, and their shares of a length of 1."""
        keys, counts = bag
        rows = np.minimum(np.searchsorted(self._keys, keys), len(self._keys) - 1)
        known = self._keys[rows] == keys
        rarity = np.where(known, self._rarity[rows], self._unheard)
        weights = (1 + np.log(counts)) * rarity
        telling = known & (rarity > 0)
        length = float(np.sqrt((weights**2).sum())) or 1.0
        return rows[telling], weights[telling] / length


def archive_clues(
    documents: Sequence[Document],
    days: Sequence[int | None],
    grid: DayGrid,
    background: Scores,
) -> dict[int, Clue]:
    """What the dated articles of a folder say of each of the others, by place; often nothing.

    ``days`` are the ordinals of the dated ones, ``background`` the log-scores for a day of which
    no article like it speaks.  Each dated article is dated by the others first; that tells how
    near those most like it lie, which is then said of the undated ones: a mixture of boxes, its
    shares by expectation maximisation, so that it claims no more than it has shown.
    """
    known = [place for place, day in enumerate(days) if day is not None and grid.holds(day)]
    known = known[:: -(-len(known) // _MOST_DATED) or 1]
    undated = [place for place, day in enumerate(days) if day is None]
    if len(known) < _LEAST_DATED or not undated:
        return {}
    archive = Archive([documents[place] for place in known], [days[place] or 0 for place in known])
    even = np.exp(background) / np.exp(background).sum()
    habit = _learn(archive, even, grid)
    found: dict[int, Clue] = {}
    for place in undated:
        clue = _clue(documents[place].text, archive, habit, even, grid)
        if clue is not None:
            found[place] = clue
    return found


def _learn(archive: Archive, even: Scores, grid: DayGrid) -> _Habit:
    """Date articles by the others; the habit under which their days are the most likely."""
    alikes = []
    for place in range(len(archive.days)):
        alike = archive.likeness(archive.documents[place].text)
        alike[place] = 0.0
        alikes.append(alike)
    tops = np.array([alike.max() for alike in alikes])
    cuts = np.quantile(tops, np.arange(1, _LEVELS) / _LEVELS)
    levels = np.searchsorted(cuts, tops)
    best, best_value = None, -np.inf
    for power in _POWERS:
        likely = np.array(
            [
                _likely(archive, alike, power, int(archive.days[place]), even, grid)
                for place, alike in enumerate(alikes)
            ]
        )
        shares = tuple(
            _mixed(likely[levels == at], archive.worth[levels == at]) for at in range(_LEVELS)
        )
        each = np.array([one @ shares[level] for one, level in zip(likely, levels, strict=True)])
        value = float((archive.worth * np.log(each)).sum())
        if value > best_value:
            best, best_value = _Habit(power, cuts, shares), value
    assert best is not None
    return best


def _likely(
    archive: Archive, alike: Scores, power: float, day: int, even: Scores, grid: DayGrid
) -> list[float]:
    """The probability of a day in each box round the articles alike, and in the background."""
    pull = alike**power * archive.worth
    total = pull.sum() or 1.0
    away = np.abs(archive.days - day)
    boxes = [float(pull[away <= box].sum() / total) / (2 * box + 1) for box in _REACHES]
    return [*boxes, float(even[day - grid.first])]


def _mixed(likely: Scores, worth: Scores) -> Scores:
    """The shares of the boxes under which days are the most likely, by expectation maximisation."""
    share = np.full(len(_REACHES) + 1, 1 / (len(_REACHES) + 1))
    if not len(likely):
        return share
    weight = (worth / worth.mean())[:, None]
    for _ in range(_ROUNDS):
        part = likely * share
        part /= part.sum(axis=1, keepdims=True)
        counted = (part * weight).sum(axis=0) + _FEW
        share = counted / counted.sum()
    return share


def _clue(text: str, archive: Archive, habit: _Habit, even: Scores, grid: DayGrid) -> Clue | None:
    alike = archive.likeness(text)
    pull = alike**habit.power * archive.worth
    total = pull.sum()
    if not total:
        return None
    mass = np.zeros(len(grid))
    np.add.at(mass, archive.days - grid.first, pull / total)
    reached = np.concatenate(([0.0], np.cumsum(mass)))
    at = np.arange(len(grid))
    *shares, rest = habit.shares_of(alike)
    spread = rest * even
    for box, share in zip(_REACHES, shares, strict=True):
        held = reached[np.minimum(at + box + 1, len(grid))] - reached[np.maximum(at - box, 0)]
        spread = spread + share * held / (2 * box + 1)
    nearest = np.argsort(-alike, kind="stable")[:_NAMED].tolist()
    named = ", ".join(
        f"“{archive.documents[place].title or archive.documents[place].id}” "
        f"({day_words(int(archive.days[place]))})"
        for place in nearest
    )
    words = ", ".join(dict.fromkeys(filter(None, (archive.shared(text, one) for one in nearest))))
    scores: Scores = np.log(np.maximum(spread, 1e-12) * len(grid))
    return Clue("archive", words, f"most like {named} of {len(archive.days)} dated here", scores)


def _terms(text: str) -> list[str]:
    """The words of a text, and what stands side by side of them by twos and threes."""
    words = [word.lower() for word in _WORD.findall(text)]
    pairs = [f"{left} {right}" for left, right in pairwise(words)]
    return [
        *words,
        *pairs,
        *(f"{pair} {word}" for pair, word in zip(pairs, words[2:], strict=False)),
    ]


def _key(term: str) -> int:
    return crc32(term.encode())


def _bag(terms: Sequence[str]) -> _Bag:
    """Terms to their hashes, rising, and how often each stands there."""
    return np.unique(np.fromiter(map(_key, terms), np.int64, len(terms)), return_counts=True)
