"""Decide when each document was written: documents and mentions to documents with a publication."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from timeline.publication.metadata import dated_by_authors

if TYPE_CHECKING:
    from timeline.publication.dating import (
        DayGrid,
        Habits,
        Knowledge,
        date_documents,
        day_grid,
        load_knowledge,
    )

__all__ = [
    "DayGrid",
    "Habits",
    "Knowledge",
    "date_documents",
    "dated_by_authors",
    "day_grid",
    "load_knowledge",
]


def __getattr__(name: str) -> Any:
    """What argues for a day takes long to load; where authors give theirs, nobody asks for it."""
    if name not in __all__:
        raise AttributeError(name)
    from timeline.publication import dating  # noqa: PLC0415 - only who argues loads it

    return getattr(dating, name)
