"""Turn the markup of a page into the text of its article, block by block."""

from __future__ import annotations

import re
from collections import Counter
from functools import cache
from typing import TYPE_CHECKING, Any

import msgspec

from timeline.documents.draft import clean_text
from timeline.documents.tables import read_table
from timeline.late import late
from timeline.model import CHART, Aside

if TYPE_CHECKING:
    from selectolax.lexbor import LexborHTMLParser, LexborNode

# What begins a new block in HTML.
_BLOCKS = frozenset(
    (
        *("address", "article", "aside", "blockquote", "body", "caption", "center", "dd"),
        *("details", "div", "dl", "dt", "fieldset", "figcaption", "figure", "footer", "form"),
        *("h1", "h2", "h3", "h4", "h5", "h6", "header", "hgroup", "hr", "li", "main", "nav", "ol"),
        *("p", "pre", "section", "summary", "table", "tbody", "tfoot", "thead", "tr", "ul"),
    )
)
_CELLS = frozenset(("td", "th"))
_BLANKS = late(r"[ \t\n\r\f]+")
_GAPS = late(r"\n\s*\n")
_CHART_NAME = "language-timeline"
_HIDDEN_STYLE = late(r"(?:display\s*:\s*none|visibility\s*:\s*hidden)", re.IGNORECASE)
_BREAK = "\0"  # an HTML parser never yields it

_LEAST_ARTICLE = 200
_ARTICLE_SHARE = 0.4
_FURNITURE_SHARE = 0.5
_MOST_ARTICLES = 50


class PageText(msgspec.Struct, frozen=True, gc=False):
    """The text of an article, its captions and furniture aside, and its one main heading."""

    text: str
    asides: tuple[Aside, ...] = ()
    heading: str = ""


def article_root(tree: LexborHTMLParser) -> LexborNode | None:
    """Choose the element that holds the article: <article>, else <main>, else the body.

    An <article> or <main> is chosen when it holds at least two fifths of the page's paragraphs,
    so that a teaser is not taken for the article.
    """
    body = tree.body
    if body is None:
        return None
    paragraphs = sum(len(node.text()) for node in body.css("p")) or len(body.text())
    for selector in ("article, [itemprop~=articleBody]", "main, [role=main]"):
        candidates = body.css(selector)[:_MOST_ARTICLES]
        sizes = [len(node.text()) for node in candidates]
        if sizes and max(sizes) >= max(_LEAST_ARTICLE, _ARTICLE_SHARE * paragraphs):
            return candidates[sizes.index(max(sizes))]
    return body


def page_text(root: LexborNode, *, with_charts: bool = False) -> PageText:
    """Write the text of an element: blocks parted by a blank line, <br> as a line break.

    Scripts, navigation, forms and what is hidden are left out; captions and known page
    furniture stay in the text and are aside; so do, ``with_charts``, blocks of code that ask for
    a chart.
    """
    writer = _Writer(len(root.text()), with_charts=with_charts)
    node: LexborNode | None = root
    while node is not None:
        child = node.first_child if writer.enter(node) else None
        if child is not None:
            node = child
            continue
        node = _after(node, root, writer)
    return writer.result()


def _after(node: LexborNode, root: LexborNode, writer: _Writer) -> LexborNode | None:
    """Leave a node and all that end with it; give the node that comes next."""
    while True:
        writer.leave(node)
        if node.mem_id == root.mem_id:
            return None
        if node.next is not None:
            return node.next
        parent = node.parent
        if parent is None:
            return None
        node = parent


class _Writer:
    """Collects the blocks of one article while its tree is walked."""

    def __init__(self, size: int, *, with_charts: bool) -> None:
        self._size = size
        self._with_charts = with_charts
        self._pieces: list[str] = []
        self._blocks: list[tuple[str, int]] = []  # the words, and the region they stand in
        self._regions: list[str] = [""]  # reasons; region 0 is the article itself
        self._region = 0
        self._region_end = 0  # identity of the node that ends the region
        self._articles = 0
        self._preformatted = 0
        self._headings: list[str] = []

    def enter(self, node: LexborNode) -> bool:
        """Take in one node; tell whether to walk into it."""
        if node.is_text_node:
            words = node.text_content or ""
            if self._regions[self._region] == CHART:
                words = _GAPS.sub("\n", words)
            self._pieces.append(words.replace("\n", _BREAK) if self._preformatted else words)
            return False
        tag = node.tag or ""
        if not node.is_element_node or self._is_dropped(node, tag):
            return False
        if tag in _BLOCKS:
            self._end_block()
        elif tag == "br" or tag in _CELLS:
            self._pieces.append(_BREAK)
        if not self._region and (reason := self._reason(node, tag)):
            self._end_block()
            self._regions.append(reason)
            self._region = len(self._regions) - 1
            self._region_end = node.mem_id
        self._articles += tag == "article"
        self._preformatted += tag == "pre"
        return True

    def leave(self, node: LexborNode) -> None:
        """Close one node."""
        if node.is_text_node:
            return
        tag = node.tag or ""
        if tag == "h1" and self._pieces:
            self._headings.append(_collapse("".join(self._pieces)).replace("\n", " "))
        if tag in _BLOCKS:
            self._end_block()
        if self._region and node.mem_id == self._region_end:
            self._end_block()
            self._region = 0
        self._articles -= tag == "article"
        self._preformatted -= tag == "pre"

    def result(self) -> PageText:
        """Join the blocks, and say which of them are aside."""
        self._end_block()
        sizes: Counter[int] = Counter()
        for words, region in self._blocks:
            sizes[region] += len(words)
        total = sum(sizes.values())
        asides = []
        position = 0
        for words, region in self._blocks:
            reason = self._regions[region]
            if reason == CHART or (reason and sizes[region] <= _FURNITURE_SHARE * total):
                asides.append(Aside(position, position + len(words), reason))
            position += len(words) + 2
        text = clean_text("\n\n".join(words for words, _ in self._blocks))
        heading = self._headings[0] if len(self._headings) == 1 else ""
        return PageText(text, tuple(asides), heading)

    def _reason(self, node: LexborNode, tag: str) -> str:
        if self._with_charts and tag == "code" and node.attributes.get("class") == _CHART_NAME:
            return CHART
        return _aside_reason(node, tag)

    def _is_dropped(self, node: LexborNode, tag: str) -> bool:
        rules = _rules()
        attributes = node.attributes
        if attributes:
            if "hidden" in attributes or attributes.get("aria-hidden") == "true":
                return True
            if attributes.get("role") in rules["drop_roles"]:
                return tag not in ("html", "body")
            style = attributes.get("style")
            if style and _HIDDEN_STYLE.search(style):
                return True
        if tag == "form":  # some site builders wrap the whole page in one
            return len(node.text()) <= _FURNITURE_SHARE * self._size
        if tag == "header" and not self._articles:
            return node.css_first("h1") is None
        return tag in rules["drop"]

    def _end_block(self) -> None:
        if not self._pieces:
            return
        lines = _collapse("".join(self._pieces))
        self._pieces.clear()
        for block in lines.split("\n\n"):
            words = block.strip("\n")
            if words.strip():
                self._blocks.append((words, self._region))


def _collapse(words: str) -> str:
    """Collapse blanks as browsers do; one break is a line end, two or more a blank line."""
    lines = [line.strip(" ") for line in _BLANKS.sub(" ", words).split(_BREAK)]
    kept: list[str] = []
    for line in lines:
        if line or (kept and kept[-1]):
            kept.append(line)
    return "\n".join(kept)


def _aside_reason(node: LexborNode, tag: str) -> str:
    rules = _rules()
    if tag in rules["aside_tags"]:
        reason: str = rules["aside_tags"][tag]
        return reason
    if tag in ("html", "body", "main", "article"):
        return ""
    attributes = node.attributes
    names = f"{attributes.get('class') or ''} {attributes.get('id') or ''}".lower().split()
    return str(rules["aside_reason"]) if not rules["aside_names"].isdisjoint(names) else ""


@cache
def _rules() -> dict[str, Any]:
    table = read_table("debris")["html"]
    return {
        **table,
        "drop": frozenset(table["drop"]),
        "drop_roles": frozenset(table["drop_roles"]),
        "aside_names": frozenset(table["aside_names"]),
    }
