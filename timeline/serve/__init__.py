"""A story that can be built again and again to a preview in the browser that follows it."""

from timeline.serve.preview import Preview, Story, serve
from timeline.serve.server import ServeError

__all__ = ["Preview", "ServeError", "Story", "serve"]
