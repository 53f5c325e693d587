"""Feed made-up input to everything that strangers reach, for a while; tell what breaks or drags.

    fuzz.py [--seconds 600] [--seed N] [--only NAME] [--rounds N]

Readers, tagger, EDTF, front matter, files of events, edits.toml, timeline.toml and pages get what
scripts/fuzz_inputs.py makes up.  Only our own errors may come out, and a text eight times as long
may take at most GROWTH times eight times the CPU time.  The same seed gives the same inputs; what
fails is made as short as possible and shown.  Exit status 1 when something failed.
"""

from __future__ import annotations

import argparse
import faulthandler
import json
import signal
import sys
import tempfile
import time
import traceback
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

import fuzz_inputs as inputs
from hypothesis import HealthCheck, Phase, given, seed, settings
from hypothesis import strategies as st
from hypothesis.errors import Flaky

from timeline.config import Config, load_config
from timeline.curation import read_edits
from timeline.curation.edits import NO_EDITS, Edits
from timeline.documents import read_documents
from timeline.errors import TimelineError
from timeline.exports import events_csv, events_json
from timeline.interval import EdtfError, from_edtf, to_edtf
from timeline.model import Timeline
from timeline.pages import render_site
from timeline.pipeline import Options, run

TODAY = date(2026, 1, 1).toordinal()
GROWTH = 3.0
"""How much more than in proportion to its length a text may take."""
LONGER = 8
_DOUBLED = 1.5
"""The same as ``GROWTH`` of twice the text: half as much again."""
SMALL = 4_000
_NOISE_SECONDS = 0.25
"""A long text that takes less is not compared: it says more of the machine than of us."""
_HANG_SECONDS = 60
_SEED = 8
_EXAMPLES = 100
_LONG_EXAMPLES = 6
_TRIES = 3


class Drags(AssertionError):
    """A text takes longer than its length explains."""


@dataclass(frozen=True, slots=True)
class Target:
    """A part of the project, what it is fed, and how."""

    name: str
    made: st.SearchStrategy[Any]
    feed: Callable[[Any, Path], object]

    @property
    def is_long(self) -> bool:
        """Whether it is fed long texts, which take their time."""
        return self.name.startswith("long")


def read(name: str, content: bytes, place: Path) -> Timeline | None:
    """A file of that name, as any command reads and tells it; None where it is refused."""
    file = place / name
    file.write_bytes(content)
    try:
        library = read_documents(file, Config())
    except TimelineError:
        return None
    return run(library, Config(), "fuzz", Options(TODAY))


def read_text(name: str) -> Callable[[str, Path], object]:
    """Read a text under a name of that suffix, and write out what it tells."""

    def feed(text: str, place: Path) -> None:
        told = read(name, text.encode("utf-8", "surrogatepass"), place)
        if told is not None:
            json.loads(events_json(told))
            events_csv(told)

    return feed


def read_bytes(content: bytes, place: Path) -> None:
    """Read the same bytes as a file of each kind."""
    for suffix in ("txt", "md", "html", "jsonl", "json", "csv"):
        read(f"a.{suffix}", content, place)


def read_lines(lines: list[dict[str, Any]], place: Path) -> None:
    """Read documents as JSON lines, and make a site of them."""
    text = "\n".join(json.dumps(line) for line in lines)
    told = read("a.jsonl", text.encode(), place)
    if told is not None:
        render_site(told, Config())


def read_interval(text: str, _: Path) -> None:
    """Read an EDTF text; what is one comes back as it was written."""
    with suppress(EdtfError):
        when = from_edtf(text)
        assert from_edtf(to_edtf(when)) == when


def read_settings(text: str, place: Path) -> None:
    """Read a text as timeline.toml."""
    (place / "timeline.toml").write_text(text, "utf-8", "replace")
    try:
        load_config(place)
    except TimelineError as error:
        str(error)
    finally:
        (place / "timeline.toml").unlink()


def edits_of(text: str, place: Path) -> Edits:
    """A text as edits.toml; nothing where it is refused."""
    (place / "edits.toml").write_text(text, "utf-8", "replace")
    try:
        return read_edits(place)
    except TimelineError as error:
        str(error)
        return NO_EDITS
    finally:
        (place / "edits.toml").unlink()


def read_changes(text: str, place: Path) -> None:
    """Read a text as edits.toml, and apply it to a story."""
    edits = edits_of(text, place)
    file = place / "story.txt"
    file.write_text("The ferry of Selby opened on May 18, 2021. It sank on June 2, 2021.", "utf-8")
    library = read_documents(file, Config())
    events_json(run(library, Config(), "fuzz", Options(TODAY), edits=edits))


def growing(
    feed: Callable[[str, Path], object], small: int = SMALL
) -> Callable[[inputs.Long, Path], object]:
    """Compare what a pattern takes with what it takes when it is eight times as long."""

    def compare(pattern: inputs.Long, place: Path) -> None:
        told = grown(pattern, place, small, LONGER, GROWTH)
        # More text may be worth more work, such as events once their day can be told: that is a
        # step, and not growth, if twice as much takes about twice as long from there on.
        if told and grown(pattern, place, LONGER * small, 2, _DOUBLED):
            raise Drags(told)

    def grown(pattern: inputs.Long, place: Path, size: int, times: int, growth: float) -> str:
        short, long = pattern.text(size), pattern.text(times * size)
        shorts, longs = [], []
        for _ in range(_TRIES):
            shorts.append(_seconds(lambda: feed(short, place)))
            longs.append(_seconds(lambda: feed(long, place)))
            # The first time takes most: later ones find what is remembered of the short text.
            if min(longs) < max(_NOISE_SECONDS, growth * times * max(shorts)):
                return ""
        return f"{min(longs):.2f} s, and {max(shorts):.3f} s for a text {times} times shorter"

    return compare


def _seconds(work: Callable[[], object]) -> float:
    begun = time.process_time()
    work()
    return time.process_time() - begun


TARGETS = (
    Target("bytes", inputs.raw, read_bytes),
    Target("text", inputs.prose, read_text("a.txt")),
    Target("page", inputs.page, read_text("a.html")),
    Target("markdown", inputs.note, read_text("a.md")),
    Target("lines", st.lists(inputs.fields, max_size=4), read_lines),
    Target("events.json", inputs.table, read_text("a.json")),
    Target("events.csv", inputs.table, read_text("a.csv")),
    Target("edtf", inputs.edtf, read_interval),
    Target("timeline.toml", inputs.toml, read_settings),
    Target("edits.toml", inputs.toml, read_changes),
    Target("long text", inputs.long_prose, growing(read_text("a.txt"))),
    Target("long page", inputs.long_page, growing(read_text("a.html"))),
    Target("long markdown", inputs.long_note, growing(read_text("a.md"))),
    Target("long events.csv", inputs.long_table, growing(read_text("a.csv"))),
    Target("long events.json", inputs.long_table, growing(read_text("a.json"))),
    Target("long edtf", inputs.long_edtf, growing(read_interval)),
    Target("long timeline.toml", inputs.long_toml, growing(read_settings)),
    Target("long edits.toml", inputs.long_toml, growing(edits_of)),
)


def main() -> int:
    """Feed every target in turn until the time is over; returns 1 when something failed."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--seconds", type=float, default=600, metavar="N")
    parser.add_argument("--rounds", type=int, default=10**6, metavar="N")
    parser.add_argument("--seed", type=int, default=_SEED, metavar="N")
    parser.add_argument(
        "--only", default="", metavar="NAME", help="targets with that in their name"
    )
    chosen = parser.parse_args()
    faulthandler.enable()
    targets = [one for one in TARGETS if chosen.only in one.name]
    end = time.monotonic() + chosen.seconds
    fed = dict.fromkeys((target.name for target in targets), 0)
    failed: set[str] = set()
    for number in range(chosen.rounds):
        for target in targets:
            if time.monotonic() >= end or len(failed) == len(targets):
                break
            if target.name not in failed and not feed(target, chosen.seed + number, end, fed):
                failed.add(target.name)
    for name, count in fed.items():
        print(f"{name:20}{count:8} inputs{'  FAILED' if name in failed else ''}")
    print(f"{sum(fed.values())} inputs, {len(failed)} of {len(targets)} parts failed")
    return 1 if failed else 0


def feed(target: Target, number: int, end: float, fed: dict[str, int]) -> bool:
    """Feed a target some inputs of a seed; False, and the shortest one that fails is shown."""
    with tempfile.TemporaryDirectory() as folder:
        last = Path(folder) / "last"

        @seed(number)
        @settings(
            max_examples=_LONG_EXAMPLES if target.is_long else _EXAMPLES,
            deadline=None,
            database=None,
            phases=(Phase.generate,) if target.is_long else (Phase.generate, Phase.shrink),
            suppress_health_check=list(HealthCheck),
        )
        @given(target.made)
        def check(made: Any) -> None:
            if time.monotonic() < end:
                fed[target.name] += 1
                last.write_text(repr(made), "utf-8", "replace")
                signal.setitimer(signal.ITIMER_PROF, _HANG_SECONDS)
                try:
                    target.feed(made, Path(folder))
                finally:
                    signal.setitimer(signal.ITIMER_PROF, 0)

        signal.signal(signal.SIGPROF, _hangs)
        try:
            check()
        except Flaky:
            print(f"{target.name}, seed {number}: dragged once, not again", flush=True)
        except Exception:  # noqa: BLE001 - anything but our own errors is what we look for
            traceback.print_exc(file=sys.stdout)
            print(f"{target.name}, seed {number}: {last.read_text('utf-8')}", flush=True)
            return False
    return True


def _hangs(*_: object) -> None:
    raise Drags(f"takes more than {_HANG_SECONDS} s of CPU")


if __name__ == "__main__":
    sys.exit(main())
