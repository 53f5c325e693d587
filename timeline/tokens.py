"""Turn a text into its tokens and one class character for each, ready for a lexicon's rules."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass

from timeline.lexicon import NOTHING, Lexicon
from timeline.numbers import NUMBER_TOKEN, number_classes, numeral_value, spelled_classes
from timeline.patterns import Value

_TOKEN = re.compile(
    rf"(?P<number>(?<![\w.])(?:{NUMBER_TOKEN}))|(?P<dots>\b[ap]\.\s?m\b\.?|\bB\.C\.(?:E\.)?|\bA\.D\.)"
    r"|(?P<word>\bQ[1-4]\b|[^\W\d_]+)|(?P<tail>['’]s\b)|(?P<break>\n[ \t\r]*\n)"
    r"|(?P<dash>-{2,}|(?<=\s)-(?=\s))|\S",
    re.IGNORECASE,
)
_BREAK = "\n"
_DASH = "–"
"""What "--" and a hyphen between blanks stand for: they part words, where a hyphen joins them."""
_LONGEST_NUMBER = 16
"""The words one spelled number can have: "nine hundred and ninety-nine thousand ..."."""
_QUOTES = "’‘"


@dataclass(frozen=True, slots=True)
class Tokens:
    """Parallel columns: where each token stands, how it is written, its class character."""

    starts: list[int]
    ends: list[int]
    lowers: list[str]
    capitals: list[bool]
    chars: str


def tokenize(text: str, lexicon: Lexicon) -> Tokens:
    """Cut a text into tokens; spelled-out numbers become one token whose form is its digits."""
    starts: list[int] = []
    ends: list[int] = []
    lowers: list[str] = []
    capitals: list[bool] = []
    chars: list[str] = []
    words, written = lexicon.words, lexicon.written
    for match in _TOKEN.finditer(text):
        start, end = match.span()
        if ends and start < ends[-1]:
            continue  # the full stop of an abbreviation, already taken
        surface = match[0]
        kind = match.lastgroup
        if kind == "word":
            lower, capital, char, dotted = written(surface)
            if dotted is not None and text[end : end + 1] == ".":
                (lower, char), end = dotted, end + 1
            starts.append(start)
            ends.append(end)
            lowers.append(lower)
            capitals.append(capital)
            chars.append(char)
            continue
        capital = surface[0].isupper()
        lower = surface.lower()
        if kind == "tail":
            lower = "'s"
        elif kind == "dots":
            lower = re.sub(r"\s", "", lower)
        elif kind == "break":
            lower = _BREAK
        elif kind == "dash":
            lower = _DASH
        elif surface in _QUOTES:
            lower = "'"
        entry = words.get(lower)
        if entry is not None:
            char = entry[capital or not surface[0].isalpha()]
        elif kind == "number":
            lower = lower.replace("’", "'")
            char = lexicon.sign(number_classes(lower))
        else:
            char = NOTHING
        starts.append(start)
        ends.append(end)
        lowers.append(lower)
        capitals.append(capital)
        chars.append(char)
    return _merge_numerals(Tokens(starts, ends, lowers, capitals, "".join(chars)), lexicon)


def _merge_numerals(tokens: Tokens, lexicon: Lexicon) -> Tokens:
    """Make one token of each run of number words ("two hundred and five", "twenty-four")."""
    numerals = lexicon.lists.get("numeral", {})
    if not any(lower in numerals for lower in tokens.lowers):
        return tokens
    joints = lexicon.lists.get("numeral_joint", {})
    ordinals = lexicon.lists.get("ordinal_word", {})  # "twenty-first" is no 20
    starts: list[int] = []
    ends: list[int] = []
    lowers: list[str] = []
    capitals: list[bool] = []
    chars: list[str] = []
    at, count = 0, len(tokens.lowers)
    while at < count:
        last = at
        if tokens.lowers[at] in numerals and " ".join(tokens.lowers[at : at + 3]) not in ordinals:
            last = _run_end(tokens.lowers, at, numerals, joints)
            words = " ".join(tokens.lowers[at : last + 1])
            value = numeral_value(words, numerals)
            lowers.append(str(value))
            chars.append(lexicon.sign(spelled_classes(words, value)))
        else:
            lowers.append(tokens.lowers[at])
            chars.append(tokens.chars[at])
        starts.append(tokens.starts[at])
        ends.append(tokens.ends[last])
        capitals.append(tokens.capitals[at])
        at = last + 1
    return Tokens(starts, ends, lowers, capitals, "".join(chars))


def _run_end(
    lowers: list[str], at: int, numerals: Mapping[str, Value], joints: Mapping[str, Value]
) -> int:
    """The last token of the run of number words that begins at ``at``."""
    last = at
    while last + 1 < len(lowers) and last - at < _LONGEST_NUMBER:
        step = last + 1
        value = numerals.get(lowers[last])
        if lowers[step] == "-" or (
            lowers[step] in joints and isinstance(value, int) and value >= 100
        ):
            step += 1
        if step < len(lowers) and lowers[step] in numerals:
            last = step
        else:
            break
    return last
