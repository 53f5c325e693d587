"""A text and the spans found in it to the pieces a page shows one after another."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence
from itertools import islice, pairwise, takewhile

import msgspec

from timeline.model import CHART, Aside, Document, Passage, Resolution

_BLANK_LINES = re.compile(r"\n[^\S\n]*\n\s*")
_LINE_ENDS = re.compile(r"\s*\n\s*")


class Piece(msgspec.Struct, frozen=True, gc=False):
    """A stretch of text that looks alike: plain, a time expression, or set aside.

    ``number`` counts the document's time expressions from 1; 0 for any other text.
    """

    text: str
    number: int = 0
    aside: str = ""


class Run(msgspec.Struct, frozen=True):
    """Pieces that belong together: a passage that events quote, or what lies between.

    ``anchors`` are the offsets at which passages begin in it, ``events`` the ids it tells.
    """

    pieces: tuple[Piece, ...]
    anchors: tuple[int, ...] = ()
    events: tuple[str, ...] = ()


class Paragraph(msgspec.Struct, frozen=True):
    """The runs between two blank lines; ``title`` when it is the headline of the article.

    ``chart`` is what the article writes there to ask for a chart.
    """

    runs: tuple[Run, ...]
    title: bool = False
    chart: str = ""

    @property
    def plain(self) -> str:
        """Its text where nothing in it is marked or linked to, else an empty text."""
        pieces = [piece for run in self.runs for piece in run.pieces]
        marked = any(run.anchors for run in self.runs)
        if marked or any(piece.number or piece.aside for piece in pieces):
            return ""
        return "".join(piece.text for piece in pieces).strip()


def mark_text(
    document: Document,
    resolutions: Sequence[Resolution],
    told: Sequence[tuple[int, int, str]],
) -> tuple[Paragraph, ...]:
    """A document, its time expressions in order, and its passages to paragraphs.

    A passage is a start, an end, and the id of the event it tells, which may be empty.
    Every character of the text is in exactly one piece, blank lines excepted.
    """
    cutter = _Cutter(document.text, resolutions, document.asides)
    spans = _disjoint(told)
    charts = chart_blocks(document)
    within = {at for start, block in charts.items() for at in range(start + 1, start + len(block))}
    return tuple(
        Paragraph(
            tuple(_runs(cutter, spans, start, end)),
            title=document.title_span is not None
            and document.title_span[0] <= start < end <= document.title_span[1],
            chart=charts.get(start, ""),
        )
        for start, end in _paragraphs(document.text)
        if start not in within
    )


def chart_blocks(document: Document) -> dict[int, str]:
    """A document to the blocks in it that ask for a chart, by the offset at which each begins."""
    return {
        aside.start: document.text[aside.start : aside.end]
        for aside in document.asides
        if aside.reason == CHART
    }


def mark_quote(passage: Passage) -> tuple[Piece, ...]:
    """A passage to its quote in pieces, the words that date it numbered 1."""
    mention = passage.resolution.mention
    start, end = mention.start - passage.start, mention.end - passage.start
    if passage.quote[max(start, 0) : end] != mention.surface:
        start = passage.quote.find(mention.surface) if mention.surface else -1
        end = start + len(mention.surface)
    return _around(passage.quote, start, end)


def mark_words(quote: str, words: str) -> tuple[Piece, ...]:
    """A quote and some words of it to pieces, the words numbered 1 where they first occur."""
    start = quote.find(words) if words else -1
    return _around(quote, start, start + len(words))


def _around(quote: str, start: int, end: int) -> tuple[Piece, ...]:
    if start < 0:
        return (Piece(quote),)
    pieces = (Piece(quote[:start]), Piece(quote[start:end], number=1), Piece(quote[end:]))
    return tuple(piece for piece in pieces if piece.text)


def _paragraphs(text: str) -> Iterator[tuple[int, int]]:
    """The spans between blank lines or, in a text without any, between line ends."""
    ends = _BLANK_LINES if _BLANK_LINES.search(text.strip()) else _LINE_ENDS
    start = 0
    for gap in ends.finditer(text):
        if text[start : gap.start()].strip():
            yield start, gap.start()
        start = gap.end()
    if text[start:].strip():
        yield start, len(text)


class _Told(msgspec.Struct):
    start: int
    end: int
    anchors: list[int]
    events: list[str]


def _disjoint(told: Sequence[tuple[int, int, str]]) -> list[_Told]:
    """Passages to spans that do not overlap; what begins inside another joins it."""
    spans: list[_Told] = []
    for start, end, event in sorted(told, key=lambda span: (span[0], -span[1], span[2])):
        if spans and start < spans[-1].end:
            span = spans[-1]
        else:
            span = _Told(start, end, [], [])
            spans.append(span)
        if start not in span.anchors:
            span.anchors.append(start)
        if event and event not in span.events:
            span.events.append(event)
    return spans


def _runs(cutter: _Cutter, spans: Sequence[_Told], start: int, end: int) -> Iterator[Run]:
    at = start
    begin = bisect_right(spans, start, key=lambda span: span.end)
    for span in takewhile(lambda span: span.start < end, islice(spans, begin, None)):
        first, last = max(span.start, start), min(span.end, end)
        if at < first:
            yield Run(cutter.cut(at, first))
        anchors = tuple(anchor for anchor in span.anchors if start <= anchor < end)
        ends_here = span.end <= end
        yield Run(cutter.cut(first, last), anchors, tuple(span.events) if ends_here else ())
        at = last
    if at < end:
        yield Run(cutter.cut(at, end))


class _Cutter:
    """Cuts a text at the edges of its time expressions and asides."""

    def __init__(
        self, text: str, resolutions: Sequence[Resolution], asides: Sequence[Aside]
    ) -> None:
        self._text = text
        self._asides = sorted(asides, key=lambda aside: aside.start)
        self._edges = sorted({edge for aside in asides for edge in (aside.start, aside.end)})
        self._mentions: list[tuple[int, int, int]] = []
        for number, resolution in enumerate(resolutions, 1):
            start, end = resolution.mention.start, resolution.mention.end
            # Expressions may nest; the outer one is marked, all are listed below the text.
            if not self._mentions or start >= self._mentions[-1][1]:
                self._mentions.append((start, end, number))

    def cut(self, start: int, end: int) -> tuple[Piece, ...]:
        """A span of the text to its pieces; an expression over its edge is cut at the edge."""
        pieces: list[Piece] = []
        at = start
        begin = bisect_right(self._mentions, start, key=lambda mention: mention[1])
        within = islice(self._mentions, begin, None)
        for first, last, number in takewhile(lambda mention: mention[0] < end, within):
            pieces += self._plain(at, max(first, start))
            at = min(last, end)
            words = self._text[max(first, start) : at]
            pieces.append(Piece(words, number if first >= start else 0, self._reason(first)))
        pieces += self._plain(at, end)
        return tuple(pieces)

    def _plain(self, start: int, end: int) -> Iterator[Piece]:
        low, high = bisect_right(self._edges, start), bisect_left(self._edges, end)
        cuts = [start, *self._edges[low:high], end]
        for first, last in pairwise(cuts):
            if first < last:
                yield Piece(self._text[first:last], aside=self._reason(first))

    def _reason(self, at: int) -> str:
        before = bisect_right(self._asides, at, key=lambda aside: aside.start) - 1
        aside = self._asides[before] if before >= 0 else None
        return aside.reason if aside is not None and at < aside.end else ""
