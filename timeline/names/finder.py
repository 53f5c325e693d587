"""Find the names of people, organisations and places in an English text by capitals and cues.

No model: runs of capitalised words, a gazetteer, titles and cue words (``rules/names.toml``).
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from timeline.names.filing import MAX_PERSON, Name, NameKind, filed
from timeline.names.gazetteer import Gazetteer, gazetteer

_CAPITAL = re.compile(r"(?<![\w.@/])(?:(?:[A-Z]\.){2,}|[A-Z][\w&]*(?:[’'\-](?!s\b)[^\W_]+)*)")
_AFTER_NAME = re.compile(r"\s*([^\W\d_]+)?")
_BEFORE_NAME = re.compile(r"([^\W\d_]+),?\s+$")
_APPOSITION = re.compile(
    r",\s+(?:an?|the|who|whose|aged|\d\d,|[a-z’']+(?:\s[a-z]+)?\s+(?:of|for|at)\b)"
)
_SENTENCE_END = frozenset(".!?")
_SKIPPED = " \t“”‘’\"'([•*-–—"
_ABBREVIATED = frozenset(
    "Mr Mrs Ms Dr Prof Gen Lt Col Maj Capt Sgt Adm Sen Rep Gov Rev Inc Corp Co Ltd St Jr Sr Cmdr".split()
)
_ENUMERATED = re.compile(r"(?:\b(?:[Tt]he|its|their|first|second|third|\w+(?:st|nd|rd|th)))\s+$")
_SHORT_LINE = 60
"""Characters; a line shorter than this was ended on purpose and not wrapped."""
_ACRONYM = 6


@dataclass(frozen=True, slots=True)
class _Word:
    text: str
    start: int
    end: int
    possessive: bool
    opens: bool
    """Whether it stands first in a sentence, where a capital tells nothing."""


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
        word[1] not in _ABBREVIATED and not re.fullmatch(r"(?:\w\.)*[A-Z]", word[1])
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
    last = run[-1]
    if last.possessive or (word.opens and text[last.end : word.start].strip(" ")):
        return False
    gap = text[last.end : word.start]
    plain = gap.strip()
    if gap.count("\n") > 1 or ("\n" in gap and _is_short_line(text, text.index("\n", last.end))):
        return False
    if not plain:
        return True
    if plain == ".":
        return last.text in _ABBREVIATED or len(last.text) == 1
    if plain in lists.particles or plain in {"al-", "el-", "-"}:
        return not (plain == "-" and gap != "-")
    if plain in {"of", "of the", "for", "for the"}:
        whole = text[run[0].start : last.end]
        headed = any(each.text in lists.org_heads or each.text in lists.other_heads for each in run)
        known = any(
            phrase.startswith(f"{whole} {plain}")
            for phrase, _ in lists.phrases.get(run[0].text, ())
        )
        return (
            headed or known or last.text in {"Gulf", "Strait", "Bay", "Secretary", "Isle", "Horn"}
        )
    if plain in {"and", "and the"}:
        joint = re.search(r"\b(?:of|for)\b", text[run[0].start : last.end])
        whole = text[run[0].start : word.end]
        if any(phrase == whole for phrase, _ in lists.phrases.get(run[0].text, ())):
            return True
        if joint is not None:
            return any(each.text in lists.org_heads | lists.other_heads for each in run)
        return (
            len(run) == 1
            and _phrase_at(text, last, lists) is None
            and last.text not in lists.given
            and lists.headed.match(text, word.start) is not None
            and _ENUMERATED.search(text, max(0, run[0].start - 16), run[0].start) is not None
        )
    return False


def _read_run(text: str, run: list[_Word], lists: Gazetteer) -> Iterator[tuple[Name, bool]]:
    """The names in a run of capitalised words, each with whether it is beyond doubt."""
    while run:
        taken = _title_at(text, run, lists)
        if taken is not None:
            before, after = taken
            if before:
                yield from _plain(text, before, lists, titled=False)
            run = after
            if not run:
                return
            further = _title_at(text, run, lists)
            if further is None:
                yield from _plain(text, run, lists, titled=True)
                return
            continue
        yield from _plain(text, run, lists, titled=False)
        return


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


def _plain(
    text: str, run: list[_Word], lists: Gazetteer, *, titled: bool
) -> Iterator[tuple[Name, bool]]:
    """The names in a run without titles."""
    first, last = run[0], run[-1]
    whole = text[first.start : last.end]
    if not titled and "-" in first.text and len(run) == 1:
        pair = list(_hyphened(first, lists))
        if pair:
            yield from pair
            return
    if not titled and len(run) > 1 and last.text in lists.org_heads:
        yield _name(text, run, NameKind.ORG), True
        return
    if len(run) > 1 and " of " in whole:
        if any(word.text in lists.org_heads for word in run):
            yield _name(text, run, NameKind.ORG), True
            return
        if first.text in lists.other_heads:
            yield _name(text, run, NameKind.OTHER), True
            return
    if not titled and all(word.text in lists.adjectives for word in run):
        return
    phrase = _phrase_at(text, first, lists)
    if phrase is not None and phrase[1] != "title" and (not titled or phrase[0] == whole):
        rest = [word for word in run if word.start >= first.start + len(phrase[0])]
        kind = NameKind.PLACE if phrase[1] == "place" else NameKind.ORG
        person = first.text in lists.given and rest and len(run) > 1
        if not person and (not rest or _phrase_at(text, rest[0], lists) is not None):
            end = first.start + len(phrase[0])
            yield Name(text[first.start : end], first.start, end, kind, phrase[0]), True
            if rest:
                yield from _plain(text, rest, lists, titled=False)
            return
    if not titled and first.text in lists.demonyms:
        rest = run[1:]
        if not rest:
            return
        if len(rest) > 1 or rest[0].text in lists.given:
            yield from _plain(text, rest, lists, titled=titled)
            return
    if not titled and len(run) > 1 and last.text in lists.place_after:
        yield _name(text, run, NameKind.PLACE), True
        return
    if not titled and len(run) > 1 and first.text in lists.place_before:
        yield _name(text, run, NameKind.PLACE), True
        return
    kind = _kind(text, run, lists, titled)
    sure = titled or len(run) > 1 or not first.opens or _confirmed(text, first, lists)
    yield _name(text, run, kind), sure


def _hyphened(word: _Word, lists: Gazetteer) -> Iterator[tuple[Name, bool]]:
    """Both places of "Oslo-Bergen"; nothing when either half is no known place."""
    halves = word.text.split("-")
    known = [dict(lists.phrases.get(half, ())).get(half) == "place" for half in halves]
    if len(halves) == 2 and all(known):
        at = word.start
        for half in halves:
            yield Name(half, at, at + len(half), NameKind.PLACE, half), True
            at += len(half) + 1


def _confirmed(text: str, word: _Word, lists: Gazetteer) -> bool:
    """Whether a lone word that opens a sentence is a name all the same."""
    return word.text in lists.given or (word.text.isupper() and len(word.text) > 1)


def _kind(text: str, run: list[_Word], lists: Gazetteer, titled: bool) -> NameKind:
    first, last = run[0], run[-1]
    if titled and len(run) <= MAX_PERSON:
        return NameKind.PERSON
    if len(run) == 1 and 2 <= len(first.text) <= _ACRONYM and first.text.replace(".", "").isupper():
        return NameKind.ORG
    if first.text in lists.given and len(run) <= MAX_PERSON:
        return NameKind.PERSON
    before = _BEFORE_NAME.search(text, max(0, first.start - 24), first.start)
    if before is not None and before[1] in lists.roles and len(run) <= MAX_PERSON:
        return NameKind.PERSON
    after = _AFTER_NAME.match(text, last.end)
    follows = after[1] if after is not None and not last.possessive else None
    if len(run) == 1 and (before is not None and before[1] == "and"):
        follows = None
    if len(run) <= MAX_PERSON and follows in lists.verbs and not _phrase_at(text, first, lists):
        return NameKind.PERSON
    if 1 < len(run) <= MAX_PERSON and not last.possessive and _APPOSITION.match(text, last.end):
        stretch = text[last.end : last.end + 60].lower().replace(",", " ").split()
        if "who" in stretch[:1] or any(word in lists.roles for word in stretch[:6]):
            return NameKind.PERSON
    if before is not None and len(run) == 1 and before[1].lower() in lists.place_cues:
        return NameKind.PLACE
    return NameKind.OTHER


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
