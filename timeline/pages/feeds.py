"""A site's pages to its sitemap, and a timeline to a feed of what was last told."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from datetime import date
from xml.sax.saxutils import escape, quoteattr

from timeline.model import Event, Timeline

SITEMAP, FEED = "sitemap.xml", "feed.atom"
MOST_PAGES = 50_000
"""What one sitemap may hold (sitemaps.org)."""
MOST_ENTRIES = 100
_NO_XML = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
_HEAD = '<?xml version="1.0" encoding="utf-8"?>\n'


def sitemap(base: str, pages: Iterable[str]) -> bytes:
    """A site's address and the paths of its pages to a sitemap, the first 50,000 of them."""
    lines = [f"<url><loc>{_xml(page_address(base, path))}</loc></url>" for path in pages]
    body = "\n".join(lines[:MOST_PAGES])
    space = "http://www.sitemaps.org/schemas/sitemap/0.9"
    return f'{_HEAD}<urlset xmlns="{space}">\n{body}\n</urlset>\n'.encode()


def page_address(base: str, path: str) -> str:
    """A site's address and a page's path to the page's one address."""
    return f"{base}{'' if path == 'index.html' else path}"


def event_feed(timeline: Timeline, base: str, language: str, description: str) -> bytes:
    """A timeline to an Atom feed (RFC 4287) of the events that were last written of.

    An entry carries the day on which the newest article that tells it was written; no clock is
    asked.  Events that no dated article tells have no such day and are left to the page.
    """
    written = {
        document.id: document.publication.day
        for document in timeline.documents
        if document.publication is not None and document.publication.day is not None
    }
    told = [(_last(event, written), event) for event in timeline.events]
    dated = [(day, event) for day, event in told if day]
    dated.sort(key=lambda one: (-one[0], one[1].when.sort_key, one[1].id))
    newest = _stamp(max(written.values(), default=1))
    lines = [
        f"<id>{_xml(base)}</id>",
        f"<title>{_xml(timeline.title)}</title>",
        f"<subtitle>{_xml(description)}</subtitle>" if description else "",
        f"<updated>{newest}</updated>",
        f"<author><name>{_xml(timeline.title)}</name></author>",
        f"<link href={_quoted(base)}/>",
        f'<link rel="self" type="application/atom+xml" href={_quoted(base + FEED)}/>',
    ]
    for day, event in dated[:MOST_ENTRIES]:
        lines += _entry(event, day, base)
    body = "\n".join(line for line in lines if line)
    space = f'xmlns="http://www.w3.org/2005/Atom" xml:lang={_quoted(language)}'
    return f"{_HEAD}<feed {space}>\n{body}\n</feed>\n".encode()


def _entry(event: Event, day: int, base: str) -> Iterator[str]:
    address = f"{base}#e-{event.id}"
    told = f" ({event.stance.value})" if event.stance.value != "happened" else ""
    quotes = "".join(f"<blockquote>{_html(each.quote)}</blockquote>" for each in event.passages)
    yield "<entry>"
    yield f"<id>{_xml(address)}</id>"
    yield f"<title>{_xml(event.title + told)}</title>"
    yield f"<updated>{_stamp(day)}</updated>"
    yield f"<link href={_quoted(address)}/>"
    yield f"<summary>{_xml(event.when.in_words())}</summary>"
    yield f'<content type="html">{_xml(f"<p>{_html(event.when.in_words())}</p>{quotes}")}</content>'
    yield "</entry>"


def _last(event: Event, written: dict[str, int]) -> int:
    return max((written.get(each.document, 0) for each in event.passages), default=0)


def _stamp(day: int) -> str:
    return f"{date.fromordinal(day).isoformat()}T00:00:00Z"


def _xml(text: str) -> str:
    return escape(_NO_XML.sub("\ufffd", text))


def _html(text: str) -> str:
    return escape(text)


def _quoted(text: str) -> str:
    return quoteattr(_NO_XML.sub("\ufffd", text))
