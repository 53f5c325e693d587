"""``timeline chart``: a part of a story to a picture, a figure or a page for an iframe."""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import Any

from timeline.cli.job import MISUSED, Job, many, put_out, say, status_of, tell
from timeline.cli.options import add_command, add_dating, add_output, add_source
from timeline.cli.typed import count, factor

FORMATS = ("svg", "png", "pdf", "docx", "html", "json")
_SCALES = {"png": 2.0, "docx": 3.0}
"""How many times as large as told a picture of pixels is drawn, to be sharp on screen and paper."""


def add_chart(commands: Any) -> None:
    """Add ``timeline chart`` to the commands."""
    parser = add_command(
        commands,
        "chart",
        "draw the chart, or one of a part of the story, for a report, a page or a slide",
        run_chart,
    )
    add_source(parser)
    add_output(parser)
    parser.add_argument(
        "--format",
        choices=FORMATS,
        help="what to draw (default: what OUT ends in, else svg); json is a Plotly figure, "
        "html a page for an iframe, docx a chart with its table for Word",
    )
    parser.add_argument(
        "--filter",
        action="append",
        default=[],
        metavar="KEY=WORDS",
        help="only these: actor=, place=, source=, stance=, theme= or text=; may be repeated",
    )
    parser.add_argument("--from", dest="since", metavar="WHEN", help="none before 2021-03-24")
    parser.add_argument("--to", dest="until", metavar="WHEN", help="none after 2021-07")
    parser.add_argument(
        "--top", type=count, metavar="N", help="only the N most important of these events"
    )
    parser.add_argument(
        "--width",
        type=count,
        metavar="PIXELS",
        help="how wide (default: 1120, for docx 640); columns are 360",
    )
    parser.add_argument(
        "--height", type=count, metavar="PIXELS", help="how high (default: as the chart needs)"
    )
    parser.add_argument(
        "--scale", type=factor, metavar="X", help="times as large (default: 1, for png 2, docx 3)"
    )
    parser.add_argument(
        "--theme",
        choices=("light", "dark", "print"),
        help="light (default), dark, or print: black on white (default for docx)",
    )
    parser.add_argument("--title", help="what the chart is called")
    add_dating(parser)


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
