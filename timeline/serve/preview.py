"""A story that can be built to a preview: built, served, watched, and built again."""

from __future__ import annotations

import hashlib
import threading
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Protocol

from timeline.errors import TimelineError
from timeline.serve.server import open_server
from timeline.serve.watch import Watch

_LOOK_SECONDS = 0.3


class Story(Protocol):
    """What can be previewed."""

    def build(self, changed: frozenset[Path], address: str, /) -> Mapping[str, bytes]:
        """The files that changed, and where the preview stands, to the files of the site."""

    def places(self) -> tuple[Path, ...]:
        """The files and folders that it is built from."""

    def leave(self) -> tuple[Path, ...]:
        """The folders among them that it is not built from."""


class Preview:
    """The latest site and what went wrong since, for many threads to read and wait on.

    ``version`` names what is shown by its bytes: the same site has the same version.
    """

    def __init__(self) -> None:
        self.files: Mapping[str, bytes] = {}
        self.problem = ""
        self.version = ""
        self.closed = False
        self._news = threading.Condition()

    def show(self, files: Mapping[str, bytes]) -> None:
        """Take a new site in the place of the old."""
        self._take(files, "")

    def fail(self, problem: str) -> None:
        """Keep the old site and tell what is wrong with the new one."""
        self._take(self.files, problem)

    def close(self) -> None:
        """Let everybody go who waits."""
        with self._news:
            self.closed = True
            self._news.notify_all()

    def wait(self, seen: str, seconds: float) -> str:
        """A version that was seen to the current one, waiting a while for it to differ."""
        with self._news:
            self._news.wait_for(lambda: self.closed or self.version != seen, seconds)
            return self.version

    def _take(self, files: Mapping[str, bytes], problem: str) -> None:
        digest = hashlib.sha256(problem.encode("utf-8", "replace"))
        for name, content in files.items():
            digest.update(f"\0{name}\0{len(content)}\0".encode())
            digest.update(content)
        with self._news:
            self.files, self.problem, self.version = files, problem, digest.hexdigest()[:16]
            self._news.notify_all()


def serve(
    story: Story, port: int, say: Callable[[str], None], stop: threading.Event | None = None
) -> None:
    """A story and a port to a preview on this machine, until Ctrl-C or ``stop`` is set.

    ``say`` is told where it stands and what every build came to.  Port 0 takes one that is free.
    Raises ServeError when the port is taken.
    """
    preview, watch = Preview(), Watch()
    stop = stop or threading.Event()
    with open_server(preview, port) as address:
        try:
            while True:
                changed = watch.changed(story.places(), story.leave())
                if changed:
                    _build(story, preview, changed, address, say)
                if stop.wait(_LOOK_SECONDS):
                    return
        except KeyboardInterrupt:
            return
        finally:
            preview.close()


def _build(
    story: Story,
    preview: Preview,
    changed: frozenset[Path],
    address: str,
    say: Callable[[str], None],
) -> None:
    first = not preview.version
    try:
        preview.show(story.build(changed, address))
    except TimelineError as error:
        preview.fail(str(error))
    except Exception as error:  # noqa: BLE001 - a mistake in a template must not end the preview
        preview.fail(f"{type(error).__name__}: {error}")
    if preview.problem:
        say(f"not built: {preview.problem}")
    if first:
        say(f"{address}  (stop with Ctrl-C)")
    elif not preview.problem:
        say("built again")
