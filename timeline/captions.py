"""Part what runs into a sentence from it: captions, headings, the entries of a chronology.

Web pages put captions and headings between paragraphs, and texts taken from them run these into
the next sentence: "Bodies lay in the sun There is no water", "20 April: The rig explodes 8 May: A
dome fails".
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections import Counter
from collections.abc import Iterator, Sequence
from functools import cache, cached_property

from timeline.documents.language import function_words
from timeline.documents.tables import read_table
from timeline.late import late
from timeline.model import DocumentReading, Sentence

_CAPITAL = re.compile(r" (?<=[a-z] )(?=[A-Z\"“])")
"""Where one of the next three may stand."""
_STEP = re.compile(r" (?<=[a-z] )(?=([A-Z][a-z]*) ([a-z][\w’'-]*))")
_QUOTE = late(r" (?<=[a-z] )(?=[\"“][A-Z][a-z’']* (?:[^\s\"”]+ ){5})")
"""Where somebody's words begin without a comma or colon, behind a caption."""
_DATED = late(r"(?<=[a-z]) (?=([A-Z][a-z]+) (?:(?:early|late|on|in) )?([A-Z][a-z]+)\b)")
"""Where a sentence opens with its day behind a caption: "... a rescuer On Sunday, crews"."""
_SPOKEN = re.compile(r"[A-Z][^:\"“]{2,40}: [\"“][^\"”]{12,}[\"”] (?=[A-Z])")
"""A caption that gives somebody's words: "Ada Lunt: “There is no water” "."""
_HOUR = late(r"(?<=[a-z] )(?:[01]\d|2[0-3])[0-5]\d (?=[A-Z][\w’'-]* )")
_WORD_BACKWARDS = re.compile(r"[\w’'-]+")
_WORDS = late(r"(?<![\w’'.-])([A-Za-z][a-z]+)(?![\w’'-])")
_LABEL = re.compile(
    r"[A-Z][A-Z’'.-]{2,},?(?: [A-Z][A-Z’'.-]*,?)* [A-Z][A-Z’'.-]{2,} (?=[A-Z][a-z]+ [A-Za-z])"
)
_LABELS = ("credit", "bracket", "page", "byline", "head", "dateline", "place")
"""What is looked for before a sentence, in ``[label]`` of ``rules/captions.toml``."""
_PARTING = ("entry", "stamp")
_LONGEST_NAME = 40
_LEAST_LEFT = 3
_LEAST_RIGHT = 4
_LONGEST_LABEL = 60
_LONGEST_LEAD = 420
_LEAST_ENTRIES = 2
"""Dates with a colon that make a sentence a chronology."""
BEHIND_DAY = late(r"\s*(?::|-{1,2}\s|[–—])\s*(?=\S)")
"""What parts the day of an entry from what is told of it: "20 April: ", "April 20 - "."""
_LEAST_DASHED = 3
_DASHES = (" -", " –", " —")
_MARKS = frozenset('"“')
_WORD = 24
"""Characters of a word that are looked at before a capital."""
_LEAD = 20
"""Characters before a date in which the word stands that leads to it."""


def part_sentences(reading: DocumentReading, *, is_live: bool = False) -> tuple[Sentence, ...]:
    """A document read to its sentences, parted from captions and entries that run into them.

    ``is_live``: an hour inside a sentence opens an entry of a live report.
    """
    run_ins = _RunIns(reading.document.text, reading.document.language)
    spans = [(each.mention.start, each.mention.end) for each in reading.resolutions]
    starts = [start for start, _ in spans]
    parted: list[Sentence] = []
    for sentence in reading.sentences:
        first = sentence.start
        whole = sentence
        inside = spans[bisect_left(starts, sentence.start) : bisect_left(starts, sentence.end)]
        entries = run_ins.entries(inside)
        hours = run_ins.hours(sentence.start, sentence.end) if is_live else ()
        for at in entries or sorted({*run_ins.cuts(sentence.start, sentence.end), *hours}):
            if at <= first:
                continue
            last = bisect_left(starts, at) - 1
            if last < 0 or spans[last][1] < at:
                parted.append(Sentence(first, at - 1, sentence.paragraph))
                whole = Sentence(first := at, sentence.end, sentence.paragraph)
        parted.append(whole)
    return tuple(parted)


class _RunIns:
    """Knows which words of a text are no names, and so where a capital opens a sentence."""

    def __init__(self, text: str, language: str) -> None:
        self._text = text
        self._is_english = language == "en"
        self._little = function_words("en")
        self._partings = [
            (name, _label(name)) for name in _PARTING if any(need in text for need in _needs(name))
        ]

    @cached_property
    def _seen(self) -> Counter[str]:
        return Counter(_WORDS.findall(self._text))

    def cuts(self, start: int, end: int) -> Iterator[int]:
        """The offsets inside a sentence at which another one begins; none but in English."""
        if not self._is_english:
            return
        behind = _labels_end(self._text, start, end)
        if behind > start and self._count(behind, end) >= _LEAST_RIGHT:
            yield behind
            start = behind
        for name, pattern in self._partings:
            for parting in pattern.finditer(self._text, start, end):
                at = parting.start() if name == "entry" else parting.end()
                if at > start and self._count(at, end) >= _LEAST_RIGHT:
                    yield at
                    start = at
        label = _LABEL.match(self._text, start, min(end, start + _LONGEST_LABEL))
        if label is not None and self._count(label.end(), end) >= _LEAST_RIGHT:
            yield label.end()
            start = label.end()
        if self._text.find(": ", start, min(end, start + _LONGEST_NAME + len("L: "))) > 0:
            spoken = _SPOKEN.match(self._text, start, end)
            if spoken is not None and self._count(spoken.end(), end) >= _LEAST_RIGHT:
                yield spoken.end()
                start = spoken.end()
        for step in _CAPITAL.finditer(self._text, start, end):
            at = step.end()
            if (
                self._begins(start, at, end)
                and self._count(start, at) >= _LEAST_LEFT
                and self._count(at, end) >= _LEAST_RIGHT
            ):
                yield at
                start = at

    def _begins(self, start: int, at: int, end: int) -> bool:
        """Whether what stands between ``at`` and ``end`` is a sentence behind a caption."""
        before = self._before(start, at - 1)
        if not before:
            return False
        if self._text[at] in _MARKS:
            return self._ends(before) and _QUOTE.match(self._text, at - 1, end) is not None
        step = _STEP.match(self._text, at - 1, end)
        if step is not None and self._opens(step[1], step[2], before):
            return True
        dated = _DATED.match(self._text, at - 1, end) if self._ends(before) else None
        return dated is not None and _opens_with_day(dated[1], dated[2])

    def hours(self, start: int, end: int) -> Iterator[int]:
        """Where entries of a live report begin inside a sentence: "... from shops 2149 Mrs Lee"."""
        for hour in _HOUR.finditer(self._text, start, end):
            before = self._before(start, hour.start() - 1)
            if (
                before
                and before not in self._little
                and self._count(hour.start(), end) > _LEAST_RIGHT
            ):
                yield hour.start()

    def entries(self, dates: Sequence[tuple[int, int]]) -> list[int]:
        """Where the entries of a chronology begin: dates with a colon, and nothing before them.

        Or three and more with a dash: "1994 - A storm 1998 - Another one 2004 - Floods".
        """
        apart = [start for start, end in dates if self._stands_apart(start) and self._is(":", end)]
        dashed = [
            start
            for start, end in dates
            if self._stands_apart(start) and any(self._is(dash, end) for dash in _DASHES)
        ]
        if len(apart) >= _LEAST_ENTRIES:
            return apart
        return dashed if len(dashed) >= _LEAST_DASHED else []

    def _stands_apart(self, start: int) -> bool:
        """Whether no little word leads to a date: "on 3 May: ..."."""
        lead = self._text[max(0, start - _LEAD) : start].split()
        return not lead or lead[-1].strip("(").lower() not in self._little

    def _is(self, mark: str, end: int) -> bool:
        return self._text.startswith(f"{mark} ", end)

    def _ends(self, before: str) -> bool:
        """Whether a word can end a caption, and does not lead to somebody's words."""
        lists = _lists()
        leads = before.endswith(("ed", "ing", "s")) or before in lists["before"]
        return not leads and before not in self._little

    def _opens(self, word: str, following: str, before: str) -> bool:
        """Whether a capital between two small words opens a sentence."""
        lists = _lists()
        lower = word.lower()
        if lower in lists["always"] and before not in lists["before"]:
            return True
        if before in self._little or before in lists["before"]:
            return False
        if lower in lists["never"] or (lower == "a" and following in self._little):
            return False
        if lower in self._little:
            return True
        small, capital = self._seen[lower], self._seen[word]
        plural = lower.endswith("s") and not lower.endswith("ss")
        verb = before.endswith(("ed", "ing", "ly"))
        return plural and not verb and small > 2 * (capital - 1)

    def _before(self, start: int, end: int) -> str:
        match = _WORD_BACKWARDS.match(self._text[max(start, end - _WORD) : end][::-1])
        return match[0][::-1] if match is not None and match[0][-1].islower() else ""

    def _count(self, start: int, end: int) -> int:
        return self._text.count(" ", start, end) + 1


def is_label(words: str) -> bool:
    """Whether the words of a sentence are only what labels stand before another."""
    return _labels_end(f"{words} A", 0, len(words) + 2) == len(words) + 1


def _labels_end(text: str, start: int, end: int) -> int:
    """Where the labels before a sentence end, which stand one behind the other."""
    while (at := _behind_label(text, start, end)) > start:
        start = at
    return start


def _behind_label(text: str, start: int, end: int) -> int:
    """Where a label that stands at an offset ends; the offset itself where none does."""
    stop = min(end, start + _LONGEST_LEAD)
    lead = text[start:stop]
    for need, pattern in _labels():
        if need in lead and (found := pattern.match(text, start, stop)) is not None:
            return found.end()
    return start


def _opens_with_day(word: str, following: str) -> bool:
    """Whether two words are a preposition and a day or month: "On Sunday"."""
    lists = _lists()
    return word in lists["dating"] and following in lists["days"]


@cache
def _lists() -> dict[str, frozenset[str]]:
    table = read_table("captions")
    return {name: frozenset(words.split()) for name, words in table["words"].items()}


@cache
def _labels() -> tuple[tuple[str, re.Pattern[str]], ...]:
    """What labels cannot be without, each with the label that is looked for where it stands."""
    return tuple((need, _label(name)) for name in _LABELS for need in _needs(name))


@cache
def _needs(name: str) -> tuple[str, ...]:
    return tuple(read_table("captions")["needs"][name])


@cache
def _label(name: str) -> re.Pattern[str]:
    """What stands before a sentence and is none, by its name in ``[label]``."""
    return late(read_table("captions")["label"][name])
