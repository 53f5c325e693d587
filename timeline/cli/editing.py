"""``timeline edit``: what the user wants corrected to a line of ``edits.toml``."""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import Any

from timeline.cli.job import FINE, MISUSED, Job, say, tell
from timeline.cli.options import add_command, add_dating

_KEYS = ("title", "date", "stance", "merge", "split", "hide", "pin", "note")


def add_edit(commands: Any) -> None:
    """Add ``timeline edit`` to the commands."""
    parser = add_command(
        commands,
        "edit",
        "correct an event, the day of an article, or add an event; kept in edits.toml",
        run_edit,
    )
    parser.add_argument(
        "event", nargs="?", metavar="EVENT_ID", help="an event's id, from the page or from `events`"
    )
    parser.add_argument(
        "--source", default="articles", metavar="SOURCE", help="the articles the event comes from"
    )
    parser.add_argument("--title", metavar="WORDS", help="call it so")
    parser.add_argument(
        "--date",
        metavar="EDTF",
        help="it was then: 2021-05-19, 2021-05, 2021-05-17/2021-05-23, 2021~",
    )
    parser.add_argument(
        "--stance",
        metavar="STANCE",
        help="happened, ongoing, planned, expected, alleged, denied, cancelled or hypothetical",
    )
    parser.add_argument(
        "--merge", nargs="+", metavar="ID", help="these events are the same as this one"
    )
    parser.add_argument(
        "--split",
        nargs="+",
        metavar="ID",
        help="these statements of it (see `explain`) are another event",
    )
    for name, words in (("hide", "take it off the timeline"), ("pin", "always show it first")):
        pair = parser.add_mutually_exclusive_group()
        pair.add_argument(f"--{name}", action="store_true", default=None, help=words)
        pair.add_argument(
            f"--un{name}", dest=name, action="store_false", help=f"take back --{name}"
        )
    parser.add_argument("--note", metavar="WORDS", help="why; it is shown with the correction")
    what = parser.add_mutually_exclusive_group()
    what.add_argument("--clear", action="store_true", help="take back every edit of the event")
    what.add_argument(
        "--add", action="store_true", help="add an event that no article tells (--title, --date)"
    )
    what.add_argument(
        "--document", metavar="PATH", help="the article with this path was written on --date"
    )
    add_dating(parser)


def run_edit(chosen: argparse.Namespace) -> int:
    """Write one correction beside the articles, once it has found what it is meant for."""
    wanted = {name: getattr(chosen, name) for name in _KEYS if getattr(chosen, name) is not None}
    if chosen.source == "-":
        tell("timeline: edit needs a folder or a file as --source: edits.toml stands beside it")
        return MISUSED
    if chosen.add:
        return _add(chosen, wanted)
    if chosen.document:
        return _date(chosen, wanted)
    if not chosen.event:
        tell("timeline: edit needs an EVENT_ID, or --add, or --document PATH")
        return MISUSED
    if not wanted and not chosen.clear:
        tell("timeline: edit needs to be told what: --title, --date, --stance, --merge, --split, ")
        tell("    --hide, --pin or --clear")
        return MISUSED
    return _correct(chosen, wanted)


def _add(chosen: argparse.Namespace, wanted: dict[str, Any]) -> int:
    allowed = ("title", "date", "stance", "note")
    if "title" not in wanted or "date" not in wanted or chosen.event or set(wanted) - set(allowed):
        tell("timeline: --add takes --title and --date, and may take --stance and --note")
        return MISUSED
    return _save(chosen, "add", "", {name: wanted[name] for name in allowed if name in wanted})


def _date(chosen: argparse.Namespace, wanted: dict[str, Any]) -> int:
    from timeline.errors import TimelineError

    if "date" not in wanted or chosen.event or set(wanted) - {"date", "note"}:
        tell("timeline: --document takes --date DAY, and may take --note")
        return MISUSED
    paths = [document.path for document in Job(chosen, chosen.source).library().documents]
    if chosen.document not in paths:
        raise TimelineError(
            f"there is no document {chosen.document}",
            remedy=f"The documents are {', '.join(paths[:20])}{', …' if len(paths) > 20 else ''}.",
        )
    return _save(chosen, "document", chosen.document, wanted)


def _correct(chosen: argparse.Namespace, wanted: dict[str, Any]) -> int:
    from timeline.curation import Edit, read_edits
    from timeline.explain import find_event

    _, timeline = Job(chosen, chosen.source).timeline()
    event = find_event(timeline, chosen.event)
    for other in wanted.get("merge", ()):
        find_event(timeline, other)
    edits = {edit.event: edit for edit in read_edits(Path(chosen.source)).events}
    name = next((part for part in (*event.parts, event.id) if part in edits), event.id)
    before = edits.get(name, Edit(name, 0))
    changes: dict[str, Any] = {"was": before.was or event.title, **wanted}
    for key, had in (("merge", before.merge), ("split", before.split)):
        if key in wanted:
            changes[key] = list(dict.fromkeys((*had, *wanted[key])))
    changes |= {key: None for key in ("hide", "pin") if wanted.get(key) is False}
    if chosen.clear:
        changes = dict.fromkeys(("was", *_KEYS))
    return _save(chosen, "event", name, changes)


def _save(chosen: argparse.Namespace, section: str, name: str, changes: dict[str, Any]) -> int:
    from timeline.curation.edits import edits_file
    from timeline.curation.writer import write_edit

    file = edits_file(Path(chosen.source))
    write_edit(file, section, name, changes)
    say(f"{file}: {name or changes.get('title', '')}\n")
    return FINE
