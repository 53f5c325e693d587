"""Texts that are searched to the script that tells which words stand in them.

Where the files of a search are many, a page first asks for these, and then only for the files in
which every word that somebody looks for can be found.
"""

from __future__ import annotations

import json
import re
import unicodedata
from collections.abc import Iterable

_EDGES = re.compile(r"^[\W_]+|[\W_]+$")
_QUOTES = str.maketrans("‘’", "''")


def vocabulary_script(number: int, texts: Iterable[str]) -> bytes:
    """The number of a file of the search, and its texts, to the script of their words."""
    found = {_EDGES.sub("", run) for run in set(plain("\n".join(texts)).split())}
    told = json.dumps("\n".join(sorted(found - {""})))
    told = told.replace("<", "\\u003c").replace(">", "\\u003e")
    return f"timeline.vocabulary({number},{told});\n".encode()


def plain(text: str) -> str:
    """A text as the search compares it: in small letters, without marks on them."""
    if not text.isascii():
        parts = unicodedata.normalize("NFKD", text)
        text = "".join(char for char in parts if not unicodedata.category(char).startswith("M"))
        text = text.translate(_QUOTES)
    return text.lower()
