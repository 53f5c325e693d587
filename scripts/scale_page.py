"""Work out in docs/scale.md, from tests/scale.toml, what ten million articles take."""

from __future__ import annotations

import math
import re
import tomllib
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent
PAGE = ROOT / "docs" / "scale.md"
FIGURES = ROOT / "tests" / "scale.toml"
ARTICLES = 10_000_000
PARTS = 100
PRICE = 0.05
"""For a core and an hour, in whatever money: an example, the only figure that nobody measured."""
_BLOCK = re.compile(r"(<!-- scale: (\w+) -->\n).*?(<!-- end -->)", re.DOTALL)
_HOUR = 3_600_000
_MEASURED = {
    "read_ms": "reading its file",
    "tag_ms": "tagging, where it has no date",
    "date_ms": "dating it by its own words, where it has no date",
    "together_ms": "dating it in the company of others, where it has no date",
    "find_ms": "finding its events",
    "join_ms": "merging and weighing its events, in a quiet archive",
    "crowded_ms": "the same, where all articles are of one day",
    "compare_ms": "of that, comparing its events with others",
    "parquet_ms": "writing its events as Parquet",
    "render_ms": "its pages, where a site is built",
    "here_ms": "all that is left to whoever asks a cluster, up to merging",
    "merge_here_ms": "merging its events where the cluster compares them, for whoever asks",
    "batch_here_ms": "handing over an empty batch, for whoever asks",
    "batch_scheduler_ms": "the same, for the scheduler",
}


def main() -> None:
    """Bring the page up to date, and say so."""
    figures = tomllib.loads(FIGURES.read_text(encoding="utf-8"))
    PAGE.write_text(filled(PAGE.read_text(encoding="utf-8"), figures), encoding="utf-8")
    print("docs/scale.md is written")


def filled(page: str, figures: dict[str, Any]) -> str:
    """The page with every block made anew of the figures."""

    def block(match: re.Match[str]) -> str:
        return f"{match[1]}{BLOCKS[match[2]](figures)}{match[3]}"

    return _BLOCK.sub(block, page)


def _measured(told: dict[str, Any]) -> str:
    rows = [[words, f"{told[key]:.2f} ms"] for key, words in _MEASURED.items()]
    rows.append(
        ["bytes to a worker and back", f"{told['out_bytes']:.0f} + {told['back_bytes']:.0f}"]
    )
    rows.append(
        [
            "the same of its events, to be compared",
            f"{told['merge_out_bytes']:.0f} + {told['merge_back_bytes']:.0f}",
        ]
    )
    rows.append(["memory of the process that merges", f"{told['memory_kb']:.0f} KiB"])
    head = (
        f"{told['articles']:,} made-up articles of {told['article_bytes']:,} bytes that tell "
        f"{told['events']:.1f} events each, batches of {told['batch']}, on {told['machine']}:\n\n"
    )
    return head + _table(["for each article, or batch", "takes"], rows)


def _worked(told: dict[str, Any]) -> str:
    """The lines of the sum, each with its figures."""
    each = told["read_ms"] + told["find_ms"]
    sent = sum(told[f"{name}_bytes"] for name in ("out", "back", "merge_out", "merge_back"))
    batches = 2 * ARTICLES / told["batch"]
    lines = [
        (
            f"workers: 10,000,000 × ({told['read_ms']:.2f} + {told['find_ms']:.2f}) ms "
            f"= {_hours(ARTICLES * each)} core-hours, shared by all of them"
        ),
        (
            f"whoever asks: 10,000,000 × {told['here_ms']:.2f} ms "
            f"= {_hours(ARTICLES * told['here_ms'])} hours, while the workers work"
        ),
        (
            f"scheduler: 2 × 10,000,000 / {told['batch']} × {told['batch_scheduler_ms']:.2f} ms "
            f"= {_hours(batches * told['batch_scheduler_ms'])} hours, while the workers work"
        ),
        (
            f"network: 10,000,000 × {sent:.0f} bytes = {ARTICLES * sent / 1e9:.0f} GB, twice: "
            "they pass the scheduler"
        ),
        (
            f"merging, afterwards, whoever asks: 10,000,000 × {told['merge_here_ms']:.2f} ms "
            f"= {_hours(ARTICLES * told['merge_here_ms'])} hours"
        ),
        (
            f"comparing for it, workers: 10,000,000 × {told['compare_ms']:.2f} ms "
            f"= {_hours(ARTICLES * told['compare_ms'])} core-hours, shared by all of them, "
            "meanwhile"
        ),
        (
            f"Parquet: 10,000,000 × {told['parquet_ms']:.2f} ms "
            f"= {_hours(ARTICLES * told['parquet_ms'])} hours"
        ),
        (
            f"memory of whoever asks: 10,000,000 × {told['memory_kb']:.0f} KiB "
            f"= {ARTICLES * told['memory_kb'] / 1024**2:,.0f} GiB"
        ),
    ]
    return "".join(f"- {line}\n" for line in lines)


def _single(told: dict[str, Any]) -> str:
    """One run: it takes as long as the slowest of those who work at once, and then the merging."""
    rows = []
    for cores in (2, 8, 32, 128):
        at_once = {
            "the workers": (told["read_ms"] + told["find_ms"]) / cores,
            "whoever asks": told["here_ms"],
            "the scheduler": 2 * told["batch_scheduler_ms"] / told["batch"],
        }
        slowest = max(at_once, key=lambda name: at_once[name])
        merging = max(told["merge_here_ms"], told["compare_ms"] / cores)
        whole = ARTICLES * (at_once[slowest] + merging + told["parquet_ms"]) / _HOUR
        rows.append([str(cores), slowest, f"{whole:.1f}", *_cost(whole * (cores + 2))])
    return _table(["cores of workers", "waited for", "hours", "core-hours", "cost"], rows)


def _parts(told: dict[str, Any]) -> str:
    """Parts of the archive, each a run of its own on one core, on machines of eight."""
    size = ARTICLES / PARTS
    names = ("read_ms", "find_ms", "crowded_ms", "parquet_ms")
    part = size * sum(told[name] for name in names) / _HOUR
    memory = size * told["memory_kb"] / 1024**2
    rows = []
    for machines in (1, 4, 13):
        turns = math.ceil(PARTS / (8 * machines))
        cost = _cost(part * turns * 8 * machines)
        rows.append([str(machines), str(8 * machines), f"{part * turns:.1f}", *cost])
    sums = " + ".join(f"{told[name]:.2f}" for name in names)
    head = (
        f"{size:,.0f} × ({sums}) ms = {60 * part:.0f} minutes of a core for each of "
        f"{PARTS} parts; {size:,.0f} × {told['memory_kb']:.0f} KiB = {memory:.1f} GiB for each "
        "that runs:\n\n"
    )
    return head + _table(["machines", "cores", "hours", "core-hours", "cost"], rows)


def _cost(core_hours: float) -> list[str]:
    return [f"{core_hours:,.0f}", f"{PRICE * core_hours:,.0f}"]


def _hours(milliseconds: float) -> str:
    return f"{milliseconds / _HOUR:.1f}"


def _table(head: list[str], rows: list[list[str]]) -> str:
    lines = [head, ["---"] * len(head), *rows]
    return "".join(f"| {' | '.join(line)} |\n" for line in lines)


BLOCKS = {"measured": _measured, "worked": _worked, "single": _single, "parts": _parts}

if __name__ == "__main__":
    main()
