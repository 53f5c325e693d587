"""Events that somebody wrote down, in files beside the articles: JSON, CSV, TimelineJS."""

from timeline.handmade.cells import guarded, unguarded
from timeline.handmade.files import SUFFIXES, Given, read_events
from timeline.handmade.record import CORRECTIONS, IMPORTANCE, added_id

__all__ = [
    "CORRECTIONS",
    "IMPORTANCE",
    "SUFFIXES",
    "Given",
    "added_id",
    "guarded",
    "read_events",
    "unguarded",
]
