"""A template and what it is to show to the page, which is made anew only where that is new.

A page of many rows is made of its frame and of stretches of rows, each remembered for itself.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from functools import cached_property, partial
from typing import TypeAlias

import msgspec
from markupsafe import Markup
from msgspec.structs import replace

from timeline.cache import digest
from timeline.pages.counts import Counts
from timeline.pages.making import File
from timeline.pages.site import Site
from timeline.pages.templates import Templates
from timeline.pieces import Piece, fixed, made_of_all


def _plain(value: object) -> str:
    """Markup to the text it is, for the keys of pages; TypeError for anything else."""
    if isinstance(value, Markup):
        return str.__str__(value)
    raise TypeError(f"{type(value)} is not on any page")


_encode = msgspec.msgpack.Encoder(enc_hook=_plain).encode

_HOLE_OF, _HOLE = "<rows-{}/>", re.compile(r"<rows-\d+/>")
"""Where rows stand in a page; what articles say is escaped and has no such sign."""

_OF_ROWS = digest(b"rows")
Values: TypeAlias = Callable[[], Mapping[str, object]]
Pack: TypeAlias = Callable[[str], str]


class Rows(msgspec.Struct, frozen=True):
    """A stretch of rows: the digest of all that they are made of, their template, its values."""

    shown: bytes
    template: str
    values: Values


class Remembered:
    """Pages of a site, by all that is shown on them.

    With templates of ours they know little of the whole site, so that most of them stay as they
    are whatever is new elsewhere in it; a user's templates may show anything of anything.
    ``alt`` are other words for the picture of the site.
    """

    def __init__(self, templates: Templates, site: Site, *, alt: str | None = None) -> None:
        self._templates = templates
        # What changes with every article is not on these pages.
        none = Counts(**dict.fromkeys(Counts.__struct_fields__, 0))
        card = site.head.card
        if card is not None and alt is not None:
            card = replace(card, alt=alt)
        few = replace(
            site,
            span="",
            changes=0,
            counts=replace(none, edited=min(1, site.counts.edited)),
            head=replace(site.head, card=card),
        )
        self._sites = (few if templates.are_ours else site, site)
        ours = templates.digest if templates.are_ours else b""
        self._kinds: dict[tuple[str, str, str], bytes] = {}
        """The digests of what rows of a kind have in common."""
        self._common = [digest(_encode(site), ours) if ours else b"" for site in self._sites]

    def print_of(self, kind: str, shown: bytes, *, of_all: bool = False) -> bytes:
        """The digest of what a page or a part of one is made of, from that of what it shows."""
        common = self._common[of_all]
        return digest(shown, common, kind.encode()) if shown and common else b""

    def page(
        self,
        template: str,
        path: str,
        shown: bytes,
        values: Values,
        pack: Pack = str,
        *,
        of_all: bool = False,
    ) -> File:
        """The page at a path; ``shown`` is the digest of all that ``values`` is made of.

        ``of_all`` tells that it shows what was counted of the whole site.
        """
        made_of = self.print_of(f"{template} {path}", shown, of_all=of_all)
        make = partial(self._render, template, path, values, pack, of_all=of_all)
        return File(path, (Piece(made_of, make),))

    def page_of_rows(
        self,
        template: str,
        path: str,
        shown: bytes,
        rows: Sequence[Rows],
        values: Callable[[Sequence[Markup]], Mapping[str, object]],
        pack: Pack = str,
        *,
        of_all: bool = False,
    ) -> File:
        """The page at a path, ``values`` those that it has with such rows in their places.

        ``shown`` is the digest of what is shown besides, and of how rows are parted; where that
        is empty it is made here and now.  Around rows there may be white space of which ``pack``
        leaves nothing but a line break.
        """
        if not self._templates.are_ours:  # they may show the rows in any way, or not at all
            whole = partial(self._whole, path, rows, values)
            return self.page(template, path, b"", whole, pack, of_all=of_all)
        made_of = self.print_of(f"{template} {path} {len(rows)}", shown, of_all=of_all)
        holes = [Markup(_HOLE_OF.format(number)) for number in range(len(rows))]  # noqa: S704
        frame = _Frame(
            lambda: self._text(template, path, values(holes), of_all=of_all), len(rows), pack
        )
        pieces = [frame.piece(0, made_of)]
        for number, each in enumerate(rows, 1):
            pieces += (self._piece(each, path, pack), frame.piece(number, made_of))
        return File(path, tuple(pieces))

    def _piece(self, rows: Rows, path: str, pack: Pack) -> Piece:
        kind = rows.template, _root(path), pack.__name__
        common = self._kinds.get(kind)
        if common is None:
            common = self._kinds[kind] = self.print_of(" ".join(kind), _OF_ROWS)
        return Piece(
            made_of_all(common, rows.shown), lambda: _bytes(pack(self._row_text(rows, path)))
        )

    def _whole(
        self,
        path: str,
        rows: Sequence[Rows],
        values: Callable[[Sequence[Markup]], Mapping[str, object]],
    ) -> Mapping[str, object]:
        """The values of a page with its rows in them."""
        return values([Markup(self._row_text(each, path)) for each in rows])  # noqa: S704

    def _row_text(self, rows: Rows, path: str) -> str:
        return self._text(rows.template, path, rows.values(), of_all=False).strip()

    def _render(
        self, template: str, path: str, values: Values, pack: Pack, *, of_all: bool
    ) -> bytes:
        return _bytes(pack(self._text(template, path, values(), of_all=of_all)))

    def _text(self, template: str, path: str, values: Mapping[str, object], *, of_all: bool) -> str:
        common = {"site": self._sites[of_all], "root": _root(path), "path": path}
        return self._templates.render(template, **{**common, **values})


class _Frame:
    """A page without its rows, made when a part of it is first asked for."""

    def __init__(self, render: Callable[[], str], rows: int, pack: Pack) -> None:
        self._render = render
        self._rows = rows
        self._pack = pack

    def piece(self, number: int, made_of: bytes) -> Piece:
        """What stands before the first rows, or after some, of a page made of something."""
        if not made_of:
            return fixed(self._part(number))
        return Piece(digest(b"%d %b" % (number, made_of)), partial(self._part, number))

    def _part(self, number: int) -> bytes:
        return _bytes(self._pack(self._parts[number]))

    @cached_property
    def _parts(self) -> list[str]:
        parts = _HOLE.split(self._render())
        if len(parts) != self._rows + 1:
            raise ValueError(f"a page has room for {len(parts) - 1} rows, not for {self._rows}")
        return parts


def _root(path: str) -> str:
    return "../" * path.count("/")


def _bytes(text: str) -> bytes:
    return text.encode("utf-8", "replace")
