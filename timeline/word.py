"""A part of a story to a Word document: its chart, and a table of who says what, and why then."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Sequence
from types import ModuleType
from typing import Any

from timeline.chart import Sheet, draw_png, draw_svg, dress
from timeline.errors import TimelineError, printable
from timeline.exports import account_of, by_id
from timeline.model import Timeline

PAGE_WIDTH = 640.0
"""The width of a chart on a page, in pixels: its titles come out 9 points high."""

_TEXT_WIDTH, _TEXT_HEIGHT = 17.0, 22.0
"""What a chart may take of a page of A4 with margins of 2 cm, in centimetres."""

_COLUMNS = (("When", 3.2), ("What", 5.3), ("Who says so, and why this date", 8.5))
"""The columns of the table and their widths in centimetres."""

_QUOTES = 2
"""How many sentences of an event are quoted; the others are counted."""

_EPOCH = (1980, 1, 1, 0, 0, 0)
"""When every part of the file was written: two runs give the same bytes."""


def write_word(timeline: Timeline, sheet: Sheet, scale: float = 3.0) -> bytes:
    """A timeline and the sheet its chart is drawn on to a document of A4 for Word.

    Title, chart with its description for screen readers, and a table whose head is on every
    page.  The picture has ``scale`` pixels for each of the sheet's, to be sharp in print.
    TimelineError where the extra ``word`` is not installed, or nothing can be drawn.
    """
    docx = _docx()
    layout, style = dress(timeline, sheet)
    if not layout.marks:
        raise TimelineError("there is nothing to draw: no event has a place in time")
    document = docx.Document()
    _lay_page(docx, document)
    _without_thumbnail(document)
    document.core_properties.title = _words(layout.title)
    document.core_properties.author = ""
    document.core_properties.comments = ""
    document.add_heading(_words(layout.title), level=1)
    picture = io.BytesIO(draw_png(draw_svg(layout, style), scale))
    drawn = document.add_picture(picture, width=docx.shared.Cm(_TEXT_WIDTH))
    too_high = drawn.height / docx.shared.Cm(_TEXT_HEIGHT)
    if too_high > 1:
        drawn.width, drawn.height = round(drawn.width / too_high), round(drawn.height / too_high)
    properties = drawn._inline.docPr  # noqa: SLF001 - python-docx has no verb for it
    properties.set("descr", _words(layout.description))
    _add_table(docx, document, _rows(timeline))
    return _dated(document)


def _rows(timeline: Timeline) -> list[tuple[str, str, tuple[str, ...]]]:
    """Each event in the order of time: when, what, and who says so."""
    documents = by_id(timeline)
    rows = []
    for event in sorted(timeline.events, key=lambda event: (event.place.sort_key, event.id)):
        told = account_of(event, documents)
        said = [str(quote) for quote in told.quotes[:_QUOTES]]
        if len(told.quotes) > _QUOTES:
            said.append(f"and {len(told.quotes) - _QUOTES} more")
        rows.append((event.told_when, told.headline, (*said, *told.corrections)))
    return rows


def _lay_page(docx: ModuleType, document: Any) -> None:
    document.styles["Normal"].font.name = "Calibri"
    page = document.sections[0]
    page.page_width, page.page_height = docx.shared.Cm(21), docx.shared.Cm(29.7)
    for side in ("left", "right", "top", "bottom"):
        setattr(page, f"{side}_margin", docx.shared.Cm(2))


def _without_thumbnail(document: Any) -> None:
    """Take out the picture of an empty page that python-docx's template brings."""
    relations = document.part.package.rels
    for name in [name for name, one in relations.items() if one.reltype.endswith("/thumbnail")]:
        del relations[name]


def _add_table(
    docx: ModuleType, document: Any, rows: Sequence[tuple[str, str, tuple[str, ...]]]
) -> None:
    table = document.add_table(rows=1 + len(rows), cols=len(_COLUMNS), style="Table Grid")
    table.autofit = False
    for column, (_, width) in zip(table.columns, _COLUMNS, strict=True):
        column.width = docx.shared.Cm(width)
    heads: list[tuple[str, ...]] = [(name,) for name, _ in _COLUMNS]
    lines = (heads, *([(when,), (what,), said] for when, what, said in rows))
    for row, cells in zip(table.rows, lines, strict=True):
        for cell, (_, width), paragraphs in zip(row.cells, _COLUMNS, cells, strict=True):
            cell.width = docx.shared.Cm(width)
            for number, words in enumerate(paragraphs):
                paragraph = cell.add_paragraph() if number else cell.paragraphs[0]
                paragraph.paragraph_format.space_after = docx.shared.Pt(2)
                run = paragraph.add_run(_words(words))
                run.font.size = docx.shared.Pt(9)
                run.bold = cells is heads
        _keep_together(docx, row, head=cells is heads)


def _keep_together(docx: ModuleType, row: Any, *, head: bool) -> None:
    """No page ends amid a row, and each begins with the head of the table."""
    properties = row._tr.get_or_add_trPr()  # noqa: SLF001 - python-docx has no verb for it
    for name in ("w:cantSplit", *(("w:tblHeader",) if head else ())):
        properties.append(docx.oxml.OxmlElement(name))


def _dated(document: Any) -> bytes:
    """A document to a file whose parts are all of one day."""
    written, dated = io.BytesIO(), io.BytesIO()
    document.save(written)
    with zipfile.ZipFile(written) as found, zipfile.ZipFile(dated, "w") as made:
        for name in found.namelist():
            part = zipfile.ZipInfo(name, _EPOCH)
            part.compress_type = zipfile.ZIP_DEFLATED
            made.writestr(part, found.read(name))
    return dated.getvalue()


def _words(text: str) -> str:
    """A text without what XML has no place for."""
    return printable(text)


def _docx() -> ModuleType:
    try:
        import docx  # noqa: PLC0415 - an extra
    except ImportError as error:
        raise TimelineError(
            "Word documents need the extra “word”, which is not installed",
            remedy='Install it with: pip install "timeline-site[word]".',
        ) from error
    return docx
