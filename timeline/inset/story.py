"""A source to its story, and to the address of its site, for a piece of somebody's page."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from functools import lru_cache
from pathlib import Path

from timeline.api import read
from timeline.config import load_config
from timeline.curation.edits import edits_file
from timeline.model import Timeline


def read_story(source: Path, today: date | None, clock: Callable[[], date]) -> Timeline:
    """A source to its story, read once for as long as none of its files changes.

    ``clock`` is asked only where neither the caller nor ``timeline.toml`` says what is today.
    """
    config = load_config(source)
    day = today or config.today or clock()
    files = sorted(source.rglob("*")) if source.is_dir() else [source]
    files += [config.file] if config.file else []
    files.append(edits_file(source))
    stamps = tuple(
        (str(file), found.st_mtime_ns, found.st_size)
        for file in files
        if file.exists() and (found := file.stat())
    )
    return _read(source, day, stamps)


@lru_cache(maxsize=8)
def _read(source: Path, today: date, stamps: tuple[tuple[str, int, int], ...]) -> Timeline:
    return read(source, today=today)


def home_of(source: Path) -> str:
    """A source to where its site stands, by the ``base_url`` of its ``timeline.toml``, or ""."""
    return load_config(source).base_url
