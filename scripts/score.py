"""Measure timeline on the development corpora and write the figures to tests/scores.toml.

    score.py [--corpora FOLDER] [-o FILE]

FOLDER holds corpora/timex-dev.jsonl, corpora/dating-dev.jsonl, corpora/tls-dev and the scorers
in tools/.  Where it is not there, there is nothing to score, and that is fine.

Time expressions are scored against documents whose date is given, dating from the text of each
document alone (``--infer --independent``).  The documents with time expressions are halved by the
parity of the SHA-1 of their names: work looks at the even half, the odd half is only counted.
CPU time counts from after the imports, and holds the loading of rules and tables.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import subprocess
import sys
import tempfile
import time
import tomllib
from collections.abc import Callable, Iterable, Mapping
from datetime import date
from pathlib import Path
from typing import Any

from gold_faults import DIVIDED, WRONG, without_faults
from score_stories import score_collections, score_summaries

from timeline.exports import dating_of, join_lines
from timeline.expressions import find_mentions
from timeline.knowledge.chronicle import Chronicle
from timeline.knowledge.facts import FactBase
from timeline.model import Document
from timeline.publication import Habits, Knowledge, date_documents, day_grid, load_knowledge
from timeline.publication.clues import gather_clues
from timeline.publication.posterior import decide, weigh
from timeline.sentences import split_sentences

ROOT = Path(__file__).resolve().parent.parent
SCORES = ROOT / "tests" / "scores.toml"
SCHEMA_VERSION = 1
ALONE = ("--jobs", "1", "--no-cache")
"""How our commands are run: in the process whose CPU time is counted, with nothing remembered."""
TODAY = "2026-01-01"
"""The last day a document can have been written; given, so that scores do not age."""

SURE = 0.9
MONTH_AROUND = {"month": 31, "narrow": 15}
"""Days either way of an answer that count as the month around it."""
TABLE_BEGINS = "2002-07"
"""The month with which the table of the news begins; before it, the packs and chronicles speak."""
TIMEX_MEASURES = {
    "strict_f1": ("strict", "f1"),
    "relaxed_f1": ("relaxed", "f1"),
    "type_f1": ("type", "f1"),
    "value_f1": ("value", "f1"),
    "precision": ("relaxed", "p"),
    "recall": ("relaxed", "r"),
    "value_accuracy": ("value", "accuracy"),
}
DATING_MEASURES = {
    "documents": "docs",
    "exact": "exact",
    "within_1_day": "le1",
    "within_7_days": "le7",
    "within_31_days": "le31",
    "year": "year",
    "abstained": "abstained",
    "median_error_days": "median_abs_error",
    "coverage": "coverage",
    "median_width_days": "median_width",
}
Table = dict[str, Any]
_HEAD = "# Written by `make score` and, of builds, by `make bench`: measured, never edited.\n"


def main() -> int:
    """Score what is there; returns 0, also when nothing is."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--corpora", type=Path, default=ROOT.parent / "shared", metavar="FOLDER")
    parser.add_argument("-o", "--output", type=Path, default=SCORES, metavar="FILE")
    chosen = parser.parse_args()
    timex, dating = (
        chosen.corpora / "corpora" / name for name in ("timex-dev.jsonl", "dating-dev.jsonl")
    )
    if not timex.is_file() and not dating.is_file():
        print(f"There are no development corpora in {chosen.corpora}: nothing to score.")
        return 0
    before = _read(chosen.output)
    scores: Table = {"schema_version": SCHEMA_VERSION}
    with tempfile.TemporaryDirectory() as folder:
        if timex.is_file():
            scores["timex"] = score_timex(timex, chosen.corpora / "tools", Path(folder))
        if dating.is_file():
            scores["dating"] = score_dating(dating, chosen.corpora / "tools", Path(folder))
        if (chosen.corpora / "corpora" / "tls-dev").is_dir() and dating.is_file():
            where = chosen.corpora / "corpora", chosen.corpora / "tools"
            print("whole stories, some minutes ...", flush=True)
            scores["collections"] = score_collections(*where)
            scores["summaries"] = score_summaries(*where, Path(folder))
    kept = ("builds", "page", "histories")  # by make bench and score_histories.py
    scores |= {name: table for name, table in before.items() if name in kept}
    chosen.output.write_text(to_toml(scores), encoding="utf-8")
    show(scores, before)
    return 0


def score_timex(gold: Path, tools: Path, folder: Path) -> Table:
    """Tag documents whose dates are given; strict, relaxed, type and value F1, in percent."""
    found = folder / "timex.jsonl"
    least = folder / "start-up.jsonl"
    least.write_text(
        '{"doc": "least", "text": "It rained.", "dct": "2021-05-24"}\n', encoding="utf-8"
    )
    start_up = run_timeline("tag", least, folder / "least.jsonl")
    cpu = run_timeline("tag", gold, found) - start_up
    table: Table = {"documents": _count(gold), "cpu_ms_per_document": cpu / _count(gold)}
    for name, keep in (
        ("whole", lambda _: True),
        ("even", lambda doc: parity(doc) == 0),
        ("odd", lambda doc: parity(doc) == 1),
    ):
        result = _scorer(
            tools / "score_timex.py",
            _part(gold, folder / f"{name}-gold.jsonl", keep),
            _part(found, folder / f"{name}-found.jsonl", keep),
        )
        table[name] = timex_figures(result)
    even = folder / "even-gold.jsonl", folder / "even-found.jsonl"
    for name, kinds in (
        ("even_without_wrong", (WRONG,)),
        ("even_without_faults", (WRONG, DIVIDED)),
    ):
        table[name] = timex_figures(_scorer(tools / "score_timex.py", *_sound(even, kinds)))
    return table


def timex_scores(script: Path, gold: Path, found: Path) -> Table:
    """What the scorer of time expressions counts."""
    return _scorer(script, gold, found)


def timex_figures(result: Table) -> Table:
    """What the scorer counts as figures of ours, in percent."""
    return {
        measure: 100 * result[group][figure] for measure, (group, figure) in TIMEX_MEASURES.items()
    }


def _sound(files: tuple[Path, Path], kinds: tuple[str, ...]) -> tuple[Path, Path]:
    """Gold and answers without the faults of the gold that are known, in files beside them."""
    gold, found = (
        [json.loads(line) for line in file.read_text(encoding="utf-8").splitlines()]
        for file in files
    )
    answers = {one["doc"]: one for one in found}
    pairs = [without_faults(one, answers[one["doc"]], *kinds) for one in gold]
    paths = files[0].with_suffix(".sound"), files[1].with_suffix(".sound")
    for path, records in zip(paths, zip(*pairs, strict=True), strict=True):
        path.write_text("".join(json.dumps(one) + "\n" for one in records), encoding="utf-8")
    return paths


def score_dating(gold: Path, tools: Path, folder: Path) -> Table:
    """Date documents from their own text; shares in percent, errors and widths in days."""
    found = folder / "dating.jsonl"
    cpu = run_timeline("date", gold, found, "--infer", "--independent", "--today", TODAY)
    table: Table = {"documents": _count(gold), "cpu_ms_per_document": cpu / _count(gold)}
    result = _scorer(tools / "score_dating.py", gold, found, "--by-literal")
    for group in ("all", "hidden", "literal"):
        if group in result:
            table[group] = {name: result[group][key] for name, key in DATING_MEASURES.items()}
    for name, knowledge in without().items():
        date_with(knowledge, gold, found)
        result = _scorer(tools / "score_dating.py", gold, found)
        table[name] = {name: result["all"][key] for name, key in DATING_MEASURES.items()}
    old = _part_by(gold, folder / "old.jsonl", lambda record: record["date"] < TABLE_BEGINS)
    date_with(load_knowledge(), old, found)
    result = _scorer(tools / "score_dating.py", old, found)
    table["sure_of_the_month"] = sure_of_the_month(gold)
    table["before_july_2002"] = {name: result["all"][key] for name, key in DATING_MEASURES.items()}
    return table


def sure_of_the_month(source: Path) -> Table:
    """Of the answers with 90 % for the month around them, how many there are, and right.

    Right is within 31 days; the month around is the 31 days either way, as in the study the aims
    are from, or, ``narrow``, the 15 days either way.
    """
    knowledge, grid = load_knowledge(), day_grid(date.fromisoformat(TODAY).toordinal())
    sure: dict[str, list[bool]] = {name: [] for name in MONTH_AROUND}
    for line in source.read_text(encoding="utf-8").splitlines():
        record = json.loads(line)
        document = Document(record["doc"], "", "", record["text"])
        mentions = find_mentions(document, split_sentences(document))
        posterior = weigh(gather_clues(document, mentions, grid, knowledge), grid)
        found = decide(posterior, grid)
        if found.day is None:
            continue
        place = found.day - grid.first
        truth = date.fromisoformat(record["date"][:10]).toordinal()
        for name, reach in MONTH_AROUND.items():
            if posterior.mass[max(0, place - reach) : place + reach + 1].sum() >= SURE:
                sure[name].append(abs(found.day - truth) <= MONTH_AROUND["month"])
    return {
        f"{figure}{'' if name == 'month' else '_' + name}": value
        for name, right in sure.items()
        for figure, value in (("answers", len(right)), ("right", 100 * sum(right) / len(right)))
    }


def without() -> dict[str, Knowledge]:
    """What is known of the world, each part of it left out."""
    full = load_knowledge()
    nothing, silent = FactBase(()), Chronicle(())
    return {
        "without_packs": Knowledge(nothing, full.terms, full.chronicle),
        "without_chronicles": Knowledge(full.facts, full.terms, silent),
        "without_packs_and_chronicles": Knowledge(nothing, full.terms, silent),
    }


def date_with(knowledge: Knowledge, source: Path, out: Path) -> None:
    """Date every document by itself, with some knowledge of the world, as ``timeline date``."""
    grid = day_grid(date.fromisoformat(TODAY).toordinal())
    articles = []
    for line in source.read_text(encoding="utf-8").splitlines():
        record = json.loads(line)
        document = Document(record["doc"], "", "", record["text"])
        articles.append((document, find_mentions(document, split_sentences(document))))
    dated, _ = date_documents(articles, knowledge, grid, Habits(infer=True, independent=True))
    out.write_text(join_lines(map(dating_of, dated)), encoding="utf-8")


def parity(doc: str) -> int:
    """The half a document belongs to: 0 is even, 1 is odd."""
    return int(hashlib.sha1(doc.encode()).hexdigest(), 16) % 2


def run_timeline(command: str, source: Path, out: Path, *options: str) -> float:
    """Run a command of ours in a process of its own; milliseconds of CPU after its imports."""
    program = (
        "import sys, time\n"
        "import timeline.documents, timeline.exports, timeline.pipeline\n"
        "from timeline.cli import main\n"
        "begun = time.process_time()\n"
        "status = main(sys.argv[1:])\n"
        "print(1000 * (time.process_time() - begun))\n"
        "sys.exit(status)\n"
    )
    begun = time.monotonic()
    print(f"timeline {command} {source.name} ...", end=" ", flush=True)
    result = subprocess.run(  # noqa: S603 - our own command
        [sys.executable, "-c", program, command, str(source), "-o", str(out), *ALONE, *options],
        capture_output=True,
        text=True,
        check=False,
    )
    if result.returncode:
        sys.exit(f"failed with status {result.returncode}:\n{result.stderr}")
    print(f"{time.monotonic() - begun:.1f} s")
    return float(result.stdout)


def _scorer(script: Path, gold: Path, found: Path, *options: str) -> Table:
    result = subprocess.run(  # noqa: S603 - the scorer of the corpora
        [sys.executable, str(script), str(gold), str(found), "--json", *options],
        stdout=subprocess.PIPE,
        text=True,
        check=True,
    )
    table: Table = json.loads(result.stdout)
    return table


def _part(path: Path, out: Path, keep: Callable[[str], bool]) -> Path:
    with path.open(encoding="utf-8") as lines:
        kept = [line for line in lines if line.strip() and keep(json.loads(line)["doc"])]
    out.write_text("".join(kept), encoding="utf-8")
    return out


def _part_by(path: Path, out: Path, keep: Callable[[Table], bool]) -> Path:
    lines = path.read_text(encoding="utf-8").splitlines(keepends=True)
    out.write_text("".join(line for line in lines if keep(json.loads(line))), encoding="utf-8")
    return out


def _count(path: Path) -> int:
    with path.open(encoding="utf-8") as lines:
        return sum(1 for line in lines if line.strip())


def to_toml(table: Mapping[str, Any]) -> str:
    """Nested tables of figures as TOML, in the order given."""
    return _HEAD + "".join(_toml_lines(table, ()))


def _toml_lines(table: Mapping[str, Any], path: tuple[str, ...]) -> Iterable[str]:
    if path:
        yield f"\n[{'.'.join(path)}]\n"
    for name, value in table.items():
        if not isinstance(value, dict) and value is not None:
            yield f"{name} = {round(value, 2) if isinstance(value, float) else value}\n"
    for name, value in table.items():
        if isinstance(value, dict):
            yield from _toml_lines(value, (*path, name))


def show(table: Mapping[str, Any], before: Mapping[str, Any], path: str = "") -> None:
    """Print every figure, with what it was before where it changed."""
    for name, value in table.items():
        old = before.get(name)
        if isinstance(value, dict):
            show(value, old if isinstance(old, dict) else {}, f"{path}{name}.")
        elif value is not None and name != "schema_version":
            new = round(value, 2)
            was = f"   (was {old})" if old is not None and old != new else ""
            print(f"{path + name:34}{new:10}{was}")


def _read(path: Path) -> Table:
    return tomllib.loads(path.read_text(encoding="utf-8")) if path.is_file() else {}


if __name__ == "__main__":
    sys.exit(main())
