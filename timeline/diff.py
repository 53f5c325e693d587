"""Two tellings of a story to what the later one tells differently."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from enum import StrEnum
from pathlib import Path

import msgspec

from timeline.errors import SourceError, TimelineError, printable
from timeline.interval import to_edtf
from timeline.model import Document, Event

DATA_NAME = "timeline.json"
"""The file of a site that holds all it tells, as ``timeline events`` writes it."""
SCHEMA_VERSION = 1
_OFF = frozenset({"cancelled", "denied"})
_AHEAD = frozenset({"planned", "expected", "hypothetical"})
_DONE = frozenset({"happened", "ongoing"})


class ChangeKind(StrEnum):
    """In what two tellings differ; the order is the order in which they are told."""

    ADDED = "added"
    GONE = "gone"
    HIDDEN = "taken off"
    CANCELLED = "called off"
    CONFIRMED = "came about"
    MOVED = "moved"
    STANCE = "told otherwise"
    MERGED = "merged"
    SPLIT = "split"
    RETITLED = "retitled"
    SOURCES = "sources"
    ARTICLE_ADDED = "article added"
    ARTICLE_GONE = "article gone"
    ARTICLE_REDATED = "article redated"


class Change(msgspec.Struct, frozen=True):
    """One difference: the event (or article) by id and title, what it was and what it is."""

    kind: ChangeKind
    id: str
    title: str
    before: str = ""
    after: str = ""


class Said(msgspec.Struct, frozen=True):
    """A passage of a telling: which document, which statement."""

    doc: str
    statement: str = ""


class ToldEvent(msgspec.Struct, frozen=True):
    """An event of a telling, as far as tellings are compared."""

    id: str
    title: str
    edtf: str
    when: str
    stance: str
    passages: tuple[Said, ...] = ()

    @property
    def parts(self) -> tuple[str, ...]:
        """The ids it can be found by."""
        said = tuple(dict.fromkeys(one.statement for one in self.passages if one.statement))
        return said or (self.id,)

    @property
    def sources(self) -> frozenset[str]:
        """The documents that tell it."""
        return frozenset(one.doc for one in self.passages)


class ToldDocument(msgspec.Struct, frozen=True):
    """A document of a telling, with the day it was written."""

    doc: str
    title: str = ""
    date: str | None = None


class Telling(msgspec.Struct, frozen=True):
    """What one build, or one ``timeline events``, told."""

    events: tuple[ToldEvent, ...]
    documents: tuple[ToldDocument, ...] = ()
    hidden: tuple[ToldEvent, ...] = ()


def telling_of(
    events: Iterable[Event], documents: Iterable[Document], hidden: Iterable[Event] = ()
) -> Telling:
    """Events, documents and what was taken off to what they tell, as their JSON would be read."""
    return Telling(
        tuple(map(_told, events)), tuple(map(_written, documents)), tuple(map(_told, hidden))
    )


def _told(event: Event) -> ToldEvent:
    said = tuple(Said(one.document, one.statement) for one in event.passages)
    edtf, stance = to_edtf(event.when), event.stance.value
    return ToldEvent(event.id, event.title, edtf, event.told_when, stance, said)


def _written(document: Document) -> ToldDocument:
    publication = document.publication
    day = None if publication is None else publication.day
    written = None if day is None else date.fromordinal(day).isoformat()
    return ToldDocument(document.id, document.title, written)


def read_telling(path: Path) -> Telling:
    """A built site, or the JSON of ``timeline events``, to what it tells.

    SourceError when there is none, or when it is something else.
    """
    file = path / DATA_NAME if path.is_dir() else path
    try:
        content = file.read_bytes()
    except OSError as error:
        raise SourceError(
            f"cannot be read ({error.strerror})",
            file=str(file),
            remedy="Name the folder of a built site, or a file that `timeline events` wrote.",
        ) from error
    try:
        return parse_telling(content)
    except TimelineError as error:
        raise SourceError(error.message, file=str(file), remedy=error.remedy) from error


def parse_telling(content: bytes) -> Telling:
    """The JSON of a timeline to what it tells; TimelineError when it is something else."""
    try:
        return msgspec.json.decode(content, type=Telling)
    except (msgspec.MsgspecError, ValueError, RecursionError) as error:
        raise TimelineError(
            f"is not a timeline ({error})", remedy="`timeline events` writes such files."
        ) from error


def compare(old: Telling, new: Telling) -> tuple[Change, ...]:
    """What a later telling adds, drops, moves, calls off, merges and splits.

    Events are the same when they share a statement; each old one goes on in the new one that
    it shares most with.
    """
    return tuple(sorted(_changes(old, new), key=_order))


def _order(change: Change) -> tuple[int, str, str]:
    return (list(ChangeKind).index(change.kind), change.title, change.id)


def _changes(old: Telling, new: Telling) -> Iterator[Change]:
    yield from _articles(old.documents, new.documents)
    holds: dict[str, list[ToldEvent]] = defaultdict(list)
    for event in new.events:
        for part in event.parts:
            holds[part].append(event)
    names = {event.id: event for event in new.events}
    hidden = {part for event in new.hidden for part in event.parts}
    heirs: dict[str, list[ToldEvent]] = defaultdict(list)
    known: set[str] = set()
    for event in old.events:
        shared = Counter(after.id for part in event.parts for after in holds[part])
        known.update(shared)
        if not shared:
            kind = ChangeKind.GONE if hidden.isdisjoint(event.parts) else ChangeKind.HIDDEN
            yield Change(kind, event.id, event.title, event.when)
            continue
        ranked = sorted(shared, key=lambda name: (-shared[name], name))
        heirs[ranked[0]].append(event)
        if len(ranked) > 1:
            titles = "; ".join(names[name].title for name in ranked)
            yield Change(ChangeKind.SPLIT, ranked[0], event.title, event.title, titles)
    for event in new.events:
        if event.id not in known:
            yield Change(ChangeKind.ADDED, event.id, event.title, "", event.when)
        if event.id in heirs:
            yield from _continued(heirs[event.id], event)


def _continued(before: Sequence[ToldEvent], after: ToldEvent) -> Iterator[Change]:
    """What became of one or several old events that are one new event."""
    first = max(before, key=lambda one: (len(set(one.parts) & set(after.parts)), one.id))
    if len(before) > 1:
        titles = "; ".join(one.title for one in before)
        yield Change(ChangeKind.MERGED, after.id, after.title, titles, after.title)
    elif first.title != after.title:
        yield Change(ChangeKind.RETITLED, after.id, after.title, first.title, after.title)
    if first.edtf != after.edtf:
        yield Change(ChangeKind.MOVED, after.id, after.title, first.when, after.when)
    if first.stance != after.stance:
        kind = ChangeKind.STANCE
        if after.stance in _OFF:
            kind = ChangeKind.CANCELLED
        elif first.stance in _AHEAD and after.stance in _DONE:
            kind = ChangeKind.CONFIRMED
        yield Change(kind, after.id, after.title, first.stance, after.stance)
    had = frozenset().union(*(one.sources for one in before))
    if had != after.sources:
        counts = f"{len(had)}", f"{len(after.sources)}"
        yield Change(ChangeKind.SOURCES, after.id, after.title, *counts)


def _articles(old: Iterable[ToldDocument], new: Iterable[ToldDocument]) -> Iterator[Change]:
    before = {one.doc: one for one in old}
    after = {one.doc: one for one in new}
    for name, one in after.items():
        title = one.title or name
        if name not in before:
            yield Change(ChangeKind.ARTICLE_ADDED, name, title, "", one.date or "")
        elif before[name].date != one.date:
            dates = before[name].date or "", one.date or ""
            yield Change(ChangeKind.ARTICLE_REDATED, name, title, *dates)
    for name, one in before.items():
        if name not in after:
            yield Change(ChangeKind.ARTICLE_GONE, name, one.title or name, one.date or "")


_HEADS = {
    ChangeKind.ADDED: "New events",
    ChangeKind.GONE: "No longer told",
    ChangeKind.HIDDEN: "Taken off by hand",
    ChangeKind.CANCELLED: "Called off or denied",
    ChangeKind.CONFIRMED: "Planned before, now told as done",
    ChangeKind.MOVED: "Dated otherwise",
    ChangeKind.STANCE: "Told otherwise",
    ChangeKind.MERGED: "Now one event",
    ChangeKind.SPLIT: "Now several events",
    ChangeKind.RETITLED: "Called otherwise",
    ChangeKind.SOURCES: "Told by more or fewer articles",
    ChangeKind.ARTICLE_ADDED: "New articles",
    ChangeKind.ARTICLE_GONE: "Articles no longer there",
    ChangeKind.ARTICLE_REDATED: "Articles dated otherwise",
}


def grouped(changes: Sequence[Change]) -> tuple[tuple[str, tuple[Change, ...]], ...]:
    """Changes under a heading in words for each kind that occurs."""
    return tuple(
        (head, found)
        for kind, head in _HEADS.items()
        if (found := tuple(one for one in changes if one.kind is kind))
    )


def changes_text(changes: Sequence[Change]) -> str:
    """Changes as lines a person reads."""
    if not changes:
        return "Nothing is told differently.\n"
    lines: list[str] = []
    for head, found in grouped(changes):
        lines += [f"{head} ({len(found)})", *(f"  {_line(one)}" for one in found), ""]
    return "\n".join(lines)


def changes_json(changes: Sequence[Change]) -> str:
    """Changes as indented JSON."""
    record = {"schema_version": SCHEMA_VERSION, "changes": list(changes)}
    return msgspec.json.format(msgspec.json.encode(record), indent=2).decode() + "\n"


def _line(one: Change) -> str:
    told = f"{one.before} -> {one.after}" if one.before and one.after else one.before or one.after
    return printable(f"{one.id}  {one.title}" + (f"  [{told}]" if told else ""))
