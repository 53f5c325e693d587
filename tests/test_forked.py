"""Work that forked processes share comes back as if one process had done it."""

from __future__ import annotations

import os
import signal
import sys
from functools import partial
from itertools import pairwise
from pathlib import Path

import msgspec
import pytest
from synthetic_timeline import synthetic_timeline

from timeline.cache import NO_CACHE
from timeline.config import Config
from timeline.dealing import dealt
from timeline.pages import PageError, making, render_site
from timeline.workers import Memory, each, forked

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="needs fork and SIGKILL")


@pytest.mark.parametrize("count", [0, 1, 15, 16, 17, 500])
def test_results_come_in_order_and_from_other_processes(count: int) -> None:
    here = {"found": "what was made before"}
    works = [partial(lambda at: (at, os.getpid(), here["found"]), at) for at in range(count)]
    results = list(forked(works, 2))
    assert [at for at, _, _ in results] == list(range(count))
    assert {found for _, _, found in results} <= {"what was made before"}
    assert os.getpid() not in {process for _, process, _ in results}


def test_what_a_killed_process_leaves_undone_is_done_here() -> None:
    here = os.getpid()

    def work(at: int) -> int:
        if at in (40, 90) and os.getpid() != here:
            os.kill(os.getpid(), signal.SIGKILL)
        return at

    assert list(forked([partial(work, at) for at in range(200)], 2)) == list(range(200))


def test_who_asks_for_no_more_leaves_no_process_behind() -> None:
    results = forked([os.getpid] * 100, 2)
    process = next(results)
    results.close()
    with pytest.raises(ProcessLookupError):
        os.kill(process, 0)


_SHAPE = msgspec.msgpack.Decoder(list[tuple[int, int, str]])


@pytest.mark.parametrize("jobs", [1, 2, 3])
@pytest.mark.parametrize("count", [0, 1, 2, 5, 200])
def test_work_is_dealt_out_among_this_process_and_others(count: int, jobs: int) -> None:
    here = {"found": "what was made before"}
    works = [partial(lambda at: (at, os.getpid(), here["found"]), at) for at in range(count)]
    results = list(dealt(works, jobs, _SHAPE))
    assert [(at, found) for at, _, found in results] == [(at, here["found"]) for at in range(count)]
    told_by = {process for _, process, _ in results}
    assert len(told_by) == min(count, jobs)
    assert os.getpid() in told_by or not count
    for process in told_by - {os.getpid()}:
        with pytest.raises(ProcessLookupError):
            os.kill(process, 0)


@pytest.mark.parametrize("together", [1, 7, 500])
def test_pieces_in_a_row_are_dealt_to_one_process(together: int) -> None:
    works = [partial(lambda at: (at, os.getpid(), ""), at) for at in range(100)]
    results = list(dealt(works, 2, _SHAPE, together))
    assert [at for at, _, _ in results] == list(range(100))
    rows = [results[at : at + together] for at in range(0, 100, together)]
    tellers = [{process for _, process, _ in row} for row in rows]
    assert all(len(each) == 1 for each in tellers)
    assert all(one != other for one, other in pairwise(tellers))


@pytest.mark.parametrize("jobs", [1, 2])
@pytest.mark.parametrize("shape", [None, tuple[int, ...], str])
def test_a_result_comes_back_as_it_is_whether_or_not_it_can_be_read_back(
    shape: object, jobs: int
) -> None:
    memory: Memory[int, tuple[int, ...]] | None = None
    if shape:
        decoder: msgspec.msgpack.Decoder[tuple[int, ...]] = msgspec.msgpack.Decoder(shape)  # type: ignore[arg-type]
        memory = Memory(NO_CACHE, "", lambda _: None, decoder)
    found = each(_pair, range(50), jobs, memory=memory)
    assert [*found] == [_pair(at) for at in range(50)]


def _pair(at: int) -> tuple[int, ...]:
    return at, -at


@pytest.mark.parametrize("how", ["killed", "wrong", "refused"])
def test_work_of_a_process_that_does_not_bring_it_back_is_done_here(
    how: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    here = os.getpid()

    def work(at: int) -> tuple[int, int, str]:
        if at == 41 and os.getpid() != here:
            os.kill(os.getpid(), signal.SIGKILL if how == "killed" else 0)
            raise ValueError
        return at, os.getpid(), ""

    if how == "refused":
        monkeypatch.setattr(os, "fork", lambda: os.read(-1, 1))  # an OSError
    works = [partial(work, at) for at in range(50)]
    assert list(dealt(works, 2, _SHAPE)) == [(at, here, "") for at in range(50)]


def test_where_one_process_too_many_is_refused_the_others_do_their_work(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    fork, begun = os.fork, []

    def once() -> int:
        if begun:
            os.read(-1, 1)  # an OSError
        begun.append(True)
        return fork()

    monkeypatch.setattr(os, "fork", once)
    before = len([*Path("/dev/fd").iterdir()])
    works = [partial(lambda at: (at, os.getpid(), ""), at) for at in range(30)]
    results = list(dealt(works, 3, _SHAPE))
    assert [at for at, _, _ in results] == list(range(30))
    assert len({process for _, process, _ in results}) == 2
    assert len([*Path("/dev/fd").iterdir()]) == before


def test_a_fault_in_work_that_was_dealt_out_comes_through() -> None:
    def work(at: int) -> tuple[int, int, str]:
        raise ValueError(str(at))

    with pytest.raises(ValueError, match="0"):
        list(dealt([partial(work, at) for at in range(4)], 2, _SHAPE))


def test_a_site_is_the_same_whoever_makes_it(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(making, "_WORTH_SHARING", 1)
    story = synthetic_timeline(300)
    assert render_site(story, jobs=2) == render_site(story)


def test_a_fault_in_a_users_template_is_told_as_by_one_process(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(making, "_WORTH_SHARING", 1)
    (tmp_path / "document.html").write_text("{{ nothing }}", encoding="utf-8")
    said = []
    for jobs in (1, 2):
        with pytest.raises(PageError) as told:
            render_site(synthetic_timeline(60), Config(template_folder=tmp_path), jobs=jobs)
        said.append(str(told.value))
    assert said[0] == said[1]
    assert "nothing" in said[0]
