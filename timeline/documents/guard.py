"""Markup to whether a parser can read it in passable time and memory, told without parsing it."""

from __future__ import annotations

import re
from collections import Counter

from timeline.documents.draft import clean_text
from timeline.late import late

DEEPEST = 5000
"""Elements nested deeper are not parsed: the parser's time grows with the square of the depth
(0.08 s at 10,000, 21 s at 100,000, measured with selectolax 1.0.2)."""
MOST_TAGS = 300_000
"""Tags of one page; a parser takes some 200 bytes for each."""
MOST_ATTRIBUTES = 1000
"""Attributes of one tag: each is compared with all before it (2 s for 20,000, 13 s for 40,000)."""
MOST_REOPENED = 500_000
"""Elements that a parser may have to open anew: HTML opens every <b> that was not closed again in
each paragraph after it (2,000 of each, 30 kB, made 1.5 GB)."""

# Facts of HTML: what has no end tag, what its like ends implicitly, what is opened anew.
_SHALLOW = frozenset(
    (
        *("area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source"),
        *("track", "wbr", "p", "li", "tr", "td", "th", "dd", "dt", "option", "optgroup"),
        *("thead", "tbody", "tfoot", "colgroup", "rp", "rt"),
    )
)
_REOPENED = frozenset(
    "a b big code em font i nobr s small strike strong tt u".split()  # noqa: SIM905 - as listed
)
_VALUE = r"""(?:"[^"]*+"?|'[^']*+'?|[^\s>"'][^\s>]*+)?+"""
_ATTRIBUTE = rf"[\s/]*+[^\s/>][^\s/>=]*+(?:\s*+=\s*+{_VALUE})?+"
# Each branch takes up all it looked at, so that the cost is linear whatever stands there.
_TOKEN = late(
    rf"<!--(?:[^-]|-(?!->))*+"
    rf"|<(?P<raw>script|style|textarea|title|xmp|iframe|noembed|noframes)\b"
    rf"(?:{_ATTRIBUTE})*+[\s/]*+>?(?:[^<]|<(?!/(?P=raw)))*+"
    rf"|<(?P<close>/?)(?P<name>[a-z][^\s/>]*+)(?:(?:{_ATTRIBUTE}){{{MOST_ATTRIBUTES}}}+(?P<many>)"
    rf"|(?:{_ATTRIBUTE})*+)",
    re.IGNORECASE,
)
_ANY_TAG = late(r"<[^<>]*>")


def why_unparsed(markup: str) -> str:
    """Why a page should not be given to a parser, as the end of a sentence; "" when it may.

    Linear in the length of the markup.
    """
    tags = markup.count("<")
    if tags > MOST_TAGS:
        return f"has more than {MOST_TAGS:,} tags"
    open_tags: Counter[str] = Counter()
    depth = reopened = unclosed = 0
    for token in _TOKEN.finditer(markup):
        if token["many"] is not None:
            return f"has a tag with more than {MOST_ATTRIBUTES:,} attributes"
        name = (token["name"] or "").lower()
        if not token["close"]:
            reopened += unclosed
        if reopened > MOST_REOPENED:
            return "leaves too many tags unclosed"
        if not name or name in _SHALLOW:
            continue
        if not token["close"]:
            open_tags[name] += 1
            depth += 1
            unclosed += name in _REOPENED
            if depth > DEEPEST:
                return "is nested too deeply"
        elif open_tags[name]:
            open_tags[name] -= 1
            depth -= 1
            unclosed -= name in _REOPENED
    return ""


def text_without_parser(markup: str) -> str:
    """Take the tags out of markup that must not be parsed."""
    from html import unescape  # noqa: PLC0415 - it knows all characters by name, and few pages come

    return clean_text(unescape(_ANY_TAG.sub("\n\n", markup))).strip()
