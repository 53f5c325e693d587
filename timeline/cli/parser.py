"""The words that can be typed to what they ask for."""

from __future__ import annotations

import argparse
from collections.abc import Callable
from typing import Any

from timeline import __version__
from timeline.cli import commands as run
from timeline.cli.options import add_command, add_dating, add_output, add_source
from timeline.cli.typed import address, count, day

_EPILOG = """\
examples:
  timeline build articles/            make a site in build/ and open build/index.html
  timeline date articles/             when was each article written, and how do we know
  timeline explain --text "It sank last week." --date 2021-05-24

An article is a .txt, .md or .html file, or a line of a .jsonl file.  None needs a date."""

EVENT_FORMATS = (
    "json",
    "jsonl",
    "csv",
    "ics",
    "timelinejs",
    "vis",
    "atom",
    "jsonld",
    "markwhen",
    "sqlite",
    "parquet",
)
"""The names in the table of ``timeline.exports``, so that --help need not load it."""


def make_parser(asked: str = "") -> argparse.ArgumentParser:
    """The parser of the whole command line; what it parses has ``run``, the command to call.

    Where a command is asked for, it alone is known: nothing is said of the others then.
    """
    parser = argparse.ArgumentParser(
        prog="timeline",
        description=(
            "Turn a folder of articles, most without a date, into a timeline: "
            "who says what happened when, and why that date."
        ),
        epilog=_EPILOG,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument("--version", action="version", version=f"timeline {__version__}")
    commands = parser.add_subparsers(title="commands", metavar="COMMAND")
    for name in (asked,) if asked in _COMMANDS else _COMMANDS:
        _COMMANDS[name](commands)
    return parser


def _new_parser(commands: Any) -> None:
    from timeline.cli.publishing import add_new

    add_new(commands)


def _serve_parser(commands: Any) -> None:
    from timeline.cli.publishing import add_serve

    add_serve(commands)


def _publish_parser(commands: Any) -> None:
    from timeline.cli.publishing import add_publish

    add_publish(commands)


def _chart_parser(commands: Any) -> None:
    from timeline.cli.charting import add_chart

    add_chart(commands)


def _edit_parser(commands: Any) -> None:
    from timeline.cli.editing import add_edit

    add_edit(commands)


def _build_parser(commands: Any) -> None:
    parser = add_command(commands, "build", "make the site of a folder of articles", run.run_build)
    add_source(parser, "articles")
    parser.add_argument(
        "-o", "--output", metavar="FOLDER", help="where the site goes (default: build)"
    )
    parser.add_argument(
        "--strict", action="store_true", help="end with status 1 when there was any warning"
    )
    parser.add_argument("--title", help="the headline of the site")
    parser.add_argument(
        "--base-url",
        type=address,
        metavar="URL",
        help="where the site will stand (default: base_url of timeline.toml)",
    )
    parser.add_argument(
        "--since",
        metavar="OLD",
        help="the earlier build whose changelog goes on (default: the one in the output folder)",
    )
    add_dating(parser)


def _tag_parser(commands: Any) -> None:
    parser = add_command(
        commands, "tag", "find the time expressions, as JSON Lines with TIMEX3 values", run.run_tag
    )
    add_source(parser)
    parser.add_argument(
        "--date", type=day, metavar="DAY", help="the day all of it was written (YYYY-MM-DD)"
    )
    add_output(parser)
    parser.add_argument(
        "--format",
        choices=("jsonl", "timeml"),
        default="jsonl",
        help="jsonl (default), or timeml: the text with TIMEX3 tags, one file a document; "
        "for more than one document OUT is a folder",
    )
    add_dating(parser)


def _learn_parser(commands: Any) -> None:
    parser = add_command(
        commands,
        "learn",
        "learn from a dated archive which names were in the news when, to date articles like it",
        run.run_learn,
    )
    add_source(parser)
    parser.add_argument(
        "-o",
        "--output",
        metavar="OUT",
        default="names.bin",
        help="the table to write (default: names.bin); name it under `knowledge` in timeline.toml",
    )


def _date_parser(commands: Any) -> None:
    parser = add_command(
        commands, "date", "say when each document was written, how sure, and why", run.run_date
    )
    add_source(parser)
    add_output(parser)
    add_dating(parser)


def _events_parser(commands: Any) -> None:
    parser = add_command(
        commands,
        "events",
        "write the events with their sources, in formats that other programs read",
        run.run_events,
    )
    add_source(parser)
    add_output(parser)
    parser.add_argument(
        "--format",
        choices=EVENT_FORMATS,
        default="json",
        metavar="FORMAT",
        help=f"json (default), {', '.join(EVENT_FORMATS[1:-1])} or {EVENT_FORMATS[-1]}",
    )
    parser.add_argument(
        "--bom", action="store_true", help="begin csv with a mark by which Excel knows UTF-8"
    )
    parser.add_argument(
        "--dates",
        type=count,
        metavar="N",
        help="instead of all events, the N most important days in a few sentences (json)",
    )
    parser.add_argument(
        "--sentences",
        type=count,
        default=1,
        metavar="K",
        help="at most K sentences for each of these days (default: 1)",
    )
    parser.add_argument("--from", dest="first", type=day, metavar="DAY", help="no day before it")
    parser.add_argument("--to", dest="last", type=day, metavar="DAY", help="no day after it")
    add_dating(parser)


def _explain_parser(commands: Any) -> None:
    parser = add_command(
        commands,
        "explain",
        "say why an event, or a sentence of yours, has its date",
        run.run_explain,
    )
    parser.add_argument(
        "event", nargs="?", metavar="EVENT_ID", help="an event's id, from the page or from `events`"
    )
    parser.add_argument(
        "--source", default="articles", metavar="SOURCE", help="the articles the event comes from"
    )
    parser.add_argument("--text", help="a sentence to read instead")
    parser.add_argument(
        "--date", type=day, metavar="DAY", help="the day that sentence was written (YYYY-MM-DD)"
    )
    add_dating(parser)


def _check_parser(commands: Any) -> None:
    parser = add_command(
        commands,
        "check",
        "count what was found, and show what hangs on each inferred date",
        run.run_check,
    )
    add_source(parser, "articles")
    parser.add_argument(
        "--strict", action="store_true", help="end with status 1 when there was any warning"
    )
    add_dating(parser)


def _diff_parser(commands: Any) -> None:
    parser = add_command(
        commands, "diff", "say what two builds of a story tell differently", run.run_diff
    )
    for name, words in (("old", "the earlier"), ("new", "the later")):
        parser.add_argument(
            name,
            metavar=name.upper(),
            help=f"{words} build: its folder, or a JSON file that `timeline events` wrote",
        )
    parser.add_argument(
        "--format", choices=("text", "json"), default="text", help="text (default) or json"
    )


_COMMANDS: dict[str, Callable[[Any], None]] = {
    "new": _new_parser,
    "build": _build_parser,
    "serve": _serve_parser,
    "tag": _tag_parser,
    "date": _date_parser,
    "events": _events_parser,
    "chart": _chart_parser,
    "explain": _explain_parser,
    "check": _check_parser,
    "edit": _edit_parser,
    "diff": _diff_parser,
    "learn": _learn_parser,
    "publish": _publish_parser,
}
