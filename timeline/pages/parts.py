"""The parts of a story that ``timeline.toml`` names to pages for an iframe, and pictures."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from msgspec import Struct

from timeline.chart import Charts, Theme
from timeline.config import Config, Part
from timeline.errors import TimelineError
from timeline.model import Timeline
from timeline.pages.embed import (
    answer_of,
    base_address,
    figures_script,
    oembed_json,
    page_of,
    render_embed,
)
from timeline.pages.templates import Templates
from timeline.selection import read_selection, select


class PartLink(Struct, frozen=True):
    """A part with a page of its own, as the front page offers it."""

    title: str
    path: str


def part_links(timeline: Timeline, config: Config) -> tuple[PartLink, ...]:
    """The parts that ``timeline.toml`` names to what the front page says of them."""
    return tuple(
        PartLink(_told(part, timeline.title)[1], page_of(part.name)) for part in config.embed
    )


def render_parts(timeline: Timeline, config: Config, templates: Templates) -> dict[str, str]:
    """The parts that ``timeline.toml`` names to their files in ``embed``, by path.

    Each is a page, its figures for the touch, a picture, and where the address of the site is
    known an oEmbed answer.  TimelineError, with the file, where a part asks for nothing there is.
    """
    files: dict[str, str] = {}
    for part in config.embed:
        try:
            files |= _files(part, timeline, config, templates)
        except TimelineError as error:
            words, _, remedy = str(error).partition("\n")
            raise TimelineError(
                f"[embed.{part.name}]: {words}", file=str(config.file or ""), remedy=remedy
            ) from error
    return files


def _files(
    part: Part, timeline: Timeline, config: Config, templates: Templates
) -> Iterator[tuple[str, str]]:
    options, title = _told(part, timeline.title)
    chosen = replace(select(timeline, read_selection(options)), title=title)
    theme = _theme(options.get("theme", Theme.LIGHT))
    charts = Charts(chosen)
    if not charts.wide.marks:
        raise TimelineError(
            "there is nothing to draw: no event of it has a place in time",
            remedy="Ask for others, or take the part out.",
        )
    base, name, total = base_address(config), part.name, len(timeline.events)
    yield (
        page_of(name),
        render_embed(charts, config, templates, total=total, name=name, theme=theme),
    )
    yield f"embed/{name}.js", figures_script(charts.wide, charts.tall)
    yield f"embed/{name}.svg", _picture(charts, theme, base)
    if base:
        yield answer_of(name), oembed_json(title, charts.wide, config, page_of(name))


def _picture(charts: Charts, theme: Theme, base: str) -> str:
    return charts.picture(theme, f"{base}index.html#e-" if base else "")


def _told(part: Part, title: str) -> tuple[dict[str, object], str]:
    options = dict(part.options)
    return options, str(options.get("title", "")) or f"{title} ({part.name})"


def _theme(value: object) -> Theme:
    try:
        return Theme(str(value))
    except ValueError as error:
        raise TimelineError(
            f"“theme” cannot be {value!r}", remedy="Write light, dark or print."
        ) from error
