"""Give each time that is counted from a deed the date that its document tells of that deed."""

from __future__ import annotations

from bisect import bisect_left, insort
from collections.abc import Iterator, Sequence
from operator import itemgetter

from msgspec import Struct
from msgspec.structs import replace

from timeline.anchors.counts import Count, count_in, dates_other_noun, joined
from timeline.anchors.reach import coarsest_anchor, reached
from timeline.anchors.told import Dated, dated, is_bare_hour, may_anchor
from timeline.clauses import analyse
from timeline.expressions import FRAMES
from timeline.interval import Interval, from_ordinal, timex3
from timeline.late import late
from timeline.meaning import FAIR, GOOD, Context, Unreadable, read_as_of
from timeline.model import (
    Direction,
    Document,
    DocumentReading,
    Mention,
    Reading,
    Resolution,
    Sentence,
    TimexType,
)
from timeline.resolve import resolve

_SHORT = 80
_NEAREST = 50
"""Times before and behind that are asked whether they date a deed: this bounds the work."""
_SURE = 0.9
"""How probable the day of writing must be for a date on it to be taken for its stamp."""
_ROUNDS = 3
"""How often what leans on a time that was counted may date what others are counted from."""
_OWNS = late(r"(?:['’]s)? [A-Za-z]")
"""Behind a date that belongs to a noun: "Friday's debate", "the 3 May blast"."""
_POINTS = (TimexType.DATE, TimexType.TIME)


class _Asked(Struct, frozen=True):
    """A length of time that waits for its anchor: its place among the resolutions."""

    place: int
    count: Count


def resolve_with_anchors(
    document: Document,
    sentences: tuple[Sentence, ...],
    mentions: tuple[Mention, ...],
    day_order: str = "auto",
    first_weekday: int = 0,
) -> DocumentReading:
    """As ``resolve``, with the times that are counted from a deed which the document dates.

    A date beside the deed itself holds ("two days after the blast on 20 April"); else the one
    that another clause of the document gives the same deed, told by the same word or one of its
    kin (``rules/anchors.toml``), where what else names it agrees and no other date speaks against
    it.  What is counted from a time found so comes next, and "two days later" leans on it.  What
    finds none stays as it was.
    """
    first = resolve(document, sentences, mentions, day_order, first_weekday)
    waiting = [at for at, each in enumerate(first.resolutions) if _waits(first, each)]
    reading, known = first, dict[int, Resolution]()
    for _ in range(_ROUNDS if waiting else 0):
        plain = list(reading.resolutions)
        for at in waiting:
            plain[at] = first.resolutions[at]
        found = _counted(replace(reading, resolutions=plain), waiting)
        if found == known:
            break
        known = found
        reading = resolve(document, sentences, mentions, day_order, first_weekday, known)
    return reading


def _counted(reading: DocumentReading, waiting: Sequence[int]) -> dict[int, Resolution]:
    """The times of a document that find what they are counted from, by where they start."""
    table = _Table(reading, waiting)
    asked = table.asked
    while asked:
        left = [one for one in asked if not table.settle(one)]
        if len(left) == len(asked):
            break
        asked = left
    counted = (table.resolutions[at] for at in waiting)
    return {each.mention.start: each for each in counted if each.when is not None}


def _waits(reading: DocumentReading, resolution: Resolution) -> bool:
    mention = resolution.mention
    return (
        resolution.when is None
        and joined(mention.reading, reading.document.text, mention.end) is not None
    )


class _Table:
    """The resolutions of a document, and what each of them dates."""

    def __init__(self, reading: DocumentReading, waiting: Sequence[int]) -> None:
        self.reading = reading
        self.resolutions = list(reading.resolutions)
        self.asked: list[_Asked] = []
        self._counts: dict[int, list[Count]] = {}
        self._here: dict[int, list[int]] = {}
        for at, each in enumerate(self.resolutions):
            self._here.setdefault(each.mention.sentence, []).append(at)
        for at in waiting:
            mention = self.resolutions[at].mention
            begin = reading.sentences[mention.sentence].start
            count = count_in(self._quote(at), begin, mention)
            if count is not None:
                self.asked.append(_Asked(at, count))
                self._counts.setdefault(mention.sentence, []).append(count)
        self._dated: dict[str, list[tuple[int, Dated]]] | None = None
        """By each deed, where among the resolutions it is dated."""
        self._plain = {
            at: plain for at in range(len(self.resolutions)) if (plain := self._bare(at))
        }

    def _anchor(self, at: int) -> Resolution:
        """A resolution as an anchor, of which what it frames does not count: "the 3 May blast"."""
        return self._plain.get(at) or self.resolutions[at]

    def _bare(self, at: int) -> Resolution | None:
        """Of "after the 3 May blast" the day, which "after" does not frame; None of any other."""
        resolution = self.resolutions[at]
        mention, when = resolution.mention, resolution.when
        inner = mention.reading.args[0] if mention.reading.op in FRAMES else None
        if when is None or not isinstance(inner, Reading):
            return None
        publication = self.reading.document.publication
        owns = _OWNS.match(self.reading.document.text, mention.end) is not None
        if not owns or publication is None or publication.day is None:
            return None
        try:
            named = read_as_of(inner, Context(publication.day, mention.direction)).when
        except Unreadable:
            return None
        plain = replace(mention, reading=inner)
        return None if named is None else replace(resolution, mention=plain, when=named)

    def settle(self, one: _Asked) -> bool:
        """Whether a time found its anchor, from which it is now counted."""
        if self._has_own_date(one):
            return False
        beside = self._beside(one)
        if beside is not None:
            return self._take(one, self._anchor(beside), beside=True)
        if one.count.any_one:
            return False
        coarsest = coarsest_anchor(one.count)
        near = (each for deed in sorted(one.count.deeds) for each in self._near(deed, one.place))
        found = _agreed(
            [e for e in near if e.when.granularity <= coarsest and e.tells(one.count)], one.count
        )
        return found is not None and self._take(one, found.resolution, found.quote)

    def _take(
        self, one: _Asked, anchor: Resolution, quote: str = "", *, beside: bool = False
    ) -> bool:
        assert anchor.when is not None
        mention = self.resolutions[one.place].mention
        try:
            when = reached(anchor.when, one.count)
        except (ValueError, OverflowError):
            return False
        if self._overshoots(when, mention.direction):
            return False
        side = "after" if one.count.side == "later" else "before"
        side = "of" if one.count.same else side
        named = f"“{anchor.mention.surface}”" + (f" in “{_short(quote)}”" if quote else "")
        self.resolutions[one.place] = replace(
            self.resolutions[one.place],
            when=when,
            value=self._value(one, when),
            why=f"{mention.surface.lower()} {side} “{one.count.told}”, dated "
            f"{anchor.when.in_words()}",
            anchor=f"{named}, {anchor.when.in_words()}",
            confidence=round(min(anchor.confidence, 1.0) * (GOOD if beside else FAIR), 3),
        )
        if self._dated is not None:
            self._add(self._dated, one.place)
        return True

    def _value(self, one: _Asked, when: Interval) -> str:
        """The TIMEX3 value: that of a length stays, "the day after" is now a date."""
        before = self.resolutions[one.place]
        if before.mention.type not in _POINTS:
            return before.value
        return timex3(when.certain())

    def _overshoots(self, when: Interval, direction: Direction) -> bool:
        """Whether what is told as past would lie after the writing, so that the anchor is wrong."""
        publication = self.reading.document.publication
        if publication is None or publication.high is None or direction is Direction.FUTURE:
            return False
        return when.start is not None and when.start >= from_ordinal(publication.high + 1)

    def _has_own_date(self, one: _Asked) -> bool:
        """Whether its clause has a date besides, which dates it better."""
        analysis = analyse(self._quote(one.place))
        clause = analysis.clause_at(self._span(one.place)[0])
        for at in self._here[self.resolutions[one.place].mention.sentence]:
            start = self._span(at)[0]
            if at == one.place or one.count.start <= start < one.count.end:
                continue
            other = self.resolutions[at]
            if (
                other.when is not None
                and other.mention.type in _POINTS
                and not is_bare_hour(other)  # "at six, ten days before the vote"
                and analysis.clause_at(start) == clause
                and analysis.frame_at(start) is None
            ):
                return True
        return False

    def _beside(self, one: _Asked) -> int | None:
        """The date among the words that a time is counted from, by its place."""
        here = self._here[self.resolutions[one.place].mention.sentence]
        for at in reversed(here):
            start, end = self._span(at)
            if one.count.start <= start < one.count.end and at != one.place:
                opens_row = self._quote(at)[end : end + 1] == ":"
                apart = opens_row or dates_other_noun(analyse(self._quote(at)), one.count, start)
                return at if self._may_anchor(at) and not apart else None
        return None

    def _near(self, deed: str, place: int) -> Iterator[Dated]:
        """What dates a deed, as far as it stands among the nearest to a place that do."""
        if self._dated is None:
            self._dated = {}
            for at in range(len(self.resolutions)):
                self._add(self._dated, at)
        told = self._dated.get(deed, [])
        middle = bisect_left(told, place, key=itemgetter(0))
        for _, each in told[max(0, middle - _NEAREST) : middle + _NEAREST]:
            yield each

    def _add(self, told: dict[str, list[tuple[int, Dated]]], at: int) -> None:
        """Note what a resolution dates, in the order of the text."""
        resolution = self._anchor(at)
        if not self._may_anchor(at):
            return
        counts = self._counts.get(resolution.mention.sentence, ())
        found = dated(analyse(self._quote(at)), resolution, self._span(at), counts)
        if found is not None:
            for deed in found.nouns | found.verbs:
                insort(told.setdefault(deed, []), (at, found), key=itemgetter(0))

    def _may_anchor(self, at: int) -> bool:
        publication = self.reading.document.publication
        sure = publication is not None and publication.near >= _SURE
        return may_anchor(self._anchor(at), publication.day if publication and sure else None)

    def _quote(self, at: int) -> str:
        sentence = self.reading.sentences[self.resolutions[at].mention.sentence]
        return self.reading.document.text[sentence.start : sentence.end]

    def _span(self, at: int) -> tuple[int, int]:
        mention = self.resolutions[at].mention
        begin = self.reading.sentences[mention.sentence].start
        return mention.start - begin, mention.end - begin


def _agreed(found: Sequence[Dated], count: Count) -> Dated | None:
    """The sharpest of the times that may be meant, where all that fit best agree."""
    if not found:
        return None
    most = max(each.closeness(count) for each in found)
    best = [each for each in found if each.closeness(count) == most]
    sharpest = min(best, key=lambda each: (each.when.granularity, each.when.sort_key))
    return sharpest if all(each.when.overlaps(sharpest.when) for each in best) else None


def _short(quote: str) -> str:
    words = " ".join(quote.split())
    if len(words) <= _SHORT:
        return words
    return words[:_SHORT].rsplit(" ", 1)[0] + " …"
