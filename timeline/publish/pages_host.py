"""Where a site will stand to what GitHub Pages is told, and the other way round."""

from __future__ import annotations

import re
from urllib.parse import urlsplit

_HOST = re.compile(
    r"(?=.{4,253}$)(?:[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z][a-z0-9-]*[a-z0-9]"
)
_GITHUB = re.compile(
    r"(?:https://(?:[^/@]+@)?|ssh://git@|git@)github\.com[/:]"
    r"(?P<owner>[A-Za-z0-9-]+)/(?P<name>[A-Za-z0-9._-]+?)(?:\.git)?/?"
)


_GITHUB_MOST = 100 * 1024 * 1024
"""Bytes of a file from which on GitHub refuses a push ("About large files on GitHub")."""


def largest_file(remote_url: str) -> int | None:
    """A remote's address to how many bytes a file there may have; None if unknown."""
    return _GITHUB_MOST if _GITHUB.fullmatch(remote_url) else None


def custom_domain(base_url: str) -> str:
    """A site's address to the domain for its CNAME file; empty where it needs none.

    None is needed under github.io, and none for a folder of a domain: that belongs to another
    repository.  A domain in other letters is written in its ASCII form.
    """
    parts = urlsplit(base_url)
    try:
        host = (parts.hostname or "").encode("idna").decode("ascii").lower()
    except UnicodeError:
        return ""
    if parts.path.strip("/") or parts.port or not _HOST.fullmatch(host):
        return ""
    return "" if host.endswith(".github.io") else host


def pages_address(remote_url: str, domain: str) -> str:
    """A remote's address and a domain of one's own to where Pages shows it; empty if unknown."""
    if domain:
        return f"https://{domain}/"
    found = _GITHUB.fullmatch(remote_url)
    if found is None:
        return ""
    host = f"{found['owner'].lower()}.github.io"
    return (
        f"https://{host}/" if found["name"].lower() == host else f"https://{host}/{found['name']}/"
    )
