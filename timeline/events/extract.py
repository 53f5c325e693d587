"""Turn a document whose time expressions are resolved into the events it tells."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from functools import cache, cached_property

from msgspec import Struct

from timeline.captions import part_sentences
from timeline.clauses import Analysis, analyse
from timeline.digest import digest
from timeline.events.cast import Cast
from timeline.events.dating import (
    HOUR_OF_NO_DAY,
    HOUR_REACH,
    Counted,
    Statement,
    counts_from_nowhere,
    deeds_counted_from,
    is_hour_as_year,
    is_hour_of_day,
    is_hour_of_no_day,
    is_of_either_week,
    reached,
    split_reporting,
    why_undated,
    without_looser,
)
from timeline.events.identity import event_id
from timeline.events.worth import REMARK, Worth
from timeline.expressions import LIVE
from timeline.grammar import load_rules, word_list
from timeline.interval import Granularity, Interval, from_ordinal
from timeline.late import late
from timeline.model import (
    DATELINE,
    Direction,
    DocumentReading,
    Event,
    Passage,
    Resolution,
    Sentence,
    Stance,
    TimexType,
    Undated,
    pack_resolution,
)
from timeline.names import Name, NameKind
from timeline.stance import StanceJudgement, judge_stance
from timeline.titles import (
    LIGHT,
    faults,
    make_title,
    shorten,
    speaker_of,
    stamp_end,
    without_front,
)

_SHORT_TITLE = 55
_BY_REACH = 24
_REPORTED = "it tells when it was reported, not when it happened"
_LEAST_LABELS = 5
"""Labels of speakers that make a text a transcript."""
_STAMP = re.compile(r"^\d{4}:?\s+(?=[A-Z\"“])")
_BY = late(r"\bby(?: the)?(?: year| end of| close of)?\s*$", re.IGNORECASE)
_POINTS = (TimexType.DATE, TimexType.TIME)
_AHEAD = (Stance.PLANNED, Stance.EXPECTED)
_REACHED = (Stance.HAPPENED, Stance.ONGOING, Stance.ALLEGED)


class _Line(Struct, frozen=True, array_like=True, gc=False):
    """A sentence in its document, taken apart."""

    number: int
    sentence: Sentence
    quote: str
    analysis: Analysis


def extract_events(reading: DocumentReading) -> tuple[tuple[Event, ...], tuple[Undated, ...]]:
    """A document's resolved expressions to its events and to what found no place in time.

    Each dated statement is an event: a sentence that dates two things gives two.  The day of
    saying ("said on Sunday") makes an event only when nothing that was said has a date of its
    own; otherwise it goes into the attribution.  No expression is dropped: what names no
    stretch of the calendar is returned as undated, with the reason.
    """
    is_live = any(r.mention.rule == LIVE for r in reading.resolutions)
    sentences = part_sentences(reading, is_live=is_live)
    starts = [sentence.start for sentence in sentences]
    by_sentence: dict[int, list[Resolution]] = {}
    for resolution in reading.resolutions:
        if resolution.mention.rule == DATELINE:
            continue  # it dates the report, which its own page tells
        number = bisect_right(starts, resolution.mention.start) - 1
        by_sentence.setdefault(number, []).append(resolution)
    events: list[Event] = []
    undated: list[Undated] = []
    teller = _Teller(reading, sentences, by_sentence)
    for number in sorted(by_sentence):
        found, left = teller.tell(number, by_sentence[number])
        undated.extend(left)
        events.extend(found)
    return tuple(events), tuple(undated)


class _Teller:
    """Reads the sentences of one document one after the other."""

    def __init__(
        self,
        reading: DocumentReading,
        sentences: Sequence[Sentence],
        told: Mapping[int, Sequence[Resolution]],
    ) -> None:
        self.document = reading.document
        self.sentences = sentences
        self._told = told
        self._seen: Counter[str] = Counter()
        self.cast = Cast(reading.document, sentences)
        self.is_live = any(r.mention.rule == LIVE for r in reading.resolutions)
        self.worth = Worth(reading.document, sentences)

    def tell(
        self, number: int, resolutions: Sequence[Resolution]
    ) -> tuple[list[Event], list[Undated]]:
        """The events and undated expressions of one sentence."""
        sentence = self.sentences[number]
        quote = self.document.text[sentence.start : sentence.end]
        whole = self.worth.of_sentence(quote, sentence.start, _spans(sentence, resolutions))
        reasons = [(r, why_undated(r) or whole) for r in resolutions]
        if all(reason for _, reason in reasons):
            return [], [self._left(sentence, quote, r, reason) for r, reason in reasons]
        line = _Line(number, sentence, quote, analyse(self._unstamped(quote)))
        counted = deeds_counted_from(line.analysis, sentence, resolutions)
        reasons = [(r, reason or self._why_left(line, r, counted)) for r, reason in reasons]
        undated = [self._left(sentence, quote, r, reason) for r, reason in reasons if reason]
        statements = [
            self._statement(line, resolution, resolution.when)
            for resolution, reason in reasons
            if resolution.when is not None and not reason
        ]
        kept, said = split_reporting(line.analysis, without_looser(line.analysis, statements))
        pointing = [
            r for r, why in reasons if r.when is not None and r.mention.type in _POINTS and not why
        ]
        spans = _spans(sentence, pointing)
        events: list[Event] = []
        for statement in kept:
            own = {(statement.start, statement.end)}
            own.update((c.start, c.left_out) for c in counted if not c.holds(statement.start))
            title = self._title(line, statement, sorted({*spans, *own}))
            if title.startswith("“") and not self.worth.is_diary:
                undated.append(self._left(sentence, quote, statement.resolution, REMARK))
            else:
                events.append(self._event(line, statement, title, said))
        return events, undated

    def _left(self, sentence: Sentence, quote: str, resolution: Resolution, reason: str) -> Undated:
        """An expression of a sentence that makes no event, with the reason."""
        words = resolution.mention.surface
        return Undated(self.document.id, sentence.start, sentence.end, quote, words, reason)

    def _unstamped(self, quote: str) -> str:
        """A sentence with blanks for what stands in front of it: "1454 Bo lands" tells of Bo."""
        stamp = _STAMP.match(quote) if self.is_live else None
        if stamp is not None:
            return " " * stamp.end() + quote[stamp.end() :]
        return without_front(quote)

    def _why_left(self, line: _Line, resolution: Resolution, counted: Sequence[Counted]) -> str:
        """Why an expression that names a stretch of the calendar makes no event; "" if it does.

        ``counted`` are the times that are counted from deeds, with these.
        """
        stamp = stamp_end(line.quote)
        if resolution.mention.start - line.sentence.start < stamp:
            return self._why_no_entry(line, resolution, line.sentence.start + stamp)
        opens = self.is_live and resolution.mention.start == line.sentence.start
        if opens and is_hour_as_year(line.quote, resolution):
            return HOUR_OF_NO_DAY
        if is_hour_of_no_day(resolution, self._near(line.number, resolution), live=self.is_live):
            return HOUR_OF_NO_DAY
        if counts_from_nowhere(resolution):
            return "it counts from a day that is not told"
        if is_of_either_week(resolution, self.document.publication, line.quote):
            return "it may be the day of this week or of another"
        first = resolution.mention.start - line.sentence.start
        last = resolution.mention.end - line.sentence.start
        if any(each.at < first < each.end for each in counted):
            return "another time is counted from it"
        return self.worth.of_date(line.analysis, (first, last))

    def _why_no_entry(self, line: _Line, resolution: Resolution, behind: int) -> str:
        """Why the hour of an entry, which ends at ``behind``, does not date it; "" if it does."""
        here = resolution.mention.start
        others = self._told[line.number]
        if any(_is_day(o) if o.mention.start >= behind else o.mention.start > here for o in others):
            return _REPORTED
        return "" if is_hour_of_day(resolution, self.document.publication) else HOUR_OF_NO_DAY

    def _near(self, number: int, resolution: Resolution) -> Iterator[Resolution]:
        """The times told in a sentence before an expression, and in those just before it."""
        for near in range(number - HOUR_REACH, number + 1):
            for each in self._told.get(near, ()):
                if each.mention.start < resolution.mention.start:
                    yield each

    def _statement(self, line: _Line, resolution: Resolution, when: Interval) -> Statement:
        """A dated expression with its judgement; a target ("by 2060") gets an open start."""
        start = resolution.mention.start - line.sentence.start
        end = resolution.mention.end - line.sentence.start
        judgement = judge_stance(line.quote, start, end, self._direction(resolution, when))
        if (
            judgement.stance in _AHEAD
            and when.granularity >= Granularity.MONTH
            and not when.is_open
            and _BY.search(line.quote, max(0, start - _BY_REACH), start)
        ):
            when = Interval(None, when.end, when.granularity, end_mark=when.end_mark)
        elif judgement.stance in _REACHED:
            publication = self.document.publication
            day = None if publication is None else publication.day
            when = reached(resolution, when, line.quote[max(0, start - _BY_REACH) : start], day)
        return Statement(resolution, when, start, end, judgement)

    def _direction(self, resolution: Resolution, when: Interval) -> Direction:
        """Where a stretch of time lies from the days the document may have been written on."""
        told = resolution.mention.direction
        publication = self.document.publication
        if publication is None or publication.low is None or publication.high is None:
            return told
        if when.start is not None and when.start >= from_ordinal(publication.high + 1):
            near = when.start < from_ordinal(publication.high + 2)
            by_clock = near and when.granularity < Granularity.DAY
            return told if by_clock and told is Direction.PAST else Direction.FUTURE
        if when.end is not None and when.end <= from_ordinal(publication.low):
            return Direction.PAST
        return told if told is not Direction.UNKNOWN else Direction.PRESENT

    def _title(self, line: _Line, statement: Statement, spans: Sequence[tuple[int, int]]) -> str:
        """What a statement tells; ``spans`` are all time expressions of the sentence."""
        title = make_title(
            line.analysis,
            (statement.start, statement.end),
            spans,
            lambda words: self.cast.antecedent(words, line.number),
        )
        if self.is_live:
            title = _STAMP.sub("", title)  # a stamp that no rule takes for a time: "1454 Bo lands"
        return self._headline(line) or self._placed(title, line, statement.start)

    def _event(
        self, line: _Line, statement: Statement, title: str, said: Sequence[Statement]
    ) -> Event:
        """One statement to its event."""
        judgement = statement.judgement
        name = self._id_of(line.quote, statement.resolution.mention.surface)
        passage = Passage(
            document=self.document.id,
            start=line.sentence.start,
            end=line.sentence.end,
            quote=line.quote,
            packed=pack_resolution(statement.resolution),
            stance=judgement.stance,
            stance_cue=judgement.cue,
            attribution=self._attribution(line, judgement, said),
            statement=name,
        )
        here = self._names_of(line, statement, title)
        return Event(
            id=name,
            title=title,
            when=statement.when,
            stance=judgement.stance,
            passages=(passage,),
            actors=_distinct(here, (NameKind.PERSON, NameKind.ORG)),
            places=_distinct(here, (NameKind.PLACE,)),
            confidence=statement.resolution.confidence,
            importance=self._importance(line.number, statement, len({n.full for n in here}), title),
            likely=statement.likely,
        )

    def _id_of(self, quote: str, surface: str) -> str:
        """The id of an event, of its own where the same words tell several in the document."""
        name = event_id(self.document.id, quote, surface)
        self._seen[name] += 1
        again = self._seen[name]
        return name if again == 1 else digest(f"{name}#{again}")

    def _attribution(
        self, line: _Line, judgement: StanceJudgement, said: Sequence[Statement]
    ) -> str:
        """Who says so, and when they said it; a pronoun gives way to its name or goes."""
        source = " ".join(_STAMP.sub("", judgement.attribution).split()).strip(" ,")
        if source.lower() in word_list("personal"):
            source = self.cast.antecedent(source.lower(), line.number)
        little = word_list("preposition", "weekday", "time_opener", "day_word", "determiner")
        if little.issuperset(source.lower().split()):
            source = ""  # "On Monday, ..., telling them that"
        if not source and self._is_transcript:
            source = speaker_of(line.quote)
        days = [each.resolution.mention.surface for each in said]
        return ", ".join(part for part in (source, *days) if part)

    @cached_property
    def _is_transcript(self) -> bool:
        text = self.document.text
        speakers = (speaker_of(text[each.start : each.end]) for each in self.sentences)
        return sum(1 for each in speakers if each) >= _LEAST_LABELS

    def _headline(self, line: _Line) -> str:
        """The document's own title where the sentence is that; "" for any other sentence."""
        span = self.document.title_span
        if span is None or not span[0] <= line.sentence.start < span[1]:
            return ""
        return shorten(line.quote) if line.sentence.end <= span[1] + 1 else ""

    def _placed(self, title: str, line: _Line, at: int) -> str:
        """A short title without any name to one that opens with what its clause is about."""
        if len(title) > _SHORT_TITLE or re.search(r"(?<!^)\b[A-Z]", title):
            return title
        clause = line.analysis.clauses[line.analysis.clause_at(at)]
        subject = self.cast.subject_of(line.sentence, clause)
        if not subject or any(word in title for word in subject.split()):
            return title
        first = title.split(" ", 1)[0]
        small = first.lower() in word_list("determiner") or first.lower() in word_list(
            "preposition"
        )
        rest = title[:1].lower() + title[1:] if small else title
        return shorten(f"{subject}: {rest}")

    def _names_of(self, line: _Line, statement: Statement, title: str) -> list[Name]:
        """The names that take part: of the clause, or of the sentence when the clause has none."""
        offset = line.sentence.start
        inside = self.cast.names_in(line.sentence)
        if line.analysis.frame_at(statement.start) is None:
            sources = [
                (frame.source_start + offset, frame.source_end + offset)
                for frame in line.analysis.frames
                if frame.passes_on
            ]
            inside = [n for n in inside if not any(a <= n.start < b for a, b in sources)]
            clause = line.analysis.clauses[line.analysis.clause_at(statement.start)]
            own = [n for n in inside if clause.holds(n.start - offset) or n.text in title]
            inside = own or inside
        known = {name.full for name in inside}
        near = self.cast.names_near(line.number)
        return inside + [n for n in near if n.full in title and n.full not in known]

    def _importance(self, number: int, statement: Statement, names: int, title: str) -> float:
        weights = _weights()
        when = statement.when
        date = weights[when.granularity.name.lower()]
        if when.is_open:
            date *= weights["open"]
        position = 1.0 - number / max(1, len(self.sentences))
        lead = 1.0 if self.sentences[number].paragraph <= self.sentences[0].paragraph + 1 else 0.0
        named = min(1.0, names / weights["names_enough"])
        value = (
            weights["share_date"] * date
            + weights["share_position"] * position
            + weights["share_names"] * named
            + weights["share_lead"] * lead
        )
        value *= weights[statement.judgement.stance.value]
        if statement.judgement.reporting:
            value *= weights["statement"]
        if faults(title) > LIGHT:
            value *= weights["unclear"]
        if when.granularity >= Granularity.DECADE:
            value *= weights["decade"]
        return round(min(1.0, max(0.0, value)), 4)


def _spans(sentence: Sentence, told: Sequence[Resolution]) -> list[tuple[int, int]]:
    """Where times stand in their sentence."""
    return [(r.mention.start - sentence.start, r.mention.end - sentence.start) for r in told]


def _is_day(resolution: Resolution) -> bool:
    return resolution.when is not None and resolution.when.granularity <= Granularity.DAY


@cache
def _weights() -> dict[str, float]:
    return {name: float(value) for name, value in load_rules("events")["importance"].items()}


def _distinct(names: Sequence[Name], kinds: tuple[NameKind, ...]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(name.full for name in names if name.kind in kinds))
