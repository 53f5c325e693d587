"""stance: from a sentence and a date in it to how the sentence stands to what it dates."""

from __future__ import annotations

import tomllib
from pathlib import Path

import pytest
from telling import unmark

from timeline.clauses import analyse
from timeline.model import Direction, Stance
from timeline.stance import Cue, StanceJudgement, cues, judge_stance

ROWS = tomllib.loads((Path(__file__).parent / "cases" / "stance.toml").read_text("utf-8"))["rows"]
LEAST_ACCURACY = 0.96


def judged(marked: str, direction: str = "unknown") -> StanceJudgement:
    """The judgement on the one bracketed date of a sentence."""
    sentence, [(start, end)] = unmark(marked)
    return judge_stance(sentence, start, end, Direction(direction))


def is_right(row: dict[str, str | bool]) -> bool:
    judgement = judged(str(row["text"]), str(row.get("direction", "unknown")))
    return (judgement.stance.value, judgement.reporting) == (
        row["stance"],
        row.get("reporting", False),
    )


def test_the_table_is_judged_right_nearly_everywhere() -> None:
    wrong = [row["text"] for row in ROWS if not is_right(row)]
    listed = "\n".join(str(text) for text in wrong)
    assert len(wrong) <= (1 - LEAST_ACCURACY) * len(ROWS), f"{len(wrong)} of {len(ROWS)}:\n{listed}"


def test_the_table_holds_every_stance_and_enough_sentences() -> None:
    assert len(ROWS) >= 250
    assert {row["stance"] for row in ROWS} == {stance.value for stance in Stance}
    assert len({row["text"] for row in ROWS}) == len(ROWS)


@pytest.mark.parametrize("cue", cues(), ids=lambda cue: cue.name)
def test_every_cue_keeps_the_promise_of_its_examples(cue: Cue) -> None:
    assert cue.examples
    for text, stance, direction in cue.examples:
        assert judged(text, direction.value).stance is stance, text


def test_a_judgement_quotes_the_words_that_show_it() -> None:
    sentence, [(start, end)] = unmark("The envoy is due to land in Oslo [on Friday].")
    judgement = judge_stance(sentence, start, end, Direction.UNKNOWN)
    at = judgement.cue_start
    assert judgement.cue.startswith("due to land")
    assert sentence[at : at + len(judgement.cue)] == judgement.cue


def test_where_no_word_shows_it_the_cue_is_empty() -> None:
    judgement = judged("The envoy landed in Oslo [on Friday].")
    assert (judgement.stance, judgement.cue, judgement.cue_start) == (Stance.HAPPENED, "", -1)


@pytest.mark.parametrize(
    ("marked", "source"),
    [
        ("The dam is safe, according to Osei, an engineer, [in May].", "Osei"),
        ("The dam burst [in May], Mr Osei said.", "Mr Osei"),
        ("Ana Osei, who built the dam, said it burst [in May].", "Ana Osei"),
        ("The water ministry said on Sunday that the dam burst [in May].", "The water ministry"),
        ("“The dam burst [in May],” said Ana Osei.", "Ana Osei"),
        ("On Sunday the ministry said the dam had burst [in May].", "the ministry"),
        ("The dam burst [in May].", ""),
    ],
)
def test_the_attribution_is_the_source_in_its_own_words(marked: str, source: str) -> None:
    assert judged(marked).attribution == source


@pytest.mark.parametrize(
    ("direction", "stance"),
    [("future", Stance.PLANNED), ("past", Stance.HAPPENED), ("unknown", Stance.HAPPENED)],
)
def test_the_direction_decides_where_the_words_leave_it_open(
    direction: str, stance: Stance
) -> None:
    assert judged("The fair opens [on 4 May].", direction).stance is stance


def test_a_cue_does_not_reach_into_another_clause() -> None:
    marked = "The bridge, which opened [in 1931], will close next year."
    assert judged(marked).stance is Stance.HAPPENED
    assert judged("The bridge, which opened in 1931, will close [next year].").stance is (
        Stance.PLANNED
    )


@pytest.mark.parametrize(
    "sentence",
    [
        (
            "The firm, which was founded in 1902, said on Monday that it would move, and if it "
            "does, its workers - some of whom live nearby - will have to choose by June."
        ),
        "Said, said and said; who said that? “No,” said he.",
        ", and which who that if",
        "word",
    ],
)
def test_every_offset_lies_in_exactly_one_clause(sentence: str) -> None:
    clauses = analyse(sentence).clauses
    for offset in range(len(sentence)):
        assert sum(clause.holds(offset) for clause in clauses) == 1, offset
