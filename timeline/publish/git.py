"""A git command to its output; what git refuses becomes an error a user can act on."""

from __future__ import annotations

import os
import re
import subprocess
from collections.abc import Mapping, Sequence
from pathlib import Path

from timeline.errors import TimelineError

_PASSWORD = re.compile(r"(?<=://)[^/\s@]+@")
_LINES_TOLD = 6


class PublishError(TimelineError):
    """A site cannot be published; ``str()`` says what to do about it."""


class GitRefused(PublishError):
    """A git command failed; ``message`` holds what git said."""


class Git:
    """Git in one folder, with settings that go to every command by its environment."""

    def __init__(
        self, folder: Path | None = None, settings: Mapping[str, str] | None = None
    ) -> None:
        self._folder = folder
        self._settings = dict(settings or {})

    def run(self, *words: str, given: bytes = b"") -> str:
        """The words of a command to its output without the last newline.

        Raises GitRefused with git's own words, freed of passwords, and PublishError where there
        is no git.
        """
        done = self._start(words, given)
        if done.returncode != 0:
            raise GitRefused(f"git {words[0]} failed: {_told(done.stderr)}")
        return done.stdout.decode("utf-8", "replace").rstrip("\n")

    def asks(self, *words: str) -> str | None:
        """The words of a command to its output, or None where git has no answer."""
        try:
            return self.run(*words)
        except GitRefused:
            return None

    def _start(self, words: Sequence[str], given: bytes) -> subprocess.CompletedProcess[bytes]:
        kept = {name: value for name, value in os.environ.items() if name not in _OWN_REPOSITORY}
        try:
            return subprocess.run(  # noqa: S603 - words are never read by a shell
                ["git", *words],  # noqa: S607 - the user's own git
                cwd=self._folder,
                env={**kept, **self._settings, "LC_ALL": "C", "LANGUAGE": "C"},
                input=given,
                capture_output=True,
                check=False,
            )
        except FileNotFoundError as error:
            raise PublishError(
                "git is not installed, and publishing goes by way of it",
                remedy="Install git (https://git-scm.com), or copy the site to a web server.",
            ) from error


def redacted(text: str) -> str:
    """A text without the user names and passwords of its web addresses."""
    return _PASSWORD.sub("", text)


def _told(stderr: bytes) -> str:
    lines = [line.strip() for line in stderr.decode("utf-8", "replace").splitlines()]
    kept = [line for line in lines if line and not line.startswith("hint:")]
    return redacted("; ".join(kept[-_LINES_TOLD:])) or "it gave no reason"


_OWN_REPOSITORY = frozenset(
    (
        "GIT_DIR",
        "GIT_WORK_TREE",
        "GIT_INDEX_FILE",
        "GIT_OBJECT_DIRECTORY",
        "GIT_ALTERNATE_OBJECT_DIRECTORIES",
        "GIT_PREFIX",
    )
)
"""What a hook that calls us would hand down: it names a repository that is not meant here."""
