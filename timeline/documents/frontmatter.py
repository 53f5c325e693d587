"""Part the YAML front matter from a Markdown text, guarded against hostile YAML."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import TYPE_CHECKING

import msgspec

from timeline.documents.draft import notice
from timeline.model import Notice

if TYPE_CHECKING:
    from yaml.events import Event

LARGEST = 64 * 1024
"""Front matter above this many characters is not read (real ones are under 2 kB)."""
DEEPEST = 20
"""Deeper nesting is refused before loading: the C loader crashes on very deep lists."""

_FENCE = re.compile(r"(?:---|\.\.\.)[ \t]*$", re.MULTILINE)
_KEY_LINE = re.compile(r"[A-Za-z_][\w -]{0,40}:(?:\s|$)")
_PLAIN_LINE = re.compile(r"([A-Za-z_]\w*): +([A-Za-z0-9](?:[\w ,./()'+-]*[\w.)])?) *", re.ASCII)
_ABSENT = frozenset(("", "~", "null", "none"))
_REMEDY = "Correct this line; the article was read without its front matter."


class FrontMatter(msgspec.Struct, frozen=True, gc=False):
    """Fields by lower-case name, as written; the article's text; what was wrong.

    ``values`` are the same before the first word of a list was taken for it.
    """

    fields: dict[str, str]
    body: str
    notices: tuple[Notice, ...] = ()
    values: Mapping[str, object] = msgspec.field(default_factory=dict)


def part_front_matter(text: str, path: str) -> FrontMatter:
    """Read the front matter of a Markdown file; without any, the text is all body.

    Values stay words, so that "no" is not False and a date keeps its offset.  Wrong front matter
    becomes a notice naming file and line, and the article is read without it.
    """
    if not re.match(r"---[ \t]*\n", text):
        return FrontMatter({}, text)
    start = text.index("\n") + 1
    fence = _FENCE.search(text, start)
    if fence is None:
        return _unclosed(text, start, path)
    block, body = text[start : fence.start()], text[fence.end() :]
    if not block.strip() or not _looks_like_yaml(block):
        return FrontMatter({}, text)
    try:
        values = _load(block)
        return FrontMatter(_fields(values), body, values=values)
    except _Refused as refused:
        lines = block.split("\n")
        shown = lines[refused.line] if refused.line < len(lines) else ""
        found = notice(
            "front-matter-invalid",
            f"the front matter {refused.words}",
            file=path,
            line=refused.line + 2,
            shown=shown,
            remedy=_REMEDY,
        )
        return FrontMatter({}, body, (found,))


def _looks_like_yaml(block: str) -> bool:
    """Tell front matter from an article between two rules: some line near the top is a key."""
    lines = block[:4096].split("\n")[:20]
    return any(_KEY_LINE.match(line) or line.lstrip()[:1] in ("[", "{", "&", "*") for line in lines)


def _unclosed(text: str, start: int, path: str) -> FrontMatter:
    """Without a closing fence, the lines of keys at the top are front matter, and no more."""
    end = start
    while _KEY_LINE.match(text, end):
        end = text.find("\n", end) + 1 or len(text)
    if end == start:
        return FrontMatter({}, text)
    found = notice(
        "front-matter-invalid",
        "the front matter is not closed",
        file=path,
        line=1,
        shown=text[: start - 1],
        remedy="Put a line with --- under it; the article was read without its front matter.",
    )
    return FrontMatter({}, text[end:], (found,))


class _Refused(Exception):
    def __init__(self, words: str, line: int) -> None:
        super().__init__(words)
        self.words = words
        self.line = line


def _fields(values: Mapping[str, object]) -> dict[str, str]:
    return {
        name: words
        for name, item in values.items()
        if (words := _words(item)).lower() not in _ABSENT
    }


def _load(block: str) -> dict[str, object]:
    if len(block) > LARGEST:
        raise _Refused(f"is longer than {LARGEST // 1024} kB", 0)
    return _plain(block) or _load_yaml(block)


def _plain(block: str) -> dict[str, object]:
    """What most front matter is: lines of a name and a few plain words; empty for any other.

    YAML reads such lines as they stand, and takes long to load.
    """
    values: dict[str, object] = {}
    for line in block.removesuffix("\n").split("\n"):
        found = _PLAIN_LINE.fullmatch(line)
        if found is None or (name := found[1].lower()) in values:
            return {}
        values[name] = found[2]
    return values


def _load_yaml(block: str) -> dict[str, object]:
    import yaml  # noqa: PLC0415 - little front matter needs it

    loader = getattr(yaml, "CBaseLoader", yaml.BaseLoader)
    try:
        _scan(block, loader)
        value = yaml.load(block, Loader=loader)  # noqa: S506 - BaseLoader makes only str, list, dict
    except yaml.MarkedYAMLError as error:
        line = error.problem_mark.line if error.problem_mark is not None else 0
        raise _Refused(f"is not valid YAML ({error.problem})", line) from error
    except yaml.YAMLError as error:
        words = str(error).split("\n", 1)[0]
        raise _Refused(f"is not valid YAML ({words})", 0) from error
    if not isinstance(value, dict):
        raise _Refused("is not a list of names and values", 0)
    return {name.strip().lower(): item for name, item in value.items() if isinstance(name, str)}


def _scan(block: str, loader: type) -> None:
    """Refuse aliases and deep nesting from the stream of events, before anything is built."""
    import yaml  # noqa: PLC0415 - only Markdown needs it

    depth = 0
    for event in yaml.parse(block, Loader=loader):
        if isinstance(event, yaml.AliasEvent):
            raise _Refused("uses an alias (*name), which is not allowed", _line(event))
        if isinstance(event, yaml.CollectionStartEvent):
            depth += 1
            if depth > DEEPEST:
                raise _Refused("is nested too deeply", _line(event))
        elif isinstance(event, yaml.CollectionEndEvent):
            depth -= 1


def _line(event: Event) -> int:
    return event.start_mark.line if event.start_mark is not None else 0


def _words(item: object) -> str:
    """Take the words of a value; of a list the first, of a table its name."""
    if isinstance(item, list):
        item = item[0] if item else ""
    if isinstance(item, dict):
        item = item.get("name", "")
    return item.strip() if isinstance(item, str) else ""
