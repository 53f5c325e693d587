"""The folder of a site to the right to write it, which one build at a time holds."""

from __future__ import annotations

import os
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from timeline.errors import TimelineError

try:
    import fcntl
except ImportError:  # pragma: no cover - Windows has none, and there nothing is locked
    fcntl = None  # type: ignore[assignment]

LOCK = ".timeline-lock"
"""The file in the folder of a site, while it is being built, that names the process at it."""
_LONGEST_NAME = 200
_held_here: set[str] = set()
"""The folders that threads of this process hold: the system's lock knows only processes."""
_looking = threading.Lock()


class OutputError(TimelineError):
    """The folder for the site cannot be used."""


@contextmanager
def hold_folder(out: Path) -> Iterator[None]:
    """Hold the folder of a site, made if it is not there, until the work on it is done.

    OutputError when another process or thread holds it, by its number and machine, or when the
    folder cannot be written to.  The system lets go of what a killed process held, and the lock is
    not inherited, so that no orphan of it can keep it.  A folder that was made for nothing goes.
    """
    place = os.path.realpath(out)
    with _looking:
        if place in _held_here:
            raise _held(out, _own_name())
        _held_here.add(place)
    try:
        with _held_by_us(out):
            yield
    finally:
        _held_here.discard(place)


@contextmanager
def _held_by_us(out: Path) -> Iterator[None]:
    made = [folder for folder in (out, *out.parents) if not folder.exists()]
    try:
        out.mkdir(parents=True, exist_ok=True)
        handle = _take(out)
    except OSError as error:
        raise refused(out, error) from error
    try:
        yield
    finally:
        with suppress(OSError):
            (out / LOCK).unlink()
        os.close(handle)
        with suppress(OSError):
            for folder in made:
                folder.rmdir()


def refused(out: Path, error: OSError) -> OutputError:
    """What a disk or a folder refuses, in words."""
    if isinstance(error, (FileExistsError, NotADirectoryError)):
        return OutputError(
            "is a file, not a folder",
            file=str(error.filename or out),
            remedy="Name a folder for the site.",
        )
    return OutputError(
        f"cannot be written ({error.strerror or error})",
        file=str(error.filename or out),
        remedy="Check that the folder may be written to and that the disk has room.",
    )


def _take(out: Path) -> int:
    path = out / LOCK
    while True:
        handle = os.open(path, os.O_RDWR | os.O_CREAT | os.O_NOFOLLOW | os.O_CLOEXEC, 0o644)
        try:
            if fcntl is not None:
                _lock(handle, out)
            if _is_at(handle, path):  # else its last holder took it away before we had it
                _sign(handle, path)
                return handle
        except BaseException:
            os.close(handle)
            raise
        os.close(handle)


def _sign(handle: int, path: Path) -> None:
    try:
        os.truncate(handle, 0)
        os.pwrite(handle, _own_name().encode(), 0)
    except OSError:  # the disk is full
        path.unlink()
        raise


def _own_name() -> str:
    return f"process {os.getpid()} on {os.uname().nodename}"


def _lock(handle: int, out: Path) -> None:
    try:
        fcntl.lockf(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except (BlockingIOError, PermissionError) as error:
        holder = os.pread(handle, _LONGEST_NAME, 0).decode("utf-8", "replace")
        raise _held(out, holder or "another process") from error


def _held(out: Path, holder: str) -> OutputError:
    return OutputError(
        f"is being built by {holder}",
        file=str(out),
        remedy="Wait until that build has ended, or name another folder with -o.",
    )


def _is_at(handle: int, path: Path) -> bool:
    try:
        return os.path.samestat(os.fstat(handle), path.lstat())
    except FileNotFoundError:
        return False
