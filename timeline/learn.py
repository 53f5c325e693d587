"""Learn from a dated archive which names were in its news when: documents to a table of terms.

The table is of the kind that comes with timeline (``knowledge/news_table.py``); named under
``knowledge`` in ``timeline.toml`` it helps to date what resembles the archive.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from datetime import date

from timeline.errors import SourceError
from timeline.knowledge.news_table import MOST_DAYS, encode
from timeline.knowledge.news_words import terms_of
from timeline.knowledge.newsterms import NewsTerms
from timeline.model import Document
from timeline.publication.metadata import from_metadata

LEAST_DAYS = 20
"""Days an archive must have articles of, for a table of them to say anything."""
_LEAST_OFTEN = 2
_MOST_SHARE = 0.25
"""A term on fewer days tells only of itself, one on a larger share of all days of none."""
_MOST_TERMS = 65_535


def learn(documents: Iterable[Document], today: int) -> tuple[bytes, int]:
    """Read dated documents to the bytes of a table, and how many of them had a day.

    ``today`` is the last day (ordinal) a document can have been written.  Raises SourceError
    where fewer than LEAST_DAYS days have articles, or they lie more than 44 years apart.
    """
    stop = NewsTerms.load().table.stop
    on_day: dict[int, set[str]] = defaultdict(set)
    dated = 0
    for document in documents:
        publication = from_metadata(document, today)
        if publication is not None and publication.day is not None:
            dated += 1
            on_day[publication.day] |= terms_of(document.text, stop)
    _check(sorted(on_day))
    days_of: dict[str, list[int]] = defaultdict(list)
    for day in sorted(on_day):
        for term in on_day[day]:
            days_of[term].append(day)
    most = max(_MOST_SHARE * len(on_day), _LEAST_OFTEN)
    kept = {
        term: days for term, days in sorted(days_of.items()) if _LEAST_OFTEN <= len(days) <= most
    }
    first, last = min(on_day), max(on_day)
    totals = dict.fromkeys(range(first, last + 1), 0)
    for days in kept.values():
        for day in days:
            totals[day] = min(totals[day] + 1, _MOST_TERMS)
    span = f"{date.fromordinal(first)} to {date.fromordinal(last)}"
    source = f"{dated} dated articles, {span}"
    return encode(kept, totals, stop=sorted(stop), source=source, note="timeline learn"), dated


def _check(days: Sequence[int]) -> None:
    if len(days) < LEAST_DAYS:
        raise SourceError(
            f"these articles have {len(days)} days among them, too few to learn from",
            remedy=f"Give an archive with articles of at least {LEAST_DAYS} days, with their "
            "dates: in front matter, in JSON Lines, or in the pages' metadata.",
        )
    if days[-1] - days[0] >= MOST_DAYS:
        raise SourceError(
            f"these articles span {(days[-1] - days[0]) // 365} years, more than a table can hold",
            remedy="Learn from parts of the archive, one after the other, each to its own file.",
        )
