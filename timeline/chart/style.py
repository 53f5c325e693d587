"""How a chart is dressed: its colours, its margin, where marks lead, what its ids begin with."""

from __future__ import annotations

from collections.abc import Mapping

from msgspec import Struct

from timeline.chart.palette import PALETTES, Theme


class Style(Struct, frozen=True):
    """The dress of a drawing.

    ``link`` is what the address of a mark has before its event's id, empty where marks lead
    nowhere; ``target`` the window a link opens in; ``name`` begins the ids, which must differ
    among the charts of one page.  With a ``canvas`` (width and height) the drawing lies on
    paper of that size, ``margin`` inside its edges, and ``scale`` times as large.  A bare one
    has no colours and sizes but those of the style sheet of its page.
    """

    theme: Theme = Theme.LIGHT
    link: str = "#e-"
    target: str = ""
    name: str = "chart"
    canvas: tuple[float, float] | None = None
    margin: float = 0.0
    scale: float = 1.0
    is_bare: bool = False

    @property
    def palette(self) -> Mapping[str, str]:
        """The colours by name."""
        return PALETTES[self.theme]
