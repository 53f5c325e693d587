"""A timeline to the data files of its site, and the words that offer them to readers."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from timeline.config import Config
from timeline.diff import DATA_NAME
from timeline.exports import FORMATS, Setting, changes_feed, site_of
from timeline.history import Entry
from timeline.model import Timeline

FEED_NAME = "feed.atom"
CHANGES_FEED_NAME = "changes.atom"


@dataclass(frozen=True, slots=True)
class Taking:
    """A file that readers may take along: its name and what it is good for."""

    file: str
    words: str


_TAKINGS = (
    ("json", Taking(DATA_NAME, "everything these pages say, for programs")),
    ("csv", Taking("events.csv", "a table, one row an event, for spreadsheets")),
    ("ics", Taking("events.ics", "a calendar, to subscribe to or to import")),
    ("atom", Taking(FEED_NAME, "a feed, the events that were last written of first")),
)
_CHANGES = Taking(CHANGES_FEED_NAME, "a feed of what later builds told differently")


def takings(entries: Sequence[Entry]) -> tuple[Taking, ...]:
    """The files that a site with a changelog of these entries offers."""
    return (*(one for _, one in _TAKINGS), *((_CHANGES,) if entries else ()))


def data_files(
    timeline: Timeline, config: Config, entries: Sequence[Entry], told: bytes | None = None
) -> dict[str, bytes]:
    """The bytes of these files by their name; links in them are whole where the address is known.

    ``told`` is the JSON of the timeline where that is made already.  The table begins with a byte
    order mark, because most who click on it have Excel.
    """
    site = site_of(config.base_url) or ""
    setting = Setting(site, config.language, config.description, bom=True)
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
