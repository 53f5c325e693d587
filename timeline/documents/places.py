"""A folder to the files in it that may be articles, and how each stands there."""

from __future__ import annotations

import os
import re
from collections.abc import Collection, Iterator
from pathlib import Path

import msgspec

from timeline.config import CONFIG_NAME
from timeline.documents.draft import clean_text, notice
from timeline.model import Notice

_NO_ARTICLES = frozenset((CONFIG_NAME, "edits.toml"))
_encode = msgspec.msgpack.Encoder().encode
_README = re.compile(r"[Rr][Ee][Aa][Dd][Mm][Ee](?:\..*)?")


class Place(msgspec.Struct, frozen=True, gc=False):
    """A file, the path to name it by, and why it is refused.

    ``stand`` is another as soon as its name, size, times or number on the disk are; ``changed`` is
    the later of its times, in nanoseconds: of its content, and of what the disk says of it.
    """

    file: str
    path: str
    refusal: Notice | None = None
    stand: bytes = b""
    changed: int = 0

    @property
    def suffix(self) -> str:
        """How the name ends, in small letters: ".md"."""
        name = self.file.rpartition(os.sep)[2]
        dot = name.rfind(".")
        return name[dot:].lower() if 0 < dot < len(name) - 1 else ""


def find_places(folder: Path, skipped: Collection[str]) -> Iterator[Place]:
    """A folder, and what to leave out, to its files with those of all its folders, in no order."""
    top = str(folder.resolve())
    waiting = [(top, "")]
    while waiting:
        here, inside = waiting.pop()
        try:
            with os.scandir(here) as listed:
                entries = list(listed)
        except OSError as error:
            path = _shown(inside.removesuffix("/") or ".")
            yield Place(here, path, _folder_notice(path, error))
            continue
        for entry in entries:
            name = entry.name
            if name.startswith(".") or entry.path in skipped:
                continue
            if not _is_folder(entry):
                if name not in _NO_ARTICLES and not _README.fullmatch(name):
                    yield _place(entry, _shown(inside + name), top)
            elif entry.is_symlink():
                path = _shown(inside + name)
                yield Place(entry.path, path, _link_notice(path))
            else:
                waiting.append((entry.path, f"{inside}{name}/"))


def _is_folder(entry: os.DirEntry[str]) -> bool:
    try:
        return entry.is_dir()
    except OSError:
        return False  # what is said of it, reading it will say


def _place(entry: os.DirEntry[str], path: str, top: str) -> Place:
    if entry.is_symlink() and not Path(entry.path).resolve().is_relative_to(top):
        return Place(entry.path, path, _link_notice(path))
    try:
        status = entry.stat()
    except OSError:
        return Place(entry.path, path)
    written, changed = status.st_mtime_ns, status.st_ctime_ns
    told = (path, status.st_mode, status.st_size, status.st_ino, written, changed)
    return Place(entry.path, path, None, _stand_of(told), max(written, changed))


def _stand_of(told: object) -> bytes:
    """Plain values as bytes; a digest of them takes longer, and of a path there is no more."""
    try:
        return _encode(told)
    except (msgspec.MsgspecError, ValueError):  # a name that is no text
        return b""


def _shown(path: str) -> str:
    """A path in the folder as it is told."""
    return path if path.isascii() and path.isprintable() else clean_text(path)


def _link_notice(path: str) -> Notice:
    return notice(
        "link-not-followed",
        "is a link to another folder and was not followed",
        file=path,
        remedy="Copy the articles into the folder.",
    )


def _folder_notice(path: str, error: OSError) -> Notice:
    return notice(
        "folder-unreadable",
        f"cannot be read ({error.strerror}), so nothing in it was",
        file=path,
        remedy="Check that the folder may be read by you and is not nested too deeply.",
    )
