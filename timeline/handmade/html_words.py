"""HTML to the words between its tags, without its scripts and styles."""

from __future__ import annotations

from html.parser import HTMLParser


def words_of(markup: str) -> str:
    """The words of some HTML, as it stands there but for blanks where blocks end."""
    reader = _Words()
    reader.feed(markup)
    reader.close()
    return "".join(reader.words)


class _Words(HTMLParser):
    """Gathers the text between tags, but no scripts."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.words: list[str] = []
        self.silent = ""

    def handle_starttag(self, tag: str, _attrs: object) -> None:
        if tag in ("script", "style"):
            self.silent = tag
        elif tag not in _INLINE:
            self.words.append(" ")

    def handle_endtag(self, tag: str) -> None:
        if tag == self.silent:
            self.silent = ""
        elif tag not in _INLINE:
            self.words.append(" ")

    def handle_data(self, data: str) -> None:
        if not self.silent:
            self.words.append(data)


_INLINE = frozenset(
    (
        "a",
        "abbr",
        "b",
        "cite",
        "code",
        "em",
        "i",
        "q",
        "s",
        "small",
        "span",
        "strong",
        "sub",
        "sup",
        "u",
    )
)
