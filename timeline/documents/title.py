"""Find the title of an article in its text, or make one from its first sentence."""

from __future__ import annotations

from collections.abc import Sequence

import msgspec

from timeline.documents.debris import Line, is_no_title, lines_of, outside
from timeline.late import late
from timeline.model import Aside

LONGEST_FOUND = 140
"""A longer line is a paragraph, in characters."""
LONGEST_MADE = 90
"""Where a title made from a sentence is cut, in characters."""
HEADLINE_WORDS = 4
"""Fewer words are more often a section label than a headline (a judgement)."""

_SEARCHED_LINES = 30
_SEARCHED_LENGTH = 65536
_BODY_LENGTH = 80
_SENTENCE_END = late(r"[.!?…。！？][\"'”’»)\]」』]*$")
_CLAUSE_END = late(r"[,;:،、]$")
_BULLET = late(r"[•·▪◦‣●○■□*–—-]\s|\d{1,2}[.)]\s")
_WORD = late(r"\w+")
_CJK = late(r"[぀-ヿ㐀-鿿]")
_FIRST_END = late(r"(?<=[^\W\d_]{3})[.!?…][\"'”’»)\]]*(?=\s+[\"'“‘«(\[]*[A-ZÀ-ÞА-Я])|[。！？]")
_LEAST_SENTENCE = 30


class Title(msgspec.Struct, frozen=True, gc=False):
    """A title, with its place where it stands in the text."""

    words: str
    span: tuple[int, int] | None = None


def find_title(text: str, asides: Sequence[Aside], given: str = "") -> Title:
    """Place a given title in the text, or find one there, or make one; "" for a text of debris.

    A found title is the first headline-like line (4 words or more, at most 140 characters, not
    ending as a sentence does) with longer text after it; a line of 2 or 3 words only where it is
    the first.  A made one is the first sentence, cut at a word with an ellipsis.
    """
    lines = _article_lines(text, asides)
    if given:
        return Title(given, _place(given, lines))
    found = _headline(lines)
    if found is not None:
        return Title(found.words, (found.start, found.end))
    return Title(_made(lines))


def _article_lines(text: str, asides: Sequence[Aside]) -> list[Line]:
    lines = outside(lines_of(text[:_SEARCHED_LENGTH]), asides)
    return lines[:_SEARCHED_LINES]


def _place(given: str, lines: Sequence[Line]) -> tuple[int, int] | None:
    return next(((line.start, line.end) for line in lines if line.words == given), None)


def _headline(lines: Sequence[Line]) -> Line | None:
    short: Line | None = None
    for i, line in enumerate(lines):
        if _is_body(line):
            break
        rest = lines[i + 1 :]
        if not _could_be_title(line) or not any(
            len(other.words) > len(line.words) for other in rest
        ):
            continue
        length = _length(line.words)
        if length >= HEADLINE_WORDS:
            return line
        if i == 0 and length >= 2:
            short = line
    return short


def _is_body(line: Line) -> bool:
    return len(line.words) > LONGEST_FOUND or (
        len(line.words) > _BODY_LENGTH and bool(_SENTENCE_END.search(line.words))
    )


def _could_be_title(line: Line) -> bool:
    words = line.words
    ends = _SENTENCE_END.search(words)
    asks = ends is not None and ends[0][0] in "?!？！"
    return not (
        (ends and not asks)
        or _CLAUSE_END.search(words)
        or _BULLET.match(words)
        or words[0].islower()
        or is_no_title(words)
    )


def _length(words: str) -> int:
    """Count words; two characters of Chinese or Japanese count as one."""
    dense = len(_CJK.findall(words))
    return dense // 2 if dense else len(_WORD.findall(words))


def _made(lines: Sequence[Line]) -> str:
    plain = [
        line for line in lines if not _BULLET.match(line.words) and not is_no_title(line.words)
    ]
    told = [line for line in plain if _is_body(line) or _SENTENCE_END.search(line.words)]
    line = next(iter(told or plain or lines), None)
    if line is None:
        return ""
    words = " ".join(line.words[: 4 * LONGEST_MADE].split())
    end = next((e for e in _FIRST_END.finditer(words) if e.end() >= _LEAST_SENTENCE), None)
    if end is not None:
        words = words[: end.end()]
    if len(words) <= LONGEST_MADE:
        return words.rstrip(".。")
    head = words[:LONGEST_MADE]
    cut = head.rpartition(" ")[0] or head
    return cut.rstrip(" ,;:–—-") + "…"
