"""A rule file's name to what is made of it: parsed and compiled once, then found in the store.

To read all rules takes longer than to read an article with them.  Nothing is found but under the
digest of our code and rules as they are.
"""

from __future__ import annotations

import os
import threading
from collections.abc import Callable
from pathlib import Path
from typing import Any, TypeVar

import msgspec

from timeline.cache import NO_CACHE, Cache
from timeline.toml import read_toml

T = TypeVar("T")

_TABLE = msgspec.msgpack.Decoder(dict[str, Any])


class _Place:
    """The store that is used, by the process and the thread that opened it."""

    cache: Cache = NO_CACHE
    owner: tuple[int, int] = 0, 0


def prepare_in(cache: Cache) -> None:
    """Find in a store what is prepared from now on, and keep there what is new."""
    _Place.cache, _Place.owner = cache, _here()


def prepared(name: str, shape: msgspec.msgpack.Decoder[T], make: Callable[[], T]) -> T:
    """What is made of rules, by a name of its own; ``shape`` reads it back as it was."""
    cache = _Place.cache
    if not cache.is_on or _Place.owner != _here():
        return make()
    key = cache.key("prepared", name.encode())
    known = cache.recall(key)
    if known is not None:
        try:
            return shape.decode(known)
        except msgspec.MsgspecError:
            pass  # made anew below
    made = make()
    cache.keep(key, msgspec.msgpack.encode(made))
    return made


def rule_table(name: str) -> dict[str, Any]:
    """The tables of a file in ``rules``, by its path without ``.toml``; nobody may change them.

    NotToml where it is no TOML.
    """
    return toml_table(Path(__file__).parent / "rules" / f"{name}.toml", f"rules/{name}")


def toml_table(file: Path, name: str) -> dict[str, Any]:
    """The tables of a file of ours, under a name of its own; as ``rule_table``."""
    return prepared(name, _TABLE, lambda: read_toml(file.read_text(encoding="utf-8")))


def _here() -> tuple[int, int]:
    return os.getpid(), threading.get_ident()
