"""Leave out of gold and answers what the list of faults of the gold names, and print that list."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any

FAULTS = Path(__file__).resolve().parent.parent / "tests" / "cases" / "gold_faults.toml"
WRONG, DIVIDED = "wrong", "divided"
"""Gold that is plainly wrong; words that gold marks in two ways, or marks and leaves alone."""
_UNMARKED = "unmarked"
Record = dict[str, Any]
Fault = tuple[str, str, str]
"""A document, words in it, and the value gold gives them; none where gold has not marked them."""


@cache
def groups(*kinds: str) -> tuple[tuple[str, list[Fault]], ...]:
    """Each ground of some kinds on which gold is not followed, with what it concerns."""
    faults = tomllib.loads(FAULTS.read_text(encoding="utf-8"))["fault"]
    return tuple(
        (one["why"], [(doc, words, value) for doc, words, value in one["of"]])
        for one in faults
        if one["kind"] in kinds
    )


def without_faults(gold: Record, found: Record, *kinds: str) -> tuple[Record, Record]:
    """A document's gold and answers without the spans that are named, and what touches them."""
    named = [fault for _, of in groups(*kinds) for fault in of]
    mine = [(words, value) for doc, words, value in named if doc == gold["doc"]]
    faulty = [one for one in gold["timexes"] if _named(gold["text"], one, mine)]
    kept = [one for one in gold["timexes"] if one not in faulty]
    gone = [*faulty, *_unmarked(gold, [words for words, value in mine if not value])]
    answers = [
        one
        for one in found["timexes"]
        if not any(_touch(one, span) for span in gone) or any(_touch(one, span) for span in kept)
    ]
    return {**gold, "timexes": kept}, {**found, "timexes": answers}


def _named(text: str, timex: Record, mine: list[tuple[str, str]]) -> bool:
    words = " ".join(text[timex["start"] : timex["end"]].split()).lower()
    return any(words == name.lower() and timex["value"] == value for name, value in mine)


def _unmarked(gold: Record, names: list[str]) -> Iterator[Record]:
    """Where the words stand in a text without a mark."""
    for name in names:
        spelled = r"\s+".join(map(re.escape, name.split()))
        for match in re.finditer(rf"(?<!\w){spelled}(?!\w)", gold["text"], re.IGNORECASE):
            span = {"start": match.start(), "end": match.end()}
            if not any(_touch(one, span) for one in gold["timexes"]):
                yield span


def _touch(one: Record, other: Record) -> bool:
    return bool(one["start"] < other["end"] and other["start"] < one["end"])


def rows(kind: str) -> list[list[str]]:
    """The list for a reader: documents, words, values, ground."""
    rows = []
    for why, of in groups(kind):
        docs = dict.fromkeys(doc for doc, _, _ in of)
        words = [name for _, name, _ in of]
        told = [f"“{name}”" + _times(words.count(name)) for name in dict.fromkeys(words)]
        values = dict.fromkeys(value or _UNMARKED for _, _, value in of)
        rows.append([", ".join(docs), ", ".join(told), ", ".join(values), why])
    return rows


def _times(number: int) -> str:
    return f" ({number})" if number > 1 else ""
