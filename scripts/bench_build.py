"""Time whole builds of a made-up archive: cold, untouched, one article touched, and their memory.

    bench_build.py [--articles 5000] [--large 50000] [--jobs N] [--write]

Each build is a process of its own, as a user runs it.  Printed are seconds of wall clock, seconds
of CPU of all its processes, and the memory of the largest of them at its peak.  The articles have
about two dates each, as news of that length has.  Then single parts: what an article of 3 kB takes,
what a page takes, and what a second worker is worth.  ``--large`` builds an archive of that size
too, to see how the cost of an article grows; ``--write`` puts all figures into tests/scores.toml.
"""

from __future__ import annotations

import argparse
import json
import os
import random
import subprocess
import sys
import tempfile
import time
import tomllib
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path
from statistics import mean, median
from typing import Any

from score import SCORES, to_toml

TODAY = date(2026, 1, 1)
FIRST = date(2014, 1, 1)
DAYS = 4000
LONG_ARTICLES = 400
LONG_ARTICLE_PIECES = 5
"""So many short articles on end have about 3 kB."""
RENDERED = 1000
TOUCHES = 5
"""Articles that are touched one after the other, all over the archive; their median counts."""
TURNS = 5
"""How often one worker and two are timed in turn; the fastest of each counts, since whatever else
the machine does only makes them slower."""
_SEED = 8
_HEADS = "Al Bren Cor Dun Esk Far Gren Hal Ister Kel Lor Mar Nor Ost Pen Quar Ros Sten Tor Wex"
_TAILS = "bury by dale field ford ham holm mere ness port stead stow ton vale wick worth"
_FIRSTS = "Ada Bela Carl Dora Emil Fay Greta Hugo Ida Jon Karin Leo Mona Nils Olga Paul Rita Sven"
_BODIES = "council court union hospital port school museum railway brewery theatre utility college"
_DEEDS = (
    "opened a bridge over the river|closed the ferry line|elected a new mayor|signed a contract "
    "for trams|raised the price of water|found a leak in the old dam|lost an appeal over the mill|"
    "began to rebuild the market hall|recalled a batch of cheese|put out a fire at the depot|"
    "sold the old town hall|won a prize for its garden|struck over night shifts|hired forty nurses|"
    "published a plan for the harbour|moved its archive to the castle|tested a flood barrier|"
    "cancelled the autumn fair|named a square after a pilot|banned lorries from the high street"
)


@dataclass(frozen=True, slots=True)
class Cost:
    """What a build took: seconds of wall clock and of CPU, and MiB of memory at its largest."""

    wall: float
    cpu: float
    memory: float


def main() -> None:
    """Build archives and parts of them, print what each took, and write it where that is asked."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--articles", type=int, default=5000, metavar="N")
    parser.add_argument("--large", type=int, default=0, metavar="N")
    parser.add_argument("--jobs", type=int, default=1, metavar="N")
    parser.add_argument("--write", action="store_true")
    chosen = parser.parse_args()
    figures = {**parts(chosen.articles), "small": builds(chosen.articles, chosen.jobs)}
    if chosen.large:
        figures["large"] = builds(chosen.large, chosen.jobs, only_cold=True)
        # A machine may be a third faster some minutes later, so the small one stands on both sides.
        after = builds(chosen.articles, chosen.jobs, only_cold=True)
        small = [each["cold_cpu_ms_per_article"] for each in (figures["small"], after)]
        figures["growth"] = figures["large"]["cold_cpu_ms_per_article"] / mean(small)
        print(f"{'an article costs':34}{figures['growth']:9.2f} times as much in the larger one")
    if chosen.write:
        scores = tomllib.loads(SCORES.read_text(encoding="utf-8"))
        SCORES.write_text(to_toml({**scores, "builds": figures}), encoding="utf-8")


def builds(articles: int, jobs: int, *, only_cold: bool = False) -> dict[str, float]:
    """What whole builds of an archive take: in ms or s of CPU, and MiB."""
    with tempfile.TemporaryDirectory() as place:
        source, out = Path(place) / "archive", Path(place) / "site"
        size = make_archive(source, articles)
        print(f"{articles} articles of {size / articles:.0f} bytes, {jobs} jobs")
        print(f"{'':20}{'wall s':>9}{'CPU s':>9}{'MiB':>8}")
        command = [sys.executable, "-m", "timeline", "build", str(source), "-o", str(out)]
        command += ["--jobs", str(jobs), "--today", TODAY.isoformat()]
        cold = show("cold", run(command))
        figures = {
            "articles": articles,
            "cold_cpu_ms_per_article": 1000 * cold.cpu / articles,
            "peak_mib": cold.memory,
        }
        if only_cold:
            return figures
        untouched = show("untouched", run(command))
        files = sorted(source.glob("*.md"))
        touched = []
        for number, file in enumerate(files[:: max(1, len(files) // TOUCHES)][:TOUCHES]):
            words = f"\nIt rained on {number + 3} May {2015 + number}.\n"
            file.write_text(file.read_text(encoding="utf-8") + words, "utf-8")
            touched.append(show("one article touched", run(command)))
        again = [*command, "--no-cache"]
        again[again.index(str(out))] = str(Path(place) / "afresh")
        show("without a cache", run(again))
        size = sum(file.stat().st_size for file in out.rglob("*") if file.is_file())
        print(f"  a site of {size / 1e6:.0f} MB")
        return {
            **figures,
            "untouched_cpu_seconds": untouched.cpu,
            "one_touched_cpu_seconds": median(each.cpu for each in touched),
        }


def parts(articles: int) -> dict[str, float]:
    """What single parts of a build take: ms of CPU, and how often two workers are as fast as one.

    Workers share the whole archive, and are compared by the wall clock, which needs a machine with
    two idle cores.
    """
    with tempfile.TemporaryDirectory() as place:
        long, short, many = (Path(place) / name for name in ("long", "short", "many"))
        size = make_archive(long, min(articles, LONG_ARTICLES), pieces=LONG_ARTICLE_PIECES)
        make_archive(short, min(articles, RENDERED))
        make_archive(many, articles)
        extracted = part("extract", long)
        pages = part("render", short)
        turns = [[part("extract", many, jobs)["wall"] for jobs in (1, 2)] for _ in range(TURNS)]
        fastest = [min(each) for each in zip(*turns, strict=True)]
    figures = {
        "extract_cpu_ms_per_article": 1000 * extracted["cpu"] / extracted["items"],
        "extracted_bytes_per_article": size / extracted["items"],
        "render_cpu_ms_per_page": 1000 * pages["cpu"] / pages["items"],
        "two_workers_against_one": fastest[0] / fastest[1],
        "two_loops_against_one": 2 * loops(1) / loops(2),
    }
    for name, value in figures.items():
        print(f"{name.replace('_', ' '):34}{value:9.2f}", flush=True)
    return figures


def loops(count: int) -> float:
    """Seconds in which so many loops run at once that share nothing: what the machine gives."""
    begun = time.monotonic()
    command = [sys.executable, "-c", "for _ in range(40000): sum(range(1000))"]
    running = [subprocess.Popen(command) for _ in range(count)]  # noqa: S603
    for one in running:
        one.wait()
    return time.monotonic() - begun


def part(name: str, folder: Path, jobs: int = 1) -> dict[str, Any]:
    """What a part of a build takes, in a process of its own."""
    script = str(Path(__file__).with_name("bench_work.py"))
    command = [sys.executable, script, name, str(folder), "--jobs", str(jobs)]
    told = subprocess.run(command, check=True, capture_output=True, text=True)  # noqa: S603
    found: dict[str, Any] = json.loads(told.stdout)
    return found


def run(command: Sequence[str]) -> Cost:
    """A command's cost, with that of all processes it began; CalledProcessError when it fails."""
    begun = time.monotonic()
    process = subprocess.Popen(command, stdout=subprocess.DEVNULL, env=_as_a_user())  # noqa: S603
    _, status, used = os.wait4(process.pid, 0)
    wall = time.monotonic() - begun
    if code := os.waitstatus_to_exitcode(status):
        raise subprocess.CalledProcessError(code, command)
    return Cost(wall, used.ru_utime + used.ru_stime, used.ru_maxrss / 1024)


def _as_a_user() -> dict[str, str]:
    """The environment, in which Python keeps what it compiles, as it does unless told otherwise."""
    return {name: told for name, told in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}


def show(name: str, cost: Cost) -> Cost:
    """Print a row of the table; returns what it shows."""
    print(f"{name:20}{cost.wall:9.2f}{cost.cpu:9.2f}{cost.memory:8.0f}", flush=True)
    return cost


def make_archive(folder: Path, articles: int, days: int = DAYS, pieces: int = 1) -> int:
    """Write so many dated articles, always the same, into a folder; returns their bytes.

    They are spread over so many days; each is ``pieces`` short ones on end.  Some tell what earlier
    ones told, as papers do.
    """
    chance = random.Random(_SEED)  # noqa: S311 - a made-up archive, no secret
    towns = [head + tail for head in _HEADS.split() for tail in _TAILS.split()]
    names = [f"{first} {town}" for first in _FIRSTS.split() for town in towns[::3]]
    folder.mkdir(parents=True)
    told: list[tuple[str, date]] = []
    size = 0
    for number in range(articles):
        day = FIRST + timedelta(days=number * days // articles)
        text = _article(chance, day, towns, names, told[-40:])
        for _ in range(pieces - 1):
            text += "\n" + _article(chance, day, towns, names, ()).partition("\n\n")[2]
        told.append((text.split("\n\n")[1].split(". ")[0], day))
        text = f"---\ndate: {day.isoformat()}\nsource: Paper {number % 7}\n---\n{text}"
        size += (folder / f"{number:06}.md").write_text(text, encoding="utf-8")
    return size


def _article(
    chance: random.Random,
    day: date,
    towns: Sequence[str],
    names: Sequence[str],
    told: Sequence[tuple[str, date]],
) -> str:
    town, other = chance.sample(towns, 2)
    who = chance.choice(names)
    body, second = chance.sample(_BODIES.split(), 2)
    deeds = chance.sample(_DEEDS.split("|"), 4)
    days = [day - timedelta(days=chance.randrange(1, most)) for most in (5, 6, 900)]
    plan = day + timedelta(days=chance.randrange(20, 300))
    lead = f"The {body} of {town} {deeds[0]} on {days[0]:%A}"
    if told and chance.random() < 0.2:
        lead = chance.choice(told)[0]
    later = (
        f"The {second} of {other} {deeds[1]} on {days[2]:%d %B %Y}, as people in {town} remember",
        f"It will be discussed again on {plan:%d %B}, {who} said, and it will not be short",
        f"In {days[2].year - chance.randrange(3, 40)} the {body} {deeds[2]}, alone in the county",
    )
    return (
        f"# {town}: the {body} {deeds[0]}\n\n"
        f"{lead}. {who}, who speaks for the {body}, said that the {second} of {other} had known "
        f"of it for weeks. Nobody was hurt, and the damage is small.\n\n"
        f"{later[chance.randrange(3)]}. The road past the {second} was closed to lorries while "
        f"the work went on, and the buses took the long way round by {other}.\n\n"
        f"Its neighbours have often asked whether it might be done again, and at what price. The "
        f"{second} would not say, but {who} thought that there was money enough, if only the "
        f"{body} wanted it.\n"
    )


if __name__ == "__main__":
    main()
