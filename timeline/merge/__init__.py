"""Turn the events of all documents into one event for each thing that happened."""

from timeline.merge.groups import Merged, join_events, merge_events, ratings

__all__ = ["Merged", "join_events", "merge_events", "ratings"]
