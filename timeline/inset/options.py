"""Options by name, as in a fenced block or a template, to what a piece of a page shows."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from timeline.chart import NARROWEST, Theme
from timeline.config import is_site_address
from timeline.errors import TimelineError
from timeline.selection import EVERYTHING, Selection, read_selection

OPTIONS = ("filter", "from", "to", "top", "title", "list", "theme", "width", "height", "site")
"""What can be said of an inset, besides its source and today."""

COLUMN_WIDTH = 720.0
"""About as wide as the text of a page is; a wider drawing shrinks, and its words with it."""

AUTO = "auto"
"""The theme that is dark where the page says that it is."""


@dataclass(frozen=True, slots=True)
class Inset:
    """What a piece of a page shows: a part of a story, its caption, and whether it is listed.

    ``theme`` is None where it follows the page.  ``width`` and ``height`` are the drawing's in
    pixels; it shrinks with the page.  ``site`` is where the whole story stands, to link to.
    """

    selection: Selection = EVERYTHING
    title: str = ""
    list: bool = False
    theme: Theme | None = None
    width: float = COLUMN_WIDTH
    height: float | None = None
    site: str = ""


def read_inset(options: Mapping[str, Any]) -> Inset:
    """Options by name, as in a fenced block or a template, to an inset.

    ``filter`` is a text or several, the rest as ``OPTIONS`` has it.  TimelineError for any
    other, and for a value that does not fit.
    """
    unknown = sorted(set(options) - set(OPTIONS))
    if unknown:
        raise TimelineError(
            f"“{unknown[0]}” is not an option", remedy=f"The options are {', '.join(OPTIONS)}."
        )
    return Inset(
        selection=read_selection(options),
        title=str(options.get("title", "")),
        list=_is_on(options.get("list", False)),
        theme=_theme(options.get("theme", AUTO)),
        width=float(_number(options, "width", round(NARROWEST)) or COLUMN_WIDTH),
        height=_number(options, "height", 1),
        site=_site(options.get("site", "")),
    )


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


def _theme(value: object) -> Theme | None:
    try:
        return None if str(value) == AUTO else Theme(str(value))
    except ValueError as error:
        raise TimelineError(
            f"“theme” cannot be {value!r}", remedy="Write auto, light, dark or print."
        ) from error


def _site(value: object) -> str:
    address = str(value)
    if address and not is_site_address(address):
        raise TimelineError(
            f"“site” cannot be {address!r}", remedy='Write it in full: "https://example.org/news/".'
        )
    return address
