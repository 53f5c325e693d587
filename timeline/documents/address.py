"""Find the web address that a text says it was taken from: a line of its own, first or last."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cache
from itertools import takewhile

from timeline.documents.debris import Line, lines_of
from timeline.documents.metadata import web_address
from timeline.documents.tables import read_table
from timeline.model import Aside

_HEAD, _FOOT = 4000, 2000
"""Characters at either end of a text in which its first and last lines are looked for."""
_HEAD_LINES, _FOOT_LINES = 6, 4
_LONGEST_OF_HEAD = 140
"""A longer line is a paragraph of the article, and what stands below it no head, in characters."""
REASON = "web address of the article"


def own_address(text: str) -> tuple[str, tuple[Aside, ...]]:
    """The address a text gives as its own, and the line of it as an aside; "" and () without one.

    Among the first lines it may stand bare, among the last only after a word such as "Source:".
    Several different ones are a list of links, and none of them is taken.
    """
    if "://" not in text:
        return "", ()
    cut = max(0, len(text) - _FOOT)
    cut = text.find("\n", cut) + 1 if cut else 0
    head = list(takewhile(_is_short, lines_of(text[:_HEAD])[:_HEAD_LINES]))
    foot = [
        Line(line.start + cut, line.end + cut, line.words)
        for line in lines_of(text[cut:])[-_FOOT_LINES:]
    ]
    for lines, labelled in ((head, False), (foot, True)):
        found = [(url, line) for line in lines if (url := _address(line.words, labelled))]
        if found and len({url for url, _ in found}) == 1:
            url, line = found[0]
            return url, (Aside(line.start, line.end, REASON),)
    return "", ()


def _is_short(line: Line) -> bool:
    return len(line.words) <= _LONGEST_OF_HEAD or "://" in line.words


def _address(words: str, labelled: bool) -> str:
    match = _pattern().fullmatch(words)
    if match is None or (labelled and not match["label"]):
        return ""
    return web_address(match["url"])


@cache
def _pattern() -> re.Pattern[str]:
    labels: Sequence[str] = read_table("metadata")["address"]["labels"]
    label = "|".join(map(re.escape, labels))
    return re.compile(
        rf"(?:(?P<label>{label})(?:\s*:\s*|\s+))?[<\[(]?(?P<url>https?://[^\s<>\])]+)[>\])]?",
        re.IGNORECASE,
    )
