"""What the packs become: frozen facts, and the places in a text that speak of them.

Days are proleptic Gregorian ordinals (``datetime.date.toordinal``); every ``end`` is the day
after the last one.
"""

from __future__ import annotations

from dataclasses import dataclass, field

OFFICE = "office"
EVENT = "event"
SERIES = "series"
AGREEMENT = "agreement"
KINDS = (OFFICE, EVENT, SERIES, AGREEMENT)

HOLDER = "holder"
ELECT = "elect"
FORMER = "former"
MENTIONS = "mentions"
EDITION = "edition"
ANNIVERSARY = "anniversary"
SENSES = (HOLDER, ELECT, FORMER, MENTIONS, EDITION, ANNIVERSARY)

Window = tuple[int | None, int | None]
"""Days ``[low, high)``; None is open."""


@dataclass(frozen=True, slots=True)
class Term:
    """A stretch of days with the dates as the pack wrote them; None means open."""

    start: int | None
    end: int | None
    start_text: str = ""
    end_text: str = ""


@dataclass(frozen=True, slots=True)
class Place:
    """A country or body as it is written before or after a title: adjectives and nouns."""

    id: str
    names: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Seat:
    """An office that passes from person to person.

    ``strict`` titles ("director") say nothing without the place; ``single`` offices have one
    holder at a time; ``eras`` are the words that make an era of a surname ("administration").
    """

    id: str
    office: str
    titles: tuple[str, ...]
    place: Place | None = None
    strict: bool = False
    single: bool = True
    eras: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Edition:
    """One of a series: its number (None where nobody counts), year, place and days."""

    number: int | None
    year: int
    place: str
    term: Term


@dataclass(frozen=True, slots=True)
class Fact:
    """A dated fact of a pack.

    ``start`` and ``end`` enclose all its terms; ``end`` is None for what was still so on the
    pack's ``as_of`` day.  ``said_from`` is the first day its names can have been written, where
    that is before ``start`` (a war that was debated, a coronation that was announced).
    ``parties`` are groups of names of which each must stand near a name that is not distinctive
    by itself ("diplomatic relations").
    """

    id: str
    kind: str
    label: str
    start: int | None
    end: int | None
    half_life_days: float
    source: str
    pack: str
    names: tuple[str, ...] = ()
    terms: tuple[Term, ...] = ()
    said_from: int | None = None
    as_of: int | None = None
    seat: Seat | None = None
    editions: tuple[Edition, ...] = ()
    parties: tuple[tuple[str, ...], ...] = ()
    file: str = field(default="", compare=False)


@dataclass(frozen=True, slots=True)
class Found:
    """A place that speaks of facts: ``[start, end)``, sense, the facts meant, and what fixes it.

    ``ahead`` is whether its sentence looks ahead to an edition, or back to it; None for neither;
    ``numbered`` whether the edition is told by its number.
    """

    start: int
    end: int
    sense: str
    facts: tuple[Fact, ...]
    edition: Edition | None = None
    year: int | None = None
    ahead: bool | None = None
    numbered: bool = False


@dataclass(frozen=True, slots=True)
class FactMatch:
    """A place in a text that speaks of a fact: ``text[start:end]`` are its words.

    A text that says this was probably written in one of ``windows``; ``low`` and ``high``
    enclose them all (None is open).  ``others`` are further facts the same words may mean
    ("President Bush"): the windows cover them too.  ``ahead`` is whether its sentence looks ahead
    to an edition (True) or back to it (False), ``numbered`` whether its number tells it; ``held``
    are the days of that edition.
    """

    fact: Fact
    start: int
    end: int
    sense: str
    low: int | None
    high: int | None
    says: str
    windows: tuple[Window, ...] = ()
    others: tuple[Fact, ...] = ()
    ahead: bool | None = None
    held: Window = (None, None)
    numbered: bool = False
