"""A story in a Jinja template to its chart and list: ``{{ "articles" | timeline(top=8) }}``."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from jinja2 import Environment
from markupsafe import Markup

from timeline.cli.job import day_here
from timeline.inset import home_of, read_inset, read_story, render_inset
from timeline.model import Timeline


def timeline_filter(story: Timeline | Path | str, **options: Any) -> Markup:
    """A timeline, or the path of its articles, to the HTML of its chart.

    The options are those of a fenced block: ``filter``, ``from``, ``to``, ``top``, ``title``,
    ``list``, ``theme``, ``width``, ``height``, ``site``.  TimelineError as for these.
    """
    if not isinstance(story, Timeline):
        options = {"site": home_of(Path(story)), **options}
        story = read_story(Path(story), None, day_here)
    return Markup(render_inset(story, read_inset(options)))  # noqa: S704 - escaped where it is made


def install(environment: Environment) -> None:
    """Give an environment the filter ``timeline``."""
    environment.filters["timeline"] = timeline_filter
