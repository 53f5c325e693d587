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
    **dict.fromkeys("ijl'", 0.22),
    **dict.fromkeys(" !,./:;I[\\]fft|", 0.28),
    **dict.fromkeys('"()-`r{}“”', 0.35),
    **dict.fromkeys("*^Jckszvxy", 0.50),
    **dict.fromkeys("FLTZ", 0.61),
    **dict.fromkeys("ABEKPSVXY&", 0.67),
    **dict.fromkeys("CDHNRUw", 0.72),
    **dict.fromkeys("GOQ", 0.78),
    **dict.fromkeys("mM", 0.84),
    **dict.fromkeys("W%", 0.94),
    **dict.fromkeys("@…—", 1.02),
}
"""Advance widths in em, rounded up from the metrics that Helvetica and Arial share."""

_SLACK = 1.1
"""Room for the system fonts that run wider than Arial (Segoe UI, Roboto, DejaVu Sans)."""

_BOLD = 1.08
_ELLIPSIS = "…"
_DIRECTION_CONTROLS = frozenset("\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")


def clean(text: str) -> str:
    """Any text to one line without characters that XML forbids or that turn lines around."""
    if text.isprintable():
        return " ".join(text.split())
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
    return _pixels(_line_width(text), size, bold)


def _pixels(hundredths: int, size: float, bold: bool) -> float:
    """Hundredths of an em to pixels."""
    return hundredths / 100 * size * _SLACK * (_BOLD if bold else 1.0)


@lru_cache(maxsize=65536)
def _line_width(text: str) -> int:
    """A word or line to its width in hundredths of an em, whole so that sums are exact."""
    return sum(map(_char_width, text))


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
def _char_width(char: str) -> int:
    known = _EM.get(char)
    if known is not None:
        return round(100 * known)
    if unicodedata.east_asian_width(char) in "WF":
        return 135 if unicodedata.category(char) == "So" else 100
    if unicodedata.category(char) in ("Mn", "Me", "Cf"):
        return 0
    base = unicodedata.normalize("NFD", char)[0]
    if base != char:
        return _char_width(base)
    return 72 if char.isupper() else 58


def _words_that_fit(words: list[str], size: float, width: float, bold: bool) -> int:
    so_far = -_char_width(" ")
    for taken, word in enumerate(words):
        so_far += _char_width(" ") + _line_width(word)
        if _pixels(so_far, size, bold) > width:
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
