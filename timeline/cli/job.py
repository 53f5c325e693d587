"""What every command needs: its source, configuration and edits, the clock, and where it speaks."""

from __future__ import annotations

import argparse
import sys
from datetime import date
from pathlib import Path
from typing import Any

from timeline.config import Config, load_config
from timeline.errors import printable
from timeline.files import write_whole

FINE, FLAWED, MISUSED = 0, 1, 2


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
        self.options = Options(today.toordinal(), infer, alone, getattr(chosen, "jobs", 1))
        self.report = Progress

    def library(self) -> Any:
        """The articles, not yet dated."""
        from timeline.documents import read_documents

        stdin = _standard_input() if self.source == "-" else None
        return read_documents(self.source, self.config, stdin)

    def dated_library(self) -> Any:
        """The articles with the days that the user gave them."""
        from timeline.pipeline import given_dates

        return given_dates(self.library(), self.edits)

    def timeline(self, title: str = "") -> Any:
        """The articles and the timeline made of them."""
        from timeline.api import title_of
        from timeline.pipeline import run

        library = self.library()
        name = printable(title) or self.config.title or title_of(Path(self.source))
        return library, run(library, self.config, name, self.options, self.report, self.edits)

    def site(self, timeline: Any, out: Path, since: Path | None = None) -> dict[str, bytes]:
        """The files of the timeline's site; its changelog goes on from what stands in ``out``."""
        from timeline.exports import events_json, iso_day
        from timeline.history import continue_history
        from timeline.pages import render_site

        told = events_json(timeline).encode("utf-8", "replace")
        history = continue_history(told, iso_day(self.options.today) or "", out, since)
        return render_site(timeline, self.config, history)


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
        raw = content.encode("utf-8", "replace") if isinstance(content, str) else content
        write_whole(Path(output), raw)


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
