"""A real Dask cluster on this machine: scheduler and workers, processes that can be killed."""

from __future__ import annotations

import os
import re
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

HERE = Path(__file__).resolve().parent


class MadeCluster:
    """A scheduler and its workers; without nannies, so that nobody raises the dead."""

    def __init__(self) -> None:
        self._running: list[subprocess.Popen[str]] = []
        self.scheduler = self._start("scheduler", "--host", "127.0.0.1", "--port", "0")
        self.address = self._line_with(self.scheduler, r"(tcp://127\.0\.0\.1:\d+)")
        self.workers: list[subprocess.Popen[str]] = []

    def add(self, count: int) -> list[subprocess.Popen[str]]:
        """Start so many further workers and wait until they are there."""
        words = (self.address, "--nthreads", "1", "--no-nanny", "--host", "127.0.0.1")
        new = [self._start("worker", *words, "--death-timeout", "30") for _ in range(count)]
        for one in new:
            self._line_with(one, r"(Registered to)")
        self.workers += new
        return new

    @property
    def killed(self) -> int:
        """How many of the workers were killed."""
        return sum(one.poll() == -signal.SIGKILL for one in self.workers)

    def end(self) -> None:
        """End every process that was started here."""
        for one in self._running:
            one.kill()
        for one in self._running:
            one.communicate()

    def _start(self, role: str, *words: str) -> subprocess.Popen[str]:
        paths = (str(HERE), os.environ.get("PYTHONPATH", ""))
        found = subprocess.Popen(
            [sys.executable, "-m", "dask", role, "--no-dashboard", *words],
            env={**os.environ, "PYTHONPATH": os.pathsep.join(filter(None, paths))},
            stdout=subprocess.DEVNULL,
            stderr=subprocess.PIPE,
            text=True,
        )
        self._running.append(found)
        return found

    def _line_with(self, process: subprocess.Popen[str], pattern: str) -> str:
        assert process.stderr
        told = ""
        for line in process.stderr:
            told += line
            if found := re.search(pattern, line):
                return found[1]
        raise AssertionError(told)


@contextmanager
def made_cluster(workers: int) -> Iterator[MadeCluster]:
    """A cluster of so many workers."""
    cluster = MadeCluster()
    try:
        cluster.add(workers)
        yield cluster
    finally:
        cluster.end()


def kill(process: subprocess.Popen[str]) -> None:
    """Kill a process as a power cut would."""
    process.send_signal(signal.SIGKILL)
    process.wait(10)
