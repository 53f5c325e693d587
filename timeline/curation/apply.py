"""Edits to a merged story: what the user says, done last and over everything else."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from datetime import date

from msgspec import Struct
from msgspec.structs import replace

from timeline.curation.edits import Addition, Edit, Edits
from timeline.errors import describe, place_of
from timeline.handmade import IMPORTANCE, added_id
from timeline.merge import Merged, join_events
from timeline.model import (
    Correction,
    DateClaim,
    Disagreement,
    Document,
    Event,
    HandMade,
    Notice,
)

_CANDIDATES = 3
_LEAST_ALIKE = 0.4


class Curated(Struct, frozen=True):
    """The story as the user wants it, the events taken off it, and edits that found nothing."""

    events: tuple[Event, ...]
    disagreements: tuple[Disagreement, ...]
    hidden: tuple[Event, ...]
    notices: tuple[Notice, ...]


def dated_by_hand(
    documents: Sequence[Document], edits: Edits
) -> tuple[tuple[Document, ...], tuple[Notice, ...]]:
    """Documents with the days the user gave as their first claims; a notice where none is meant."""
    given = {one.document: one for one in edits.documents}
    found: set[str] = set()
    dated: list[Document] = []
    for document in documents:
        name = next((each for each in (document.path, document.id) if each in given), None)
        if name is None:
            dated.append(document)
            continue
        found.add(name)
        one = given[name]
        words = date.fromordinal(one.day).isoformat() + (f" ({one.note})" if one.note else "")
        claim = DateClaim("edits.toml", words, one.day)
        dated.append(replace(document, claims=(claim, *document.claims)))
    lost = [one for one in edits.documents if one.document not in found]
    paths = [(document.path, document.path) for document in documents]
    return tuple(dated), tuple(
        Notice(
            "edit-lost",
            f"{edits.file}:{one.line}",
            f"there is no document {one.document}{_nearest(one.document, paths)}",
        )
        for one in lost
    )


def curate(
    merged: Merged,
    told: Sequence[Event],
    documents: Sequence[Document],
    edits: Edits,
    given: Sequence[HandMade] = (),
) -> Curated:
    """Apply the edits in the order of their file to merged events made of the events ``told``.

    Events made by hand (``given``) join them first, unless an article or an edit tells them here.

    An edit finds its event by the id of any statement in it, so that it survives further
    documents and other groupings; one that finds nothing is a notice with the nearest events.
    Splitting comes first, then joining, then what is said of single events.
    """
    if not (edits.events or edits.additions or given):
        return Curated(merged.events, merged.disagreements, (), ())
    desk = _Desk(merged.events, told, documents, edits.file)
    added = [_added(addition) for addition in edits.additions]
    desk.take(given, {event.id for event in added})
    for edit in edits.events:
        desk.split(edit)
    for edit in edits.events:
        desk.merge(edit)
    for edit in edits.events:
        desk.correct(edit)
    hidden = tuple(sorted((desk.events[name] for name in desk.hidden), key=_by_time))
    kept = [event for name, event in desk.events.items() if name not in desk.hidden]
    linked = [desk.relinked(event) for event in kept]
    return Curated(
        tuple(sorted((*linked, *added), key=_by_time)),
        tuple(desk.redisputed(merged.disagreements)),
        hidden,
        tuple(desk.notices),
    )


def _by_time(event: Event) -> tuple[object, ...]:
    return event.order


class _Desk:
    """The events on the table, found by any statement in them."""

    def __init__(
        self,
        events: Sequence[Event],
        told: Sequence[Event],
        documents: Sequence[Document],
        file: str,
    ) -> None:
        self.events = {event.id: event for event in events}
        self.owner = {part: event.id for event in events for part in event.parts}
        self.told = {event.id: event for event in told}
        self.order = {document.id: number for number, document in enumerate(documents)}
        self.file = file
        self.hidden: set[str] = set()
        self.notices: list[Notice] = []

    def find(self, name: str) -> str:
        """The id of the event that holds a statement or is called so; "" when there is none."""
        return self.owner.get(name, name if name in self.events else "")

    def take(self, given: Sequence[HandMade], taken: set[str]) -> None:
        """Put events made by hand on the table; those that are told already are counted."""
        repeated: Counter[str] = Counter()
        for one in given:
            if one.event.id in taken or any(map(self.find, (one.event.id, *one.parts))):
                repeated[one.file] += 1
                continue
            self.events[one.event.id] = one.event
            if one.hidden:
                self.hidden.add(one.event.id)
        self.notices += (
            Notice(
                "event-repeated",
                place_of(file),
                describe(
                    f"{count} of its events {'is' if count == 1 else 'are'} told here already",
                    remedy="They were left out. Corrections of them belong into edits.toml.",
                ),
            )
            for file, count in repeated.items()
        )

    def split(self, edit: Edit) -> None:
        """Take statements out of an event; they become an event of their own."""
        event = self.events.get(self.find(edit.event))
        if event is None or not edit.split:
            return
        out = [part for part in edit.split if part in event.parts]
        for part in edit.split:
            if part not in event.parts:
                self._say(
                    edit, f"{event.id} has no statement {part}; it has {', '.join(event.parts)}"
                )
        rest = [part for part in event.parts if part not in out]
        if not out or not rest:
            if out:
                self._say(edit, f"nothing would be left of {event.id}")
            return
        del self.events[event.id]
        change = Correction("split", f"{len(event.parts)} statements", "", edit.note)
        for parts in (rest, out):
            self._put(self._joined(parts), change, len(parts))

    def merge(self, edit: Edit) -> None:
        """Join other events to an event, which keeps its title, stance and, if it can, its date."""
        target = self.events.get(self.find(edit.event))
        if target is None or not edit.merge:
            return
        for name in edit.merge:
            other = self.events.get(self.find(name))
            if other is None:
                self._lose(edit, name)
                continue
            if other.id == target.id:
                continue
            joined = self._whole(target, other)
            whole = target.when.intersection(other.when)
            change = Correction("joined", target.title, other.title, edit.note)
            del self.events[target.id], self.events[other.id]
            target = replace(
                joined,
                title=target.title,
                stance=target.stance,
                when=whole if whole is not None else target.when,
                likely=None if whole is not None and whole != target.when else target.likely,
                corrections=(*target.corrections, *other.corrections, change),
                outcome_of=target.outcome_of or other.outcome_of,
                led_to=target.led_to or other.led_to,
            )
            self._keep(target)
            self.owner.update(dict.fromkeys((name, edit.event, other.id), target.id))

    def correct(self, edit: Edit) -> None:
        """Do what an edit says of its event alone."""
        name = self.find(edit.event)
        event = self.events.get(name)
        if event is None:
            self._lose(edit, edit.event)
            return
        changes: list[Correction] = []
        if edit.title and edit.title != event.title:
            changes.append(Correction("title", event.title, edit.title, edit.note))
            event = replace(event, title=edit.title)
        if edit.date is not None and edit.date != event.when:
            before, after = event.told_when, edit.date.in_words()
            changes.append(Correction("date", before, after, edit.note))
            event = replace(event, when=edit.date, likely=None, confidence=1.0)
        if edit.stance is not None and edit.stance is not event.stance:
            before, after = event.stance.value, edit.stance.value
            changes.append(Correction("stance", before, after, edit.note))
            event = replace(event, stance=edit.stance)
        if edit.pin:
            changes.append(Correction("pinned", "", "", edit.note))
            event = replace(event, pinned=True, importance=1.0)
        if edit.hide:
            changes.append(Correction("hidden", "", "", edit.note))
            self.hidden.add(name)
        self.events[name] = replace(event, corrections=(*event.corrections, *changes))

    def relinked(self, event: Event) -> Event:
        """An event whose links to plan and outcome follow the edits."""
        links = []
        for link in (event.outcome_of, event.led_to):
            name = self.find(link) if link else ""
            links.append("" if name in self.hidden or name == event.id else name)
        return replace(event, outcome_of=links[0], led_to=links[1])

    def redisputed(self, disagreements: Iterable[Disagreement]) -> Iterable[Disagreement]:
        """The disagreements under the ids that their events have now."""
        for one in disagreements:
            name = self.find(one.event)
            if name and name not in self.hidden:
                yield replace(one, event=name)

    def _joined(self, parts: Sequence[str]) -> Event:
        return join_events([self.told[part] for part in parts], self.order)

    def _whole(self, target: Event, other: Event) -> Event:
        """Two events as one; one that no article tells adds who and where to the other."""
        if target.parts and other.parts:
            return self._joined([*target.parts, *other.parts])
        base = other if other.parts else target
        return replace(
            base,
            actors=tuple(dict.fromkeys((*target.actors, *other.actors))),
            places=tuple(dict.fromkeys((*target.places, *other.places))),
            themes=tuple(dict.fromkeys((*target.themes, *other.themes))),
            pinned=target.pinned or other.pinned,
            importance=max(target.importance, other.importance),
        )

    def _put(self, event: Event, change: Correction, count: int) -> None:
        after = f"{count} statement{'' if count == 1 else 's'}"
        self._keep(replace(event, corrections=(replace(change, after=after),)))

    def _keep(self, event: Event) -> None:
        self.events[event.id] = event
        self.owner.update(dict.fromkeys(event.parts, event.id))

    def _lose(self, edit: Edit, name: str) -> None:
        was = edit.was if name == edit.event else ""
        titles = [(event.title, f"{event.id} “{event.title}”") for event in self.events.values()]
        called = f" (it was “{was}”)" if was else ""
        self._say(edit, f"there is no event {name}{called}{_nearest(was, titles)}")

    def _say(self, edit: Edit, message: str) -> None:
        self.notices.append(Notice("edit-lost", f"{self.file}:{edit.line}", message))


def _nearest(wanted: str, named: Iterable[tuple[str, str]]) -> str:
    """The things whose names are most like one, as an ending to a sentence; "" when none is."""
    from difflib import SequenceMatcher  # noqa: PLC0415 - only for a mistake

    ranked = sorted(
        (-SequenceMatcher(None, wanted.lower(), name.lower()).ratio(), words)
        for name, words in named
        if wanted
    )
    near = [words for ratio, words in ranked[:_CANDIDATES] if -ratio >= _LEAST_ALIKE]
    return f"; most like it: {', '.join(near)}" if near else ""


def _added(addition: Addition) -> Event:
    return Event(
        id=added_id(addition.title, addition.date),
        title=addition.title,
        when=addition.date,
        stance=addition.stance,
        passages=(),
        actors=addition.actors,
        places=addition.places,
        importance=IMPORTANCE,
        corrections=(Correction("added", "", addition.title, addition.note),),
    )


def correction_in_words(one: Correction) -> str:
    """What the user changed, as a sentence."""
    told = {
        "title": f"called “{one.before}” before it was corrected",
        "date": f"dated {one.before} before it was corrected",
        "stance": f"told as {one.before} before it was corrected",
        "joined": f"“{one.after}” was joined to it by hand",
        "split": f"parted by hand from an event of {one.before}",
        "pinned": "pinned by hand",
        "hidden": "taken off the timeline by hand",
        "added": "added by hand",
        "told": f"taken over as told by {one.before or 'somebody'}: “{one.after}”",
    }[one.what]
    return f"{told}: {one.note}" if one.note else told
