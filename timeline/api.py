"""The Python interface: a source read to a timeline, or built to a site."""

from __future__ import annotations

from dataclasses import fields, replace
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any, Self, cast

from timeline import model
from timeline.config import Config, load_config
from timeline.curation import read_edits
from timeline.documents import read_documents
from timeline.errors import printable
from timeline.exports import FORMATS, Setting, events_csv, events_json
from timeline.history import continue_history
from timeline.pipeline import Options, run
from timeline.selection import Selection, read_filter, read_when, select
from timeline.summary import ToldDay, summarise

if TYPE_CHECKING:
    import plotly.graph_objects as go

Source = str | Path


class Timeline(model.Timeline):
    """A timeline that can draw itself and be written out; notebooks show its chart."""

    __slots__ = ()

    def choose(
        self, *filters: str, since: str = "", until: str = "", top: int | None = None
    ) -> Self:
        """Take a part of the story: ``choose("actor=Osama Rabie", since="2021-04", top=8)``.

        A filter is ``actor``, ``place``, ``source``, ``stance`` or ``text``, ``=`` and words;
        those of one kind are alternatives, those of different kinds must all hold.  Raises
        TimelineError when no event is left.
        """
        wanted = Selection(
            tuple(map(read_filter, filters)),
            read_when(since) if since else None,
            read_when(until) if until else None,
            top,
        )
        return cast("Self", select(self, wanted))

    def figure(self, width: float = 1120) -> go.Figure:
        """Draw the timeline as a Plotly figure, below 640 pixels of width with time downwards."""
        from timeline.chart import Sheet, draw_figure, dress  # noqa: PLC0415 - plotly is slow to load

        return draw_figure(dress(self, Sheet(width, margin=0.0))[0])

    def svg(self, width: float = 1120, height: float | None = None, *, dark: bool = False) -> str:
        """Draw the timeline as one SVG picture that needs nothing else; sizes are pixels."""
        from timeline.chart import Sheet, Theme, draw_picture  # noqa: PLC0415 - only who draws

        theme = Theme.DARK if dark else Theme.LIGHT
        return draw_picture(self, Sheet(width, height, theme=theme))

    def to_dataframe(self, library: str = "") -> Any:
        """Write the events as a table of pandas or polars, whichever is there.

        One row an event, in the order of time; ``start`` and ``end`` are dates, empty where
        open.  Raises TimelineError where neither is installed.
        """
        from timeline.tables import events_table  # noqa: PLC0415 - only who asks loads it

        return events_table(self, library)

    def summary(self, dates: int, sentences: int = 1) -> tuple[ToldDay, ...]:
        """Find the most important days, the first the most important, each in a few sentences."""
        return summarise(self.readings, dates, sentences)

    def to_json(self) -> str:
        """Write the timeline as JSON, as ``timeline events`` does."""
        return events_json(self)

    def to_csv(self) -> str:
        """Write the events as CSV, one row an event."""
        return events_csv(self)

    def export(self, form: str) -> bytes:
        """Write the events in a format of ``timeline events``; ValueError when it is none."""
        if form not in FORMATS:
            raise ValueError(f"{form!r} is no format; there are {', '.join(FORMATS)}")
        return FORMATS[form].write(self, Setting()).content

    def __repr__(self) -> str:
        told = f"{len(self.events)} events of {len(self.documents)} articles"
        return f"<timeline {self.title!r}: {told}>"

    def _repr_html_(self) -> str:
        return self.svg()

    def _repr_png_(self) -> bytes | None:
        """Draw what a notebook that becomes a PDF or a Word document shows; None without typst."""
        from timeline.chart import can_draw_png, draw_png  # noqa: PLC0415 - only who draws

        drawn = self.svg() if can_draw_png() else ""
        return draw_png(drawn, 2.0) if drawn else None


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
    name = printable(title) or config.title or library.title or title_of(path)
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
        history = continue_history(timeline, today.isoformat(), out)
        pages.replace_site(pages.site_files(timeline, config, history), out)
    return timeline


def title_of(source: Path) -> str:
    """A headline for a source without one: its folder's or file's name in words."""
    words = printable(source.resolve().stem.replace("-", " ").replace("_", " ")).strip()
    words = words or "timeline"
    return words[0].upper() + words[1:]
