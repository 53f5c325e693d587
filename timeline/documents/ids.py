"""An article's own name, or the path it was read from, to its id: fit for addresses and files."""

from __future__ import annotations

import hashlib
import re
import unicodedata
from pathlib import Path

from timeline.documents.draft import STDIN, Draft
from timeline.late import late

LONGEST_ID = 80
"""Longer ids are cut and told apart by a hash, in characters."""

_UNSAFE = re.compile(r"[^a-z0-9._]+")
_DOTS = re.compile(r"\.{2,}")
# Names no Windows file may have, whatever its suffix.
_RESERVED_BEGIN = ("con", "prn", "aux", "nul", "com", "lpt")
_RESERVED = late(r"(?:con|prn|aux|nul|com\d|lpt\d)(?:\..*)?")


def id_of(draft: Draft) -> str:
    """The id of an article, unless it is taken."""
    if draft.given_id:
        return safe_id(draft.given_id)
    path, line, number = draft.path.rpartition("#")
    if line and number.isdigit():
        return safe_id(f"{Path(path).with_suffix('').as_posix()}-{number}")
    if draft.path == STDIN:
        return "stdin"
    return safe_id(Path(draft.path).with_suffix("").as_posix())


def safe_id(name: str) -> str:
    """Make a name fit for an address and a file on any system: a-z, 0-9, "-", "_" and ".".

    Folders are parted by "--".  A name that loses letters, or is longer than ``LONGEST_ID``
    characters, ends in six digits of its SHA-256, so that ids stay apart and stay the same.
    """
    folded = unicodedata.normalize("NFKD", name).lower()
    plain = "".join(c for c in folded if not unicodedata.combining(c))
    parts = [_DOTS.sub(".", _UNSAFE.sub("-", part)).strip("-.") for part in plain.split("/")]
    identity = "--".join(part for part in parts if part).lstrip("_-.")
    lost = any(c.isalnum() and not c.isascii() for c in plain)
    reserved = identity.startswith(_RESERVED_BEGIN) and bool(_RESERVED.fullmatch(identity))
    if reserved:
        identity = identity.replace(".", "-")
    if lost or reserved or not identity or len(identity) > LONGEST_ID:
        digest = hashlib.sha256(name.encode("utf-8", "replace")).hexdigest()[:6]
        identity = f"{identity[:LONGEST_ID].strip('-.') or 'article'}-{digest}"
    return identity


def unique_id(identity: str, taken: dict[str, int]) -> str:
    """An id, with a number where it is taken already; the last number of each id is kept."""
    unique = identity
    while unique in taken:
        taken[identity] += 1
        unique = f"{identity}-{taken[identity]}"
    taken[unique] = 1
    return unique
