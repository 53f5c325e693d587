"""The pipeline: any number of processes tells the same story, and a dead one ends nothing."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from timeline.config import Config
from timeline.documents import read_documents
from timeline.exports import events_json
from timeline.pipeline import Options, run
from timeline.workers import each

EXAMPLES = Path(__file__).parent.parent / "examples"
PARENT = os.getpid()
TODAY = 738_155  # 31 December 2021


def double(number: int) -> int:
    return 2 * number


def die_elsewhere(number: int) -> int:
    if os.getpid() != PARENT and number == 5:
        os._exit(1)
    return 2 * number


@pytest.mark.parametrize("jobs", [1, 2, 3])
def test_work_comes_back_in_order_and_is_counted(jobs: int) -> None:
    steps: list[int] = []
    assert each(double, range(20), jobs, steps.append) == tuple(range(0, 40, 2))
    assert steps == list(range(1, 21))


def test_what_a_dead_process_leaves_undone_is_done_here() -> None:
    steps: list[int] = []
    assert each(die_elsewhere, range(20), 2, steps.append) == tuple(range(0, 40, 2))
    assert steps == list(range(1, 21))


def test_two_processes_tell_what_one_tells() -> None:
    library = read_documents(EXAMPLES, Config())
    alone, together = (run(library, Config(), "x", Options(TODAY, jobs=jobs)) for jobs in (1, 2))
    assert events_json(alone) == events_json(together)
