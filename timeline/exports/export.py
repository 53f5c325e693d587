"""What every format is given besides the timeline, and what it hands back."""

from __future__ import annotations

from msgspec import Struct

from timeline.model import Event


class Setting(Struct, frozen=True):
    """What an export knows besides the timeline.

    ``site`` is the address that links to the pages begin with: a web address ending in "/",
    "" in the folder of the site itself, None where no site is known and nothing is linked.
    ``bom`` begins CSV with a byte order mark, by which Excel knows that it is UTF-8.  ``most``
    is how many entries a feed has, None for all.
    """

    site: str | None = None
    language: str = "en"
    description: str = ""
    bom: bool = False
    most: int | None = None

    def link(self, event: Event) -> str:
        """The address of an event on the site; "" where no site is known."""
        return "" if self.site is None else f"{self.site}index.html#e-{event.id}"

    @property
    def is_published(self) -> bool:
        """Whether links are whole web addresses."""
        return bool(self.site)


class Export(Struct, frozen=True):
    """A file, and the events that its format has no way to place in time."""

    content: bytes
    left_out: tuple[Event, ...] = ()


def site_of(base_url: str) -> str | None:
    """The address under which a site is published, ending in "/"; None where there is none."""
    return f"{base_url.rstrip('/')}/" if base_url else None
