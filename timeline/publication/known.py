"""Load what dating knows of the world: packs to dated facts, a table to the news of each day."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from timeline.errors import RulesError
from timeline.knowledge.chronicle import Chronicle, load_chronicle
from timeline.knowledge.facts import FactBase, load_facts
from timeline.knowledge.newsterms import NewsTerms


@dataclass(frozen=True, slots=True, eq=False)
class Knowledge:
    """Dated facts, the table of terms in time, and what happened on which day."""

    facts: FactBase
    terms: NewsTerms
    chronicle: Chronicle
    archives: tuple[NewsTerms, ...] = ()
    """Tables of terms learned from the user's own archives."""


@cache
def _built_in() -> Knowledge:
    return Knowledge(load_facts(), NewsTerms.load(), load_chronicle())


def load_knowledge(paths: Sequence[Path] = ()) -> Knowledge:
    """What comes with timeline, and on top of it the user's files and folders.

    Packs of facts end in .toml, chronicles in .txt, tables made by ``timeline learn`` in .bin.
    Raises RulesError where one is not there or cannot be read.
    """
    if not paths:
        return _built_in()
    facts = [path for path in paths if path.suffix not in (".txt", ".bin")]
    tables = [
        file
        for path in paths
        for file in (sorted(path.glob("*.bin")) if path.is_dir() else [path])
        if file.suffix == ".bin"
    ]
    archives = tuple(map(_archive, tables))
    return Knowledge(load_facts(facts), _built_in().terms, load_chronicle(paths), archives)


def _archive(path: Path) -> NewsTerms:
    try:
        return NewsTerms.load(path)
    except OSError as error:
        raise RulesError(
            f"this table of terms cannot be read: {error}",
            file=str(path),
            remedy="Correct the path under `knowledge` in timeline.toml.",
        ) from error
