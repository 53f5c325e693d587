"""Time the tagger beside dateparser's search and chrono, over one set of texts in one run.

    bench_tagger.py [--corpora FOLDER]

FOLDER holds corpora/timex-dev.jsonl and tools/score_timex.py; where it is not there, the texts of
``examples/`` are read, and only times are printed.  Times are CPU milliseconds a document after
start-up (imports, rules, one text to warm up).  dateparser and chrono say a moment for whatever
they find; as TIMEX3 it is written with the parts chrono calls certain, for dateparser as a day.
chrono runs where Node and npm are there; it is fetched into ``.venv`` once.
"""

from __future__ import annotations

import argparse
import datetime as dt
import json
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

from dateparser.search import search_dates  # type: ignore[import-untyped]

from timeline.expressions import find_mentions
from timeline.model import Document, Method, Publication
from timeline.resolve import resolve
from timeline.sentences import split_sentences

ROOT = Path(__file__).resolve().parent.parent
CHRONO = ROOT / ".venv" / "chrono"
Article = tuple[str, str, dt.date]
Tags = list[dict[str, Any]]

_CHRONO_SCRIPT = """
const chrono = require('chrono-node');
const lines = require('fs').readFileSync(process.argv[2], 'utf8').trim().split('\\n');
const docs = lines.map(JSON.parse);
const pad = (n, size) => String(n).padStart(size, '0');
function value(start) {
  let told = pad(start.get('year'), 4);
  if (start.isCertain('month') || start.isCertain('weekday') || start.isCertain('day'))
    told += '-' + pad(start.get('month'), 2);
  if (start.isCertain('day') || start.isCertain('weekday')) told += '-' + pad(start.get('day'), 2);
  if (start.isCertain('hour'))
    told += 'T' + pad(start.get('hour'), 2) + ':' + pad(start.get('minute'), 2);
  return told;
}
const read = (doc) => chrono.parse(doc.text, new Date(doc.date + 'T12:00:00'));
read(docs[0]);
const begun = process.cpuUsage();
const found = docs.map(read);
const used = process.cpuUsage(begun);
console.log(JSON.stringify({ms: (used.user + used.system) / 1000}));
docs.forEach((doc, i) => console.log(JSON.stringify({doc: doc.doc, timexes: found[i].map((one) => ({
  start: one.index, end: one.index + one.text.length, type: 'DATE', value: value(one.start)}))})));
"""


def main() -> None:
    """Print one line a tagger: CPU time, and the scores where there is a scorer."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--corpora", type=Path, default=ROOT.parent / "shared", metavar="FOLDER")
    corpora = parser.parse_args().corpora
    gold = corpora / "corpora" / "timex-dev.jsonl"
    articles = list(_scored(gold) if gold.is_file() else _examples())
    size = sum(len(text) for _, text, _ in articles) / len(articles)
    print(f"{len(articles)} documents of {size:,.0f} characters; milliseconds of CPU a document")
    rows = {"timeline": timed(_ours, articles), "dateparser": timed(_dateparser, articles)}
    chrono = _chrono(articles)
    if chrono is not None:
        rows["chrono"] = chrono
    print(f"{'':12}{'ms':>8}{'strict F1':>11}{'relaxed F1':>12}{'value F1':>10}")
    for name, (milliseconds, found) in rows.items():
        scores = _scores(corpora / "tools" / "score_timex.py", gold, found)
        print(f"{name:12}{milliseconds:8.2f}{scores}")
    if chrono is None:
        print("chrono was left out: Node and npm are not there")


def _scored(gold: Path) -> list[Article]:
    records = [json.loads(line) for line in gold.read_text(encoding="utf-8").splitlines()]
    return [(one["doc"], one["text"], dt.date.fromisoformat(one["dct"][:10])) for one in records]


def _examples() -> list[Article]:
    files = sorted((ROOT / "examples").glob("*.txt"))
    return [(file.stem, file.read_text(encoding="utf-8"), dt.date(2021, 5, 24)) for file in files]


def timed(read: Callable[[Article], Tags], articles: list[Article]) -> tuple[float, Any]:
    """CPU milliseconds a document, and the records of what was found."""
    read(articles[0])
    begun = time.process_time()
    found = [{"doc": article[0], "timexes": read(article)} for article in articles]
    return 1000 * (time.process_time() - begun) / len(articles), found


def _ours(article: Article) -> Tags:
    name, text, day = article
    ordinal = day.toordinal()
    publication = Publication(ordinal, ordinal, ordinal, Method.GIVEN)
    document = Document(name, "", "", text, publication=publication)
    sentences = split_sentences(document)
    reading = resolve(document, sentences, find_mentions(document, sentences))
    return [
        _tag(one.mention.start, one.mention.end, one.mention.type.value, one.value)
        for one in reading.resolutions
        if one.value
    ]


def _dateparser(article: Article) -> Tags:
    _, text, day = article
    base = dt.datetime(day.year, day.month, day.day)  # noqa: DTZ001 - a day, no moment
    tags: Tags = []
    at = 0
    for words, moment in (
        search_dates(text, languages=["en"], settings={"RELATIVE_BASE": base}) or ()
    ):
        start = text.find(words, at)
        if start >= 0:
            at = start + len(words)
            tags.append(_tag(start, at, "DATE", moment.date().isoformat()))
    return tags


def _tag(start: int, end: int, kind: str, value: str) -> dict[str, Any]:
    return {"start": start, "end": end, "type": kind, "value": value}


def _chrono(articles: list[Article]) -> tuple[float, Any] | None:
    node, npm = shutil.which("node"), shutil.which("npm")
    if node is None or npm is None:
        return None
    if not (CHRONO / "node_modules").is_dir():
        fetched = subprocess.run(  # noqa: S603 - a package by its name, into .venv
            [npm, "install", "--silent", "--prefix", str(CHRONO), "chrono-node"],
            check=False,
            stdout=subprocess.DEVNULL,
        )
        if fetched.returncode:
            return None
    with tempfile.TemporaryDirectory() as folder:
        texts = Path(folder) / "texts.jsonl"
        lines = [
            json.dumps({"doc": name, "text": text, "date": day.isoformat()})
            for name, text, day in articles
        ]
        texts.write_text("\n".join(lines), encoding="utf-8")
        script = CHRONO / "bench.js"
        script.write_text(_CHRONO_SCRIPT, encoding="utf-8")
        told = subprocess.run(  # noqa: S603 - our own script
            [node, str(script), str(texts)], check=True, capture_output=True, text=True
        ).stdout.splitlines()
    return json.loads(told[0])["ms"] / len(articles), [json.loads(line) for line in told[1:]]


def _scores(scorer: Path, gold: Path, found: Any) -> str:
    if not scorer.is_file() or not gold.is_file():
        return ""
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "found.jsonl"
        file.write_text("".join(json.dumps(one) + "\n" for one in found), encoding="utf-8")
        command = [sys.executable, str(scorer), str(gold), str(file), "--json"]
        scored = subprocess.run(  # noqa: S603 - the scorer of the corpora
            command, check=True, capture_output=True, text=True
        )
        told = json.loads(scored.stdout)
    strict, relaxed, value = (100 * told[name]["f1"] for name in ("strict", "relaxed", "value"))
    return f"{strict:11.1f}{relaxed:12.1f}{value:10.1f}"


if __name__ == "__main__":
    main()
