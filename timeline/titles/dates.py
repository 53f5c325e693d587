"""Take the dates out of the words of a sentence, with the little words that go with them."""

from __future__ import annotations

import re
from collections.abc import Sequence

from timeline.grammar import word_list
from timeline.late import late
from timeline.titles.nouns import happenings
from timeline.titles.wording import title_words

_WORD_BACKWARDS = re.compile(r"\s+,?([\w’'-]+)")
_WORD_AFTER = late(r"\s([a-z]+)")
_NAMED_THE = re.compile(r" [Tt]he [A-Z]")
_NAME_AFTER = late(r"\s[A-Z][a-z]+")
_ZONE = re.compile(r",? (?:[A-Z][a-z]+|local) time\b")
_BETWEEN = "between "
_AT_WORD = re.compile(r"\b")
_AND = re.compile(r" and ")
_AND_MORE = re.compile(r" (?:and|or) (?:hours|days|weeks|months|years)\b")
_NAMES_OF_DAYS = frozenset({"Today", "Now", "Tomorrow", "Tonight", "Yesterday"})
_LEAD_REACH = 24
_NO_NOUNS = ("preposition", "conjunction", "subordinator", "modal", "be", "have")


class Undated:
    """Gives the words of one sentence without its dates."""

    def __init__(self, sentence: str, dates: Sequence[tuple[int, int]]) -> None:
        self.sentence = sentence
        self.dates = dates
        self._gone = self._joined_dates()

    def kept(self, spans: list[tuple[int, int]]) -> str:
        """The words of some spans without the dates in them and the prepositions before those."""
        pieces: list[str] = []
        for start, end in spans:
            at = start
            for first, last in self._gone:
                if first >= end or last <= start:
                    continue
                pieces.append(self.sentence[at : max(first, at)])
                owned = self.sentence[first:last].endswith(("'s", "’s"))
                if (owned or self._names_deed(first, last)) and first > start:
                    pieces.append("the")
                at = max(at, last)
            pieces.append(self.sentence[at:end] if at < end else "")
        return " ".join(piece for piece in pieces if piece.strip())

    def _joined_dates(self) -> list[tuple[int, int]]:
        """The dates with what joins them: "Friday and Saturday", "the last months of 2008"."""
        joined: list[tuple[int, int]] = []
        for first, last in sorted(self._date_spans()):
            between = self.sentence[joined[-1][1] : first].strip() if joined else "-"
            if joined and between in {"", "and", "or", "to", "of", ","}:
                joined[-1] = (joined[-1][0], max(last, joined[-1][1]))
            else:
                joined.append((first, last))
        return joined

    def _date_spans(self) -> list[tuple[int, int]]:
        spans: list[tuple[int, int]] = []
        for start, end in self.dates:
            if self.sentence[end : end + 2] in {"'s", "’s"}:
                spans.append((start, end + 2))
                continue
            if self.sentence[start:end].endswith(("'s", "’s")):
                spans.append((start, end))
                continue
            if self._names_deed(start, end):
                spans.append((start, end))
                continue
            if self._is_attribute(start, end) or self._is_in_name(start, end):
                continue
            if self._is_object(start, end):
                continue
            first = self._between(start, end)
            if first is None:
                first = self._leads(start, end)
            before = self._word_before(first)[0].lower() if first == start else ""
            if (
                before in title_words()["date_keepers"]
                and before not in {"and", "or"}
                and not any(self.sentence[last:start].strip() == "of" for _, last in self.dates)
            ):
                continue
            rest = _ZONE.match(self.sentence, end) or _AND_MORE.match(self.sentence, end)
            spans.append((first, rest.end() if rest else end))
        return spans

    def _between(self, start: int, end: int) -> int | None:
        """Where "between" begins before the first of two dates; None where it does not stand."""
        begin = start - len(_BETWEEN)
        if begin < 0 or self.sentence[begin:start].lower() != _BETWEEN:
            return None
        if not _AT_WORD.match(self.sentence, begin):
            return None
        second = _AND.match(self.sentence, end)
        dated = second is not None and any(first == second.end() for first, _ in self.dates)
        return begin if dated else None

    def _word_before(self, at: int) -> tuple[str, int]:
        """The word that ends before ``at``, up to a comma, and where it begins; "" for none."""
        found = _WORD_BACKWARDS.match(self.sentence[max(0, at - _LEAD_REACH) : at][::-1])
        return ("", at) if found is None else (found[1][::-1], at - found.end())

    def _leads(self, start: int, end: int) -> int:
        """Where the words before a date begin that go with it: "until late on"."""
        first = start
        own = self.sentence[start:end].split(" ", 1)[0].lower()
        prepositions = int(own in title_words()["lead_prepositions"])
        while True:
            word, begin = self._word_before(first)
            word = word.lower()
            if word in title_words()["lead_prepositions"]:
                prepositions += 1
                if prepositions > 1:
                    return first
            elif word not in title_words()["date_leads"]:
                return first
            first = begin

    def _is_in_name(self, start: int, end: int) -> bool:
        """Whether a date is a word of a name: "Fishing Today Weekly"."""
        if self.sentence[start:end] not in _NAMES_OF_DAYS:
            return False
        before = self.sentence[max(0, start - _LEAD_REACH) : start].split()
        after = self.sentence[end : end + _LEAD_REACH].split()
        return (
            bool(before)
            and before[-1][0].isupper()
            and (not after or after[0][0].isupper() or not after[0][0].isalpha())
        )

    def _is_object(self, start: int, end: int) -> bool:
        """Whether a year is what a verb is about: "declared 2010 the Year of the Forest"."""
        if end - start != len("2010") or not _NAMED_THE.match(self.sentence[end : end + 6]):
            return False
        words = self.sentence[:start].split()[-1:]
        return bool(words) and words[0].endswith("ed")

    def _names_deed(self, start: int, end: int) -> bool:
        """Whether a date with its "the" stands before what happened: "the 12 May earthquake"."""
        if not self.sentence[start:end].lower().startswith("the "):
            return False
        after = _WORD_AFTER.match(self.sentence, end)
        return after is not None and after[1] in happenings()

    def _is_attribute(self, start: int, end: int) -> bool:
        """Whether a date belongs to a noun that would be lost without it ("the 2018 deal")."""
        if self._word_before(start)[0].lower() not in word_list("determiner"):
            return False
        if _NAME_AFTER.match(self.sentence, end):
            return True
        after = _WORD_AFTER.match(self.sentence, end)
        return after is not None and after[1] not in word_list(*_NO_NOUNS)
