"""Text to what stands for it in markup: between tags, and as the value of an attribute.

The same as ``xml.sax.saxutils`` and ``html`` give, of which the one brings Python's web client with
it, the other the names of all characters.
"""

from __future__ import annotations

_BLANKS = {"\n": "&#10;", "\r": "&#13;", "\t": "&#9;"}


def escape(text: str) -> str:
    """A text to what shows it between tags."""
    return text.replace("&", "&amp;").replace(">", "&gt;").replace("<", "&lt;")


def escape_html(text: str) -> str:
    """A text to what shows it between tags and in attributes, as ``html.escape`` does."""
    return escape(text).replace('"', "&quot;").replace("'", "&#x27;")


def quoteattr(text: str) -> str:
    """A text to the quoted value of an attribute; line breaks and tabs stay what they are."""
    text = escape(text)
    for blank, entity in _BLANKS.items():
        text = text.replace(blank, entity)
    if '"' not in text:
        return f'"{text}"'
    return '"' + text.replace('"', "&quot;") + '"' if "'" in text else f"'{text}'"
