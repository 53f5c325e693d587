"""A source and options to a piece of HTML for any page: the drawn chart and its list."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import date
from functools import lru_cache
from html import escape
from pathlib import Path
from typing import Any

from timeline.api import read
from timeline.chart import NARROWEST, Sheet, Theme, draw_picture
from timeline.config import load_config
from timeline.curation.edits import edits_file
from timeline.errors import TimelineError
from timeline.interval import to_edtf
from timeline.model import Event, Timeline
from timeline.selection import EVERYTHING, Selection, read_filter, read_when, select

OPTIONS = ("filter", "from", "to", "top", "title", "list", "theme", "width", "height")
"""What can be said of an inset, besides its source and today."""

COLUMN_WIDTH = 720.0
"""About as wide as the text of a page is; a wider drawing shrinks, and its words with it."""


@dataclass(frozen=True, slots=True)
class Inset:
    """What a piece of a page shows: a part of a story, its caption, and whether it is listed.

    ``width`` and ``height`` are the drawing's in pixels; it shrinks with the page.
    """

    selection: Selection = EVERYTHING
    title: str = ""
    list: bool = False
    theme: Theme = Theme.LIGHT
    width: float = COLUMN_WIDTH
    height: float | None = None


def render_inset(timeline: Timeline, inset: Inset) -> str:
    """A story to a ``div`` of HTML that needs no style sheet and no script.

    The ids in it come from what it shows, so that several can stand on one page.
    TimelineError when the story has no such events, or none that can be drawn.
    """
    part = select(timeline, inset.selection)
    if inset.title:
        part = replace(part, title=inset.title)
    name = _name(part, inset)
    link = f"#{name}-" if inset.list else ""
    sheet = Sheet(inset.width, inset.height, theme=inset.theme, link=link, name=name)
    drawn = draw_picture(part, sheet)
    if not drawn:
        raise TimelineError(
            "there is nothing to draw: no event has a place in time",
            remedy="See what stayed undated, and why: timeline check",
        )
    drawn = drawn.replace("<svg ", '<svg style="max-width:100%;height:auto" ', 1)
    caption = f"<figcaption>{escape(inset.title)}</figcaption>\n" if inset.title else ""
    listed = _list(part, name) if inset.list else ""
    return f'<div class="timeline">\n<figure>\n{drawn}{caption}</figure>\n{listed}</div>\n'


def read_inset(options: Mapping[str, Any]) -> Inset:
    """Options by name, as in a fenced block or a template, to an inset.

    ``filter`` (a text or several), ``from``, ``to``, ``top``, ``title``, ``list``, ``theme``,
    ``width`` and ``height``; TimelineError for any other, and for a value that does not fit.
    """
    unknown = sorted(set(options) - set(OPTIONS))
    if unknown:
        raise TimelineError(
            f"“{unknown[0]}” is not an option", remedy=f"The options are {', '.join(OPTIONS)}."
        )
    filters = options.get("filter", ())
    return Inset(
        selection=Selection(
            tuple(
                read_filter(str(one))
                for one in ([filters] if isinstance(filters, str) else filters)
            ),
            _when(options.get("from")),
            _when(options.get("to")),
            _number(options, "top", 1),
        ),
        title=str(options.get("title", "")),
        list=_is_on(options.get("list", False)),
        theme=_theme(options.get("theme", Theme.LIGHT)),
        width=float(_number(options, "width", round(NARROWEST)) or COLUMN_WIDTH),
        height=_number(options, "height", 1),
    )


def read_story(source: Path, today: date | None, clock: Callable[[], date]) -> Timeline:
    """A source to its story, read once for as long as none of its files changes.

    ``clock`` is asked only where neither the caller nor ``timeline.toml`` says what is today.
    """
    config = load_config(source)
    day = today or config.today or clock()
    files = sorted(source.rglob("*")) if source.is_dir() else [source]
    files += [config.file] if config.file else []
    files.append(edits_file(source))
    stamps = tuple(
        (str(file), found.st_mtime_ns, found.st_size)
        for file in files
        if file.exists() and (found := file.stat())
    )
    return _read(source, day, stamps)


@lru_cache(maxsize=8)
def _read(source: Path, today: date, stamps: tuple[tuple[str, int, int], ...]) -> Timeline:
    return read(source, today=today)


def _when(value: object) -> Any:
    return read_when(str(value)) if value not in (None, "") else None


def _number(options: Mapping[str, Any], name: str, least: int) -> int | None:
    value = options.get(name)
    if value is None:
        return None
    if not str(value).isdigit() or int(value) < least:
        raise TimelineError(f"“{name}” cannot be {value!r}", remedy=f"Write a number from {least}.")
    return int(value)


def _is_on(value: object) -> bool:
    words = str(value).lower()
    if words not in ("true", "false", "yes", "no"):
        raise TimelineError(f"“list” cannot be {value!r}", remedy="Write true or false.")
    return words in ("true", "yes")


def _theme(value: object) -> Theme:
    try:
        return Theme(str(value))
    except ValueError as error:
        raise TimelineError(
            f"“theme” cannot be {value!r}", remedy="Write light, dark or print."
        ) from error


def _list(part: Timeline, name: str) -> str:
    sources = {document.id: document.source or document.title for document in part.documents}
    items = "".join(
        _item(event, name, sources)
        for event in sorted(part.events, key=lambda event: (event.when.sort_key, event.id))
    )
    return f'<ul class="timeline-events">\n{items}</ul>\n'


def _item(event: Event, name: str, sources: dict[str, str]) -> str:
    stance = "" if event.stance.value == "happened" else f" ({event.stance.value})"
    told = dict.fromkeys(sources[one.document] for one in event.passages if one.document in sources)
    who = f" <cite>{escape(', '.join(told))}</cite>" if told else ""
    return (
        f'<li id="{name}-{escape(event.id)}" data-edtf="{escape(to_edtf(event.when))}">'
        f"<b>{escape(event.when.in_words())}</b>{stance}: {escape(event.title)}{who}</li>\n"
    )


def _name(part: Timeline, inset: Inset) -> str:
    """A name for the ids: the same for the same chart, another for another."""
    shown = repr((part.title, inset, [event.id for event in part.events]))
    return f"timeline-{hashlib.sha256(shown.encode('utf-8', 'replace')).hexdigest()[:8]}"
