"""A build of which nothing has changed since the last one, to what that one told of itself."""

from __future__ import annotations

from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

import msgspec

from timeline.cache import digest, files_print
from timeline.model import Notice

if TYPE_CHECKING:
    from timeline.cli.job import Job
    from timeline.documents import Library


@dataclass(frozen=True, slots=True)
class Outcome:
    """What a build says when it is done: its counts in words, what became known only then."""

    counts: tuple[str, ...]
    told: tuple[Notice, ...]
    warned: bool


_OUTCOME = msgspec.msgpack.Decoder(Outcome)


def recall_outcome(job: Job, library: Library, out: Path) -> Outcome | None:
    """What the build said that made the site as it stands, from what this one would make it of.

    None where anything is new, or where a file of the site is missing or was edited.
    """
    key = _key(job, library, out)
    found = job.cache.recall(key) if key else None
    try:
        return None if found is None else _OUTCOME.decode(found)
    except msgspec.MsgspecError:
        return None


def keep_outcome(job: Job, library: Library, out: Path, outcome: Outcome) -> None:
    """Remember what a build said, once its site is written."""
    key = _key(job, library, out)
    if key:
        job.cache.keep(key, msgspec.msgpack.encode(outcome))


def _key(job: Job, library: Library, out: Path) -> bytes:
    """Everything a site is made of, and the site, whole; empty where one of them is not to be had.

    The site counts because its changelog goes on from what stands in it.
    """
    from timeline.pages import site_print
    from timeline.pages.templates import Templates

    if not job.cache.is_on or not (site := site_print(out)):
        return b""
    templates = job.config.template_folder
    try:
        return job.cache.key(
            "build",
            *(digest(msgspec.msgpack.encode(document)) for document in library.documents),
            msgspec.msgpack.encode(
                (library.failures, library.notices, library.names, library.events)
            ),
            repr((job.config, job.edits, replace(job.options, jobs=1))).encode(),
            repr(str(Path(job.source).resolve())).encode(),
            files_print([*job.config.knowledge]),
            Templates(templates).digest,
            site,
        )
    except (msgspec.MsgspecError, ValueError):
        return b""
