"""The files of a site to a folder on disk: changed files only, all at once, only our own."""

from __future__ import annotations

import hashlib
import json
import os
import re
from collections.abc import Iterable, Iterator, Mapping
from contextlib import suppress
from pathlib import Path, PurePosixPath

import msgspec
from msgspec import Struct

from timeline.cache import NO_CACHE, Cache
from timeline.collector import left_alone
from timeline.pages.content import Content, Some, content_of
from timeline.pages.lock import LOCK, OutputError, hold_folder, refused
from timeline.pages.spool import SPOOL, Spool, open_spool
from timeline.pages.standing import Standing, digest_of
from timeline.pages.swap import change_at_once, clear_twin, files_in, lay_by, twin_of

MANIFEST = "timeline-manifest.json"
_SCHEMA_VERSION = 1
UNFINISHED = ".timeline-unfinished"
TWIN = "site-twin"
"""The folder within that of the cache where the twin of a site waits for the next build."""
_MANY = 1000
"""Files from which on a site's twin is kept; fewer are linked in no time."""
_NO_PARTS = frozenset(("", ".", ".."))
_NO_CHARACTERS = frozenset('\\:\0*?"<>|')
_OUTSIDE = re.compile(r'[\\:\0*?"<>|]|(?:^|/)\.{0,2}(?:/|$)', re.MULTILINE)
"""What is in a line with a path that may not be within a site, or more."""


class _Listed(Struct):
    """A list of files as we write it."""

    files: dict[str, str]


_LISTED = msgspec.json.Decoder(_Listed)


class WriteReport(Struct, frozen=True):
    """What writing did, as paths within the site; ``kept`` are stale files edited since."""

    written: tuple[str, ...]
    unchanged: tuple[str, ...]
    removed: tuple[str, ...]
    kept: tuple[str, ...]


class _Plan(Struct, frozen=True):
    """What is to be done: the new files that differ, and those to go; digests of old and new."""

    changed: Mapping[str, Iterable[Some]]
    stale: tuple[str, ...]
    old: Mapping[str, str]
    new: Mapping[str, str]
    before: bytes
    """The list of files while it is done: of all old and all new ones."""
    after: bytes


def write_site(files: Mapping[str, bytes], out: Path) -> WriteReport:
    """The files of a site, by their paths, to a folder that nobody else is building into.

    As ``replace_site``, which see; OutputError also when another process holds the folder.
    """
    _check_paths(files)
    _read_manifest(out)
    with hold_folder(out):
        return replace_site(files, out)


def check_folder(out: Path) -> None:
    """OutputError when a folder for a site is somebody else's, before any work is done for it."""
    _read_manifest(out)


@left_alone()
def replace_site(
    files: Mapping[str, bytes] | Iterable[tuple[str, bytes | Content]],
    out: Path,
    cache: Cache = NO_CACHE,
    standing: Standing | None = None,
) -> WriteReport:
    """The files of a site, by their paths, to the folder of an earlier one, which is held.

    They may come one after the other, and piece after piece: none is held in memory longer than it
    takes to compare it, and none is made whose digest is known and that of what stands there.
    Only files that differ are written, and all of them come into view in one step: a build that
    fails, is killed, or finds the disk full leaves the earlier site whole or the new one.  Where
    the system has no such step (see ``timeline.pages.swap``) all new contents are on disk before
    the first old file is replaced, and a build killed between two files leaves it to the next
    one to finish.  What an earlier build wrote and this one does not is removed, unless somebody
    edited it; files that no build wrote are never touched.  What is noted in ``cache`` of how they
    stand saves opening those that were not touched since; ``standing`` is how they do, where that
    was looked up already.  OutputError when the folder holds
    things but no site of ours, when something of somebody else's is in the way, or when the disk
    refuses.
    """
    pairs = files.items() if isinstance(files, Mapping) else files
    try:
        return _write(pairs, out.resolve(), standing or stand_of(out, cache), cache.place(TWIN))
    except OSError as error:
        raise refused(out, error) from error


def stand_of(out: Path, cache: Cache = NO_CACHE) -> Standing:
    """How the files of a site stand in a folder that is held; OutputError when it is none of ours.

    What is noted of that in ``cache`` saves opening them.
    """
    return Standing(out.resolve(), _read_manifest(out), list_print(out), cache)


def site_print(out: Path, cache: Cache = NO_CACHE) -> bytes:
    """The digest of a site in a folder that is held, whole and as it was written; else empty.

    What is noted in ``cache`` of how its files stand saves opening them.
    """
    try:
        standing, listed = stand_of(out, cache), list_print(out)
        digests = standing.ours
        whole = all(standing.digest_of(name) == told for name, told in digests.items())
    except (OSError, OutputError):
        return b""
    if not (whole and digests):
        return b""
    standing.note((), digests, listed)
    return listed


def list_print(out: Path) -> bytes:
    """The digest of a site in a folder as it was written, whatever became of its files since."""
    try:
        return hashlib.sha256((out / MANIFEST).read_bytes()).digest()
    except OSError:
        return b""


def _write(
    files: Iterable[tuple[str, bytes | Content]],
    out: Path,
    standing: Standing,
    twin: Path | None = None,
) -> WriteReport:
    ours = standing.ours
    out.mkdir(parents=True, exist_ok=True)
    with open_spool(out, is_new=not ours) as changed:
        new: dict[str, str] = {}
        for name, held in files:
            _check_path(name)
            content = content_of(held)
            if not content.digest or content.digest != standing.digest_of(name):
                changed.put(name, content.pieces())
                same_size = _has_size(out, name, content.size)
                if same_size and content.digest == standing.digest_of(name):
                    changed.drop(name)
            # Of thousands of digests each is held once.
            known = ours.get(name)
            new[name] = known if known == content.digest else content.digest
        report = _replace(out, changed, ours, new, twin)
    standing.note(report.written, new, list_print(out))
    return report


def _replace(
    out: Path,
    changed: Spool,
    ours: Mapping[str, str],
    new: Mapping[str, str],
    twin: Path | None,
) -> WriteReport:
    """Put the changed files of a new site in the place of the old one's.

    ``twin`` is where the twin of a site waits for the next change, if it may.
    """
    names = sorted(changed)
    _refuse_links(out, {*names, *ours})
    _refuse_foreign(out, names, ours)
    stale = tuple(sorted(name for name in ours if name not in new))
    _clear_leftover(out, ours)
    unchanged = tuple(name for name in sorted(new) if name not in changed)
    if not changed and not stale and ours == new:
        return WriteReport((), unchanged, (), ())
    _clear_unfinished(out, ours)
    plan = _Plan(changed, stale, ours, new, _manifest({**new, **ours}), _manifest(new))
    gone = [name for name in stale if _is_untouched(out / name, ours[name])]
    at_once = change_at_once(
        out,
        lambda folder, source: _change(folder, plan, source),
        first=MANIFEST,
        laid_by=twin if ours else None,
    )
    own = _names({*ours, *new})
    if not at_once:
        _change(out, plan)
    elif twin is None or len(new) < _MANY or not lay_by(out, own, twin):
        clear_twin(out, own, last=MANIFEST)
    kept = tuple(name for name in stale if os.path.lexists(out / name))
    return WriteReport(tuple(names), unchanged, tuple(gone), kept)


def _change(folder: Path, plan: _Plan, source: Path | None = None) -> None:
    """Do what is planned in a folder; where a source is given the new files are linked to its."""
    # Listed before they exist, so that a killed build leaves nothing the next one disowns.
    _put(folder / MANIFEST, plan.before)
    try:
        for name, content in plan.changed.items():
            _stage(folder / name, content if source is None else source / name)
    except OSError:
        for name in plan.changed:
            with suppress(OSError):
                _unfinished(folder / name).unlink(missing_ok=True)
        raise
    for name in plan.changed:
        _unfinished(folder / name).replace(folder / name)
    for name in plan.stale:
        _remove(folder, name, plan.old[name])
    _put(folder / MANIFEST, plan.after)


def _clear_unfinished(folder: Path, names: Mapping[str, str]) -> None:
    """Take away what a killed build left of files of ours."""
    for file in [file for file in files_in(folder) if file.endswith(UNFINISHED)]:
        if file.removesuffix(UNFINISHED) in names:
            (folder / file).unlink()


def _clear_leftover(out: Path, ours: Mapping[str, str]) -> None:
    """Clear away what a killed build left beside the folder; a twin is ours by its manifest."""
    with suppress(OutputError):
        if not os.path.lexists(twin_of(out)):
            return
        listed = _read_manifest(twin_of(out))
        clear_twin(out, _names({*ours, *listed}), last=MANIFEST)


def _names(files: set[str]) -> frozenset[str]:
    """The files of ours that may be in the twin of a site's folder."""
    own = {*files, MANIFEST, LOCK}
    return frozenset(own | {name + UNFINISHED for name in own})


def _check_paths(names: Mapping[str, bytes]) -> None:
    for name in names:
        _check_path(name)


def _check_path(name: str) -> None:
    """A path within the site; ValueError when it would lead out of it or hide a file of ours."""
    last = name.rpartition("/")[2]
    if not _is_inside(name) or last == MANIFEST or last.endswith(UNFINISHED):
        raise ValueError(f"{name!r} is not a path within a site")


def _is_inside(name: str) -> bool:
    return _NO_CHARACTERS.isdisjoint(name) and _NO_PARTS.isdisjoint(name.split("/"))


def _read_manifest(out: Path) -> dict[str, str]:
    """The files of the site in a folder to their digests; OutputError when it is none of ours."""
    path = out / MANIFEST
    if not path.is_file():
        if os.path.lexists(out) and not out.is_dir():
            raise OutputError(
                "is a file, not a folder", file=str(out), remedy="Name a folder for the site."
            )
        if _holds_files(out, path) and not path.is_file():  # else its first build began just now
            raise OutputError(
                "holds files that timeline did not write",
                file=str(out),
                remedy="Name an empty or a new folder with -o, or empty this one yourself.",
            )
        if not path.is_file():
            return {}
    try:
        entries = _entries(path.read_bytes())
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError) as error:
        raise OutputError(
            "is not a list of files that timeline wrote",
            file=str(path),
            remedy="Remove the folder yourself, then build again.",
        ) from error
    if _OUTSIDE.search("\n".join(entries)) is None:  # to look at each of thousands takes longer
        return entries
    return {name: digest for name, digest in entries.items() if _is_inside(name)}


def _entries(manifest: bytes) -> dict[str, str]:
    """What a list of files names, and the digest that it has for each."""
    with suppress(msgspec.MsgspecError):
        return _LISTED.decode(manifest).files
    listed = json.loads(manifest.decode())["files"]
    return {str(name): str(digest) for name, digest in listed.items()}


def _holds_files(out: Path, manifest: Path) -> bool:
    own = (LOCK, _unfinished(manifest).name)
    return out.is_dir() and any(
        entry.name not in own and not entry.name.startswith(SPOOL) for entry in out.iterdir()
    )


def _refuse_foreign(out: Path, names: list[str], ours: Mapping[str, str]) -> None:
    for name in names:
        path = out / name
        if os.path.lexists(path) and (name not in ours or path.is_dir()):
            raise OutputError(
                "is in the way: timeline did not write it",
                file=str(out / name),
                remedy="Move it elsewhere, or name another folder with -o.",
            )


def _refuse_links(out: Path, names: set[str]) -> None:
    for folder in sorted({folder for name in _folders(names) for folder in _parents(out, name)}):
        if folder.is_symlink():
            raise OutputError(
                "leads out of the site's folder",
                file=str(folder),
                remedy="Replace the link by a folder, or name another folder with -o.",
            )


def _folders(names: Iterable[str]) -> set[str]:
    """A file in each folder that has some of these."""
    return set({name.rpartition("/")[0]: name for name in names}.values())


def _parents(out: Path, name: str) -> Iterator[Path]:
    """The folders between the site's own and a file, the innermost first."""
    for parent in PurePosixPath(name).parents:
        if parent.name:
            yield out / parent


def _has_size(out: Path, name: str, size: int) -> bool:
    try:
        return os.lstat(_inside(out, name)).st_size == size
    except FileNotFoundError:
        return False


def _inside(out: Path | str, name: str) -> str:
    return os.path.join(out, name)  # noqa: PTH118 - of thousands of paths a Path takes as long


def _stage(path: Path, content: Iterable[Some] | Path) -> None:
    """New contents, or those of another file, to a file beside the one they are for.

    It is always made anew: what stands there may be a link that leads out of the folder.
    """
    path.parent.mkdir(parents=True, exist_ok=True)
    unfinished = _unfinished(path)
    unfinished.unlink(missing_ok=True)
    if isinstance(content, Path):
        unfinished.hardlink_to(content)
        return
    with unfinished.open("xb") as file:
        for piece in content:
            file.write(piece)


def _put(path: Path, content: bytes) -> None:
    _stage(path, (content,))
    _unfinished(path).replace(path)


def _remove(out: Path, name: str, digest: str) -> None:
    """Remove a stale file and the folders it leaves empty, unless it is gone or was edited."""
    if not _is_untouched(out / name, digest):
        return
    (out / name).unlink()
    for folder in _parents(out, name):
        with suppress(OSError):
            folder.rmdir()


def _is_untouched(path: Path, digest: str) -> bool:
    return path.is_file() and digest_of(path.parent, path.name) == digest


def _unfinished(path: Path) -> Path:
    return path.with_name(path.name + UNFINISHED)


def _manifest(digests: Mapping[str, str]) -> bytes:
    names = sorted(digests)
    # One call for all: no name has a line break in JSON.
    written = json.dumps(names, separators=("\n", ":"))[1:-1].split("\n")
    lines = [f'  {told}: "{digests[name]}"' for told, name in zip(written, names, strict=False)]
    table = ",\n".join(lines)
    files = f"{{\n{table}\n }}" if table else "{}"
    return f'{{\n "files": {files},\n "schema_version": {_SCHEMA_VERSION}\n}}\n'.encode()
