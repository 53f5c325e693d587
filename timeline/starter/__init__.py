"""An empty folder to one that a timeline can grow in: an example article, settings, a workflow."""

from timeline.starter.folder import FILES, StarterError, make_starter
from timeline.starter.origin import requirement

__all__ = ["FILES", "StarterError", "make_starter", "requirement"]
