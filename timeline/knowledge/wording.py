"""The words around a name, as ``words.toml`` lists them: a word to what it does or counts."""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Any

from timeline.toml import read_toml

WORD = re.compile(r"\w+")
_MARKS = "\"'(),"


@cache
def _tables() -> Mapping[str, Any]:
    path = Path(__file__).with_name("words.toml")
    return read_toml(path.read_text(encoding="utf-8"))


@cache
def word_list(name: str) -> frozenset[str]:
    """One of the lists under ``[words]``; KeyError on a name that is not there."""
    return frozenset(_tables()["words"][name])


@cache
def either(name: str) -> str:
    """A list as a regular expression for any of its words, the longest first."""
    words = sorted(word_list(name), key=lambda word: (-len(word), word))
    return "|".join(map(re.escape, words))


@cache
def jubilees() -> Mapping[str, int]:
    """The words that are an anniversary by themselves, with its years ("centenary": 100)."""
    return dict(_tables()["jubilees"])


@cache
def states() -> Mapping[str, tuple[str, ...]]:
    """Of the name of each state the other words by which the press speaks of it."""
    return {name: tuple(words) for name, words in _tables()["states"].items()}


@cache
def _ordinals() -> Mapping[str, int]:
    """Spelled ordinals to their numbers, the compound ones ("twenty-first") among them."""
    ordinals: dict[str, int] = _tables()["ordinals"]
    compound = {
        f"{ten}-{word}": value + small
        for ten, value in _tables()["tens"].items()
        for word, small in ordinals.items()
        if small < 10
    }
    return ordinals | compound


@cache
def _figure() -> re.Pattern[str]:
    return re.compile(rf"(\d{{1,3}})(?:{either('ordinal_endings')})")


def ordinal(word: str) -> int | None:
    """The number of an ordinal in figures or small letters ("21st", "third"); None for others."""
    figure = _figure().fullmatch(word)
    return int(figure[1]) if figure is not None else _ordinals().get(word)


def bare(word: str) -> str:
    """A word in lower case without the marks round it."""
    return word.strip(_MARKS).lower()


def lowered(text: str) -> str:
    """A text in lower case, each character in its place (capital dotted I would become two)."""
    low = text.lower()
    if len(low) == len(text):
        return low
    return "".join(char.lower() if len(char.lower()) == 1 else char for char in text)
