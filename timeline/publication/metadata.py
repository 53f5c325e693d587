"""Read what a document's metadata says about its day: claims to a publication, or to nothing."""

from __future__ import annotations

from collections.abc import Iterable
from functools import cache, lru_cache
from typing import Any

from msgspec.structs import replace

from timeline.model import DateClaim, Document, Evidence, Method, Publication
from timeline.prepared import rule_table

_CERTAIN_RANK = 4
"""The last rank that decides alone; what is weaker only counts as a suggestion."""


def from_metadata(document: Document, today: int) -> Publication | None:
    """The publication a document's own metadata states; None when it states none.

    The most trusted place wins (``metadata_rank`` in ``rules/publication.toml``); a day after
    ``today`` is not believed.  Every claim is kept as evidence.
    """
    ranked = sorted(
        (claim for claim in document.claims if claim.day is not None and claim.day <= today),
        key=rank,
    )
    if not ranked or rank(ranked[0]) > _CERTAIN_RANK + 1:
        return None
    best = ranked[0]
    day = best.day
    assert day is not None
    evidence = tuple(
        Evidence(
            claim.words, f"{claim.place}" + ("" if claim.day == day else " (says another day)"), 0.0
        )
        for claim in ranked
    )
    method = Method.GIVEN if rank(best) == 1 else Method.METADATA
    return Publication(day, day, day, method, evidence, share=1.0)


def dated_by_authors(documents: Iterable[Document], today: int) -> tuple[Document, ...] | None:
    """Documents with the days that their authors gave them; None where one has none."""
    dated: list[Document] = []
    for document in documents:
        stated = from_metadata(document, today)
        if stated is None or stated.method is not Method.GIVEN:
            return None
        dated.append(replace(document, publication=stated))
    return tuple(dated)


def rank(claim: DateClaim) -> int:
    """How far to trust a claim: 1 is the author's own word, larger is weaker."""
    return _rank_of(claim.place)


@lru_cache(maxsize=256)
def _rank_of(where: str) -> int:
    ranks: dict[str, int] = dating_words()["metadata_rank"]
    if "modified" in where:
        return _CERTAIN_RANK + 5
    fitting = [rank for place, rank in ranks.items() if where.startswith(place)]
    return min(fitting, default=_CERTAIN_RANK + 5)


@cache
def dating_words() -> dict[str, Any]:
    """The words of ``rules/publication.toml``."""
    return rule_table("publication")
