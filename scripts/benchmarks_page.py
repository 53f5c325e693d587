"""Write the measured figures into the docs: tests/scores.toml to the tables of two pages."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path
from typing import Any

from gold_faults import DIVIDED, WRONG, rows

ROOT = Path(__file__).resolve().parent.parent
PAGES = (ROOT / "docs" / "benchmarks.md", ROOT / "docs" / "publication-date.md")
SCORES = ROOT / "tests" / "scores.toml"
_BLOCK = re.compile(r"(<!-- scores: (\w+) -->\n).*?(<!-- end -->)", re.DOTALL)
_TIMEX = {
    "strict F1": "strict_f1",
    "relaxed F1": "relaxed_f1",
    "type F1": "type_f1",
    "value F1": "value_f1",
}
_HALVES = {
    "even": "even half",
    "odd": "odd half",
    "whole": "whole",
    "even_without_wrong": "even half without gold that is wrong",
    "even_without_faults": "nor gold that is divided",
}
_DATING = {
    "same day": "exact",
    "within a day": "within_1_day",
    "within 7 days": "within_7_days",
    "within 31 days": "within_31_days",
    "same year": "year",
    "90 % interval holds the truth": "coverage",
    "its median width, days": "median_width_days",
}


_FAULTS = ["document", "expression", "gold", "why it is not followed"]
_PARTS = {name: key for name, key in _DATING.items() if key != "within_1_day"}
_LEFT_OUT = {
    "all": "everything",
    "without_packs": "without the packs of facts",
    "without_chronicles": "without the chronicles",
    "without_packs_and_chronicles": "without either",
    "before_july_2002": "everything, articles before July 2002 only",
}


def main() -> None:
    """Bring the page up to date, and say so."""
    scores = tomllib.loads(SCORES.read_text(encoding="utf-8"))
    for page in PAGES:
        page.write_text(filled(page.read_text(encoding="utf-8"), scores), encoding="utf-8")
        print(f"docs/{page.name} is written")


def filled(page: str, scores: dict[str, Any]) -> str:
    """The page with every block of scores replaced by its table."""

    def block(match: re.Match[str]) -> str:
        return f"{match[1]}{TABLES[match[2]](scores)}{match[3]}"

    return _BLOCK.sub(block, page)


def _timex(scores: dict[str, Any]) -> str:
    halves = scores["timex"]
    columns = {name: words for name, words in _HALVES.items() if name in halves}
    rows = [
        [name, *(f"{halves[half][key]:.1f}" for half in columns)] for name, key in _TIMEX.items()
    ]
    table = _table(["", *columns.values()], rows)
    cpu = f"{halves['cpu_ms_per_document']:.1f} ms a document"
    return f"{table}\nCPU: {cpu}, all of `timeline tag` but its start-up.\n"


def _histories(scores: dict[str, Any]) -> str:
    found = scores["histories"]
    heads = {"whole": "whole", "even": "even half", "odd": "odd half", "as_news": "read as news"}
    measures = {
        "strict F1": "strict_f1",
        "relaxed F1": "relaxed_f1",
        "value F1": "value_f1",
        "right year, where it is left out, %": "right_years",
    }
    rows = [
        [name, *(f"{found[part][key]:.1f}" if key in found[part] else "" for part in heads)]
        for name, key in measures.items()
    ]
    return _table(["", *heads.values()], rows)


def _wrong(scores: dict[str, Any]) -> str:
    return _table(_FAULTS, rows(WRONG))


def _divided(scores: dict[str, Any]) -> str:
    return _table(_FAULTS, rows(DIVIDED))


def _dating(scores: dict[str, Any]) -> str:
    groups = [group for group in ("all", "hidden", "literal") if group in scores["dating"]]
    heads = {
        "all": "all articles",
        "hidden": "those that hide their date",
        "literal": "those that print it",
    }
    counted = [[str(scores["dating"][group]["documents"]) for group in groups]]
    rows = [["articles", *counted[0]]]
    for name, key in _DATING.items():
        rows.append([name, *(f"{scores['dating'][group][key]:,.1f}" for group in groups)])
    table = _table(["", *(heads[group] for group in groups)], rows)
    cpu = scores["dating"]["cpu_ms_per_document"]
    return f"{table}\nCPU: {cpu:.1f} ms an article, all of `timeline date`.\n"


def _parts(scores: dict[str, Any]) -> str:
    rows = [
        [words, *(f"{scores['dating'][name][key]:,.1f}" for key in _PARTS.values())]
        for name, words in _LEFT_OUT.items()
    ]
    return _table(["", *_PARTS], rows)


def _table(heads: list[str], rows: list[list[str]]) -> str:
    lines = [heads, ["---"] * len(heads), *rows]
    return "\n" + "".join(f"| {' | '.join(line)} |\n" for line in lines)


def _collections(scores: dict[str, Any]) -> str:
    found = scores["collections"]
    rows = [
        ["articles that hide their date", str(found["documents"])],
        *([name, f"{found[key]:.1f}"] for name, key in _DATING.items() if key in found),
    ]
    return _table(["", "among dated articles of their story"], rows)


def _summaries(scores: dict[str, Any]) -> str:
    names = {"date F1": "date_f1", "AR-1": "ar1", "AR-2": "ar2"}
    rows = [
        [
            f"publication dates {how}",
            *(f"{found[key] / 100:.3f}" for key in names.values()),
            f"{found['cpu_seconds']:.0f}",
        ]
        for how, found in scores["summaries"].items()
    ]
    return _table(["", *names, "CPU seconds"], rows)


TABLES = {
    "timex": _timex,
    "histories": _histories,
    "wrong": _wrong,
    "divided": _divided,
    "dating": _dating,
    "parts": _parts,
    "collections": _collections,
    "summaries": _summaries,
}


if __name__ == "__main__":
    main()
