"""File each name under its full form: a surname under its bearer, a place under its usual name."""

from __future__ import annotations

from enum import StrEnum
from itertools import pairwise

from msgspec import Struct

from timeline.names.gazetteer import Gazetteer, is_known

MAX_PERSON = 4
"""Words in a person's name, at most."""


class NameKind(StrEnum):
    """What a name names."""

    PERSON = "person"
    ORG = "org"
    PLACE = "place"
    OTHER = "other"


class Name(Struct, frozen=True, array_like=True, gc=False):
    """A name in its place; ``text[start:end]`` of what was searched is ``text``.

    ``full`` is the name to file it under: the longest form the text gives of a person
    ("Rivera" -> "Ana Rivera"), the usual form of a place ("U.S." -> "United States").
    A struct, because so many are made: a frozen dataclass takes ten times as long to make.
    """

    text: str
    start: int
    end: int
    kind: NameKind
    full: str


def filed(text: str, names: list[Name], lists: Gazetteer) -> tuple[Name, ...]:
    """The names, each filed under its full form; a lone surname takes the kind of its bearer."""
    people = _people(text, names)
    bearers: dict[str, set[str]] = {}
    for full in people:
        if " " in full:
            for part in {full.split()[0], full.split()[-1]}:
                bearers.setdefault(part, set()).add(full)
    kinds = _usual_kinds(names, lists)
    kinds.update(dict.fromkeys(people, NameKind.PERSON))
    result: list[Name] = []
    for name in names:
        full, kind = lists.same.get(name.full, name.full), name.kind
        if not is_known(name.full, lists):
            kind = kinds.get(name.full, kind)
        if full in bearers and kind in (NameKind.PERSON, NameKind.OTHER) and " " not in full:
            bearer = bearers[full]
            if len(bearer) == 1:
                full, kind = next(iter(bearer)), NameKind.PERSON
        same = kind is name.kind and full == name.full
        result.append(name if same else Name(name.text, name.start, name.end, kind, full))
    return tuple(result)


def _usual_kinds(names: list[Name], lists: Gazetteer) -> dict[str, NameKind]:
    """The kind each name has most often; a place by its preposition alone needs a third."""
    votes: dict[str, dict[NameKind, int]] = {}
    for name in names:
        count = votes.setdefault(name.full, {})
        count[name.kind] = count.get(name.kind, 0) + 1
    kinds: dict[str, NameKind] = {}
    for full, count in votes.items():
        if is_known(full, lists):
            continue
        telling = [kind for kind in count if kind is not NameKind.OTHER]
        if not telling:
            continue
        kind: NameKind = max(telling, key=count.__getitem__)  # of equal ones the first
        if kind is NameKind.PLACE and 3 * count[kind] < sum(count.values()):
            kind = NameKind.OTHER
        kinds[full] = kind
    return kinds


def _people(text: str, names: list[Name]) -> list[str]:
    """The full names of people, with those that stand beside one or share a part with one."""
    people = {name.full for name in names if name.kind is NameKind.PERSON}
    for name, following in pairwise(names):
        if text[name.end : following.start].strip() == "and":
            for one, other in ((name, following), (following, name)):
                paired = one.kind is NameKind.PERSON and " " in other.full and " " in one.full
                if paired and other.kind is NameKind.OTHER:
                    people.add(other.full)
    for name in names:
        if name.kind is NameKind.OTHER and " " in name.full:
            parts = name.full.split()
            if len(parts) <= MAX_PERSON and (parts[0] in people or parts[-1] in people):
                people.add(name.full)
    return sorted(people)
