"""What went wrong, where, and what to do about it: the errors users meet, worded by one helper.

    TimelineError
    ├── SourceError    the articles cannot be found or read at all
    ├── ConfigError    timeline.toml is wrong; every problem in it is told at once
    └── RulesError     a table of rules or knowledge is wrong

``str(error)`` is what a user sees; a command line prints it without a traceback.
"""

from __future__ import annotations

_JOINERS = "\u00ad\u200c\u200d\u200e\u200f"  # parts of words, in Persian and others
SHOWN_LIMIT = 100
"""Longest piece of a wrong line that is shown, in characters."""


def describe(message: str, *, shown: str = "", remedy: str = "") -> str:
    """Word a problem for a person: what is wrong, the line that shows it, what to do.

    Used for every error and every notice, so that all of them read alike.  The shown line is
    shortened to ``SHOWN_LIMIT`` characters and freed of control characters, because it may come
    from a hostile article and end up in a terminal.
    """
    lines = [printable(message)]
    shown = printable(shown[: 4 * SHOWN_LIMIT].strip())
    if shown:
        lines.append(f"    {shown if len(shown) <= SHOWN_LIMIT else shown[:SHOWN_LIMIT] + '…'}")
    if remedy:
        lines.append(printable(remedy))
    return "\n".join(lines)


def place_of(file: str, line: int | None = None) -> str:
    """Name a place as ``file:line``, or the file alone where the line is not known."""
    return printable(file) if line is None else f"{printable(file)}:{line}"


def printable(text: str) -> str:
    """Replace what a terminal would act on, or could not encode, by U+FFFD; one line stays."""
    if text.isprintable():
        return text
    return "".join(
        c if c.isprintable() or c in _JOINERS else " " if c.isspace() else "\ufffd" for c in text
    )


class TimelineError(Exception):
    """A problem the user can do something about; ``line`` counts from 1."""

    def __init__(
        self,
        message: str,
        *,
        file: str = "",
        line: int | None = None,
        shown: str = "",
        remedy: str = "",
    ) -> None:
        super().__init__(message)
        self.message = message
        self.file = file
        self.line = line
        self.shown = shown
        self.remedy = remedy

    def __str__(self) -> str:
        words = describe(self.message, shown=self.shown, remedy=self.remedy)
        return f"{place_of(self.file, self.line)}: {words}" if self.file else words


class SourceError(TimelineError):
    """The articles cannot be found or read at all."""


class ConfigError(TimelineError):
    """timeline.toml is wrong; ``problems`` holds every problem found, in the order of lines."""

    def __init__(
        self,
        message: str,
        *,
        file: str = "",
        line: int | None = None,
        shown: str = "",
        remedy: str = "",
        problems: tuple[TimelineError, ...] = (),
    ) -> None:
        super().__init__(message, file=file, line=line, shown=shown, remedy=remedy)
        self.problems = problems

    def __str__(self) -> str:
        return "\n".join(str(problem) for problem in self.problems) or super().__str__()


class RulesError(TimelineError):
    """A table of rules or knowledge is wrong."""
