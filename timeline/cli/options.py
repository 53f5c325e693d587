"""What several commands can be told."""

from __future__ import annotations

import argparse
from typing import Any

from timeline.cli.typed import count, day, scheduler


def add_command(commands: Any, name: str, words: str, command: Any) -> argparse.ArgumentParser:
    """Add a command with what is said of it, and what runs it."""
    parser: argparse.ArgumentParser = commands.add_parser(
        name, help=words, description=words[0].upper() + words[1:] + "."
    )
    parser.set_defaults(run=command)
    return parser


def add_source(parser: argparse.ArgumentParser, default: str | None = None) -> None:
    """Add where the articles are."""
    parser.add_argument(
        "source",
        metavar="SOURCE",
        nargs="?" if default else None,
        default=default,
        help="a folder of articles, one article, a .jsonl file, "
        "or - for JSON Lines on standard input",
    )


def add_output(parser: argparse.ArgumentParser) -> None:
    """Add where to write."""
    parser.add_argument(
        "-o", "--output", metavar="OUT", default="-", help="where to write; - is standard output"
    )


def add_dating(parser: argparse.ArgumentParser) -> None:
    """Add what tells how articles are dated, and who does the work."""
    parser.add_argument(
        "--infer", action="store_true", help="leave metadata out: argue from the text alone"
    )
    parser.add_argument(
        "--independent", action="store_true", help="leave the other documents out of it"
    )
    parser.add_argument(
        "--today",
        type=day,
        metavar="DAY",
        help="nothing can have been written after it (YYYY-MM-DD)",
    )
    sharing = parser.add_mutually_exclusive_group()
    sharing.add_argument(
        "--jobs",
        type=count,
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
