"""Years of events to the pages that list them, where one page would be too long for all."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping, Sequence
from itertools import groupby, pairwise
from operator import attrgetter
from typing import Generic, TypeVar

from markupsafe import Markup
from msgspec import Struct
from msgspec.structs import replace

from timeline.chart import Shelf
from timeline.interval import Granularity, Interval, civil, truncate, unit_end
from timeline.model import Event, Timeline
from timeline.pages.events import Told

_T = TypeVar("_T", Event, Told)
_ORDER = attrgetter("order")

WHOLE_LIST = 2000
"""With fewer events than this all are listed on the front page."""

_MOST = 300
"""How many events a page lists, and how many months of a year share one."""


class Month(Struct, Generic[_T], frozen=True):
    """The events that begin in a month; ``name`` is empty for those told in years only.

    ``rows`` are the same as its list has them.
    """

    anchor: str
    name: str
    events: Sequence[_T]
    rows: tuple[Markup, ...] = ()


class Year(Struct, Generic[_T], frozen=True):
    """The events that begin in a year, by month."""

    anchor: str
    name: str
    months: tuple[Month[_T], ...]

    @property
    def count(self) -> int:
        """How many events begin in it."""
        return sum(len(month.events) for month in self.months)

    @property
    def events(self) -> Iterator[_T]:
        """All of them, in their order."""
        return (event for month in self.months for event in month.events)


class Period(Struct, frozen=True):
    """A page of events that begin in a year, in a month or in part of one, in order of time.

    ``path`` is its place in the site; ``short`` its name beside that of its year.
    """

    number: int
    path: str
    name: str
    year_name: str
    short: str
    year: Year[Event]

    @property
    def count(self) -> int:
        """How many events it lists."""
        return self.year.count


class Listing(Struct, frozen=True):
    """Where the site lists its events: ``periods`` and ``page_of`` are empty where one page does.

    ``page_of`` is the path of the page of each event, by event.
    """

    events: tuple[Event, ...]
    years: tuple[Year[Event], ...]
    periods: tuple[Period, ...]
    page_of: Mapping[str, str]

    def page(self, event: str) -> str:
        """An event's id to the path of the page that lists it."""
        return self.page_of.get(event, "index.html")


def list_events(timeline: Timeline) -> Listing:
    """A timeline to where the site lists its events, in their order."""
    all_ = timeline.events
    events = all_ if _are_in_order(all_) else tuple(sorted(all_, key=_ORDER))
    years = by_years(events)
    periods = split_periods(years) if len(events) >= WHOLE_LIST else ()
    page_of = {
        event.id: period.path
        for period in periods
        for month in period.year.months
        for event in month.events
    }
    return Listing(events, years, periods, page_of)


def _are_in_order(events: Sequence[Event]) -> bool:
    """Whether events come as in a list, as they mostly do: soon told, where to sort takes long."""
    places = [one.when if one.likely is None else one.likely for one in events]
    begun = [place.end if place.start is None else place.start for place in places]
    known = [at for at in begun if at is not None]
    if len(known) < len(events):
        return False
    unclear = [at for at, (one, other) in enumerate(pairwise(known)) if one >= other]
    return all(
        events[at].id <= events[at + 1].id
        if places[at] == places[at + 1]
        else events[at].order <= events[at + 1].order
        for at in unclear
    )


def by_years(events: Sequence[Event]) -> tuple[Year[Event], ...]:
    """Events by date to the years and months they begin in; those told in years come first."""
    begun: dict[tuple[int, int], list[Event]] = {}
    first = last = 0
    told: list[Event] = []
    a_year = Granularity.YEAR
    for event in events:
        likely = event.likely
        place = event.when if likely is None else likely
        start = place.start
        at = start if start is not None else (place.end or 1) - 1
        if place.granularity >= a_year:
            begun.setdefault((civil(at)[0], 0), []).append(event)
            continue
        if not first <= at < last:  # most lie in the month of the one before
            first = truncate(at, Granularity.MONTH)
            last = unit_end(first, Granularity.MONTH)
            told = begun.setdefault(civil(first)[:2], [])
        told.append(event)
    years: defaultdict[int, dict[int, list[Event]]] = defaultdict(dict)
    for (year, month), told in begun.items():
        years[year][month] = told
    return tuple(
        Year(
            anchor=f"y{year}",
            name=Interval.year(year).in_words(),
            months=tuple(
                Month(
                    f"m{year}-{month:02}",
                    Interval.month(year, month).in_words() if month else "",
                    tuple(told),
                )
                for month, told in sorted(months.items())
            ),
        )
        for year, months in sorted(years.items())
    )


def split_periods(years: Sequence[Year[Event]]) -> tuple[Period, ...]:
    """Years of events to their pages: one a year, else a month, else so many events of a month."""
    parts = [part for year in years for part in _parts(year)]
    return tuple(
        Period(number, f"events/{name}.html", title, part.name, short, part)
        for number, (name, title, short, part) in enumerate(parts)
    )


def _parts(year: Year[Event]) -> Iterator[tuple[str, str, str, Year[Event]]]:
    name = year.anchor[1:]
    if year.count <= _MOST:
        yield name, year.name, "all year", year
        return
    for month in year.months:
        title = month.name or year.name
        short = month.name.removesuffix(year.name).strip() or "the year as such"
        pieces = _pieces(month)
        for at, piece in enumerate(pieces, 1):
            part = replace(year, months=(piece,))
            if len(pieces) == 1:
                yield month.anchor[1:], title, short, part
            else:
                told = f"{at} of {len(pieces)}"
                yield f"{month.anchor[1:]}-{at}", f"{title}, part {told}", f"{short} {at}", part


def _pieces(month: Month[Event]) -> list[Month[Event]]:
    events = month.events
    count = -(-len(events) // _MOST)
    size = -(-len(events) // count)
    return [replace(month, events=events[at : at + size]) for at in range(0, len(events), size)]


def by_year(periods: Sequence[Period]) -> tuple[tuple[str, tuple[Period, ...]], ...]:
    """Pages in order of time to the name of each year and its pages."""
    return tuple((name, tuple(own)) for name, own in groupby(periods, lambda one: one.year_name))


def pick(years: Sequence[Year[Event]], chosen: Collection[str]) -> tuple[Year[Event], ...]:
    """Years of events to the same with the chosen events alone."""
    return tuple(
        year
        for year in (replace(year, months=_months(year, chosen)) for year in years)
        if year.months
    )


def _months(year: Year[Event], chosen: Collection[str]) -> tuple[Month[Event], ...]:
    kept = (
        replace(month, events=tuple(event for event in month.events if event.id in chosen))
        for month in year.months
    )
    return tuple(month for month in kept if month.events)


def shelves(years: Sequence[Year[Event]], page_of: Mapping[str, str]) -> dict[str, Shelf]:
    """The heading under which each event is listed, by event."""
    found: dict[str, Shelf] = {}
    for year in years:
        for month in year.months:
            name, anchor = month.name or year.name, month.anchor if month.name else year.anchor
            made: dict[str, Shelf] = {}  # of the events of a page each has the same
            for event in month.events:
                page = page_of.get(event.id, "")
                shelf = made.get(page)
                if shelf is None:
                    shelf = made[page] = Shelf(f"{page}#{anchor}", name)
                found[event.id] = shelf
    return found
