"""Pieces of what strangers write to made-up inputs: articles, pages, dates, tables and settings."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from pathlib import Path

from hypothesis import strategies as st

_PIECES: dict[str, list[str]] = tomllib.loads(
    Path(__file__).with_name("fuzz_pieces.toml").read_text(encoding="utf-8")
)


def _written(*tables: str, joiner: str = " ") -> st.SearchStrategy[str]:
    """Pieces of some tables with anything between them."""
    piece = st.one_of(
        *(st.sampled_from(_PIECES[table]) for table in (*tables, "marks")),
        st.text(max_size=5),
        st.integers(-(10**5), 10**13).map(str),
    )
    return st.lists(piece, max_size=60).map(joiner.join)


prose = _written("english")
page = _written("tags", "heads", "english", joiner="")
note = st.tuples(_written("yaml"), _written("heads", "english")).map(
    lambda parts: f"---\n{parts[0]}\n---\n{parts[1]}"
)
fields = st.dictionaries(
    st.sampled_from(["doc", "text", "title", "date", "dct", "url", "source", "lang", "id"]),
    st.one_of(
        prose, st.sampled_from(_PIECES["yaml"]), st.none(), st.integers(), st.lists(st.text())
    ),
)
edtf = _written("edtf", joiner="")
toml = _written("toml")
table = _written("table", "edtf", "english", joiner="")
raw = st.binary(max_size=400)


@dataclass(frozen=True, slots=True)
class Long:
    """A pattern that makes a text of any length: nested, repeated, or repeated with a number."""

    head: str
    tail: str
    numbered: bool

    def text(self, size: int) -> str:
        """The pattern to about so many characters."""
        times = max(1, size // max(1, len(self.head) + len(self.tail) + 4 * self.numbered))
        if self.numbered:  # from the same number, so that a short text has years too
            return "".join(f"{self.head}{1900 + n % 8000}{self.tail}" for n in range(times))
        return self.head * times + self.tail * times


def _long(*tables: str, joiner: str = "") -> st.SearchStrategy[Long]:
    piece = st.one_of(
        *(st.sampled_from(_PIECES[table]) for table in (*tables, "marks")), st.characters()
    )
    words = st.lists(piece, min_size=1, max_size=5).map(joiner.join)
    return st.builds(Long, words, st.one_of(st.just(""), words), st.booleans())


long_prose = _long("english", joiner=" ")
long_page = _long("tags", "heads", "english")
long_note = _long("yaml", "heads", "english")
long_edtf = _long("edtf")
long_toml = _long("toml", joiner=" ")
long_table = _long("table", "edtf")
