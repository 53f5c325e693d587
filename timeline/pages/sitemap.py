"""A site's pages to its sitemap."""

from __future__ import annotations

import re
from collections.abc import Iterable

from timeline.markup import escape

SITEMAP = "sitemap.xml"
MOST_PAGES = 50_000
"""What one sitemap may hold (sitemaps.org)."""
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


def _xml(text: str) -> str:
    return escape(_NO_XML.sub("\ufffd", text))
