"""Find in a sentence who says what: the source, the verb of saying, and what is said."""

from timeline.reporting.frames import Frame, find_frames

__all__ = ["Frame", "find_frames"]
