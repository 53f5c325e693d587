"""What every page of a site knows of the whole."""

from __future__ import annotations

from markupsafe import Markup
from msgspec import Struct

from timeline.pages.counts import Counts
from timeline.pages.head import Head


class Site(Struct, frozen=True):
    """What every page knows of the whole."""

    title: str
    description: str
    language: str
    is_rtl: bool
    span: str
    counts: Counts
    changes: int
    version: str
    theme_script: Markup
    theme_hash: str
    has_theme: bool
    head: Head
