"""Bytes to a file of the user's, whole or not at all."""

from __future__ import annotations

from contextlib import suppress
from pathlib import Path

from timeline.errors import SourceError


def write_whole(file: Path, content: bytes) -> None:
    """Write a file so that a full disk or a kill leaves what it held before; folders are made.

    What is no regular file (a pipe, /dev/stdout) is written to as it is.  SourceError when it
    cannot be written.
    """
    file = file.resolve()  # a link stays one, and what it leads to is replaced
    try:
        if file.exists() and not file.is_file():
            file.write_bytes(content)
            return
        file.parent.mkdir(parents=True, exist_ok=True)
        _replace(file, content)
    except OSError as error:
        raise SourceError(
            f"cannot be written ({error.strerror or error})",
            file=str(file),
            remedy="Check that the folder may be written to and that the disk has room.",
        ) from error


def _replace(file: Path, content: bytes) -> None:
    unfinished = file.with_name(f".{file.name}.timeline-unfinished")
    unfinished.unlink(missing_ok=True)
    try:
        with unfinished.open("xb") as opened:
            opened.write(content)
        if file.exists():
            unfinished.chmod(file.stat().st_mode & 0o7777)
        unfinished.replace(file)
    except BaseException:
        with suppress(OSError):
            unfinished.unlink()
        raise
