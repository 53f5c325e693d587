"""Times of the year or day that a story has come to, as operators."""

from __future__ import annotations

from typing import Any

from msgspec.structs import replace

from timeline.interval import to_ordinal
from timeline.meaning.core import (
    FAIR,
    GOOD,
    Context,
    Meaning,
    Unreadable,
    operator,
    read_as_of,
    some_day_of,
)
from timeline.model import Alternative, Direction, Reading
from timeline.narration import with_year


@operator("story_year")
def _story_year(context: Context, args: tuple[Any, ...]) -> Meaning:
    """Of "1936 ... on 20 July" that day of 1936, and beside it the one that news would mean."""
    year, bare, _ = args
    meaning = read_as_of(with_year(bare, year), context)
    told = "that its story has come to" if context.reference is not None else "of what follows"
    return replace(
        meaning,
        why=f"told without its year, and of the one {told}",
        leans_on="earlier",
        alternatives=(*meaning.alternatives, *_as_news(context, bare, meaning)),
        confidence=min(meaning.confidence, GOOD),
    )


def _as_news(context: Context, bare: Reading, meaning: Meaning) -> tuple[Alternative, ...]:
    """What is meant if it counts from the day of writing, where that is something else."""
    try:
        when = read_as_of(bare, context).when
    except Unreadable:
        return ()
    if when is None or when == meaning.when:
        return ()
    return (
        Alternative(
            when, "the text tells of a time of its own, and not of the days about its writing"
        ),
    )


_OF_ANY_YEAR = frozenset({"holiday", "short_year", "date2"})
"""What needs no more than a year to count from."""


@operator("in_story")
def _in_story(context: Context, args: tuple[Any, ...]) -> Meaning:
    """Of "1936 ... by the end of the year" that year: what counts from the time named before it."""
    inner, reference = args[0], context.reference
    if reference is None or reference.start is None:
        return read_as_of(inner, context)
    here = replace(
        context, day=to_ordinal(reference.start), direction=Direction.FUTURE, in_story=True
    )
    meaning = read_as_of(inner, here)
    if meaning.leans_on != "writing" or meaning.when is None:
        return meaning
    if meaning.when.granularity < reference.granularity and inner.op not in _OF_ANY_YEAR:
        return some_day_of(reference)
    return replace(
        meaning,
        why="counted from the time that its story has come to",
        leans_on="earlier",
        alternatives=(),
        confidence=min(meaning.confidence, FAIR),
    )
