"""Sentences of every kind: which words are a time, of which type, and which."""

from __future__ import annotations

import tomllib
from pathlib import Path

import pytest
from test_rules import read

TIMES = Path(__file__).parent / "cases" / "times.toml"
CASES = tomllib.loads(TIMES.read_text(encoding="utf-8"))["case"]


@pytest.mark.parametrize(("text", "day", "expected"), CASES, ids=[text for text, *_ in CASES])
def test_times_are_found_and_read(text: str, day: str, expected: list[list[str]]) -> None:
    found = [
        [one.mention.surface, one.mention.type.value, one.value]
        for one in read(text, day).resolutions
    ]
    assert found == expected
