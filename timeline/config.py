"""Read timeline.toml into one frozen Config, telling every problem in it at once."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import msgspec

from timeline.errors import ConfigError, SourceError, TimelineError, printable
from timeline.late import late
from timeline.toml import NotToml, read_toml

CONFIG_NAME = "timeline.toml"
_LANGUAGE = late(r"[a-z]{2,3}(?:-[A-Za-z0-9]{2,8})*")
_PART = late(r"[a-z0-9][a-z0-9-]{0,63}")
_PARTS_OF_ALL = ("index", "chart", "oembed")
PART_OPTIONS = ("filter", "from", "to", "top", "title", "theme")
"""What can be said of a part of the story under ``[embed.NAME]``."""

_TOML_LINE = late(r"at line (\d+)")


class Part(msgspec.Struct, frozen=True):
    """A part of the story with a page for an iframe of its own: its name and what is asked for."""

    name: str
    options: tuple[tuple[str, Any], ...]


class Theme(msgspec.Struct, frozen=True):
    """A theme of the story: its name, and the words by which events belong to it."""

    name: str
    words: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Config:
    """Every option of ``timeline.toml``, with its default; made once and passed down.

    Paths written in the file count from the folder the file stands in.
    """

    title: str = ""
    """The name of the timeline, on every page; without it the pages name the source folder."""

    description: str = ""
    """One or two sentences under the title and in the feed."""

    language: str = "en"
    """The language of the site's own words, as a BCP 47 tag; articles each have their own."""

    first_weekday: str = "monday"
    """The day on which a week begins, "monday" or "sunday": it moves what "last week" covers."""

    output: Path = Path("build")
    """The folder the site is written to; never read as a source."""

    cache: Path | None = None
    """The folder for what was worked out before, so that only changed articles are read again;
    left out, the command line keeps it in ``.timeline-cache`` beside a folder of articles."""

    knowledge: tuple[Path, ...] = ()
    """Files or folders with further dated facts (see the knowledge packs), besides our own."""

    template_folder: Path | None = None
    """A folder whose templates replace ours, file by file."""

    day_order: str = "auto"
    """How "05/06/2021" in metadata is read: "mdy", "dmy", or "auto", which reads it only where
    one of the numbers is above 12 or the article's language tag tells, and else leaves it open."""

    today: dt.date | None = None
    """The day that counts as today, for builds that come out the same later; articles are never
    dated after it.  Left out, the command line asks the clock once."""

    base_url: str = ""
    """Where the site will be published (http or https): link cards, the sitemap, the feed and the
    page for lost visitors need it; a domain of one's own is told to GitHub Pages."""

    embed: tuple[Part, ...] = ()
    """Parts of the story that other pages show: each gets a page for an iframe, and a picture."""

    themes: tuple[Theme, ...] = ()
    """What the story is about, by which the chart can be sorted; without any it is what articles
    say of themselves (tags, sections)."""

    file: Path | None = None
    """The timeline.toml this came from; not an option."""


def load_config(source: Path | None) -> Config:
    """Find the timeline.toml in the source folder, or beside the source, and read it.

    Without a file, or without a source, the result is all defaults.  Raises ConfigError, which
    lists every problem with its line, its text and a remedy.
    """
    file = _find(source) if source is not None else None
    if file is None:
        return Config()
    return _read(file)


def _find(source: Path) -> Path | None:
    folder = source if source.is_dir() else source.parent
    for place in (folder, folder.resolve().parent) if source.is_dir() else (folder,):
        if (place / CONFIG_NAME).is_file():
            return place / CONFIG_NAME
    return None


def _read(file: Path) -> Config:
    try:
        text = file.read_bytes().decode("utf-8-sig")
    except OSError as error:
        raise SourceError(
            f"cannot be read ({error.strerror})",
            file=str(file),
            remedy="Check that the file may be read by you.",
        ) from error
    except UnicodeDecodeError as error:
        raise ConfigError(
            "is not UTF-8 text", file=str(file), remedy="Save it again with the encoding UTF-8."
        ) from error
    lines = text.split("\n")
    try:
        table = read_toml(text)
    except NotToml as error:
        found = _TOML_LINE.search(str(error))
        line = int(found[1]) if found else len(lines)
        raise ConfigError(
            f"is not valid TOML ({error})",
            file=str(file),
            line=line,
            shown=lines[line - 1] if 0 < line <= len(lines) else "",
            remedy='Write options as name = "value", lists as name = ["a", "b"].',
        ) from error
    except RecursionError as error:
        raise ConfigError(
            "is nested too deeply", file=str(file), remedy="Keep to the documented options."
        ) from error
    return _check(table, file, lines)


def _check(table: Mapping[str, Any], file: Path, lines: list[str]) -> Config:
    values: dict[str, Any] = {}
    problems: list[TimelineError] = []
    for name, value in table.items():
        line = _line_of(name, lines)
        try:
            check = _OPTIONS.get(name, partial(_unknown, name))
            values[name] = check(value, file.parent)
        except _Wrong as wrong:
            problems.append(
                ConfigError(
                    f'"{name}" {wrong.words}',
                    file=str(file),
                    line=line,
                    shown=lines[line - 1] if line else "",
                    remedy=wrong.remedy,
                )
            )
    if problems:
        problems.sort(key=lambda problem: problem.line or 0)
        raise ConfigError(
            f"{len(problems)} options are wrong", file=str(file), problems=tuple(problems)
        )
    return Config(**values, file=file)


def _line_of(name: str, lines: list[str]) -> int | None:
    key = re.compile(rf"""\s*(?:\[+\s*)?["']?{re.escape(name)}["']?\s*[=.\]]""")
    return next((number for number, line in enumerate(lines, 1) if key.match(line)), None)


class _Wrong(Exception):
    """A value that an option does not take."""

    def __init__(self, words: str, remedy: str) -> None:
        super().__init__(words)
        self.words = words
        self.remedy = remedy


def _unknown(name: str, value: object, _: Path) -> object:
    from difflib import get_close_matches  # noqa: PLC0415 - only for a mistake

    near = get_close_matches(name.lower().replace("-", "_"), _OPTIONS, n=1)
    if isinstance(value, dict) and any(key in _OPTIONS for key in value):
        remedy = f"Options stand at the top of the file: take out the line [{name}]."
    elif near:
        remedy = f'Did you mean "{near[0]}"?'
    else:
        remedy = f"The options are {', '.join(_OPTIONS)}."
    raise _Wrong("is not an option", remedy)


def _text(value: object, _: Path) -> str:
    if not isinstance(value, str):
        raise _Wrong(f"must be a text, not {_kind(value)}", 'Put the value in quotes: "...".')
    return printable(" ".join(value.split()))


def _choice(*allowed: str) -> Callable[[object, Path], str]:
    def check(value: object, folder: Path) -> str:
        text = _text(value, folder).lower()
        if text not in allowed:
            from difflib import get_close_matches  # noqa: PLC0415 - only for a mistake

            near = get_close_matches(text, allowed, n=1, cutoff=0.5)
            remedy = f'Did you mean "{near[0]}"? ' if near else ""
            raise _Wrong(f'cannot be "{text}"', f"{remedy}Allowed are {_listed(allowed)}.")
        return text

    return check


def _language(value: object, folder: Path) -> str:
    text = _text(value, folder)
    if not _LANGUAGE.fullmatch(text):
        raise _Wrong(f'cannot be "{text}"', 'Write a language tag such as "en" or "pt-BR".')
    return text


def _path(value: object, folder: Path) -> Path:
    text = _text(value, folder)
    if not text or "\0" in str(value):
        raise _Wrong("must name a path", f'Write a path counted from {folder}, as "build".')
    return folder / text


def _existing(value: object, folder: Path) -> Path:
    path = _path(value, folder)
    if not path.exists():
        raise _Wrong(f"names {path}, which is not there", "Make it, or correct the path.")
    return path


def _folder(value: object, folder: Path) -> Path:
    path = _existing(value, folder)
    if not path.is_dir():
        raise _Wrong(f"names {path}, which is not a folder", "Name the folder the files are in.")
    return path


def _paths(value: object, folder: Path) -> tuple[Path, ...]:
    if not isinstance(value, list):
        raise _Wrong(f"must be a list, not {_kind(value)}", 'Write it as ["facts.toml"].')
    return tuple(_existing(item, folder) for item in value)


def _date(value: object, _: Path) -> dt.date:
    if isinstance(value, dt.date) and not isinstance(value, dt.datetime):
        return value
    if isinstance(value, str):
        try:
            return dt.date.fromisoformat(value)
        except ValueError:
            pass
    raise _Wrong("must be a day", "Write it as 2021-05-24.")


def _web_address(value: object, folder: Path) -> str:
    text = _text(value, folder)
    if text and not is_site_address(text):
        raise _Wrong("must be a web address", 'Write it in full: "https://example.org/news/".')
    return text


def _parts(value: object, _: Path) -> tuple[Part, ...]:
    if not isinstance(value, dict):
        raise _Wrong(f"must be a table, not {_kind(value)}", "Write it as [embed.fire].")
    for name, options in value.items():
        if not _PART.fullmatch(name) or name in _PARTS_OF_ALL:
            remedy = "Use small letters, digits and hyphens, but not index, chart or oembed."
            raise _Wrong(f'cannot name a part "{printable(name)}"', remedy)
        if not isinstance(options, dict):
            raise _Wrong(f'has no table "{name}"', f"Write it as [embed.{name}].")
        for option in options:
            if option not in PART_OPTIONS:
                remedy = f"The options are {', '.join(PART_OPTIONS)}."
                raise _Wrong(f'has an unknown option "{printable(option)}" in "{name}"', remedy)
    return tuple(
        Part(
            name,
            tuple(
                (key, tuple(one) if isinstance(one, list) else one) for key, one in options.items()
            ),
        )
        for name, options in value.items()
    )


def _themes(value: object, folder: Path) -> tuple[Theme, ...]:
    if not isinstance(value, dict):
        raise _Wrong(f"must be a table, not {_kind(value)}", "Write it as [themes].")
    found = []
    for name, words in value.items():
        all_ = [_text(word, folder) for word in words] if isinstance(words, list) else []
        if not any(word.strip("* ") for word in all_):
            shown = printable(name)
            remedy = f'Write it as "{shown}" = ["word", "two words", "begin*"].'
            raise _Wrong(f'has no words for "{shown}"', remedy)
        found.append(Theme(_text(name, folder), tuple(word for word in all_ if word.strip("* "))))
    return tuple(found)


def is_site_address(text: str) -> bool:
    """Whether a site can stand at an address: http or https, a host, no user, query or fragment."""
    try:
        parts = urlsplit(text)
        usable = parts.scheme in ("http", "https") and bool(parts.hostname and parts.port != 0)
    except ValueError:
        return False
    return usable and text.isprintable() and not set(text) & set(' "<>\\@?#')


def _kind(value: object) -> str:
    kinds: Iterable[tuple[type, str]] = (
        (bool, "true or false"),
        (str, "a text"),
        (int, "a number"),
        (float, "a number"),
        (list, "a list"),
        (dict, "a table"),
        (dt.date, "a date"),
    )
    return next((name for kind, name in kinds if isinstance(value, kind)), "a time")


def _listed(words: Iterable[str]) -> str:
    return ", ".join(f'"{word}"' for word in words)


_OPTIONS: dict[str, Callable[[object, Path], object]] = {
    "title": _text,
    "description": _text,
    "language": _language,
    "first_weekday": _choice("monday", "sunday"),
    "output": _path,
    "cache": _path,
    "knowledge": _paths,
    "template_folder": _folder,
    "day_order": _choice("mdy", "dmy", "auto"),
    "today": _date,
    "base_url": _web_address,
    "embed": _parts,
    "themes": _themes,
}

OPTION_NAMES: tuple[str, ...] = tuple(_OPTIONS)
"""Every option a timeline.toml may set, in the order of the class."""
