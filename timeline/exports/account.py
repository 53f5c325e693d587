"""An event to the words that other programs show: its headline, who says so, and why that date."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping

from msgspec import Struct

from timeline.curation import correction_in_words
from timeline.exports.records import iso_day
from timeline.interval import day_interval
from timeline.model import Document, Event, Passage, Stance, Timeline

_PLAIN = frozenset({Stance.HAPPENED, Stance.ONGOING})
NEVER = "1970-01-01"


class Quote(Struct, frozen=True):
    """A sentence that tells an event: its words, who says so and when, and why that date."""

    text: str
    source: str
    url: str
    why: str

    def __str__(self) -> str:
        is_speech = self.text.startswith("“") and self.text.endswith("”")
        text = self.text if is_speech else f"“{self.text}”"
        return f"{text} ({self.source}) {self.why}".strip()


class Account(Struct, frozen=True):
    """An event in words: its headline says where it did not simply happen."""

    headline: str
    when: str
    quotes: tuple[Quote, ...]
    corrections: tuple[str, ...]

    @property
    def lines(self) -> tuple[str, ...]:
        """When it was, everybody who says so, and what was changed by hand."""
        return (self.when, *map(str, self.quotes), *self.corrections)


def by_id(timeline: Timeline) -> dict[str, Document]:
    """The documents of a timeline by their id."""
    return {document.id: document for document in timeline.documents}


def headline(event: Event) -> str:
    """The title of an event; what is not told as done says so, as no other program would."""
    return event.title if event.stance in _PLAIN else f"{event.title} ({event.stance.value})"


def account_of(event: Event, documents: Mapping[str, Document]) -> Account:
    """An event to the words that are shown of it."""
    return Account(
        headline(event),
        f"{event.told_when}, {event.stance.value}",
        tuple(_quote(passage, documents[passage.document]) for passage in event.passages),
        tuple(map(correction_in_words, event.corrections)),
    )


def outlet(document: Document) -> str:
    """Who published a document, its title where that is not known."""
    return document.source or document.title or document.id


def _quote(passage: Passage, document: Document) -> Quote:
    written = document.publication.day if document.publication is not None else None
    day = "" if written is None else f", {day_interval(written).in_words()}"
    said = f", quoting {passage.attribution}" if passage.attribution else ""
    read = passage.resolution
    why = f"“{read.mention.surface}”: {read.why}" if read.why else ""
    return Quote(passage.quote, f"{outlet(document)}{day}{said}", document.url, why)


def name_of(kind: str, name: str) -> str:
    """The UUID of a thing of ours, the same in every build (RFC 9562, version 8, of BLAKE2b)."""
    raw = bytearray(hashlib.blake2b(f"timeline/{kind}/{name}".encode(), digest_size=16).digest())
    raw[6] = raw[6] & 0x0F | 0x80
    raw[8] = raw[8] & 0x3F | 0x80
    text = raw.hex()
    return "-".join((text[:8], text[8:12], text[12:16], text[16:20], text[20:]))


def urn_of(kind: str, name: str) -> str:
    """The same name as an address that leads nowhere."""
    return f"urn:uuid:{name_of(kind, name)}"


def told_days(event: Event, documents: Mapping[str, Document], otherwise: str) -> tuple[str, str]:
    """The first and last day on which an event was written of, as YYYY-MM-DD."""
    days = [day for each in event.passages if (day := _written(documents[each.document]))]
    if not days:
        return otherwise, otherwise
    return iso_day(min(days)) or otherwise, iso_day(max(days)) or otherwise


def days_told(timeline: Timeline, otherwise: int) -> list[int]:
    """The ordinals of the last day on which each event of a timeline was written of."""
    written = {
        document.id: 0 if document.publication is None else document.publication.day or 0
        for document in timeline.documents
    }
    told = [event.passages for event in timeline.events]
    last = [
        written[some[0].document]
        if len(some) == 1
        else max([written[each.document] for each in some], default=0)
        for some in told
    ]
    return [day or otherwise for day in last]


def _written(document: Document) -> int | None:
    return None if document.publication is None else document.publication.day


def last_told(timeline: Timeline) -> str:
    """The day on which the newest document was written, as YYYY-MM-DD; 1970 if none is dated."""
    written = [reading.document.publication for reading in timeline.readings]
    days = [one.day for one in written if one is not None and one.day is not None]
    return (iso_day(max(days)) if days else None) or NEVER
