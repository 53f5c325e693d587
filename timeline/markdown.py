"""A Markdown text with fenced ``timeline`` blocks to one with charts (Python-Markdown extension).

MkDocs, Pelican and others name it ``timeline`` among their Markdown extensions.
"""

from __future__ import annotations

import re
import sys
from collections.abc import Mapping
from datetime import date
from pathlib import Path
from typing import Any

from markdown import Extension, Markdown
from markdown.preprocessors import Preprocessor

from timeline.cli.job import day_here
from timeline.errors import TimelineError
from timeline.inset import COLUMN_WIDTH, home_of, read_inset, read_story, render_inset
from timeline.toml import NotToml, read_toml

_BEFORE_FENCED_CODE = 27
"""Python-Markdown and SuperFences take every fence at 25; the text is made even at 30."""

_OPENING = re.compile(r"(?P<indent>[ \t]*)(?P<fence>`{3,}|~{3,})[ \t]*(?P<words>[^`]*)$")
_OF_THE_SOURCE = ("source", "today")


class TimelineExtension(Extension):
    """Blocks fenced as ``timeline`` to charts; ``folder`` is where their sources are counted from.

    Every option of a block may be given here for all of them.
    """

    def __init__(self, **given: Any) -> None:
        self.config = {
            "folder": [".", "The folder that sources are counted from"],
            "source": ["articles", "The articles of blocks that name none"],
            "today": ["", "The last day anything can have been written"],
            "theme": ["auto", "auto, light, dark or print"],
            "width": [round(COLUMN_WIDTH), "How wide the drawing is, in pixels"],
        }
        super().__init__(**given)

    def extendMarkdown(self, md: Markdown) -> None:  # noqa: N802 - the name it is called by
        """Read the blocks before any other extension takes them for code."""
        blocks = _Blocks(md, self.getConfigs())
        md.preprocessors.register(blocks, "timeline", _BEFORE_FENCED_CODE)


def makeExtension(**given: Any) -> TimelineExtension:  # noqa: N802 - the name it is called by
    """The extension, for ``extensions=["timeline.markdown"]``."""
    return TimelineExtension(**given)


class _Blocks(Preprocessor):
    def __init__(self, md: Markdown, config: Mapping[str, Any]) -> None:
        super().__init__(md)
        self._config = config

    def run(self, lines: list[str]) -> list[str]:
        done: list[str] = []
        at = 0
        while at < len(lines):
            opening = _OPENING.fullmatch(lines[at])
            last = _closing(lines, at, opening["fence"]) if opening else None
            if opening is None or last is None:
                done.append(lines[at])
                at += 1
                continue
            if opening["words"].split()[:1] == ["timeline"]:
                placed = self.md.htmlStash.store(self._chart(lines[at + 1 : last], at + 1))
                done += ["", opening["indent"] + placed, ""]
            else:
                done += lines[at : last + 1]
            at = last + 1
        return done

    def _chart(self, lines: list[str], number: int) -> str:
        """The lines of a block, and the number of the one before them, to its chart."""
        try:
            table = {**self._defaults(), **_table(lines)}
            source = Path(str(self._config["folder"])) / str(table["source"])
            story = read_story(source, _day(table["today"]), day_here)
            options = {name: table[name] for name in table if name not in _OF_THE_SOURCE}
            return render_inset(story, read_inset({"site": home_of(source), **options}))
        except TimelineError as error:
            words, _, remedy = str(error).partition("\n")
            raise _error_kind()(
                f"the timeline cannot be drawn: {words}",
                file="timeline block",
                line=number,
                remedy=remedy,
            ) from error

    def _defaults(self) -> dict[str, Any]:
        return {name: value for name, value in self._config.items() if name != "folder"}


def _error_kind() -> type[TimelineError]:
    """The error that whoever builds the page shows to its author without a traceback."""
    mkdocs = sys.modules.get("mkdocs.exceptions")
    return type("BlockError", (TimelineError, mkdocs.BuildError), {}) if mkdocs else TimelineError


def _closing(lines: list[str], at: int, fence: str) -> int | None:
    """The line that closes the fence opened at a line; None where nothing does."""
    closing = re.compile(rf"[ \t]*{re.escape(fence[0])}{{{len(fence)},}}[ \t]*")
    found = (n for n in range(at + 1, len(lines)) if closing.fullmatch(lines[n]))
    return next(found, None)


def _table(lines: list[str]) -> dict[str, Any]:
    try:
        return read_toml("\n".join(lines))
    except NotToml as error:
        raise TimelineError(
            f"its options are not valid TOML ({error})",
            remedy='Write them as top = 8 or filter = "actor=Osama Rabie", one on a line.',
        ) from error


def _day(value: object) -> date | None:
    if not value:
        return None
    try:
        return date.fromisoformat(str(value))
    except ValueError as error:
        raise TimelineError(
            f"“today” cannot be {value!r}", remedy="Write it as 2021-05-24."
        ) from error
