"""Find in a document who is meant: the names of a sentence, and what a pronoun stands for."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections import Counter
from collections.abc import Sequence
from functools import cache, cached_property

from timeline.clauses import Clause, ClauseKind, analyse
from timeline.grammar import word_list
from timeline.late import late
from timeline.model import Document, Sentence
from timeline.names import Name, NameKind, find_names
from timeline.titles import (
    definite,
    other_ones_in,
    others_in,
    stands_for,
    subject_phrase,
    title_words,
)

_LEAD_WORDS = 3
_OWNING = frozenset({"'s", "’s"})
_LEAD = 16
_REACH = 4
"""How many sentences back a pronoun is looked up."""


class Cast:
    """The names of a document, by sentence."""

    def __init__(self, document: Document, sentences: Sequence[Sentence]) -> None:
        self._text = document.text
        self._sentences = sentences
        self._names = find_names(document.text)
        self._starts = [name.start for name in self._names]
        self._in_title = find_names(document.title)
        self._told = Counter(name.full for name in self._names)

    def names_in(self, sentence: Sentence) -> list[Name]:
        """The names that stand in a sentence, in order."""
        return self._between(sentence.start, sentence.end)

    def subject_of(self, sentence: Sentence, clause: Clause) -> str:
        """The place or thing in a clause that its document speaks of most.

        Empty when none of them stands in the document twice.  Persons and bodies are left out:
        before a colon they would be taken for those who say it.
        """
        told = self._told
        titled = {name.full for name in self._in_title if name.kind is NameKind.OTHER}
        inside = {
            name.full
            for name in self.names_in(sentence)
            if told[name.full] > 1
            and clause.holds(name.start - sentence.start)
            and (name.kind is NameKind.PLACE or name.full in titled)
        }
        return min(inside, key=lambda full: (-told[full], full), default="")

    def names_near(self, number: int) -> list[Name]:
        """The names of a sentence and of those just before it."""
        first = self._sentences[max(0, number - _REACH)]
        return self._between(first.start, self._sentences[number].end)

    def _between(self, start: int, end: int) -> list[Name]:
        first = bisect_left(self._starts, start)
        return list(self._names[first : bisect_left(self._starts, end)])

    def antecedent(self, words: str, number: int) -> str:
        """What a pronoun or "the ministry" stands for; "" when it is not certain.

        Certain is the only person named before it in its own sentence; else the only fitting name
        of an earlier sentence of the paragraph, or the one that opens it, or its subject ("The
        canal"); where paragraphs are single sentences, of the paragraph before too.
        """
        named = self._named_before(words, number)
        if named:
            return next(iter(named)) if len(named) == 1 else ""
        if self._is_of_stranger(words, number):
            return ""
        paragraph = self._sentences[number].paragraph
        for before in range(number - 1, max(-1, number - 1 - _REACH), -1):
            earlier = self._sentences[before]
            outside = earlier.paragraph != paragraph
            if outside and (before != number - 1 or not self._stands_alone(before)):
                break
            if before < number - 1 and not self._goes_on(words, before + 1):
                break
            inside = self.names_in(earlier)
            fitting = [name for name in inside if _fits(words, name)] or [
                name for name in inside[:1]
                if self._acts_in(earlier, name) and _may_be_person(words, name)
            ]  # fmt: skip
            fitting = [name for name in fitting if not self._owns(name)] or fitting
            subject = self._subject(words, before)
            if subject:
                return definite(subject)
            if not fitting:
                if outside:
                    break
                continue
            lead = self._text[earlier.start : fitting[0].start]
            if self._is_beside_another(words, earlier, fitting[0]):
                return ""
            if self._does_it_to(words, earlier, fitting[0]):
                return ""
            opens = len(lead.split()) <= _LEAD_WORDS and "," not in lead
            alone = len({name.full for name in fitting}) == 1 and not outside
            return fitting[0].full if alone or opens else ""
        return "" if self._is_another_near(words, number) else self._named_in_title(words)

    def _owns(self, name: Name) -> bool:
        """Whether what a name owns is told of, and not the name: "Norda's director, Lee"."""
        return self._text[name.end : name.end + 2] in _OWNING

    def _acts_in(self, sentence: Sentence, name: Name) -> bool:
        """Whether a name opens a sentence, or acts in it behind a comma: "In May, Lee left"."""
        if name.start == sentence.start:
            return True
        if not self._text[sentence.start : name.start].endswith(", "):
            return False
        tokens = analyse(self._text[sentence.start : sentence.end]).tokens
        end = name.end - sentence.start
        following = next((token for token in tokens if token.start >= end), None)
        return following is not None and following.finite

    def _is_another_near(self, words: str, number: int) -> bool:
        """Whether just before a pronoun of a person another may be named than in the title."""
        if NameKind.PERSON not in _pronoun_kinds().get(words, frozenset()) or not number:
            return False
        titled = {name.full for name in self._in_title}
        before = self._sentences[number - 1]
        return any(
            name.full not in titled
            and (_fits(words, name) or _may_be_person(words, name))
            and self._acts_in(before, name)
            for name in self.names_in(before)
        )

    def _is_beside_another(self, words: str, sentence: Sentence, name: Name) -> bool:
        """Whether a sentence brings up another person, by what he does: "Lee met the mayor"."""
        if NameKind.PERSON not in _pronoun_kinds().get(words, frozenset()):
            return False
        behind = self._text[name.end : sentence.end]
        return any(
            found.start() > _APPOSED
            and not title_words()["persons"].isdisjoint(found[1].lower().split())
            for found in _ROLE.finditer(behind)
        )

    def _does_it_to(self, words: str, sentence: Sentence, name: Name) -> bool:
        """Whether a name is of who does something to what a pronoun means: "Lee owns her"."""
        ends = word_list("preposition", "conjunction")
        behind = self._text[name.end : sentence.end]
        return any(
            found[0].lower() in _forms_of(words) and (not found[1] or found[1].lower() in ends)
            for found in _OBJECT.finditer(behind)
        )

    def _named_before(self, words: str, number: int) -> set[str]:
        """The persons that a sentence names before it says "he"; "" for one that is not meant.

        Of "Lee's lawyer" nobody knows whether Lee is.
        """
        if NameKind.PERSON not in _pronoun_kinds().get(words, frozenset()):
            return set()
        sentence = self._sentences[number]
        text = self._text[sentence.start : sentence.end]
        said = re.search(rf"\b{words}\b", text, re.IGNORECASE)
        end = sentence.start + said.start() if said is not None else sentence.start
        return {
            "" if self._owns(name) else name.full
            for name in self.names_in(sentence)
            if name.end <= end
            and (_fits(words, name) or (_may_be_person(words, name) and not self._is_placed(name)))
        }

    def _is_of_stranger(self, words: str, number: int) -> bool:
        """Whether a pronoun is of somebody or something that its own sentence brings up.

        "A guard said his hand was hurt" is of no earlier man, and "It is the first mill and was
        sold" tells of a mill.
        """
        sentence = self._sentences[number]
        text = self._text[sentence.start : sentence.end]
        if words in {"it", "its"}:
            return _IS_THING.match(text) is not None
        said = re.search(rf"\b{words}\b", text, re.IGNORECASE)
        if said is None or NameKind.PERSON not in _pronoun_kinds().get(words, frozenset()):
            return False
        before = (f for f in analyse(text).frames if f.source_end <= said.start())
        return any(_STRANGER.match(frame.source(text)) for frame in before)

    def _is_placed(self, name: Name) -> bool:
        """Whether the word before a name leads to a place or a programme, and to no person."""
        before = self._text[max(0, name.start - _LEAD) : name.start].split()
        return bool(before) and (
            before[-1].isdigit() or before[-1].lower() in word_list("place_lead")
        )

    def _goes_on(self, words: str, number: int) -> bool:
        """Whether a sentence goes on speaking of whom a pronoun stands for: it opens with it."""
        sentence = self._sentences[number]
        first = self._text[sentence.start : sentence.end].split(" ", 1)[0].lower()
        return first in _forms_of(words) or not self.names_in(sentence)

    def _stands_alone(self, number: int) -> bool:
        """Whether a sentence is a paragraph of its own."""
        around = self._sentences[max(0, number - 1) : number + 2]
        own = self._sentences[number].paragraph
        return sum(sentence.paragraph == own for sentence in around) == 1

    def _subject(self, words: str, number: int) -> str:
        """The only subject in a sentence that a pronoun can stand for; "" when it is not certain.

        "It" is certain only where the sentence names no other single thing.
        """
        sentence = self._sentences[number]
        analysis = analyse(self._text[sentence.start : sentence.end])
        phrases = [
            " ".join(subject_phrase(analysis.sentence, analysis.tokens_of(clause)).split())
            for clause in analysis.clauses
            if clause.kind in (ClauseKind.MAIN, ClauseKind.REPORT)
        ]
        fitting = [phrase for phrase in phrases if stands_for(words, phrase)]
        if len(fitting) != 1:
            return ""
        if words in {"it", "its"} and others_in(analysis.sentence, fitting[0]):
            return ""
        several = words in {"they", "their", "them"}
        return "" if several and other_ones_in(analysis.sentence, fitting[0]) else fitting[0]

    def _named_in_title(self, words: str) -> str:
        """The only name of the document's title that a pronoun can stand for, if it has one."""
        known = {name.full for name in self._names}
        fitting = {
            name.full
            for name in self._in_title
            if name.full in known and (_fits(words, name) or self._may_be_ship(words, name))
        }
        return next(iter(fitting)) if len(fitting) == 1 else ""

    def _may_be_ship(self, words: str, name: Name) -> bool:
        """Whether "it" or "she" may be a ship: "she" where the text calls that name one.

        No name of a person, a place or a body is a ship's.
        """
        if name.kind is not NameKind.OTHER or name.full.endswith("s"):
            return False
        return words in {"it", "its"} or (words in {"she", "her"} and self._is_called_ship(name))

    def _is_called_ship(self, name: Name) -> bool:
        return any(
            self._text.startswith(name.full, at) and _EDGE.match(self._text, at + len(name.full))
            for at in self._behind_ships
        )

    @cached_property
    def _behind_ships(self) -> list[int]:
        """Where the name of a ship would stand that the text calls one."""
        return [found.end() for found in _ships().finditer(self._text)]


_IS_THING = re.compile(r"\W*It (?:is|was)(?: also)? (?:the|an?|one of|[A-Z]\w+['’]s)\b")
_EDGE = re.compile(r"\b")
_OBJECT = late(r"\b(?:him|her|it|them)\b(?=\s*([\w’'-]*))")
_ROLE = late(r"\b(?:the|an?|his|her|their) ([\w’'-]+(?: [\w’'-]+)?)")
_APPOSED = 2
"""Characters behind a name where a noun only explains it: "Lee, the mayor"."""
_STRANGER = late(r"(?:[Aa]n?|[Oo]ne|[Aa]nother) (?!of\b)")


@cache
def _pronoun_kinds() -> dict[str, frozenset[NameKind]]:
    person = frozenset((NameKind.PERSON,))
    thing = frozenset((NameKind.ORG,))
    return {
        **dict.fromkeys(("he", "she", "his", "her", "him"), person),
        **dict.fromkeys(("it", "its"), thing),
        **dict.fromkeys(("they", "their", "them", "who", "which"), frozenset()),
    }


def _may_be_person(words: str, name: Name) -> bool:
    """Whether "he" or "she" may stand for some capitalised words that nothing tells apart."""
    is_personal = NameKind.PERSON in _pronoun_kinds().get(words, frozenset())
    words_of_name = name.full.split()
    shaped = len(words_of_name) in (2, 3) and not any(word.isupper() for word in words_of_name)
    return is_personal and name.kind is NameKind.OTHER and shaped and not name.full.endswith("s")


@cache
def _forms_of(words: str) -> frozenset[str]:
    """The forms of a pronoun: of "his" also "he" and "him"."""
    sets = ({"he", "his", "him"}, {"she", "her"}, {"it", "its"}, {"they", "their", "them"})
    return frozenset(next((forms for forms in sets if words in forms), {words}))


@cache
def _ships() -> re.Pattern[str]:
    """What a text calls a ship before its name."""
    return re.compile(rf"\b(?:{'|'.join(sorted(title_words()['ships']))}),? (?:the )?")


def _fits(words: str, name: Name) -> bool:
    """Whether a pronoun, or words like "the ministry", can stand for a name."""
    kinds = _pronoun_kinds().get(words)
    if kinds is not None:
        acronym = any(word.isupper() and len(word) > 1 for word in name.full.split())
        return name.kind in kinds and not (acronym and name.kind is NameKind.PERSON)
    noun = words.removeprefix("the ").lower()
    return name.kind is NameKind.ORG and noun in name.full.lower().split()
