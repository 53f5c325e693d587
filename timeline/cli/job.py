"""What every command needs: its source, configuration and edits, the clock, and where it speaks."""

from __future__ import annotations

import argparse
import os
import sys
from dataclasses import replace
from datetime import date
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any

from timeline.config import Config, load_config
from timeline.errors import ConfigError, printable
from timeline.files import write_whole

if TYPE_CHECKING:
    from collections.abc import Iterator

    from timeline.cache import Cache
    from timeline.pages.content import Content
    from timeline.pages.standing import Standing
    from timeline.workers import Jobs

FINE, FLAWED, MISUSED = 0, 1, 2
_CACHE_FOLDER = ".timeline-cache"


def day_here() -> date:
    """The day on the calendar on the wall."""
    return date.today()  # noqa: DTZ011 - the day here


class Job:
    """One command's source, configuration, edits and clock."""

    def __init__(self, chosen: argparse.Namespace, source: str) -> None:
        from timeline.curation import read_edits
        from timeline.pipeline import Options
        from timeline.progress import Progress

        self.source = source
        path = None if source == "-" else Path(source)
        self.config: Config = load_config(path)
        self.edits = read_edits(path)
        today = getattr(chosen, "today", None) or self.config.today or day_here()
        infer, alone = (getattr(chosen, name, False) for name in ("infer", "independent"))
        self.jobs = self._workforce(chosen)
        self.options = Options(today.toordinal(), infer, alone, self.jobs)
        self.report = Progress
        self._cached = not getattr(chosen, "no_cache", True)

    def _workforce(self, chosen: argparse.Namespace) -> Jobs:
        """How many processes share the work, or the cluster that does it."""
        address = getattr(chosen, "scheduler", None)
        if not address:
            return getattr(chosen, "jobs", None) or os.cpu_count() or 1
        from timeline.cluster import connect

        # Workers stand in other folders.
        packs = tuple(path.resolve() for path in self.config.knowledge)
        self.config = replace(self.config, knowledge=packs)
        return connect(address, tell)

    @cached_property
    def cache(self) -> Cache:
        """What was worked out before; opened when it is first asked for."""
        from timeline.cache import open_cache
        from timeline.prepared import prepare_in

        cache = open_cache(self._cache_folder() if self._cached else None)
        prepare_in(cache)
        return cache

    def keep_cache_out_of(self, site: Path) -> None:
        """Refuse a cache inside the folder of the site, where it would be published."""
        folder = self._cache_folder()
        if not self._cached or folder is None:
            return
        if folder.resolve().is_relative_to(site.resolve()):
            if self.config.cache is not None:
                raise ConfigError(
                    f"the cache {folder} would stand in the site {site}",
                    file=str(self.config.file),
                    remedy="Name another folder as cache, or another one for the site with -o.",
                )
            self._cached = False

    def library(self) -> Any:
        """The articles, not yet dated."""
        from timeline.documents import read_documents

        stdin = _standard_input() if self.source == "-" else None
        return read_documents(self.source, self.config, stdin, self.cache, self.jobs)

    def dated_library(self) -> Any:
        """The articles with the days that the user gave them."""
        from timeline.pipeline import given_dates

        return given_dates(self.library(), self.edits)

    def dated(self) -> tuple[Any, Any, Any, Any]:
        """The articles, their time expressions, when they were written, and doubts of that."""
        from timeline.pipeline import date_all, tag

        library = self.dated_library()
        tagged = tag(library.documents, self.report, self.jobs, self.cache)
        documents, doubts = date_all(tagged, self.config, self.options, self.report, self.cache)
        self.cache.close()
        return library, tagged, documents, doubts

    def timeline(self, title: str = "") -> Any:
        """The articles and the timeline made of them."""
        library = self.library()
        told = self.timeline_of(library, title)
        self.cache.close()
        return library, told

    def timeline_of(self, library: Any, title: str = "") -> Any:
        """The timeline made of articles, under a title or that of the source."""
        from timeline.api import title_of
        from timeline.pipeline import run

        own = self.config.title or library.title or title_of(Path(self.source))
        name = printable(title) or own
        told = run(library, self.config, name, self.options, self.report, self.edits, self.cache)
        self.cache.save()
        return told

    def _cache_folder(self) -> Path | None:
        """Where the configuration wants what was worked out before, or beside a source's folder."""
        if self.config.cache is not None or not Path(self.source).is_dir():
            return self.config.cache
        return Path(self.source).resolve().parent / _CACHE_FOLDER

    def site(
        self,
        timeline: Any,
        out: Path,
        since: Path | None = None,
        standing: Standing | None = None,
    ) -> Iterator[tuple[str, Content]]:
        """The files of the timeline's site, made as they are asked for.

        Its changelog goes on from what stands in ``out``.  Where ``standing`` tells how that does,
        what is not new is taken from there.
        """
        from timeline.diff import DATA_NAME
        from timeline.exports import iso_day
        from timeline.history import continue_history
        from timeline.pages import site_files
        from timeline.pieces import NO_PRINTS, Prints

        prints = Prints(timeline) if self.cache.is_on else NO_PRINTS
        today = iso_day(self.options.today) or ""
        told = standing.known_digest_of(DATA_NAME) if standing else ""
        history = continue_history(
            timeline, today, out, since, prints=prints, cache=self.cache, told=told
        )
        jobs = self.jobs if isinstance(self.jobs, int) else 1  # a cluster knows nothing of pages
        return site_files(timeline, self.config, history, self.cache, jobs, prints, standing)


def _standard_input() -> str:
    """What is piped in, in whatever encoding it is."""
    from timeline.documents.decoding import NotText, decode
    from timeline.errors import SourceError

    piped = getattr(sys.stdin, "buffer", None)
    if piped is None:
        return sys.stdin.read()
    try:
        return decode(piped.read()).text
    except NotText as wrong:
        raise SourceError(f"standard input {wrong.words}", remedy=wrong.remedy) from wrong


def status_of(library: Any, *, strict: bool = False, warned: bool = False) -> int:
    """The exit status, when what could not be read has been told."""
    for notice in library.failures:
        tell(f"timeline: {notice.place}: {notice.message}")
    return FLAWED if library.failures or (strict and warned) else FINE


def say(text: str) -> None:
    """What was asked for, to standard output, as it is."""
    sys.stdout.write(text)


def tell(line: str) -> None:
    """What a reader should know besides, a line on standard error."""
    sys.stderr.write(f"{line}\n")


def write_out(content: str | bytes, output: str) -> None:
    """A text, or the bytes of a file, to a file, or to standard output where that is asked for."""
    if output == "-":
        say(content if isinstance(content, str) else content.decode("utf-8"))
    else:
        put_out(content.encode("utf-8", "replace") if isinstance(content, str) else content, output)


def put_out(content: bytes, output: str) -> None:
    """Bytes to a file, or to standard output where that is asked for."""
    if output == "-":
        sys.stdout.buffer.write(content)
        sys.stdout.flush()
    else:
        write_whole(Path(output), content)


def many(count: int, word: str) -> str:
    """A number of things in words."""
    return f"{count:,} {word}{'' if count == 1 else 's'}"
