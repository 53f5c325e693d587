"""Turn a document whose time expressions are resolved into the events it tells."""

from timeline.events.extract import extract_events
from timeline.events.identity import event_id

__all__ = ["event_id", "extract_events"]
