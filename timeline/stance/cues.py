"""Find in a sentence the cues of ``rules/stance.toml`` and the plain past verbs."""

from __future__ import annotations

import re
from functools import cache, lru_cache

from msgspec import Struct

from timeline.clauses import analyse
from timeline.grammar import AUXILIARIES, Form, Token, load_rules
from timeline.model import Direction, Stance


class Cue(Struct, frozen=True, gc=False):
    """One entry of ``rules/stance.toml``."""

    name: str
    stance: Stance
    reach: str
    words: frozenset[str]
    needs: frozenset[str]
    source: str
    """the regular expression that finds it"""
    reported: Stance
    moves: bool
    headline: bool
    examples: tuple[tuple[str, Stance, Direction], ...]

    @property
    def pattern(self) -> re.Pattern[str]:
        """What finds it, made when it is first asked for: a text has the words of few cues."""
        return _compiled(self.source)


class Match(Struct, frozen=True, array_like=True, gc=False):
    """A cue, or a plain past verb, in its place."""

    cue: Cue | None
    """None stands for a plain past verb."""
    start: int
    end: int


@cache
def _compiled(source: str) -> re.Pattern[str]:
    return re.compile(source)


@cache
def cues() -> tuple[Cue, ...]:
    """The cues of ``rules/stance.toml``, in file order; ValueError names a malformed one."""
    return tuple(_cue(entry) for entry in load_rules("stance")["cue"])


def _cue(entry: dict[str, object]) -> Cue:
    name = str(entry.get("name", "?"))
    reach = str(entry.get("reach", ""))
    if reach not in {"after", "near", "clause", "onward", "act"}:
        raise ValueError(f"rules/stance.toml, cue {name!r}: reach {reach!r} is not known")
    stance = Stance(str(entry["stance"]))
    words = frozenset(str(entry["words"]).split())
    pattern = entry.get("pattern") or r"\b(?:" + "|".join(
        re.escape(word).replace("'", "['’]") for word in sorted(words)
    ) + r")\b"  # fmt: skip
    texts = _strings(entry.get("examples"))
    stances = _strings(entry.get("example_stances")) or [stance.value] * len(texts)
    directions = _strings(entry.get("example_directions")) or ["unknown"] * len(texts)
    return Cue(
        name=name,
        stance=stance,
        reach=reach,
        words=words,
        needs=frozenset(str(entry.get("needs", "")).split()),
        source=str(pattern),
        reported=Stance(str(entry.get("reported", stance.value))),
        moves=bool(entry.get("moves", False)),
        headline=bool(entry.get("headline", False)),
        examples=tuple(
            (text, Stance(one), Direction(way))
            for text, one, way in zip(texts, stances, directions, strict=True)
        ),
    )


@cache
def _cues_by_word() -> dict[str, tuple[int, ...]]:
    """Each word of a cue that is looked for in whole sentences, to the numbers of its cues."""
    numbers: dict[str, list[int]] = {}
    for number, cue in enumerate(cues()):
        for word in cue.words if cue.reach != "near" else ():
            numbers.setdefault(word, []).append(number)
    return {word: tuple(each) for word, each in numbers.items()}


def _strings(value: object) -> list[str]:
    return [str(each) for each in value] if isinstance(value, list) else []


@lru_cache(maxsize=8192)
def find_cues(sentence: str) -> tuple[Match, ...]:
    """The cues and plain past verbs of a sentence, in order; a cue swallows the verbs in it."""
    analysis = analyse(sentence)
    lowers = {token.lower for token in analysis.tokens}
    found: list[Match] = []
    by_word = _cues_by_word()
    for at in sorted({at for word in lowers for at in by_word.get(word, ())}):
        cue = cues()[at]
        if cue.needs and cue.needs.isdisjoint(lowers):
            continue
        found.extend(Match(cue, m.start(), m.end()) for m in cue.pattern.finditer(sentence))
    found = [m for m in found if not any(_swallows(other, m) for other in found)]
    solid = [m for m in found if m.cue is not None and not m.cue.headline]
    for at, token in enumerate(analysis.tokens):
        if _is_plain_past(analysis.tokens, at) and not any(
            m.start < token.end and token.start < m.end for m in solid
        ):
            found.append(Match(None, token.start, token.end))
    return tuple(sorted(found, key=lambda m: (m.start, m.end)))


def _swallows(one: Match, other: Match) -> bool:
    """Whether a longer cue holds a shorter one ("expected to be held" holds "to be held")."""
    assert one.cue is not None
    assert other.cue is not None
    if one.cue.headline or other.cue.reach == "act":
        return False
    longer = one.end - one.start > other.end - other.start
    return longer and one.start <= other.start and other.end <= one.end


def _is_plain_past(tokens: tuple[Token, ...], at: int) -> bool:
    """Whether a verb tells of something done: finite past, or "held in May" behind a noun."""
    token = tokens[at]
    if token.form in AUXILIARIES:
        return token.lower in {"was", "were", "had", "did", "wasn't", "weren't", "didn't", "hadn't"}
    return token.form is Form.PAST and token.finite
