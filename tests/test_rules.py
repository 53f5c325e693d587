"""Every rule keeps the promises of its own examples."""

from __future__ import annotations

import re
from contextlib import suppress
from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from timeline.expressions import find_mentions
from timeline.lexicon import Example, Rule, languages, load_lexicon
from timeline.meaning import Context, Unreadable, operators, read_as_of
from timeline.model import Direction, Document, DocumentReading, Method, Publication, Reading
from timeline.prepared import rule_table
from timeline.resolve import resolve
from timeline.sentences import split_sentences

LEXICONS = [load_lexicon(language) for language in languages()]
RULES = [rule for lexicon in LEXICONS if lexicon is not None for rule in lexicon.rules]
EXAMPLES = [(rule, example) for rule in RULES for example in rule.examples]


def read(text: str, day: str | None = None) -> DocumentReading:
    """A text written on an ISO day, read as far as resolutions."""
    publication = None
    if day is not None:
        ordinal = date.fromisoformat(day).toordinal()
        publication = Publication(ordinal, ordinal, ordinal, Method.GIVEN)
    document = Document(id="x", path="x.txt", title="", text=text, publication=publication)
    sentences = split_sentences(document)
    return resolve(document, sentences, find_mentions(document, sentences))


@pytest.mark.parametrize(
    ("rule", "example"), EXAMPLES, ids=[f"{rule.name}: {ex.text[:40]}" for rule, ex in EXAMPLES]
)
def test_example_reads_as_promised(rule: Rule, example: Example) -> None:
    reading = read(example.text, example.anchor)
    found = {r.mention.surface: r for r in reading.resolutions}
    assert example.span in found, (
        f"found {sorted(found)} by {[r.mention.rule for r in reading.resolutions]}"
    )
    resolution = found[example.span]
    got = (resolution.value, str(resolution.when or ""), resolution.mention.rule)
    assert got == (example.value, example.edtf, rule.name)


@pytest.mark.parametrize("rule", [rule for rule in RULES if rule.is_date], ids=lambda r: r.name)
def test_every_rule_of_dates_has_an_example(rule: Rule) -> None:
    assert rule.examples


@pytest.mark.parametrize("rule", [rule for rule in RULES if rule.is_date], ids=lambda r: r.name)
def test_every_reading_uses_known_operators(rule: Rule) -> None:
    names = set(re.findall(r"(\w+)\(", rule.reading)) | (
        {rule.reading} if "(" not in rule.reading else set()
    )
    assert names <= operators()


@settings(max_examples=300)
@given(st.data())
def test_what_a_rule_matches_begins_as_it_is_told_to(data: st.DataObject) -> None:
    compiled = data.draw(st.sampled_from(RULES)).compiled
    chars = data.draw(st.from_regex(re.compile(compiled.source), fullmatch=True))
    assert compiled.may_begin(chars[:1], chars[1:2])
    for place, told in ((2, compiled.third), (3, compiled.fourth)):
        assert not told or (len(chars) > place and chars[place] in told)


def test_of_most_rules_is_told_what_stands_third() -> None:
    assert sum(bool(rule.compiled.third) for rule in RULES) > len(RULES) / 2


@pytest.mark.parametrize("told", ["It fell on Lunar New Year.", "It fell last Lunar New Year."])
@pytest.mark.parametrize("written", ["1940-06-10", "1949-06-10", "1950-01-10", "2050-06-10"])
def test_a_feast_at_the_edge_of_its_table_has_no_date(told: str, written: str) -> None:
    [resolution] = read(told, written).resolutions
    assert resolution.when is None


@pytest.mark.parametrize(
    ("written", "told", "edtf"),
    [
        ("1999-01-10", "It fell last Ramadan.", "1997-12-30~/1998-01-28~"),
        ("2025-01-01", "It fell last Hanukkah.", "2023-12-08/2023-12-15"),
        ("2024-12-30", "It falls next Hanukkah.", "2025-12-15/2025-12-22"),
    ],
)
def test_a_feast_that_is_not_over_is_neither_the_last_nor_the_next(
    written: str, told: str, edtf: str
) -> None:
    [resolution] = read(told, written).resolutions
    assert str(resolution.when) == edtf


@given(
    st.sampled_from(sorted(rule_table("holidays")["day"])),
    st.integers(1, 3_650_000),
    st.sampled_from(Direction),
    st.sampled_from([None, -1, 0, 1]),
)
def test_a_named_day_has_a_date_or_none_whenever_it_was_written(
    name: str, day: int, way: Direction, which: int | None
) -> None:
    with suppress(Unreadable):
        meaning = read_as_of(Reading("holiday", (name, None, which)), Context(day, way))
        assert meaning.when is not None
        assert meaning.when.start is not None
