"""Turn a table of rules in ``timeline/rules`` into Python values, read once."""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import cache
from typing import Any

from timeline.errors import RulesError
from timeline.prepared import rule_table
from timeline.toml import NotToml


@cache
def read_table(name: str) -> dict[str, Any]:
    """Read ``timeline/rules/<name>.toml``; callers must not change what they get.

    Raises RulesError when the file is not valid TOML.
    """
    try:
        return rule_table(name)
    except NotToml as error:
        raise RulesError(
            f"is not valid TOML ({error})",
            file=f"rules/{name}.toml",
            remedy="Correct the line, or install timeline again.",
        ) from error


def compile_alternatives(rules: Iterable[dict[str, Any]], file: str) -> re.Pattern[str]:
    """Compile rules (name, pattern) into one expression whose ``lastindex`` tells which matched.

    Case is ignored.  Raises RulesError naming the rule whose pattern is wrong or captures.
    """
    listed = list(rules)
    joined = "|".join(f"({rule['pattern']})" for rule in listed)
    try:
        whole = re.compile(joined, re.IGNORECASE)
    except re.error:
        whole = None
    if whole is None or whole.groups != len(listed):
        _check(listed, file)
    return whole or re.compile(joined, re.IGNORECASE)


def _check(rules: Iterable[dict[str, Any]], file: str) -> None:
    """Tell which pattern is wrong or captures; each is compiled for that."""
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
