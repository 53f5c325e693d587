"""merge: what several documents tell of one thing becomes one event."""

from __future__ import annotations

import time
import tomllib
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import pytest
from telling import dated, reading

from timeline.events import extract_events
from timeline.interval import from_edtf
from timeline.merge import Merged, merge_events
from timeline.model import Document, Event, Stance

CASES = tomllib.loads((Path(__file__).parent / "cases" / "merge.toml").read_text("utf-8"))
STATEMENTS = CASES["statement"]


def gold() -> tuple[list[Event], list[Document], dict[str, str]]:
    """The table's statements as events, their documents, and quote -> event they tell."""
    told: dict[str, list[tuple[str, list[tuple[str | None, object, object]]]]] = defaultdict(list)
    truth: dict[str, str] = {}
    for number, row in enumerate(STATEMENTS):
        told[row["doc"]].append((row["text"], [dated(row["when"], row.get("way", "past"))]))
        name = row["event"] if row["event"] != "~" else f"alone-{number}"
        truth[row["text"].replace("[", "").replace("]", "")] = name
    readings = [reading(doc, rows) for doc, rows in told.items()]  # type: ignore[arg-type]
    events = [event for each in readings for event in extract_events(each)[0]]
    return events, [each.document for each in readings], truth


def clusters(merged: Merged) -> dict[str, set[str]]:
    """Each quote to the quotes it was merged with, itself among them."""
    together: dict[str, set[str]] = {}
    for event in merged.events:
        quotes = {passage.quote for passage in event.passages}
        together.update(dict.fromkeys(quotes, quotes))
    return together


def b_cubed(merged: Merged, truth: dict[str, str]) -> tuple[float, float, float]:
    """Precision, recall and F1 of B-cubed (Bagga and Baldwin 1998) over the statements."""
    found = clusters(merged)
    precision = recall = 0.0
    for quote, name in truth.items():
        mine = found[quote]
        right = sum(truth[other] == name for other in mine)
        precision += right / len(mine)
        recall += right / sum(each == name for each in truth.values())
    precision /= len(truth)
    recall /= len(truth)
    return precision, recall, 2 * precision * recall / (precision + recall)
