"""Files and folders to the paths that changed in them since they were last looked at."""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator
from pathlib import Path

_Stamped = tuple[Path, tuple[int, int]]


class Watch:
    """What changed between one look and the next, by the time and the size of files.

    Everything is new at the first look.  Hidden files and folders are left out, and what editors
    write for themselves (``name~``).
    """

    def __init__(self) -> None:
        self._seen: dict[Path, tuple[int, int]] = {}

    def changed(self, places: Iterable[Path], leave: Iterable[Path] = ()) -> frozenset[Path]:
        """Files and folders to the files in them that are new, changed or gone.

        ``leave`` names folders that are not looked into.
        """
        skipped = frozenset(place.resolve() for place in leave)
        now = dict(_look(places, skipped))
        before, self._seen = self._seen, now
        touched = {path for path, stamp in now.items() if before.get(path) != stamp}
        return frozenset(touched | (before.keys() - now.keys()))


def _look(places: Iterable[Path], skipped: frozenset[Path]) -> Iterator[_Stamped]:
    for place in places:
        if not place.is_dir():
            yield from _stamp(place)
            continue
        for folder, names, files in os.walk(place):
            here = Path(folder)
            names[:] = [
                name for name in names if name[0] != "." and (here / name).resolve() not in skipped
            ]
            for name in files:
                if name[0] != "." and not name.endswith("~"):
                    yield from _stamp(here / name)


def _stamp(path: Path) -> Iterator[_Stamped]:
    try:
        told = path.stat()
    except OSError:
        return
    yield path, (told.st_mtime_ns, told.st_size)
