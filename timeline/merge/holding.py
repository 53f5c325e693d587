"""Events that may be one by pairs to groups that hold together.

The most certain pairs are joined first, and two groups only when their dates still have a common
part and the average pair of them is alike.  What hangs together by no pair has no part in it, so
that each ``Clump`` is grouped alone.
"""

from __future__ import annotations

from array import array
from collections import Counter
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence

from msgspec import Struct

from timeline.interval import Interval
from timeline.likeness import Draft, agreement, merge_rules, once_only, series_clash, widened
from timeline.merge.filed import Filed
from timeline.merge.pairs import Pairs
from timeline.model import Event

_SAMPLE = 6
Series = dict[str, frozenset[int]]
"""The numbers that nouns carry: "the third round" is no other round."""


class Clump(Struct, frozen=True):
    """Events that hang together by pairs that may be one.

    ``members`` are their numbers, ``places`` those of the pairs, and ``ends`` tells which members
    are paired, by their places among these.
    """

    members: list[int]
    places: array[int]
    ends: array[int]


def clumps(pairs: Filed) -> Iterator[Clump]:
    """Pairs that may be one to the clumps they make, in the order of their smallest numbers."""
    parent: dict[int, int] = {}

    def root_of(number: int) -> int:
        while (above := parent.setdefault(number, number)) != number:
            parent[number] = number = parent[above]
        return number

    for one, other in pairs.in_order():
        low, high = root_of(one), root_of(other)
        if low != high:
            parent[max(low, high)] = min(low, high)
    found: dict[int, Clump] = {}
    at: dict[int, int] = {}
    for number in sorted(parent):
        root = root_of(number)
        clump = found.get(root)
        if clump is None:
            clump = found[root] = Clump([], array("q"), array("q"))
        at[number] = len(clump.members)
        clump.members.append(number)
    for place, (one, other) in enumerate(pairs.in_order()):
        clump = found[root_of(one)]
        clump.places.append(place)
        clump.ends.extend((at[one], at[other]))
    yield from found.values()


class _Group(Struct):
    """Events that hold together, and what keeps others apart from them.

    So no two members of two groups need be compared: ``told_in`` are their sentences, ``series``
    the numbers that their nouns carry.
    """

    when: Interval
    inside: list[int]
    told_in: Collection[tuple[str, int]]
    series: dict[frozenset[tuple[str, frozenset[int]]], Series]

    def is_apart(self, other: _Group) -> bool:
        """Whether one sentence tells of both, or they are numbered apart."""
        numbered = other.series.values()
        few, many = sorted((self.told_in, other.told_in), key=len)
        return any(place in many for place in few) or any(
            series_clash(a, b) for a in self.series.values() for b in numbered
        )

    def take(self, other: _Group, common: Interval) -> None:
        """Take another in; ``common`` is the time of both."""
        self.when = common
        self.inside += other.inside
        if not isinstance(self.told_in, set):  # most groups are of one event, and a set is large
            self.told_in = set(self.told_in)
        self.told_in.update(other.told_in)
        self.series |= other.series


class Groups:
    """Disjoint groups of events that grow as long as they hold together."""

    def __init__(
        self,
        events: Sequence[Event],
        drafts: Callable[[int], Draft],
        series: Mapping[str, Series],
        pairs: Pairs,
    ) -> None:
        self._events = events
        self._drafts = drafts
        self._series = series
        self._pairs = pairs
        # Of events that nobody asks to join nothing is held.
        self._parent: dict[int, int] = {}
        self._groups: dict[int, _Group] = {}
        self._refused: Counter[tuple[int, int]] = Counter()

    def find(self, number: int) -> int:
        """The group of an event, named by its smallest number."""
        while (parent := self._parent.get(number, number)) != number:
            self._parent[number] = self._parent.get(parent, parent)
            number = parent
        return number

    def hold(self, numbers: Sequence[int]) -> None:
        """Let events be one group without asking whether they hold together."""
        for number in numbers[1:]:
            self._parent[number] = numbers[0]

    def of(self, clump: Clump) -> list[list[int]]:
        """A clump to its groups, in the order of their smallest numbers."""
        for first, second in self._pairs.same.surest_first(clump.places):
            self.join(first, second)
        found: dict[int, list[int]] = {}
        for number in clump.members:
            found.setdefault(self.find(number), []).append(number)
        # Nobody asks how other clumps held together.
        self._groups.clear()
        self._refused.clear()
        return list(found.values())

    def _group(self, root: int) -> _Group:
        if root not in self._groups:
            event = self._events[root]
            series = self._series.get(event.id)
            self._groups[root] = _Group(
                widened(event.when),
                [root],
                tuple((passage.document, passage.start) for passage in event.passages),
                {_series_key(series): series} if series else {},
            )
        return self._groups[root]

    def join(self, first: int, second: int) -> bool:
        """Join the groups of two events when they hold together; whether they are one now."""
        one, other = sorted((self.find(first), self.find(second)))
        if one == other:
            return True
        left, right = self._group(one), self._group(other)
        a, b = left.when, right.when
        common = a if a == b else a.intersection(b)
        agrees = agreement(a, b)
        if common is None or agrees is None or left.is_apart(right):
            return False
        if not self._hold_together(one, other, agrees):
            self._refused[one, other] += 1
            if agrees != "same_day" or not self._are_linked(one, other):
                return False
        left.take(self._groups.pop(other), common)
        self._parent[other] = one
        return True

    def _hold_together(self, one: int, other: int, agrees: str) -> bool:
        """Whether the average pair of two groups is alike."""
        left, right = self._group(one).inside, self._group(other).inside
        sample = [(a, b) for a in left[:_SAMPLE] for b in right[:_SAMPLE]]
        average = sum(self._pairs.alike(a, b) for a, b in sample) / len(sample)
        rules = merge_rules()
        return average >= rules["cohesion"] * rules[agrees]

    def _are_linked(self, one: int, other: int) -> bool:
        """Whether many pairs speak for it that two groups tell one thing, each in many ways.

        Only of what can happen once: all tell of the earthquake of that day.
        """
        rules = merge_rules()
        smaller = min(len(self._group(one).inside), len(self._group(other).inside))
        links = max(rules["links"], rules["links_share"] * smaller)
        return self._refused[one, other] >= links and not self._chief_classes(one).isdisjoint(
            self._chief_classes(other)
        )

    def _chief_classes(self, group: int) -> frozenset[str]:
        """The classes of what can happen once that most of a group tell of."""
        inside = self._group(group).inside
        told = Counter(name for number in inside for name in self._drafts(number).classes)
        return once_only() & {name for name, count in told.items() if 2 * count > len(inside)}


def _series_key(series: Mapping[str, frozenset[int]]) -> frozenset[tuple[str, frozenset[int]]]:
    return frozenset(series.items())
