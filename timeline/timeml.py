"""Write a document and its time expressions as TimeML 1.2.1: TIMEX3 tags inside the text."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date
from pathlib import Path
from xml.sax.saxutils import escape, quoteattr

from timeline.errors import TimelineError
from timeline.model import DocumentReading, Resolution, TimexType

_HEAD = (
    '<?xml version="1.0" encoding="UTF-8"?>\n'
    '<TimeML xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" '
    'xsi:noNamespaceSchemaLocation="http://timeml.org/timeMLdocs/TimeML_1.2.1.xsd">\n'
)
_NO_XML = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
"""What XML 1.0 cannot hold; a blank takes its place, so that every offset stays."""
_UNRESOLVED = {
    TimexType.DATE: "XXXX-XX-XX",
    TimexType.TIME: "XXXX-XX-XXTXX:XX",
    TimexType.DURATION: "PXX",
    TimexType.SET: "XXXX-XX-XX",
}


def to_timeml(reading: DocumentReading, name: str = "") -> str:
    """A resolved document as one TimeML file, after the annotation standard of 2005.

    The document creation time is ``t0``, where it is known; what counts from it says so with
    ``anchorTimeID``.  ``name`` is what the source calls the document, its id where that is empty.
    """
    document = reading.document
    publication = document.publication
    day = publication.day if publication is not None else None
    created = ""
    if day is not None:
        iso = date.fromordinal(day).isoformat()
        created = (
            f'<DCT><TIMEX3 tid="t0" type="DATE" value="{iso}" temporalFunction="false" '
            f'functionInDocument="CREATION_TIME">{iso}</TIMEX3></DCT>\n'
        )
    title = f"<TITLE>{_text(document.title)}</TITLE>\n" if document.title else ""
    return (
        f"{_HEAD}<DOCID>{_text(name or document.id)}</DOCID>\n{created}{title}"
        f"<TEXT>{_tagged(reading, dated=day is not None)}</TEXT>\n</TimeML>\n"
    )


def timeml_files(
    readings: Sequence[DocumentReading], names: Sequence[str], output: str
) -> tuple[tuple[str, str], ...]:
    """Where each document's TimeML goes, and its text: one to ``output``, several into a folder.

    Raises TimelineError where there are several and ``output`` is a file or "-".
    """
    if len(readings) == 1:
        return ((output, to_timeml(readings[0], names[0])),)
    if output == "-" or Path(output).is_file():
        raise TimelineError(
            f"{len(readings)} documents make as many TimeML files",
            remedy="Name a folder for them: -o FOLDER.",
        )
    return tuple(
        (str(Path(output) / f"{reading.document.id}.tml"), to_timeml(reading, name))
        for reading, name in zip(readings, names, strict=True)
    )


def _tagged(reading: DocumentReading, *, dated: bool) -> str:
    text = reading.document.text
    parts: list[str] = []
    at = 0
    for number, one in enumerate(reading.resolutions, 1):
        mention = one.mention
        parts.append(_text(text[at : mention.start]))
        parts.append(f"<TIMEX3 {_attributes(one, number, dated=dated)}>")
        parts.append(f"{_text(text[mention.start : mention.end])}</TIMEX3>")
        at = mention.end
    parts.append(_text(text[at:]))
    return "".join(parts)


def _attributes(one: Resolution, number: int, *, dated: bool) -> str:
    counted = one.anchor.startswith("the day of writing")
    value = one.value or _UNRESOLVED[one.mention.type]
    attributes = {
        "tid": f"t{number}",
        "type": one.mention.type.value,
        "value": value,
        "temporalFunction": "true" if counted else "false",
        "functionInDocument": "NONE",
    }
    if counted and dated:
        attributes["anchorTimeID"] = "t0"
    if one.mention.type is TimexType.SET:
        attributes["quant"] = "EVERY"
    return " ".join(f"{key}={quoteattr(words)}" for key, words in attributes.items())


def _text(text: str) -> str:
    return escape(_NO_XML.sub(" ", text), {"\r": "&#13;"})
