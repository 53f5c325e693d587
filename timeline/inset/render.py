"""A story and what is asked for to a piece of HTML for any page: the drawn chart and its list."""

from __future__ import annotations

import hashlib
from dataclasses import replace
from html import escape

from msgspec import structs

from timeline.chart import TALL_BELOW, TALL_WIDTH, Sheet, Theme, draw_picture, follow_page
from timeline.errors import TimelineError
from timeline.inset.options import Inset
from timeline.interval import to_edtf
from timeline.model import Event, Timeline
from timeline.selection import select

_PHONE = 600
"""The width of a screen up to which time runs downwards, in pixels."""


def render_inset(timeline: Timeline, inset: Inset) -> str:
    """A story to a ``div`` of HTML that needs no style sheet and no script.

    The ids in it come from what it shows, so that several can stand on one page.
    TimelineError when the story has no such events, or none that can be drawn.
    """
    part = select(timeline, inset.selection)
    if inset.title:
        part = replace(part, title=inset.title)
    name = _name(part, inset)
    home = f"{inset.site.rstrip('/')}/index.html#e-" if inset.site else ""
    drawn = _drawings(part, inset, f"#{name}-" if inset.list else home, name)
    if not drawn:
        raise TimelineError(
            "there is nothing to draw: no event has a place in time",
            remedy="See what stayed undated, and why: timeline check",
        )
    caption = f"<figcaption>{escape(inset.title)}</figcaption>\n" if inset.title else ""
    listed = _list(part, name, home) if inset.list else ""
    figure = f'<figure style="margin:1em 0">\n{drawn}{caption}</figure>\n'
    return f'<div class="timeline">\n{figure}{listed}</div>\n'


def _drawings(part: Timeline, inset: Inset, link: str, name: str) -> str:
    """The chart, a second time with time running downwards where a phone would shrink the first.

    The second is displayed only where the style says so, since others may take styles out.
    """
    theme = inset.theme or Theme.LIGHT
    sheet = Sheet(inset.width, inset.height, theme=theme, link=link, name=name)
    drawn = draw_picture(part, sheet)
    rules = [] if inset.theme else [follow_page(f"#{name}")]
    if drawn and inset.width >= TALL_BELOW:
        tall = draw_picture(part, structs.replace(sheet, width=TALL_WIDTH, height=None))
        drawn += tall.replace("<svg ", '<svg display="none" ', 1)
        rules.append(
            f"#{name} .tl-tall {{ display: none; }} @media (max-width: {_PHONE}px) {{ "
            f"#{name} .tl-wide {{ display: none; }} #{name} .tl-tall {{ display: inline; }} }}"
        )
    if not drawn:
        return ""
    drawn = drawn.replace("<svg ", '<svg style="max-width:100%;height:auto" ')
    if rules:  # HTML allows rules outside its head only within a drawing
        drawn = drawn.replace("</desc>", f"</desc>\n<style>{' '.join(rules)}</style>", 1)
    return f'<div id="{name}">\n{drawn}</div>\n'


def _list(part: Timeline, name: str, home: str) -> str:
    sources = {document.id: document.source or document.title for document in part.documents}
    items = "".join(
        _item(event, name, home, sources)
        for event in sorted(part.events, key=lambda event: (event.place.sort_key, event.id))
    )
    return f'<ul class="timeline-events">\n{items}</ul>\n'


def _item(event: Event, name: str, home: str, sources: dict[str, str]) -> str:
    title = escape(event.title)
    if home:
        title = f'<a href="{escape(home)}{escape(event.id)}">{title}</a>'
    stance = "" if event.stance.value == "happened" else f" ({event.stance.value})"
    told = dict.fromkeys(sources[one.document] for one in event.passages if one.document in sources)
    who = f" <cite>{escape(', '.join(told))}</cite>" if told else ""
    return (
        f'<li id="{name}-{escape(event.id)}" data-edtf="{escape(to_edtf(event.when))}">'
        f"<b>{escape(event.told_when)}</b>{stance}: {title}{who}</li>\n"
    )


def _name(part: Timeline, inset: Inset) -> str:
    """A name for the ids: the same for the same chart, another for another."""
    shown = repr((part.title, inset, [event.id for event in part.events]))
    return f"timeline-{hashlib.sha256(shown.encode('utf-8', 'replace')).hexdigest()[:8]}"
