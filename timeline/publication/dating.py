"""Decide when each document was written: documents and mentions to documents with a publication."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache, partial
from typing import TypeAlias

import msgspec
import numpy as np
from msgspec.structs import replace

from timeline.cache import NO_CACHE, Cache, digest
from timeline.model import Document, Evidence, Mention, Method, Notice, Publication
from timeline.publication.address import address_clues
from timeline.publication.archive import archive_clues
from timeline.publication.clue import Clue, day_words
from timeline.publication.clues import Known, find_known, gather_clues
from timeline.publication.company import company_clues, folder_clue
from timeline.publication.days import DayGrid, Scores, day_grid, prior
from timeline.publication.kinship import find_kin
from timeline.publication.known import Knowledge, load_knowledge
from timeline.publication.metadata import from_metadata
from timeline.publication.posterior import Posterior, decide, weigh
from timeline.publication.shared import Written, shared_clues, window
from timeline.workers import Jobs, Memory, each

__all__ = ["DayGrid", "Habits", "Knowledge", "date_documents", "day_grid", "load_knowledge"]

_ROUNDS = 2
"""Rounds in which articles whose day has become sure date others by what they tell alike."""
_WORTH_SAYING = 2.0
"""Nats by which one fact must speak against that day, to be named as the reason."""
_CONTRADICTION = 5.0
"""Nats by which the text must prefer another day than its metadata's before a reader is told."""


@dataclass(frozen=True, slots=True)
class Habits:
    """How documents are dated, apart from what they say.

    ``infer`` leaves metadata out, ``independent`` the other documents.  ``cache`` is where what is
    found is remembered, under ``told``, which tells this knowledge from any other; ``jobs`` is who
    shares the work on single documents.
    """

    infer: bool = False
    independent: bool = False
    jobs: Jobs = 1
    cache: Cache = NO_CACHE
    told: bytes = b""


Article: TypeAlias = tuple[Document, tuple[Mention, ...]]
Source: TypeAlias = Knowledge | Callable[[], Knowledge]
"""What dating knows of the world, or what loads it where it is needed."""
_MOST_FOUND = 1000
"""Documents of which what is known is held, in a collection whose members date each other."""
_ALONE = msgspec.msgpack.Decoder(tuple[Publication, str])
_TOGETHER = msgspec.msgpack.Decoder(tuple[Publication, ...])


def date_documents(
    articles: Sequence[Article],
    knowledge: Source,
    grid: DayGrid,
    habits: Habits | None = None,
    progress: Callable[[int], None] | None = None,
) -> tuple[tuple[Document, ...], tuple[Notice, ...]]:
    """Give every document its publication, and say where metadata and text contradict each other.

    Metadata decides where there is any, unless asked to argue from the text alone.  Documents of
    one story constrain each other, unless asked to leave that.  A document whose text fixes
    nothing gets a publication without a day, never a default.
    """
    habits = habits or Habits()
    tell = progress if progress is not None else _unheard
    stated = [
        None if habits.infer else from_metadata(document, grid.last) for document, _ in articles
    ]
    in_company = not habits.independent and len(articles) > 1 and None in stated
    publications: list[Publication | None] = [
        claim if claim is not None and claim.method is Method.GIVEN else None for claim in stated
    ]
    alone = [
        place
        for place, (claim, known) in enumerate(zip(stated, publications, strict=True))
        if known is None and not (claim is None and in_company)
    ]
    notices: list[Notice] = []
    found = each(
        partial(_date_alone, knowledge, grid.first, grid.last, habits.infer),
        (articles[place] for place in alone),
        habits.jobs,
        lambda count: tell(count // 2 if in_company else count),
        Memory(habits.cache, "dated alone", partial(_key, habits, grid), _ALONE),
    )
    for place, (publication, doubt) in zip(alone, found, strict=True):
        publications[place] = publication
        path = articles[place][0].path
        notices += [Notice("metadata-contradicted", path, doubt)] if doubt else []
    if in_company:
        together = partial(
            _date_in_company, articles, tuple(publications), knowledge, grid, habits.infer, tell
        )
        memory = Memory(
            habits.cache, "dated together", partial(_key_of_all, habits, grid, stated), _TOGETHER
        )
        [found_together] = each(lambda _: together(), [articles], memory=memory)
        publications = list(found_together)
        tell(len(articles))
    dated = [
        replace(document, publication=publication)
        for (document, _), publication in zip(articles, publications, strict=True)
    ]
    return tuple(dated), (*notices, *_undated_notices(dated))


def _key(habits: Habits, grid: DayGrid, article: Article) -> bytes:
    return msgspec.msgpack.encode((habits.told, habits.infer, grid.first, grid.last, article))


def _key_of_all(
    habits: Habits,
    grid: DayGrid,
    stated: Sequence[Publication | None],
    articles: Sequence[Article],
) -> bytes:
    keys = [digest(_key(habits, grid, article)) for article in articles]
    return digest(*keys, msgspec.msgpack.encode(stated))


def _date_alone(
    source: Source, first: int, last: int, infer: bool, article: Article
) -> tuple[Publication, str]:
    """A document by itself to its publication, and a doubt where metadata and text clash."""
    document, mentions = article
    grid = _grid(first, last)
    clues = gather_clues(document, mentions, grid, _loaded(source))
    posterior = weigh((*clues, *(() if infer else address_clues(document, grid))), grid)
    claim = None if infer else from_metadata(document, last)
    return (decide(posterior, grid), "") if claim is None else _checked(claim, posterior, grid)


def _loaded(source: Source) -> Knowledge:
    return source if isinstance(source, Knowledge) else source()


@cache
def _grid(first: int, last: int) -> DayGrid:
    return day_grid(last, first)


def _unheard(done: int) -> None:
    """Nobody watches."""


def _date_in_company(
    articles: Sequence[Article],
    known: Sequence[Publication | None],
    source: Source,
    grid: DayGrid,
    infer: bool,
    tell: Callable[[int], None],
) -> tuple[Publication, ...]:
    """The publications of a collection: of those not known, kin first, then what they tell alike.

    Clues are gathered again each time: those of a whole collection would not fit into memory.
    """
    knowledge = _loaded(source)
    publications = list(known)
    found: dict[int, Known] = {}

    def clues_of(place: int) -> tuple[Clue, ...]:
        document, mentions = articles[place]
        here = found.get(place) or find_known(document, mentions, knowledge)
        if len(found) < _MOST_FOUND:
            found[place] = here
        filed = () if infer else address_clues(document, grid)
        return (*gather_clues(document, mentions, grid, knowledge, here), *filed)

    words: list[Scores | int] = [
        _own_word(clues_of(place), grid) if publication is None else publication.day or 0
        for place, publication in enumerate(known)
    ]
    documents = [document for document, _ in articles]
    kin = find_kin(documents, knowledge.terms)
    open_places = [place for place, publication in enumerate(publications) if publication is None]
    steps = (1 + _ROUNDS) * len(open_places)
    written = [
        None if publication is None or publication.day is None else Written.on(publication.day)
        for publication in publications
    ]
    days = [day if isinstance(day, int) and day else None for day in words]
    together = folder_clue([day for day in days if day is not None], grid)
    background = together.scores if together is not None else np.zeros(len(grid))
    archive = archive_clues(documents, days, grid, background)
    # What dated articles say of the others is then said already.
    listened = [pair for pair in kin if not archive or days[pair.left] is days[pair.right] is None]
    told: dict[int, tuple[Clue, ...]] = {}
    for turn in range(1 + _ROUNDS):
        company = company_clues(documents, _with_told(words, told), listened, grid)
        for count, place in enumerate(open_places):
            kept = company[place]
            clues = (
                *clues_of(place),
                *([kept] if kept else []),
                *([archive[place]] if place in archive else [together] if together else []),
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
    return tuple(publication for publication in publications if publication is not None)


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
