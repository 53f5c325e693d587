"""Decide when each document was written: documents and mentions to documents with a publication."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import replace

import numpy as np

from timeline.model import Document, Evidence, Mention, Method, Notice, Publication
from timeline.publication.clues import Clue, day_words, gather_clues
from timeline.publication.company import company_clues, folder_clue
from timeline.publication.days import DayGrid, Scores, day_grid, prior
from timeline.publication.kinship import find_kin
from timeline.publication.known import Knowledge, load_knowledge
from timeline.publication.metadata import from_metadata
from timeline.publication.posterior import Posterior, decide, weigh
from timeline.publication.shared import Written, shared_clues, window

__all__ = ["DayGrid", "Knowledge", "date_documents", "day_grid", "load_knowledge"]

_ROUNDS = 2
"""Rounds in which articles whose day has become sure date others by what they tell alike."""
_WORTH_SAYING = 2.0
"""Nats by which one fact must speak against that day, to be named as the reason."""
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
    in_company = not independent and len(articles) > 1 and None in stated
    tell = progress if progress is not None else _unheard
    words: list[Scores | int] = []
    publications: list[Publication | None] = []
    notices: list[Notice] = []
    for count, ((document, mentions), claim) in enumerate(zip(articles, stated, strict=True)):
        told = claim is not None and claim.method is Method.GIVEN
        clues = () if told else gather_clues(document, mentions, grid, knowledge)
        if claim is not None:
            publication, doubt = (claim, "") if told else _checked(claim, weigh(clues, grid), grid)
            notices += [Notice("metadata-contradicted", document.path, doubt)] if doubt else []
            publications.append(publication)
            words.append(publication.day or 0)
        else:
            publications.append(None if in_company else decide(weigh(clues, grid), grid))
            words.append(_own_word(clues, grid) if in_company else 0)
        tell((count + 1) // 2 if in_company else count + 1)
    if in_company:
        _date_in_company(articles, publications, words, knowledge, grid, tell)
        tell(len(articles))
    dated = [
        replace(document, publication=publication)
        for (document, _), publication in zip(articles, publications, strict=True)
    ]
    return tuple(dated), (*notices, *_undated_notices(dated))


def _unheard(done: int) -> None:
    """Nobody watches."""


def _date_in_company(
    articles: Sequence[tuple[Document, tuple[Mention, ...]]],
    publications: list[Publication | None],
    words: Sequence[Scores | int],
    knowledge: Knowledge,
    grid: DayGrid,
    tell: Callable[[int], None],
) -> None:
    """Fill in the missing publications of a collection: kin first, then what they tell alike.

    Clues are gathered again each time: those of a whole collection would not fit into memory.
    """
    documents = [document for document, _ in articles]
    kin = find_kin(documents, knowledge.terms)
    open_places = [place for place, publication in enumerate(publications) if publication is None]
    steps = (1 + _ROUNDS) * len(open_places)
    written = [
        None if publication is None or publication.day is None else Written.on(publication.day)
        for publication in publications
    ]
    together = folder_clue([day for day in words if isinstance(day, int) and day], grid)
    told: dict[int, tuple[Clue, ...]] = {}
    for turn in range(1 + _ROUNDS):
        company = company_clues(documents, _with_told(words, told), kin, grid)
        for count, place in enumerate(open_places):
            document, mentions = articles[place]
            kept = company[place]
            clues = (
                *gather_clues(document, mentions, grid, knowledge),
                *([kept] if kept else []),
                *([together] if together else []),
                *told.get(place, ()),
            )
            posterior = weigh(clues, grid)
            publications[place] = decided = decide(posterior, grid)
            written[place] = window(posterior.mass, decided.low, decided.high, grid)
            done = turn * len(open_places) + count
            tell((len(articles) + done * len(articles) // max(steps, 1)) // 2)
        fresh = shared_clues(articles, written, kin, grid) if turn < _ROUNDS else {}
        if not fresh:
            break
        told = fresh


def _with_told(
    words: Sequence[Scores | int], told: Mapping[int, Sequence[Clue]]
) -> tuple[Scores | int, ...]:
    """What documents say by themselves, and what they tell alike with others."""
    return tuple(
        own
        if isinstance(own, int)
        else own + sum(clue.share * clue.scores for clue in told.get(place, ()))
        for place, own in enumerate(words)
    )


def _undated_notices(documents: Sequence[Document]) -> Iterator[Notice]:
    message = "nothing in the text says when it was written; give it a date: line"
    for document in documents:
        if document.publication is None or document.publication.day is None:
            yield Notice("undated-document", document.path, message)


def _own_word(clues: Sequence[Clue], grid: DayGrid) -> Scores:
    """What a document tells its kin: its log-scores without the names, which they share anyway."""
    total = prior(grid)
    for clue in clues:
        if clue.kind != "news":
            total = total + clue.share * clue.scores
    return total


def _checked(claim: Publication, posterior: Posterior, grid: DayGrid) -> tuple[Publication, str]:
    """A publication from metadata with what the text says of it, and a doubt where they clash."""
    day = claim.day
    if day is None or not grid.holds(day) or claim.method is not Method.METADATA:
        return claim, ""
    place = day - grid.first
    facts = [clue for clue in posterior.clues if clue.kind.startswith("fact")]
    mass = posterior.mass
    gap = float(np.log(mass.max()) - np.log(max(mass[place], 1e-300)))
    if gap < _CONTRADICTION or not facts:
        return claim, ""
    clue = max(facts, key=lambda one: one.share * float(one.scores.max() - one.scores[place]))
    against = clue.share * float(clue.scores.max() - clue.scores[place])
    if against < _WORTH_SAYING:
        return claim, ""
    doubt = f"its metadata says {day_words(day)}, but “{clue.words}”: {clue.says}"
    evidence = (
        *claim.evidence,
        Evidence(
            clue.words, f"speaks against it: {clue.says}", -round(against, 2), clue.start, clue.end
        ),
    )
    return replace(claim, evidence=evidence), doubt
