"""Turn a table of rules in ``timeline/rules`` into Python values, read once."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterable
from functools import cache
from importlib.resources import files
from typing import Any

from timeline.errors import RulesError


@cache
def read_table(name: str) -> dict[str, Any]:
    """Read ``timeline/rules/<name>.toml``; callers must not change what they get.

    Raises RulesError when the file is not valid TOML.
    """
    source = files("timeline").joinpath("rules", f"{name}.toml")
    try:
        return tomllib.loads(source.read_text(encoding="utf-8"))
    except tomllib.TOMLDecodeError as error:
        raise RulesError(
            f"is not valid TOML ({error})",
            file=f"rules/{name}.toml",
            remedy="Correct the line, or install timeline again.",
        ) from error


def compile_alternatives(rules: Iterable[dict[str, Any]], file: str) -> re.Pattern[str]:
    """Compile rules (name, pattern) into one expression whose ``lastindex`` tells which matched.

    Case is ignored.  Raises RulesError naming the rule whose pattern is wrong or captures.
    """
    parts = []
    for rule in rules:
        try:
            groups = re.compile(rule["pattern"]).groups
        except re.error as error:
            raise RulesError(
                f'the pattern of "{rule["name"]}" is not a regular expression ({error})',
                file=file,
                shown=rule["pattern"],
                remedy="Correct the pattern.",
            ) from error
        if groups:
            raise RulesError(
                f'the pattern of "{rule["name"]}" captures a group',
                file=file,
                shown=rule["pattern"],
                remedy="Write (?:...) instead of (...).",
            )
        parts.append(f"({rule['pattern']})")
    return re.compile("|".join(parts), re.IGNORECASE)
