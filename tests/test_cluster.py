"""A cluster tells the same story to the byte, whoever of it dies; what is wrong with it is said."""

from __future__ import annotations

import os
import signal
import sys
from collections.abc import Callable
from datetime import date
from functools import partial
from pathlib import Path
from typing import Any, TypeVar

import pytest
from hypothesis import given
from hypothesis import strategies as st
from made_cluster import MadeCluster, kill, made_cluster

from timeline import cluster as clusters
from timeline import pipeline
from timeline.cache import files_print, open_cache
from timeline.cli import main
from timeline.cluster import Cluster, connect
from timeline.config import Config
from timeline.documents import read_documents
from timeline.errors import TimelineError
from timeline.exports import events_json
from timeline.merge.verdicts import compare_packed
from timeline.pipeline import Options, run
from timeline.workers import Jobs, Lost, each

T = TypeVar("T")
R = TypeVar("R")
TODAY = date(2022, 1, 1).toordinal()
TOWNS = ("Selby", "Ripon", "Thirsk", "Malton", "Whitby", "Filey", "Otley")
COUNT = 120


@pytest.fixture(scope="module")
def archive(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Articles that tell alike, half of them with a date that their words are asked about."""
    folder = tmp_path_factory.mktemp("archive")
    for number in range(COUNT):
        town, other = TOWNS[number % 7], TOWNS[number % 5]
        text = (
            f"The dam at {town} burst on Friday, the mayor of {other} said. It rained last week."
            f"\n\nIt was opened on {1 + number % 28} June {1990 + number % 9} by Hugo Marwick.\n"
        )
        day = f"2021-05-{1 + number % 28:02}"
        name, whole = (
            (f"{number:03}.md", f"---\ndate: {day}\n---\n# The dam at {town}\n\n{text}"),
            (f"{number:03}.html", f"<h1>The dam</h1><time datetime={day}>then</time><p>{text}</p>"),
        )[number % 2]
        (folder / name).write_text(whole, encoding="utf-8")
    return folder


@pytest.fixture
def cluster(made: MadeCluster) -> Cluster:
    """The cluster of the session, as the command line has it."""
    return connect(made.address, complain)


def complain(line: str) -> None:
    raise AssertionError(line)


def told(source: Path, jobs: Jobs, report: Any = None, cache: Path | None = None) -> str:
    """The story of a source as JSON."""
    kept = open_cache(cache)
    library = read_documents(source, Config(), cache=kept, jobs=jobs)
    more = {} if report is None else {"report": report}
    found = run(library, Config(), "x", Options(TODAY, jobs=jobs), cache=kept, **more)
    kept.close()
    return events_json(found)


@pytest.fixture(scope="module")
def alone(archive: Path) -> str:
    """What one process here makes of the articles."""
    return told(archive, 1)


# --- any engine ----------------------------------------------------------------------------------


class Loser:
    """An engine that loses what it is told to lose, on the way there or back."""

    batch = 4
    room = 3

    def __init__(self, losses: list[int] | None = None) -> None:
        self.losses = losses or []
        self.items: list[Any] = []

    def hand_over(self, work: Callable[[T], R], items: list[T]) -> Callable[[], list[R]]:
        loss = self.losses.pop() if self.losses else 0
        if loss == 1:
            raise Lost
        self.items += items

        def bring() -> list[R]:
            if loss == 2:
                raise Lost
            return [work(item) for item in items]

        return bring


def double(number: int) -> int:
    return 2 * number


@given(st.integers(0, 40), st.lists(st.integers(0, 2)))
def test_nothing_is_lost_or_doubled_whatever_an_engine_loses(count: int, losses: list[int]) -> None:
    steps: list[int] = []
    assert each(double, range(count), Loser(losses), steps.append) == tuple(range(0, 2 * count, 2))
    assert steps == list(range(1, count + 1))


def test_only_what_is_not_known_goes_out(archive: Path, alone: str, tmp_path: Path) -> None:
    first, second = Loser(), Loser()
    assert told(archive, first, cache=tmp_path) == alone
    assert len(first.items) > COUNT
    assert told(archive, second, cache=tmp_path) == alone
    assert second.items == []


# --- a real cluster ------------------------------------------------------------------------------


def test_a_worker_killed_during_the_run_changes_nothing(
    made: MadeCluster,
    cluster: Cluster,
    archive: Path,
    alone: str,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(Cluster, "batch", 8)  # so that the victim has several of them
    [victim] = made.add(1)
    steps: list[int] = []

    def report(label: str, total: int) -> Callable[[int], None]:
        def step(done: int) -> None:
            if label == "finding events":
                if done == 1:
                    victim.send_signal(signal.SIGKILL)
                steps.append(done)

        return step

    assert told(archive, cluster, report) == alone
    assert steps == list(range(1, COUNT + 1))
    assert victim.wait(10) == -signal.SIGKILL


def test_events_are_compared_by_the_cluster_and_a_worker_killed_meanwhile_changes_nothing(
    made: MadeCluster,
    cluster: Cluster,
    archive: Path,
    alone: str,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(Cluster, "batch", 2)
    [victim] = made.add(1)
    sent: list[bytes] = []
    hand_over = Cluster.hand_over

    def spy(self: Cluster, work: Any, items: list[Any]) -> Any:
        if compare_packed in work.args:
            sent.extend(items)
            if len(sent) == 6:
                kill(victim)
        return hand_over(self, work, items)

    monkeypatch.setattr(Cluster, "hand_over", spy)
    assert told(archive, cluster) == alone
    assert len(sent) > 6
    assert victim.poll() == -signal.SIGKILL


def die_once(flag: Path, number: int) -> int:
    """Kill the process that does this, the first time."""
    if number == 40 and not flag.exists():
        flag.touch()
        os.kill(os.getpid(), signal.SIGKILL)
    return 2 * number


def test_a_batch_over_which_its_worker_died_is_done_by_another(
    made: MadeCluster, cluster: Cluster, tmp_path: Path
) -> None:
    made.add(1)
    dead = made.killed
    steps: list[int] = []
    work = partial(die_once, tmp_path / "flag")
    assert each(work, range(200), cluster, steps.append) == tuple(range(0, 400, 2))
    assert steps == list(range(1, 201))
    assert made.killed == dead + 1


def test_what_a_lost_cluster_leaves_undone_is_done_here(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(clusters, "_LOOKS", 1)
    monkeypatch.setattr(clusters, "_LOOK_SECONDS", 0.5)
    heard: list[str] = []
    with made_cluster(1) as doomed:
        cluster = connect(doomed.address, heard.append)
        kill(doomed.workers[0])
        assert each(double, range(100), cluster) == tuple(range(0, 200, 2))
        assert each(double, range(100), cluster) == tuple(range(0, 200, 2))
    assert len(heard) == 1
    assert heard[0].endswith("is lost; the rest is done here")


def test_a_site_made_by_a_cluster_is_that_made_here(
    made: MadeCluster, archive: Path, tmp_path: Path
) -> None:
    sites = []
    for name, words in (("here", ["--jobs", "1"]), ("there", ["--scheduler", made.address])):
        out = tmp_path / name
        words += ["--today", "2022-01-01", "--no-cache", "--title", "Dams"]
        assert main(["build", str(archive), "-o", str(out), *words]) == 0
        sites.append({f.relative_to(out): f.read_bytes() for f in out.rglob("*") if f.is_file()})
    assert sites[0] == sites[1]


def test_what_a_worker_finds_wrong_is_told_as_here(cluster: Cluster) -> None:
    with pytest.raises(TimelineError, match="number 7 is bad") as wrong:
        each(refuse_seven, range(64), cluster)
    assert wrong.value.remedy == "Take another."


def refuse_seven(number: int) -> int:
    if number == 7:
        raise TimelineError("number 7 is bad", remedy="Take another.")
    return number


# --- what can be wrong ---------------------------------------------------------------------------


def test_a_worker_of_another_version_refuses(
    cluster: Cluster, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(clusters, "code_print", lambda: b"other")
    with pytest.raises(TimelineError, match="another version of Python, timeline or a library"):
        each(double, range(64), cluster)


def test_facts_that_a_worker_does_not_find_alike_are_told(tmp_path: Path) -> None:
    facts = tmp_path / "facts.toml"
    told_here = files_print([facts])
    facts.write_text("# other facts\n", encoding="utf-8")
    with pytest.raises(TimelineError, match="a worker finds something else there"):
        pipeline._knowledge((facts,), told_here)


def test_no_scheduler_is_told_with_what_to_do(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(clusters, "_CONNECT_SECONDS", 0.5)
    assert main(["events", "x", "--scheduler", "tcp://127.0.0.1:9"]) == 2
    assert capsys.readouterr().err == (
        "timeline: no scheduler answers at tcp://127.0.0.1:9\n"
        "Start one with “dask scheduler” and give the address that it tells, "
        "such as tcp://10.0.0.5:8786.\n"
    )


def test_no_workers_are_told_with_what_to_do(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(clusters, "_WORKER_SECONDS", 0.2)
    with made_cluster(0) as empty, pytest.raises(TimelineError, match="has no workers") as wrong:
        connect(empty.address, complain)
    assert f"dask worker {empty.address}" in wrong.value.remedy


def test_a_missing_extra_is_told_with_what_to_do(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(sys.modules, "distributed", None)
    assert main(["events", "x", "--scheduler", "tcp://127.0.0.1:9"]) == 2
    assert 'pip install "timeline-site[cluster]"' in capsys.readouterr().err


@pytest.mark.parametrize("address", ["", "8786", "10.0.0.5:8786", "http://10.0.0.5:8786", "tcp://"])
def test_what_is_no_address_is_misuse(address: str, capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit):
        main(["events", "x", "--scheduler", address])
    assert "write it as tcp://10.0.0.5:8786" in capsys.readouterr().err
