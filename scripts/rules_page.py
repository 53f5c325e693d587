"""Write docs/rules.md from the rule files, so that the page says what they do."""

from __future__ import annotations

import tomllib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent
RULES = ROOT / "timeline" / "rules"
PAGE = ROOT / "docs" / "rules.md"

_HEAD = """\
# The rules for time expressions

Written by `make docs` from `timeline/rules/`; change the rule files, not this page.

Each rule turns words into a *reading*: what they mean before anybody knows when they were
written.  `rel(week, -1)` is the week before the one of writing.  The examples are promises: the
tests check that each reads as it says here.  [How a rule is written](formats.md#rule-files) tells
what the patterns mean.
"""


def rules_page(rules: Path = RULES) -> str:
    """The folder of rule files to the text of the page."""
    return "\n".join(_lines(rules))


def _lines(rules: Path) -> Iterator[str]:
    yield _HEAD
    for folder in sorted(path for path in rules.iterdir() if path.is_dir()):
        for file in sorted(folder.glob("*.toml")):
            text = file.read_text(encoding="utf-8")
            table = tomllib.loads(text)
            if table.get("rule"):
                yield f"## {folder.name}/{file.name}\n"
                yield f"{_opening_comment(text)}\n"
                for rule in table["rule"]:
                    yield from _rule(rule)
        yield from _macros(folder)


def _opening_comment(text: str) -> str:
    lines = []
    for line in text.splitlines():
        if not line.startswith("#"):
            break
        lines.append(line.removeprefix("#").strip())
    return " ".join(lines)


def _rule(rule: dict[str, Any]) -> Iterator[str]:
    yield f"### {rule['name']}\n"
    kind = rule.get("type", "DATE")
    yield f"- pattern: {_code(rule['pattern'])}"
    if kind == "NONE":
        yield "- no time expression, whatever else would match in it"
    else:
        yield f"- reading: {_code(rule['reading'])}, a {kind}"
    for text, written, words, value, edtf in rule.get("examples", ()):
        yield _example(text, written, words, value, edtf)
    yield ""


def _example(text: str, written: str, words: str, value: str, edtf: str) -> str:
    shown = text.replace(words, f"**{words}**", 1)
    when = f"EDTF {_code(edtf)}" if edtf else "no place in the calendar"
    return f"- “{shown}”, written on {written}: TIMEX3 {_code(value)}, {when}"


def _macros(folder: Path) -> Iterator[str]:
    macros: dict[str, str] = {}
    for file in sorted(folder.glob("*.toml")):
        macros |= tomllib.loads(file.read_text(encoding="utf-8")).get("macros", {})
    if macros:
        yield f"## {folder.name}: what the short names in patterns stand for\n"
        yield from (f"- `${name}` is {_code(words)}" for name, words in macros.items())
        yield ""


def _code(words: str) -> str:
    """Words as code in Markdown, which ends at the first backtick unless fenced by more."""
    return f"`` {words} ``" if "`" in words else f"`{words}`"


def main() -> None:
    """Write the page."""
    PAGE.write_text(rules_page(), encoding="utf-8")
    print(f"{PAGE.relative_to(ROOT)} is written")


if __name__ == "__main__":
    main()
