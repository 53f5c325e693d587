"""Turn a text into asides: the stretches that belong to a web page and not to its article."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Callable, Sequence
from functools import cache, lru_cache, partial
from typing import NamedTuple

import msgspec

from timeline.documents.tables import compile_alternatives, read_table
from timeline.model import Aside

_LINE = re.compile(r"[^\n]+")
_CLOCK = re.compile(r"(\d{1,2}):(\d{2})(?::(\d{2}))?")
_SIGNS = re.compile(r"[\W_]+")
_SAME_LETTERS = str.maketrans("İıſ", "iis")
"""What a pattern takes for a letter, case ignored, and ``lower`` does not."""
_FILE = "rules/debris.toml"
_LEAST_REPEATED_WORDS = 3
_LEAST_LIVE_TIMES = 3


class Line(NamedTuple):
    """A line without the blanks around it: ``text[start:end] == words``."""

    start: int
    end: int
    words: str


def lines_of(text: str) -> list[Line]:
    """List the lines that hold more than blanks, in linear time."""
    lines = []
    for found in _LINE.finditer(text):
        line = found[0]
        words = line.strip()
        if words:
            start = found.start() + len(line) - len(line.lstrip())
            lines.append(Line(start, start + len(words), words))
    return lines


def find_asides(text: str, known: Sequence[Aside] = ()) -> tuple[Aside, ...]:
    """Set aside debris line by line, besides what a reader knows to be aside already.

    The rules are in ``rules/debris.toml``.  A line repeated at once, and a video's running time
    with the caption after it, are found without words.  The result is sorted and disjoint.
    """
    lines = outside(lines_of(text), known)
    reasons = [_reason(line.words) for line in lines]
    _mark_repeats(lines, reasons)
    _mark_forms(lines, reasons)
    found = [
        Aside(line.start, line.end, reason)
        for line, reason in zip(lines, reasons, strict=True)
        if reason
    ]
    return tuple(sorted((*known, *found), key=lambda aside: aside.start))


def outside(lines: Sequence[Line], asides: Sequence[Aside]) -> list[Line]:
    """Keep the lines that begin in none of the asides, which must be sorted and disjoint."""
    starts = [aside.start for aside in asides]
    kept = []
    for line in lines:
        before = bisect_right(starts, line.start) - 1
        if before < 0 or asides[before].end <= line.start:
            kept.append(line)
    return kept


def is_no_title(words: str) -> bool:
    """Tell whether a line is a byline or a date line, which no article has as its title."""
    return bool(_reason(words, "not_title"))


class _Rule(msgspec.Struct, frozen=True, gc=False):
    """What a line is set aside by, and what it must begin with and hold before that is tried."""

    pattern: Callable[[], re.Pattern[str]]
    reason: str
    begins: tuple[str, ...]
    needs: tuple[str, ...]

    def takes(self, words: str, lowered: str, begun: str) -> bool:
        """Whether it matches a line, which is also told in lower case, and without first signs."""
        if self.begins and not begun.startswith(self.begins):
            return False
        if self.needs and not any(map(lowered.__contains__, self.needs)):
            return False
        return self.pattern().fullmatch(words) is not None


@cache
def _rules(kind: str) -> tuple[_Rule, ...]:
    return tuple(
        _Rule(
            cache(partial(compile_alternatives, [rule], _FILE)),
            rule.get("reason", rule["name"]),
            tuple(rule.get("begins", ())),
            tuple(rule.get("needs", ())),
        )
        for rule in read_table("debris")[kind]
    )


@lru_cache(maxsize=1024)
def _rules_for(kind: str, first: str) -> tuple[_Rule, ...]:
    """The rules that can take a line with this first letter or figure."""
    return tuple(
        rule
        for rule in _rules(kind)
        if not rule.begins or any(each.startswith(first or " ") for each in rule.begins)
    )


@cache
def _longest_line() -> int:
    longest: int = read_table("debris")["limits"]["longest_line"]
    return longest


def _reason(words: str, kind: str = "line") -> str:
    """Give the reason for which a line is set aside, or ""."""
    if len(words) > _longest_line():
        return ""
    lowered = (words if words.isascii() else words.translate(_SAME_LETTERS)).lower()
    signs = _SIGNS.match(lowered)
    begun = lowered[signs.end() :] if signs else lowered
    for rule in _rules_for(kind, begun[:1]):
        if rule.takes(words, lowered, begun):
            return rule.reason
    return ""


def _mark_repeats(lines: Sequence[Line], reasons: list[str]) -> None:
    """Set aside second copies of a line, and running times with the captions they stand over."""
    repeated = [
        not reasons[i]
        and i + 1 < len(lines)
        and lines[i].words == lines[i + 1].words
        and len(lines[i].words) <= _longest_line()
        and len(lines[i].words.split()) >= _LEAST_REPEATED_WORDS
        for i in range(len(lines))
    ]
    clocks = [i for i, line in enumerate(lines) if _CLOCK.fullmatch(line.words)]
    over_caption = [i for i in clocks if i + 1 < len(lines) and repeated[i + 1]]
    live = _is_live_report([lines[i] for i in clocks if i not in over_caption])
    for i in clocks:
        if i in over_caption or not live:
            reasons[i] = "running time of a video"
    for i in over_caption:
        reasons[i + 1] = "video caption"
    for i, again in enumerate(repeated):
        if again:
            reasons[i + 1] = "video caption" if reasons[i] == "video caption" else "repeated line"


def _is_live_report(clocks: Sequence[Line]) -> bool:
    """Tell the hours of a live report, which run one way, from the lengths of videos."""
    minutes = []
    for clock in clocks:
        found = _CLOCK.fullmatch(clock.words)
        if found is None or found[3] or int(found[1]) > 23:
            return False
        minutes.append(60 * int(found[1]) + int(found[2]))
    return len(minutes) >= _LEAST_LIVE_TIMES and minutes in (
        sorted(minutes),
        sorted(minutes, reverse=True),
    )


def _mark_forms(lines: Sequence[Line], reasons: list[str]) -> None:
    """Set aside the labels of a form, line after line, below a line that opens one."""
    inside = False
    for i, line in enumerate(lines):
        if _reason(line.words, "form_opener"):
            inside = True
        elif inside and not reasons[i]:
            reasons[i] = _reason(line.words, "form_line")
            inside = bool(reasons[i])
