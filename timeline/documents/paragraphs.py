"""Turn a Markdown text of nothing but paragraphs and headings into its words, without a converter.

Most articles are no more than that, and a converter looks at every paragraph forty times over.
"""

from __future__ import annotations

import re

from timeline.documents.webpage import PageText

_MARKS = re.compile(r"[`\\\[<&*_\x00-\x09\x0b-\x1f\x7f]| \n")
"""What may be more than words: emphasis, links, code, markup, a hard break; and odd characters."""
_START = r"(?:[^\W\d_]|\d(?!\d*\.)|[“”‘’\"'(…–—$£€¥])"
"""What no list, quotation, table or rule begins with."""
_PARAGRAPH = re.compile(rf"{_START}[^\n]*+(?:\n{_START}[^\n]*+)*+")
_HEADING = re.compile(r"(#{1,6}) *([^\s#][^#\n]*)")
_BLANK_LINES = re.compile(r"\n{2,}")
_BLANKS = re.compile(r"[ \n]+")


def plain_words(body: str) -> PageText | None:
    """A Markdown text to what a converter and ``page_text`` make of it; None if it has marks."""
    if _MARKS.search(body):
        return None
    blocks: list[str] = []
    titles: list[str] = []
    for block in _BLANK_LINES.split(body.strip("\n")):
        heading = _HEADING.fullmatch(block)
        if heading is None and not _PARAGRAPH.fullmatch(block):
            return None
        words = block if heading is None else heading[2].strip()
        if "\n" in words or "  " in words:
            words = _BLANKS.sub(" ", words)
        blocks.append(words.strip(" "))
        if heading is not None and heading[1] == "#":
            titles.append(blocks[-1])
    return PageText("\n\n".join(blocks), heading=titles[0] if len(titles) == 1 else "")
