"""Load what dating knows of the world: packs to dated facts, a table to the news of each day."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from timeline.knowledge.chronicle import Chronicle, load_chronicle
from timeline.knowledge.facts import FactBase, load_facts
from timeline.knowledge.newsterms import NewsTerms


@dataclass(frozen=True, slots=True, eq=False)
class Knowledge:
    """Dated facts, the table of terms in time, and what happened on which day."""

    facts: FactBase
    terms: NewsTerms
    chronicle: Chronicle


@cache
def _built_in() -> Knowledge:
    return Knowledge(load_facts(), NewsTerms.load(), load_chronicle())


def load_knowledge(folders: Sequence[Path] = ()) -> Knowledge:
    """The built-in packs, and the packs of the user's folders on top of them."""
    if not folders:
        return _built_in()
    return Knowledge(load_facts(folders), _built_in().terms, load_chronicle(folders))
