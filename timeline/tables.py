"""A timeline to a table of pandas or polars."""

from __future__ import annotations

from datetime import date
from importlib import import_module
from typing import Any

from timeline.errors import TimelineError
from timeline.interval import to_edtf
from timeline.model import Event, Timeline

LIBRARIES = ("pandas", "polars")


def events_table(timeline: Timeline, library: str = "") -> Any:
    """A timeline to a DataFrame, a row an event, in the order of time.

    ``start`` and ``end`` are the first and last day, empty where open or outside the years 1 to
    9999; ``sources``, ``quotes``, ``actors`` and ``places`` hold lists.  ``library`` is "pandas"
    or "polars"; without it the first of them that is installed.  TimelineError where none is.
    """
    if library not in ("", *LIBRARIES):
        raise TimelineError(f"“{library}” makes no tables", remedy="Ask for pandas or polars.")
    for name in (library,) if library else LIBRARIES:
        try:
            found = import_module(name)
        except ImportError:
            continue
        return _frame(found, name, _columns(timeline))
    raise TimelineError(
        f"{library or ' or '.join(LIBRARIES)} is not installed",
        remedy=f"Install it with: pip install {library or LIBRARIES[0]}",
    )


def _frame(found: Any, name: str, columns: dict[str, list[Any]]) -> Any:
    frame = found.DataFrame(columns)
    if name == "pandas":
        # Counted in seconds, because in nanoseconds time begins in 1677.
        return frame.astype({"start": "datetime64[s]", "end": "datetime64[s]"})
    return frame.cast({"start": found.Date, "end": found.Date})


def _columns(timeline: Timeline) -> dict[str, list[Any]]:
    names = {document.id: document.source or document.title for document in timeline.documents}
    events = sorted(timeline.events, key=lambda event: (event.place.sort_key, event.id))
    days = [event.when.days for event in events]
    return {
        "id": [event.id for event in events],
        "start": [_day(first) for first, _ in days],
        "end": [_day(last) for _, last in days],
        "edtf": [to_edtf(event.when) for event in events],
        "when": [event.told_when for event in events],
        "stance": [event.stance.value for event in events],
        "title": [event.title for event in events],
        "sources": [_sources(event, names) for event in events],
        "quotes": [[passage.quote for passage in event.passages] for event in events],
        "actors": [list(event.actors) for event in events],
        "places": [list(event.places) for event in events],
        "confidence": [event.confidence for event in events],
        "importance": [event.importance for event in events],
    }


def _sources(event: Event, names: dict[str, str]) -> list[str]:
    told = (names.get(passage.document, passage.document) for passage in event.passages)
    return list(dict.fromkeys(told))


def _day(ordinal: int | None) -> date | None:
    inside = ordinal is not None and 1 <= ordinal <= date.max.toordinal()
    return date.fromordinal(ordinal) if inside and ordinal is not None else None
