"""Where a site lists its events to the pages of its years, months and parts of months."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from functools import partial

from timeline.pages.periods import Listing, Period
from timeline.pages.remembered import Remembered


def period_pages(
    listing: Listing,
    dispute_page: Mapping[str, str],
    remembered: Remembered,
    pack: Callable[[str], str],
) -> Iterator[tuple[str, bytes]]:
    """Each page of events by its path, ``pack`` applied to its text.

    ``dispute_page`` is the path of the page of each disagreement, by its anchor.
    """
    periods, page_of = listing.periods, listing.page_of
    for number, period in enumerate(periods):
        before = periods[number - 1] if number else None
        after = periods[number + 1] if number + 1 < len(periods) else None
        events = [event for month in period.year.months for event in month.events]
        links = [
            link.event for event in events for link in (event.outcome_of, event.led_to) if link
        ]
        shown = (
            period,
            [(near.path, near.name) for near in (before, after) if near],
            before is None,
            [page_of.get(event) for event in links],
            [dispute_page.get(event.dispute.anchor) for event in events if event.dispute],
        )
        near = {"before": before, "after": after}
        values = partial(_values, period, near, page_of, dispute_page)
        yield period.path, remembered.page("period.html", period.path, shown, values, pack)


def _values(
    period: Period,
    near: Mapping[str, Period | None],
    page_of: Mapping[str, str],
    dispute_page: Mapping[str, str],
) -> dict[str, object]:
    return {
        "years": (period.year,),
        "period": period,
        "page_of": page_of,
        "dispute_page": dispute_page,
        **near,
    }
