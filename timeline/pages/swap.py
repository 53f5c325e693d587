"""A folder and a change of many files in it to that change in one step, for whoever looks.

A twin of the folder, made of hard links, takes the change first and then the folder's place, in
one step of the system; meanwhile the folder itself is changed, and goes back to its place.  Who
looks sees all of the old or all of the new, whenever the work is stopped, and the folder stays
the one that others have opened, mounted or watch.
"""

from __future__ import annotations

import ctypes
import os
import shutil
from collections.abc import Callable, Container
from contextlib import suppress
from pathlib import Path

_HERE = -100  # AT_FDCWD of Linux
_EXCHANGE = 2  # RENAME_EXCHANGE of renameat2(2)

Change = Callable[[Path, Path | None], None]
"""Makes a change to the folder it is given; the new files are in the other one if there is one."""


def twin_of(folder: Path) -> Path:
    """Where the twin of a folder stands while it is changed, or stood when the work was killed."""
    return folder.with_name(f".{folder.name}.timeline-twin")


def change_at_once(folder: Path, change: Change, first: str) -> bool:
    """Make a change to a folder in one step; False, and nothing done, where that cannot be.

    ``change`` is called for the twin and then for the folder itself, which stands aside; it must
    replace files, never write into them.  Its OSError comes through, and the folder is as it was.
    The file ``first`` is in the twin before any other, and goes from it after all others, so that
    whose twin it is can be told whenever the work is killed.  What is left over of the twin is for
    ``clear_twin``.  Needs hard links and an exchange of names (Linux has it).
    """
    twin = twin_of(folder)
    try:
        twin.mkdir()
    except OSError:
        return False
    try:
        try:
            _link_all(folder, twin, first)
        except OSError:
            _discard(twin, first)
            return False
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
