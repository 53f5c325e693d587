"""Read the days and months of a history as of the time that its story has come to."""

from timeline.narration.retold import as_the_story_goes

__all__ = ["as_the_story_goes"]
