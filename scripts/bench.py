"""Time each stage of a build: a source of articles to milliseconds of CPU, after the imports."""

from __future__ import annotations

import argparse
import tempfile
import time
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import TypeVar

from timeline.config import load_config
from timeline.documents import read_documents
from timeline.pages import render_site, write_site
from timeline.pipeline import Options, date_all, resolve_all, tag, tell

Result = TypeVar("Result")
TODAY = date(2026, 1, 1)


def main() -> None:
    """Time one build of a source, from cold caches, and the same once more."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("source", type=Path)
    source = parser.parse_args().source
    for words in ("first", "again"):
        with tempfile.TemporaryDirectory() as out:
            print(f"{words}:")
            bench(source, Path(out) / "site")


def bench(source: Path, out: Path) -> None:
    """Build a source into a folder and print what each stage took."""
    config = load_config(source)
    options = Options(TODAY.toordinal())
    begun = time.process_time()
    library = timed("read", lambda: read_documents(source, config))
    tagged = timed("tag", lambda: tag(library.documents))
    documents, _ = timed("date", lambda: date_all(tagged, config, options))
    readings = timed("resolve", lambda: resolve_all(tagged, documents, config))
    timeline = timed("tell", lambda: tell(readings, source.name))
    files = timed("render", lambda: render_site(timeline, config))
    timed("write", lambda: write_site(files, out))
    total = 1000 * (time.process_time() - begun)
    size = sum(map(len, files.values()))
    print(f"  {'together':10}{total:9.1f} ms")
    told = f"{len(documents)} articles, {len(timeline.events)} events"
    print(f"  {told}, {len(files)} files of {size / 1e6:.1f} MB")


def timed(name: str, work: Callable[[], Result]) -> Result:
    """Do the work, and print the CPU time it took."""
    begun = time.process_time()
    result = work()
    print(f"  {name:10}{1000 * (time.process_time() - begun):9.1f} ms")
    return result


if __name__ == "__main__":
    main()
