"""Say in words why things have their dates: events, sentences, and what hangs on inferred dates."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from difflib import get_close_matches

from timeline.anchors import resolve_with_anchors
from timeline.config import Config
from timeline.curation import correction_in_words
from timeline.errors import TimelineError, printable
from timeline.expressions import find_mentions
from timeline.interval import day_interval
from timeline.model import (
    Document,
    Event,
    Method,
    Publication,
    Resolution,
    Timeline,
)
from timeline.rivals import rival_moves
from timeline.sentences import split_sentences

_MOVES_SHOWN = 8


def explain_text(text: str, day: int | None) -> str:
    """What each time expression of a text means if it was written on a day (an ordinal)."""
    publication = None if day is None else Publication(day, day, day, Method.GIVEN)
    document = Document(id="text", path="text", title="", text=text, publication=publication)
    sentences = split_sentences(document)
    reading = resolve_with_anchors(document, sentences, find_mentions(document, sentences))
    if not reading.resolutions:
        return "No time expression found.\n"
    lines = (line for one in reading.resolutions for line in _resolution_lines(one))
    return "".join(printable(line) + "\n" for line in lines)


def _resolution_lines(one: Resolution) -> Iterable[str]:
    when = "no place in time" if one.when is None else f"{one.when.in_words()}  [{one.when}]"
    yield f"“{one.mention.surface}”  {one.mention.type.value} {one.value}  ->  {when}"
    yield f"    because {one.why}"
    if one.anchor:
        rule = f"rule “{one.mention.rule}”, reading {one.mention.reading}"
        yield f"    counted from {one.anchor}; {rule}"
    if one.mention.direction_cue:
        yield f"    looks to the {one.mention.direction.value}: “{one.mention.direction_cue}”"
    for other in one.alternatives:
        yield f"    not {other.when.in_words()}: {other.why}"


def find_event(timeline: Timeline, event_id: str) -> Event:
    """The event of an id, or that a statement of that id is part of, hidden ones too.

    TimelineError with the nearest ids when there is none.
    """
    wanted = event_id.removeprefix("#").removeprefix("e-")
    events = (*timeline.events, *timeline.hidden)
    found = next((one for one in events if wanted == one.id or wanted in one.parts), None)
    if found is None:
        near = get_close_matches(wanted, [one.id for one in events], n=3, cutoff=0.4)
        remedy = f"Near it are {', '.join(near)}." if near else "List them with `timeline events`."
        raise TimelineError(f"there is no event {event_id}", remedy=remedy)
    return found


def explain_event(timeline: Timeline, event_id: str) -> str:
    """Who says so and why this date, for one event; TimelineError when there is no such event."""
    event = find_event(timeline, event_id)
    documents = {document.id: document for document in timeline.documents}
    lines = [f"{event.title}", f"{event.told_when}  [{event.when}]  {event.stance.value}"]
    lines += [f"  {correction_in_words(one)}" for one in event.corrections]
    lines.append("")
    for passage in event.passages:
        document = documents[passage.document]
        lines += [f"{document.title} ({document.path})", f"  “{passage.quote}”"]
        lines += [f"  statement {passage.statement}"] if len(event.parts) > 1 else []
        lines += [f"  {line}" for line in _resolution_lines(passage.resolution)]
        lines += [f"  {line}" for line in _publication_lines(document)]
        lines.append("")
    return "\n".join(map(printable, lines))


def _publication_lines(document: Document) -> Iterable[str]:
    found = document.publication
    if found is None or found.day is None:
        yield "when it was written is not known"
        return
    sure = (
        ""
        if found.low == found.high
        else f", 90 % between {_day(found.low)} and {_day(found.high)}"
    )
    yield f"written {_day(found.day)} ({found.method.value}{sure})"
    for one in found.evidence:
        yield f"    “{one.words}”: {one.says} ({one.weight:+.1f})"
    if found.runner_up is not None:
        yield f"    runner-up: {_day(found.runner_up)}"


def _day(day: int | None) -> str:
    return "?" if day is None else day_interval(day).in_words()


def check_report(timeline: Timeline, config: Config) -> str:
    """What was found, resolved and left vague, and which events move under the runner-up dates."""
    resolutions = [one for reading in timeline.readings for one in reading.resolutions]
    placed = [one for one in resolutions if one.when is not None]
    lines = [
        (
            f"articles: {len(timeline.documents)}, events: {len(timeline.events)}, "
            f"disagreements: {len(timeline.disagreements)}"
        ),
        (f"time expressions: {len(resolutions)}, of these placed in time: {len(placed)}"),
    ]
    methods = Counter(
        document.publication.method.value for document in timeline.documents if document.publication
    )
    lines.append(
        "publication dates: "
        + ", ".join(f"{count} {name}" for name, count in sorted(methods.items()))
    )
    lines += ["", "Left out of the chart, and why:"]
    reasons = Counter(one.reason for one in timeline.undated)
    lines += [f"  {count:5d}  {reason}" for reason, count in reasons.most_common()] or ["  nothing"]
    lines += ["", "What hangs on an inferred date:"]
    lines += list(_hanging(timeline, config)) or ["  nothing: no date was inferred"]
    if timeline.warnings:
        lines += ["", "Warnings:"]
        lines += [f"  {one.place}: {one.message} [{one.code}]" for one in timeline.warnings]
    return "\n".join(lines) + "\n"


def _hanging(timeline: Timeline, config: Config) -> Iterable[str]:
    """For each inferred date, the events that would move if the runner-up were true."""
    moves = rival_moves(timeline, config)
    for document in timeline.documents:
        found = document.publication
        if found is None or found.method is not Method.INFERRED or found.day is None:
            continue
        span = f"90 % {_day(found.low)} to {_day(found.high)}"
        line = f"  {document.path}: {_day(found.day)}, {span}"
        if found.runner_up is None:
            yield f"{line}; no runner-up"
            continue
        yield f"{line}; if it were {_day(found.runner_up)}:"
        moved = [
            f"      {one.event}  {one.before.in_words()} -> {one.after.in_words()}  {one.title}"
            for one in moves[document.id]
        ]
        yield from moved[:_MOVES_SHOWN] or ["      no event would move"]
        if len(moved) > _MOVES_SHOWN:
            yield f"      and {len(moved) - _MOVES_SHOWN} more"
