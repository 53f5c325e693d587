"""A site in memory to a folder on disk: changed files only, each whole, no one else's touched."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path, PurePosixPath

from timeline.errors import TimelineError

MANIFEST = "timeline-manifest.json"
_SCHEMA_VERSION = 1
_UNFINISHED = ".timeline-unfinished"


class OutputError(TimelineError):
    """The folder for the site cannot be used."""


@dataclass(frozen=True, slots=True)
class WriteReport:
    """What writing did, as paths within the site; ``kept`` are stale files edited since."""

    written: tuple[str, ...]
    unchanged: tuple[str, ...]
    removed: tuple[str, ...]
    kept: tuple[str, ...]


def write_site(files: Mapping[str, bytes], out: Path) -> WriteReport:
    """The files of a site, by their paths, to a folder.

    Only files that differ are written.  All new contents are on disk before the first old
    file is replaced, so a build that fails leaves the previous site as it was.  What an
    earlier build wrote and this one does not is removed, unless somebody edited it; files
    that no build wrote are never touched.  OutputError when the folder holds things but no
    site of ours, when a file of somebody else's is in the way, or when the disk refuses.
    """
    for name in files:
        _check_path(name)
    try:
        return _write(files, out)
    except OSError as error:
        raise OutputError(
            f"cannot be written ({error.strerror or error})",
            file=str(error.filename or out),
            remedy="Check that the folder may be written to and that the disk has room.",
        ) from error


def site_print(out: Path) -> bytes:
    """The digest of a site in a folder, whole and as it was written; empty where it is not."""
    try:
        manifest = (out / MANIFEST).read_bytes()
        digests = _read_manifest(out)
        whole = all(_digest((out / name).read_bytes()) == told for name, told in digests.items())
    except (OSError, OutputError):
        return b""
    return hashlib.sha256(manifest).digest() if whole and digests else b""


def _write(files: Mapping[str, bytes], out: Path) -> WriteReport:
    ours = _read_manifest(out)
    new = {name: _digest(content) for name, content in files.items()}
    changed = [name for name in sorted(files) if _differs(out / name, files[name])]
    _refuse_links(out, {*changed, *ours})
    _refuse_foreign(out, [name for name in changed if name not in ours])
    stale = sorted(name for name in ours if name not in files)
    if not changed and not stale and ours == new:
        return WriteReport((), tuple(sorted(files)), (), ())
    out.mkdir(parents=True, exist_ok=True)
    # Listed before they exist, so that a killed build leaves nothing the next one disowns.
    _put(out / MANIFEST, _manifest({**new, **ours}))
    for name in ours:
        _unfinished(out / name).unlink(missing_ok=True)
    try:
        for name in changed:
            _stage(out / name, files[name])
    except OSError:
        for name in changed:
            with suppress(OSError):
                _unfinished(out / name).unlink(missing_ok=True)
        raise
    for name in changed:
        _unfinished(out / name).replace(out / name)
    removed = [name for name in stale if _remove(out, name, ours[name])]
    kept = tuple(name for name in stale if (out / name).exists())
    _put(out / MANIFEST, _manifest(new))
    unchanged = tuple(name for name in sorted(files) if name not in changed)
    return WriteReport(tuple(changed), unchanged, tuple(removed), kept)


def _check_path(name: str) -> None:
    """A path within the site; ValueError when it would lead out of it or hide a file of ours."""
    path = PurePosixPath(name)
    if not _is_inside(name) or path.name == MANIFEST or name.endswith(_UNFINISHED):
        raise ValueError(f"{name!r} is not a path within a site")


def _is_inside(name: str) -> bool:
    path = PurePosixPath(name)
    return (
        bool(name)
        and str(path) == name
        and not path.is_absolute()
        and ".." not in path.parts
        and not set(name) & set('\\:\0*?"<>|')
    )


def _read_manifest(out: Path) -> dict[str, str]:
    """The files of the site in a folder to their digests; OutputError when it is none of ours."""
    path = out / MANIFEST
    if not path.is_file():
        if out.exists() and not out.is_dir():
            raise OutputError(
                "is a file, not a folder", file=str(out), remedy="Name a folder for the site."
            )
        if out.is_dir() and any(entry.name != _unfinished(path).name for entry in out.iterdir()):
            raise OutputError(
                "holds files that timeline did not write",
                file=str(out),
                remedy="Name an empty or a new folder with -o, or empty this one yourself.",
            )
        return {}
    try:
        listed = json.loads(path.read_text(encoding="utf-8"))["files"]
        entries = [(str(name), str(digest)) for name, digest in listed.items()]
    except (ValueError, KeyError, TypeError, AttributeError) as error:
        raise OutputError(
            "is not a list of files that timeline wrote",
            file=str(path),
            remedy="Remove the folder yourself, then build again.",
        ) from error
    return {name: digest for name, digest in entries if _is_inside(name)}


def _refuse_foreign(out: Path, names: list[str]) -> None:
    for name in names:
        if (out / name).exists():
            raise OutputError(
                "is in the way: timeline did not write it",
                file=str(out / name),
                remedy="Move it elsewhere, or name another folder with -o.",
            )


def _refuse_links(out: Path, names: set[str]) -> None:
    for folder in sorted({folder for name in names for folder in _parents(out, name)}):
        if folder.is_symlink():
            raise OutputError(
                "leads out of the site's folder",
                file=str(folder),
                remedy="Replace the link by a folder, or name another folder with -o.",
            )


def _parents(out: Path, name: str) -> Iterator[Path]:
    """The folders between the site's own and a file, the innermost first."""
    for parent in PurePosixPath(name).parents:
        if parent.name:
            yield out / parent


def _differs(path: Path, content: bytes) -> bool:
    try:
        return path.stat().st_size != len(content) or path.read_bytes() != content
    except FileNotFoundError:
        return True


def _stage(path: Path, content: bytes) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    _unfinished(path).write_bytes(content)


def _put(path: Path, content: bytes) -> None:
    _stage(path, content)
    _unfinished(path).replace(path)


def _remove(out: Path, name: str, digest: str) -> bool:
    """Remove a stale file and the folders it leaves empty; False where it is gone or edited."""
    path = out / name
    if not path.is_file() or _digest(path.read_bytes()) != digest:
        return False
    path.unlink()
    for folder in _parents(out, name):
        with suppress(OSError):
            folder.rmdir()
    return True


def _unfinished(path: Path) -> Path:
    return path.with_name(path.name + _UNFINISHED)


def _digest(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()


def _manifest(digests: Mapping[str, str]) -> bytes:
    table = {"files": dict(sorted(digests.items())), "schema_version": _SCHEMA_VERSION}
    return (json.dumps(table, indent=1, ensure_ascii=True) + "\n").encode()
