"""A process of the command line ends as others do, only sooner: nothing of it is lost."""

from __future__ import annotations

import gc
import os
import subprocess
import sys
from pathlib import Path

import pytest

from timeline import collector
from timeline.cli import main

WORDS = ("explain", "--text", "It sank last week.", "--date", "2021-05-24")
AS_INSTALLED = "from timeline.cli import console; console()"
"""What the script ``timeline`` does."""


def called(*arguments: str, code: str = "", stdout: int = subprocess.PIPE) -> tuple[int, str, str]:
    """The status and the output of a process: ``python -m timeline``, or some code of its own."""
    settings = {name: told for name, told in os.environ.items() if name != "PYTHONUNBUFFERED"}
    begun = ["-c", code] if code else ["-m", "timeline"]
    ended = subprocess.run(
        [sys.executable, *begun, *arguments],
        stdout=stdout,
        stderr=subprocess.PIPE,
        text=True,
        env=settings,
        check=False,
    )
    return ended.returncode, ended.stdout, ended.stderr


@pytest.mark.parametrize("code", ["", AS_INSTALLED])
@pytest.mark.parametrize(
    ("arguments", "status"), [(WORDS, 0), (("explain",), 2), (("nonsense",), 2), ((), 2)]
)
def test_both_ways_to_call_it_end_with_the_status_of_the_command(
    arguments: tuple[str, ...], status: int, code: str
) -> None:
    assert called(*arguments, code=code)[0] == status


def test_an_article_that_cannot_be_read_is_status_1(tmp_path: Path) -> None:
    (tmp_path / "articles").mkdir()
    (tmp_path / "articles" / "a.txt").write_text("It sank on 3 May 2015.", encoding="utf-8")
    (tmp_path / "articles" / "b.jsonl").write_text("no JSON\n", encoding="utf-8")
    status, _, told = called("tag", str(tmp_path / "articles"), "--no-cache")
    assert (status, "b.jsonl" in told) == (1, True)


def test_all_that_was_said_arrives_at_the_other_end_of_a_pipe(
    capsys: pytest.CaptureFixture[str],
) -> None:
    assert main(WORDS) == 0
    assert called(*WORDS)[1] == capsys.readouterr().out


def test_that_nobody_reads_is_no_failure() -> None:
    """`timeline explain ... | true` ends quietly, however little there is to say."""
    read, write = os.pipe()
    os.close(read)
    try:
        assert called(*WORDS, stdout=write) == (0, None, "")
    finally:
        os.close(write)


def test_what_others_do_at_the_end_is_done() -> None:
    code = (
        "import atexit, threading, weakref\n"
        "class Thing: pass\n"
        "thing = Thing()\n"
        "atexit.register(print, 'before')\n"
        "weakref.finalize(thing, print, 'thing')\n"
        "late = lambda: (threading.main_thread().join(), print('thread'))\n"
        "threading.Thread(target=late).start()\n"
        "from timeline.cli import console\n"
        "console()"
    )
    status, said, _ = called(*WORDS, code=code)
    assert status == 0
    assert said.splitlines()[-3:] == ["thread", "thing", "before"]


def test_only_a_process_that_ends_keeps_what_a_build_made(tmp_path: Path) -> None:
    """Python that builds time and again would otherwise hold every story that it told."""
    (tmp_path / "articles").mkdir()
    (tmp_path / "articles" / "a.txt").write_text("It sank on 3 May 2015.", encoding="utf-8")
    build = ("build", str(tmp_path / "articles"), "-o", str(tmp_path / "site"), "--no-cache")
    assert main(build) == 0
    assert collector._spared == []
    code = (
        "import atexit\n"
        "from timeline import cli, collector\n"
        "atexit.register(lambda: print([type(one).__name__ for one in collector._spared]))\n"
        "cli.console()"
    )
    status, said, _ = called(*build, code=code)
    assert (status, said.splitlines()[-1]) == (0, "['list', 'Timeline']")


def test_a_command_called_from_python_leaves_the_collector_as_it_was() -> None:
    before = gc.isenabled(), gc.get_threshold(), gc.get_freeze_count()
    assert main(WORDS) == 0
    assert (gc.isenabled(), gc.get_threshold(), gc.get_freeze_count()) == before
