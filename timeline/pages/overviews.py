"""What a site shows to the pages of all articles, all disagreements and all that is undated."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import partial
from typing import TypeVar

from timeline.model import Undated
from timeline.pages.events import Disputed, undated_of, view_shelf
from timeline.pages.making import File
from timeline.pages.portions import Part, in_parts
from timeline.pages.shown import Shown
from timeline.pieces import made_of_all

_T = TypeVar("_T")


def overviews(shown: Shown) -> Iterator[File]:
    """The pages of all articles, of all disagreements, and of all that stayed undated."""
    sources, views, prints = shown.sources, shown.views, shown.prints

    def pages(
        parts: Sequence[Part[_T]],
        name: str,
        view: Callable[[_T], object],
        known: Callable[[_T], bytes],
    ) -> Iterator[File]:
        template = parts[0].path
        for part in parts:
            place = (part.number, part.parts, part.before, part.after)
            values = partial(_part_values, part, name, view, shown.listing.page_of)
            print_ = made_of_all(prints.of(place), *map(known, part.items))
            is_first = part.number == 1
            yield shown.remembered.page(template, part.path, print_, values, of_all=is_first)

    def shelf_print(shelf: Sequence[Undated]) -> bytes:
        return made_of_all(prints.of(shelf), sources.print_of(shelf[0].document))

    def dispute_print(one: Disputed) -> bytes:
        page = shown.listing.page_of.get(one.about.event)
        return made_of_all(views.print_of_dispute(one), prints.of(page))

    undated = in_parts(
        "undated.html",
        undated_of(shown.timeline, sources),
        lambda shelf: shelf[0].document,
        len,
    )
    yield from pages(undated, "shelves", lambda shelf: view_shelf(shelf, sources), shelf_print)
    yield from pages(shown.disputes, "disputes", views.dispute, dispute_print)
    articles = in_parts("sources.html", tuple(sources), str)
    yield from pages(articles, "sources", sources.__getitem__, sources.print_of)


def _part_values(
    part: Part[_T], name: str, view: Callable[[_T], object], page_of: Mapping[str, str]
) -> dict[str, object]:
    return {name: tuple(map(view, part.items)), "part": part, "page_of": page_of}
