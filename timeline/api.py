"""The Python interface: a source read to a timeline, or built to a site."""

from __future__ import annotations

from dataclasses import fields, replace
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from timeline import model
from timeline.config import Config, load_config
from timeline.curation import read_edits
from timeline.documents import read_documents
from timeline.errors import printable
from timeline.exports import events_csv, events_json
from timeline.history import continue_history
from timeline.pipeline import Options, run
from timeline.summary import ToldDay, summarise

if TYPE_CHECKING:
    import plotly.graph_objects as go

Source = str | Path


class Timeline(model.Timeline):
    """A timeline that can draw itself and be written out; notebooks show its chart."""

    __slots__ = ()

    def figure(self) -> go.Figure:
        """Draw the timeline as a Plotly figure."""
        from timeline.chart import draw_figure, lay_out  # noqa: PLC0415 - plotly is slow to load

        return draw_figure(lay_out(self))

    def svg(self) -> str:
        """Draw the timeline as one SVG picture."""
        from timeline.chart import draw_svg, lay_out  # noqa: PLC0415 - only who draws loads it

        return draw_svg(lay_out(self))

    def summary(self, dates: int, sentences: int = 1) -> tuple[ToldDay, ...]:
        """Find the most important days, the first the most important, each in a few sentences."""
        return summarise(self.readings, dates, sentences)

    def to_json(self) -> str:
        """Write the timeline as JSON, as ``timeline events`` does."""
        return events_json(self)

    def to_csv(self) -> str:
        """Write the events as CSV, one row an event."""
        return events_csv(self)

    def _repr_html_(self) -> str:
        return self.svg()


def read(
    source: Source,
    *,
    today: date,
    title: str = "",
    config: Config | None = None,
    infer: bool = False,
    independent: bool = False,
) -> Timeline:
    """Read a folder, an article or a .jsonl file to its timeline.

    ``today`` is the last day anything can have been written; nothing here asks the clock.
    Raises TimelineError when the source holds nothing to read; single articles that cannot
    be read are in ``warnings``.
    """
    path = Path(source)
    config = config or load_config(path)
    options = Options(today.toordinal(), infer=infer, independent=independent)
    library = read_documents(path, config)
    name = printable(title) or config.title or title_of(path)
    found = run(library, config, name, options, edits=read_edits(path))
    return Timeline(**{field.name: getattr(found, field.name) for field in fields(model.Timeline)})


def build(
    source: Source, output: Source = "build", *, today: date, title: str = "", infer: bool = False
) -> Timeline:
    """Read a source and write its site; returns the timeline.  Raises as ``read`` does."""
    from timeline import pages  # noqa: PLC0415 - templates load only here

    out = Path(output)
    config = replace(load_config(Path(source)), output=out)  # its pages are no articles
    pages.check_folder(out)
    with pages.hold_folder(out):
        timeline = read(source, today=today, title=title, config=config, infer=infer)
        told = timeline.to_json().encode("utf-8", "replace")
        history = continue_history(told, today.isoformat(), out)
        pages.replace_site(pages.render_site(timeline, config, history), out)
    return timeline


def title_of(source: Path) -> str:
    """A headline for a source without one: its folder's or file's name in words."""
    words = printable(source.resolve().stem.replace("-", " ").replace("_", " ")).strip()
    words = words or "timeline"
    return words[0].upper() + words[1:]
