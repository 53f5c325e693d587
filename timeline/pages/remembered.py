"""A template and what it is to show to the page, made anew only where something on it is new."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import fields, replace

import msgspec
from markupsafe import Markup

from timeline.cache import NO_CACHE, Cache
from timeline.pages.counts import Counts
from timeline.pages.site import Site
from timeline.pages.templates import Templates


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

    def __init__(
        self, templates: Templates, site: Site, cache: Cache, *, alt: str | None = None
    ) -> None:
        self._templates = templates
        self._cache = cache if templates.are_ours else NO_CACHE
        # What changes with every article is not on these pages.
        none = Counts(**dict.fromkeys((field.name for field in fields(Counts)), 0))
        card = site.head.card
        if card is not None and alt is not None:
            card = replace(card, alt=alt)
        few = replace(
            site,
            span="",
            changes=min(1, site.changes),
            counts=replace(none, edited=min(1, site.counts.edited)),
            head=replace(site.head, card=card),
        )
        self._site = few if templates.are_ours else site
        self._common = _encode(self._site) + templates.digest

    def page(
        self,
        template: str,
        path: str,
        shown: tuple[object, ...],
        values: Callable[[], Mapping[str, object]],
        pack: Callable[[str], str] = str,
    ) -> bytes:
        """The page at a path; ``shown`` is all that decides what ``values`` and ``pack`` make."""
        key = self._key(template, path, shown)
        page = self._cache.recall(key) if key else None
        if page is None:
            root = "../" * path.count("/")
            text = self._templates.render(
                template, site=self._site, root=root, path=path, **values()
            )
            page = pack(text).encode("utf-8", "replace")
            if key:
                self._cache.keep(key, page)
        return page

    def _key(self, *shown: object) -> bytes:
        """What decides what is on a page, to what it is remembered by; empty for not at all."""
        try:
            return (
                self._cache.key("page", self._common, _encode(shown)) if self._cache.is_on else b""
            )
        except (msgspec.MsgspecError, TypeError, ValueError):
            return b""
