"""The address of a Dask scheduler to an engine that has work done by the cluster's machines.

Everything goes over as packed bytes of our own: a fourth of what it would be, and Dask neither
looks into an article nor takes one for a name of its own.
"""

from __future__ import annotations

import logging
import pickle
import warnings
import zlib
from collections.abc import Callable
from functools import partial
from importlib import import_module
from threading import Lock
from typing import Any, TypeVar
from weakref import finalize

from timeline.cache import code_print
from timeline.errors import TimelineError
from timeline.workers import AHEAD, Lost, work_on

T = TypeVar("T")
R = TypeVar("R")

_BATCH = 32
"""Items handed over at a time: a hundred times the work that Dask does for a task of its own."""
_LARGEST = 32 * 1024 * 1024
"""Bytes of a batch from which on it is not worth the way."""
_CONNECT_SECONDS = 10
_WORKER_SECONDS = 30
"""How long the first worker is waited for."""
_LOOK_SECONDS = 5
_LOOKS = 12
"""After so many looks in a row without a worker nobody is expected to come back."""
_COUNTED_EVERY = 64
"""Batches after which workers are counted again, because a cluster may grow."""

_ALONE = Lock()
"""Nothing of ours is meant for two threads at once, nor would it be faster."""


def connect(address: str, tell: Callable[[str], None]) -> Cluster:
    """A scheduler's address ("tcp://host:8786") to its cluster; ``tell`` hears when it is lost.

    TimelineError where the extra ``cluster`` is not installed, nobody answers, or nobody works.
    """
    distributed = _distributed()
    for name in filter(_is_of_dask, logging.root.manager.loggerDict):
        logging.getLogger(name).setLevel(logging.CRITICAL)
    warnings.filterwarnings("ignore", module="distributed")
    try:
        client = distributed.Client(address, timeout=_CONNECT_SECONDS, set_as_default=False)
    except (OSError, ValueError, ImportError) as error:
        raise TimelineError(
            f"no scheduler answers at {address}",
            remedy="Start one with “dask scheduler” and give the address that it tells, "
            "such as tcp://10.0.0.5:8786.",
        ) from error
    cluster = Cluster(client, address, tell)
    try:
        client.wait_for_workers(1, _WORKER_SECONDS)
    except (OSError, TimeoutError) as error:
        raise TimelineError(
            f"the scheduler at {address} has no workers",
            remedy=f"Start some with: dask worker {address} --nworkers auto --nthreads 1",
        ) from error
    return cluster


def _distributed() -> Any:
    try:
        return import_module("distributed")
    except ImportError as error:
        raise TimelineError(
            "a cluster needs the extra “cluster”, which is not installed",
            remedy='Install it with: pip install "timeline-site[cluster]", or leave --scheduler.',
        ) from error


def _is_of_dask(name: str) -> bool:
    return name.split(".", maxsplit=1)[0] == "distributed"


class Cluster:
    """A Dask cluster as an engine of ``workers.each``; it is let go of with its last user."""

    batch = _BATCH

    def __init__(self, client: Any, address: str, tell: Callable[[str], None]) -> None:
        self._client = client
        self._address = address
        self._tell = tell
        self._gone = False
        self._handed_over = 0
        self._threads = 1
        finalize(self, _leave, client)

    @property
    def room(self) -> int:
        """Batches under way for all threads of the cluster, as it was when last counted."""
        return AHEAD * max(self._threads, 1)

    def hand_over(self, work: Callable[[T], R], items: list[T]) -> Callable[[], list[R]]:
        """Send a batch off; ``Lost`` where the cluster is, or where it is too large to send."""
        if self._gone:
            raise Lost
        if self._handed_over % _COUNTED_EVERY == 0:
            self._count()
        self._handed_over += 1
        batch = _pack((work, items))
        if len(batch) > _LARGEST:
            raise Lost
        try:
            future = self._client.submit(do_batch, code_print(), batch, pure=False)
        except Exception as error:
            raise self._lost() from error
        return partial(self._bring, future)

    def _bring(self, future: Any) -> Any:
        """The results of a batch; what a worker says is wrong is raised here."""
        looks = 0
        while True:
            try:
                worked, told = _unpack(future.result(timeout=_LOOK_SECONDS))
            except TimeoutError:
                looks = 0 if self._count() else looks + 1
                if looks == _LOOKS:
                    raise self._lost() from None
            except ImportError as error:
                raise _stranger(self._address, str(error)) from error
            except Exception as error:
                if "deserializ" in str(error):
                    raise _stranger(self._address, str(error.__cause__ or error)) from error
                # A worker died over it too often, or the scheduler is gone: it is done here, and
                # a fault of ours will show there.
                raise (Lost() if self._count() else self._lost()) from error
            else:
                break
        if not worked:
            raise told
        return told

    def _count(self) -> int:
        """Count the threads that work now."""
        try:
            self._threads = sum(self._client.nthreads().values())
        except Exception:  # noqa: BLE001 - whoever cannot be asked has nobody who works
            self._threads = 0
        return self._threads

    def _lost(self) -> Lost:
        """Say once that nobody is there any more."""
        if not self._gone:
            self._gone = True
            self._tell(f"note: the cluster at {self._address} is lost; the rest is done here")
        return Lost()


def do_batch(code: bytes, batch: bytes) -> bytes:
    """A batch to its results, on a worker: whether it went well, and the results or the error.

    ``code`` is the ``code_print`` of whoever asks; a worker that reads otherwise refuses.
    """
    with _ALONE:
        try:
            if code != code_print():
                raise _stranger(_here(), "another version of Python, timeline or a library")
            work, items = _unpack(batch)
            told: tuple[bool, Any] = True, work_on(work, items)
        except TimelineError as error:
            told = False, error
        return _pack(told)


def _pack(value: object) -> bytes:
    return zlib.compress(pickle.dumps(value, pickle.HIGHEST_PROTOCOL), 1)


def _unpack(data: bytes) -> Any:
    """What ``_pack`` packed; a cluster runs the code of whoever reaches it anyway."""
    return pickle.loads(zlib.decompress(data))  # noqa: S301 - see above


def _here() -> str:
    address: str = _distributed().get_worker().address
    return address


def _stranger(address: str, why: str) -> TimelineError:
    return TimelineError(
        f"the cluster at {address} cannot do this work alike: {why}",
        remedy="Install the same timeline, libraries and Python on the scheduler and every worker.",
    )


def _leave(client: Any) -> None:
    try:
        client.close(timeout=_LOOK_SECONDS)
    except Exception:  # noqa: BLE001 - it is over, whatever became of the cluster
        return
