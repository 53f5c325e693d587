"""Turn a text into its tokens and one class character for each, ready for a lexicon's rules."""

from __future__ import annotations

import re
from collections.abc import Mapping

import msgspec

from timeline.lexicon import NOTHING, Lexicon
from timeline.numbers import NUMBER_TOKEN, number_classes, numeral_value, spelled_classes
from timeline.patterns import Value

_TOKEN = re.compile(
    r"(?P<word>[^\W\d_]+)"
    rf"|(?=\S)(?:(?P<number>(?<![\w.])(?=[\d'’])(?:{NUMBER_TOKEN}))|(?P<tail>['’]s\b)"
    r"|(?P<dash>-{2,}|(?<=\s)-(?=\s))|\S)|(?P<break>\n[ \t\r]*\n)",
    re.IGNORECASE,
)
_LONGER = {
    **dict.fromkeys("APap", re.compile(r"[ap]\.\s?m\b\.?|\bA\.D\.", re.IGNORECASE)),
    **dict.fromkeys("Bb", re.compile(r"\bB\.C\.(?:E\.)?", re.IGNORECASE)),
    **dict.fromkeys("Qq", re.compile(r"\bQ[1-4]\b", re.IGNORECASE)),
    "H": re.compile(r"\bH[12]\b"),
}
"""The letters that may begin a token of more than letters: "a.m.", "B.C.", "Q3", "H1"."""
_BREAK = "\n"
_DASH = "–"
"""What "--" and a hyphen between blanks stand for: they part words, where a hyphen joins them."""
_LONGEST_NUMBER = 16
"""The words one spelled number can have: "nine hundred and ninety-nine thousand ..."."""
_QUOTES = "’‘"


class Tokens(msgspec.Struct, frozen=True, gc=False):
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
    known = lexicon.known
    taken = 0
    for match in _TOKEN.finditer(text):
        start, end = match.span()
        if start < taken:
            continue  # part of "a.m.", or the full stop of an abbreviation
        surface, kind = match[0], match.lastgroup
        if surface in _LONGER and (longer := _LONGER[surface].match(text, start)):
            surface, taken = longer[0], longer.end()
            end, kind = taken, "word" if surface.isalnum() else "dots"
        if kind == "word":
            lower, capital, char, dotted = known.get(surface) or lexicon.written(surface)
            if dotted is not None and text.startswith(".", end):
                lower, char = dotted
                end = taken = end + 1
        else:
            lower, capital, char = _marked(surface, kind, lexicon)
        starts.append(start)
        ends.append(end)
        lowers.append(lower)
        capitals.append(capital)
        chars.append(char)
    return _merge_numerals(Tokens(starts, ends, lowers, capitals, "".join(chars)), lexicon)


def _marked(surface: str, kind: str | None, lexicon: Lexicon) -> tuple[str, bool, str]:
    """What is no word of letters alone to its form, whether it has a capital, its character."""
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
    entry = lexicon.words.get(lower)
    if entry is not None:
        return lower, capital, entry[capital or not surface[0].isalpha()]
    if kind == "number":
        lower = lower.replace("’", "'")
        return lower, capital, lexicon.sign(number_classes(lower))
    return lower, capital, NOTHING


def _merge_numerals(tokens: Tokens, lexicon: Lexicon) -> Tokens:
    """Make one token of each run of number words ("two hundred and five", "twenty-four")."""
    numerals = lexicon.lists.get("numeral", {})
    if numerals.keys().isdisjoint(tokens.lowers):
        return tokens
    joints = lexicon.lists.get("numeral_joint", {})
    ordinals = lexicon.lists.get("ordinal_word", {})  # "twenty-first" is no 20
    merged = Tokens([], [], [], [], "")
    chars: list[str] = []
    kept = 0  # up to here the tokens stand in ``merged``

    def keep(end: int) -> None:
        merged.starts.extend(tokens.starts[kept:end])
        merged.ends.extend(tokens.ends[kept:end])
        merged.lowers.extend(tokens.lowers[kept:end])
        merged.capitals.extend(tokens.capitals[kept:end])
        chars.append(tokens.chars[kept:end])

    for at, lower in enumerate(tokens.lowers):
        if at < kept or lower not in numerals:
            continue
        if " ".join(tokens.lowers[at : at + 3]) in ordinals:
            continue
        last = _run_end(tokens.lowers, at, numerals, joints)
        words = " ".join(tokens.lowers[at : last + 1])
        value = numeral_value(words, numerals)
        keep(at)
        merged.starts.append(tokens.starts[at])
        merged.ends.append(tokens.ends[last])
        merged.lowers.append(str(value))
        merged.capitals.append(tokens.capitals[at])
        chars.append(lexicon.sign(spelled_classes(words, value)))
        kept = last + 1
    keep(len(tokens.lowers))
    return Tokens(merged.starts, merged.ends, merged.lowers, merged.capitals, "".join(chars))


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
