"""Show how far a long piece of work has come: counts to one line that rewrites itself."""

from __future__ import annotations

import sys
import time
from collections.abc import Callable
from typing import TextIO

_PATIENCE_SECONDS = 1.0
_BAR = 24


class Progress:
    """One bar for one piece of work; silent for the first second and when nobody watches."""

    def __init__(self, label: str, total: int, stream: TextIO | None = None) -> None:
        self.label = label
        self.total = total
        self.stream = stream if stream is not None else sys.stderr
        self.watched = self.stream.isatty()
        self.begun = time.monotonic()
        self.shown = 0.0

    def __call__(self, done: int) -> None:
        """Show that ``done`` of the total are finished, at most ten times a second."""
        now = time.monotonic()
        if not self.watched or now - self.begun < _PATIENCE_SECONDS:
            return
        if now - self.shown < 0.1 and done < self.total:
            return
        self.shown = now
        filled = _BAR * done // max(self.total, 1)
        bar = "█" * filled + "·" * (_BAR - filled)
        end = "\n" if done >= self.total else ""
        self.stream.write(f"\r{self.label} {bar} {done}/{self.total}{end}")
        self.stream.flush()


Reporter = Callable[[str, int], Callable[[int], None]]


def silent(label: str, total: int) -> Callable[[int], None]:
    """A reporter that shows nothing."""
    return _ignore


def _ignore(done: int) -> None:
    """Take no notice of a count."""
