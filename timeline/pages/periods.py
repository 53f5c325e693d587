"""Years of events to the pages that list them, where one page would be too long for all."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import groupby

from timeline.chart import Shelf
from timeline.model import Timeline
from timeline.pages.events import Month, Told, Year, view_years

WHOLE_LIST = 2000
"""With fewer events than this all are listed on the front page."""

_MOST = 300
"""How many events a page lists, and how many months of a year share one."""


@dataclass(frozen=True, slots=True)
class Period:
    """A page of events that begin in a year, in a month or in part of one, in order of time.

    ``path`` is its place in the site; ``short`` its name beside that of its year.
    """

    number: int
    path: str
    name: str
    year_name: str
    short: str
    year: Year

    @property
    def count(self) -> int:
        """How many events it lists."""
        return sum(len(month.events) for month in self.year.months)


@dataclass(frozen=True, slots=True)
class Listing:
    """Where the site lists its events: ``periods`` and ``page_of`` are empty where one page does.

    ``page_of`` is the path of the page of each event, by event.
    """

    events: tuple[Told, ...]
    years: tuple[Year, ...]
    periods: tuple[Period, ...]
    page_of: Mapping[str, str]

    def page(self, event: str) -> str:
        """An event's id to the path of the page that lists it."""
        return self.page_of.get(event, "index.html")


def list_events(timeline: Timeline, events: tuple[Told, ...]) -> Listing:
    """A timeline and its events as they are told to where the site lists them."""
    years = view_years(timeline, events)
    periods = split_periods(years) if len(events) >= WHOLE_LIST else ()
    page_of = {told.id: period.path for period, told in told_in(periods)}
    return Listing(events, years, periods, page_of)


def split_periods(years: Sequence[Year]) -> tuple[Period, ...]:
    """Years of events to their pages: one a year, else a month, else so many events of a month."""
    parts = [part for year in years for part in _parts(year)]
    return tuple(
        Period(number, f"events/{name}.html", title, part.name, short, part)
        for number, (name, title, short, part) in enumerate(parts)
    )


def _parts(year: Year) -> Iterator[tuple[str, str, str, Year]]:
    name = year.anchor[1:]
    if sum(len(month.events) for month in year.months) <= _MOST:
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


def _pieces(month: Month) -> list[Month]:
    events = month.events
    count = -(-len(events) // _MOST)
    size = -(-len(events) // count)
    return [replace(month, events=events[at : at + size]) for at in range(0, len(events), size)]


def by_year(periods: Sequence[Period]) -> tuple[tuple[str, tuple[Period, ...]], ...]:
    """Pages in order of time to the name of each year and its pages."""
    return tuple((name, tuple(own)) for name, own in groupby(periods, lambda one: one.year_name))


def pick(years: Sequence[Year], chosen: Collection[str]) -> tuple[Year, ...]:
    """Years of events to the same with the chosen events alone."""
    return tuple(
        year
        for year in (replace(year, months=_months(year, chosen)) for year in years)
        if year.months
    )


def _months(year: Year, chosen: Collection[str]) -> tuple[Month, ...]:
    kept = (
        replace(month, events=tuple(event for event in month.events if event.id in chosen))
        for month in year.months
    )
    return tuple(month for month in kept if month.events)


def shelves(years: Sequence[Year], page_of: Mapping[str, str]) -> dict[str, Shelf]:
    """The heading under which each event is listed, by event."""
    return {
        event.id: Shelf(
            f"{page_of.get(event.id, '')}#{month.anchor if month.name else year.anchor}",
            month.name or year.name,
        )
        for year in years
        for month in year.months
        for event in month.events
    }


def told_in(periods: Sequence[Period]) -> Iterator[tuple[Period, Told]]:
    """Every event with the page that lists it, in order of time."""
    for period in periods:
        for month in period.year.months:
            for event in month.events:
                yield period, event
