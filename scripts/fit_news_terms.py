"""Dated articles to the weights of the kinds of terms in the news that date them best.

    fit_news_terms.py ARTICLES.jsonl... [--light ARTICLES.jsonl...] [--half even|odd]

A line is {"text", "date": "YYYY-MM-DD", "doc" or "id"}.  The weights printed (those of
timeline.knowledge.newsterms.Weights but edge_years) maximise the mean log-probability of the true
day under softmax over 1985-2026.  Of every --light file the 60 articles with the lowest SHA-1 of
their id count, half as much, and none whose text is in the first files.  --half keeps the articles
of the first files whose SHA-1 is even, or odd, so that the others can measure the weights.
"""

from __future__ import annotations

import argparse
import dataclasses
import datetime as dt
import hashlib
import json
import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np

from timeline.knowledge.newsterms import Floats, KindSums, NewsTerms, Weights

FIRST = dt.date(1985, 1, 1).toordinal()
LAST = dt.date(2026, 12, 31).toordinal()
ABSENCES = (0.3, 0.4, 0.5, 0.6, 0.7)
PER_LIGHT_FILE = 60
LIGHT = 0.5
FITTED = ("month", "day", "word", "pair")
SAME_TEXT = 200


@dataclass(frozen=True, slots=True)
class Example:
    """A dated article: its terms under each absence, its day, and how much it counts."""

    sums: dict[float, KindSums]
    day: int
    counts: float


def number_of(article: dict[str, Any]) -> int:
    """Hash an article's id to a number, the same everywhere."""
    name = str(article.get("doc", article.get("id")))
    return int(hashlib.sha1(name.encode()).hexdigest(), 16)


def read(path: Path) -> list[dict[str, Any]]:
    """Read a JSON Lines file."""
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines() if line]


def gather(full: list[Path], light: list[Path], half: str) -> list[tuple[dict[str, Any], float]]:
    """Choose the articles to fit on, each with what it counts."""
    whole = [article for path in full for article in read(path)]
    known = {article["text"][:SAME_TEXT] for article in whole}
    parity = {"even": 0, "odd": 1}.get(half)
    chosen = [(a, 1.0) for a in whole if parity is None or number_of(a) % 2 == parity]
    for path in light:
        others = [a for a in read(path) if a["text"][:SAME_TEXT] not in known]
        chosen += [(a, LIGHT) for a in sorted(others, key=number_of)[:PER_LIGHT_FILE]]
    return chosen


def loss(terms: NewsTerms, examples: list[Example], weights: Weights) -> float:
    """Measure the mean negative log-probability of the true days, in nats."""
    asked = NewsTerms(terms.table, weights)
    total = 0.0
    days = np.arange(FIRST, LAST + 1)
    for example in examples:
        scores: Floats = asked.weigh(example.sums[weights.absence], days)
        highest = scores.max()
        total -= example.counts * (
            scores[example.day - FIRST] - highest - np.log(np.exp(scores - highest).sum())
        )
    return total / sum(example.counts for example in examples)


def descend(measure: Callable[[Weights], float], start: Weights) -> tuple[Weights, float]:
    """Walk downhill, one weight at a time, by factors that shrink from 1.25 to 1.01."""
    best, lowest, factor = start, measure(start), 1.25
    while factor > 1.01:
        moved = False
        for name in FITTED:
            for change in (factor, 1 / factor):
                tried = dataclasses.replace(best, **{name: getattr(best, name) * change})
                value = measure(tried)
                if value < lowest - 1e-5:
                    best, lowest, moved = tried, value, True
                    break
        if not moved:
            factor = factor**0.5
    return best, lowest


def main() -> int:
    """Fit and print the weights for each absence, the best last."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("articles", type=Path, nargs="+")
    parser.add_argument("--light", type=Path, nargs="*", default=[])
    parser.add_argument("--half", choices=("even", "odd", "all"), default="all")
    args = parser.parse_args()
    chosen = gather(args.articles, args.light, args.half)
    terms = NewsTerms.load()
    by_absence = {
        absence: NewsTerms(terms.table, dataclasses.replace(Weights(), absence=absence))
        for absence in ABSENCES
    }
    examples = [
        Example(
            {absence: asked.kind_sums(article["text"]) for absence, asked in by_absence.items()},
            dt.date.fromisoformat(article["date"][:10]).toordinal(),
            counts,
        )
        for article, counts in chosen
    ]
    print(f"{len(examples)} articles")
    found = []
    weights = Weights()
    for absence in ABSENCES:
        weights, lowest = descend(
            lambda tried: loss(terms, examples, tried),
            dataclasses.replace(weights, absence=absence),
        )
        found.append((lowest, absence, weights))
    for lowest, _, weights in sorted(found, reverse=True):
        print(f"{lowest:.4f}  {weights}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
