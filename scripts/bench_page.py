"""Measure the front page in a real browser: made-up stories of many sizes to weights and CPU time.

    bench_page.py [--sizes N ...] [--write]

Each story is built and opened from disk in Chromium (TIMELINE_CHROMIUM names another).  Weight is
what is loaded before anybody touches the page, gzipped, less the list of events in it.  First
paint and rest are the CPU time of the page's main thread, from its trace; a zoom step is the CPU
time of all processes that draw pages, the mean of sixty, five inwards and five outwards in turn,
less what looking at them costs.
``--write`` puts the figures into tests/scores.toml.
"""

from __future__ import annotations

import argparse
import gzip
import json
import os
import shutil
import sys
import tempfile
import tomllib
from collections.abc import Sequence
from pathlib import Path
from statistics import median
from typing import TYPE_CHECKING, Any

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT / "tests"))

from score import SCORES, to_toml  # noqa: E402 - beside this file
from synthetic_timeline import synthetic_timeline  # noqa: E402 - a test's helper

from timeline.pages import render_site, write_site  # noqa: E402

if TYPE_CHECKING:
    from playwright.sync_api import Browser, CDPSession, Page

SIZES = (500, 5_000, 50_000)
_TRACED = ("toplevel", "devtools.timeline", "loading", "blink.user_timing")
_STEPS, _TURNS = 60, 10
_REPEATS = 3
_LOADED = ("static/style.css", "static/timeline.js")
_LARGEST = 1_000_000
_DATA = ("timeline.json", "events.csv", "events.ics", "feed.atom", "static/plotly.min.js")
"""What readers take along, and the library: not pages, and as large as they are."""

Table = dict[str, float]


def main() -> None:
    """Measure each size, print a table, and write it where asked to."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else "")
    parser.add_argument("--sizes", type=int, nargs="+", default=SIZES, metavar="N")
    parser.add_argument("--write", action="store_true", help="into tests/scores.toml")
    chosen = parser.parse_args()
    path = os.environ.get("TIMELINE_CHROMIUM") or shutil.which("chromium")
    if not path:
        print("No Chromium here: the page is not measured.")
        return
    from playwright.sync_api import sync_playwright  # noqa: PLC0415 - needed only here

    tables: dict[str, Table] = {}
    with sync_playwright() as playwright, tempfile.TemporaryDirectory() as folder:
        browser = playwright.chromium.launch(executable_path=path, args=["--no-sandbox"])
        for size in chosen.sizes:
            site = Path(folder) / str(size)
            files = render_site(synthetic_timeline(size))
            write_site(files, site)
            table = {**weigh(files), **paint(browser, site), **touch(browser, site)}
            tables[f"events_{size}"] = table
            show(size, table)
            shutil.rmtree(site)
        browser.close()
    if chosen.write:
        scores = tomllib.loads(SCORES.read_text(encoding="utf-8")) if SCORES.is_file() else {}
        scores["page"] = scores.get("page", {}) | tables
        SCORES.write_text(to_toml(scores), encoding="utf-8")


def weigh(files: dict[str, bytes]) -> Table:
    """The files of a site to what weighs before touch, and the largest of its pages in kB."""
    index = files["index.html"]
    first, end = index.index(b'<div class="list">'), index.index(b'<p class="nothing"')
    beyond = _packed(index) - _packed(index[first:end])
    beyond += sum(_packed(files[name]) for name in _LOADED)
    largest = max(len(content) for name, content in files.items() if name not in _DATA)
    return {
        "kb_beyond_the_list": beyond / 1000,
        "kb_of_the_list": _packed(index[first:end]) / 1000,
        "largest_file_kb": largest / 1000,
    }


def paint(browser: Browser, site: Path) -> Table:
    """A site on disk to the CPU seconds until its front page is seen, and until it rests."""
    first, rest = [], []
    for _ in range(_REPEATS):
        page = browser.new_page(viewport={"width": 1280, "height": 900})
        page.goto((site / "404.html").as_uri())
        page.wait_for_load_state("networkidle")
        browser.start_tracing(page=page, categories=list(_TRACED))
        page.goto((site / "index.html").as_uri(), timeout=120_000)
        _until_idle(page)
        events = json.loads(browser.stop_tracing())["traceEvents"]
        before, after = _main_thread(events)
        first.append(before)
        rest.append(after)
        page.close()
    return {"cpu_s_to_first_paint": median(first), "cpu_s_to_rest": median(rest)}


def _main_thread(events: Sequence[dict[str, Any]]) -> tuple[float, float]:
    """A trace to the CPU seconds of its page's main thread: until first paint, and in all."""
    painted = max(
        (event for event in events if event["name"] == "firstContentfulPaint"),
        key=lambda event: event["ts"],
    )
    thread = painted["pid"], painted["tid"]
    begun = max(
        event["ts"]
        for event in events
        if event["name"] == "navigationStart"
        and event["pid"] == painted["pid"]
        and event["ts"] <= painted["ts"]
    )
    tasks = [
        event
        for event in events
        if event["name"] == "ThreadControllerImpl::RunTask"
        and (event["pid"], event["tid"]) == thread
        and event["ts"] >= begun
    ]
    before = sum(event.get("tdur", 0) for event in tasks if event["ts"] <= painted["ts"])
    return before / 1e6, sum(event.get("tdur", 0) for event in tasks) / 1e6


def touch(browser: Browser, site: Path) -> Table:
    """A site on disk to the CPU milliseconds of a zoom step, and the CPU seconds of the first."""
    session = browser.new_browser_cdp_session()
    page = browser.new_page(viewport={"width": 1280, "height": 900})
    page.goto((site / "index.html").as_uri(), timeout=120_000)
    _until_idle(page)
    before = _spent(session)
    page.hover("#chart .stage")
    page.wait_for_selector("#chart.live", timeout=120_000)
    _until_idle(page)
    taken = _spent(session) - before
    page.mouse.move(640, 600)
    steps, looks = [], []
    for number in range(_STEPS):
        for costs, turn in ((steps, -120 if number % _TURNS < _TURNS // 2 else 100), (looks, 0)):
            before = _spent(session)
            if turn:
                page.keyboard.down("Control")
                page.mouse.wheel(0, turn)
                page.keyboard.up("Control")
            _until_idle(page)
            costs.append(_spent(session) - before)
    step = (sum(steps) - sum(looks)) / _STEPS
    page.close()
    return {"cpu_s_to_take_over": taken, "cpu_ms_of_a_zoom_step": 1000 * step}


def _until_idle(page: Page) -> None:
    """Wait until the page has drawn and has had nothing to do for a while."""
    page.evaluate(
        """() => new Promise((done) => {
            let quiet = 0;
            let last = performance.now();
            const look = () => {
                const now = performance.now();
                quiet = now - last < 60 ? quiet + 1 : 0;
                last = now;
                if (quiet > 25) done();
                else setTimeout(look, 20);
            };
            requestAnimationFrame(() => requestAnimationFrame(look));
        })"""
    )


def _spent(session: CDPSession) -> float:
    """The CPU seconds that the processes which draw pages have used so far."""
    processes = session.send("SystemInfo.getProcessInfo")["processInfo"]
    return sum(float(each["cpuTime"]) for each in processes if each["type"] == "renderer")


def _packed(content: bytes) -> int:
    return len(gzip.compress(content, 9, mtime=0))


def show(size: int, table: Table) -> None:
    """Print the figures of one size."""
    print(f"{size:,} events")
    for name, figure in table.items():
        print(f"  {name.replace('_', ' '):24}{figure:10.3f}", flush=True)


if __name__ == "__main__":
    main()
