"""Gather what a document says about its day of writing: each clue a score over candidate days."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Container, Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date

import numpy as np

from timeline.knowledge.chronicle import Told
from timeline.knowledge.facts import FactMatch
from timeline.knowledge.newsterms import NewsTerms
from timeline.model import Direction, Document, Mention
from timeline.publication.apposed import apposed_clues
from timeline.publication.clue import Clue, month_words
from timeline.publication.days import DayGrid, Scores
from timeline.publication.happenings import UNIT_DAYS, happening_clues
from timeline.publication.known import Knowledge
from timeline.publication.metadata import dating_words
from timeline.publication.offsets import (
    STAMP_ON_TOP,
    Offset,
    distances,
    is_told,
    log_density,
    month_day,
    offsets_of,
)
from timeline.publication.over import is_history, over_clues, stamps_among
from timeline.publication.told import (
    ON_ITS_DATE,
    happening_groups,
    told_happenings,
)

_LEAST_SPREAD = 0.05
_DAMPING = -0.35
"""Clues of one kind count as this power of their number; -0.5 and -0.2 dated fewer articles."""
_ON_TOP = 1.6
"""What the stamp on top counts for: where a text tells one story, its dates lean on each other."""
_DAYS_AND_MONTHS = ("full", "near", "month")
_ANNIVERSARY = re.compile(
    r"\b(\d{1,3})(?:st|nd|rd|th)\s+(\w+)|\b(\d{1,3})(?:-|\s)years?\s+(\w+)", re.IGNORECASE
)
_YEAR = re.compile(r"\b(1[5-9]\d\d|20\d\d)\b(?!\s*%)")
_SENTENCE_END = re.compile(r"[.!?]\s")
_ISO_DAY = 10
_ANNIVERSARY_SHARE = 0.6
_LEAD_UP_YEARS = 1


@dataclass(frozen=True, slots=True)
class Known:
    """What a document tells that is known: facts, happenings besides, and terms of the news."""

    matches: tuple[FactMatch, ...]
    told: tuple[Told, ...]
    terms: tuple[bytes, ...]
    """the terms of each table, packed"""


def find_known(document: Document, mentions: tuple[Mention, ...], knowledge: Knowledge) -> Known:
    """What a document tells that is known, for its clues."""
    text = _article(document)
    matches = tuple(knowledge.facts.match(text))
    told = told_happenings(knowledge.chronicle, text, mentions)
    terms = tuple(table.terms_in(text) for table in (knowledge.terms, *knowledge.archives))
    return Known(matches, _not_held(told, matches), terms)


def gather_clues(
    document: Document,
    mentions: tuple[Mention, ...],
    grid: DayGrid,
    knowledge: Knowledge,
    known: Known | None = None,
) -> tuple[Clue, ...]:
    """Every clue to a document's day in its own text; their shares add up to a log-likelihood.

    ``known`` is what ``find_known`` finds in it, where somebody has looked before.
    """
    text = _article(document)
    offsets = offsets_of(document, mentions)
    apposed = tuple(apposed_clues(text, offsets, mentions, grid))
    if is_history(mentions):
        stamps = tuple(_mention_clues(stamps_among(offsets), grid, ()))
        return (*stamps, *over_clues(mentions, grid), *(clue for _, clue in apposed))
    elapsed = tuple(_elapsed_clues(offsets, mentions, grid))
    known = known or find_known(document, mentions, knowledge)
    matches, found = known.matches, known.told
    groups = happening_groups(found, mentions, offsets)
    on_date = {
        month_day(told.happening.day)
        for told, (group, _) in zip(found, groups, strict=True)
        if group.endswith(ON_ITS_DATE)
    }
    explained = {start for start, _ in elapsed}
    explained |= {start for starts, _ in apposed for start in starts}
    explained |= {
        offset.mention.start for offset in offsets if is_told(offset) and offset.value in on_date
    }
    clues = [
        *_mention_clues(offsets, grid, explained),
        *(clue for _, clue in (*apposed, *elapsed)),
        *_fact_clues(text, matches, mentions, grid, knowledge),
        *_anniversary_clues(text, grid),
        *happening_clues(text, mentions, tuple(zip(found, groups, strict=True)), grid),
    ]
    return tuple(_damped(clues)) + tuple(_term_clues(text, known.terms, grid, knowledge))


def _not_held(found: Iterable[Told], matches: Sequence[FactMatch]) -> tuple[Told, ...]:
    """What is told without what took place at an edition that the same words name.

    The edition says as much already, and more: whether the text looks ahead to it.
    """
    held = [
        (match.start, match.end, match.held[0], match.held[1])
        for match in matches
        if match.held[0] is not None and match.held[1] is not None
    ]
    return tuple(
        one
        for one in found
        if not any(
            one.start < end and start < one.end and first <= one.happening.day <= last
            for start, end, first, last in held
        )
    )


def _article(document: Document) -> str:
    """The text with what was set aside blanked out, every offset kept."""
    parts: list[str] = []
    at = 0
    for aside in document.asides:
        parts += (document.text[at : aside.start], " " * (aside.end - max(at, aside.start)))
        at = max(at, aside.end)
    return "".join((*parts, document.text[at:]))


def _damped(clues: Iterable[Clue]) -> Iterable[Clue]:
    """Give the clues of a kind shares by its size: repeated clues are not independent."""
    clues = tuple(clues)
    sizes: dict[str, int] = {}
    for clue in clues:
        sizes[clue.kind] = sizes.get(clue.kind, 0) + 1
    for clue in clues:
        size = sizes[clue.kind]
        yield clue if size == 1 else replace(clue, share=clue.share * size**_DAMPING)


def _mention_clues(
    offsets: Sequence[Offset], grid: DayGrid, explained: Container[int]
) -> Iterable[Clue]:
    """What dates and weekdays say by themselves; those that start at ``explained`` say nothing.

    A day or month named in several kinds of places is damped as clues of one kind are.
    """
    seen: set[tuple[str, int, str]] = set()
    places = {(one.kind, one.value, one.group) for one in offsets if one.kind in _DAYS_AND_MONTHS}
    repeated = Counter((kind, value) for kind, value, _ in places)
    for offset in offsets:
        key = (
            offset.group.removesuffix(" first").removesuffix(" later"),
            offset.value,
            offset.kind,
        )
        if key in seen or offset.mention.start in explained:
            continue
        scores = log_density(offset, grid)
        if scores is None or float(np.ptp(scores)) < _LEAST_SPREAD:
            continue
        seen.add(key)
        mention = offset.mention
        says, at = _offset_words(offset), (mention.start, mention.end)
        kind = offset.group if offset.kind == "full" else offset.kind
        if offset.weekday is not None:
            kind = "near weekday"
        share = repeated.get((offset.kind, offset.value), 1) ** _DAMPING
        share *= _ON_TOP if offset.group.endswith(STAMP_ON_TOP) else 1.0
        yield Clue(kind, mention.surface, says, scores, *at, share)


_ELAPSED_SHARE, _ELAPSED_TODAY_SHARE = 0.5, 0.8
"""How often a date and an "ago", or an "ago today", side by side speak of one thing: a choice,
not a fit."""


def _elapsed_clues(
    offsets: Sequence[Offset], mentions: tuple[Mention, ...], grid: DayGrid
) -> Iterable[tuple[int, Clue]]:
    """Of "on March 24, seven weeks ago": written that long after that date, or as near it as any.

    With each clue goes where the date starts: what it says by itself is part of the clue.
    """
    by_sentence: dict[int, list[Offset]] = {}
    for offset in offsets:
        if offset.kind in ("near", "full"):
            by_sentence.setdefault(offset.mention.sentence, []).append(offset)
    seen: set[tuple[int, float]] = set()
    for mention in mentions:
        dates = [
            offset for near in (0, 1, -1) for offset in by_sentence.get(mention.sentence + near, ())
        ]
        if mention.reading.op not in ("ago", "ago_exactly") or len(dates) != 1:
            continue
        number, unit = mention.reading.args
        if not isinstance(number, int) or unit not in UNIT_DAYS:
            continue
        length = number * UNIT_DAYS[str(unit)]
        if (dates[0].value, length) in seen:
            continue
        seen.add((dates[0].value, length))
        slack = 0.5 if mention.reading.op == "ago_exactly" else max(UNIT_DAYS[str(unit)] / 2, 0.5)
        fits = np.abs(distances(dates[0], grid) - length) <= slack
        share = float(fits.mean())
        if not 0 < share < 1:
            continue
        exact = mention.reading.op == "ago_exactly"
        belief = _ELAPSED_TODAY_SHARE if exact else _ELAPSED_SHARE
        alone = log_density(dates[0], grid)
        otherwise = np.ones(len(grid)) if alone is None else np.exp(alone)
        scores: Scores = np.log((1 - belief) * otherwise + belief * fits / share)
        says = f"“{dates[0].mention.surface}” was then {mention.surface}"
        clue = Clue("elapsed", mention.surface, says, scores, mention.start, mention.end)
        yield dates[0].mention.start, clue


def _offset_words(offset: Offset) -> str:
    side = offset.mention.direction
    if offset.kind == "weekday":
        name = dating_words()["weekdays"][offset.value]
        if side is Direction.FUTURE:
            return f"looks ahead: written on a {name} or in the six days before"
        return f"most often written on a {name} or in the days after"
    if offset.kind == "month":
        if side is Direction.FUTURE:
            return "a month without a year, ahead: written in the months before it"
        return "a month without a year: written in it or in the months after"
    if offset.kind == "near":
        if " dateline " in f" {offset.group} ":
            return "the day of the dateline, without its year"
        fixed = " on that weekday" if offset.weekday is not None else ""
        return f"a day and month without a year{fixed}: written near it"
    if offset.kind == "full":
        stamped = "stamp" in offset.group or "dateline" in offset.group
        return (
            "a full date that stands like a publication date"
            if stamped
            else "a full date in the text"
        )
    if offset.kind == "monthyear":
        return "a month of a named year: written in the months after it"
    return "the latest year named" if offset.group == "year latest" else "a year named"


_FRESH_SHARE = 0.3
_FRESH_HALF_LIFE = 30.0
"""How often a sentence that names an event and its very weekday reports it fresh: for events the
press soon forgets, less for others in proportion.  A choice, not a fit."""


def _fact_clues(
    text: str,
    matches: Iterable[FactMatch],
    mentions: tuple[Mention, ...],
    grid: DayGrid,
    knowledge: Knowledge,
) -> Iterable[Clue]:
    seen: set[tuple[str, str]] = set()
    fresh: set[str] = set()
    for match in matches:
        for clue in _fresh_clues(match, text, mentions, grid):
            if match.fact.id not in fresh:
                fresh.add(match.fact.id)
                yield clue
        key = (match.fact.id, match.sense)
        if key in seen:
            continue
        seen.add(key)
        scores = knowledge.facts.log_likelihood(match, grid.ordinals)
        yield Clue(
            f"fact {_fact_group(match)}",
            text[match.start : match.end],
            match.says,
            scores,
            match.start,
            match.end,
        )


def _fresh_clues(
    match: FactMatch, text: str, mentions: tuple[Mention, ...], grid: DayGrid
) -> Iterable[Clue]:
    """An event, on a Friday, and "on Friday" in one sentence: written that week."""
    if match.sense != "mentions":
        return
    days = {
        mention
        for mention in mentions
        if mention.reading.op == "weekday"
        and mention.direction is not Direction.FUTURE
        and not _SENTENCE_END.search(
            text[min(match.end, mention.end) : max(match.start, mention.start)]
        )
    }
    even = 1.0 / len(grid)
    for mention in sorted(days, key=lambda mention: mention.start):
        for fact in (match.fact, *match.others):
            exact = fact.terms and len(fact.terms[0].start_text) == _ISO_DAY
            if not exact or fact.start is None or (fact.start - 1) % 7 != mention.reading.args[0]:
                continue
            share = _FRESH_SHARE * min(1.0, _FRESH_HALF_LIFE / fact.half_life_days)
            mass = np.full(len(grid), (1 - share) * even)
            week = (grid.ordinals >= fact.start) & (grid.ordinals < fact.start + 7)
            mass[week] += share / 7
            says = f"{fact.label} was on a {mention.surface}: written within the week"
            words = text[match.start : match.end]
            yield Clue("fresh", words, says, np.log(mass / even), match.start, match.end)


def _fact_group(match: FactMatch) -> str:
    return (
        f"event {match.fact.id}" if match.sense == "mentions" else f"{match.sense} {match.fact.id}"
    )


def _anniversary_clues(text: str, grid: DayGrid) -> Iterable[Clue]:
    """Of "the 20th anniversary" beside "2001": written in 2021, or in the year that leads up."""
    words = dating_words()["anniversary_words"]
    lowered = text.lower()
    if not any(word in lowered for word in words):
        return
    years = sorted({int(match[1]) for match in _YEAR.finditer(text)})
    seen: set[int] = set()
    for match in _ANNIVERSARY.finditer(text):
        number = int(match[1] or match[3])
        if (match[2] or match[4]).lower() not in words or number in seen or number == 0:
            continue
        seen.add(number)
        targets = [
            year + number
            for year in years
            if grid.first <= date(min(year + number, 9999), 1, 1).toordinal() <= grid.last
        ]
        if not targets:
            continue
        even = 1.0 / len(np.unique(grid.year))
        mass = np.full(len(grid), (1 - _ANNIVERSARY_SHARE) * even)
        for target in targets:
            mass[grid.year == target] += 0.85 * _ANNIVERSARY_SHARE / len(targets)
            mass[grid.year == target - _LEAD_UP_YEARS] += 0.15 * _ANNIVERSARY_SHARE / len(targets)
        named = " and ".join(str(target - number) for target in targets)
        says = f"{number} years after {named}: {', '.join(map(str, targets))}"
        yield Clue("anniversary", match[0], says, np.log(mass / even), match.start(), match.end())


_TERMS_SHOWN = 6


def _term_clues(
    text: str, terms: Sequence[bytes], grid: DayGrid, knowledge: Knowledge
) -> Iterable[Clue]:
    for table, found in zip((knowledge.terms, *knowledge.archives), terms, strict=True):
        yield from _terms_of_one(text, found, grid, table)


def _terms_of_one(text: str, found: bytes, grid: DayGrid, table: NewsTerms) -> Iterable[Clue]:
    evidence = table.log_likelihood(text, grid.ordinals, found)
    if not evidence.hits:
        return
    peak = int(grid.ordinals[int(np.argmax(evidence.scores))])
    terms = [hit.term for hit, weight in evidence.top(peak, _TERMS_SHOWN) if weight > 0]
    if not terms:
        return
    when = month_words(peak)
    says = f"names and word pairs that were in the news together, most of all in {when}"
    yield Clue("news", ", ".join(terms), says, evidence.scores)
