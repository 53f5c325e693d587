"""Read the days and months of a history as of the time that its story has come to."""

from timeline.narration.points import with_year
from timeline.narration.retold import as_the_story_goes, has_year_of_story, is_of_story

__all__ = ["as_the_story_goes", "has_year_of_story", "is_of_story", "with_year"]
