"""Turn the events of all documents into one event for each thing that happened."""

from timeline.merge.groups import Merged, merge_events

__all__ = ["Merged", "merge_events"]
