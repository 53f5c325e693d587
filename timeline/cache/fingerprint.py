"""Everything besides an article that decides what is read in it, to one digest."""

from __future__ import annotations

import hashlib
import os
import sys
import unicodedata
from collections.abc import Iterable, Iterator
from functools import cache
from pathlib import Path

PRINT_SIZE = 16
"""Bytes of a digest."""
_SMALL = 4096
_PACKAGE = Path(__file__).resolve().parent.parent
_LIBRARIES = (
    "dateparser",
    "htmldate",
    "jinja2",
    "lxml",
    "markdown",
    "markupsafe",
    "msgspec",
    "numpy",
    "plotly",
    "pyyaml",
    "selectolax",
)
"""The distributions whose versions can change what is read or how it is shown."""


def digest(*parts: bytes) -> bytes:
    """Parts to a digest of 16 bytes, by BLAKE2b (RFC 7693); where a part ends counts too."""
    if len(parts) == 1 and len(parts[0]) < _SMALL:
        return hashlib.blake2b(
            len(parts[0]).to_bytes(8, "little") + parts[0], digest_size=PRINT_SIZE
        ).digest()
    told = hashlib.blake2b(digest_size=PRINT_SIZE)
    for part in parts:
        told.update(len(part).to_bytes(8, "little"))
        told.update(part)
    return told.digest()


@cache
def code_print() -> bytes:
    """The digest of our code, rules and knowledge, of Python and of the libraries that read.

    The files themselves are read, so that a rule edited in a checkout counts as a new version.
    """
    return digest(
        tools_print(),
        files_print([_PACKAGE]),
    )


def code_stand() -> tuple[bytes, int]:
    """How our files stand on the disk, with Python and the libraries, and when that last changed.

    The digest is another as soon as the name, size, times or number on the disk of a file are; the
    time is in nanoseconds.
    """
    parts: list[bytes] = []
    changed = 0
    for path, status in _stands(str(_PACKAGE)):
        size, times = status.st_size, (status.st_mtime_ns, status.st_ctime_ns)
        parts.append(f"{path} {status.st_mode} {size} {status.st_ino} {times}".encode())
        changed = max(changed, *times)
    return digest(tools_print(), str(_PACKAGE).encode(), *sorted(parts)), changed


def _stands(folder: str) -> Iterator[tuple[str, os.stat_result]]:
    with os.scandir(folder) as listed:
        for entry in listed:
            if entry.is_dir(follow_symlinks=False):
                yield from _stands(entry.path)
            elif not entry.name.endswith(".pyc"):
                yield entry.path, entry.stat()


@cache
def tools_print() -> bytes:
    """The digest of Python and of the libraries that read."""
    return digest(
        sys.version.encode(),
        unicodedata.unidata_version.encode(),
        *(f"{name} {_version(name)}".encode() for name in _LIBRARIES),
    )


def files_print(places: Iterable[Path]) -> bytes:
    """Files, and folders with all that is in them, to a digest of their names and contents.

    What cannot be read counts as empty.  Compiled Python is left out.
    """
    parts: list[bytes] = []
    for place in places:
        for file in _files(place):
            parts.append(str(file.relative_to(place)).encode("utf-8", "surrogateescape"))
            try:
                parts.append(file.read_bytes())
            except OSError:
                parts.append(b"")
    return digest(*parts)


def _files(place: Path) -> Iterator[Path]:
    if not place.is_dir():
        yield place
        return
    for path in sorted(place.rglob("*")):
        if path.suffix != ".pyc" and path.is_file():
            yield path


def _version(name: str) -> str:
    """What the folders of a library's metadata are called, which names its version."""
    return " ".join(_installed().get(name, ())) or "none"


@cache
def _installed() -> dict[str, list[str]]:
    """Each library that reads to its metadata on Python's path, the first one first.

    ``importlib.metadata`` opens and parses these, and brings the mail reader of Python for that.
    """
    found: dict[str, list[str]] = {}
    for place in sys.path:
        try:
            with os.scandir(place or ".") as listed:
                names = sorted(entry.name for entry in listed)
        except OSError:
            continue
        for name in names:
            library = name.partition("-")[0].replace("_", "-").lower()
            if library in _LIBRARIES and name.endswith((".dist-info", ".egg-info")):
                found.setdefault(library, []).append(name)
    return found
