"""Ids, web addresses and dates to what may stand in an attribute: nothing hostile gets through."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from urllib.parse import quote, urlsplit

from timeline.interval import Interval

_SAFE = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]{0,199}")
_HTML_DATE = re.compile(r"\d{4}(?:-(?:0\d|1[0-2])(?:-\d\d(?:T\d\d:\d\d(?::\d\d)?)?)?)?")
_UNFIT = re.compile(r'[\x00-\x20"<>\\^`{|}\x7f]')
_DEVICES = re.compile(r"(?:con|prn|aux|nul|com\d|lpt\d)(?:\..*)?", re.IGNORECASE)
_ALL_SAFE = re.compile(rf"{_SAFE.pattern}(?:\n{_SAFE.pattern})*", re.ASCII)
_SOME_DEVICE = re.compile(rf"^{_DEVICES.pattern}$", re.IGNORECASE | re.MULTILINE)


def check_names(kind: str, names: Iterable[str]) -> None:
    """The ids of documents or events, refused with ValueError unless each is a safe, own name.

    Safe are ASCII letters, digits, dot, hyphen and underscore, beginning with a letter or a
    digit, at most 200 of them, and no name that Windows keeps for devices.  Names that differ
    only in case would be one file on some systems.
    """
    names = [*names]
    if _are_fine(names):
        return
    seen: dict[str, str] = {}
    for name in names:
        if not _SAFE.fullmatch(name) or ".." in name or _DEVICES.fullmatch(name):
            raise ValueError(f"{name!r} cannot name a {kind}: it is not safe as a file name")
        if name.casefold() in seen:
            raise ValueError(f"two {kind}s would share a name: {seen[name.casefold()]!r}, {name!r}")
        seen[name.casefold()] = name


def _are_fine(names: Sequence[str]) -> bool:
    """Whether all names are surely safe and their own: to look at each of thousands takes long."""
    lines = "\n".join(names)
    return (
        lines.count("\n") == len(names) - 1
        and _ALL_SAFE.fullmatch(lines) is not None
        and ".." not in lines
        and _SOME_DEVICE.search(lines) is None
        and len({*lines.lower().split("\n")}) == len(names)
    )


def web_link(url: str) -> str:
    """A web address to itself when a browser may follow it, else to an empty text.

    What no address may hold as it is (RFC 3986, 2.4) is written in per cent.
    """
    try:
        parts = urlsplit(url)
    except ValueError:
        return ""
    if parts.scheme not in ("http", "https") or not parts.netloc:
        return ""
    return _UNFIT.sub(lambda found: quote(found[0]), url)


def machine_date(when: Interval) -> str:
    """An interval to what HTML's ``datetime`` may say of it, empty where HTML has no way.

    HTML knows years from 1 to 9999, months, days and times; no ranges, seasons or doubts.
    """
    written = str(when)
    return written if _HTML_DATE.fullmatch(written) and written > "0000" else ""
