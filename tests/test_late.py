"""A pattern that is compiled late is what it would have been at once."""

from __future__ import annotations

import re
from typing import Any

import pytest

from timeline.late import late

WRITTEN, TEXT = r"\b(?P<unit>day|week)s?\b", "Two days, a Week."


def test_it_finds_what_a_pattern_finds() -> None:
    for flags in (0, re.IGNORECASE):
        at_once, then = re.compile(WRITTEN, flags), late(WRITTEN, flags)
        assert then.findall(TEXT) == at_once.findall(TEXT)
        assert then.sub("time", TEXT) == at_once.sub("time", TEXT)
        assert (then.pattern, then.flags, then.groups) == (WRITTEN, at_once.flags, 1)


def test_it_is_compiled_when_it_is_used_and_once(monkeypatch: pytest.MonkeyPatch) -> None:
    compiled = []
    real = re.compile

    def spy(*asked: Any) -> Any:
        compiled.append(asked)
        return real(*asked)

    monkeypatch.setattr(re, "compile", spy)
    then = late(WRITTEN)
    assert compiled == []
    for _ in range(3):
        assert then.search(TEXT)
    assert compiled == [(WRITTEN, 0)]


def test_a_wrong_expression_is_told_where_it_is_used() -> None:
    with pytest.raises(re.error):
        late("(").search(TEXT)
