"""A text and a size to the room it takes and the lines it breaks into, without a font."""

from __future__ import annotations

import unicodedata
from functools import lru_cache

NOTE_SIZE = 11.0
TITLE_SIZE = 13.0
NOTE_HEIGHT = 16.0
LINE_HEIGHT = 17.0
"""Font sizes and line heights of a label's note and title, in pixels."""

_EM = {
    **dict.fromkeys("ijl'", 0.28),
    **dict.fromkeys("IJ", 0.30),
    **dict.fromkeys(" ,.·‘’", 0.32),
    **dict.fromkeys("/:;|\\", 0.34),
    **dict.fromkeys("-f", 0.36),
    **dict.fromkeys("!()[]t", 0.40),
    **dict.fromkeys("r", 0.42),
    **dict.fromkeys('"*`_–', 0.50),
    **dict.fromkeys("?sz“”", 0.53),
    **dict.fromkeys("cL", 0.56),
    **dict.fromkeys("kvxy", 0.60),
    **dict.fromkeys("aeoFT", 0.62),
    **dict.fromkeys("ABEKPSVXYZ", 0.69),
    **dict.fromkeys("CRU", 0.73),
    **dict.fromkeys("HNDGOQ&м", 0.79),
    **dict.fromkeys("wы", 0.82),
    **dict.fromkeys("#+<=>^~×", 0.84),
    **dict.fromkeys("Mω", 0.87),
    **dict.fromkeys("%жшщюфФЫ", 0.95),
    **dict.fromkeys("mW", 0.99),
    **dict.fromkeys("@…—", 1.02),
    **dict.fromkeys("ЖШЩЮ", 1.10),
}
"""Advance widths in em of the widest face a system shows without asking, DejaVu Sans, rounded up.

Those of Verdana are the same; Arial, Helvetica, Roboto and Segoe UI take a tenth less.
"""
_UPPER, _OTHER = 0.77, 0.65
"""The same of other capitals, and of all that is in no class."""
_BOLDER = 0.075
"""How much wider a bold letter is, in em, in the same face."""

_PARTS = 1000
_ELLIPSIS = "…"
_DIRECTION_CONTROLS = frozenset("\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")


def clean(text: str) -> str:
    """Any text to one line without characters that XML forbids or that turn lines around."""
    if text.isprintable():  # then no other space than the plain one is in it
        is_even = "  " not in text and text[:1] != " " and text[-1:] != " "
        return text if is_even else " ".join(text.split())
    kept = "".join(
        char
        for char in text
        if char.isspace()
        or (
            char not in _DIRECTION_CONTROLS and unicodedata.category(char) not in ("Cc", "Cs", "Cn")
        )
    )
    return " ".join(kept.split())


def text_width(text: str, size: float, *, bold: bool = False) -> float:
    """A line of text to the pixels it takes at a font size in pixels, estimated high."""
    return _line_width(text, bold) / _PARTS * size


@lru_cache(maxsize=65536)
def _line_width(text: str, bold: bool) -> int:
    """A word or line to its width in thousandths of an em, whole so that sums are exact."""
    return sum(_char_width(char, bold) for char in text)


@lru_cache(maxsize=8192)
def wrap(
    text: str, size: float, width: float, lines: int, *, bold: bool = False
) -> tuple[str, ...]:
    """A text to at most ``lines`` lines no wider than ``width``, the last cut with an ellipsis.

    The lines are as even as can be: no single word is left over at the end.
    """
    widest = _fill(text, size, width, lines, bold)
    narrow = width
    while len(widest) > 1 and narrow > width / 2:
        narrow -= size / 2
        tried = _fill(text, size, narrow, lines, bold)
        if len(tried) > len(widest) or tried[-1].endswith(_ELLIPSIS):
            break
        widest = tried
    return widest


def _fill(text: str, size: float, width: float, lines: int, bold: bool) -> tuple[str, ...]:
    rest = text.split()
    done: list[str] = []
    while rest and len(done) < lines:
        taken = _words_that_fit(rest, size, width, bold)
        if not taken:
            head = _characters_that_fit(rest[0], size, width, bold)
            done.append(head)
            rest[0] = rest[0][len(head) :]
            continue
        done.append(" ".join(rest[:taken]))
        del rest[:taken]
    if rest and done:
        done[-1] = _cut(done[-1], size, width, bold)
    return tuple(done)


@lru_cache(maxsize=4096)
def _char_width(char: str, bold: bool) -> int:
    known = _EM.get(char)
    if known is not None:
        return round(_PARTS * (known + _BOLDER * bold))
    if unicodedata.east_asian_width(char) in "WF":
        return round(_PARTS * (1.35 if unicodedata.category(char) == "So" else 1.0))
    if unicodedata.category(char) in ("Mn", "Me", "Cf"):
        return 0
    base = unicodedata.normalize("NFD", char)[0]
    if base != char:
        return _char_width(base, bold)
    return round(_PARTS * ((_UPPER if char.isupper() else _OTHER) + _BOLDER * bold))


def _words_that_fit(words: list[str], size: float, width: float, bold: bool) -> int:
    so_far = -_char_width(" ", bold)
    for taken, word in enumerate(words):
        so_far += _char_width(" ", bold) + _line_width(word, bold)
        if so_far / _PARTS * size > width:
            return taken
    return len(words)


def _characters_that_fit(word: str, size: float, width: float, bold: bool) -> str:
    end = 1
    while end < len(word) and text_width(word[: end + 1], size, bold=bold) <= width:
        end += 1
    return word[:end]


def _cut(line: str, size: float, width: float, bold: bool) -> str:
    words = line.split()
    while len(words) > 1 and text_width(" ".join(words) + _ELLIPSIS, size, bold=bold) > width:
        words.pop()
    kept = " ".join(words)
    while len(kept) > 1 and text_width(kept + _ELLIPSIS, size, bold=bold) > width:
        kept = kept[:-1]
    return kept.rstrip(" ,;:–-") + _ELLIPSIS
