"""``timeline chart``: a part of a story to a picture, a figure or a page for an iframe."""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import Any

from timeline.cli.job import MISUSED, Job, many, put_out, say, status_of, tell

FORMATS = ("svg", "png", "pdf", "docx", "html", "json")
_SCALES = {"png": 2.0, "docx": 3.0}
"""How many times as large as told a picture of pixels is drawn, to be sharp on screen and paper."""


def run_chart(chosen: argparse.Namespace) -> int:
    """Draw the chart of a story, or of the part of it that is asked for."""
    from timeline.chart import NARROWEST, WIDE_WIDTH, Sheet, Theme
    from timeline.errors import TimelineError
    from timeline.selection import Selection, read_filter, read_when, select
    from timeline.word import PAGE_WIDTH

    suffix = Path(chosen.output).suffix[1:].lower()
    kind = chosen.format or (suffix if suffix in FORMATS else "svg")
    sheet = Sheet(
        width=float(chosen.width or (PAGE_WIDTH if kind == "docx" else WIDE_WIDTH)),
        height=chosen.height and float(chosen.height),
        scale=chosen.scale or _SCALES.get(kind, 1.0),
        theme=Theme(chosen.theme or ("print" if kind == "docx" else "light")),
    )
    if sheet.width < NARROWEST:
        raise TimelineError(f"--width {sheet.width:g} is too narrow: {NARROWEST:g} is the least")
    selection = Selection(
        filters=tuple(map(read_filter, chosen.filter)),
        since=read_when(chosen.since) if chosen.since else None,
        until=read_when(chosen.until) if chosen.until else None,
        top=chosen.top,
    )
    if kind == "html" and (chosen.width or chosen.height or chosen.scale):
        tell("timeline: html is as wide as its iframe; leave out --width, --height and --scale")
        return MISUSED
    if kind == "docx" and chosen.output == "-":
        tell("timeline: a Word document needs a file to go to; give -o FILE")
        return MISUSED
    job = Job(chosen, chosen.source)
    library, whole = job.timeline(chosen.title or "")
    part = select(whole, selection)
    put_out(_drawn(kind, sheet, part, whole, chosen, job), chosen.output)
    return status_of(library)


def _drawn(
    kind: str, sheet: Any, part: Any, whole: Any, chosen: argparse.Namespace, job: Job
) -> bytes:
    if kind == "html":
        return _page(part, whole, chosen, job).encode("utf-8", "replace")
    from msgspec.structs import replace

    from timeline.chart import draw_figure, draw_pdf, draw_png, draw_svg, dress, figure_json
    from timeline.errors import TimelineError

    at_once = replace(sheet, scale=1.0) if kind in _SCALES else sheet
    if kind == "json":
        at_once = replace(sheet, margin=0.0)
    base = job.config.base_url
    if base:
        at_once = replace(at_once, link=f"{base.rstrip('/')}/index.html#e-")
    layout, style = dress(part, at_once)
    if not layout.marks:
        raise TimelineError(
            "there is nothing to draw: no event has a place in time",
            remedy="See what stayed undated, and why: timeline check",
        )
    if len(layout.marks) < len(part.events):
        left = many(len(part.events) - len(layout.marks), "less important event")
        tell(f"note: {left} not drawn; a sheet of 640 pixels or more has room for all")
    if kind == "docx":
        from timeline.word import write_word

        return write_word(part, at_once, sheet.scale)
    if kind == "json":
        return figure_json(draw_figure(layout, sheet.theme)).encode()
    picture = draw_svg(layout, style)
    if kind == "png":
        return draw_png(picture, sheet.scale)
    if kind == "pdf":
        return draw_pdf(picture, layout.title, layout.description)
    return picture.encode("utf-8", "replace")


def _page(part: Any, whole: Any, chosen: argparse.Namespace, job: Job) -> str:
    """The page for an iframe; in the folder ``embed`` of a site, with its interactive chart.

    The lines that put it into another page are said.
    """
    from urllib.parse import quote

    from timeline.chart import Charts, Theme
    from timeline.errors import TimelineError, printable
    from timeline.pages.embed import figures_script, oembed_json, render_embed, share
    from timeline.pages.templates import Templates
    from timeline.pages.write import MANIFEST

    file = Path(chosen.output)
    in_site = file.parent.name == "embed" and (file.parent.parent / MANIFEST).is_file()
    if in_site and file.stem == "index":
        raise TimelineError(
            "embed/index.html is the page of the whole story", remedy="Take another name."
        )
    charts = Charts(part)
    if in_site:
        wide = charts.wide
        figures = figures_script(wide, charts.tall).encode("utf-8", "replace")
        put_out(figures, str(file.with_suffix(".js")))
        page = f"embed/{quote(file.name)}"
        lines = share(part.title, wide, job.config, page)
        if lines.complete:
            answer = oembed_json(part.title, wide, job.config, page)
            put_out(answer.encode(), str(file.with_suffix(".json")))
        else:
            tell(f"note: put the address of the site before “embed/{printable(file.name)}”")
        say(f"{lines.snippet}\n")
    return render_embed(
        charts,
        job.config,
        Templates(job.config.template_folder),
        total=len(whole.events),
        name=file.stem,
        in_site=in_site,
        theme=Theme(chosen.theme or "light"),
    )
