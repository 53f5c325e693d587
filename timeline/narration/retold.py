"""Days and months without a year in a history: of the year that its story has come to.

News leaves out the year of what is near the day of writing.  A history, a judgment or a report on
something long over leaves out the year that it has just told: "1936 ... On 20 July".
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from msgspec.structs import replace

from timeline.lexicon import Lexicon
from timeline.model import Mention, Reading
from timeline.narration.course import Point, Step, story_of
from timeline.narration.points import (
    Argument,
    bare_in,
    bare_of,
    leaves_year_out,
    point_of_bare,
    point_told,
    years_over,
)
from timeline.narration.telling import is_part_of_unit, places_told, tells_of_its_own_time

STORY_YEAR, IN_STORY = "story_year", "in_story"
"""The operators of what has the year of its story, and of what counts from the time before it.

The last of their arguments is the offset in the text at which the time stands that the story has
come to, -1 where none is told yet: what is named behind that is told aside.
"""
_COUNTED = frozenset(
    {
        "at",
        "counted_from",
        "date2",
        "day_named",
        "day_of_month",
        "day_spoken",
        "decade2",
        "earlier",
        "holiday",
        "later",
        "month_beside",
        "same",
        "same_season",
        "season_beside",
        "short_dated",
        "short_year",
        "that_time",
        "the",
        "weekday",
        "weekday_beside",
    }
)
"""What in a history counts from the time named before, and nothing from the day of writing."""
_BEFORE = 30
"""Characters before a date in which a word may say that it belongs to a thing."""
_CLOSING = '.!?:;”")'
"""What ends a sentence or heading: a year behind it opens what follows."""


def as_the_story_goes(text: str, mentions: Sequence[Mention], lexicon: Lexicon) -> list[Mention]:
    """The mentions of a text, in order; of a history those without a year as of their story."""
    places = places_told(text, mentions)
    headings = years_over(text, mentions, places)
    if not tells_of_its_own_time([mentions[at] for at in places], mentions, len(headings)):
        return list(mentions)
    steps = _steps(text, mentions, places, headings, lexicon)
    years = {at: step.year for at, step in steps.items() if step.year is not None}
    told = list(mentions)
    since = -1
    for at in places:
        each = mentions[at]
        told[at] = replace(each, reading=_of_story(each.reading, at, years, since))
        if at in steps and not steps[at].aside:
            since = each.start
    return told


def is_of_story(reading: Reading) -> bool:
    """Whether a reading has a time in it that its story tells the year or day of."""
    return reading.op in (STORY_YEAR, IN_STORY) or any(
        is_of_story(each) for each in reading.args if isinstance(each, Reading)
    )


def has_year_of_story(reading: Reading) -> bool:
    """Whether a reading has a time in it that is told without its year, in a history."""
    return reading.op == STORY_YEAR or any(
        has_year_of_story(each) for each in reading.args if isinstance(each, Reading)
    )


def _steps(
    text: str,
    mentions: Sequence[Mention],
    places: Sequence[int],
    headings: Mapping[int, int],
    lexicon: Lexicon,
) -> dict[int, Step]:
    """How the story takes each mention that is a point of it, by its place among the mentions.

    ``headings`` are the years that some of them stand under.
    """
    points: dict[int, Point] = {}
    under: dict[int, Step] = {}
    before: Mention | None = None
    for at in places:
        mention = mentions[at]
        bare = bare_in(mention.reading)
        point = point_told(mention.reading)
        if point is not None:
            point = replace(point, of=_belongs_to(text, mention, lexicon.lists))
        elif bare is not None:
            point = point_of_bare(bare, headings.get(at))
            if at in headings:
                under[at] = Step(headings[at])
        else:
            continue
        end = 0 if before is None else before.end
        points[at] = replace(point, anew="\n" in text[end : mention.start])
        before = mention
    return {**dict(zip(points, story_of(list(points.values())), strict=True)), **under}


def _belongs_to(text: str, mention: Mention, lists: Mapping[str, Mapping[str, object]]) -> str:
    """What a date belongs to, and not the story: a "name" ("the 1907 treaty"), a "thing", or ""."""
    before = text[max(0, mention.start - _BEFORE) : mention.start]
    words = before.rpartition("\n")[2].lower().split()
    if not words or words[-1][-1] in _CLOSING:
        return ""
    if words[-2:-1] and words[-2] in lists.get("story_aside", {}):
        return "thing"
    if mention.reading.op != "date":
        return ""
    if words[-1] in lists.get("determiner", {}):
        return "name"
    bare_year = mention.reading.args[1] is None
    return "name" if bare_year and words[-1] not in lists.get("story_opener", {}) else ""


def _of_story(reading: Reading, at: int, years: Mapping[int, int], since: int) -> Reading:
    """A reading with every time in it that its story tells the year or day of."""
    if reading.op == "between_ends":
        start, end, which = reading.args
        assert isinstance(start, Reading)
        assert isinstance(end, Reading)
        first = at if which == 1 else at - 1
        ends = (
            _of_story(start, first, years, since),
            _of_story(end, first + 1, years, since),
        )
        return Reading("between_ends", (*ends, which))
    bare = bare_of(reading)
    if bare is not None and at in years:
        return Reading(STORY_YEAR, (years[at], bare, since))
    if leaves_year_out(reading):
        return reading
    if _is_counted(reading):
        return _counted(reading, since)
    inner: list[Argument] = []
    for each in reading.args:
        if not isinstance(each, Reading):
            inner.append(each)
        elif is_part_of_unit(reading, each):
            inner.append(_counted(each, since))
        else:
            inner.append(_of_story(each, at, years, since))
    return Reading(reading.op, tuple(inner))


def _counted(reading: Reading, since: int) -> Reading:
    """What counts from where the story is."""
    return Reading(IN_STORY, (reading, since))


def _is_counted(reading: Reading) -> bool:
    if reading.op == "weekday":
        return reading.args[1] is None
    if reading.op == "holiday":
        return reading.args[1] is None and reading.args[2] is None
    if reading.op == "at":
        return reading.args[2] is None
    if reading.op == "day_of_month":
        return reading.args[1] is None
    return reading.op in _COUNTED
