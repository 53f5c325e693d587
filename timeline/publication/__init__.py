"""Decide when each document was written: documents and mentions to documents with a publication."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace

import numpy as np

from timeline.model import Document, Evidence, Mention, Method, Notice, Publication
from timeline.publication.clues import Clue, day_words, gather_clues
from timeline.publication.company import company_clues
from timeline.publication.days import DayGrid, Scores, day_grid, prior
from timeline.publication.kinship import find_kin
from timeline.publication.known import Knowledge, load_knowledge
from timeline.publication.metadata import from_metadata
from timeline.publication.posterior import Posterior, decide, weigh

__all__ = ["DayGrid", "Knowledge", "date_documents", "day_grid", "load_knowledge"]

_NEVER = -700.0
_CONTRADICTION = 5.0
"""Nats by which the text must prefer another day than its metadata's before a reader is told."""


def date_documents(
    articles: Sequence[tuple[Document, tuple[Mention, ...]]],
    knowledge: Knowledge,
    grid: DayGrid,
    *,
    infer: bool = False,
    independent: bool = False,
    progress: Callable[[int], None] | None = None,
) -> tuple[tuple[Document, ...], tuple[Notice, ...]]:
    """Give every document its publication, and say where metadata and text contradict each other.

    Metadata decides where there is any, unless ``infer`` asks to argue from the text alone.
    Documents of one story constrain each other, unless ``independent``.  A document whose
    text fixes nothing gets a publication without a day, never a default.
    """
    stated = [None if infer else from_metadata(document, grid.last) for document, _ in articles]
    alone: list[Posterior] = []
    silent = Posterior((), np.zeros(0))
    for count, ((document, mentions), claim) in enumerate(zip(articles, stated, strict=True)):
        told = claim is not None and claim.method is Method.GIVEN
        clues = () if told else gather_clues(document, mentions, grid, knowledge)
        alone.append(silent if told else weigh(clues, grid))
        if progress is not None:
            progress(count + 1)
    company: tuple[Clue | None, ...] = (None,) * len(articles)
    documents = [document for document, _ in articles]
    if not independent and len(articles) > 1 and None in stated:
        words = [
            _own_word(posterior, grid)
            if claim is None or claim.day is None
            else _certain(claim.day, grid)
            for posterior, claim in zip(alone, stated, strict=True)
        ]
        company = company_clues(documents, words, find_kin(documents, knowledge.terms), grid)
    dated: list[Document] = []
    notices: list[Notice] = []
    for document, claim, posterior, clue in zip(documents, stated, alone, company, strict=True):
        if claim is not None:
            publication, doubt = _checked(claim, posterior, grid)
            if doubt:
                notices.append(Notice("metadata-contradicted", document.path, doubt))
        else:
            joint = weigh((*posterior.clues, clue), grid) if clue is not None else posterior
            publication = decide(joint, grid)
            if publication.day is None:
                message = "nothing in the text says when it was written; give it a date: line"
                notices.append(Notice("undated-document", document.path, message))
        dated.append(replace(document, publication=publication))
    return tuple(dated), tuple(notices)


def _own_word(posterior: Posterior, grid: DayGrid) -> Scores:
    """What a document tells its kin: its log-scores without the names, which they share anyway."""
    total = prior(grid)
    for clue in posterior.clues:
        if clue.kind != "news":
            total = total + clue.scores
    return total


def _certain(day: int, grid: DayGrid) -> Scores:
    scores = np.full(len(grid), _NEVER)
    scores[min(max(day - grid.first, 0), len(grid) - 1)] = 0.0
    return scores


def _checked(claim: Publication, posterior: Posterior, grid: DayGrid) -> tuple[Publication, str]:
    """A publication from metadata with what the text says of it, and a doubt where they clash."""
    day = claim.day
    if day is None or not grid.holds(day) or claim.method is not Method.METADATA:
        return claim, ""
    place = day - grid.first
    against = sorted(
        (float(clue.scores.max() - clue.scores[place]), clue)
        for clue in posterior.clues
        if clue.kind.startswith("fact")
    )
    mass = posterior.mass
    gap = float(np.log(mass.max()) - np.log(max(mass[place], 1e-300)))
    if gap < _CONTRADICTION or not against or against[-1][0] < 2.0:
        return claim, ""
    clue = against[-1][1]
    doubt = f"its metadata says {day_words(day)}, but “{clue.words}”: {clue.says}"
    evidence = (
        *claim.evidence,
        Evidence(
            clue.words, f"speaks against it: {clue.says}", -against[-1][0], clue.start, clue.end
        ),
    )
    return replace(claim, evidence=evidence), doubt
