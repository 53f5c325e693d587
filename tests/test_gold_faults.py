"""The list of what is wrong in the gold: from the half that is read, and left out on both sides."""

from __future__ import annotations

import hashlib
import sys
from pathlib import Path

import pytest

sys.path.insert(0, str(Path(__file__).resolve().parent.parent / "scripts"))

import gold_faults

TEXT = "It sank on Monday. Now, on Tuesday, it is raised, and now is Friday."
MONDAY = {"start": 11, "end": 17, "value": "1989-WXX"}
TUESDAY = {"start": 27, "end": 34, "value": "2021-05-25"}


def test_every_fault_is_of_the_half_that_is_read() -> None:
    named = [fault for _, of in gold_faults.groups("wrong", "divided") for fault in of]
    odd = [doc for doc, _, _ in named if int(hashlib.sha1(doc.encode()).hexdigest(), 16) % 2]
    assert named
    assert odd == []


def test_a_fault_is_left_out_of_gold_and_answers_and_nothing_else_is(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    faults = (("why", [("a", "monday", "1989-WXX"), ("a", "now", ""), ("b", "Tuesday", "")]),)
    monkeypatch.setattr(gold_faults, "groups", lambda *_: faults)
    gold = {"doc": "a", "text": TEXT, "timexes": [MONDAY, TUESDAY]}
    words = ["Monday", "Now", "Tuesday", "now", "Friday"]
    at, found = 0, []
    for word in words:
        at = TEXT.index(word, at)
        found.append({"start": at, "end": at + len(word)})
    kept, answers = gold_faults.without_faults(gold, {"doc": "a", "timexes": found}, "wrong")
    assert kept["timexes"] == [TUESDAY]
    assert [TEXT[one["start"] : one["end"]] for one in answers["timexes"]] == ["Tuesday", "Friday"]
