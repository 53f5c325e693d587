"""Time single parts of a build: a folder of articles to CPU and wall seconds, as one line of JSON.

    bench_work.py extract FOLDER [--jobs N]     from files to the timeline, once rules are loaded
    bench_work.py render FOLDER                 the timeline to the files of its site, in memory

Each runs alone in its process, because what one has loaded the next would find.  CPU is that of
all processes of the part.
"""

from __future__ import annotations

import argparse
import json
import resource
import time
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import TypeVar

from timeline.config import Config
from timeline.documents import read_documents
from timeline.pages import render_site
from timeline.pipeline import Options, run

R = TypeVar("R")
TODAY = date(2026, 1, 1).toordinal()


def main() -> None:
    """Do one part of a build and print what it took."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("part", choices=("extract", "render"))
    parser.add_argument("folder", type=Path)
    parser.add_argument("--jobs", type=int, default=1, metavar="N")
    chosen = parser.parse_args()
    told = (extract if chosen.part == "extract" else render)(chosen.folder, chosen.jobs)
    print(json.dumps(told))


def extract(folder: Path, jobs: int) -> dict[str, float]:
    """Articles read, dated and told, with merging."""
    config = Config()

    def work(source: Path) -> int:
        library = read_documents(source, config, jobs=jobs)
        run(library, config, "bench", Options(TODAY, jobs=jobs))
        return len(library.documents)

    work(min(folder.iterdir()))  # rules and tables are loaded once, for any number of articles
    count, cost = timed(lambda: work(folder))
    return {"items": count, **cost}


def render(folder: Path, _: int) -> dict[str, float]:
    """The pages of a timeline that was made before; the items are pages."""
    config = Config()
    timeline = run(read_documents(folder, config), config, "bench", Options(TODAY))
    files, cost = timed(lambda: render_site(timeline, config))
    return {"items": sum(name.endswith(".html") for name in files), **cost}


def timed(work: Callable[[], R]) -> tuple[R, dict[str, float]]:
    """What some work gives, and the seconds it took."""
    wall, cpu = time.monotonic(), _cpu()
    result = work()
    return result, {"wall": time.monotonic() - wall, "cpu": _cpu() - cpu}


def _cpu() -> float:
    """Seconds of CPU of this process and of those it waited for."""
    used = [resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)]
    return sum(one.ru_utime + one.ru_stime for one in used)


if __name__ == "__main__":
    main()
