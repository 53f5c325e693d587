"""A timeline, or the changelog of its story, to a feed (Atom, RFC 4287)."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date
from functools import partial

import msgspec
from msgspec.structs import astuple

from timeline import __version__
from timeline.diff import Change, grouped
from timeline.digest import digest
from timeline.exports.account import (
    NEVER,
    account_of,
    by_id,
    days_told,
    last_told,
    outlet,
    told_days,
    urn_of,
)
from timeline.exports.export import Export, Setting
from timeline.history import Entry
from timeline.interval import day_interval, to_edtf
from timeline.markup import escape_html
from timeline.model import Document, Event, Timeline
from timeline.pieces import NO_PRINTS, Piece, Prints, cut, fixed, joined, made_of_all

EDTF_SCHEME = "http://id.loc.gov/datatypes/edtf/EDTF"
"""What the Library of Congress calls a date in EDTF."""
_END = ("</feed>",)
_SMALLER = 2
"""A piece of a feed has so many times fewer entries than blocks of events: each is long."""
_NO_XML = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")


def write_atom(timeline: Timeline, setting: Setting) -> Export:
    """A timeline as a feed of its events, those first that were written of last.

    An entry was published on the day its event was first written of, and updated on the day it
    last was; no clock is asked.
    """
    return Export(joined(atom_pieces(timeline, setting)))


def atom_pieces(
    timeline: Timeline, setting: Setting, prints: Prints = NO_PRINTS
) -> Iterator[Piece]:
    """The feed, piece after piece."""
    documents = by_id(timeline)
    last = last_told(timeline)
    days = days_told(timeline, date.fromisoformat(last).toordinal())
    newest = sorted(days, reverse=True)[: setting.most]
    recent = zip(days, timeline.events, strict=True)
    told = [(day, event) for day, event in recent if day >= newest[-1]] if newest else []
    told.sort(key=lambda one: (one[0], one[1].when.sort_key, one[1].id), reverse=True)
    events = [event for _, event in told[: setting.most]]
    common = prints.of("atom", last, astuple(setting))
    yield fixed(
        _lines(_opening(_head(timeline.title, "feed.atom", last, setting), setting.language))
    )
    for block, known in cut(events, [prints.event(event.id) for event in events], _SMALLER):
        made_of = made_of_all(common, known, prints.tellers(block))
        yield Piece(made_of, partial(_entries, block, documents, setting, last))
    yield fixed(_lines(_END))


def _entries(
    events: Sequence[Event], documents: Mapping[str, Document], setting: Setting, last: str
) -> bytes:
    return _lines(line for event in events for line in _event(event, documents, setting, last))


def changes_feed(title: str, entries: Iterable[Entry], setting: Setting) -> bytes:
    """The changelog of a story as a feed, an entry for each build that told something else."""
    told = tuple(entries)
    last = told[0].day if told else NEVER
    built: list[list[str]] = []
    names: Counter[str] = Counter()
    for entry in reversed(told):
        name = digest(msgspec.json.encode(entry).decode())
        names[name] += 1
        built.append([*_build(entry, f"{name}/{names[name]}", setting)])
    lines = (line for each in reversed(built) for line in each)
    return _feed(
        [*_head(f"{title}: changes", "changes.atom", last, setting), *lines], setting.language
    )


def _head(title: str, file: str, updated: str, setting: Setting) -> Iterator[str]:
    address = f"{setting.site}{file}" if setting.is_published else ""
    yield f"<id>{urn_of('feed', address or title)}</id>"
    yield f"<title>{_xml(title)}</title>"
    if setting.description:
        yield f"<subtitle>{_xml(setting.description)}</subtitle>"
    yield f"<updated>{updated}T00:00:00Z</updated>"
    yield f"<author><name>{_xml(title)}</name></author>"
    yield f'<generator version="{__version__}">timeline</generator>'
    if setting.site is not None:
        yield f'<link rel="alternate" type="text/html" href="{_xml(setting.site)}index.html"/>'
    if address:
        yield f'<link rel="self" type="application/atom+xml" href="{_xml(address)}"/>'


def _feed(lines: Iterable[str], language: str) -> bytes:
    return _lines((*_opening(lines, language), *_END))


def _opening(lines: Iterable[str], language: str) -> Iterator[str]:
    """The lines with which a feed begins."""
    yield '<?xml version="1.0" encoding="utf-8"?>'
    yield f'<feed xmlns="http://www.w3.org/2005/Atom" xml:lang="{_xml(language)}">'
    yield from lines


def _lines(lines: Iterable[str]) -> bytes:
    return "".join([f"{line}\n" for line in lines]).encode()


def _event(
    event: Event, documents: Mapping[str, Document], setting: Setting, otherwise: str
) -> Iterator[str]:
    told = account_of(event, documents)
    first, last = told_days(event, documents, otherwise)
    yield "<entry>"
    yield f"<id>{urn_of('event', event.id)}</id>"
    yield f"<title>{_xml(told.headline)}</title>"
    yield f"<published>{first}T00:00:00Z</published>"
    yield f"<updated>{last}T00:00:00Z</updated>"
    told_by = (documents[passage.document] for passage in event.passages)
    for name in dict.fromkeys(map(outlet, told_by)):
        yield f"<author><name>{_xml(name)}</name></author>"
    if setting.link(event):
        yield f'<link rel="alternate" type="text/html" href="{_xml(setting.link(event))}"/>'
    yield f'<category term="{event.stance.value}"/>'
    yield f'<category scheme="{EDTF_SCHEME}" term="{_xml(to_edtf(event.when))}"/>'
    yield f'<content type="html">{_xml(_paragraphs(told.lines))}</content>'
    yield "</entry>"


def _build(entry: Entry, name: str, setting: Setting) -> Iterator[str]:
    """What one build told differently from the one before."""
    count = len(entry.changes)
    title = f"{count} change{'' if count == 1 else 's'}, {_in_words(entry.day)}"
    told = "".join(
        f"<h3>{escape_html(head)}</h3>{_paragraphs(map(_change, changes))}"
        for head, changes in grouped(entry.changes)
    )
    yield "<entry>"
    yield f"<id>{urn_of('changes', name)}</id>"
    yield f"<title>{_xml(title)}</title>"
    yield f"<updated>{entry.day}T00:00:00Z</updated>"
    if setting.site is not None:
        yield f'<link rel="alternate" type="text/html" href="{_xml(setting.site)}changes.html"/>'
    yield f'<content type="html">{_xml(told)}</content>'
    yield "</entry>"


def _change(one: Change) -> str:
    told = " → ".join(filter(None, (one.before, one.after)))
    return f"{one.title}: {told}" if told else one.title


def _in_words(day: str) -> str:
    return day_interval(date.fromisoformat(day).toordinal()).in_words()


def _paragraphs(lines: Iterable[str]) -> str:
    return "".join(f"<p>{escape_html(line)}</p>" for line in lines)


def _xml(text: str) -> str:
    return escape_html(_NO_XML.sub("\ufffd", text)).replace("\r", "&#13;")
