"""Find the names of people, organisations and places in an English text by capitals and cues.

No model: runs of capitalised words, a gazetteer, titles and cue words (``rules/names.toml``).
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from timeline.late import late
from timeline.names.filing import MAX_PERSON, Name, NameKind, filed
from timeline.names.gazetteer import Gazetteer, gazetteer

_CAPITAL = re.compile(r"[A-Z](?<![\w.@/][A-Z])(?:\.(?:[A-Z]\.)+|[\w&]*(?:[’'\-](?!s\b)[^\W_]+)*)")
_AFTER_NAME = re.compile(r"\s*([^\W\d_]+)?")
_WORD_BACKWARDS = re.compile(r"\s+,?([^\W\d_]+)")
"""The word before a name, read backwards: to look for its end takes a try at each letter."""
_APPOSITION = re.compile(
    r",\s+(?:an?|the|who|whose|aged|\d\d,|[a-z’']+(?:\s[a-z]+)?\s+(?:of|for|at)\b)"
)
_MONEY = frozenset("$€£¥")
_SENTENCE_END = frozenset(".!?")
_SKIPPED = " \t“”‘’\"'([•*-–—"
_ENUMERATED = late(r"(?:\b(?:[Tt]he|its|their|first|second|third|\w+(?:st|nd|rd|th)))\s+$")
_SHORT_LINE = 60
"""Characters; a line shorter than this was ended on purpose and not wrapped."""
_JOINT = re.compile(r"\b(?:of|for)\b")
_ACRONYM = 6
_BESIDE = 24
"""Characters before a name in which a word that tells its kind is looked up."""


class _Word(NamedTuple):
    text: str
    start: int
    end: int
    possessive: bool
    opens: bool
    """Whether it stands first in a sentence, where a capital tells nothing."""


_Found = tuple[Name, bool]
"""A name, and whether it is beyond doubt."""


def find_names(text: str) -> tuple[Name, ...]:
    """A text to the names in it, in order and without overlaps; offsets are characters."""
    lists = gazetteer()
    found: list[Name] = []
    doubtful: list[Name] = []
    for run in _runs(text, _words(text)):
        for name, sure in _read_run(text, run, lists):
            (found if sure else doubtful).append(name)
    confirmed = {name.text for name in found}
    parts = {part for name in found if name.kind is NameKind.PERSON for part in name.text.split()}
    found.extend(name for name in doubtful if name.text in confirmed or name.text in parts)
    return filed(text, sorted(found, key=lambda name: name.start), lists)


def _words(text: str) -> list[_Word]:
    """The capitalised words of a text, dates and the like left out."""
    words: list[_Word] = []
    for match in _CAPITAL.finditer(text):
        start, end = match.span()
        if text[end : end + 1] in _MONEY:
            continue  # the US of "US$916 million"
        possessive = text[end : end + 2] in {"'s", "’s"} or (
            text[end - 1] == "s" and text[end : end + 2] in {"' ", "’ "}
        )
        words.append(_Word(match[0], start, end, possessive, _opens_sentence(text, start)))
    return words


def _opens_sentence(text: str, start: int) -> bool:
    at = start - 1
    quoted = False
    while at >= 0 and text[at] in _SKIPPED:
        quoted = quoted or text[at] in "“‘\"'•*"
        at -= 1
    if at < 0 or quoted:
        return True
    if text[at] == "\n":
        before = text[max(0, at - 200) : at].rstrip(" \t\r")
        return not before or before[-1] in '\n.!?:”"' or _is_short_line(text, at)
    if text[at] not in _SENTENCE_END:
        return False
    word = re.search(r"([\w.]+)\.$", text[max(0, at - 12) : at + 1])
    return word is None or (
        word[1] not in gazetteer().abbreviated and not re.fullmatch(r"(?:\w\.)*[A-Z]", word[1])
    )


def _is_short_line(text: str, at: int) -> bool:
    """Whether the line that ends at ``at`` is too short to have been wrapped there."""
    return at - text.rfind("\n", 0, at) <= _SHORT_LINE


def _runs(text: str, words: Sequence[_Word]) -> Iterator[list[_Word]]:
    """The capitalised words that stand side by side, or are joined inside a name."""
    lists = gazetteer()
    run: list[_Word] = []
    for word in words:
        if run and not _joined(text, run, word, lists):
            yield run
            run = []
        if word.text in lists.calendar or _is_function_word(text, word, lists):
            if run:
                yield run
                run = []
            continue
        run.append(word)
    if run:
        yield run


def _is_function_word(text: str, word: _Word, lists: Gazetteer) -> bool:
    """Whether a capital stands on "The", "But", "I'm" or a shouted "NOT"."""
    plain = word.text.replace("’", "'").partition("'")[0].lower()
    if plain not in lists.starters or word.text in lists.given:
        return False
    return _phrase_at(text, word, lists) is None


def _joined(text: str, run: list[_Word], word: _Word, lists: Gazetteer) -> bool:
    """Whether a capitalised word belongs to the run before it."""
    last = run[-1]
    gap = text[last.end : word.start]
    plain = gap.strip()
    if last.possessive or (word.opens and plain):
        return False
    if gap.count("\n") > 1 or ("\n" in gap and _is_short_line(text, text.index("\n", last.end))):
        return False
    if plain in {"", "-"}:
        return plain == "" or gap == "-"
    if plain == ".":
        return last.text in lists.abbreviated or len(last.text) == 1
    if plain in lists.particles or plain in {"al-", "el-"}:
        return True
    if plain.removesuffix(" the") in {"of", "for"}:
        return _joined_by_of(text, run, plain, lists)
    return plain in {"and", "and the"} and _joined_by_and(text, run, word, lists)


def _joined_by_of(text: str, run: list[_Word], plain: str, lists: Gazetteer) -> bool:
    """Whether "of" goes on a name: "Ministry of Health", "Gulf of Mexico"."""
    if run[-1].text in lists.of_heads:
        return True
    if any(each.text in lists.org_heads or each.text in lists.other_heads for each in run):
        return True
    begun = f"{text[run[0].start : run[-1].end]} {plain}"
    return any(phrase.startswith(begun) for phrase, _ in lists.phrases.get(run[0].text, ()))


def _joined_by_and(text: str, run: list[_Word], word: _Word, lists: Gazetteer) -> bool:
    """Whether "and" goes on a name: "Food and Drug Administration", "Trinidad and Tobago"."""
    whole = text[run[0].start : word.end]
    if any(phrase == whole for phrase, _ in lists.phrases.get(run[0].text, ())):
        return True
    if _JOINT.search(text, run[0].start, run[-1].end) is not None:
        return any(each.text in lists.org_heads | lists.other_heads for each in run)
    return (
        len(run) == 1
        and _phrase_at(text, run[-1], lists) is None
        and run[-1].text not in lists.given
        and lists.headed.match(text, word.start) is not None
        and _ENUMERATED.search(text, max(0, run[0].start - 16), run[0].start) is not None
    )


def _read_run(text: str, run: list[_Word], lists: Gazetteer) -> Iterator[_Found]:
    """The names in a run of capitalised words, each with whether it is beyond doubt."""
    titled = False
    while run:
        taken = _title_at(text, run, lists)
        if taken is None:
            yield from _names_in(text, run, lists, titled=titled)
            return
        before, run = taken
        if before:
            yield from _names_in(text, before, lists, titled=False)
        titled = True


def _title_at(
    text: str, run: list[_Word], lists: Gazetteer
) -> tuple[list[_Word], list[_Word]] | None:
    """The words before and after the first title in a run; None when it holds none."""
    for at, word in enumerate(run):
        phrase = _phrase_at(text, word, lists)
        if phrase is None or phrase[1] != "title":
            continue
        end = word.start + len(phrase[0])
        after = [each for each in run if each.start >= end]
        if at and not after and run[-1].text not in lists.org_heads:
            return run[:at], []
        if run[-1].text in lists.org_heads and len(run) - at <= 2:
            continue
        return run[:at], after
    return None


def _names_in(text: str, run: list[_Word], lists: Gazetteer, *, titled: bool) -> Iterator[_Found]:
    """The names in a run without titles; ``titled`` tells that one stands before it."""
    headed = _headed(text, run, lists, titled=titled)
    if headed is not None:
        yield _name(text, run, headed), True
        return
    if not titled and all(word.text in lists.adjectives for word in run):
        return
    known = _known_front(text, run, lists, titled=titled)
    if known is not None:
        yield known, True
        rest = [word for word in run if word.start >= known.end]
        if rest:
            yield from _names_in(text, rest, lists, titled=False)
        return
    pair = list(_hyphened(run[0], lists)) if len(run) == 1 and not titled else []
    if pair:
        yield from pair
        return
    if not titled and run[0].text in lists.demonyms:
        rest = run[1:]
        if not rest:
            return
        if len(rest) > 1 or rest[0].text in lists.given:
            yield from _names_in(text, rest, lists, titled=False)
            return
    sure = titled or len(run) > 1 or not run[0].opens or _confirmed(run[0], lists)
    yield _name(text, run, _kind(text, run, lists, titled=titled)), sure


def _headed(text: str, run: list[_Word], lists: Gazetteer, *, titled: bool) -> NameKind | None:
    """The kind of a name that one of its words tells ("... Council", "Lake ...")."""
    if len(run) == 1:
        return None
    first, last = run[0].text, run[-1].text
    if " of " in text[run[0].start : run[-1].end]:
        if any(word.text in lists.org_heads for word in run):
            return NameKind.ORG
        if first in lists.other_heads:
            return NameKind.OTHER
    if titled:
        return None
    if last in lists.org_heads:
        return NameKind.ORG
    known = _phrase_at(text, run[0], lists)
    if known is None and (last in lists.place_after or first in lists.place_before):
        return NameKind.PLACE
    return None


def _known_front(text: str, run: list[_Word], lists: Gazetteer, *, titled: bool) -> Name | None:
    """The place or organisation of the gazetteer that opens a run, but no longer name."""
    first = run[0]
    phrase = _phrase_at(text, first, lists)
    if phrase is None or phrase[1] == "title":
        return None
    end = first.start + len(phrase[0])
    rest = [word for word in run if word.start >= end]
    if rest and (titled or first.text in lists.given or not _phrase_at(text, rest[0], lists)):
        return None
    kind = NameKind.PLACE if phrase[1] == "place" else NameKind.ORG
    return Name(text[first.start : end], first.start, end, kind, phrase[0])


def _hyphened(word: _Word, lists: Gazetteer) -> Iterator[_Found]:
    """Both places of "Oslo-Bergen"; nothing when either half is no known place."""
    halves = word.text.split("-")
    known = [dict(lists.phrases.get(half, ())).get(half) == "place" for half in halves]
    if len(halves) == 2 and all(known):
        at = word.start
        for half in halves:
            yield Name(half, at, at + len(half), NameKind.PLACE, half), True
            at += len(half) + 1


def _confirmed(word: _Word, lists: Gazetteer) -> bool:
    """Whether a lone word that opens a sentence is a name all the same."""
    return word.text in lists.given or (word.text.isupper() and len(word.text) > 1)


def _kind(text: str, run: list[_Word], lists: Gazetteer, *, titled: bool) -> NameKind:
    """What a run names, by the words in it and beside it."""
    first = run[0]
    plain = first.text.replace(".", "")
    if len(run) == 1 and not titled and 2 <= len(first.text) <= _ACRONYM and plain.isupper():
        return NameKind.ORG
    if len(run) <= MAX_PERSON and (titled or first.text in lists.given):
        return NameKind.PERSON
    found = _WORD_BACKWARDS.match(text[max(0, first.start - _BESIDE) : first.start][::-1])
    before = "" if found is None else found[1][::-1]
    if len(run) <= MAX_PERSON and _has_person_beside(text, run, before, lists):
        return NameKind.PERSON
    if len(run) == 1 and before.lower() in lists.place_cues:
        return NameKind.PLACE
    return NameKind.OTHER


def _has_person_beside(text: str, run: list[_Word], before: str, lists: Gazetteer) -> bool:
    """Whether the words beside a name tell a person: a role, a verb of saying, an apposition."""
    first, last = run[0], run[-1]
    if before in lists.roles:
        return True
    if last.possessive:
        return False
    paired = len(run) == 1 and before == "and"
    after = _AFTER_NAME.match(text, last.end)
    speaks = after is not None and after[1] in lists.verbs
    if speaks and not paired and not _phrase_at(text, first, lists):
        return True
    if len(run) == 1 or not _APPOSITION.match(text, last.end):
        return False
    stretch = text[last.end : last.end + 60].lower().replace(",", " ").split()
    return "who" in stretch[:1] or any(word in lists.roles for word in stretch[:6])


def _name(text: str, run: list[_Word], kind: NameKind) -> Name:
    start, end = run[0].start, run[-1].end
    return Name(text[start:end], start, end, kind, " ".join(text[start:end].split()))


def _phrase_at(text: str, word: _Word, lists: Gazetteer) -> tuple[str, str] | None:
    """The longest known phrase that begins at a word."""
    for phrase, kind in lists.phrases.get(word.text.partition("-")[0], ()):
        end = word.start + len(phrase)
        if text.startswith(phrase, word.start) and not text[end : end + 1].isalnum():
            if end < word.end and text[end] == "-":
                continue
            return phrase, kind
    return None
