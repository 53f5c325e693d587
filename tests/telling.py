"""Make readings by hand: sentences with marked dates to what the earlier stages would give."""

from __future__ import annotations

from collections.abc import Sequence

from timeline.interval import Interval, from_edtf
from timeline.model import (
    Direction,
    Document,
    DocumentReading,
    Mention,
    Publication,
    Reading,
    Resolution,
    Sentence,
    TimexType,
)

Date = tuple[str | None, TimexType, Direction]


def dated(edtf: str, way: str = "unknown") -> Date:
    """A date as EDTF, and where it lies from the day of writing."""
    return edtf, TimexType.DATE, Direction(way)


def nowhere(kind: TimexType = TimexType.DURATION) -> Date:
    """A time expression that names no stretch of the calendar."""
    return None, kind, Direction.UNKNOWN


def unmark(text: str) -> tuple[str, list[tuple[int, int]]]:
    """A text with time expressions in brackets to the text without, and their spans."""
    plain: list[str] = []
    spans: list[tuple[int, int]] = []
    start = length = 0
    for character in text:
        if character == "[":
            start = length
        elif character == "]":
            spans.append((start, length))
        else:
            plain.append(character)
            length += 1
    return "".join(plain), spans


def reading(
    identity: str,
    sentences: Sequence[tuple[str, Sequence[Date]]],
    *,
    paragraphs: Sequence[int] | None = None,
    publication: Publication | None = None,
) -> DocumentReading:
    """Sentences with bracketed dates, and those dates, to a document read up to its events.

    Without ``paragraphs`` each sentence is a paragraph of its own.
    """
    text = ""
    spans: list[Sentence] = []
    resolutions: list[Resolution] = []
    for number, (marked, dates) in enumerate(sentences):
        plain, places = unmark(marked)
        start = len(text)
        for (first, last), (edtf, kind, way) in zip(places, dates, strict=True):
            surface = plain[first:last]
            mention = Mention(
                document=identity,
                start=start + first,
                end=start + last,
                surface=surface,
                rule="by-hand",
                type=kind,
                reading=Reading("hand"),
                sentence=number,
                direction=way,
            )
            when = from_edtf(edtf) if edtf is not None else None
            resolutions.append(Resolution(mention, when, _value(when, kind), ""))
        paragraph = paragraphs[number] if paragraphs is not None else number
        spans.append(Sentence(start, start + len(plain), paragraph))
        text += plain + ("\n\n" if paragraphs is None else " ")
    document = Document(identity, f"{identity}.txt", "", text, publication=publication)
    return DocumentReading(document, tuple(spans), tuple(resolutions))


def _value(when: Interval | None, kind: TimexType) -> str:
    return str(when) if when is not None else ("P1D" if kind is TimexType.DURATION else "XXXX")
