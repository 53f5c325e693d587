"""A table of the days each term was in the news, to one compact file and back.

The file is little-endian::

    8 bytes    MAGIC
    u4         length of the header
    header     JSON in UTF-8: version, salt, first_day and last_day (ISO), counts by kind, source,
               note, stop (words that no term holds), and the byte length of every section
    totals     u2 a day: how many terms the news of that day has
    buckets    u1 for each of 65,536 buckets: how many terms have a key that begins with it
    suffixes   3 bytes a term: the rest of its 40-bit key, in rising order
    lengths    u1 a term: bytes of its postings; 255 stands for the next of the long lengths
    long       u4 for every length of 255 and over
    postings   days since first_day, each less the one before it, as base-128 varints

A key is the 40-bit BLAKE2b digest of ``kind:term``; the salt is the first under which no two terms
share one.  A term that is not in the table passes for one that is about once in five million.
"""

from __future__ import annotations

import datetime as dt
import hashlib
import json
import mmap
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from timeline.errors import RulesError

MAGIC = b"NEWSTERM"
VERSION = 1
KINDS = "UCb"
"""U: a capitalised word.  C: two or three of them in a row.  b: a pair that ends in lower case."""
SUFFIX_BITS = 24
BUCKETS = 1 << 16
LONG = 255
MOST_DAYS = 1 << 14
"""Days a table can span, 44 years: a varint has at most two bytes."""
SECTIONS = ("totals", "buckets", "suffixes", "lengths", "long", "postings")
REBUILD = "Build it again with scripts/build_news_terms.py."

Ints = NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class NewsTable:
    """The days each term was in the news, from ``first_day`` to ``last_day`` (ordinals)."""

    first_day: int
    last_day: int
    source: str
    note: str
    stop: frozenset[str]
    salt: int
    totals: NDArray[np.uint16]
    keys: NDArray[np.uint64]
    ends: Ints
    postings: NDArray[np.uint8]

    def find(self, names: Sequence[str]) -> Ints:
        """Look up ``kind:term`` names to their rows in the table, -1 for the unknown."""
        if not names or not len(self.keys):
            return np.full(len(names), -1, np.int64)
        wanted = np.array([key_of(name, self.salt) for name in names], np.uint64)
        rows = np.minimum(np.searchsorted(self.keys, wanted), len(self.keys) - 1)
        return np.where(self.keys[rows] == wanted, rows, -1)

    def days(self, rows: Ints) -> tuple[Ints, Ints]:
        """Read the days of each row, counted from ``first_day``, and how many each row has."""
        if not len(rows):
            return np.zeros(0, np.int64), np.zeros(0, np.int64)
        starts = np.where(rows > 0, self.ends[rows - 1], 0)
        sizes = self.ends[rows] - starts
        begins = np.cumsum(sizes) - sizes
        raw = self.postings[np.arange(sizes.sum()) + np.repeat(starts - begins, sizes)]
        raw = raw.astype(np.int64)
        before = np.concatenate(([0], raw[:-1]))
        final = raw < 128
        steps = np.where(before < 128, raw, (raw << 7) | (before & 127))[final]
        counts = np.add.reduceat(final.astype(np.int64), begins)
        firsts = np.cumsum(counts) - counts
        reached = np.cumsum(steps)
        return reached - np.repeat(reached[firsts] - steps[firsts], counts), counts


def key_of(name: str, salt: int) -> int:
    """Hash ``kind:term`` to its 40-bit key, the same on every machine."""
    return int.from_bytes(
        hashlib.blake2b(name.encode(), digest_size=5, salt=salt.to_bytes(4, "little")).digest(),
        "big",
    )


def encode(
    days_of: Mapping[str, Sequence[int]],
    totals: Mapping[int, int],
    *,
    stop: Sequence[str],
    source: str,
    note: str,
) -> bytes:
    """Pack ``kind:term`` to rising ordinals, and terms a day, to the bytes of a table.

    The span of the table is that of ``totals``, at most ``MOST_DAYS`` days; a day without news
    has the total 0.  Raises ValueError where the span is longer, a day lies outside it, the
    days of a term do not rise, or there are some ten million terms.
    """
    first, last = min(totals), max(totals)
    if last - first >= MOST_DAYS:
        raise ValueError(f"a table spans at most {MOST_DAYS} days, not {last - first + 1}")
    salt, keyed = 0, {key_of(name, 0): name for name in days_of}
    while len(keyed) < len(days_of):
        salt += 1
        keyed = {key_of(name, salt): name for name in days_of}
    keys = np.array(sorted(keyed), np.uint64)
    postings = [_varints(keyed[int(key)], days_of[keyed[int(key)]], first, last) for key in keys]
    lengths = np.array([len(piece) for piece in postings], np.int64)
    buckets = np.bincount((keys >> SUFFIX_BITS).astype(np.int64), minlength=BUCKETS)
    if buckets.max() > LONG:
        raise ValueError(f"{len(days_of):,} terms are too many for one table")
    per_day = np.zeros(last - first + 1, "<u2")
    for day, count in totals.items():
        per_day[day - first] = count
    sections = {
        "totals": per_day.tobytes(),
        "buckets": buckets.astype("u1").tobytes(),
        "suffixes": keys.astype("<u8").view("u1").reshape(-1, 8)[:, :3].tobytes(),
        "lengths": np.minimum(lengths, LONG).astype("u1").tobytes(),
        "long": lengths[lengths >= LONG].astype("<u4").tobytes(),
        "postings": b"".join(postings),
    }
    header = {
        "version": VERSION,
        "salt": salt,
        "first_day": dt.date.fromordinal(first).isoformat(),
        "last_day": dt.date.fromordinal(last).isoformat(),
        "counts": {kind: sum(name[0] == kind for name in days_of) for kind in KINDS},
        "source": source,
        "note": note,
        "stop": sorted(stop),
        "sections": {name: len(sections[name]) for name in SECTIONS},
    }
    words = json.dumps(header, ensure_ascii=False, sort_keys=True).encode()
    body = b"".join(sections[name] for name in SECTIONS)
    return MAGIC + len(words).to_bytes(4, "little") + words + body


def _varints(name: str, days: Sequence[int], first: int, last: int) -> bytes:
    out, before = bytearray(), first
    for place, day in enumerate(days):
        step = day - before
        if step < (place > 0) or day > last:
            raise ValueError(f"the days of {name!r} do not rise, or leave the span of the totals")
        out += bytes((step,)) if step < 128 else bytes((step & 127 | 128, step >> 7))
        before = day
    if not out:
        raise ValueError(f"{name!r} has no days")
    return bytes(out)


def read_table(path: Path) -> NewsTable:
    """Map a table file to memory and read its header and keys.

    Raises RulesError where the file is no table of this version, or is cut short; OSError where it
    cannot be opened.
    """
    with path.open("rb") as file:
        size = file.seek(0, 2)
        data = mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ) if size else b""
    start = len(MAGIC) + 4
    if data[: len(MAGIC)] != MAGIC:
        raise RulesError(
            "This is not a table of terms in the news.", file=str(path), remedy=REBUILD
        )
    end = start + int.from_bytes(data[len(MAGIC) : start], "little")
    try:
        header = json.loads(data[start:end])
        sizes = [header["sections"][name] for name in SECTIONS]
    except (ValueError, KeyError) as error:
        raise RulesError(
            f"The header of this table of terms in the news cannot be read ({error}).",
            file=str(path),
            remedy=REBUILD,
        ) from error
    if header["version"] != VERSION or end + sum(sizes) != size:
        raise RulesError(
            f"This table of terms in the news is cut short, or not of version {VERSION}.",
            file=str(path),
            remedy=REBUILD,
        )
    section: dict[str, memoryview] = {}
    for name, length in zip(SECTIONS, sizes, strict=True):
        section[name] = memoryview(data)[end : end + length]
        end += length
    lengths = np.frombuffer(section["lengths"], "u1").astype(np.int64)
    lengths[lengths == LONG] = np.frombuffer(section["long"], "<u4")
    low = np.frombuffer(section["suffixes"], "u1").reshape(-1, 3).astype(np.uint64)
    eight = np.uint64(8)
    high = np.repeat(np.arange(BUCKETS, dtype=np.uint64), np.frombuffer(section["buckets"], "u1"))
    return NewsTable(
        first_day=dt.date.fromisoformat(header["first_day"]).toordinal(),
        last_day=dt.date.fromisoformat(header["last_day"]).toordinal(),
        source=header["source"],
        note=header["note"],
        stop=frozenset(header["stop"]),
        salt=header["salt"],
        totals=np.frombuffer(section["totals"], "<u2"),
        keys=(high << eight * 3) | (low[:, 2] << eight * 2) | (low[:, 1] << eight) | low[:, 0],
        ends=np.cumsum(lengths),
        postings=np.frombuffer(section["postings"], "u1"),
    )
