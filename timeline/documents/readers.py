"""Turn one file, by its suffix, into drafts of articles or into events made by hand."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Mapping
from functools import cache
from typing import TYPE_CHECKING, Any

from timeline.documents.address import own_address
from timeline.documents.dates import dates_in_path
from timeline.documents.decoding import decode
from timeline.documents.draft import Draft, Read, clean_text, notice, one_line
from timeline.documents.frontmatter import part_front_matter
from timeline.documents.guard import text_without_parser, why_unparsed
from timeline.documents.metadata import (
    MODIFIED,
    Metadata,
    field_metadata,
    last_resort_claim,
    page_metadata,
    time_claims,
)
from timeline.documents.paragraphs import plain_words
from timeline.documents.tables import read_table
from timeline.documents.webpage import (
    PageText,
    article_root,
    page_text,
)
from timeline.handmade import SUFFIXES, read_events
from timeline.model import DateClaim, Notice

if TYPE_CHECKING:
    from markdown import Markdown

Reader = Callable[[bytes, str, str], Read]
"""(bytes of the file, path to name it by, day order) to what came of it."""

LONGEST_MARKDOWN_BLOCK = 20_000
MOST_OPEN_BRACKETS = 50
"""Above these a Markdown paragraph is read as plain text: the converter's time grows with the
square of unclosed brackets (0.5 s at 2,000, 27 s at 16,000, measured with Markdown 3.11)."""

LONGEST_TEXT = 8 * 1024 * 1024
"""A longer text of a JSON line is not read, in characters, as no larger file of one article is."""

_BLANK_LINES = re.compile(r"\n[ \t]*\n")


def read_text(data: bytes, path: str, day_order: str) -> Read:
    """Read a plain text; its file name may claim a date, and so may an address it gives."""
    text, notices = _decoded(data, path)
    url, asides = own_address(text)
    claims = _path_claims(url, path)
    return Read((Draft(path, text, url=url, claims=claims, asides=asides, notices=notices),))


def read_markdown(data: bytes, path: str, day_order: str) -> Read:
    """Read a Markdown text: front matter, then the words without their marks."""
    text, notices = _decoded(data, path)
    front = part_front_matter(text, path)
    found = field_metadata(front.fields, "front_matter", "front matter", day_order, front.values)
    page, more = _markdown_text(front.body, path)
    url, aside = (found.url, ()) if found.url else own_address(page.text)
    asides = tuple(sorted((*page.asides, *aside), key=lambda one: one.start))
    draft = Draft(
        path,
        page.text,
        title=found.title or page.heading,
        language=found.language,
        source=found.source,
        url=url,
        themes=found.themes,
        claims=(*found.claims, *_path_claims(url, path)),
        asides=asides,
        notices=(*notices, *front.notices, *more, *_metadata_notices(found, path)),
    )
    return Read((draft,))


def read_html(data: bytes, path: str, day_order: str) -> Read:
    """Read a web page: the article's text, its metadata, and every date they claim."""
    markup, notices = _decoded(data, path)
    if reason := why_unparsed(markup):
        found_notice = notice(
            "html-unparsed",
            f"the page {reason} and was not parsed; its tags were only taken out",
            file=path,
            remedy="Save the article's text as .txt.",
        )
        return Read((Draft(path, text_without_parser(markup), notices=(*notices, found_notice)),))
    from selectolax.lexbor import LexborHTMLParser  # noqa: PLC0415 - text needs none

    tree = LexborHTMLParser(markup)
    found = page_metadata(tree, day_order)
    tree.strip_tags(["script", "style", "noscript", "template"])
    root = article_root(tree)
    if root is None:
        return Read((Draft(path, "", notices=notices),))
    page = page_text(root)
    published = [claim for claim in found.claims if not claim.place.endswith(MODIFIED)]
    modified = [claim for claim in found.claims if claim.place.endswith(MODIFIED)]
    published += time_claims(root, day_order, found.tag)
    published += _path_claims(found.url, path)
    if any(claim.day for claim in published):
        modified = []
    else:
        published += last_resort_claim(markup, modified)
        modified = [] if any(claim.day for claim in published) else modified
    draft = Draft(
        path,
        page.text,
        title=found.title or page.heading,
        language=found.language,
        source=found.source,
        url=found.url,
        themes=found.themes,
        claims=(*published, *modified),
        asides=page.asides,
        notices=notices,
    )
    return Read((draft,))


def read_jsonl(data: bytes, path: str, day_order: str) -> Read:
    """Read one document a line; a line that is none becomes a failure and the rest is read."""
    text, notices = _decoded(data, path)
    drafts: list[Draft] = []
    failures: list[Notice] = []
    for number, line in enumerate(text.split("\n"), 1):
        if not line.strip():
            continue
        try:
            drafts.append(_line_draft(line, path, number, day_order))
        except _WrongLine as wrong:
            failures.append(
                notice(
                    "line-unreadable",
                    wrong.words,
                    file=path,
                    line=number,
                    shown=line,
                    remedy=wrong.remedy,
                )
            )
    return Read(tuple(drafts), tuple(failures), notices)


def read_hand_made(data: bytes, path: str, day_order: str) -> Read:
    """Read a file of events; one that holds none gives nothing at all."""
    text, notices = _decoded(data, path)
    given = read_events(text, path)
    if not (given.events or given.failures):
        return Read()
    return Read((), given.failures, (*notices, *given.notices), given.events, given.title)


READERS: dict[str, Reader] = {
    ".txt": read_text,
    ".md": read_markdown,
    ".markdown": read_markdown,
    ".html": read_html,
    ".htm": read_html,
    ".jsonl": read_jsonl,
    **dict.fromkeys(SUFFIXES, read_hand_made),
}
"""The reader for each suffix, lower case."""


class _WrongLine(Exception):
    def __init__(self, words: str, remedy: str) -> None:
        super().__init__(words)
        self.words = words
        self.remedy = remedy


def _line_draft(line: str, path: str, number: int, day_order: str) -> Draft:
    try:
        value = json.loads(line)
    except (ValueError, RecursionError) as error:
        reason = str(error) if isinstance(error, json.JSONDecodeError) else "too deep or too long"
        raise _WrongLine(
            f"is not JSON ({reason})", 'Write one object a line: {"doc": "a", "text": "..."}.'
        ) from error
    if not isinstance(value, dict):
        raise _WrongLine("is not an object", 'Write {"doc": "a", "text": "..."}.')
    text = value.get("text")
    if not isinstance(text, str) or not text.strip():
        raise _WrongLine(
            'has no "text"' if text is None else 'has a "text" that is empty or not a string',
            'Put the article in "text", as a string.',
        )
    if len(text) > LONGEST_TEXT:
        limit = LONGEST_TEXT // (1024 * 1024)
        raise _WrongLine(f'has a "text" of more than {limit} MB', "Split it into articles.")
    place = f"{path}#{number}"
    fields = _string_fields(value)
    found = field_metadata(fields, "jsonl", "jsonl", day_order, value)
    names = read_table("metadata")["jsonl"]["id"]
    return Draft(
        place,
        clean_text(text),
        given_id=next((fields[name] for name in names if fields.get(name)), ""),
        title=found.title,
        language=found.language,
        source=found.source,
        url=found.url,
        themes=found.themes,
        claims=(*found.claims, *dates_in_path("URL", found.url)),
        notices=_metadata_notices(found, place),
    )


def _string_fields(value: Mapping[str, Any]) -> dict[str, str]:
    """Keep strings and whole numbers, as words; null and the like count as absent."""
    return {
        name: one_line(str(item))
        for name, item in value.items()
        if isinstance(item, str) or (isinstance(item, int) and not isinstance(item, bool))
    }


def _decoded(data: bytes, path: str) -> tuple[str, tuple[Notice, ...]]:
    decoded = decode(data)
    if not decoded.guessed:
        return decoded.text, ()
    found = notice(
        "encoding-guessed",
        f"names no encoding and is not UTF-8; read as {decoded.encoding}",
        file=path,
        remedy="If letters look wrong, save the file as UTF-8.",
    )
    return decoded.text, (found,)


def _markdown_text(body: str, path: str) -> tuple[PageText, tuple[Notice, ...]]:
    if _is_convertible(body):
        if (page := plain_words(body)) is not None:
            return page, ()
        from selectolax.lexbor import LexborHTMLParser  # noqa: PLC0415 - plain words need none

        try:
            converted = _markdown().reset().convert(body)
        except RecursionError:
            _markdown.cache_clear()  # what it had begun stands in it still
            converted = ""
        if converted and not why_unparsed(converted):
            root = LexborHTMLParser(converted).body
            if root is not None:
                return page_text(root, with_charts=True), ()
        elif not body.strip():
            return PageText(""), ()
    found = notice(
        "markdown-plain",
        "is too deep or too long for Markdown; read as plain text",
        file=path,
        remedy="Part its paragraphs by blank lines, or save it as .txt.",
    )
    return PageText(body.strip()), (found,)


@cache
def _markdown() -> Markdown:
    """One converter for all texts: setting it up takes as long as a short article."""
    from markdown import Markdown  # noqa: PLC0415 - only Markdown needs it

    return Markdown(extensions=["fenced_code", "footnotes", "sane_lists", "tables"])


def _is_convertible(body: str) -> bool:
    return all(
        len(block) <= LONGEST_MARKDOWN_BLOCK
        and block.count("[") - block.count("]") <= MOST_OPEN_BRACKETS
        for block in _BLANK_LINES.split(body)
    )


def _metadata_notices(found: Metadata, place: str) -> tuple[Notice, ...]:
    """Tell what an author wrote by hand and we could not use: dates and addresses."""
    notices = [
        notice(
            "date-unread",
            f"the {claim.place} names no whole day that can be read",
            file=place,
            shown=claim.words,
            remedy="Write it as 2021-05-24.",
        )
        for claim in found.claims
        if claim.day is None
    ]
    if found.refused_url:
        notices.append(
            notice(
                "url-refused",
                "the address is not a web address and was left out",
                file=place,
                shown=found.refused_url,
                remedy="Write it in full, beginning with https://.",
            )
        )
    return tuple(notices)


def _path_claims(url: str, path: str) -> tuple[DateClaim, ...]:
    return (*dates_in_path("URL", url), *dates_in_path("file name", _stem(path)))


def _stem(path: str) -> str:
    """Take the suffix off a path, but nothing that only looks like one ("1998.0711")."""
    head, dot, tail = path.rpartition(".")
    return head if dot and "/" not in tail and f".{tail.lower()}" in READERS else path
