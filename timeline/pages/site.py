"""What every page of a site knows of the whole."""

from __future__ import annotations

from dataclasses import dataclass

from markupsafe import Markup

from timeline.pages.counts import Counts
from timeline.pages.head import Head


@dataclass(frozen=True, slots=True)
class Site:
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
