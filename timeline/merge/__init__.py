"""Turn the events of all documents into one event for each thing that happened."""

from timeline.merge.groups import Before, Merged, merge_events, merged_before
from timeline.merge.joining import join_events
from timeline.merge.verdicts import looks

__all__ = ["Before", "Merged", "join_events", "looks", "merge_events", "merged_before"]
