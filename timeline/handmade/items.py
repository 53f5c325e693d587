"""What a file of events holds, before anybody asks whether it is right."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from msgspec import Struct


class Broken(Exception):
    """A file that cannot be read at all: where it breaks, how, and what to do."""

    def __init__(self, line: int, words: str, remedy: str) -> None:
        super().__init__(words)
        self.line = line
        self.words = words
        self.remedy = remedy


class Item(Struct, frozen=True):
    """One item of a list of events: its value, its text, and the line at which that begins."""

    value: Any
    text: str
    line: int
    hidden: bool = False

    def line_of(self, key: str) -> int:
        """The line at which a key stands; the first line where it stands nowhere."""
        at = self.text.find(f'"{key}"') if key else -1
        return self.line + self.text.count("\n", 0, max(at, 0))

    def shown(self, line: int) -> str:
        """What stands in one of its lines."""
        return self.text.split("\n")[line - self.line]


class Items(Struct, frozen=True):
    """The items of a file, the documents that they name, how many eras it has, its headline."""

    events: tuple[Item, ...] = ()
    documents: tuple[Mapping[str, Any], ...] = ()
    eras: int = 0
    title: str = ""
