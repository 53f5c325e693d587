"""A file of the versions that were chosen to whether each is the lower bound that we name.

    bounds.py VERSIONS

Prints what is not, and why that matters, and exits with 1.
"""

from __future__ import annotations

import re
import sys
import tomllib
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
_NAMED = re.compile(r"([A-Za-z0-9._-]+)>=([0-9.]+)$")


def main() -> int:
    """Compare; returns how many bounds are not met exactly, at most 1."""
    chosen = dict(
        line.split("==")
        for line in Path(sys.argv[1]).read_text(encoding="utf-8").splitlines()
        if re.match(r"[\w.-]+==", line)
    )
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    wrong = 0
    for line in [*project["dependencies"], *project["optional-dependencies"]["images"]]:
        named = _NAMED.fullmatch(line)
        if named is None:
            print(f"{line}: names no lower bound alone; write it as name>=version")
            wrong = 1
        elif _number(chosen[named[1].lower()]) != _number(named[2]):
            print(f"{line}: the lowest that can be installed is {chosen[named[1].lower()]}")
            wrong = 1
    return wrong


def _number(version: str) -> list[str]:
    """A version without the zeros at its end, which say nothing."""
    parts = version.split(".")
    while parts and parts[-1] == "0":
        parts.pop()
    return parts


if __name__ == "__main__":
    sys.exit(main())
