"""The words that can be typed to what they ask for."""

from __future__ import annotations

import argparse
from datetime import date
from typing import Any

from timeline import __version__
from timeline.cli import commands as run
from timeline.cli.charting import FORMATS, run_chart
from timeline.cli.editing import run_edit
from timeline.cli.publishing import add_new, add_publish, add_serve
from timeline.cli.typed import factor, scheduler
from timeline.config import is_site_address

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


def make_parser() -> argparse.ArgumentParser:
    """The parser of the whole command line; what it parses has ``run``, the command to call."""
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
    add_new(commands)
    _build_parser(commands)
    add_serve(commands)
    _tag_parser(commands)
    _date_parser(commands)
    _events_parser(commands)
    _chart_parser(commands)
    _explain_parser(commands)
    _check_parser(commands)
    _edit_parser(commands)
    _diff_parser(commands)
    _learn_parser(commands)
    add_publish(commands)
    return parser


def _command(commands: Any, name: str, words: str, command: Any) -> argparse.ArgumentParser:
    parser: argparse.ArgumentParser = commands.add_parser(
        name, help=words, description=words[0].upper() + words[1:] + "."
    )
    parser.set_defaults(run=command)
    return parser


def _source(parser: argparse.ArgumentParser, default: str | None = None) -> None:
    parser.add_argument(
        "source",
        metavar="SOURCE",
        nargs="?" if default else None,
        default=default,
        help="a folder of articles, one article, a .jsonl file, "
        "or - for JSON Lines on standard input",
    )


def _out(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "-o", "--output", metavar="OUT", default="-", help="where to write; - is standard output"
    )


def _dating(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "--infer", action="store_true", help="leave metadata out: argue from the text alone"
    )
    parser.add_argument(
        "--independent", action="store_true", help="leave the other documents out of it"
    )
    parser.add_argument(
        "--today",
        type=_day,
        metavar="DAY",
        help="nothing can have been written after it (YYYY-MM-DD)",
    )
    sharing = parser.add_mutually_exclusive_group()
    sharing.add_argument(
        "--jobs",
        type=_count,
        metavar="N",
        help="share the work on single articles among N processes (default: one a core)",
    )
    sharing.add_argument(
        "--scheduler",
        type=scheduler,
        metavar="ADDRESS",
        help="have it done by the Dask cluster of this scheduler (tcp://10.0.0.5:8786)",
    )
    parser.add_argument(
        "--no-cache", action="store_true", help="read every article anew, and keep nothing of it"
    )


def _day(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError as error:
        raise argparse.ArgumentTypeError(
            f"{text!r} is not a day; write it as 2021-05-24"
        ) from error


def _address(text: str) -> str:
    if not is_site_address(text):
        raise argparse.ArgumentTypeError(
            f"{text!r} is not a web address; write it as https://example.org/news/"
        )
    return text


def _count(text: str) -> int:
    if not text.isdigit() or int(text) < 1:
        raise argparse.ArgumentTypeError(f"{text!r} is not a number; write 1 or more")
    return int(text)


def _build_parser(commands: Any) -> None:
    parser = _command(commands, "build", "make the site of a folder of articles", run.run_build)
    _source(parser, "articles")
    parser.add_argument(
        "-o", "--output", metavar="FOLDER", help="where the site goes (default: build)"
    )
    parser.add_argument(
        "--strict", action="store_true", help="end with status 1 when there was any warning"
    )
    parser.add_argument("--title", help="the headline of the site")
    parser.add_argument(
        "--base-url",
        type=_address,
        metavar="URL",
        help="where the site will stand (default: base_url of timeline.toml)",
    )
    parser.add_argument(
        "--since",
        metavar="OLD",
        help="the earlier build whose changelog goes on (default: the one in the output folder)",
    )
    _dating(parser)


def _tag_parser(commands: Any) -> None:
    parser = _command(
        commands, "tag", "find the time expressions, as JSON Lines with TIMEX3 values", run.run_tag
    )
    _source(parser)
    parser.add_argument(
        "--date", type=_day, metavar="DAY", help="the day all of it was written (YYYY-MM-DD)"
    )
    _out(parser)
    parser.add_argument(
        "--format",
        choices=("jsonl", "timeml"),
        default="jsonl",
        help="jsonl (default), or timeml: the text with TIMEX3 tags, one file a document; "
        "for more than one document OUT is a folder",
    )
    _dating(parser)


def _learn_parser(commands: Any) -> None:
    parser = _command(
        commands,
        "learn",
        "learn from a dated archive which names were in the news when, to date articles like it",
        run.run_learn,
    )
    _source(parser)
    parser.add_argument(
        "-o",
        "--output",
        metavar="OUT",
        default="names.bin",
        help="the table to write (default: names.bin); name it under `knowledge` in timeline.toml",
    )


def _date_parser(commands: Any) -> None:
    parser = _command(
        commands, "date", "say when each document was written, how sure, and why", run.run_date
    )
    _source(parser)
    _out(parser)
    _dating(parser)


def _events_parser(commands: Any) -> None:
    parser = _command(
        commands,
        "events",
        "write the events with their sources, in formats that other programs read",
        run.run_events,
    )
    _source(parser)
    _out(parser)
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
        type=_count,
        metavar="N",
        help="instead of all events, the N most important days in a few sentences (json)",
    )
    parser.add_argument(
        "--sentences",
        type=_count,
        default=1,
        metavar="K",
        help="at most K sentences for each of these days (default: 1)",
    )
    parser.add_argument("--from", dest="first", type=_day, metavar="DAY", help="no day before it")
    parser.add_argument("--to", dest="last", type=_day, metavar="DAY", help="no day after it")
    _dating(parser)


def _chart_parser(commands: Any) -> None:
    parser = _command(
        commands,
        "chart",
        "draw the chart, or one of a part of the story, for a report, a page or a slide",
        run_chart,
    )
    _source(parser)
    _out(parser)
    parser.add_argument(
        "--format",
        choices=FORMATS,
        help="what to draw (default: what OUT ends in, else svg); json is a Plotly figure, "
        "html a page for an iframe, docx a chart with its table for Word",
    )
    parser.add_argument(
        "--filter",
        action="append",
        default=[],
        metavar="KEY=WORDS",
        help="only these: actor=, place=, source=, stance=, theme= or text=; may be repeated",
    )
    parser.add_argument("--from", dest="since", metavar="WHEN", help="none before 2021-03-24")
    parser.add_argument("--to", dest="until", metavar="WHEN", help="none after 2021-07")
    parser.add_argument(
        "--top", type=_count, metavar="N", help="only the N most important of these events"
    )
    parser.add_argument(
        "--width",
        type=_count,
        metavar="PIXELS",
        help="how wide (default: 1120, for docx 640); columns are 360",
    )
    parser.add_argument(
        "--height", type=_count, metavar="PIXELS", help="how high (default: as the chart needs)"
    )
    parser.add_argument(
        "--scale", type=factor, metavar="X", help="times as large (default: 1, for png 2, docx 3)"
    )
    parser.add_argument(
        "--theme",
        choices=("light", "dark", "print"),
        help="light (default), dark, or print: black on white (default for docx)",
    )
    parser.add_argument("--title", help="what the chart is called")
    _dating(parser)


def _explain_parser(commands: Any) -> None:
    parser = _command(
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
        "--date", type=_day, metavar="DAY", help="the day that sentence was written (YYYY-MM-DD)"
    )
    _dating(parser)


def _check_parser(commands: Any) -> None:
    parser = _command(
        commands,
        "check",
        "count what was found, and show what hangs on each inferred date",
        run.run_check,
    )
    _source(parser, "articles")
    parser.add_argument(
        "--strict", action="store_true", help="end with status 1 when there was any warning"
    )
    _dating(parser)


def _edit_parser(commands: Any) -> None:
    parser = _command(
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
    _dating(parser)


def _diff_parser(commands: Any) -> None:
    parser = _command(
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
