"""prepared: what is made of rule files is found in the store, and nothing else than that."""

from __future__ import annotations

import html
import threading
from collections.abc import Iterator
from pathlib import Path
from xml.sax import saxutils

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from timeline import lexicon, markup, prepared
from timeline.cache import NO_CACHE, Cache, open_cache
from timeline.captions import is_label
from timeline.documents import frontmatter
from timeline.prepared import prepare_in, rule_table

_WORDS = msgspec.msgpack.Decoder(list[str])


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Cache]:
    cache = open_cache(tmp_path)
    prepare_in(cache)
    yield cache
    prepare_in(NO_CACHE)
    cache.close()


class _Made:
    """Counts how often something is made."""

    def __init__(self) -> None:
        self.times = 0

    def __call__(self) -> list[str]:
        self.times += 1
        return ["a", "b"]


def test_what_was_prepared_is_not_made_again(store: Cache) -> None:
    made = _Made()
    assert [prepared.prepared("x", _WORDS, made) for _ in range(3)] == [["a", "b"]] * 3
    assert made.times == 1


def test_without_a_store_it_is_made_each_time() -> None:
    made = _Made()
    assert [prepared.prepared("x", _WORDS, made) for _ in range(2)] == [["a", "b"]] * 2
    assert made.times == 2


@pytest.mark.parametrize("kept", [b"", b"\xc1", msgspec.msgpack.encode({"a": 1})])
def test_what_is_kept_and_cannot_be_read_is_made_again(store: Cache, kept: bytes) -> None:
    store.keep(store.key("prepared", b"x"), kept)
    made = _Made()
    assert [prepared.prepared("x", _WORDS, made) for _ in range(2)] == [["a", "b"]] * 2
    assert made.times == 1


def test_another_thread_does_not_touch_the_store(store: Cache) -> None:
    made, found = _Made(), list[list[str]]()
    prepared.prepared("x", _WORDS, made)
    asks = threading.Thread(target=lambda: found.append(prepared.prepared("x", _WORDS, made)))
    asks.start()
    asks.join()
    assert (found, made.times) == ([["a", "b"]], 2)
    assert prepared.prepared("x", _WORDS, made) == ["a", "b"]
    assert made.times == 2


def test_a_process_that_was_forked_does_not_touch_the_store(
    store: Cache, monkeypatch: pytest.MonkeyPatch
) -> None:
    made = _Made()
    prepared.prepared("x", _WORDS, made)
    monkeypatch.setattr("os.getpid", lambda: 0)
    assert prepared.prepared("x", _WORDS, made) == ["a", "b"]
    assert made.times == 2


@pytest.mark.parametrize("name", ["events", "names", "stance", "en/dates", "en/lists"])
def test_a_kept_table_is_the_one_that_its_file_tells(store: Cache, name: str) -> None:
    first, again = rule_table(name), rule_table(name)
    prepare_in(NO_CACHE)
    assert first == again == rule_table(name)
    assert repr(again) == repr(first)


def test_a_kept_lexicon_is_the_one_that_its_rules_give(store: Cache) -> None:
    load = lexicon.load_lexicon.__wrapped__
    load("en")
    kept = load("en")
    prepare_in(NO_CACHE)
    assert kept == load("en")


@given(st.text(alphabet="ab<>&\"'\n\r\t é"))
def test_markup_is_escaped_as_by_saxutils(text: str) -> None:
    assert markup.escape(text) == saxutils.escape(text)
    assert markup.quoteattr(text) == saxutils.quoteattr(text)
    assert markup.escape_html(text) == html.escape(text)


@given(st.lists(st.from_regex(frontmatter._PLAIN_LINE, fullmatch=True), min_size=1, max_size=4))
def test_plain_front_matter_reads_as_in_yaml(lines: list[str]) -> None:
    block = "\n".join(lines) + "\n"
    found = frontmatter._plain(block)
    assert found in ({}, frontmatter._load_yaml(block))


@pytest.mark.parametrize(
    "block",
    [
        "date: 2021-05-24\nsource: Paper 3\n",
        "title: The dam (and the mill), by A. Lee/B. Bo\n",
    ],
)
def test_front_matter_of_plain_words_needs_no_yaml(block: str) -> None:
    assert frontmatter._plain(block) == frontmatter._load_yaml(block)


@pytest.mark.parametrize(
    "block",
    [
        "title: 'A dam'\n",
        "title: A dam: the end\n",
        "title: A dam # a note\n",
        "tags: [a, b]\n",
        "title:\n  A dam\n",
        "title: A dam\n  that burst\n",
        "a: 1\nA: 2\n",
        "title: *a\n",
        "date: 2021-05-24 10:30\n",
        "- a: 1\n",
        "title: -\n",
    ],
)
def test_front_matter_of_any_other_kind_is_read_as_yaml(block: str) -> None:
    assert frontmatter._plain(block) == {}


@pytest.mark.parametrize(
    ("words", "label"),
    [
        ("Photograph: Ada Lunt/Reuters", True),
        ("(Reuters)", True),
        ("LONDON (Reuters) -", True),
        ("The bridge was closed in 2019: it was old", False),
    ],
)
def test_a_label_is_found_where_what_it_needs_stands(words: str, label: bool) -> None:
    assert is_label(words) is label
