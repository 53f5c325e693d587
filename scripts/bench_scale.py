"""Measure what an article costs, here and on the way to a cluster: a made-up archive to figures.

The cluster is a real one of two workers on this machine.  Given are seconds of CPU, which other
work on the machine hardly changes.  With --write they go to tests/scale.toml, from which
scale_page.py works out what an archive of millions takes.
"""

# ruff: noqa: S603, SLF001 - it measures what stands between the stages

from __future__ import annotations

import argparse
import gc
import os
import platform
import re
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import date
from functools import partial
from pathlib import Path
from typing import Any

import psutil
from bench_build import make_archive

from timeline import pipeline
from timeline.cluster import connect
from timeline.config import Config
from timeline.documents import Library, read_documents
from timeline.exports import FORMATS, Setting
from timeline.merge.pairs import Pairs
from timeline.merge.rarity import describe
from timeline.pages import render_site
from timeline.pipeline import Around, Options, date_all, tag
from timeline.workers import Jobs, each

FIGURES = Path(__file__).resolve().parent.parent / "tests" / "scale.toml"
TODAY = date(2026, 1, 1).toordinal()
_PARTS = 4
_TOGETHER = 200
"""Articles that date each other; more of them only take longer."""
_BATCHES = 400


def main() -> None:
    """Print the figures, or write them."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--articles", type=int, default=1000, metavar="N")
    parser.add_argument("--write", action="store_true", help="into tests/scale.toml")
    parser.add_argument("--memory", metavar="FOLDER", help=argparse.SUPPRESS)
    chosen = parser.parse_args()
    if chosen.memory:
        _tell_memory(Path(chosen.memory))
        return
    lines = []
    for name, value in measure(chosen.articles).items():
        lines.append(
            f"{name} = {value!r}\n" if isinstance(value, int) else f"{name} = {value:.4g}\n"
        )
        print(lines[-1], end="", flush=True)
    if chosen.write:
        about = (
            "# What scripts/bench_scale.py measured last; docs/scale.md is worked out from it.\n"
        )
        machine = f'machine = "{_processor()}, Python {platform.python_version()}"\n'
        FIGURES.write_text(about + machine + "".join(lines), encoding="utf-8")


def measure(articles: int) -> dict[str, float]:
    """All figures; milliseconds of CPU, bytes, and kilobytes of memory, for one article each."""
    with tempfile.TemporaryDirectory() as place:
        source, crowd, larger = (Path(place) / name for name in ("usual", "crowded", "larger"))
        size = make_archive(source, articles, pieces=_PARTS)
        make_archive(crowd, articles, 1, _PARTS)
        make_archive(larger, 2 * articles, pieces=_PARTS)
        found: dict[str, float] = {"articles": articles, "article_bytes": size // articles}
        found |= _stages(source, crowd, articles)
        found |= _cluster(source, crowd, articles)
        found["memory_kb"] = (_memory(larger) - _memory(source)) / articles
        return found


def _stages(source: Path, crowd: Path, articles: int) -> dict[str, float]:
    """What the stages take of one process."""
    options = Options(TODAY, independent=True)
    together = Options(TODAY, infer=True)
    alone = Options(TODAY, infer=True, independent=True)
    _of_each(_small(read_documents(source, Config())), options)  # rules are loaded once
    took: dict[str, float] = {}

    def timed(name: str, work: Callable[[], Any], count: int = articles) -> Any:
        gc.collect()
        begun = time.process_time()
        result = work()
        took[f"{name}_ms"] = 1000 * (time.process_time() - begun) / count
        return result

    library = timed("read", lambda: read_documents(source, Config()))
    small = _small(library)
    tagged = timed("tag", lambda: tag(small.documents), len(small.documents))
    date_all(tagged[:9], Config(), alone)
    timed("date", lambda: date_all(tagged, Config(), alone), len(tagged))
    timed("together", lambda: date_all(tagged, Config(), together), len(tagged))
    told = timed("find", lambda: _of_each(library, options))
    story = timed("join", lambda: pipeline.join(*told, Around("x")))
    crowded = _of_each(read_documents(crowd, Config()), options, 2)
    timed("crowded", lambda: pipeline.join(*crowded, Around("x")))
    drafts = {
        event.id: draft
        for one in crowded[1]
        for event, draft in zip(one.events, one.drafts, strict=True)
    }
    events = sorted((e for one in crowded[1] for e in one.events), key=lambda event: event.id)
    features = describe([drafts[event.id] for event in events])
    timed("compare", lambda: Pairs(events, features))
    timed("parquet", lambda: FORMATS["parquet"].write(story, Setting()))
    timed("render", lambda: render_site(story))
    took["events"] = sum(len(one.events) for one in told[1]) / articles
    return took


def _small(library: Library) -> Library:
    return Library(library.documents[:_TOGETHER], (), (), (), ())


def _of_each(library: Library, options: Options, jobs: Jobs = 1) -> Any:
    """What is found in each article whose day is given, as ``pipeline.run`` does it."""
    untagged = [pipeline.Tagged(document, (), ()) for document in library.documents]
    documents, _ = date_all(untagged, Config(), options)
    return documents, each(partial(pipeline._read_one, Config()), documents, jobs)


def _cluster(source: Path, crowd: Path, articles: int) -> dict[str, float]:
    """What handing over to a cluster takes: of the process that asks, and of the scheduler."""
    with _made_cluster() as (address, scheduler):
        sent = {"out": 0, "back": 0}
        cluster = _weighed(connect(address, print), sent)
        options = Options(TODAY, independent=True)
        _of_each(_small(read_documents(source, Config(), jobs=cluster)), options, cluster)
        sent.update(out=0, back=0)
        gc.collect()
        begun = time.process_time()
        _of_each(read_documents(source, Config(), jobs=cluster), options, cluster)
        here = time.process_time() - begun
        took = {"here_ms": 1000 * here / articles}
        took |= {f"{way}_bytes": size / articles for way, size in sent.items()}
        crowded = _of_each(read_documents(crowd, Config()), options, 2)
        sent.update(out=0, back=0)
        gc.collect()
        begun = time.process_time()
        pipeline.join(*crowded, Around("x", jobs=cluster))
        took["merge_here_ms"] = 1000 * (time.process_time() - begun) / articles
        took |= {f"merge_{way}_bytes": size / articles for way, size in sent.items()}
        before, begun = _cpu(scheduler), time.process_time()
        each(_nothing, range(_BATCHES * cluster.batch), cluster)
        took["batch_here_ms"] = 1000 * (time.process_time() - begun) / _BATCHES
        took["batch_scheduler_ms"] = 1000 * (_cpu(scheduler) - before) / _BATCHES
        cluster._client.close()
        return took | {"batch": cluster.batch}


def _weighed(cluster: Any, sent: dict[str, int]) -> Any:
    """The same cluster; what goes there and comes back is counted in bytes."""
    submit = cluster._client.submit

    def counting(work: Any, code: bytes, batch: bytes, **more: Any) -> Any:
        future = submit(work, code, batch, **more)
        sent["out"] += len(batch)
        result = future.result

        def counted(timeout: float) -> bytes:
            told: bytes = result(timeout=timeout)
            sent["back"] += len(told)
            return told

        future.result = counted
        return future

    cluster._client.submit = counting
    return cluster


def _nothing(item: int) -> int:
    return item


@contextmanager
def _made_cluster() -> Iterator[tuple[str, psutil.Process]]:
    """The address of a scheduler with two workers, and the scheduler's process."""
    dask = [sys.executable, "-m", "dask"]
    paths = (str(Path(__file__).parent), os.environ.get("PYTHONPATH", ""))
    settings = {**os.environ, "PYTHONPATH": os.pathsep.join(filter(None, paths))}
    with tempfile.TemporaryFile("w+") as log:
        command = [*dask, "scheduler", "--host", "127.0.0.1", "--port", "0", "--no-dashboard"]
        running = [subprocess.Popen(command, stderr=log)]
        try:
            address = _address_in(log)
            words = ("--nthreads", "1", "--no-nanny", "--no-dashboard")
            for _ in range(2):
                command = [*dask, "worker", address, *words]
                running.append(subprocess.Popen(command, env=settings, stderr=subprocess.DEVNULL))
            yield address, psutil.Process(running[0].pid)
        finally:
            for one in running:
                one.kill()
                one.wait()


def _address_in(log: Any) -> str:
    for _ in range(300):
        time.sleep(0.1)
        log.seek(0)
        if found := re.search(r"tcp://127\.0\.0\.1:\d+", log.read()):
            return found[0]
    raise SystemExit("the scheduler did not start")


def _cpu(process: psutil.Process) -> float:
    times = process.cpu_times()
    return float(times.user + times.system)


def _memory(source: Path) -> float:
    """The memory of a process of its own that tells a whole archive, at its peak, in KiB."""
    command = [sys.executable, __file__, "--memory", str(source)]
    told = subprocess.run(command, check=True, capture_output=True, text=True)
    return float(told.stdout)


def _tell_memory(source: Path) -> None:
    options = Options(TODAY)
    story = pipeline.run(read_documents(source, Config()), Config(), "x", options)
    FORMATS["parquet"].write(story, Setting())
    # Not ru_maxrss, which begins with that of whoever started this.
    status = Path("/proc/self/status").read_text(encoding="ascii")
    print(re.findall(r"^VmHWM:\s+(\d+) kB", status, re.MULTILINE)[0])


def _processor() -> str:
    try:
        told = Path("/proc/cpuinfo").read_text(encoding="utf-8")
    except OSError:
        return platform.machine()
    found = re.search(r"^model name\s*: (.+)$", told, re.MULTILINE)
    return found[1] if found else platform.machine()


if __name__ == "__main__":
    main()
