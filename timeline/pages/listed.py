"""Where a site lists its events to the pages of its years, months and parts of months."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from functools import partial

from timeline.pages.events import Views
from timeline.pages.making import File
from timeline.pages.periods import Listing, Period, view_years
from timeline.pages.remembered import Remembered
from timeline.pieces import Prints, made_of_all


def period_pages(
    listing: Listing,
    views: Views,
    dispute_page: Mapping[str, str],
    remembered: Remembered,
    prints: Prints,
    pack: Callable[[str], str],
) -> Iterator[File]:
    """Each page of events, ``pack`` applied to its text.

    ``dispute_page`` is the path of the page of each disagreement, by its anchor.
    """
    periods, page_of = listing.periods, listing.page_of
    for number, period in enumerate(periods):
        before = periods[number - 1] if number else None
        after = periods[number + 1] if number + 1 < len(periods) else None
        events = tuple(period.year.events)
        shown = made_of_all(
            prints.of(
                (period.name, period.year_name, period.short),
                [(month.anchor, month.name, len(month.events)) for month in period.year.months],
                [(near.path, near.name) for near in (before, after) if near],
                before is None,
                [(page_of.get(one.outcome_of), page_of.get(one.led_to)) for one in events],
                [dispute_page.get(views.anchor(one.id)) for one in events],
            ),
            *map(views.print_of_stretch, period.stretches),
        )
        values = partial(
            _values, period, views, {"before": before, "after": after}, page_of, dispute_page
        )
        yield remembered.page("period.html", period.path, shown, values, pack)


def _values(
    period: Period,
    views: Views,
    near: Mapping[str, Period | None],
    page_of: Mapping[str, str],
    dispute_page: Mapping[str, str],
) -> dict[str, object]:
    return {
        "years": view_years((period.year,), views),
        "period": period,
        "page_of": page_of,
        "dispute_page": dispute_page,
        **near,
    }
