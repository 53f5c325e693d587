"""What is packed equals what was packed, however it is looked at."""

from __future__ import annotations

import pickle

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from timeline.model import PackedSentences, Sentence
from timeline.packed import PackedByName

NUMBERS = st.integers(0, 1 << 20)
SENTENCES = st.lists(st.builds(Sentence, NUMBERS, NUMBERS, NUMBERS), max_size=20)


@given(SENTENCES)
def test_what_is_packed_equals_what_was_packed(values: list[Sentence]) -> None:
    packed = PackedSentences.of(values)
    assert packed == tuple(values)
    assert tuple(values) == packed
    assert hash(packed) == hash(tuple(values))
    assert list(packed) == values
    assert packed[1:3] == tuple(values[1:3])
    assert pickle.loads(pickle.dumps(packed)) == packed  # noqa: S301 - our own
    told = msgspec.msgpack.encode(packed)
    assert msgspec.msgpack.decode(told, type=PackedSentences) == packed


@pytest.mark.parametrize("count", [0, 1, 15, 16, 65_535, 65_536])
def test_its_length_is_known_without_unpacking_it(count: int) -> None:
    assert len(PackedSentences.of([Sentence(0, 1, 0)] * count)) == count


def test_others_differ() -> None:
    assert PackedSentences.of([Sentence(1, 2, 0)]) != (Sentence(1, 2, 1),)
    assert PackedSentences.of([]) != "anything else"


def test_values_are_found_by_their_names() -> None:
    one, other = ([Sentence(n, n + 1, k) for n in range(3)] for k in range(2))
    names = PackedByName(
        [(("a", "b", "c"), PackedSentences.of(one)), (("d", "e", "f"), PackedSentences.of(other))]
    )
    assert dict(names) == dict(zip("abcdef", one + other, strict=True))
    assert names.place_of("e") == (1, 1)
    assert len(names) == 6
