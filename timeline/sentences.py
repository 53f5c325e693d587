"""Part a document's text into sentences: spans that never cross a paragraph or an aside."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from functools import cache
from itertools import pairwise

import msgspec

from timeline.documents.language import function_words
from timeline.documents.tables import read_table
from timeline.late import late
from timeline.model import Document, Sentence

_Span = tuple[int, int]
_Run = list[_Span]

LONGEST = 1_000
"""A stretch without an end is cut at a blank after so many characters, for what comes after takes
a sentence apart in more than linear time (of 60,000 of news 10 were longer, lists all)."""
WIDEST_COLUMN = 120
"""Text whose lines are all shorter may have been wrapped by hand, in characters."""

_LINE = re.compile(r"[^\r\n]++")
# Possessive, so that a run of a million full stops is one match and one decision; the first mark
# stands by itself, so that what lies between two is passed over at once.
_END = re.compile(
    r"[.!?…؟۔।。！？｡](?:(?<=[.!?…؟۔।])(?P<more>[.!?…؟۔।]*+)(?:[\"'”’»)\]]|\[\d{1,3}\])*+"
    r"|(?P<dense>[。！？｡]*+)[」』”’）】]*+)"
)
_FINAL = late(r"[.!?…؟۔।。！？｡][\"'”’»)\]」』）】]{0,4}$")
_OPENERS = re.compile(r"[\s\"'“‘„«(\[¿¡–—-]*+")
_BULLET = late(r"(?:[•·▪◦‣⁃●○■□➤►→*–—-]|\d{1,2}[.)]|[a-z]\))\s")
_BULLET_MARK = re.compile(r"(?:[•·▪◦‣⁃●○■□➤►→*–—-]\s+)+")
_FIRST_WORD = re.compile(r"[\"'“‘„«(\[]*([^\W\d_]+)")
_DOTTED = re.compile(r"(?:[^\W\d_]\.)+[^\W\d_]|[^\W\d_]")
_LOOK_BACK = 24
_LIST_DIGITS = 2
_LEAST_WRAPPED = 3
_WRAPPED_SHARE = 0.8


class _Abbreviations(msgspec.Struct, frozen=True, gc=False):
    kinds: Mapping[str, str]  # word without its last full stop -> name of its table
    capitalised: frozenset[str]
    after_clock: frozenset[str]
    ordinals: bool
    little: frozenset[str]


def split_sentences(document: Document) -> tuple[Sentence, ...]:
    """Part the text into sentences in order, without the blanks and bullets around them.

    A line break ends a sentence unless it cuts one: the next line goes on in lower case, the line
    ends in a comma or a little word, or the text was wrapped by hand.  A paragraph's number is
    that of the stretch between such ends, from 0.  Time grows with the length of the text.
    """
    text = document.text
    words = _abbreviations(document.language)
    sentences: list[Sentence] = []
    paragraph = 0
    for start, end in _paragraphs(text, list(_runs(document)), words.little):
        before = len(sentences)
        for first, last in _spans(text, start, end, words):
            sentences.append(Sentence(first, last, paragraph))
        paragraph += len(sentences) > before
    return tuple(sentences)


def _free_stretches(document: Document) -> Iterator[_Span]:
    position = 0
    for aside in document.asides:
        if aside.start > position:
            yield position, aside.start
        position = max(position, aside.end)
    if position < len(document.text):
        yield position, len(document.text)


def _runs(document: Document) -> Iterator[_Run]:
    """Yield runs of lines with nothing blank or aside between them, without blanks around."""
    text = document.text
    for begin, finish in _free_stretches(document):
        run: _Run = []
        line_end = begin
        for found in _LINE.finditer(text, begin, finish):
            line = found[0]
            words = line.strip()
            if run and (not words or _breaks(text, line_end, found.start()) > 1):
                yield run
                run = []
            line_end = found.end()
            if words:
                first = found.start() + len(line) - len(line.lstrip())
                run.append((first, first + len(words)))
        if run:
            yield run


def _breaks(text: str, start: int, end: int) -> int:
    if end - start == 1:
        return 1
    return 1 if text[start:end] == "\r\n" else 2


def _wrapped_width(text: str, runs: Sequence[_Run]) -> int:
    """Give the width a text was wrapped at by hand, or 0: lines end where a word did not fit."""
    long = [run for run in runs if len(run) > 1]
    breaks = sum(len(run) - 1 for run in long)
    width = max((end - start for run in long for start, end in run), default=0)
    if width > WIDEST_COLUMN or breaks < _LEAST_WRAPPED:
        return 0
    full = sum(
        _is_full(text, line, following, width) for run in long for line, following in pairwise(run)
    )
    return width if full >= _WRAPPED_SHARE * breaks else 0


def _is_full(text: str, line: _Span, following: _Span, width: int) -> bool:
    blank = text.find(" ", following[0], following[1])
    word = (blank if blank >= 0 else following[1]) - following[0]
    return line[1] - line[0] + 1 + word > width


def _paragraphs(text: str, runs: Sequence[_Run], little: frozenset[str]) -> Iterator[_Span]:
    """Join the lines that one sentence, or a paragraph wrapped by hand, runs through."""
    width = _wrapped_width(text, runs)
    for run in runs:
        start = run[0][0]
        for line, following in pairwise(run):
            if not _goes_on(text, line, following, width, little):
                yield start, line[1]
                start = following[0]
        yield start, run[-1][1]


def _goes_on(text: str, line: _Span, following: _Span, width: int, little: frozenset[str]) -> bool:
    """Tell whether a sentence runs on over a line break."""
    if _BULLET.match(text, *following):
        return False
    if width and _is_full(text, line, following, width):
        return True
    tail = text[max(line[0], line[1] - 40) : line[1]]
    if _FINAL.search(tail):
        return False
    first = _FIRST_WORD.match(text, following[0], min(following[1], following[0] + 40))
    if first and first[1][0].islower():
        return True
    return tail[-1] in ",;،、–—-" or tail.rsplit(None, 1)[-1].lower() in little


def _spans(text: str, start: int, end: int, words: _Abbreviations) -> Iterator[_Span]:
    if bullet := _BULLET_MARK.match(text, start, end):
        start = bullet.end()
    begin = start
    for found in _END.finditer(text, start, end):
        if not _ends_sentence(text, found, begin, end, words):
            continue
        yield from _trimmed(text, begin, found.end())
        begin = found.end()
    yield from _trimmed(text, begin, end)


def _trimmed(text: str, start: int, end: int) -> Iterator[_Span]:
    """Give the span without blanks around it, cut where it is far too long; none for ornaments."""
    while end - start > LONGEST:
        cut = max(
            text.rfind(" ", start + 1, start + LONGEST),
            text.rfind("\n", start + 1, start + LONGEST),
        )
        cut = cut if cut > start else start + LONGEST
        yield from _trimmed(text, start, cut)
        start = cut
    piece = text[start:end]
    words = piece.strip()
    if any(c.isalnum() for c in words):
        first = start + len(piece) - len(piece.lstrip())
        yield first, first + len(words)


def _ends_sentence(
    text: str, found: re.Match[str], begin: int, end: int, words: _Abbreviations
) -> bool:
    after = found.end()
    opening = _OPENERS.match(text, after, end)
    place = opening.end() if opening else after
    if found["dense"] is not None or place >= end:
        return True
    following = text[place : place + _LOOK_BACK]
    if following[0].islower() and not following[1:2].isupper():
        return False
    first = _FIRST_WORD.match(following)
    next_word = first[1].lower() if first else ""
    if not text[after].isspace():  # an address or a number; but "ended.The" is an end
        return next_word in words.little and text[found.start() - 1].islower()
    if found["more"] or text[found.start()] != ".":
        return True
    kind = _kind_before(text, begin, found.start(), words)
    begins = next_word in words.little and following[0].isupper()
    after_hour = next_word in words.after_clock or text[after : after + 2] == " ("
    return {
        "never": False,
        "number": not following[0].isdigit(),
        "clock": not after_hour,
        "seldom": begins,
    }.get(kind, True)


def _kind_before(text: str, begin: int, stop: int, words: _Abbreviations) -> str:
    """Say which table the word before a full stop stands in, or "" for a word like any other."""
    before = text[max(begin, stop - _LOOK_BACK) : stop].split()
    written = before[-1].lstrip("\"'“‘„«([") if before else ""
    word = written.lower()
    if word.isdigit():
        is_list_number = len(word) <= _LIST_DIGITS and begin + len(word) == stop
        is_ordinal = len(word) <= _LIST_DIGITS and words.ordinals
        return "never" if is_list_number else "seldom" if is_ordinal else ""
    key = word if word in words.kinds or "." in word else word.rpartition("-")[2]
    if len(key) == 1 and written[-1:].isupper():
        return "seldom"  # an initial, whatever the small letter is short for
    if key in words.capitalised and not written[:1].isupper():
        return ""
    return words.kinds.get(key) or ("seldom" if _DOTTED.fullmatch(key) else "")


@cache
def _abbreviations(language: str) -> _Abbreviations:
    table = read_table("abbreviations")
    entry = table.get(language, table["en"])
    kinds = {
        word: "seldom" if kind == "capitalised" else kind
        for kind in ("capitalised", "seldom", "number", "clock", "never")
        for word in entry.get(kind, "").split()
    }
    return _Abbreviations(
        kinds=kinds,
        capitalised=frozenset(entry.get("capitalised", "").split()),
        after_clock=frozenset(entry["after_clock"].split()),
        ordinals=entry["ordinals"],
        little=function_words(language),
    )
