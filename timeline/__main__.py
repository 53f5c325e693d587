"""``python -m timeline``: the command line."""

from timeline.cli import console

console()
