"""A regular expression to a pattern that is compiled when it is first asked for something.

A build of few changes reads few articles, and most of them need a part of what all may need.
"""

from __future__ import annotations

import re
from typing import Any, cast


class _Late:
    """It has what a pattern has; the functions of ``re`` take no such thing for one."""

    def __init__(self, written: str, flags: int) -> None:
        self._asked = written, flags

    def __getattr__(self, name: str) -> Any:
        if name.startswith("_"):
            raise AttributeError(name)
        found = getattr(re.compile(*self._asked), name)
        setattr(self, name, found)
        return found


def late(written: str, flags: int = 0) -> re.Pattern[str]:
    """What ``re.compile`` gives, for use by its methods alone."""
    return cast("re.Pattern[str]", _Late(written, int(flags)))
