"""A source and options to a piece of HTML for any page: the drawn chart and its list."""

from timeline.inset.options import COLUMN_WIDTH, OPTIONS, Inset, read_inset
from timeline.inset.render import render_inset
from timeline.inset.story import home_of, read_story

__all__ = [
    "COLUMN_WIDTH",
    "OPTIONS",
    "Inset",
    "home_of",
    "read_inset",
    "read_story",
    "render_inset",
]
