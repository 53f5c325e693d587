"""names: from a text to the people, organisations and places it names."""

from __future__ import annotations

import gc
import time
from itertools import pairwise

import pytest

from timeline.names import NameKind, country_of, find_names


def found(text: str) -> set[tuple[str, str]]:
    """Each name in full with its kind."""
    return {(name.full, name.kind.value) for name in find_names(text)}


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("They flew to Oslo.", {("Oslo", "place")}),
        (
            "Talks between Chad and South Sudan failed.",
            {("Chad", "place"), ("South Sudan", "place")},
        ),
        ("The Oslo-Bergen line is shut.", {("Oslo", "place"), ("Bergen", "place")}),
        ("A fire near Gulf of Aden ports.", {("Gulf of Aden", "place")}),
        ("The flood hit Harper County.", {("Harper County", "place")}),
        ("Ships left Port Ellery.", {("Port Ellery", "place")}),
        ("The U.S. and the UK agreed.", {("United States", "place"), ("United Kingdom", "place")}),
        ("Estonian President Ada Lunt spoke.", {("Ada Lunt", "person")}),
        (
            "In Oslo, Foreign Minister Per Dahl resigned.",
            {("Oslo", "place"), ("Per Dahl", "person")},
        ),
        (
            "Port Authority Director Ines Roth said so.",
            {("Port Authority", "org"), ("Ines Roth", "person")},
        ),
        ("We asked Karl Brandt, an engineer, about it.", {("Karl Brandt", "person")}),
        ("The firm's founder Odile Marsh left.", {("Odile Marsh", "person")}),
        ("He joined the Ministry of Public Works.", {("Ministry of Public Works", "org")}),
        ("The Food and Drug Administration objected.", {("Food and Drug Administration", "org")}),
        ("Shares of Halvard Industries fell.", {("Halvard Industries", "org")}),
        ("The WHO sent help.", {("World Health Organization", "org")}),
        ("The NRKT sent help.", {("NRKT", "org")}),
        ("We heard Lunt’s speech in Rome’s centre", {("Lunt", "other"), ("Rome", "place")}),
        ("On Monday in May it rained.", set()),
        ("Workers left. Nobody returned. However, it was late.", set()),
        ("The German and French ministers met.", set()),
        ("I'm sure It was NOT late, But The end came.", set()),
    ],
)
def test_names_and_their_kinds(text: str, names: set[tuple[str, str]]) -> None:
    assert found(text) == names


def test_a_surname_is_filed_under_the_full_name_of_its_only_bearer() -> None:
    text = "Mayor Ada Lunt resigned. Lunt had served for years."
    assert [name.full for name in find_names(text)] == ["Ada Lunt", "Ada Lunt"]


def test_a_surname_with_two_bearers_stays_alone() -> None:
    text = "Mayor Ada Lunt met Judge Bo Lunt. Later Lunt left."
    assert [name.full for name in find_names(text)] == ["Ada Lunt", "Bo Lunt", "Lunt"]


def test_a_lone_word_that_opens_a_sentence_needs_a_second_witness() -> None:
    assert found("Trawlers sank.") == set()
    assert found("Varnholm sank. The mayor of Varnholm wept.") == {("Varnholm", "other")}


def test_spans_hold_the_name_and_never_overlap() -> None:
    text = (
        "Dr. Ada Lunt of the St. Olaf Hospital met the U.S. envoy, Port Authority chief Bo Rask, "
        "in Rio de Janeiro.\n\nAda Lunt’s aide, Mia Holt, said Mr. Rask knew."
    )
    names = find_names(text)
    assert all(text[name.start : name.end] == name.text for name in names)
    assert all(a.end <= b.start for a, b in pairwise(names))
    assert {n.full for n in names if n.kind is NameKind.PERSON} == {
        "Ada Lunt",
        "Bo Rask",
        "Mia Holt",
    }


def test_a_country_is_known_by_its_people_its_capital_and_its_short_names() -> None:
    assert {country_of(word) for word in ("Peruvian", "Lima")} == {"Peru"}
    assert country_of("USA") == "United States"
    assert country_of("Varnholm") == ""


@pytest.mark.parametrize("text", ["", " ", "…", "A", "‘", "I", "a" * 10_000, "A " * 5_000])
def test_odd_texts_have_names_or_none_but_never_fail(text: str) -> None:
    assert all(text[name.start : name.end] == name.text for name in find_names(text))


def test_the_cost_is_linear_in_the_length() -> None:
    piece = "Mayor Ada Lunt of Varnholm met the Harbour Council in Oslo on Monday. "

    def cost(copies: int) -> float:
        text = piece * copies
        gc.disable()  # what other tests left in memory is not the cost of these names
        try:
            start = time.process_time()
            find_names(text)
            return time.process_time() - start
        finally:
            gc.enable()

    cost(100)
    short = max(min(cost(500), cost(500)), 0.01)
    assert min(cost(4000), cost(4000)) < 24 * short
