"""A text to what its names say of the day it was written: what was in the news when.

For a term with N days in the news, and r(t) its share of the news around day t over the share of
all its days, the log-likelihood of day t is::

    tf * log(1 + a * (r(t) - 1)),   a = 0.4 N / (N + 30),   tf = min(1 + log(mentions), 3)

once with the news counted by month and once by day.  r is a share of the term's days over the same
share of all news, so a term that is always in the news says nothing.  The sums of each kind of
term (``news_table.KINDS``) are divided by the square root of the number of terms matched, since
terms of one story do not speak independently.

Where the table has no news, r is 1 - ``Weights.absence`` for a term that has none near the end of
the table, and 1 for one that is as frequent there as ever: names that were in the news within its
span speak mildly against any day without it, and names it has never seen say nothing at all.  Near
its ends r is drawn towards that of the outermost year.

Source of the form: our own comparison of some forty variants on dated articles, 1989-2017.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Self

import msgspec
import numpy as np

from timeline.knowledge.news_spread import (
    DAY_DOUBLINGS,
    DOUBLINGS,
    Floats,
    Singles,
    after_months,
    around_days,
    day_kernel,
    month_kernel,
    spread_days,
)
from timeline.knowledge.news_table import KINDS, Ints, NewsTable, read_table
from timeline.knowledge.news_words import find_mentions

SHIPPED = Path(__file__).with_name("news_terms.bin")

TRUST = 0.4
"""The most a term is trusted; the rest of its likelihood is spread as all news is."""
FEW_DAYS = 30
"""Days in the news at which a term is half trusted."""
MOST_REPEATED = 3.0
THIN_NEWS = 0.05
"""The news of a day or month counts as this share of the average at least, lest a gap shout."""
EDGE_DAYS = 365
EDGE_STEP, EDGE_STEPS = 30, 200
"""Days outside the table are told apart by 30 days, up to 16 years away."""
BLOCK = 32
"""Terms spread over all days at a time: what fits beside each other into a processor's cache."""


@dataclass(frozen=True, slots=True)
class Weights:
    """How loudly the kinds of terms speak, relative to C, and how loudly all of them do.

    The first four are those scripts/fit_news_terms.py finds on 311 dated articles of 1989-2017
    (one half of a development set, the other half kept for measuring) and, counting half, 300 of
    2008-2011; the other half gives nearly the same.  ``absence`` was chosen on 600 dated articles
    of 1989-2019, of 0.6, 0.75 and 0.9.  ``edge_years`` was chosen by hiding the
    table's news after September 2010 and dating articles written since.
    """

    month: float = 0.73
    day: float = 0.41
    word: float = 1.21
    pair: float = 1.93
    absence: float = 0.75
    edge_years: float = 2.0

    def of_kinds(self) -> Singles:
        """Put the weights of U, C and b in the order of ``KINDS``."""
        return np.array([self.word, 1.0, self.pair], np.float32)


@dataclass(frozen=True, slots=True)
class TermHit:
    """A term of the table where the text first has it: ``text[start:end]`` is its surface.

    ``days_known``: on how many days it was in the news.
    """

    term: str
    start: int
    end: int
    days_known: int


@dataclass(frozen=True, slots=True)
class _Matches:
    """The known terms of one text, in the order of their first mention."""

    hits: tuple[TermHit, ...]
    share: Singles  # kinds x terms: tf / sqrt(terms of that kind), 0 in the other kinds
    trust: Singles  # terms x 1: a
    counts: Ints  # N
    days: Ints  # the N days of each term, one term after the other
    rows: Ints  # the term each of these days belongs to


@dataclass(frozen=True, slots=True)
class KindSums:
    """Log-likelihoods of one text by kind of term (rows, as in ``KINDS``), without weights.

    ``months`` and ``days`` of the table; ``before`` and ``after`` it by steps of 30 days, the last
    for all that is further away.
    """

    months: Singles
    days: Singles
    before: Singles
    after: Singles


@dataclass(frozen=True, slots=True)
class TermEvidence:
    """What the terms of a text say of each day it was asked about, in nats; 0 without terms."""

    scores: Floats
    hits: tuple[TermHit, ...]
    _terms: NewsTerms = field(repr=False, compare=False)
    _matches: _Matches = field(repr=False, compare=False)

    def top(self, day: int, n: int = 5) -> tuple[tuple[TermHit, float], ...]:
        """Name the terms that speak most for a day (an ordinal), with the nats each adds.

        Nats are set against a day on which the term was as frequent in the news as on average;
        terms that speak against the day are left out.
        """
        nats = self._terms.nats_of(self._matches, day)
        order = sorted(range(len(nats)), key=lambda place: (-nats[place], place))[:n]
        return tuple((self.hits[place], float(nats[place])) for place in order if nats[place] > 0)


_pack = msgspec.msgpack.Encoder().encode
_TERMS = msgspec.msgpack.Decoder(list[tuple[str, int, int, int, int]])
"""Name, row of the table, where it stands first, and how often."""


class NewsTerms:
    """A table of terms in the news, asked what a text's names say of the day it was written."""

    def __init__(self, table: NewsTable, weights: Weights | None = None) -> None:
        self.table = table
        self.weights = weights or Weights()
        self.first_day = table.first_day
        self.last_day = table.last_day
        self.source = table.source
        totals = table.totals.astype(np.float32)
        self._month = _months(table.first_day, len(totals))
        by_month = np.bincount(self._month, totals).astype(np.float32)
        self._month_scale = _scale(after_months(by_month), month_kernel().sum())
        self._day_scale = _scale(around_days(totals), 2 * day_kernel().sum() - 1)
        self._edge = min(EDGE_DAYS, len(totals))
        thin = THIN_NEWS * self._edge / len(totals)
        news = max(float(totals.sum()), 1.0)
        self._edge_news = tuple(
            max(float(part.sum()) / news, thin)
            for part in (totals[: self._edge], totals[-self._edge :])
        )

    @classmethod
    def load(cls, path: Path | None = None) -> Self:
        """Open a table, the shipped one by default, in a few milliseconds.

        Raises RulesError where the file is not such a table, OSError where it cannot be opened.
        """
        return cls(read_table(path or SHIPPED))

    def hits(self, text: str) -> tuple[TermHit, ...]:
        """Find the terms of the table in a text, in the order of their first mention."""
        return self._match(text).hits

    def terms_in(self, text: str) -> bytes:
        """Find the terms of the table in a text, packed for ``log_likelihood``."""
        mentions = find_mentions(text, self.table)
        repeated = Counter(mention.row for mention in mentions)
        first = {mention.row: mention for mention in reversed(mentions)}
        return _pack(
            [
                (first[row].name, row, first[row].start, first[row].end, times)
                for row, times in repeated.items()
            ]
        )

    def log_likelihood(self, text: str, days: Ints, terms: bytes = b"") -> TermEvidence:
        """Weigh each of a row of days (contiguous rising ordinals) by the terms of a text.

        The scores are log-likelihoods in nats up to a constant of the text, calibrated to be added
        to others and exponentiated as they are.  Without a known term every day scores 0.
        ``terms`` are those in the text, where somebody has looked before.
        """
        matches = self._match(text, terms)
        if matches.hits:
            loudness = np.einsum("k,kt->t", self.weights.of_kinds(), matches.share)
            scores = self._weigh(self._sums(matches, loudness[None]), np.ones(1, np.float32), days)
        else:
            scores = np.zeros(len(days))
        return TermEvidence(scores, matches.hits, self, matches)

    def weigh(self, sums: KindSums, days: Ints) -> Floats:
        """Add up log-likelihoods by kind of term, weighted, for a row of days (ordinals)."""
        return self._weigh(sums, self.weights.of_kinds(), days)

    def _weigh(self, sums: KindSums, kinds: Singles, days: Ints) -> Floats:
        by_month, by_day, before, after = (
            np.einsum("k,kd->d", kinds, part)
            for part in (sums.months, sums.days, sums.before, sums.after)
        )
        if not len(days):
            return np.zeros(0)
        first = int(days[0])
        early = min(max(self.first_day - first, 0), len(days))
        late = min(max(self.last_day + 1 - first, early), len(days))
        scores = np.empty(len(days))
        at = slice(first + early - self.first_day, first + late - self.first_day)
        scores[early:late] = (by_month * self.weights.month)[self._month[at]]
        scores[early:late] += by_day[at] * self.weights.day
        both = self.weights.month + self.weights.day
        _lay_out(before * both, scores[:early][::-1], self.first_day - first - early + 1)
        _lay_out(after * both, scores[late:], first + late - self.last_day)
        return scores

    def kind_sums(self, text: str) -> KindSums:
        """Sum a text's log-likelihoods by kind of term, unweighted, for the fitting of weights."""
        matches = self._match(text)
        return self._sums(matches, matches.share)

    def nats_of(self, matches: _Matches, day: int) -> Floats:
        """Weigh each matched term for one day (an ordinal), in nats."""
        at, number = day - self.first_day, len(matches.counts)
        if 0 <= at < len(self._day_scale):
            near = day_kernel()[np.minimum(np.abs(matches.days - at), 2**DAY_DOUBLINGS)]
            by_day = np.bincount(matches.rows, near, number) * self._day_scale[at]
            month = self._month[at]
            lag = month - self._month[matches.days]
            near = month_kernel()[np.where(lag < 0, -1, np.minimum(lag, 2**DOUBLINGS + 1))]
            by_month = np.bincount(matches.rows, near, number) * self._month_scale[month]
            ratios = (by_month / matches.counts, by_day / matches.counts)
        else:
            away = np.array([-at if at < 0 else day - self.last_day], np.int64)
            outside = self._outside(matches)[at >= 0][:, _step(away)[0]]
            ratios = (outside, outside)
        logs = [
            _log_likelihood(ratio[:, None] * matches.trust, matches.trust)[:, 0] for ratio in ratios
        ]
        both = self.weights.month * logs[0] + self.weights.day * logs[1]
        weighed = np.einsum("k,kt,t->t", self.weights.of_kinds(), matches.share, both)
        return np.asarray(weighed, np.float64)

    def _sums(self, matches: _Matches, share: Singles) -> KindSums:
        """Sum the log-likelihoods of terms, in rows of as many parts of each as ``share`` has."""
        trust, counts = matches.trust, matches.counts
        once = np.asarray(trust / counts[:, None], np.float32)
        days = np.zeros((len(share), len(self._day_scale)), np.float32)
        ends = np.cumsum(counts)
        for low in range(0, len(counts), BLOCK):
            part = slice(low, low + BLOCK)
            place = slice(int(ends[low] - counts[low]), int(ends[part][-1]))
            near = spread_days(
                matches.days[place],
                matches.rows[place] - low,
                once[part],
                len(self._day_scale),
            )
            near *= self._day_scale
            days += _by_kind(share[:, part], _log_likelihood(near, trust[part]))
        shape = len(counts), len(self._month_scale)
        places = matches.rows * shape[1] + self._month[matches.days]
        in_month = np.bincount(places, minlength=shape[0] * shape[1]).reshape(shape)
        lately = after_months(np.asarray(in_month * once, np.float32))
        lately *= self._month_scale
        months, before, after = (
            _by_kind(share, _log_likelihood(ratio, trust))
            for ratio in (lately, *(ratio * trust for ratio in self._outside(matches)))
        )
        return KindSums(months, days, before, after)

    def _outside(self, matches: _Matches) -> tuple[Singles, Singles]:
        """Find r of each term (rows) before and after the table, by steps away (columns)."""
        away = (np.arange(EDGE_STEPS) + 0.5) * EDGE_STEP / 365.25
        pull = np.append(np.exp(-away / self.weights.edge_years), 0.0)
        late = len(self._day_scale) - self._edge
        ratios = []
        for at_edge, news in zip(
            (matches.days < self._edge, matches.days >= late), self._edge_news, strict=True
        ):
            share = np.bincount(matches.rows, at_edge, len(matches.counts)) / matches.counts
            at_end = (share / news)[:, None]
            far = 1 - self.weights.absence * (1 - np.minimum(at_end, 1.0))
            ratio = at_end * pull + far * (1 - pull)
            ratios.append(ratio.astype(np.float32))
        return ratios[0], ratios[1]

    def _match(self, text: str, terms: bytes = b"") -> _Matches:
        found = _TERMS.decode(terms or self.terms_in(text))
        days, counts = self.table.days(np.array([row for _, row, *_ in found], np.int64))
        repeated = np.array([times for *_, times in found], float)
        often = np.minimum(1 + np.log(repeated), MOST_REPEATED)
        share = np.zeros((len(KINDS), len(found)))
        share[[KINDS.index(name[0]) for name, *_ in found], np.arange(len(found))] = often
        share /= np.sqrt(np.maximum(np.count_nonzero(share, axis=1), 1))[:, None]
        hits = tuple(
            TermHit(name[2:], start, end, int(count))
            for (name, _, start, end, _), count in zip(found, counts, strict=True)
        )
        trust = (TRUST * counts / (counts + FEW_DAYS)).astype(np.float32)[:, None]
        rows = np.repeat(np.arange(len(counts)), counts)
        return _Matches(hits, share.astype(np.float32), trust, counts, days, rows)


def _log_likelihood(trusted: Singles, trust: Singles) -> Singles:
    """log(1 + a * (r - 1)), of a * r and a; the first is written over."""
    trusted += 1 - trust
    return np.asarray(np.log(trusted, out=trusted), np.float32)


def _by_kind(share: Singles, logs: Singles) -> Singles:
    """Sum terms to kinds; einsum, since its sums do not depend on how many threads there are."""
    return np.asarray(np.einsum("kt,td->kd", share, logs), np.float32)


def _step(away: Ints) -> Ints:
    """Days away from the table, from 1, to the step that stands for them."""
    return np.minimum((away - 1) // EDGE_STEP, np.int64(EDGE_STEPS))


def _lay_out(steps: Singles, scores: Floats, away: int) -> None:
    """Write what each step says over days outside the table, the first of them so far away."""
    scores[:] = steps[-1]
    near = np.repeat(steps[:-1], EDGE_STEP)[away - 1 :][: len(scores)]
    scores[: len(near)] = near


def _months(first_day: int, days: int) -> Ints:
    """The month of each day, counted from that of the first."""
    first = date.fromordinal(first_day)
    begin = np.datetime64(first.isoformat(), "D")
    months = (begin + np.arange(days)).astype("datetime64[M]").astype(np.int64)
    return np.asarray(months - months[0], np.int64)


def _scale(news: Singles, kernel: float) -> Singles:
    """Find what turns a term's spread days into r: all news over the news around each day."""
    level = np.maximum(news, THIN_NEWS * max(float(news.mean()), 1e-9))
    return np.asarray(news.sum() / kernel / level, np.float32)
