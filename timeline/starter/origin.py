"""The running installation to what pip should be asked for to get the same one elsewhere."""

from __future__ import annotations

import json
import re
from importlib.metadata import Distribution, PackageNotFoundError, distribution

_NAME = "timeline-site"
_ASKED = f"{_NAME}[images]"  # with what draws the card that links are shown with
_PUBLIC = re.compile(r"https://[^\s'\"@]+")
_COMMIT = re.compile(r"[0-9a-f]{7,64}")


def requirement(version: str) -> str:
    """A version to the requirement of this installation: its commit, or the release.

    An installation from a repository is named by its commit, as pip recorded it (PEP 610);
    everything else by the version on the package index.
    """
    try:
        return _of(distribution(_NAME), version)
    except PackageNotFoundError:
        return f"{_ASKED}=={version}"


def _of(installed: Distribution, version: str) -> str:
    try:
        told = json.loads(installed.read_text("direct_url.json") or "{}")
        url, vcs = str(told["url"]), told["vcs_info"]
        kind, commit = str(vcs["vcs"]), str(vcs["commit_id"])
    except (ValueError, KeyError, TypeError):
        return f"{_ASKED}=={version}"
    if kind != "git" or not _PUBLIC.fullmatch(url) or not _COMMIT.fullmatch(commit):
        return f"{_ASKED}=={version}"
    return f"{_ASKED} @ git+{url}@{commit}"
