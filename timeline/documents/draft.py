"""What a reader makes of one file or line, before debris, title and language are found."""

from __future__ import annotations

import re

from msgspec import Struct

from timeline.errors import describe, place_of
from timeline.model import Aside, DateClaim, HandMade, Notice

# XML 1.0 (section 2.2) allows none of the first, terminals act on C1 controls, UTF-8 cannot write a
# lone surrogate, and the overrides show a text in another order than it stands in.
_UNPRINTABLE = re.compile(
    "[\x00-\x08\x0e-\x1f\x7f-\x84\x86-\x9f\u202d\u202e\ud800-\udfff\ufffe\uffff]"
)
STDIN = "-"
"""The path of what is piped in."""
_PAGE_BREAK = re.compile("[\x0b\x0c\x85]")
_SPACES = re.compile(r"\s+")


class Draft(Struct, frozen=True, array_like=True, gc=False):
    """An article as its reader understood it; ``given_id`` is the id its author gave it.

    It is finished when its debris, title and language have been looked for; then it has the ``id``
    that it would like, and ``print`` tells it from any other.
    """

    path: str
    text: str
    given_id: str = ""
    title: str = ""
    language: str = ""
    source: str = ""
    url: str = ""
    claims: tuple[DateClaim, ...] = ()
    asides: tuple[Aside, ...] = ()
    notices: tuple[Notice, ...] = ()
    title_span: tuple[int, int] | None = None
    themes: tuple[str, ...] = ()
    finished: bool = False
    id: str = ""
    print: bytes = b""


class Read(Struct, frozen=True, array_like=True, gc=False):
    """What came of one file: its drafts or events, what failed in it, what is worth knowing.

    ``title`` is the headline that a file of events has.
    """

    drafts: tuple[Draft, ...] = ()
    failures: tuple[Notice, ...] = ()
    notices: tuple[Notice, ...] = ()
    events: tuple[HandMade, ...] = ()
    title: str = ""


def notice(
    code: str,
    message: str,
    *,
    file: str,
    line: int | None = None,
    shown: str = "",
    remedy: str = "",
) -> Notice:
    """Word a notice as errors are worded, and say where it belongs."""
    return Notice(code, place_of(file, line), describe(message, shown=shown, remedy=remedy))


def clean_text(text: str) -> str:
    """Replace characters no page could hold by U+FFFD, one for one, so that offsets stay."""
    return _PAGE_BREAK.sub("\n", _UNPRINTABLE.sub("\ufffd", text))


def one_line(words: str) -> str:
    """Put metadata on one line, without the characters ``clean_text`` refuses."""
    return _SPACES.sub(" ", clean_text(words)).strip()
