"""What a site shows to the pages of all articles, all disagreements and all that is undated."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from functools import partial
from typing import TypeVar
from zlib import crc32

from markupsafe import Markup

from timeline.model import Undated
from timeline.pages.events import Disputed, undated_of, view_shelf
from timeline.pages.made import Viewed
from timeline.pages.making import File
from timeline.pages.portions import Part, in_parts
from timeline.pages.remembered import Rows
from timeline.pages.shown import Shown
from timeline.pieces import cut, made_of_all

_T = TypeVar("_T")


def overviews(shown: Shown) -> Iterator[File]:
    """The pages of all articles, of all disagreements, and of all that stayed undated."""
    sources, views, prints = shown.sources, shown.views, shown.prints
    page_of = shown.listing.page_of

    def shelves_print(shelves: Sequence[Sequence[Undated]]) -> bytes:
        names = [shelf[0].document for shelf in shelves]
        return made_of_all(prints.of(shelves), sources.print_of(names))

    def disputes_print(disputes: Sequence[Disputed]) -> bytes:
        pages = [page_of.get(one.about.event) for one in disputes]
        return made_of_all(*map(views.print_of_dispute, disputes), prints.of(pages))

    undated = in_parts(
        "undated.html",
        undated_of(shown.timeline, sources),
        lambda shelf: shelf[0].document,
        len,
    )
    yield from _pages(
        shown,
        "shelves",
        undated,
        lambda shelves: [shelf[0].document for shelf in shelves],
        lambda shelf: view_shelf(shelf, sources),
        shelves_print,
    )
    yield from _pages(
        shown,
        "disputes",
        shown.disputes,
        lambda disputes: [one.anchor for one in disputes],
        views.dispute,
        disputes_print,
    )
    articles = in_parts("sources.html", tuple(sources), str)
    yield from _pages(shown, "sources", articles, list, sources.__getitem__, sources.print_of)


def _pages(
    shown: Shown,
    name: str,
    parts: Sequence[Part[_T]],
    called: Callable[[Sequence[_T]], Sequence[str]],
    view: Callable[[_T], object],
    known: Callable[[Sequence[_T]], bytes],
) -> Iterator[File]:
    """Each part of an overview.

    Templates know its items as ``name``; ``called`` tells what items are called, ``known`` gives
    the digest of all that decides what ``view`` makes of some.
    """
    template, page_of = parts[0].path, shown.listing.page_of
    stem = template.removesuffix(".html")

    def values(items: Sequence[_T]) -> dict[str, object]:
        return {name: Viewed(items, view), "page_of": page_of}

    for part in parts:
        # What tells where a block ends.
        marks = [crc32(name.encode()).to_bytes(4) for name in called(part.items)]
        rows = [
            Rows(known(items), f"{stem}_rows.html", partial(values, items))
            for items, _ in cut(part.items, marks)
        ]
        yield shown.remembered.page_of_rows(
            template,
            part.path,
            shown.prints.of(part.number, part.parts, part.before, part.after, bool(rows)),
            rows,
            partial(_values, values, part),
            of_all=part.number == 1,
        )


def _values(
    own: Callable[[Sequence[_T]], dict[str, object]], part: Part[_T], rows: Sequence[Markup]
) -> dict[str, object]:
    return {"rows": rows, "part": part, **own(part.items)}
