"""The events of a large site to the scripts its search reads, each well below a megabyte.

``static/search-<n>.js`` hold what is looked for and shown, in order of time; a page asks for them
when somebody searches.  ``static/where-<n>.js`` tell the page of each id, so that an old address
``index.html#e-<id>`` leads on.  They are scripts because pages from disk may load nothing else.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
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


def record_files(periods: Sequence[Period], events: Mapping[str, Event]) -> dict[str, str]:
    """The pages of events, and the events by id, to the scripts by their path."""
    if not periods:
        return {}
    return {
        f"static/search-{number}.js": f"timeline.shard({number},{text});\n"
        for number, text in enumerate(_shards(periods, events))
    } | _where(periods)


def shard_count(files: Mapping[str, str]) -> int:
    """How many files of records there are among some files."""
    return sum(path.startswith("static/search-") for path in files)


def days_of(when: Interval) -> tuple[int | None, int | None]:
    """An interval to its first day and the one after its last, from 1970 on; None where open."""
    start, end = when.start, when.end
    return (
        None if start is None else to_ordinal(start) - _EPOCH,
        None if end is None else to_ordinal(end - 1) + 1 - _EPOCH,
    )


def _shards(periods: Sequence[Period], events: Mapping[str, Event]) -> Iterator[str]:
    lines: list[str] = []
    size = 0
    for period, told in told_in(periods):
        line = _json(_record(period, told, events[told.id]))
        if lines and size + len(line) > _LARGEST:
            yield f"[{','.join(lines)}]"
            lines, size = [], 0
        lines.append(line)
        size += len(line) + 1
    if lines:
        yield f"[{','.join(lines)}]"


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
