"""A timeline and what is asked for to the part of the story that is it."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from dataclasses import replace
from enum import StrEnum
from typing import Any

from msgspec import Struct

from timeline.errors import TimelineError
from timeline.interval import EdtfError, Interval, from_edtf
from timeline.model import Document, Event, Stance, Timeline

_SHOWN = 12
"""How many of the names that could have been asked for an error lists."""


class Key(StrEnum):
    """What a filter looks at."""

    ACTOR = "actor"
    PLACE = "place"
    SOURCE = "source"
    STANCE = "stance"
    THEME = "theme"
    TEXT = "text"


class Filter(Struct, frozen=True):
    """Words to be found in an actor, a place, a source, a theme, title and quotes, or a stance."""

    key: Key
    words: str


class Selection(Struct, frozen=True):
    """The part of a story that is asked for.

    Filters with the same key are alternatives, those with different keys must all hold.  An
    event is in when any of it lies between the start of ``since`` and the end of ``until``.
    ``top`` keeps that many of the most important events.
    """

    filters: tuple[Filter, ...] = ()
    since: Interval | None = None
    until: Interval | None = None
    top: int | None = None

    def __bool__(self) -> bool:
        return self != EVERYTHING


EVERYTHING = Selection()
"""The whole story."""


def read_filter(text: str) -> Filter:
    """``actor=Evergreen`` and its kin to a filter; TimelineError tells what can be written."""
    name, equals, words = (part.strip() for part in text.partition("="))
    try:
        key = Key(name.lower())
    except ValueError as error:
        raise _not_a_filter(text) from error
    if not equals or not words:
        raise _not_a_filter(text)
    if key is Key.STANCE and words.lower() not in list(Stance):
        raise TimelineError(
            f"“{words}” is not a stance", remedy=f"A stance is {_listed(list(Stance), 'or')}."
        )
    return Filter(key, words)


def read_selection(options: Mapping[str, Any]) -> Selection:
    """``filter`` (a text or several), ``from``, ``to`` and ``top`` to the part they ask for.

    Other options are passed over; TimelineError for a value that does not fit.
    """
    filters = options.get("filter", ())
    texts = (filters,) if isinstance(filters, str) else filters
    since, until = (options.get(name, "") for name in ("from", "to"))
    top = options.get("top")
    if top is not None and (not str(top).isdigit() or int(top) < 1):
        raise TimelineError(f"“top” cannot be {top!r}", remedy="Write a number from 1.")
    return Selection(
        tuple(read_filter(str(one)) for one in texts),
        None if since in (None, "") else read_when(str(since)),
        None if until in (None, "") else read_when(str(until)),
        None if top is None else int(top),
    )


def read_when(text: str) -> Interval:
    """``2021``, ``2021-03`` or ``2021-03-24`` (EDTF) to its interval; TimelineError else."""
    try:
        return from_edtf(text.strip())
    except EdtfError as error:
        raise TimelineError(
            f"“{text}” is not a date", remedy="Write a year, a month or a day: 2021-03-24."
        ) from error


def select(timeline: Timeline, selection: Selection) -> Timeline:
    """A timeline to one with the events that are asked for, in their order.

    TimelineError when there is none; it names what could have been asked for.
    """
    if not selection:
        return timeline
    events = timeline.events
    documents = {document.id: document for document in timeline.documents}
    for key in Key:
        wanted = [one.words for one in selection.filters if one.key is key]
        if wanted:
            left = tuple(event for event in events if _holds(event, key, wanted, documents))
            if not left:
                raise _nothing(key, wanted, timeline.events, documents)
            events = left
    events = tuple(event for event in events if _within(event.when, selection))
    if not events:
        raise TimelineError(
            "no event lies in that time",
            remedy="Leave out --from and --to, or ask for a longer stretch.",
        )
    if selection.top is not None:
        ranked = sorted(events, key=_rank)[: selection.top]
        kept = {event.id for event in ranked}
        events = tuple(event for event in events if event.id in kept)
    names = {event.id for event in events}
    return replace(
        timeline,
        events=events,
        disagreements=tuple(one for one in timeline.disagreements if one.event in names),
    )


def _rank(event: Event) -> tuple[object, ...]:
    return -event.importance, event.place.sort_key, event.id


def _within(when: Interval, selection: Selection) -> bool:
    first = selection.since.start if selection.since else None
    last = selection.until.end if selection.until else None
    return (first is None or when.end is None or when.end > first) and (
        last is None or when.start is None or when.start < last
    )


def _holds(event: Event, key: Key, wanted: list[str], documents: dict[str, Document]) -> bool:
    said = _told_of(event, key, documents)
    if key is Key.STANCE:
        return bool({words.lower() for words in wanted} & set(said))
    return any(_has_words(text, words) for words in wanted for text in said)


def _told_of(event: Event, key: Key, documents: dict[str, Document]) -> tuple[str, ...]:
    """What a filter with that key looks at in an event."""
    told: dict[Key, Callable[[], Iterable[str]]] = {
        Key.ACTOR: lambda: event.actors,
        Key.PLACE: lambda: event.places,
        Key.SOURCE: lambda: _names_of_sources(event, documents),
        Key.STANCE: lambda: (event.stance.value,),
        Key.THEME: lambda: event.themes,
        Key.TEXT: lambda: (event.title, *(passage.quote for passage in event.passages)),
    }
    return tuple(told[key]())


def _names_of_sources(event: Event, documents: dict[str, Document]) -> list[str]:
    found = [documents[one.document] for one in event.passages if one.document in documents]
    return [name for one in found for name in (one.source, one.title, one.path, one.id) if name]


def _has_words(text: str, words: str) -> bool:
    """Whether the words stand in the text as whole words, in whatever case."""
    pattern = rf"(?<!\w){re.escape(' '.join(words.casefold().split()))}(?!\w)"
    return re.search(pattern, " ".join(text.casefold().split())) is not None


def _nothing(
    key: Key, wanted: list[str], events: Iterable[Event], documents: dict[str, Document]
) -> TimelineError:
    words = _listed([f"“{each}”" for each in wanted], "or")
    if key is Key.TEXT:
        return TimelineError(
            f"no event that is left has {words} in its title or its quotes",
            remedy="Try a single word of it.",
        )
    told = Counter(
        name for event in events for name in dict.fromkeys(_names(event, key, documents))
    )
    if not told:
        return TimelineError(f"no event of this story names any {key.value}")
    return TimelineError(
        f"no event that is left has the {key.value} {words}",
        remedy=f"Most told are {_listed([name for name, _ in told.most_common(_SHOWN)], 'and')}.",
    )


def _names(event: Event, key: Key, documents: dict[str, Document]) -> tuple[str, ...]:
    if key is not Key.SOURCE:
        return _told_of(event, key, documents)
    found = [documents[one.document] for one in event.passages if one.document in documents]
    return tuple(one.source or one.title or one.id for one in found)


def _not_a_filter(text: str) -> TimelineError:
    return TimelineError(
        f"“{text}” is not a filter",
        remedy=f"Write it as actor=NAME; before the = stands {_listed(list(Key), 'or')}.",
    )


def _listed(words: list[str], last: str) -> str:
    return f" {last} ".join(filter(None, (", ".join(words[:-1]), words[-1])))
