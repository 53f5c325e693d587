"""Turn the metadata of a page or of front matter into title, outlet, address, language, dates."""

from __future__ import annotations

import datetime as dt
import json
import re
from collections.abc import Iterable, Iterator, Mapping
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

import msgspec

from timeline.documents.dates import date_claim
from timeline.documents.draft import one_line
from timeline.documents.language import declared_language
from timeline.documents.tables import read_table
from timeline.model import DateClaim

if TYPE_CHECKING:
    from selectolax.lexbor import LexborHTMLParser, LexborNode

MODIFIED = " (modified)"
"""Marks the place of a claim that is a date of modification, used where there is no other."""

_LONGEST_URL = 2000
_MOST_TIMES = 20
_MOST_OBJECTS = 200
_MOST_THEMES = 12
_LONGEST_THEME = 60
_THEME_PARTS = re.compile(r"[,;]")
_SEPARATORS = (" | ", " - ", " – ", " — ", " · ", " :: ")


class Metadata(msgspec.Struct, frozen=True, gc=False):
    """What stands around an article; ``tag`` is the declared language tag, such as "en-GB"."""

    title: str = ""
    source: str = ""
    url: str = ""
    tag: str = ""
    claims: tuple[DateClaim, ...] = ()
    refused_url: str = ""
    themes: tuple[str, ...] = ()

    @property
    def language(self) -> str:
        """The declared language without its region."""
        return declared_language(self.tag)


def web_address(words: str) -> str:
    """Keep an http or https address; anything else, such as ``javascript:``, is ""."""
    words = one_line(words)
    try:
        parts = urlsplit(words)
        usable = parts.scheme.lower() in ("http", "https") and bool(parts.hostname)
    except ValueError:
        return ""
    return words if usable and " " not in words and len(words) <= _LONGEST_URL else ""


def field_metadata(
    fields: Mapping[str, str],
    kind: str,
    place: str,
    day_order: str,
    values: Mapping[str, object] | None = None,
) -> Metadata:
    """Read front matter or a JSON line: ``kind`` names its table in ``rules/metadata.toml``.

    ``fields`` maps lower-case names to words, ``values`` to what may be lists of them; ``place``
    is what a claim says it stood in.
    """
    table = read_table("metadata")[kind]

    def first(what: str) -> str:
        return next((one_line(fields[name]) for name in table[what] if fields.get(name)), "")

    tag = first("language")
    flags = table.get("flags", ())

    def dates(what: str, remark: str = "") -> list[DateClaim]:
        return [
            date_claim(f"{place} {name}{remark}", one_line(fields[name]), day_order, tag)
            for name in table.get(what, ())
            if fields.get(name) and fields[name].lower() not in flags
        ]

    claims = dates("date")
    if not any(claim.day for claim in claims):
        claims += dates("modified", MODIFIED)
    address = first("url")
    url = web_address(address)
    themes = themes_in((values or fields).get(name) for name in table["themes"])
    refused = "" if url else address
    return Metadata(first("title"), first("source"), url, tag, tuple(claims), refused, themes)


def themes_in(values: Iterable[object]) -> tuple[str, ...]:
    """Words, lists of them, or objects with a name to the themes they name, each once.

    Commas and semicolons part themes; at most twelve are kept, none longer than 60 characters.
    """
    found: dict[str, str] = {}
    for value in values:
        for item in value if isinstance(value, list) else [value]:
            for part in _THEME_PARTS.split(_words(item)):
                if 0 < len(theme := part.strip(" #\"'")) <= _LONGEST_THEME:
                    found.setdefault(theme.casefold(), theme)
    return tuple(found.values())[:_MOST_THEMES]


def page_metadata(tree: LexborHTMLParser, day_order: str) -> Metadata:
    """Read JSON-LD, <meta>, <link rel=canonical> and <title> of a page.

    Claims stand in the order of belief: JSON-LD, then meta.  A date of modification is given,
    marked, only where there is no other.
    """
    table = read_table("metadata")
    metas = _metas(tree)
    articles = _articles(tree)

    def meta(what: str) -> str:
        return next((metas[name] for name in table["meta"][what] if metas.get(name)), "")

    root = tree.root
    tag = (root.attributes.get("lang") if root is not None else "") or ""
    tag = tag or _first(articles, "inLanguage") or meta("language")
    site = meta("source") or _first(articles, "publisher")
    title = _first(articles, "headline") or meta("title") or _title_element(tree)
    canonical = tree.css_first("link[rel~=canonical]")
    addresses = (
        (canonical.attributes.get("href") if canonical is not None else "") or "",
        meta("url"),
        _first(articles, "url"),
        _first(articles, "mainEntityOfPage"),
    )
    url = next((good for address in addresses if (good := web_address(address))), "")
    claims = _page_claims(articles, metas, day_order, tag)
    said = [one.get(name) for one in articles[:1] for name in table["json_ld"]["themes"]]
    themes = themes_in([*said, *(_all_of(tree, name) for name in table["meta"]["themes"])])
    title = _without_site(one_line(title), site)
    return Metadata(title, one_line(site), url, tag, claims, themes=themes)


def time_claims(root: LexborNode, day_order: str, tag: str) -> tuple[DateClaim, ...]:
    """Read the <time> elements of an article: those marked as its date, else its first day."""
    words_of = read_table("metadata")["time_element"]
    claims: list[DateClaim] = []
    first: DateClaim | None = None
    for node in root.css("time")[:_MOST_TIMES]:
        if _is_furniture(node, root):
            continue
        attributes = node.attributes
        marks = " ".join(
            (attributes.get(name) or "") for name in ("class", "id", "itemprop")
        ).lower()
        if any(word in marks for word in words_of["modified"]):
            continue
        words = one_line(attributes.get("datetime") or node.text())
        claim = date_claim("time element", words, day_order, tag)
        if "pubdate" in attributes or any(word in marks for word in words_of["published"]):
            claims.append(claim)
        elif first is None and claim.day is not None and attributes.get("datetime"):
            first = claim
    return tuple(claims[:1]) if claims else (first,) if first else ()


def last_resort_claim(markup: str, known: Iterable[DateClaim]) -> tuple[DateClaim, ...]:
    """Ask htmldate, fast mode, for a page that names no date where we look.

    Its day is left out where a modification date among ``known`` says the same: then it read
    that.  htmldate gets a parsed tree, because it fetches a text that begins like an address.
    """
    import htmldate  # noqa: PLC0415 - 0.35 s with lxml, rarely needed
    from lxml import etree, html  # type: ignore[import-untyped]  # noqa: PLC0415

    try:
        parser = html.HTMLParser(encoding="utf-8")
        root = html.document_fromstring(markup.encode("utf-8", "replace"), parser=parser)
    except (etree.ParserError, ValueError):
        return ()
    found = htmldate.find_date(
        root,
        extensive_search=False,
        original_date=True,
        min_date="1900-01-01",
        max_date="2100-01-01",
    )
    if not found:
        return ()
    day = dt.date.fromisoformat(found).toordinal()
    if any(claim.day == day for claim in known):
        return ()
    return (DateClaim("page markup (htmldate)", found, day),)


def _page_claims(
    articles: list[dict[str, Any]], metas: Mapping[str, str], day_order: str, tag: str
) -> tuple[DateClaim, ...]:
    names = read_table("metadata")["meta"]

    def claim(place: str, words: str) -> DateClaim:
        return date_claim(place, one_line(words), day_order, tag)

    published = [
        claim("JSON-LD datePublished", words)
        for article in articles[:1]
        if (words := _words(article.get("datePublished")))
    ]
    published += [claim(f"meta {name}", metas[name]) for name in names["date"] if metas.get(name)]
    if any(one.day for one in published):
        return tuple(published)
    modified = [
        claim(f"JSON-LD dateModified{MODIFIED}", words)
        for article in articles[:1]
        if (words := _words(article.get("dateModified")))
    ]
    modified += [
        claim(f"meta {name}{MODIFIED}", metas[name])
        for name in names["modified"]
        if metas.get(name)
    ]
    return tuple(published + modified)


def _metas(tree: LexborHTMLParser) -> dict[str, str]:
    metas: dict[str, str] = {}
    for node in tree.css("meta"):
        attributes = node.attributes
        content = attributes.get("content")
        if not content:
            continue
        for key in ("property", "name", "itemprop", "http-equiv"):
            if name := attributes.get(key):
                metas.setdefault(name.strip().lower(), one_line(content))
    return metas


def _all_of(tree: LexborHTMLParser, name: str) -> list[str]:
    """What every <meta> of a name says, since themes come one to an element."""
    return [
        node.attributes.get("content") or ""
        for node in tree.css("meta")[:_MOST_OBJECTS]
        if name
        in {(node.attributes.get(key) or "").strip().lower() for key in ("property", "name")}
    ]


def _articles(tree: LexborHTMLParser) -> list[dict[str, Any]]:
    """List the JSON-LD objects that describe the page's article, articles before pages."""
    objects: list[dict[str, Any]] = []
    for node in tree.css("script"):
        if (node.attributes.get("type") or "").strip().lower() != "application/ld+json":
            continue
        try:
            objects += _objects(json.loads(node.text().strip(), strict=False))
        except (ValueError, RecursionError):
            continue  # a page's broken JSON-LD is no news to the reader: other places are asked
    table = read_table("metadata")["json_ld"]
    ranked = [
        (0 if types & set(table["types"]) else 1, item)
        for item in objects
        if (types := _types(item)) & {*table["types"], *table["page_types"]}
    ]
    return [item for _, item in sorted(ranked, key=lambda pair: pair[0])]


def _objects(value: object) -> Iterator[dict[str, Any]]:
    """Walk JSON-LD along the keys that lead to the article, never to comments or teasers."""
    inside = read_table("metadata")["json_ld"]["inside"]
    waiting = [value]
    for _ in range(_MOST_OBJECTS):
        if not waiting:
            return
        item = waiting.pop(0)
        if isinstance(item, list):
            waiting = item[:_MOST_OBJECTS] + waiting
        elif isinstance(item, dict):
            yield item
            waiting = [item[key] for key in inside if key in item] + waiting


def _types(item: Mapping[str, Any]) -> set[str]:
    types = item.get("@type")
    names = types if isinstance(types, list) else [types]
    return {name.rpartition("/")[2] for name in names if isinstance(name, str)}


def _first(articles: Iterable[Mapping[str, Any]], key: str) -> str:
    return next((words for article in articles if (words := _words(article.get(key)))), "")


def _words(value: object) -> str:
    """Take the words out of a JSON-LD value, which may be an object or a list of them."""
    for _ in range(4):
        if isinstance(value, list):
            value = value[0] if value else ""
        elif isinstance(value, dict):
            value = next(
                (value[k] for k in ("@value", "name", "@id", "alternateName") if k in value), ""
            )
        else:
            break
    return one_line(value) if isinstance(value, str) else ""


def _title_element(tree: LexborHTMLParser) -> str:
    node = tree.css_first("head > title") or tree.css_first("title")
    return node.text() if node is not None else ""


def _without_site(title: str, site: str) -> str:
    """Take the outlet's name off the end of a title."""
    for separator in _SEPARATORS:
        head, found, tail = title.rpartition(separator)
        if found and head and (separator == " | " or tail.casefold() == site.casefold()):
            return head.strip()
    return title


def _is_furniture(node: LexborNode, root: LexborNode) -> bool:
    names = read_table("debris")["html"]
    parent = node.parent
    while parent is not None and parent.mem_id != root.mem_id:
        attributes = parent.attributes
        own = f"{attributes.get('class') or ''} {attributes.get('id') or ''}".lower().split()
        if parent.tag in names["drop"] or not set(own).isdisjoint(names["aside_names"]):
            return True
        parent = parent.parent
    return False
