"""The command line: words typed to stages run; the one place that reads the clock."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

from timeline import __version__
from timeline.config import Config, load_config
from timeline.errors import TimelineError

FINE, FLAWED, MISUSED = 0, 1, 2
_NOTES_TOLD = 10

_EPILOG = """\
examples:
  timeline build articles/            make a site in build/ and open build/index.html
  timeline date articles/             when was each article written, and how do we know
  timeline explain --text "It sank last week." --date 2021-05-24

An article is a .txt, .md or .html file, or a line of a .jsonl file.  None needs a date."""


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command; returns 0 if all is well, 1 if something could not be read, 2 on misuse."""
    parser = _parser()
    chosen = parser.parse_args(arguments)
    if not hasattr(chosen, "run"):
        parser.print_help()
        return MISUSED
    try:
        status: int = chosen.run(chosen)
    except TimelineError as error:
        _tell(f"timeline: {error}")
        return MISUSED
    except BrokenPipeError:
        return FINE
    except KeyboardInterrupt:
        _tell("\ntimeline: stopped; what was there before is untouched")
        return FLAWED
    return status


def _parser() -> argparse.ArgumentParser:
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
    _build_parser(commands)
    _tag_parser(commands)
    _date_parser(commands)
    _events_parser(commands)
    _explain_parser(commands)
    _check_parser(commands)
    _learn_parser(commands)
    return parser


def _command(commands: Any, name: str, words: str, run: Any) -> argparse.ArgumentParser:
    parser: argparse.ArgumentParser = commands.add_parser(
        name, help=words, description=words[0].upper() + words[1:] + "."
    )
    parser.set_defaults(run=run)
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
        help="the last day anything can have been written (YYYY-MM-DD)",
    )


def _day(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError as error:
        raise argparse.ArgumentTypeError(
            f"{text!r} is not a day; write it as 2021-05-24"
        ) from error


def _count(text: str) -> int:
    if not text.isdigit() or int(text) < 1:
        raise argparse.ArgumentTypeError(f"{text!r} is not a number of processes; write 1 or more")
    return int(text)


def _build_parser(commands: Any) -> None:
    parser = _command(commands, "build", "make the site of a folder of articles", _run_build)
    _source(parser, "articles")
    parser.add_argument(
        "-o", "--output", metavar="FOLDER", help="where the site goes (default: build)"
    )
    parser.add_argument(
        "--jobs",
        type=_count,
        default=1,
        metavar="N",
        help="share the work on single articles among N processes (default: 1)",
    )
    parser.add_argument(
        "--strict", action="store_true", help="end with status 1 when there was any warning"
    )
    parser.add_argument("--title", help="the headline of the site")
    _dating(parser)


def _tag_parser(commands: Any) -> None:
    parser = _command(
        commands, "tag", "find the time expressions, as JSON Lines with TIMEX3 values", _run_tag
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
        _run_learn,
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
        commands, "date", "say when each document was written, how sure, and why", _run_date
    )
    _source(parser)
    _out(parser)
    _dating(parser)


def _events_parser(commands: Any) -> None:
    parser = _command(
        commands, "events", "list the events with their sources, as JSON or CSV", _run_events
    )
    _source(parser)
    _out(parser)
    parser.add_argument(
        "--format", choices=("json", "csv"), default="json", help="json (default) or csv"
    )
    _dating(parser)


def _explain_parser(commands: Any) -> None:
    parser = _command(
        commands, "explain", "say why an event, or a sentence of yours, has its date", _run_explain
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
        _run_check,
    )
    _source(parser, "articles")
    parser.add_argument(
        "--strict", action="store_true", help="end with status 1 when there was any warning"
    )
    _dating(parser)


# --- running ---------------------------------------------------------------------------------


class _Run:
    """One command's source, configuration and clock."""

    def __init__(self, chosen: argparse.Namespace, source: str) -> None:
        from timeline.pipeline import Options
        from timeline.progress import Progress

        self.source = source
        path = None if source == "-" else Path(source)
        self.config: Config = load_config(path)
        today = getattr(chosen, "today", None) or self.config.today or date.today()  # noqa: DTZ011 - the day here
        infer, alone = (getattr(chosen, name, False) for name in ("infer", "independent"))
        self.options = Options(today.toordinal(), infer, alone, getattr(chosen, "jobs", 1))
        self.report = Progress

    def library(self) -> Any:
        from timeline.documents import read_documents

        stdin = sys.stdin.read() if self.source == "-" else None
        return read_documents(self.source, self.config, stdin)

    def timeline(self, title: str = "") -> Any:
        from timeline.api import title_of
        from timeline.pipeline import run

        library = self.library()
        name = title or self.config.title or title_of(Path(self.source))
        return library, run(library, self.config, name, self.options, self.report)


def _status(library: Any, *, strict: bool = False, warned: bool = False) -> int:
    for notice in library.failures:
        _tell(f"timeline: {notice.place}: {notice.message}")
    return FLAWED if library.failures or (strict and warned) else FINE


def _say(text: str) -> None:
    """What was asked for, to standard output, as it is."""
    sys.stdout.write(text)


def _tell(line: str) -> None:
    """What a reader should know besides, a line on standard error."""
    sys.stderr.write(f"{line}\n")


def _write(text: str, output: str) -> None:
    if output == "-":
        _say(text)
    else:
        Path(output).parent.mkdir(parents=True, exist_ok=True)
        Path(output).write_text(text, encoding="utf-8")


def _run_build(chosen: argparse.Namespace) -> int:
    from timeline.pages import render_site, write_site

    job = _Run(chosen, chosen.source)
    library, timeline = job.timeline(chosen.title or "")
    out = Path(chosen.output) if chosen.output else job.config.output
    report = write_site(render_site(timeline, job.config), out)
    documents = len(timeline.documents)
    counts = (
        _many(documents, "article"),
        _many(len(timeline.events), "event"),
        _many(len(timeline.undated), "undated passage"),
        _many(len(timeline.disagreements), "disagreement"),
    )
    _say(f"{', '.join(counts)}\n")
    _say(f"{out / 'index.html'} ({_many(len(report.written), 'file')} written)\n")
    for notice in library.notices:
        _tell(f"note: {notice.place}: {notice.message}")
    return _status(library, strict=chosen.strict, warned=bool(timeline.warnings))


def _many(count: int, word: str) -> str:
    return f"{count:,} {word}{'' if count == 1 else 's'}"


def _run_tag(chosen: argparse.Namespace) -> int:
    from timeline.exports import join_lines, tags_of
    from timeline.model import Method, Publication
    from timeline.pipeline import date_all, resolve_all, tag
    from timeline.timeml import timeml_files

    job = _Run(chosen, chosen.source)
    library = job.library()
    tagged = tag(library.documents, job.report)
    if chosen.date is not None:
        day = chosen.date.toordinal()
        given = Publication(day, day, day, Method.GIVEN, share=1.0)
        documents = tuple(replace(one.document, publication=given) for one in tagged)
    else:
        documents, _ = date_all(tagged, job.config, job.options, job.report)
    readings = resolve_all(tagged, documents, job.config)
    if chosen.format == "timeml":
        for path, text in timeml_files(readings, library.names, chosen.output):
            _write(text, path)
    else:
        _write(join_lines(map(tags_of, readings, library.names)), chosen.output)
    return _status(library)


def _run_learn(chosen: argparse.Namespace) -> int:
    from timeline.learn import learn

    job = _Run(chosen, chosen.source)
    library = job.library()
    table, dated = learn(library.documents, job.options.today)
    Path(chosen.output).parent.mkdir(parents=True, exist_ok=True)
    Path(chosen.output).write_bytes(table)
    left = len(library.documents) - dated
    _say(f"{chosen.output}: learned from {_many(dated, 'dated article')}\n")
    if left:
        _tell(f"note: {_many(left, 'article')} without a date taught nothing")
    return _status(library)


def _run_date(chosen: argparse.Namespace) -> int:
    from timeline.exports import dating_of, join_lines
    from timeline.pipeline import date_all, tag

    job = _Run(chosen, chosen.source)
    library = job.library()
    documents, doubts = date_all(
        tag(library.documents, job.report), job.config, job.options, job.report
    )
    for doubt in doubts[:_NOTES_TOLD]:
        _tell(f"note: {doubt.place}: {doubt.message}")
    if len(doubts) > _NOTES_TOLD:
        _tell(f"note: and {len(doubts) - _NOTES_TOLD} more; the records have them all")
    _write(join_lines(map(dating_of, documents, library.names)), chosen.output)
    return _status(library)


def _run_events(chosen: argparse.Namespace) -> int:
    from timeline.exports import EVENT_FORMATS

    library, timeline = _Run(chosen, chosen.source).timeline()
    _write(EVENT_FORMATS[chosen.format](timeline), chosen.output)
    return _status(library)


def _run_explain(chosen: argparse.Namespace) -> int:
    from timeline.explain import explain_event, explain_text

    if chosen.text is not None:
        day = None if chosen.date is None else chosen.date.toordinal()
        _say(explain_text(chosen.text, day))
        return FINE
    if not chosen.event:
        _tell('timeline: explain needs an EVENT_ID, or --text "..." --date DAY')
        return MISUSED
    library, timeline = _Run(chosen, chosen.source).timeline()
    _say(explain_event(timeline, chosen.event))
    return _status(library)


def _run_check(chosen: argparse.Namespace) -> int:
    from timeline.explain import check_report

    job = _Run(chosen, chosen.source)
    library, timeline = job.timeline()
    _say(check_report(timeline, job.config))
    return _status(library, strict=chosen.strict, warned=bool(timeline.warnings))
