"""A template and what it is to show to the page, which is made anew only where that is new."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import fields, replace
from functools import partial

import msgspec
from markupsafe import Markup

from timeline.cache import digest
from timeline.pages.counts import Counts
from timeline.pages.making import File
from timeline.pages.site import Site
from timeline.pages.templates import Templates
from timeline.pieces import Piece


def _plain(value: object) -> str:
    """Markup to the text it is, for the keys of pages; TypeError for anything else."""
    if isinstance(value, Markup):
        return str.__str__(value)
    raise TypeError(f"{type(value)} is not on any page")


_encode = msgspec.msgpack.Encoder(enc_hook=_plain).encode


class Remembered:
    """Pages below the root of a site, by all that is shown on them.

    With templates of ours they know little of the whole site, so that most of them stay as they
    are whatever is new elsewhere in it; a user's templates may show anything of anything.
    ``alt`` are other words for the picture of the site.
    """

    def __init__(self, templates: Templates, site: Site, *, alt: str | None = None) -> None:
        self._templates = templates
        # What changes with every article is not on these pages.
        none = Counts(**dict.fromkeys((field.name for field in fields(Counts)), 0))
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
        self._common = [digest(_encode(site), ours) if ours else b"" for site in self._sites]

    def page(
        self,
        template: str,
        path: str,
        shown: bytes,
        values: Callable[[], Mapping[str, object]],
        pack: Callable[[str], str] = str,
        *,
        of_all: bool = False,
    ) -> File:
        """The page at a path; ``shown`` is the digest of all that ``values`` is made of.

        ``of_all`` tells that it shows what was counted of the whole site.
        """
        common = self._common[of_all]
        kind = f"{template} {path}".encode()
        made_of = digest(shown, common, kind) if shown and common else b""
        make = partial(self._render, template, path, self._sites[of_all], values, pack)
        return File(path, (Piece(made_of, make),))

    def _render(
        self,
        template: str,
        path: str,
        site: Site,
        values: Callable[[], Mapping[str, object]],
        pack: Callable[[str], str],
    ) -> bytes:
        root = "../" * path.count("/")
        text = self._templates.render(template, site=site, root=root, path=path, **values())
        return pack(text).encode("utf-8", "replace")
