"""Turn a rule's pattern and reading, as a rule file has them, into an expression and a template.

A pattern is a line of words and slots: ``word``, ``{list}``, ``{slot:list}``, groups
``( a | b )``, ``?`` after any of them, ``< ... >`` round the expression proper when the rule
needs context about it, ``_`` for any one word, and ``!word`` or ``!{list}`` for what must not
follow.  Each stands for one token of the text.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from functools import cache, lru_cache
from itertools import groupby
from typing import TypeAlias

import msgspec
from msgspec.structs import replace

from timeline.errors import RulesError
from timeline.late import late
from timeline.model import Reading

Value: TypeAlias = int | float | str | None

_TOKEN = late(r"!?\{\w+(?::\w+)?\}|[()|<>?]|!?[^\s{}()|?<>]+")
ANY = "_"
PUNCTUATION = (".", ",", ";", ":", "(", ")", "\n")
"""What ``_`` does not stand for; the last is the break between paragraphs."""
_READING_TOKEN = re.compile(r"\{\w+\}|[\w.+-]+|[(),]")


class RuleError(RulesError):
    """A rule file that says something impossible; the message names the rule."""


Matcher: TypeAlias = Callable[[str, int], re.Match[str] | None]


@cache
def _matcher(source: str) -> Matcher:
    # A short text tries few of the rules, and to compile one takes longer than to read it.
    return re.compile(source).match


class Compiled(msgspec.Struct, frozen=True, gc=False, array_like=True):
    """A pattern as a regular expression over class characters, ``source``.

    ``slots`` are (group, slot, list); ``firsts`` the characters a match can begin with,
    ``pairs`` which may follow which of them, ``lone`` those that anything may follow.  ``third``
    and ``fourth`` are the characters that stand there in every match; empty where any may.
    """

    source: str
    slots: tuple[tuple[str, str, str], ...]
    firsts: str
    pairs: tuple[tuple[str, str], ...]
    lone: str
    third: str
    fourth: str

    @property
    def match(self) -> Matcher:
        """What matches it at a place of a text, made when it is first asked for."""
        return _matcher(self.source)

    def may_begin(self, first: str, second: str) -> bool:
        """Whether a match can begin with these two characters, or with the last one of a text."""
        if first in self.lone:
            return True
        if not second:
            return False
        for firsts, seconds in self.pairs:  # noqa: SIM110 - a generator takes twice as long
            if first in firsts and second in seconds:
                return True
        return False


_NONE: frozenset[str] = frozenset()
_FORESEEN = 4
"""Characters from the beginning of a match of which it is told what can stand there."""


class _Reach(msgspec.Struct, frozen=True, gc=False):
    """What can stand at each place of a piece, None for anything, and how long it can be.

    Both are told as far as ``_FORESEEN`` characters.
    """

    places: tuple[frozenset[str] | None, ...]
    lengths: frozenset[int]

    def then(self, other: _Reach) -> _Reach:
        """Of the piece made of this one and another after it."""
        places = list(self.places)
        for length in self.lengths:
            for place, there in zip(range(length, _FORESEEN), other.places, strict=False):
                here = places[place]
                places[place] = None if here is None or there is None else here | there
        lengths = (min(one + two, _FORESEEN) for one in self.lengths for two in other.lengths)
        return _Reach(tuple(places), frozenset(lengths))

    def at(self, place: int) -> str:
        """What stands there in every match; empty where anything may, or a match may be over."""
        here = self.places[place]
        return "" if here is None or place >= min(self.lengths) else _joined(here)


def _reach_of(*places: frozenset[str] | None) -> _Reach:
    """That of a piece of so many characters."""
    lasting = (*places, *(_NONE,) * _FORESEEN)[:_FORESEEN]
    return _Reach(lasting, frozenset({min(len(places), _FORESEEN)}))


def _any_reach(some: Sequence[_Reach]) -> _Reach:
    """That of what is one of some pieces."""
    places = (
        None if None in here else _NONE.union(*filter(None, here))
        for here in zip(*(one.places for one in some), strict=True)
    )
    return _Reach(tuple(places), frozenset[int]().union(*(one.lengths for one in some)))


_NOTHING = _reach_of()


class _Part(msgspec.Struct, frozen=True, gc=False):
    """A piece of a pattern: what it can begin with, alone or in twos, and how far it can reach.

    ``lone`` are the characters it can be all by itself, ``free`` those that any word may follow
    in it, ``pairs`` its first two characters.
    """

    regex: str
    firsts: frozenset[str]
    reach: _Reach
    lone: frozenset[str] = _NONE
    pairs: tuple[tuple[frozenset[str], frozenset[str]], ...] = ()
    free: frozenset[str] = _NONE
    wild: bool = False
    """whether it can begin with any word"""

    @property
    def nullable(self) -> bool:
        """Whether it can be nothing."""
        return 0 in self.reach.lengths

    def then(self, other: _Part) -> _Part:
        """The piece made of this one and another after it."""
        return _Part(
            self.regex + other.regex,
            self.firsts | (other.firsts if self.nullable else _NONE),
            self.reach.then(other.reach),
            (self.lone if other.nullable else _NONE) | (other.lone if self.nullable else _NONE),
            self.pairs
            + (((self.lone, other.firsts),) if self.lone and other.firsts else ())
            + (other.pairs if self.nullable else ()),
            self.free
            | (self.lone if other.wild else _NONE)
            | (other.free if self.nullable else _NONE),
            self.wild or (self.nullable and other.wild),
        )


def pattern_tokens(pattern: str, macros: Mapping[str, str]) -> list[str]:
    """Split a pattern into its tokens, macros (``$name``) written out."""
    for _ in range(5):
        pattern = re.sub(r"\$(\w+)", lambda match: f"( {_macro(match[1], macros)} )", pattern)
    return _TOKEN.findall(pattern)


def _macro(name: str, macros: Mapping[str, str]) -> str:
    if name not in macros:
        raise RuleError(f"there is no macro ${name}")
    return macros[name]


def literals(tokens: list[str]) -> set[str]:
    """The plain words among a pattern's tokens, lower case."""
    words = {token.lstrip("!").lower() for token in tokens}
    return {word for word in words if word[:1] not in "{()|<>?" and word != ANY}


def compile_pattern(
    tokens: list[str],
    chars_of: Callable[[str], str],
    phrases_of: Callable[[str], tuple[str, ...]],
) -> Compiled:
    """Compile tokens, given the characters of a list (or ``=word``) and its many-word spellings."""
    compiler = _Compiler(tokens, chars_of, phrases_of)
    part = compiler.alternatives()
    if compiler.at != len(tokens):
        raise RuleError(f"an unbalanced {tokens[compiler.at]!r}")
    if part.nullable:
        raise RuleError("the pattern matches nothing at all")
    if not part.firsts:
        raise RuleError("the pattern begins with any word, so it would be tried everywhere")
    core = "<" in tokens
    if core and ("|" in _outside_groups(tokens) or tokens.count("<") > 1):
        raise RuleError("a pattern with < > has one core and no alternatives round it")
    regex = part.regex if core else f"(?P<core>{part.regex})"
    return Compiled(
        *(regex, tuple(compiler.slots), _joined(part.firsts), _joined_pairs(part.pairs)),
        *(_joined(part.lone | part.free), part.reach.at(2), part.reach.at(3)),
    )


def _joined(chars: Iterable[str]) -> str:
    return "".join(sorted(chars))


def _joined_pairs(
    pairs: Iterable[tuple[frozenset[str], frozenset[str]]],
) -> tuple[tuple[str, str], ...]:
    """The same, what can follow the same characters told together."""
    after: dict[frozenset[str], frozenset[str]] = {}
    for firsts, seconds in pairs:
        after[firsts] = after.get(firsts, _NONE) | seconds
    return tuple((_joined(firsts), _joined(seconds)) for firsts, seconds in after.items())


def _outside_groups(tokens: list[str]) -> list[str]:
    """The tokens that stand in no group, and whether ``<`` stands in one."""
    depth, outside = 0, []
    for token in tokens:
        depth -= token == ")"
        if depth == 0:
            outside.append(token)
        elif token == "<":
            raise RuleError("< stands inside a group")
        depth += token == "("
    return outside


class _Compiler:
    """A recursive descent over the tokens of one pattern."""

    def __init__(
        self,
        tokens: list[str],
        chars_of: Callable[[str], str],
        phrases_of: Callable[[str], tuple[str, ...]],
    ) -> None:
        self.tokens = tokens
        self.at = 0
        self.slots: list[tuple[str, str, str]] = []
        self.chars_of = chars_of
        self.phrases_of = phrases_of

    def alternatives(self) -> _Part:
        branches = [self.sequence()]
        while self.at < len(self.tokens) and self.tokens[self.at] == "|":
            self.at += 1
            branches.append(self.sequence())
        if len(branches) == 1:
            return branches[0]
        return _Part(
            f"(?:{'|'.join(branch.regex for branch in branches)})",
            _NONE.union(*(branch.firsts for branch in branches)),
            _any_reach([branch.reach for branch in branches]),
            _NONE.union(*(branch.lone for branch in branches)),
            tuple(pair for branch in branches for pair in branch.pairs),
            _NONE.union(*(branch.free for branch in branches)),
            any(branch.wild for branch in branches),
        )

    def sequence(self) -> _Part:
        whole = _Part("", _NONE, _NOTHING)
        while self.at < len(self.tokens) and self.tokens[self.at] not in (")", "|", ">"):
            whole = whole.then(self.item())
        return whole

    def item(self) -> _Part:
        token = self.tokens[self.at]
        self.at += 1
        if token in ("(", "<"):
            inner = self.alternatives()
            if self.at >= len(self.tokens) or self.tokens[self.at] not in (")", ">"):
                raise RuleError(f"a {token!r} that is not closed")
            self.at += 1
            opened = "(?:" if token == "(" else "(?P<core>"
            part = replace(inner, regex=f"{opened}{inner.regex})")
        elif token == ANY:
            stops = "".join(self.chars_of(f"={mark}") for mark in PUNCTUATION)
            any_word = f"[^{stops}]" if stops else "[^\x00]"
            part = _Part(any_word, _NONE, _reach_of(None), wild=True)
        elif token.startswith("!"):
            name = token[2:-1] if token[1] == "{" else f"={token[1:].lower()}"
            return _Part(f"(?!{self.one_of(name).regex})", _NONE, _NOTHING)
        elif token.startswith("{"):
            slot, _, name = token[1:-1].partition(":")
            group = f"g{len(self.slots)}"
            self.slots.append((group, slot, name or slot))
            inner = self.one_of(name or slot)
            part = replace(inner, regex=f"(?P<{group}>{inner.regex})")
        else:
            part = self.one_of(f"={token.lower()}")
        if self.at < len(self.tokens) and self.tokens[self.at] == "?":
            self.at += 1
            perhaps = _any_reach((part.reach, _NOTHING))
            return replace(part, regex=f"(?:{part.regex})?", reach=perhaps)
        return part

    def one_of(self, name: str) -> _Part:
        return _one_of(name, self.chars_of, self.phrases_of)


@lru_cache(maxsize=1024)
def _one_of(
    name: str, chars_of: Callable[[str], str], phrases_of: Callable[[str], tuple[str, ...]]
) -> _Part:
    """Any word or phrase of a list; most lists stand in many patterns."""
    chars = chars_of(name)
    options = [any_of(chars)] if chars else []
    reaches = [_reach_of(frozenset(chars))] if chars else []
    firsts = set(chars)
    pairs = []
    for phrase in reversed(phrases_of(name)):
        words = [chars_of(f"={word}") for word in phrase.split()]
        options.insert(0, "".join(map(any_of, words)))
        reaches.append(_reach_of(*map(frozenset, words)))
        firsts |= set(words[0])
        pairs.append((frozenset(words[0]), frozenset(words[1])))
    if not options:
        raise RuleError(f"there is no list {{{name}}}")
    regex = options[0] if len(options) == 1 else f"(?:{'|'.join(options)})"
    return _Part(regex, frozenset(firsts), _any_reach(reaches), frozenset(chars), tuple(pairs))


def any_of(chars: str) -> str:
    """Any of some characters, which are in order, as an expression that is soon compiled."""
    if len(chars) == 1:
        return chars
    written = ""
    for _, run in groupby(enumerate(chars), lambda placed: ord(placed[1]) - placed[0]):
        first, *rest = [char for _, char in run]
        written += f"{first}-{rest[-1]}" if rest[1:] else "".join((first, *rest))
    return f"[{written}]"


def parse_reading(source: str, slots: Mapping[str, Value]) -> Reading:
    """Fill a reading template (``ago({n}, {unit})``) with what its slots mean; ``-`` is nothing."""
    tokens = _reading_tokens(source)
    term, rest = _read_term(tokens, 0, slots)
    if rest != len(tokens) or not isinstance(term, Reading):
        raise RuleError(f"a reading that cannot be read: {source!r}")
    return term


@lru_cache(maxsize=4096)
def _reading_tokens(source: str) -> tuple[str, ...]:
    return tuple(_READING_TOKEN.findall(source))


def _read_term(
    tokens: tuple[str, ...], at: int, slots: Mapping[str, Value]
) -> tuple[Reading | Value, int]:
    token = tokens[at]
    if token.startswith("{"):
        return slots.get(token[1:-1]), at + 1
    if at + 1 < len(tokens) and tokens[at + 1] == "(":
        arguments: list[Reading | Value] = []
        at += 2
        while tokens[at] != ")":
            if tokens[at] == ",":
                at += 1
                continue
            argument, at = _read_term(tokens, at, slots)
            arguments.append(argument)
        return Reading(token, tuple(arguments)), at + 1
    if re.fullmatch(r"-?\d+", token):
        return int(token), at + 1
    if token == "-":
        return None, at + 1
    return (Reading(token) if at == 0 else token), at + 1
