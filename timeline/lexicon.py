"""Turn a language's rule files into matchers over streams of word classes.

A text becomes one character a token, each character standing for the set of lists its token
belongs to; a rule's pattern becomes a regular expression over those characters.  So one pass
over a dictionary finds every word that can matter, rules are tried only where one can begin,
and the cost stays linear in the length of the text.

Rule files (``timeline/rules/<language>/*.toml``) hold ``[[list]]`` tables (name, values: meaning ->
spellings) and ``[[rule]]`` tables (name, type, pattern, reading, examples).
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from functools import cache
from pathlib import Path
from typing import Any, TypeAlias

import msgspec

from timeline.late import late
from timeline.model import TimexType
from timeline.numbers import NUMBER_SHAPES, NUMERIC_CLASSES, SPELLED, number_classes
from timeline.patterns import (
    PUNCTUATION,
    Compiled,
    RuleError,
    Value,
    any_of,
    compile_pattern,
    literals,
    pattern_tokens,
)
from timeline.prepared import prepared
from timeline.toml import read_toml

_FIRST_SIGNATURE = 0xE000  # the private use area holds no regular-expression metacharacter
NOTHING = "."
_WITHIN = late(r"\s*('s\b|'|-)\s*")
"""What is a token of its own within a word: "year's" is two of them, "won't" and "D-Day" three."""


class Example(msgspec.Struct, frozen=True, gc=False, array_like=True):
    """A rule's promise: in ``text`` of day ``anchor``, ``span`` reads as ``value`` and ``edtf``."""

    text: str
    anchor: str
    span: str
    value: str
    edtf: str


class Rule(msgspec.Struct, frozen=True, gc=False, array_like=True):
    """One named pattern with the reading it gives; ``is_date`` is False for what is no date."""

    name: str
    type: TimexType
    pattern: str
    reading: str
    is_date: bool
    compiled: Compiled
    priority: int
    opens: bool
    """whether it holds only where a sentence begins"""
    amid: str
    """the list of which a word must stand near it; empty where none must"""
    examples: tuple[Example, ...]
    file: str


Written: TypeAlias = tuple[str, bool, str, tuple[str, str] | None]
"""A word as it is written to its form, whether it has a capital, its character, and its form and
character where a full stop after it belongs to it."""
_MOST_WRITTEN = 1 << 16
Able: TypeAlias = tuple[Rule, frozenset[str], frozenset[str]]
"""A rule, and what stands third and fourth in what it matches; empty where anything may."""
set_of = cache(frozenset[str])
"""Characters as a set that is held once."""


class Lexicon(msgspec.Struct, frozen=True):
    """A language's lists and rules, ready to match."""

    language: str
    lists: Mapping[str, Mapping[str, Value]]
    """list name -> lower-case spelling -> meaning"""
    signatures: Mapping[frozenset[str], str]
    words: Mapping[str, tuple[str, str]]
    """lower-case word -> its character when written lower case, and with a capital"""
    rules: tuple[Rule, ...]
    starts: Mapping[str, tuple[Rule, ...]]
    """first character -> the rules that can begin with it"""
    start_chars: re.Pattern[str]
    known: dict[str, Written] = msgspec.field(default_factory=dict)
    """what ``written`` has found so far"""
    _ends: dict[tuple[str, ...], frozenset[str]] = msgspec.field(default_factory=dict)
    _able: dict[str, tuple[Able, ...]] = msgspec.field(default_factory=dict)

    def ends(self, names: tuple[str, ...]) -> frozenset[str]:
        """The last words of all spellings in some lists that have more than one."""
        found = self._ends.get(names)
        if found is None:
            spellings = (form.split() for name in names for form in self.lists.get(name, ()))
            found = self._ends[names] = frozenset(each[-1] for each in spellings if len(each) > 1)
        return found

    def able(self, pair: str) -> tuple[Able, ...]:
        """The rules that can begin with two characters, or with the last one of a text."""
        rules = self._able.get(pair)
        if rules is None:
            first, second = pair[:1], pair[1:]
            rules = tuple(
                (rule, set_of(compiled.third), set_of(compiled.fourth))
                for rule in self.starts.get(first, ())
                if (compiled := rule.compiled).may_begin(first, second)
            )
            self._able[pair] = rules
        return rules

    def written(self, surface: str) -> Written:
        """A word of letters to what is known of it, looked up once."""
        found = self.known.get(surface)
        if found is None:
            if len(self.known) >= _MOST_WRITTEN:
                self.known.clear()
            capital, lower = surface[0].isupper(), surface.lower()
            small, large = self.words.get(lower, (NOTHING, NOTHING))
            # A letter of a script without capitals counts as small.
            is_large = capital or not surface[0].isalpha()
            dotted = self.words.get(f"{lower}.")
            found = self.known[surface] = (
                lower,
                capital,
                large if is_large else small,
                None if dotted is None else (f"{lower}.", dotted[is_large]),
            )
        return found

    def sign(self, classes: frozenset[str]) -> str:
        """The character of a set of lists; NOTHING when no rule speaks of it."""
        return self.signatures.get(classes, NOTHING)


@cache
def load_lexicon(language: str) -> Lexicon | None:
    """Read the rules of a language, or None when it has none; raises RuleError on a bad file."""
    folder = Path(__file__).with_name("rules") / language
    if not folder.is_dir():
        return None
    kept = prepared(
        f"lexicon/{language}", _KEPT, lambda: _packed(build_lexicon(language, _tables(folder)))
    )
    return _unpacked(language, kept)


def languages() -> tuple[str, ...]:
    """The languages that have rules of their own."""
    root = Path(__file__).with_name("rules")
    return tuple(sorted(entry.name for entry in root.iterdir() if entry.is_dir()))


def _tables(folder: Path) -> Iterator[tuple[str, dict[str, Any]]]:
    for entry in sorted(folder.iterdir(), key=lambda entry: entry.name):
        if entry.name.endswith(".toml"):
            yield entry.name, read_toml(entry.read_text(encoding="utf-8"))


def build_lexicon(language: str, tables: Iterable[tuple[str, dict[str, Any]]]) -> Lexicon:
    """Compile (file name, parsed TOML) pairs into a Lexicon."""
    lists: dict[str, dict[str, Value]] = {}
    capital: dict[str, frozenset[str] | None] = {}
    macros: dict[str, str] = {}
    raw: list[tuple[str, dict[str, Any]]] = []
    for file, table in tables:
        for entry in table.get("list", ()):
            _add_list(lists, capital, entry, file)
        macros |= table.get("macros", {})
        raw += [(file, rule) for rule in table.get("rule", ())]
    parsed = [_tokens(rule, macros, file) for file, rule in raw]
    words = _memberships(lists, set(PUNCTUATION).union(*map(literals, parsed)))
    signatures = _assign(words, capital)

    chars: dict[str, list[str]] = {}
    for classes, char in signatures.items():
        for name in classes:
            chars.setdefault(name, []).append(char)

    @cache
    def chars_of(name: str) -> str:
        return "".join(sorted(chars.get(name, ())))

    @cache
    def phrases_of(name: str) -> tuple[str, ...]:
        phrases = (form for form in lists.get(name, ()) if " " in form)
        return tuple(sorted(phrases, key=lambda form: (-form.count(" "), form)))

    rules = tuple(
        _rule(file, rule, tokens, chars_of, phrases_of)
        for (file, rule), tokens in zip(raw, parsed, strict=True)
    )
    names = [rule.name for rule in rules]
    for name in names:
        if names.count(name) > 1:
            raise RuleError(f"rules/{language}: two rules are called {name!r}")
    written = {
        word: (signatures[_lower_case(word, classes, capital)], signatures[frozenset(classes)])
        for word, classes in words.items()
    }
    return _lexicon(language, lists, signatures, written, rules)


def _lexicon(
    language: str,
    lists: Mapping[str, Mapping[str, Value]],
    signatures: Mapping[frozenset[str], str],
    words: Mapping[str, tuple[str, str]],
    rules: tuple[Rule, ...],
) -> Lexicon:
    starts = _starts(rules)
    chars = re.compile(any_of("".join(sorted(starts))) if starts else "(?!)")
    return Lexicon(language, lists, signatures, words, rules, starts, chars)


def _add_list(
    lists: dict[str, dict[str, Value]],
    capital: dict[str, frozenset[str] | None],
    entry: dict[str, Any],
    file: str,
) -> None:
    name = entry["name"]
    if name in lists or name in NUMERIC_CLASSES:
        raise RuleError(f"{file}: the list {name!r} is there twice")
    needed = entry.get("capital", False)
    if needed:
        capital[name] = None if needed is True else frozenset(word.lower() for word in needed)
    forms: dict[str, Value] = {}
    for meaning, spellings in entry["values"].items():
        value: Value = int(meaning) if re.fullmatch(r"-?\d+", meaning) else meaning
        for spelling in spellings:
            form = _WITHIN.sub(r" \1 ", spelling.lower()).strip()
            if form in forms:
                raise RuleError(f"{file}: the list {name!r} has {spelling!r} twice")
            forms[form] = value
    lists[name] = forms


def _tokens(rule: dict[str, Any], macros: Mapping[str, str], file: str) -> list[str]:
    try:
        return pattern_tokens(rule["pattern"], macros)
    except RuleError as error:
        raise RuleError(f"{file}: rule {rule['name']!r}: {error}") from error


def _memberships(
    lists: Mapping[str, Mapping[str, Value]], words_of_rules: set[str]
) -> dict[str, set[str]]:
    """Each single word -> the lists it is in, and ``=word`` where a rule or phrase spells it."""
    memberships: dict[str, set[str]] = {word: {f"={word}"} for word in words_of_rules}
    for name, forms in lists.items():
        for form in forms:
            parts = form.split()
            for part in parts:
                memberships.setdefault(part, set()).add(name if len(parts) == 1 else f"={part}")
    for word in memberships:
        memberships[word] |= number_classes(
            word
        )  # the 11 of "September 11 attacks" is a number elsewhere
    return memberships


def _lower_case(
    word: str, classes: set[str], capital: Mapping[str, frozenset[str] | None]
) -> frozenset[str]:
    """The lists that a word is in when it has no capital letter."""
    return frozenset(
        name
        for name in classes
        if name not in capital or ((only := capital[name]) is not None and word not in only)
    )


def _assign(
    words: Mapping[str, set[str]], capital: Mapping[str, frozenset[str] | None]
) -> dict[frozenset[str], str]:
    """Give each set of lists that a token can have a character of its own."""
    wanted = {frozenset(classes) for classes in words.values()}
    wanted |= {_lower_case(word, classes, capital) for word, classes in words.items()}
    wanted |= {number_classes(shape) for shape in NUMBER_SHAPES}
    wanted.update(SPELLED)
    wanted.discard(frozenset())
    signatures = {frozenset[str](): NOTHING}

    def by_lists(classes: frozenset[str]) -> list[tuple[bool, str]]:
        # Characters of a list that stand beside each other are soon compiled.
        return sorted((name.startswith("="), name) for name in classes)

    for offset, classes in enumerate(sorted(wanted, key=by_lists)):
        signatures[classes] = chr(_FIRST_SIGNATURE + offset)
    return signatures


def _rule(
    file: str,
    rule: dict[str, Any],
    tokens: list[str],
    chars_of: Callable[[str], str],
    phrases_of: Callable[[str], tuple[str, ...]],
) -> Rule:
    try:
        compiled = compile_pattern(tokens, chars_of, phrases_of)
    except RuleError as error:
        raise RuleError(f"{file}: rule {rule['name']!r}: {error}") from error
    kind = rule.get("type", "DATE")
    return Rule(
        name=rule["name"],
        type=TimexType.DATE if kind == "NONE" else TimexType(kind),
        pattern=rule["pattern"],
        reading=rule.get("reading", ""),
        is_date=kind != "NONE",
        compiled=compiled,
        priority=rule.get("priority", 0),
        opens=rule.get("opens", False),
        amid=rule.get("amid", ""),
        examples=tuple(Example(*example) for example in rule.get("examples", ())),
        file=file,
    )


def _starts(rules: tuple[Rule, ...]) -> dict[str, tuple[Rule, ...]]:
    starts: dict[str, list[Rule]] = {}
    for rule in sorted(rules, key=lambda rule: -rule.priority):
        for char in rule.compiled.firsts:
            starts.setdefault(char, []).append(rule)
    return {char: tuple(able) for char, able in starts.items()}


_Kept: TypeAlias = tuple[
    dict[str, dict[str, Value]],
    list[tuple[tuple[str, ...], str]],
    dict[str, tuple[str, str]],
    tuple[Rule, ...],
]
_KEPT = msgspec.msgpack.Decoder(_Kept)


def _packed(lexicon: Lexicon) -> _Kept:
    """A lexicon to what it is made of."""
    return (
        {name: dict(forms) for name, forms in lexicon.lists.items()},
        [(tuple(sorted(classes)), char) for classes, char in lexicon.signatures.items()],
        dict(lexicon.words),
        lexicon.rules,
    )


def _unpacked(language: str, kept: _Kept) -> Lexicon:
    """The lexicon that was packed."""
    lists, signatures, words, rules = kept
    named = {frozenset(classes): char for classes, char in signatures}
    return _lexicon(language, lists, named, words, rules)
