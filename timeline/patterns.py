"""Turn a rule's pattern and reading, as a rule file has them, into an expression and a template.

A pattern is a line of words and slots: ``word``, ``{list}``, ``{slot:list}``, groups
``( a | b )``, ``?`` after any of them, ``< ... >`` round the expression proper when the rule
needs context about it, ``_`` for any one word, and ``!word`` or ``!{list}`` for what must not
follow.  Each stands for one token of the text.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from functools import cache, lru_cache
from itertools import groupby
from typing import TypeAlias

import msgspec
from msgspec.structs import replace

from timeline.errors import RulesError
from timeline.model import Reading

Value: TypeAlias = int | float | str | None

_TOKEN = re.compile(r"!?\{\w+(?::\w+)?\}|[()|<>?]|!?[^\s{}()|?<>]+")
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


class Compiled(msgspec.Struct, frozen=True, gc=False):
    """A pattern as a regular expression over class characters, ``source``.

    ``slots`` are (group, slot, list); ``firsts`` the characters a match can begin with,
    ``pairs`` which may follow which of them, ``lone`` those that anything may follow.
    """

    source: str
    slots: tuple[tuple[str, str, str], ...]
    firsts: frozenset[str]
    pairs: tuple[tuple[frozenset[str], frozenset[str]], ...]
    lone: frozenset[str]

    @property
    def match(self) -> Matcher:
        """What matches it at a place of a text, made when it is first asked for."""
        return _matcher(self.source)

    def may_begin(self, first: str, second: str) -> bool:
        """Whether a match can begin with these two characters."""
        if first in self.lone:
            return True
        for firsts, seconds in self.pairs:  # noqa: SIM110 - a generator takes twice as long
            if first in firsts and second in seconds:
                return True
        return False


_NONE: frozenset[str] = frozenset()


class _Part(msgspec.Struct, frozen=True, gc=False):
    """A piece of a pattern: what it can begin with, alone or in twos, and whether with nothing.

    ``lone`` are the characters it can be all by itself, ``free`` those that any word may follow
    in it, ``pairs`` its first two characters.
    """

    regex: str
    firsts: frozenset[str]
    nullable: bool
    lone: frozenset[str] = _NONE
    pairs: tuple[tuple[frozenset[str], frozenset[str]], ...] = ()
    free: frozenset[str] = _NONE
    wild: bool = False
    """whether it can begin with any word"""

    def written(self, regex: str) -> _Part:
        """The same piece, written otherwise."""
        return _Part(regex, self.firsts, self.nullable, self.lone, self.pairs, self.free, self.wild)

    def then(self, other: _Part) -> _Part:
        """The piece made of this one and another after it."""
        return _Part(
            self.regex + other.regex,
            self.firsts | (other.firsts if self.nullable else _NONE),
            self.nullable and other.nullable,
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
    return Compiled(regex, tuple(compiler.slots), part.firsts, part.pairs, part.lone | part.free)


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
            any(branch.nullable for branch in branches),
            _NONE.union(*(branch.lone for branch in branches)),
            tuple(pair for branch in branches for pair in branch.pairs),
            _NONE.union(*(branch.free for branch in branches)),
            any(branch.wild for branch in branches),
        )

    def sequence(self) -> _Part:
        whole = _Part("", _NONE, nullable=True)
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
            part = inner.written(
                f"(?:{inner.regex})" if token == "(" else f"(?P<core>{inner.regex})"
            )
        elif token == ANY:
            stops = "".join(self.chars_of(f"={mark}") for mark in PUNCTUATION)
            part = _Part(f"[^{stops}]" if stops else "[^\x00]", _NONE, nullable=False, wild=True)
        elif token.startswith("!"):
            name = token[2:-1] if token[1] == "{" else f"={token[1:].lower()}"
            return _Part(f"(?!{self.one_of(name).regex})", _NONE, nullable=True)
        elif token.startswith("{"):
            slot, _, name = token[1:-1].partition(":")
            group = f"g{len(self.slots)}"
            self.slots.append((group, slot, name or slot))
            inner = self.one_of(name or slot)
            part = inner.written(f"(?P<{group}>{inner.regex})")
        else:
            part = self.one_of(f"={token.lower()}")
        if self.at < len(self.tokens) and self.tokens[self.at] == "?":
            self.at += 1
            return replace(part, regex=f"(?:{part.regex})?", nullable=True)
        return part

    def one_of(self, name: str) -> _Part:
        return _one_of(name, self.chars_of, self.phrases_of)


@lru_cache(maxsize=1024)
def _one_of(
    name: str, chars_of: Callable[[str], str], phrases_of: Callable[[str], tuple[str, ...]]
) -> _Part:
    """Any word or phrase of a list; most lists stand in many patterns."""
    chars = chars_of(name)
    options = [_any_of(chars)] if chars else []
    firsts = set(chars)
    pairs = []
    for phrase in reversed(phrases_of(name)):
        words = [chars_of(f"={word}") for word in phrase.split()]
        options.insert(0, "".join(map(_any_of, words)))
        firsts |= set(words[0])
        pairs.append((frozenset(words[0]), frozenset(words[1])))
    if not options:
        raise RuleError(f"there is no list {{{name}}}")
    regex = options[0] if len(options) == 1 else f"(?:{'|'.join(options)})"
    return _Part(regex, frozenset(firsts), False, frozenset(chars), tuple(pairs))


def _any_of(chars: str) -> str:
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
