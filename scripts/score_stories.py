"""Measure timeline on whole stories: dating among dated neighbours, and telling the chief days.

Used by ``score.py``.  The stories are the development topics of Timeline17, each with articles
whose dates are known and reference timelines.
"""

from __future__ import annotations

import json
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from datetime import date
from importlib.util import module_from_spec, spec_from_file_location
from pathlib import Path
from typing import Any

from timeline.config import Config
from timeline.documents import read_documents
from timeline.exports import iso_day
from timeline.model import DateClaim, Document, DocumentReading
from timeline.pipeline import Options, date_all, resolve_all, tag
from timeline.summary import summarise

Table = dict[str, Any]
TODAY = date(2026, 1, 1).toordinal()


def score_collections(corpora: Path, tools: Path) -> Table:
    """Date the articles of each story that hide their date, the others given with theirs.

    Which articles are asked for is told by ``dating-dev.jsonl``; shares in percent.
    """
    prints = _states_own_date(tools)
    errors: list[tuple[int | None, bool, bool]] = []
    asked: dict[str, set[str]] = {}
    for record in _records(corpora / "dating-dev.jsonl"):
        topic = record["topic"].removeprefix("t17-")
        if topic != record["topic"] and not prints(
            record["text"], date.fromisoformat(record["date"][:10])
        ):
            asked.setdefault(topic, set()).add(record["doc"])
    cpu, number = 0.0, 0
    for topic, wanted in sorted(asked.items()):
        documents: list[Document] = []
        truth: dict[str, int] = {}
        for record in _records(corpora / "tls-dev" / topic / "articles.jsonl"):
            name, text, day = record["id"], record["text"], _ordinal(record["date"])
            claims = () if name in wanted else (DateClaim("jsonl", record["date"], day),)
            documents.append(Document(name, name, "", text, claims=claims))
            truth[name] = day
        begun = time.process_time()
        dated, _ = date_all(tag(documents), Config(), Options(TODAY))
        cpu += time.process_time() - begun
        number += len(documents)
        errors += [_error(one, truth[one.id]) for one in dated if one.id in wanted]
    count = len(errors)
    far = [10**6 if error is None else error for error, _, _ in errors]
    return {
        "documents": count,
        "exact": 100 * sum(error == 0 for error in far) / count,
        "within_7_days": 100 * sum(error <= 7 for error in far) / count,
        "within_31_days": 100 * sum(error <= 31 for error in far) / count,
        "year": 100 * sum(year for _, year, _ in errors) / count,
        "coverage": 100 * sum(held for _, _, held in errors) / count,
        "cpu_ms_per_document": 1000 * cpu / number,
    }


def _error(document: Document, truth: int) -> tuple[int | None, bool, bool]:
    """Days off, whether the year is right, whether the interval holds the truth."""
    found = document.publication
    if found is None or found.day is None or found.low is None or found.high is None:
        return None, False, False
    year = date.fromordinal(found.day).year == date.fromordinal(truth).year
    return abs(found.day - truth), year, found.low <= truth <= found.high


def score_summaries(corpora: Path, tools: Path, folder: Path) -> Table:
    """Tell the chief days of each story, publication dates given, then inferred; in percent.

    The number of days, the sentences for each and the span are those of each reference, as in
    the protocol of news-tls.
    """
    return {
        name: _summaries(corpora / "tls-dev", tools, folder / name, infer=infer)
        for name, infer in (("given", False), ("inferred", True))
    }


def _summaries(stories: Path, tools: Path, out: Path, *, infer: bool) -> Table:
    out.mkdir()
    begun = time.process_time()
    number = 0
    topics = sorted(path for path in stories.iterdir() if (path / "refs").is_dir())
    for story in topics:
        readings = _readings(story / "articles.jsonl", infer=infer)
        number += len(readings)
        for reference in sorted((story / "refs").glob("*.json")):
            _tell(readings, reference, out / f"{story.name}.{reference.name}")
    cpu = time.process_time() - begun
    result = subprocess.run(  # noqa: S603 - the scorer of the corpora
        [
            *(sys.executable, str(tools / "score_tls.py"), str(stories), str(out), "--json"),
            *("--topics", ",".join(story.name for story in topics)),
        ],
        stdout=subprocess.PIPE,
        text=True,
        check=True,
    )
    rows = json.loads(result.stdout)["average"]
    return {
        "articles": number,
        "date_f1": 100 * rows["date"]["f"],
        "ar1": 100 * rows["align_r1"]["f"],
        "ar2": 100 * rows["align_r2"]["f"],
        "cpu_seconds": cpu,
    }


def _readings(source: Path, *, infer: bool) -> tuple[DocumentReading, ...]:
    library = read_documents(source, Config())
    tagged = tag(library.documents)
    documents, _ = date_all(tagged, Config(), Options(TODAY, infer=infer))
    return resolve_all(tagged, documents, Config())


def _tell(readings: tuple[DocumentReading, ...], reference: Path, out: Path) -> None:
    """One summary as long as a reference."""
    days: dict[int, int] = {}
    for entry in json.loads(reference.read_text(encoding="utf-8")):
        day = _ordinal(entry["date"])
        days[day] = days.get(day, 0) + len(entry["summary"])
    sentences = max(1, round(sum(days.values()) / len(days)))
    told = summarise(readings, len(days), sentences, first=min(days), last=max(days))
    records = [
        {
            "date": iso_day(one.day),
            "score": one.score,
            "summary": [sentence.text for sentence in one.sentences],
        }
        for one in told
    ]
    out.write_text(json.dumps(records), encoding="utf-8")


def _records(path: Path) -> Iterator[Table]:
    with path.open(encoding="utf-8") as lines:
        yield from (json.loads(line) for line in lines if line.strip())


def _ordinal(day: str) -> int:
    return date.fromisoformat(day[:10]).toordinal()


def _states_own_date(tools: Path) -> Callable[[str, date], bool]:
    """The scorer's own test of whether a text prints its date in full."""
    spec = spec_from_file_location("score_dating", tools / "score_dating.py")
    assert spec is not None
    assert spec.loader is not None
    scorer = module_from_spec(spec)
    spec.loader.exec_module(scorer)
    prints: Callable[[str, date], bool] = scorer.states_own_date
    return prints
