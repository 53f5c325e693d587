"""Work that forked processes share comes back as if one process had done it."""

from __future__ import annotations

import os
import signal
import sys
from functools import partial
from pathlib import Path

import pytest
from synthetic_timeline import synthetic_timeline

from timeline.config import Config
from timeline.pages import PageError, making, render_site
from timeline.workers import forked

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
