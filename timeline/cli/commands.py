"""The commands: each runs its stages and says what came of it."""

from __future__ import annotations

import argparse
from dataclasses import replace
from pathlib import Path
from typing import Any

from timeline.cli.job import FINE, MISUSED, Job, many, say, status_of, tell, write_out
from timeline.collector import seldom_collected, spare
from timeline.errors import printable
from timeline.files import write_whole

_NOTES_TOLD = 10
_TOLD = ("edit-lost", "event-repeated")
"""What becomes known only when the story is put together, and is told all the same."""


@seldom_collected()
def run_build(chosen: argparse.Namespace) -> int:
    """Make the site of a source."""
    from timeline.cli.settled import build_key, keep_outcome, recall_outcome
    from timeline.pages import check_folder, hold_folder, list_print

    job = Job(chosen, chosen.source)
    job.config = replace(
        job.config,
        title=printable(chosen.title or "") or job.config.title,
        base_url=chosen.base_url or job.config.base_url,
    )
    out = Path(chosen.output) if chosen.output else job.config.output
    job.config = replace(job.config, output=out)  # its pages are no articles
    since = Path(chosen.since) if chosen.since else None
    job.keep_cache_out_of(out)
    check_folder(out)
    again = job.cache.is_on and list_print(out) != b""
    with hold_folder(out), seldom_collected(again=again):
        library = job.library()
        written = 0
        key = build_key(job, library)
        outcome = None if since else recall_outcome(job, key, out)
        if outcome is None:
            outcome, written = _make_site(job, library, out, since)
            keep_outcome(job, key, out, outcome)
    job.cache.close()
    say(f"{', '.join(outcome.counts)}\n")
    say(f"{out / 'index.html'} ({many(written, 'file')} written)\n")
    for notice in (*library.notices, *outcome.told):
        tell(f"note: {notice.place}: {notice.message}")
    return status_of(library, strict=chosen.strict, warned=outcome.warned)


def _make_site(job: Job, library: Any, out: Path, since: Path | None) -> tuple[Any, int]:
    """What came of making the site of a library, and how many of its files were new."""
    from timeline.cli.settled import Outcome
    from timeline.pages import replace_site, stand_of

    timeline = job.timeline_of(library)
    standing = stand_of(out, job.cache)
    files = job.site(timeline, out, since, standing)
    report = replace_site(files, out, job.cache, standing)
    counts = (
        many(len(timeline.documents), "article"),
        many(len(timeline.events), "event"),
        many(len(timeline.undated), "undated passage"),
        many(len(timeline.disagreements), "disagreement"),
    )
    told = tuple(notice for notice in timeline.warnings if notice.code in _TOLD)
    spare(timeline)
    return Outcome(counts, told, bool(timeline.warnings)), len(report.written)


def run_tag(chosen: argparse.Namespace) -> int:
    """Write the time expressions of each document."""
    from msgspec import structs

    from timeline.exports import join_lines, tags_of
    from timeline.model import Method, Publication
    from timeline.pipeline import resolve_all, tag
    from timeline.timeml import timeml_files

    job = Job(chosen, chosen.source)
    if chosen.date is not None:
        library = job.dated_library()
        tagged = tag(library.documents, job.report, job.jobs)
        day = chosen.date.toordinal()
        given = Publication(day, day, day, Method.GIVEN, share=1.0)
        documents = tuple(structs.replace(one.document, publication=given) for one in tagged)
    else:
        library, tagged, documents, _ = job.dated()
    readings = resolve_all(tagged, documents, job.config)
    if chosen.format == "timeml":
        for path, text in timeml_files(readings, library.names, chosen.output):
            write_out(text, path)
    else:
        write_out(join_lines(map(tags_of, readings, library.names)), chosen.output)
    return status_of(library)


def run_learn(chosen: argparse.Namespace) -> int:
    """Write a table of names in time, learned from a dated archive."""
    from timeline.learn import learn

    job = Job(chosen, chosen.source)
    library = job.library()
    table, dated = learn(library.documents, job.options.today)
    write_whole(Path(chosen.output), table)
    left = len(library.documents) - dated
    say(f"{chosen.output}: learned from {many(dated, 'dated article')}\n")
    if left:
        tell(f"note: {many(left, 'article')} without a date taught nothing")
    return status_of(library)


def run_date(chosen: argparse.Namespace) -> int:
    """Write when each document was written."""
    from timeline.exports import dating_of, join_lines

    library, _, documents, doubts = Job(chosen, chosen.source).dated()
    for doubt in doubts[:_NOTES_TOLD]:
        tell(f"note: {doubt.place}: {doubt.message}")
    if len(doubts) > _NOTES_TOLD:
        tell(f"note: and {len(doubts) - _NOTES_TOLD} more; the records have them all")
    write_out(join_lines(map(dating_of, documents, library.names)), chosen.output)
    return status_of(library)


def run_events(chosen: argparse.Namespace) -> int:
    """Write the events."""
    from timeline.exports import FORMATS, Setting, site_of

    if chosen.dates is not None:
        return _run_summary(chosen)
    if chosen.first is not None or chosen.last is not None:
        tell("timeline: --from and --to go with --dates N")
        return MISUSED
    if chosen.bom and chosen.format != "csv":
        tell("timeline: --bom goes with --format csv")
        return MISUSED
    written = FORMATS[chosen.format]
    if not written.is_text and chosen.output == "-":
        tell(f"timeline: {chosen.format} is no text; name a file: -o events.{chosen.format}")
        return MISUSED
    job = Job(chosen, chosen.source)
    config = job.config
    library, timeline = job.timeline()
    setting = Setting(site_of(config.base_url), config.language, config.description, chosen.bom)
    export = written.write(timeline, setting)
    write_out(export.content, chosen.output)
    if export.left_out:
        tell(f"note: {chosen.format} has no place for {many(len(export.left_out), 'event')}:")
    for event in export.left_out:
        tell(f"    {event.id} {event.title} ({event.told_when})")
    return status_of(library)


def _run_summary(chosen: argparse.Namespace) -> int:
    """Write the most important days of the articles, in the order of time."""
    from timeline.exports import summary_json
    from timeline.pipeline import resolve_all
    from timeline.summary import summarise

    if chosen.format != "json":
        tell("timeline: --dates writes json only")
        return MISUSED
    job = Job(chosen, chosen.source)
    library, tagged, documents, _ = job.dated()
    days = summarise(
        resolve_all(tagged, documents, job.config),
        chosen.dates,
        chosen.sentences,
        first=None if chosen.first is None else chosen.first.toordinal(),
        last=None if chosen.last is None else chosen.last.toordinal(),
    )
    write_out(summary_json(days), chosen.output)
    return status_of(library)


def run_explain(chosen: argparse.Namespace) -> int:
    """Say why an event, or a sentence, has its date."""
    from timeline.explain import explain_event, explain_text

    if chosen.text is not None:
        day = None if chosen.date is None else chosen.date.toordinal()
        say(explain_text(chosen.text, day))
        return FINE
    if not chosen.event:
        tell('timeline: explain needs an EVENT_ID, or --text "..." --date DAY')
        return MISUSED
    library, timeline = Job(chosen, chosen.source).timeline()
    say(explain_event(timeline, chosen.event))
    return status_of(library)


def run_check(chosen: argparse.Namespace) -> int:
    """Say what was found, and what hangs on inferred dates."""
    from timeline.explain import check_report

    job = Job(chosen, chosen.source)
    library, timeline = job.timeline()
    say(check_report(timeline, job.config))
    return status_of(library, strict=chosen.strict, warned=bool(timeline.warnings))


def run_diff(chosen: argparse.Namespace) -> int:
    """Say what two builds, or two files of events, tell differently."""
    from timeline.diff import changes_json, changes_text, compare, read_telling

    changes = compare(read_telling(Path(chosen.old)), read_telling(Path(chosen.new)))
    write_out(changes_json(changes) if chosen.format == "json" else changes_text(changes), "-")
    return FINE
