"""Measure the tagger on histories whose time expressions are marked by hand (WikiWars).

    score_histories.py FOLDER [--corpora FOLDER] [-o FILE]

FOLDER is `keyinline` of WikiWars (Mazur and Dale 2010): 22 articles about wars, each with the day
on which it was downloaded and its time expressions as TIMEX2.  The figures are written into
tests/scores.toml as [histories]; `make score` leaves them as they are.

TIMEX2 tells no types, and takes into an expression what it is counted from ("two days after the
siege"): strict F1 is a lower bound, and only the outermost of nested expressions count.  The
documents are halved by the parity of the SHA-1 of their names, like those of `score.py`: errors
are read in the even half only.  ``as_news`` is the same without telling histories from news.
"""

from __future__ import annotations

import argparse
import html
import json
import re
import sys
import tempfile
import tomllib
from collections.abc import Callable, Sequence
from datetime import date
from pathlib import Path

from score import SCHEMA_VERSION, SCORES, Table, parity, show, timex_figures, timex_scores, to_toml

import timeline.expressions
from timeline.expressions import find_mentions
from timeline.model import Document, Mention, Method, Publication, Resolution
from timeline.resolve import resolve
from timeline.sentences import split_sentences

ROOT = Path(__file__).resolve().parent.parent
_TAG = re.compile(r"<(/?)(\w+)([^<>]*)>")
_ATTRIBUTE = re.compile(r'(\w+)="([^"]*)"')
_BODY = re.compile(r"<TEXT>\n?(.*)</TEXT>", re.DOTALL)
_DAY = re.compile(r'<DATETIME>.*?val="(\d{4}-\d\d-\d\d)', re.DOTALL)
_NAME = re.compile(r"<DOCID>\s*(\S+)\s*</DOCID>")


def main() -> int:
    """Score the histories of a folder; returns 2 where there are none."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("folder", type=Path, metavar="FOLDER")
    parser.add_argument("--corpora", type=Path, default=ROOT.parent / "shared", metavar="FOLDER")
    parser.add_argument("-o", "--output", type=Path, default=SCORES, metavar="FILE")
    chosen = parser.parse_args()
    gold = [read_timex2(path) for path in sorted(chosen.folder.glob("*.xml"))]
    if not gold:
        print(f"There are no histories in {chosen.folder}.", file=sys.stderr)
        return 2
    scorer = chosen.corpora / "tools" / "score_timex.py"
    table: Table = {"documents": len(gold), "expressions": sum(len(g["timexes"]) for g in gold)}
    with tempfile.TemporaryDirectory() as folder:
        for name, half in (("whole", None), ("even", 0), ("odd", 1)):
            kept = [one for one in gold if half is None or parity(one["doc"]) == half]
            table[name] = _scored(kept, scorer, Path(folder))
        timeline.expressions.as_the_story_goes = _as_news  # type: ignore[assignment]
        table["as_news"] = _scored(gold, scorer, Path(folder))
    before = tomllib.loads(chosen.output.read_text(encoding="utf-8"))
    scores = {"schema_version": SCHEMA_VERSION, **before, "histories": table}
    chosen.output.write_text(to_toml(scores), encoding="utf-8")
    show({"histories": table}, {"histories": before.get("histories", {})})
    return 0


def _as_news(text: str, mentions: Sequence[Mention], lexicon: object) -> list[Mention]:
    return list(mentions)


def read_timex2(path: Path) -> Table:
    """A document with TIMEX2 inline to its text, its day and its outermost expressions."""
    source = path.read_text(encoding="utf-8", errors="replace")
    text, timexes = _apart(_found(_BODY, source))
    return {
        "doc": _found(_NAME, source),
        "dct": _found(_DAY, source),
        "text": text,
        "timexes": timexes,
    }


def _found(pattern: re.Pattern[str], source: str) -> str:
    match = pattern.search(source)
    if match is None:
        raise ValueError(f"no document of WikiWars: {pattern.pattern} is not in it")
    return match[1]


def _apart(body: str) -> tuple[str, list[Table]]:
    parts: list[str] = []
    length = at = 0
    opened: list[Table] = []
    timexes: list[Table] = []
    for match in (*_TAG.finditer(body), None):
        plain = html.unescape(body[at : match.start() if match else len(body)])
        parts.append(plain)
        length += len(plain)
        if match is None:
            break
        at = match.end()
        if match[2] != "TIMEX2":
            continue
        if not match[1]:
            attributes = dict(_ATTRIBUTE.findall(match[3]))
            opened.append({"start": length, "value": attributes.get("val", ""), "type": "DATE"})
        else:
            timex = opened.pop()
            if not opened:
                timexes.append({**timex, "end": length})
    return "".join(parts), timexes


def _scored(gold: Sequence[Table], scorer: Path, folder: Path) -> Table:
    """Strict and relaxed F1, value F1 and accuracy, and how often a year left out is right."""
    found = [_tagged(one) for one in gold]
    paths = folder / "gold.jsonl", folder / "found.jsonl"
    for path, records in zip(paths, (gold, found), strict=True):
        path.write_text("".join(json.dumps(one) + "\n" for one in records), encoding="utf-8")
    figures = timex_figures(timex_scores(scorer, *paths))
    figures.pop("type_f1")
    return {**figures, **_years(gold, found)}


def _tagged(one: Table) -> Table:
    day = date.fromisoformat(one["dct"]).toordinal()
    document = Document(
        id=one["doc"],
        path="",
        title="",
        text=one["text"],
        publication=Publication(day, day, day, Method.GIVEN),
    )
    sentences = split_sentences(document)
    told = resolve(document, sentences, find_mentions(document, sentences)).resolutions
    return {"doc": one["doc"], "timexes": [_timex(each) for each in told]}


def _timex(one: Resolution) -> Table:
    mention = one.mention
    return {
        "start": mention.start,
        "end": mention.end,
        "type": "DATE",
        "value": one.value,
        "in_story": "story_year" in str(mention.reading),
    }


def _years(gold: Sequence[Table], found: Sequence[Table]) -> Table:
    """Of days, months and seasons that leave the year out, how many have the right one."""
    told = right = 0
    for one, tagged in zip(gold, found, strict=True):
        for timex in tagged["timexes"]:
            marked = next(filter(_overlapping(timex), one["timexes"]), None)
            if timex["in_story"] and marked is not None and marked["value"][:4].isdigit():
                told += 1
                right += marked["value"][:4] == timex["value"][:4]
    return {"years_left_out": told, "right_years": 100 * right / told} if told else {}


def _overlapping(timex: Table) -> Callable[[Table], bool]:
    return lambda one: bool(one["start"] < timex["end"] and timex["start"] < one["end"])


if __name__ == "__main__":
    sys.exit(main())
