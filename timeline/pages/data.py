"""A timeline to the data files of its site, and the words that offer them to readers."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from msgspec import Struct
from msgspec.structs import replace

from timeline.config import Config
from timeline.diff import DATA_NAME
from timeline.exports import (
    Setting,
    atom_pieces,
    changes_feed,
    csv_pieces,
    ics_pieces,
    json_pieces,
    site_of,
)
from timeline.history import Entry
from timeline.model import Timeline
from timeline.pages.making import File
from timeline.pieces import Prints, fixed

FEED_NAME = "feed.atom"
CHANGES_FEED_NAME = "changes.atom"


class Taking(Struct, frozen=True):
    """A file that readers may take along: its name, what it is good for, and how large it is."""

    file: str
    words: str
    size: str = ""


_MOST_IN_FEED = 500
"""How many events a feed has: who follows it asks for all of it again and again."""


_TAKINGS = (
    Taking(DATA_NAME, "everything these pages say, for programs"),
    Taking("events.csv", "a table, one row an event, for spreadsheets"),
    Taking("events.ics", "a calendar, to subscribe to or to import"),
    Taking(FEED_NAME, f"a feed of the {_MOST_IN_FEED} events that were last written of"),
    Taking(CHANGES_FEED_NAME, "a feed of what later builds told differently"),
)


def takings(sizes: Mapping[str, int]) -> tuple[Taking, ...]:
    """The sizes of a site's files in bytes to what it offers of them."""
    return tuple(replace(one, size=_size(sizes[one.file])) for one in _TAKINGS if one.file in sizes)


def _size(count: int) -> str:
    """A number of bytes in words, as file managers have it."""
    return f"{count / 1e6:.0f} MB" if count >= 999_500 else f"{max(1, round(count / 1000))} kB"


def data_files(
    timeline: Timeline, config: Config, entries: Sequence[Entry], prints: Prints
) -> Iterator[File]:
    """The files with the data; links in them are whole where the address is known.

    The table begins with a byte order mark, because most who click on it have Excel.
    """
    site = site_of(config.base_url) or ""
    setting = Setting(site, config.language, config.description, most=_MOST_IN_FEED)
    yield File(DATA_NAME, tuple(json_pieces(timeline, prints)))
    yield File("events.csv", tuple(csv_pieces(timeline, bom=True, prints=prints)))
    yield File("events.ics", tuple(ics_pieces(timeline, setting, prints)))
    yield File(FEED_NAME, tuple(atom_pieces(timeline, setting, prints)))
    if entries:
        feed = changes_feed(timeline.title, entries, setting)
        yield File(CHANGES_FEED_NAME, (fixed(feed),))
