"""A by-day table of terms in the news (text) to the compact file that the program ships.

    build_news_terms.py TERMS.tsv[.gz] [-o timeline/knowledge/news_terms.bin]

TERMS.tsv: comment lines begin with "#"; one of them gives the day that days are counted from
("days since YYYY-MM-DD"), one begins "# Source:".  The line "*" gives day:number pairs, the terms
of each day's news.  Every other line is kind:term TAB days, each less the one before it; the kinds
are U (a capitalised word), C (two or three of them in a row) and b (a pair of words).
How terms are cut from a text, as far as it is a matter of words, stands in news_terms.toml beside
this script and is written into the file.  Same input, same bytes.
"""

from __future__ import annotations

import argparse
import datetime as dt
import gzip
import itertools
import re
import sys
import tomllib
from collections.abc import Iterator
from pathlib import Path

from timeline.errors import RulesError, TimelineError
from timeline.knowledge.news_table import KINDS, encode

HERE = Path(__file__).resolve().parent
TARGET = HERE.parent / "timeline" / "knowledge" / "news_terms.bin"
TAGS = {f"{kind}:" for kind in KINDS}
ORIGIN = re.compile(r"days since (\d{4}-\d\d-\d\d)")


def build(terms: Path, words: Path = HERE / "news_terms.toml") -> bytes:
    """Read a by-day table and the words that cut it to the bytes of the compact file.

    Raises RulesError, naming file and line, where a line cannot be read.
    """
    made = _Made()
    for number, line in _lines(terms):
        try:
            made.take(line)
        except ValueError as error:
            raise RulesError(
                f"This line of a table of terms cannot be read ({error}).",
                file=str(terms),
                line=number,
                shown=line,
                remedy="The form of a line stands at the top of scripts/build_news_terms.py.",
            ) from error
    if not made.source or not made.totals:
        raise RulesError(
            "This table of terms lacks its '# Source:' line or its '*' line.",
            file=str(terms),
            remedy="The form of the file stands at the top of scripts/build_news_terms.py.",
        )
    stop = tomllib.loads(words.read_text(encoding="utf-8"))["stop"]
    return encode(made.days_of, made.totals, stop=stop, source=made.source, note=made.note)


class _Made:
    """What the lines of a by-day table told so far."""

    def __init__(self) -> None:
        self.origin: int | None = None
        self.source = ""
        self.note = ""
        self.totals: dict[int, int] = {}
        self.days_of: dict[str, list[int]] = {}

    def take(self, line: str) -> None:
        """Read one line; ValueError says what is wrong with it."""
        if line.startswith("#"):
            found = ORIGIN.search(line)
            self.origin = dt.date.fromisoformat(found[1]).toordinal() if found else self.origin
            self.source = line[1:].strip() if line.startswith("# Source:") else self.source
            self.note = self.note or line[1:].strip()
            return
        if self.origin is None:
            raise ValueError("no comment before it says what day is counted from")
        name, values = line.split("\t")
        if name == "*":
            pairs = (pair.split(":") for pair in values.split())
            self.totals = {self.origin + int(day): int(count) for day, count in pairs}
        elif name[:2] in TAGS and name not in self.days_of:
            steps = itertools.accumulate(int(step) for step in values.split())
            self.days_of[name] = [self.origin + day for day in steps]
        else:
            raise ValueError("not kind:term, or there twice")


def _lines(path: Path) -> Iterator[tuple[int, str]]:
    data = path.read_bytes()
    text = (gzip.decompress(data) if path.suffix == ".gz" else data).decode()
    for number, line in enumerate(text.split("\n"), 1):
        if line.strip():
            yield number, line


def main() -> int:
    """Build the file named on the command line; 0, or 1 with the reason on standard error."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("terms", type=Path, help="the by-day table, .tsv or .tsv.gz")
    parser.add_argument("-o", "--output", type=Path, default=TARGET, help="the file to write")
    args = parser.parse_args()
    try:
        data = build(args.terms)
        args.output.write_bytes(data)
    except (OSError, ValueError, TimelineError) as error:
        print(error, file=sys.stderr)
        return 1
    print(f"{args.output}: {len(data):,} bytes")
    return 0


if __name__ == "__main__":
    sys.exit(main())
