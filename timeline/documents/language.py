"""Tell the language of a text from its script and its little words, or say "und"."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping
from functools import cache
from string import ascii_letters, ascii_lowercase

import msgspec

from timeline.documents.tables import read_table

UNKNOWN = "und"
"""The ISO 639-2 code for a language that could not be told."""

_SAMPLE = 4000
_TAG = re.compile(r"[A-Za-z]{2,3}(?:[-_][A-Za-z0-9]+)*")
_WORD = re.compile(r"[^\W\d_]+")
_FOREIGN = re.compile(r"[^\x00-\x7f]+")
_NO_LETTERS = bytes(set(range(128)).difference(ascii_letters.encode()))
_BLANKED = bytes(ord(" ") if code in _NO_LETTERS else code for code in range(256))

# Thresholds checked on short texts of the listed languages and of some that are not listed.
_LEAST_WORDS = 4
_LEAST_HITS = 2
_LEAST_SHARE = 0.16
_LEAST_LEAD = 1.25
_KANA_SHARE = 0.05
_STRANGE_SHARE = 0.12


class _Profile(msgspec.Struct, frozen=True, gc=False):
    language: str
    script: str
    words: frozenset[str]
    letters: frozenset[str]
    own: frozenset[str]


def declared_language(tag: str) -> str:
    """Take the language out of a tag ("en-GB" gives "en"), or "" where it is no tag."""
    tag = tag.strip()
    return re.split("[-_]", tag)[0].lower() if _TAG.fullmatch(tag) else ""


def detect_language(text: str) -> str:
    """Tell the ISO 639-1 code of a text from its first 4,000 characters, or "und".

    The script decides first; among the languages of one script, the share of little words, with
    a lead over the second best.  Too short a text, or a language not listed, is "und".
    """
    sample = text[:_SAMPLE]
    script = _script(sample)
    profiles = [profile for profile in _profiles() if profile.script == script]
    if not profiles:
        return UNKNOWN
    if not any(profile.words for profile in profiles):
        return profiles[0].language
    counts = Counter(_small_words(sample))
    total = counts.total()
    if total < _LEAST_WORDS:
        return UNKNOWN
    accented = {word: n for word, n in counts.items() if not word.isascii()}
    letters = Counter("".join(accented))
    heard = _heard(counts)
    ranking = []
    for profile in profiles:
        strange = sum(n for word, n in accented.items() if not profile.own.issuperset(word))
        if strange > max(1, _STRANGE_SHARE * total):
            continue
        hits = heard.get(profile.language, 0)
        hits += sum(letters[letter] for letter in profile.letters) if letters else 0
        ranking.append((hits, profile.language))
    ranking.sort(reverse=True)
    if not ranking:
        return UNKNOWN
    best, language = ranking[0]
    second = ranking[1][0] if len(ranking) > 1 else 0
    if best < max(_LEAST_HITS, _LEAST_SHARE * total) or best < _LEAST_LEAD * second:
        return UNKNOWN
    return language


def _small_words(sample: str) -> list[str]:
    """The words of a text in small letters; most have no letter beyond ASCII, which is faster."""
    if _WORD.search("".join(_FOREIGN.findall(sample))) is not None:
        return _WORD.findall(sample.lower())
    letters = sample.encode("ascii", "replace").lower().translate(_BLANKED)
    return letters.decode("ascii").split()


def _heard(counts: Mapping[str, int]) -> Mapping[str, int]:
    """How many of some words are little words of each language."""
    heard: dict[str, int] = {}
    speakers = _speakers()
    for word, count in counts.items():
        for language in speakers.get(word, ()):
            heard[language] = heard.get(language, 0) + count
    return heard


@cache
def _speakers() -> dict[str, tuple[str, ...]]:
    """Each little word to the languages that have it."""
    speakers: dict[str, tuple[str, ...]] = {}
    for profile in _profiles():
        for word in profile.words:
            speakers[word] = (*speakers.get(word, ()), profile.language)
    return speakers


def function_words(language: str) -> frozenset[str]:
    """Give the little words of a language, lower case; English ones where it is not listed."""
    table = read_table("languages")
    entry = table.get(language) if language in table and language != "scripts" else None
    return _words((entry or table["en"])["words"])


def _script(sample: str) -> str:
    foreign = "".join(_FOREIGN.findall(sample))
    if not foreign:
        return "latin" if any(map(str.isalpha, sample)) else ""
    counts = {name: len(form.findall(foreign)) for name, form in _scripts().items()}
    counts["latin"] += len(sample.encode("ascii", "ignore").translate(None, _NO_LETTERS))
    letters = sum(counts.values())
    if not letters:
        return ""
    if counts["kana"] > _KANA_SHARE * letters:
        return "kana"
    name, count = max(counts.items(), key=lambda item: item[1])
    return name if 2 * count > letters else ""


@cache
def _scripts() -> dict[str, re.Pattern[str]]:
    table: dict[str, str] = read_table("languages")["scripts"]
    return {name: re.compile(f"[{ranges}]") for name, ranges in table.items()}


@cache
def _profiles() -> tuple[_Profile, ...]:
    return tuple(
        _Profile(
            language,
            entry["script"],
            _words(entry["words"]),
            frozenset(entry["letters"]),
            frozenset(entry["own"] + ascii_lowercase),
        )
        for language, entry in read_table("languages").items()
        if language != "scripts"
    )


@cache
def _words(words: str) -> frozenset[str]:
    return frozenset(words.split())
