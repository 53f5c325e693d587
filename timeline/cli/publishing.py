"""``timeline new``, ``serve`` and ``publish``: from an empty folder to a site on the web."""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import Any

from timeline import __version__
from timeline.cli.job import FINE, say, tell


def add_new(commands: Any) -> None:
    """Add ``timeline new`` to the commands."""
    words = "make a starter folder: an example article, settings, a workflow that publishes"
    parser = _command(commands, "new", words, run_new)
    parser.add_argument("folder", metavar="FOLDER", help="the folder to make; it must be empty")


def run_new(chosen: argparse.Namespace) -> int:
    """Make a starter folder and say what to do in it."""
    from timeline.starter import make_starter, requirement

    asked = requirement(__version__)
    made = make_starter(Path(chosen.folder), asked)
    say("".join(f"{path}\n" for path in made))
    tell(f"next: cd {chosen.folder}, put your articles into articles/, timeline serve")
    tell(f"note: on GitHub the workflow installs {asked}; what it installs stands in pages.yml")
    return FINE


def _command(commands: Any, name: str, words: str, command: Any) -> argparse.ArgumentParser:
    parser: argparse.ArgumentParser = commands.add_parser(
        name, help=words, description=words[0].upper() + words[1:] + "."
    )
    parser.set_defaults(run=command)
    return parser
