"""An article as it was read to what is found in it alone, and that of all articles by event."""

from __future__ import annotations

from array import array
from collections.abc import Sequence
from itertools import accumulate

import msgspec

from timeline.cache import PRINT_SIZE, digest
from timeline.events import extract_events
from timeline.importance import said_in, share_kept
from timeline.likeness import Draft, draft
from timeline.merge import looks
from timeline.model import (
    Document,
    DocumentReading,
    Event,
    PackedResolutions,
    PackedSentences,
    Undated,
)
from timeline.packed import Packed, PackedByName
from timeline.pieces import plain_print, shown
from timeline.sifting import Alone, judge_alone
from timeline.story import Saying, Story, Wording, wording_of


class _Drafts(Packed[Draft]):
    """What the events of a document are compared by."""

    __slots__ = ()
    kind = Draft


class _Sayings(Packed[Saying]):
    """The sentences of a document's events, one for each."""

    __slots__ = ()
    kind = Saying


class _Judged(Packed[Alone]):
    """What is to be said against a document's events, one for each."""

    __slots__ = ()
    kind = Alone


class Found(msgspec.Struct, frozen=True):
    """What was found in one document; what is looked at seldom, or once, is packed.

    ``print`` tells its events from any others, ``looks`` what they are compared by; ``read`` is
    the print of its reading, ``told`` has those of all that is shown of its events.
    """

    sentences: PackedSentences
    resolutions: PackedResolutions
    wording: Wording
    events: tuple[Event, ...]
    undated: tuple[Undated, ...]
    drafts: _Drafts
    sayings: _Sayings
    judged: _Judged
    print: bytes
    looks: bytes
    read: bytes
    told: bytes

    def reading_of(self, document: Document) -> DocumentReading:
        """The document as it was read."""
        return DocumentReading(document, self.sentences, self.resolutions)


FOUND = msgspec.msgpack.Decoder(Found)


def find(reading: DocumentReading) -> Found:
    """What is found in a document that was read."""
    events, undated = extract_events(reading)
    texts = {reading.document.id: reading.document.text}
    drafts = _Drafts.of(draft(event, texts) for event in events)
    sentences = PackedSentences.of(reading.sentences)
    resolutions = PackedResolutions.of(reading.resolutions)
    return Found(
        sentences=sentences,
        resolutions=resolutions,
        wording=wording_of(reading),
        events=events,
        undated=undated,
        drafts=drafts,
        sayings=_Sayings.of(said_in(event.passages[0]) for event in events),
        judged=_Judged.of(map(judge_alone, events)),
        print=digest(msgspec.msgpack.encode(events), drafts.packed),
        looks=digest(msgspec.msgpack.encode([*map(looks, events)]), drafts.packed),
        read=plain_print(DocumentReading(reading.document, sentences, resolutions)),
        told=b"".join(plain_print(shown(event)) for event in events),
    )


class AsFound:
    """The events of all articles as they were found, each by its id."""

    def __init__(self, found: Sequence[Found], story: Story) -> None:
        self.events = [event for one in found for event in one.events]
        ids = [[event.id for event in one.events] for one in found]
        self.drafts = PackedByName(
            [(those, one.drafts) for those, one in zip(ids, found, strict=True)]
        )
        self._printed = [one.print for one in found]
        self._looks = [one.looks for one in found]
        self._told = [one.told for one in found]
        self._shares = array(
            "d", (share_kept(each, story) for one in found for each in one.sayings)
        )
        self._firsts = array("q", accumulate((len(those) for those in ids), initial=0))

    def share_kept(self, name: str) -> float | None:
        """What part of its own worth a statement keeps in its story, where that is known."""
        found = self.drafts.find(name)
        return None if found is None else self._shares[self._firsts[found[0]] + found[1]]

    def print_of(self, name: str) -> bytes:
        """What tells an event from any other."""
        number, place = self.drafts.place_of(name)
        return self._printed[number] + place.to_bytes(4)

    def looks_of(self, name: str) -> bytes:
        """What tells all that an event is compared by."""
        number, place = self.drafts.place_of(name)
        return self._looks[number] + place.to_bytes(4)

    def print_as_found(self, event: Event) -> bytes:
        """The digest of all that is shown of an event told as it was found; empty of another."""
        found = self.drafts.find(event.id)
        if found is None:
            return b""
        number, place = found
        if shown(event) != shown(self.events[self._firsts[number] + place]):
            return b""
        return self._told[number][PRINT_SIZE * place : PRINT_SIZE * (place + 1)]
