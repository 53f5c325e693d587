"""Where a site lists its events to the pages of its years, months and parts of months."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import partial

from markupsafe import Markup
from msgspec import Struct

from timeline.cache import digest
from timeline.model import Event
from timeline.pages.events import Stretch, Told, Views
from timeline.pages.made import Viewed
from timeline.pages.making import File
from timeline.pages.periods import Listing, Month, Period, Year
from timeline.pages.remembered import Remembered, Rows
from timeline.pieces import Prints, made_of_all

_LEVELS = {level: digest(level.encode()) for level in ("h3", "h4")}


class Lists(Struct, frozen=True):
    """What makes lists of events: what is said of them, where they and their disagreements are."""

    views: Views
    page_of: Mapping[str, str]
    dispute_page: Mapping[str, str]
    prints: Prints

    def rows(self, years: Sequence[Year[Event]]) -> list[Rows]:
        """Years of events to their rows, in the order of a list."""
        return [
            self._rows(month, stretch)
            for year in years
            for month in year.months
            for stretch in self.views.stretches(month.events)
        ]

    def shape(self, month: Month[Event]) -> tuple[object, ...]:
        """What a list shows of a month besides its rows, and how many these are."""
        stretches = self.views.stretches(month.events)
        return month.anchor, month.name, len(month.events), len(stretches)

    def with_rows(
        self, years: Sequence[Year[Event]], rows: Sequence[Markup]
    ) -> tuple[Year[Told], ...]:
        """Years of events to the same as pages list them, with their rows."""
        left = iter(rows)
        return tuple(
            Year(year.anchor, year.name, tuple(self._month(month, left) for month in year.months))
            for year in years
        )

    def _month(self, month: Month[Event], rows: Iterator[Markup]) -> Month[Told]:
        own = tuple(next(rows) for _ in self.views.stretches(month.events))
        return Month(month.anchor, month.name, Viewed(month.events, self._view), own)

    def _view(self, event: Event) -> Told:
        return self.views[event.id]

    def _rows(self, month: Month[Event], stretch: Stretch) -> Rows:
        level = "h4" if month.name else "h3"
        page_of, views = self.page_of, self.views
        shown, leading = made_of_all(stretch.shown, _LEVELS[level]), stretch.leading
        if leading:
            others = (name for one in leading for name in (one.outcome_of, one.led_to) if name)
            disputes = (views.anchor(one.id) for one in leading)
            pages = [page_of.get(name) for name in others]
            of_disputes = [self.dispute_page.get(anchor) for anchor in disputes if anchor]
            shown = made_of_all(shown, self.prints.of(pages, of_disputes))
        return Rows(shown, "events.html", partial(self._values, level, stretch.events))

    def _values(self, level: str, events: Sequence[Event]) -> dict[str, object]:
        return {
            "events": tuple(map(self._view, events)),
            "level": level,
            "page_of": self.page_of,
            "dispute_page": self.dispute_page,
        }


def period_pages(
    listing: Listing, lists: Lists, remembered: Remembered, pack: Callable[[str], str]
) -> Iterator[File]:
    """Each page of events, ``pack`` applied to its text."""
    periods = listing.periods
    for number, period in enumerate(periods):
        before = periods[number - 1] if number else None
        after = periods[number + 1] if number + 1 < len(periods) else None
        shown = lists.prints.of(
            (period.name, period.year_name, period.short),
            [lists.shape(month) for month in period.year.months],
            [(near.path, near.name) for near in (before, after) if near],
            before is None,
        )
        values = partial(_values, period, lists, {"before": before, "after": after})
        rows = lists.rows((period.year,))
        yield remembered.page_of_rows("period.html", period.path, shown, rows, values, pack)


def _values(
    period: Period,
    lists: Lists,
    near: Mapping[str, Period | None],
    rows: Sequence[Markup],
) -> dict[str, object]:
    return {
        "years": lists.with_rows((period.year,), rows),
        "period": period,
        "page_of": lists.page_of,
        "dispute_page": lists.dispute_page,
        **near,
    }
