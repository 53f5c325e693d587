"""TimeML written from a document: valid, complete, and the same text inside as before."""

from __future__ import annotations

import xml.etree.ElementTree as ET

import pytest
from hypothesis import given
from hypothesis import strategies as st
from test_rules import read

from timeline.timeml import to_timeml

ATTRIBUTES = {
    "tid",
    "type",
    "value",
    "temporalFunction",
    "functionInDocument",
    "anchorTimeID",
    "quant",
}
STORY = "The port <shut> on May 19 & opens next week. It rains every day, for two hours."


def tags(text: str, day: str | None) -> list[ET.Element]:
    root = ET.fromstring(to_timeml(read(text, day)).encode())  # noqa: S314 - our own
    assert root.tag == "TimeML"
    return list(root.iter("TIMEX3"))


def test_every_expression_is_a_timex3_with_the_attributes_of_the_standard() -> None:
    found = tags(STORY, "2021-05-24")
    assert [(one.get("type"), one.get("value"), one.text) for one in found] == [
        ("DATE", "2021-05-24", "2021-05-24"),
        ("DATE", "2021-05-19", "May 19"),
        ("DATE", "2021-W22", "next week"),
        ("SET", "P1D", "every day"),
        ("DURATION", "PT2H", "two hours"),
    ]
    assert all(set(one.keys()) <= ATTRIBUTES for one in found)
    assert len({one.get("tid") for one in found}) == len(found)


def test_what_counts_from_the_day_of_writing_is_anchored_to_it() -> None:
    week = next(one for one in tags(STORY, "2021-05-24") if one.text == "next week")
    assert (week.get("temporalFunction"), week.get("anchorTimeID")) == ("true", "t0")
    created = tags(STORY, "2021-05-24")[0]
    assert (created.get("tid"), created.get("functionInDocument")) == ("t0", "CREATION_TIME")


def test_without_a_day_of_writing_there_is_no_creation_time_and_no_anchor() -> None:
    found = tags(STORY, None)
    assert "t0" not in {one.get("tid") for one in found}
    assert not any(one.get("anchorTimeID") for one in found)
    assert next(one.get("value") for one in found if one.text == "next week") == "XXXX-XX-XX"


@given(st.text(max_size=80))
def test_the_text_inside_is_the_text_of_the_document(noise: str) -> None:
    text = f"{noise} On May 19 it shut. {noise}"
    root = ET.fromstring(to_timeml(read(text, "2021-05-24")).encode())  # noqa: S314 - our own
    inside = "".join(root.find("TEXT").itertext())  # type: ignore[union-attr]
    kept = [
        char if char in "\t\n\r" or (char >= " " and char not in "\ufffe\uffff") else " "
        for char in text
    ]
    assert inside == "".join(kept)


@pytest.mark.parametrize("day", ["2021-05-24", None])
def test_the_same_document_gives_the_same_bytes(day: str | None) -> None:
    assert to_timeml(read(STORY, day)) == to_timeml(read(STORY, day))
