"""The events of a large site to the scripts its search reads, each well below a megabyte.

``static/search-<n>.js`` hold what is looked for and shown, in order of time; a page asks for them
when somebody searches.  ``static/where-<n>.js`` tell the page of each id, so that an old address
``index.html#e-<id>`` leads on.  They are scripts because pages from disk may load nothing else.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from timeline.interval import Interval, to_ordinal
from timeline.model import Event
from timeline.pages.events import Told
from timeline.pages.periods import Period, told_in

_EPOCH = 719163
"""1970-01-01 as an ordinal: browsers count days from there."""

_LARGEST = 600_000
"""How many bytes of JSON a file of records may have before the next begins."""

_WHERE_PARTS = 16


@dataclass(frozen=True, slots=True)
class Records:
    """Scripts by their path, and the day that each file of the search begins with, from 1970 on."""

    files: Mapping[str, str]
    days: tuple[int, ...]


def record_files(periods: Sequence[Period], events: Mapping[str, Event]) -> Records:
    """The pages of events, and the events by id, to their records; none without such pages."""
    if not periods:
        return Records({}, ())
    shards = tuple(_shards(periods, events))
    files = {
        f"static/search-{number}.js": f"timeline.shard({number},[{','.join(lines)}]);\n"
        for number, (_, lines) in enumerate(shards)
    }
    return Records(files | _where(periods), tuple(day for day, _ in shards))


def days_of(when: Interval) -> tuple[int | None, int | None]:
    """An interval to its first day and the one after its last, from 1970 on; None where open."""
    start, end = when.start, when.end
    return (
        None if start is None else to_ordinal(start) - _EPOCH,
        None if end is None else to_ordinal(end - 1) + 1 - _EPOCH,
    )


def _shards(
    periods: Sequence[Period], events: Mapping[str, Event]
) -> Iterator[tuple[int, list[str]]]:
    """The lines of each file, with the day that it begins with."""
    lines: list[str] = []
    size = day = 0
    for period, told in told_in(periods):
        first, end = days_of(events[told.id].when)
        line = _json(_record(period, told, events[told.id]))
        if lines and size + len(line) > _LARGEST:
            yield day, lines
            lines, size = [], 0
        if not lines:
            day = next((at for at in (first, end) if at is not None), day)
        lines.append(line)
        size += len(line) + 1
    if lines:
        yield day, lines


def _record(period: Period, told: Told, event: Event) -> list[Any]:
    outlets = [said.source.outlet for said in told.said if said.source.outlet]
    titles = [said.source.title for said in told.said]
    quotes = ["".join(piece.text for piece in said.pieces) for said in told.said]
    return [
        told.id,
        period.path,
        told.title,
        told.when,
        *days_of(event.when),
        told.stance,
        list(dict.fromkeys(outlets or titles)),
        list(told.actors),
        list(told.places),
        "\n".join(dict.fromkeys([*quotes, *titles])),
        event.importance,
        list(told.themes),
        told.sure,
    ]


def _where(periods: Sequence[Period]) -> dict[str, str]:
    parts: list[dict[str, list[str]]] = [{} for _ in range(_WHERE_PARTS)]
    for period, told in told_in(periods):
        for name in (told.id, *told.parts):
            at = sum(map(ord, name)) % _WHERE_PARTS
            parts[at].setdefault(period.path, []).append(name)
    return {
        f"static/where-{at}.js": f"timeline.where({_json(part)});\n"
        for at, part in enumerate(
            {path: " ".join(ids) for path, ids in part.items()} for part in parts
        )
    }


def _json(value: object) -> str:
    """ASCII only, and nothing in it that could end a script."""
    text = json.dumps(value, separators=(",", ":"))
    return text.replace("<", "\\u003c").replace(">", "\\u003e")
