"""A folder and a change of many files in it to that change in one step, for whoever looks.

A twin of the folder, made of hard links, takes the change first and then the folder's place, in
one step of the system; meanwhile the folder itself is changed, and goes back to its place.  Who
looks sees all of the old or all of the new, whenever the work is stopped, and the folder stays
the one that others have opened, mounted or watch.  The twin of a folder with many files may be
laid by for the next change, which then links only what differs.
"""

from __future__ import annotations

import ctypes
import hashlib
import os
import shutil
import stat
from collections.abc import Callable, Container, Iterator
from contextlib import suppress
from pathlib import Path

_HERE = -100  # AT_FDCWD of Linux
_EXCHANGE = 2  # RENAME_EXCHANGE of renameat2(2)

Change = Callable[[Path, Path | None], None]
"""Makes a change to the folder it is given; the new files are in the other one if there is one."""


def twin_of(folder: Path) -> Path:
    """Where the twin of a folder stands while it is changed, or stood when the work was killed."""
    return folder.with_name(f".{folder.name}.timeline-twin")


def files_in(folder: Path | str, within: str = "") -> Iterator[str]:
    """The files in a folder and inside its folders, links too, by their paths within it."""
    with os.scandir(folder) as entries:
        for entry in entries:
            if entry.is_dir(follow_symlinks=False):
                yield from files_in(entry.path, f"{within}{entry.name}/")
            else:
                yield f"{within}{entry.name}"


def change_at_once(folder: Path, change: Change, first: str, laid_by: Path | None = None) -> bool:
    """Make a change to a folder in one step; False, and nothing done, where that cannot be.

    ``change`` is called for the twin and then for the folder itself, which stands aside; it must
    replace files, never write into them.  Its OSError comes through, and the folder is as it was.
    The file ``first`` is in the twin before any other, and goes from it after all others, so that
    whose twin it is can be told whenever the work is killed.  What is left over of the twin is for
    ``clear_twin`` or ``lay_by``; the one that was ``laid_by`` is used where there is one.  Needs
    hard links and an exchange of names (Linux has it).
    """
    twin = twin_of(folder)
    if not ((laid_by and _take_up(laid_by, folder)) or _make_twin(folder, first)):
        return False
    try:
        change(twin, None)
    except BaseException:
        _discard(twin, first)
        raise
    if not _exchange(twin, folder):
        _discard(twin, first)
        return False
    with suppress(OSError):  # then the twin stays in the folder's place, whole
        change(twin, folder)
        _exchange(twin, folder)
    return True


def clear_twin(folder: Path, ours: Container[str], last: str) -> None:
    """Take away the twin of a folder: what is in the folder too, and the files ``ours``, one last.

    Anything else came from somebody in the instant in which the twin stood in the folder's
    place: it is moved into the folder or, where something is in its way, stays in the twin.
    """
    twin = twin_of(folder)
    if twin.is_symlink() or not twin.is_dir():
        return
    for place, folders, files in os.walk(twin, topdown=False):
        inside = Path(place).relative_to(twin)
        within = "" if place == str(twin) else f"{inside.as_posix()}/"
        mine = [name for name in files if f"{within}{name}" in ours]
        links = [name for name in folders if (Path(place) / name).is_symlink()]
        others = {*files, *links}.difference(mine)
        for name in others:
            _clear(twin / inside / name, folder / inside / name)
        for name in sorted(mine, key=last.__eq__):
            os.unlink(f"{place}/{name}")  # noqa: PTH108 - of thousands a Path takes as long
        with suppress(OSError):
            Path(place).rmdir()


def lay_by(folder: Path, ours: Container[str], place: Path) -> bool:
    """Put the twin of a folder elsewhere on the disk for the next change; False where it stays.

    It has the files ``ours`` and no others: what came from somebody goes where ``clear_twin`` puts
    it.
    """
    twin = twin_of(folder)
    if os.path.lexists(place):
        return False
    for name in list(files_in(twin)):
        if name not in ours:
            _clear(twin / name, folder / name)
            if os.path.lexists(twin / name):
                return False
    try:
        twin.rename(place)
    except OSError:
        return False
    return True


def _take_up(place: Path, folder: Path) -> bool:
    """Let the twin that was laid by stand beside the folder, a twin of it as it is now.

    It is made one in its own place, under a name that nobody else uses who changes another folder:
    whatever is found there and killed there, nothing of it comes near the folder.
    """
    twin = twin_of(folder)
    mine = place.with_name(f"{place.name}-{hashlib.sha256(os.fsencode(folder)).hexdigest()[:16]}")
    try:
        if not os.path.lexists(mine):
            place.rename(mine)
        _match(str(folder), str(mine))
        if os.path.lexists(twin):
            return False
        mine.rename(twin)
    except OSError:
        return False
    return True


def _match(folder: str, twin: str) -> None:
    """Link what is in a folder into another where it is not, and take away there what is not here.

    A file that has a name in both is in no other's stead: while it has one, its number is its own.
    """
    here, there = os.lstat(folder), os.lstat(twin)
    if here.st_dev != there.st_dev or not stat.S_ISDIR(there.st_mode):
        raise NotADirectoryError(twin)
    inner: list[str] = []
    with os.scandir(twin) as entries:
        found = {entry.name: entry for entry in entries}
    with os.scandir(folder) as entries:
        for entry in entries:
            name = entry.name
            known = found.pop(name, None)
            if entry.is_dir(follow_symlinks=False):
                inner.append(name)
                if known is None or not known.is_dir(follow_symlinks=False):
                    _drop(known)
                    Path(f"{twin}/{name}").mkdir()
            elif known is None or known.inode() != entry.inode():
                _drop(known)
                os.link(entry.path, f"{twin}/{name}", follow_symlinks=False)
    for left in found.values():
        _drop(left)
    for name in inner:
        _match(f"{folder}/{name}", f"{twin}/{name}")
    shutil.copystat(folder, twin)


def _drop(entry: os.DirEntry[str] | None) -> None:
    if entry is not None and entry.is_dir(follow_symlinks=False):
        shutil.rmtree(entry.path)
    elif entry is not None:
        os.unlink(entry.path)  # noqa: PTH108 - of thousands a Path takes as long


def _clear(copy: Path, original: Path) -> None:
    if _is_same(copy, original):
        copy.unlink()
    elif not os.path.lexists(original):
        with suppress(OSError):
            original.parent.mkdir(parents=True, exist_ok=True)
            copy.rename(original)


def _is_same(copy: Path, original: Path) -> bool:
    if not os.path.lexists(original):
        return False
    if copy.is_symlink():
        return original.is_symlink() and copy.readlink() == original.readlink()
    return os.path.samestat(copy.lstat(), original.lstat())


def _make_twin(folder: Path, first: str) -> bool:
    """Make the twin of a folder, of hard links; False, and nothing done, where that cannot be."""
    twin = twin_of(folder)
    try:
        twin.mkdir()
    except OSError:
        return False
    try:
        _link_all(folder, twin, first)
    except OSError:
        _discard(twin, first)
        return False
    except BaseException:
        _discard(twin, first)
        raise
    return True


def _link_all(folder: Path, twin: Path, first: str) -> None:
    shutil.copystat(folder, twin)
    if (folder / first).is_file():
        (twin / first).hardlink_to(folder / first)
    _link_inside(str(folder), str(twin), first)


def _link_inside(folder: str, twin: str, first: str = "") -> None:
    """Link what is in a folder into its twin; plain names, since a Path takes as long as a link."""
    inner: list[str] = []
    with os.scandir(folder) as entries:
        for entry in entries:
            copy = f"{twin}/{entry.name}"
            if entry.is_symlink():
                Path(copy).symlink_to(Path(entry.path).readlink())
            elif entry.is_dir():
                inner.append(entry.name)
            elif entry.name != first:
                os.link(entry.path, copy, follow_symlinks=False)
    for name in inner:
        Path(f"{twin}/{name}").mkdir()
        _link_inside(f"{folder}/{name}", f"{twin}/{name}")
        shutil.copystat(f"{folder}/{name}", f"{twin}/{name}")


def _discard(twin: Path, last: str) -> None:
    """Take away a twin that never stood in the folder's place: hard links, and new files."""
    with suppress(OSError):
        for path in twin.iterdir():
            if path.is_dir() and not path.is_symlink():
                shutil.rmtree(path, ignore_errors=True)
            elif path.name != last:
                path.unlink()
        (twin / last).unlink(missing_ok=True)
        twin.rmdir()


def _exchange(one: Path, other: Path) -> bool:
    """Let two folders change names in one step; False where the system cannot."""
    call = getattr(ctypes.CDLL(None), "renameat2", None) if os.name == "posix" else None
    names = os.fsencode(one), os.fsencode(other)
    return call is not None and call(_HERE, names[0], _HERE, names[1], _EXCHANGE) == 0
