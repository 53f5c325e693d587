"""A folder's name to a starter folder on disk, refused where it already holds things."""

from __future__ import annotations

from importlib.resources import files
from pathlib import Path

from timeline.errors import TimelineError

FILES = {
    "articles/README.md": "articles.md",
    "articles/2024-05-16-millbeck-bridge.md": "example.md",
    "timeline.toml": "timeline.toml",
    ".gitignore": "gitignore.txt",
    ".github/workflows/pages.yml": "pages.yml",
}
"""Each file of a starter folder and the one of ours that it is made from."""

_REQUIREMENT = "@REQUIREMENT@"
_WELCOME = frozenset((".git",))


class StarterError(TimelineError):
    """A starter folder cannot be made there."""


def make_starter(folder: Path, requirement: str) -> tuple[Path, ...]:
    """A folder's name to its new files; the workflow in it installs ``requirement`` with pip.

    The folder may be missing, empty, or hold nothing but an empty clone's ``.git``; anything
    else raises StarterError, and so does a disk that refuses.
    """
    try:
        held = [entry.name for entry in folder.iterdir()] if folder.is_dir() else []
        if folder.exists() and not folder.is_dir():
            raise StarterError(
                "is a file, not a folder", file=str(folder), remedy="Name a folder for the story."
            )
        if found := sorted(set(held) - _WELCOME):
            raise StarterError(
                f"holds things already ({', '.join(found[:3])}{', …' if len(found) > 3 else ''})",
                file=str(folder),
                remedy="Name a new folder; yours stays as it is.",
            )
        return tuple(_put(folder / name, ours, requirement) for name, ours in FILES.items())
    except OSError as error:
        raise StarterError(
            f"cannot be written ({error.strerror or error})",
            file=str(error.filename or folder),
            remedy="Check that the folder may be written to and that the disk has room.",
        ) from error


def _put(path: Path, ours: str, requirement: str) -> Path:
    text = (files("timeline.starter") / "files" / ours).read_text(encoding="utf-8")
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text.replace(_REQUIREMENT, requirement), encoding="utf-8", newline="\n")
    return path
