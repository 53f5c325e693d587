"""The command line: words typed to stages run."""

from __future__ import annotations

import os
import sys
from collections.abc import Sequence
from typing import NoReturn

from timeline.cli.job import FINE, FLAWED, MISUSED, tell
from timeline.cli.parser import make_parser
from timeline.collector import ends_soon, never_collected
from timeline.errors import TimelineError

__all__ = ["console", "main", "make_parser"]


def console() -> NoReturn:
    """Run the command that the process was called with, and end the process with its status."""
    ends_soon()
    status = main()
    try:
        sys.stdout.flush()
    except BrokenPipeError:
        # Nobody reads any more; Python would find that out once more, and complain of it.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
    never_collected()
    sys.exit(status)


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command; returns 0 if all is well, 1 if something could not be read, 2 on misuse."""
    typed = sys.argv[1:] if arguments is None else arguments
    parser = make_parser(typed[0] if typed else "")
    chosen = parser.parse_args(typed)
    if not hasattr(chosen, "run"):
        parser.print_help()
        return MISUSED
    try:
        status: int = chosen.run(chosen)
    except TimelineError as error:
        tell(f"timeline: {error}")
        return MISUSED
    except BrokenPipeError:
        return FINE
    except KeyboardInterrupt:
        tell("\ntimeline: stopped; what was there before is untouched")
        return FLAWED
    return status
