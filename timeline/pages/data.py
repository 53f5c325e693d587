"""A timeline to the data files of its site, and the words that offer them to readers."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from timeline.config import Config
from timeline.diff import DATA_NAME
from timeline.exports import FORMATS, Setting, changes_feed, site_of
from timeline.history import Entry
from timeline.model import Timeline

FEED_NAME = "feed.atom"
CHANGES_FEED_NAME = "changes.atom"


@dataclass(frozen=True, slots=True)
class Taking:
    """A file that readers may take along: its name, what it is good for, and how large it is."""

    file: str
    words: str
    size: str = ""


_MOST_IN_FEED = 500
"""How many events a feed has: who follows it asks for all of it again and again."""


_TAKINGS = (
    ("json", Taking(DATA_NAME, "everything these pages say, for programs")),
    ("csv", Taking("events.csv", "a table, one row an event, for spreadsheets")),
    ("ics", Taking("events.ics", "a calendar, to subscribe to or to import")),
    ("atom", Taking(FEED_NAME, f"a feed of the {_MOST_IN_FEED} events that were last written of")),
)
_CHANGES = Taking(CHANGES_FEED_NAME, "a feed of what later builds told differently")


def takings(files: Mapping[str, bytes]) -> tuple[Taking, ...]:
    """The data files of a site to what it offers of them, with their sizes."""
    offered = (*(one for _, one in _TAKINGS), _CHANGES)
    return tuple(
        replace(one, size=_size(len(files[one.file]))) for one in offered if one.file in files
    )


def _size(count: int) -> str:
    """A number of bytes in words, as file managers have it."""
    return f"{count / 1e6:.0f} MB" if count >= 999_500 else f"{max(1, round(count / 1000))} kB"


def data_files(
    timeline: Timeline, config: Config, entries: Sequence[Entry], told: bytes | None = None
) -> dict[str, bytes]:
    """The bytes of these files by their name; links in them are whole where the address is known.

    ``told`` is the JSON of the timeline where that is made already.  The table begins with a byte
    order mark, because most who click on it have Excel.
    """
    site = site_of(config.base_url) or ""
    setting = Setting(site, config.language, config.description, bom=True, most=_MOST_IN_FEED)
    files = {
        one.file: FORMATS[name].write(timeline, setting).content
        for name, one in _TAKINGS
        if name != "json" or told is None
    }
    if told is not None:
        files[DATA_NAME] = told
    if entries:
        files[CHANGES_FEED_NAME] = changes_feed(timeline.title, entries, setting)
    return files
