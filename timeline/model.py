"""The vocabulary: frozen values that the stages take and return, and nothing else.

Days are proleptic Gregorian ordinals (``datetime.date.toordinal``), moments are seconds
(see ``timeline.interval``), spans are half-open character offsets into ``Document.text``.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from enum import StrEnum

from msgspec import Raw, Struct
from msgspec.structs import replace

from timeline.interval import Interval
from timeline.packed import Packed, PackedOne


class Stance(StrEnum):
    """How a sentence stands to what it tells."""

    HAPPENED = "happened"
    ONGOING = "ongoing"
    PLANNED = "planned"
    EXPECTED = "expected"
    ALLEGED = "alleged"
    DENIED = "denied"
    CANCELLED = "cancelled"
    HYPOTHETICAL = "hypothetical"


class TimexType(StrEnum):
    """The four kinds of time expression of TimeML 1.2.1."""

    DATE = "DATE"
    TIME = "TIME"
    DURATION = "DURATION"
    SET = "SET"


class Method(StrEnum):
    """How a publication date came to be known."""

    GIVEN = "given"
    METADATA = "metadata"
    INFERRED = "inferred"
    UNKNOWN = "unknown"


class Direction(StrEnum):
    """Where a time expression lies from the day it was written."""

    PAST = "past"
    PRESENT = "present"
    FUTURE = "future"
    UNKNOWN = "unknown"


class Aside(Struct, frozen=True, array_like=True, gc=False):
    """A stretch of text that belongs to the web page and not to the article."""

    start: int
    end: int
    reason: str


CHART = "a chart of the story"
"""The reason of an aside that asks for a chart in its place: a fenced ``timeline`` block."""


class DateClaim(Struct, frozen=True, array_like=True, gc=False):
    """What metadata says about a publication date: where it stood, its words, the day read."""

    place: str
    words: str
    day: int | None


class Evidence(Struct, frozen=True, array_like=True, gc=False):
    """One clue to a publication date.

    ``weight`` is in nats: how much more the clue favours the best day than an average day;
    negative when it speaks against it.
    ``start`` and ``end`` are -1 when the words do not stand in the text.
    """

    words: str
    says: str
    weight: float
    start: int = -1
    end: int = -1


class Publication(Struct, frozen=True, array_like=True, gc=False):
    """When a document was written: best day, 90 % credible interval, and why.

    ``low`` and ``high`` are the first and last day of the interval (inclusive ordinals);
    ``day`` and both are None when nothing at all can be said.  ``share`` is the posterior
    probability of the best day, ``near`` that of the days at most three away from it.
    """

    day: int | None
    low: int | None
    high: int | None
    method: Method
    evidence: tuple[Evidence, ...] = ()
    runner_up: int | None = None
    share: float = 0.0
    near: float = 1.0
    strip: tuple[tuple[int, float], ...] = ()
    """The posterior, coarsened for drawing: (first day of month, probability)."""


class Document(Struct, frozen=True, array_like=True, gc=False):
    """One article: its text as it stood, and what was found around it."""

    id: str
    path: str
    title: str
    text: str
    language: str = "en"
    source: str = ""
    url: str = ""
    claims: tuple[DateClaim, ...] = ()
    asides: tuple[Aside, ...] = ()
    title_span: tuple[int, int] | None = None
    publication: Publication | None = None
    themes: tuple[str, ...] = ()


class Sentence(Struct, frozen=True, array_like=True, gc=False):
    """A sentence as a span of its document's text."""

    start: int
    end: int
    paragraph: int


class Reading(Struct, frozen=True, array_like=True, gc=False):
    """What a time expression means before anybody knows when it was written.

    An operator tree: ``Reading("ago", (3, "day"))`` prints as ``ago(3, day)``.
    """

    op: str
    args: tuple[Reading | int | float | str | None, ...] = ()

    def __str__(self) -> str:
        if not self.args:
            return self.op
        return f"{self.op}({', '.join('-' if a is None else str(a) for a in self.args)})"


DATELINE = "dateline"
"""The rule that names the date of a dateline: it is the report's, and no event's."""


class Mention(Struct, frozen=True, array_like=True, gc=False):
    """A time expression in its place; ``document.text[start:end] == surface``, always."""

    document: str
    start: int
    end: int
    surface: str
    rule: str
    type: TimexType
    reading: Reading
    sentence: int
    direction: Direction = Direction.UNKNOWN
    direction_cue: str = ""


class Alternative(Struct, frozen=True, array_like=True, gc=False):
    """A reading that was refused, and why."""

    when: Interval
    why: str


class Resolution(Struct, frozen=True, array_like=True, gc=False):
    """A mention made absolute, or the reason why it could not be.

    ``when`` is None when the expression names no stretch of calendar time (a length, a
    repetition, a vague word); ``why`` then says so.  ``anchor`` tells in words what it was
    counted from.  ``confidence`` lies in 0-1.  ``likely`` is what it means on the likeliest day of
    writing, where ``when`` is all that it may mean.
    """

    mention: Mention
    when: Interval | None
    value: str
    why: str
    anchor: str = ""
    alternatives: tuple[Alternative, ...] = ()
    confidence: float = 1.0
    likely: Interval | None = None


class DocumentReading(Struct, frozen=True, array_like=True, gc=False):
    """Everything read in one document: its sentences and its time expressions, resolved."""

    document: Document
    sentences: Sequence[Sentence]
    resolutions: Sequence[Resolution]


class PackedSentences(Packed[Sentence]):
    """The sentences of a document that few look at again."""

    __slots__ = ()
    kind = Sentence


class PackedResolutions(Packed[Resolution]):
    """The resolved time expressions of a document that few look at again."""

    __slots__ = ()
    kind = Resolution


_RESOLUTION = PackedOne(Resolution)


class _MentionStart(Struct, array_like=True):
    """A packed mention, as far as where it stands."""

    document: Raw
    start: int


class _ResolutionStart(Struct, array_like=True):
    """A packed resolution, as far as where its words stand: all of it takes ten times as long."""

    mention: _MentionStart


_READ_START = PackedOne(_ResolutionStart).unpack
pack_resolution = _RESOLUTION.pack
"""A resolution to what a passage holds of it."""


class Passage(Struct, frozen=True, array_like=True, gc=False):
    """Where a source says something: the sentence, and the words that date it.

    ``statement`` is the id of what is said there, whatever event it was joined to.  ``packed`` is
    its resolution, which would take more room than all the rest.
    """

    document: str
    start: int
    end: int
    quote: str
    packed: bytes
    stance: Stance
    stance_cue: str = ""
    attribution: str = ""
    statement: str = ""

    @property
    def resolution(self) -> Resolution:
        """What the words that date it mean, made anew at every look."""
        return _RESOLUTION.unpack(self.packed)

    @property
    def time_start(self) -> int:
        """Where in the text the words stand that date it."""
        return _READ_START(self.packed).mention.start

    def dated_by(self, resolution: Resolution) -> Passage:
        """The same passage dated in another way."""
        return replace(self, packed=pack_resolution(resolution))


class Correction(Struct, frozen=True, array_like=True, gc=False):
    """What the user changed about an event: in what, from what, to what, and why, in words."""

    what: str
    before: str
    after: str
    note: str = ""


class Event(Struct, frozen=True, array_like=True, gc=False):
    """One thing that happened, or was said to, with everybody who says so.

    ``importance`` and ``confidence`` lie in 0-1.  ``outcome_of`` names the event whose plan
    this one carried out, ``led_to`` the event that carried this plan out.  An event that the
    user added has no passages.  ``likely`` is the likeliest part of ``when`` where that is wide
    because nobody knows when its sources were written.
    """

    id: str
    title: str
    when: Interval
    stance: Stance
    passages: tuple[Passage, ...]
    actors: tuple[str, ...] = ()
    places: tuple[str, ...] = ()
    confidence: float = 1.0
    importance: float = 0.0
    outcome_of: str = ""
    led_to: str = ""
    pinned: bool = False
    corrections: tuple[Correction, ...] = ()
    likely: Interval | None = None
    themes: tuple[str, ...] = ()

    @property
    def told_when(self) -> str:
        """When it was in words: the likeliest time first, then all that it may be."""
        if self.likely is None:
            return self.when.in_words()
        return f"{self.likely.in_words()} ({self.when.certain().in_words()})"

    @property
    def place(self) -> Interval:
        """Where it stands in a list or on a chart: the likeliest part of its time, else all."""
        return self.when if self.likely is None else self.likely

    @property
    def order(self) -> tuple[object, ...]:
        """Where it comes in a list: by its start, by its end where only that is known, then id.

        "By Friday" is read beside the other news of Friday, not before all of history.
        """
        place = self.place
        known = place.start if place.start is not None else place.end
        return (known is not None, known or 0, place.sort_key, self.id)

    @property
    def parts(self) -> tuple[str, ...]:
        """The ids of the statements that tell it; each of them finds it."""
        return tuple(dict.fromkeys(each.statement or self.id for each in self.passages))


class HandMade(Struct, frozen=True, array_like=True, gc=False):
    """An event that stood in a file of events rather than in an article, and where.

    ``parts`` are the statements that told it where the file was made; ``hidden`` tells that it
    was off the timeline there.
    """

    file: str
    line: int
    event: Event
    parts: tuple[str, ...] = ()
    hidden: bool = False


class Undated(Struct, frozen=True, array_like=True, gc=False):
    """A sentence with a time expression that found no place in time, and the reason."""

    document: str
    start: int
    end: int
    quote: str
    words: str
    reason: str


class Disagreement(Struct, frozen=True, array_like=True, gc=False):
    """One event for which sources give dates that cannot both be true."""

    event: str
    about: str
    sides: tuple[tuple[Interval, tuple[Passage, ...]], ...]


class Notice(Struct, frozen=True, array_like=True, gc=False):
    """Something the reader should know: a stable code, the place, the words."""

    code: str
    place: str
    message: str


@dataclass(frozen=True, slots=True, weakref_slot=True)
class Timeline:
    """The whole story: what was read, what happened when, and what stayed open."""

    title: str
    readings: tuple[DocumentReading, ...]
    events: tuple[Event, ...]
    undated: tuple[Undated, ...] = ()
    disagreements: tuple[Disagreement, ...] = ()
    warnings: tuple[Notice, ...] = field(default=())
    hidden: tuple[Event, ...] = ()
    """The events that the user took off the timeline."""

    @property
    def documents(self) -> tuple[Document, ...]:
        """The documents in the order they were read."""
        return tuple([reading.document for reading in self.readings])
