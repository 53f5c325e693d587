"""A page of the site to what the preview sends of it: the same, with what lets it follow."""

from __future__ import annotations

import re
from html import escape
from importlib.resources import files

PREFIX = "~live/"
"""Where the preview's own addresses begin; no file of a site is called so."""
OWN_FILES = ("live.css", "live.js")

_POLICY = re.compile(rb"(http-equiv=\"Content-Security-Policy\" content=\")(?![^\"]*connect-src)")
_BODY = re.compile(rb"<body[^>]*>")
_RELATIVE = re.compile(rb"(<[^<>]*\b(?:href|src)=\")(?![/#]|[a-z]+:)")
_BARE = (
    '<!DOCTYPE html>\n<html lang="en">\n<head>\n<meta charset="utf-8">\n'
    "<title>timeline</title>\n</head>\n<body>\n<main>{words}</main>\n</body>\n</html>\n"
)


def inject(page: bytes, version: str, problem: str = "") -> bytes:
    """A page, the version of its site and what went wrong since to the page that is sent.

    The file on disk never holds any of it.  The page's own policy stays; connections to the
    preview itself are added to it.
    """
    head = (
        f'<link rel="stylesheet" href="/{PREFIX}live.css">\n'
        f'<script src="/{PREFIX}live.js" data-version="{escape(version)}" defer></script>\n'
    )
    page = _POLICY.sub(rb"\1connect-src 'self'; ", page, count=1)
    page = page.replace(b"</head>", head.encode() + b"</head>", 1)
    if problem:
        told = _told(problem).encode("utf-8", "replace")
        page = _BODY.sub(lambda found: found[0] + b"\n" + told, page, count=1)
    return page


def from_root(page: bytes) -> bytes:
    """A page at the root of the site to one that can be sent for any address."""
    return _RELATIVE.sub(rb"\1/", page)


def bare_page(words: str) -> bytes:
    """Some words to a page, for when the site has none to send."""
    return _BARE.format(words=f"<p>{escape(words)}</p>" if words else "").encode()


def own_file(name: str) -> bytes:
    """One of the preview's own files, by its name."""
    return (files("timeline.serve") / name).read_bytes()


def _told(problem: str) -> str:
    return (
        '<div class="live-problem" role="alert"><p>The site could not be built. '
        f"What you see is the one before.</p><pre>{escape(problem)}</pre></div>"
    )
