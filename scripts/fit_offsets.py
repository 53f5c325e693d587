"""Learn how far behind the writing the dates named in dated articles lie, and what they tell.

Usage: fit_offsets.py OUT.json ARTICLES.jsonl [ARTICLES.jsonl ...] --told ARTICLES.jsonl [...]

Each line of ARTICLES is {"text", "date" or "dct"}.  For each kind of mention (weekday, month, month
and day, full date, month with year, year), place and direction the offsets of the publication from
what is named are counted into buckets, smoothed (a share of 0.02 spread evenly over what is
possible, plus half a count a bucket; half months also over their neighbours) and written as
log-densities a day.  The many mentions of one group in one article count as their root.  From the
articles after ``--told``, which should be of many stories, the same is learned of the happenings
of the chronicles: how long after their day they are told.  Each group of happenings is drawn
towards all of its kind together, as if 20 more articles were like those, and evened out so that it
falls on both sides of one peak.  What its sentence says is about to be is rare, and counted in all
of the articles.
"""

from __future__ import annotations

import argparse
import json
from collections import defaultdict
from collections.abc import Iterator, Sequence
from datetime import date
from pathlib import Path

import numpy as np

from timeline.expressions import find_mentions
from timeline.knowledge.chronicle import load_chronicle
from timeline.model import Document, Mention
from timeline.publication.days import day_grid
from timeline.publication.offsets import (
    EDGES,
    Offset,
    bucket_widths,
    buckets,
    distances,
    offsets_of,
)
from timeline.publication.told import happening_groups, told_happenings
from timeline.sentences import split_sentences

NOT_THAT_WEEKDAY = 999
SIZES = {"weekday": 7, "month": 24}
EVEN_SHARE = 0.02
POOLED = 20
POSSIBLE_DAYS = 15000.0
PERIOD_DAYS = {"weekday": 7.0, "month": 365.25, "near": 366.0}
UNIT_DAYS = {"monthyear": 30.4, "year": 365.25, "full": 1.0}


def smoothed(counts: np.ndarray) -> np.ndarray:
    """Counts by half month, evened out over the halves beside them, going round the year."""
    weights = np.array([1, 2, 3, 2, 1]) / 9
    rolled = [np.roll(counts, step) for step in range(-2, 3)]
    return np.asarray(weights @ np.vstack(rolled))


def with_one_peak(density: np.ndarray, widths: np.ndarray) -> np.ndarray:
    """Densities by bucket, evened out so that they fall on both sides of the highest.

    What is told less often the longer ago it was is counted more often nine days after than five
    only by chance, or because the articles of a collection were chosen so.  Neighbours in the
    wrong order are pooled by their widths (isotonic regression by pooling adjacent violators).
    """
    peak = int(np.argmax(density))
    after = _falling(density[peak:], widths[peak:])
    before = _falling(density[peak::-1], widths[peak::-1])[::-1]
    return np.concatenate((before[:-1], after))


def _falling(density: np.ndarray, widths: np.ndarray) -> np.ndarray:
    pools: list[tuple[float, float, int]] = []
    for value, width in zip(density, widths, strict=True):
        pool = (float(value), float(width), 1)
        while pools and pools[-1][0] < pool[0]:
            value_before, width_before, count = pools.pop()
            total = width_before + pool[1]
            mean = (value_before * width_before + pool[0] * pool[1]) / total
            pool = (mean, total, count + pool[2])
        pools.append(pool)
    return np.concatenate([np.full(count, value) for value, _, count in pools])


def articles(sources: Sequence[str]) -> Iterator[tuple[Document, tuple[Mention, ...], int]]:
    """Every dated article with its time expressions and its day."""
    for source in sources:
        for line in Path(source).read_text(encoding="utf-8").splitlines():
            record = json.loads(line)
            day = date.fromisoformat((record.get("date") or record["dct"])[:10]).toordinal()
            document = Document(id="x", path="", title="", text=record["text"])
            yield document, find_mentions(document, split_sentences(document)), day


def count_happenings(sources: Sequence[str], counts: dict[str, np.ndarray], only: str = "") -> None:
    """Count how long after its day each happening is told, by group, or of one group alone."""
    chronicle = load_chronicle()
    for document, mentions, day in articles(sources):
        told = told_happenings(chronicle, document.text, mentions)
        lags: dict[str, list[int]] = defaultdict(list)
        for group, counted_from in happening_groups(told, mentions, offsets_of(document, mentions)):
            if group and only in ("", group):
                lags[group].append(day - counted_from)
        for group, found in lags.items():
            table = counts.setdefault(group, np.zeros(len(EDGES["full"]) - 1))
            for slot in buckets("full", np.array(found)):
                table[slot] += len(found) ** -0.5


def drawn_together(counts: dict[str, np.ndarray]) -> dict[str, np.ndarray]:
    """Add to each histogram POOLED articles spread as in all of its kind (its first word)."""
    pools: dict[str, np.ndarray] = {}
    for group, table in counts.items():
        kind = group.split()[0]
        pools[kind] = pools.get(kind, 0.5) + table
    return {
        group: table + POOLED * pools[group.split()[0]] / pools[group.split()[0]].sum()
        for group, table in counts.items()
    }


def main() -> None:
    """Count the offsets in dated articles and write their log-densities as JSON."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("out", type=Path)
    parser.add_argument("sources", nargs="+")
    parser.add_argument("--told", nargs="+", default=[])
    chosen = parser.parse_args()
    counts: dict[str, np.ndarray] = {}
    kinds: dict[str, str] = {}
    documents = 0
    for document, mentions, day in articles(chosen.sources):
        documents += 1
        grid = day_grid(day, day)
        by_group: dict[str, list[Offset]] = defaultdict(list)
        for offset in offsets_of(document, mentions):
            by_group[offset.group].append(offset)
        for group, offsets in by_group.items():
            kind = offsets[0].kind
            kinds[group] = kind
            size = SIZES.get(kind) or len(EDGES[kind]) - 1
            table = counts.setdefault(group, np.zeros(size))
            for offset in offsets:
                away = distances(offset, grid)
                if int(away[0]) == NOT_THAT_WEEKDAY:
                    continue
                slot = int(away[0]) if kind in SIZES else int(buckets(kind, away)[0])
                table[slot] += len(offsets) ** -0.5
    told: dict[str, np.ndarray] = {}
    count_happenings(chosen.told, told)
    count_happenings(chosen.sources, told, "expected")
    counts |= drawn_together(told)
    kinds |= {group: "full" for group in counts if group not in kinds}
    groups = {}
    for group, counted in sorted(counts.items()):
        if counted.sum() < 5:
            continue
        kind = kinds[group]
        table = smoothed(counted) if kind == "month" else counted
        share = (table + 0.5) / (table + 0.5).sum()
        if kind in SIZES:
            even = 1.0 / SIZES[kind]
            density = ((1 - EVEN_SHARE) * share + EVEN_SHARE * even) / even
        else:
            widths = bucket_widths(kind) * UNIT_DAYS.get(kind, 1.0)
            even = 1.0 / PERIOD_DAYS.get(kind, POSSIBLE_DAYS)
            density = share / widths
            if group in told:
                density = with_one_peak(density, widths)
            density = ((1 - EVEN_SHARE) * density + EVEN_SHARE * even) / even
        groups[group] = [round(float(value), 3) for value in np.log(density)]
        print(f"{group:30s} {table.sum():8.0f} {' '.join(f'{v:.2f}' for v in groups[group])}")
    tables = {"schema_version": 1, "documents": documents, "groups": groups}
    chosen.out.write_text(json.dumps(tables, indent=1, sort_keys=True) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
