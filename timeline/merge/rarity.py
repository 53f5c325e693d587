"""The terms of events to their features: each term weighted by how rare it is among all events."""

from __future__ import annotations

import math
from array import array
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import pairwise

from timeline.likeness import Draft, Features, merge_rules


class Rarity:
    """How rare the terms of events are among them, by which each counts.

    Rarity goes in steps, each twice as often as the one before, so that a further event or two
    change what few others are compared by.
    """

    def __init__(self, drafts: Iterable[Draft]) -> None:
        numbers: dict[str, int] = {}
        number_of = numbers.setdefault
        told, ends = array("I"), array("I")
        for one in drafts:
            told.extend([number_of(term, len(numbers)) for term in one.terms])
            ends.append(len(told))
        spread = Counter(told)
        self._told, self._ends = told, ends
        self._by_number = [spread[number].bit_length() for number in range(len(numbers))]
        self._steps = dict(zip(numbers, self._by_number, strict=True))
        self._total = len(ends).bit_length()
        alone = merge_rules()["weight_alone"]
        self._weights = [
            math.log(1.0 + 2.0 ** (self._total - step)) * (1.0 if step > 1 else alone)
            for step in range(self._total + 1)
        ]

    def steps(self) -> Iterator[bytes]:
        """All that the features of each event depend on besides its draft; to be asked once."""
        step_of, told = self._by_number.__getitem__, self._told
        for begin, end in pairwise((0, *self._ends)):
            yield bytes((self._total, *map(step_of, told[begin:end])))
        self._told, self._ends = array("I"), array("I")

    def features(self, one: Draft) -> Features:
        """The terms of an event, weighted by how rare each is."""
        steps, weights = self._steps, self._weights
        weighted = {term: weight * weights[steps[term]] for term, weight in one.terms.items()}
        length = math.sqrt(sum([value * value for value in weighted.values()])) or 1.0
        vector = {term: value / length for term, value in weighted.items()}
        rare = sorted([(-value, term) for term, value in vector.items() if steps[term] > 1])
        return Features(
            terms=vector,
            rare=tuple([term for _, term in rare[: int(merge_rules()["blocking"])]]),
            classes=one.classes,
            series=one.series,
            statement=one.statement,
            calls_off=one.calls_off,
            counted_from=one.counted_from,
        )


class Described:
    """The features of events by their numbers, made whenever they are asked for."""

    def __init__(self, rarity: Rarity, drafts: Callable[[int], Draft]) -> None:
        self._rarity = rarity
        self._drafts = drafts

    def __getitem__(self, number: int) -> Features:
        return self._rarity.features(self._drafts(number))


def describe(drafts: Sequence[Draft]) -> Described:
    """The terms of events to their features, weighted by how rare each is among them."""
    return Described(Rarity(drafts), drafts.__getitem__)
