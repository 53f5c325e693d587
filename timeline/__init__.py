"""Turn a folder of articles into a timeline: who says what happened when, and why that date.

``timeline.read(folder, today=...)`` gives a ``Timeline``,
``timeline.build(folder, "build", today=...)`` writes its site.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from timeline.api import Timeline, build, read
    from timeline.errors import TimelineError
    from timeline.interval import Interval
    from timeline.model import Document, Event

__version__ = "0.1.0"
__all__ = ["Document", "Event", "Interval", "Timeline", "TimelineError", "build", "read"]

_HOMES = {
    "Document": "timeline.model",
    "Event": "timeline.model",
    "Interval": "timeline.interval",
    "Timeline": "timeline.api",
    "TimelineError": "timeline.errors",
    "build": "timeline.api",
    "read": "timeline.api",
}


def __getattr__(name: str) -> Any:
    """Load a public name when it is first asked for, so that ``timeline --help`` stays quick."""
    if name not in _HOMES:
        raise AttributeError(f"module 'timeline' has no attribute {name!r}")
    from importlib import import_module  # noqa: PLC0415 - so that --help stays quick

    return getattr(import_module(_HOMES[name]), name)
