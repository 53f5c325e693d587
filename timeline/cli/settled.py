"""A build of which nothing has changed since the last one, to what that one told of itself."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

import msgspec
from msgspec.structs import replace

from timeline.cache import files_print
from timeline.model import Notice

if TYPE_CHECKING:
    from timeline.cli.job import Job
    from timeline.documents import Library


class Outcome(msgspec.Struct, frozen=True):
    """What a build says when it is done: its counts in words, what became known only then."""

    counts: tuple[str, ...]
    told: tuple[Notice, ...]
    warned: bool


class _Kept(NamedTuple):
    """What a build said, and the digest of the site that it made."""

    outcome: Outcome
    site: bytes


_KEPT = msgspec.msgpack.Decoder(_Kept)


def recall_outcome(job: Job, key: bytes, out: Path) -> Outcome | None:
    """What the build said that made the site as it stands, by what this one would make it of.

    None where anything is new, or where a file of the site is missing or was edited.
    """
    from timeline.pages import site_print

    found = job.cache.recall(key) if key else None
    try:
        kept = None if found is None else _KEPT.decode(found)
    except msgspec.MsgspecError:
        return None
    # The site is looked at last: each of its files has to be.
    if kept is None or kept.site != site_print(out, job.cache):
        return None
    return kept.outcome


def keep_outcome(job: Job, key: bytes, out: Path, outcome: Outcome) -> None:
    """Remember what a build said, once its site is written."""
    from timeline.pages import list_print

    site = list_print(out)
    if key and site:
        job.cache.keep(key, msgspec.msgpack.encode(_Kept(outcome, site)))


def build_key(job: Job, library: Library) -> bytes:
    """What tells all that a site is made of but what stood in its folder; empty without a cache."""
    from timeline.pages.templates import Templates

    if not job.cache.is_on:
        return b""
    templates = job.config.template_folder
    try:
        return job.cache.key(
            "build",
            *library.made_of(),
            msgspec.msgpack.encode(
                (library.failures, library.notices, library.names, library.events)
            ),
            repr((job.config, job.edits, replace(job.options, jobs=1))).encode(),
            repr(str(Path(job.source).resolve())).encode(),
            files_print([*job.config.knowledge]),
            Templates(templates).digest,
        )
    except (msgspec.MsgspecError, ValueError):
        return b""
