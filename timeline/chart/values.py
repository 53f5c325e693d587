"""The vocabulary of the chart: frozen values in layout units (pixels at full size)."""

from __future__ import annotations

from enum import StrEnum

from msgspec import Struct


class Shape(StrEnum):
    """Which way time runs: to the right on a page, downwards on a phone."""

    WIDE = "wide"
    TALL = "tall"


class Form(StrEnum):
    """What a mark stands for: a day or less, or a longer stretch.

    SHORT is a stretch too short to be drawn to scale: a square of fixed size.
    """

    POINT = "point"
    SHORT = "short"
    BAR = "bar"


class Look(StrEnum):
    """How sure the telling is, as a shape that needs no colour."""

    SOLID = "solid"
    HOLLOW = "hollow"
    DOTTED = "dotted"
    STRUCK = "struck"


class Anchor(StrEnum):
    """Which end of a text stands at its position."""

    START = "start"
    MIDDLE = "middle"
    END = "end"


class Box(Struct, frozen=True):
    """An upright rectangle; y grows downwards."""

    x: float
    y: float
    width: float
    height: float

    @property
    def right(self) -> float:
        """The x of its right edge."""
        return self.x + self.width

    @property
    def bottom(self) -> float:
        """The y of its lower edge."""
        return self.y + self.height

    @property
    def center(self) -> tuple[float, float]:
        """The point in its middle."""
        return self.x + self.width / 2, self.y + self.height / 2

    def overlaps(self, other: Box) -> bool:
        """Whether the two share any area; boxes that only touch do not."""
        return (
            self.x < other.right
            and other.x < self.right
            and self.y < other.bottom
            and other.y < self.bottom
        )


class Label(Struct, frozen=True):
    """The words beside a mark: a note (when) above the lines of a title.

    ``x`` is where the anchored edge of every line stands, ``box`` what the words may cover,
    ``leader`` the points of a thin line from the mark, empty where they stand side by side.
    """

    x: float
    y: float
    anchor: Anchor
    note: str
    lines: tuple[str, ...]
    box: Box
    leader: tuple[tuple[float, float], ...] = ()


class Strip(Struct, frozen=True):
    """A slice of a soft end; ``opacity`` lies in 0-1."""

    box: Box
    opacity: float


class Fade(Struct, frozen=True):
    """A soft end as a whole: its opacity beside the mark, and which way along the axis it fades.

    ``toward`` is -1 for the beginning of the axis, 1 for its end, 0 where it stays as it is.
    """

    box: Box
    opacity: float
    toward: int


class Mark(Struct, frozen=True):
    """One event on the chart; ``rivals`` are the other dates its sources give.

    ``span`` is where its time begins and ends on the axis, whatever the mark's own size.
    ``strips`` and ``fades`` are its soft ends, in slices and as wholes.
    """

    event: str
    title: str
    when: str
    stance: str
    sources: tuple[str, ...]
    form: Form
    look: Look
    lane: int
    box: Box
    span: tuple[float, float]
    strong: bool = False
    strips: tuple[Strip, ...] = ()
    fades: tuple[Fade, ...] = ()
    rivals: tuple[Box, ...] = ()
    disputed: bool = False
    label: Label | None = None

    @property
    def description(self) -> str:
        """Everything the mark shows, as one sentence for those who do not see it."""
        told = "" if self.stance == "happened" else f" ({self.stance})"
        count = len(self.sources)
        sources = "1 source" if count == 1 else f"{count} sources"
        doubt = ", which disagree on the date" if self.disputed else ""
        return f"{self.when}{told}: {self.title}. {sources}{doubt}."


class Segment(Struct, frozen=True):
    """A part of the time axis with one scale: two moments and where they are drawn.

    ``first`` and ``last`` are the earliest and the latest date that is told within it.
    """

    start: int
    end: int
    low: float
    high: float
    first: int
    last: int


class Break(Struct, frozen=True):
    """A place where the axis is cut, and how much time was left out, in words, if any."""

    low: float
    high: float
    words: str


class Tick(Struct, frozen=True):
    """A date on the axis; ``under`` names the larger unit where it begins."""

    position: float
    text: str
    under: str = ""
    strong: bool = False


class Lane(Struct, frozen=True):
    """A band of marks that stand alike to what they tell; its head serves as the key."""

    name: str
    looks: tuple[Look, ...]
    x: float
    y: float
    rule: float | None = None


class Cluster(Struct, frozen=True):
    """A column that stands for the events of a lane that begin in one unit of time.

    ``words`` names the unit, ``event`` is the first of its ``count`` events.
    """

    lane: int
    box: Box
    count: int
    words: str
    event: str

    @property
    def description(self) -> str:
        """What the column says, for those who do not see it."""
        return f"{self.words}: {self.count:,} more event{'' if self.count == 1 else 's'}"


class Layout(Struct, frozen=True):
    """A chart ready to be drawn: every position and every word, decided once.

    ``plot`` is the part with the marks, ``grid`` how far the lines of the ticks reach into it.
    """

    shape: Shape
    title: str
    description: str
    width: float
    height: float
    plot: Box
    grid: float
    segments: tuple[Segment, ...]
    breaks: tuple[Break, ...]
    ticks: tuple[Tick, ...]
    lanes: tuple[Lane, ...]
    marks: tuple[Mark, ...]
    clusters: tuple[Cluster, ...] = ()

    @property
    def placed(self) -> int:
        """How many events have a place on the chart, with a mark of their own or in a column."""
        return len(self.marks) + sum(cluster.count for cluster in self.clusters)

    @property
    def labelled(self) -> int:
        """How many events carry their title on the chart."""
        return sum(mark.label is not None for mark in self.marks)
