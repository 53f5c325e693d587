"""merge: what several documents tell of one thing becomes one event."""

from __future__ import annotations

import os
import random
import time
import tomllib
from collections import defaultdict
from collections.abc import Sequence
from itertools import pairwise
from pathlib import Path

import pytest
from changing import replace
from hypothesis import given
from hypothesis import strategies as st
from telling import Date, dated, reading

from timeline.events import extract_events
from timeline.interval import DAY_SECONDS, Interval, from_edtf
from timeline.likeness import draft
from timeline.merge import Merged, groups, merge_events
from timeline.merge import filed as filed_pairs
from timeline.merge import pairs as compared_pairs
from timeline.merge.blocks import meeting_blocks
from timeline.merge.filed import Filed
from timeline.merge.holding import Groups, clumps
from timeline.merge.joining import join_events
from timeline.merge.pairs import Pairs
from timeline.merge.rarity import Rarity, describe
from timeline.merge.verdicts import (
    Looked,
    compare_all,
    compare_packed,
    look_at,
    looks,
    packed_meeting,
)
from timeline.model import Document, DocumentReading, Event, Stance

CASES = tomllib.loads((Path(__file__).parent / "cases" / "merge.toml").read_text("utf-8"))
STATEMENTS = CASES["statement"]
LEAST_F1 = 0.93


def gold() -> tuple[list[Event], list[Document], dict[str, str]]:
    """The table's statements as events, their documents, and quote -> event they tell."""
    told: dict[str, list[tuple[str, list[Date]]]] = defaultdict(list)
    truth: dict[str, str] = {}
    for number, row in enumerate(STATEMENTS):
        told[row["doc"]].append((row["text"], [dated(row["when"], row.get("way", "past"))]))
        name = row["event"] if row["event"] != "~" else f"alone-{number}"
        truth[row["text"].replace("[", "").replace("]", "")] = name
    readings = [reading(doc, rows) for doc, rows in told.items()]
    events, documents = extracted(readings)
    return events, documents, truth


def extracted(readings: Sequence[DocumentReading]) -> tuple[list[Event], list[Document]]:
    """The events and documents of some readings."""
    events = [event for each in readings for event in extract_events(each)[0]]
    return events, [each.document for each in readings]


def merged(*told: tuple[str, str] | tuple[str, str, str]) -> Merged:
    """One document for each (sentence, date, way), merged."""
    readings = [
        reading(f"doc{number}", [(row[0], [dated(row[1], row[2] if len(row) > 2 else "past")])])
        for number, row in enumerate(told)
    ]
    return merge_events(*extracted(readings))


def clusters(merged: Merged) -> dict[str, set[str]]:
    """Each quote to the quotes it was merged with, itself among them."""
    together: dict[str, set[str]] = {}
    for event in merged.events:
        quotes = {passage.quote for passage in event.passages}
        together.update(dict.fromkeys(quotes, quotes))
    return together


def b_cubed(merged: Merged, truth: dict[str, str]) -> tuple[float, float, float]:
    """Precision, recall and F1 of B-cubed (Bagga and Baldwin 1998) over the statements."""
    found = clusters(merged)
    precision = recall = 0.0
    for quote, name in truth.items():
        mine = found[quote]
        right = sum(truth[other] == name for other in mine)
        precision += right / len(mine)
        recall += right / sum(each == name for each in truth.values())
    precision /= len(truth)
    recall /= len(truth)
    return precision, recall, 2 * precision * recall / (precision + recall)


# --- the table ---------------------------------------------------------------------------


def test_the_table_is_grouped_nearly_as_a_reader_groups_it() -> None:
    events, documents, truth = gold()
    precision, recall, f1 = b_cubed(merge_events(events, documents), truth)
    assert f1 >= LEAST_F1, f"precision {precision:.3f}, recall {recall:.3f}, F1 {f1:.3f}"


def test_the_table_is_large_enough_to_tell() -> None:
    _, _, truth = gold()
    assert len(truth) == len(STATEMENTS) >= 60
    assert len(set(truth.values())) >= 25


def test_different_years_and_numbers_of_a_series_never_merge() -> None:
    events, documents, truth = gold()
    traps = [("visit19", "visit22"), ("round11", "round12"), ("fire21", "fire23")]
    for together in clusters(merge_events(events, documents)).values():
        names = {truth[quote] for quote in together}
        assert not any(one in names and other in names for one, other in traps)


def test_the_order_of_reading_changes_nothing_but_the_order_of_passages() -> None:
    events, documents, _ = gold()
    plain = merge_events(events, documents)
    mixed = random.Random(7).sample(events, len(events))  # noqa: S311 - a shuffle, no secret
    assert merge_events(mixed, documents) == plain


# --- the rules ---------------------------------------------------------------------------

DAM = "The Varnholm dam burst [on Tuesday], drowning nine people."


def test_one_thing_told_twice_is_one_event_with_two_passages() -> None:
    [event] = merged(
        (DAM, "2021-05-04"),
        ("Nine people drowned when the Varnholm dam burst [then].", "2021-05-04"),
    ).events
    assert [passage.document for passage in event.passages] == ["doc0", "doc1"]


def test_the_sharper_source_dates_the_vaguer_one() -> None:
    [event] = merged(
        ("The Varnholm dam burst [last week], drowning nine people.", "2021-05-03/2021-05-09"),
        (DAM, "2021-05-04"),
    ).events
    assert str(event.when) == "2021-05-04"


def test_a_month_that_is_uncertain_is_refined_and_a_rough_stretch_is_not() -> None:
    vague = "The Varnholm dam burst [then], drowning nine people."
    other = "The dam of Varnholm held tourists back [then]."
    assert len(merged((vague, "2021-05?"), (DAM, "2021-05-04?")).events) == 1
    assert len(merged((other, "2021-05-02~/2021-05-09~"), (DAM, "2021-05-04")).events) == 2


def test_what_could_be_of_any_year_joins_only_what_names_the_same() -> None:
    same = "The Varnholm dam burst [on Friday], and nine people drowned."
    alike = "A dam burst [on Friday], drowning nine people at a camp."
    assert len(merged((DAM, "2021-05-04"), (same, "1982-02-05?/2021-05-30?")).events) == 1
    assert len(merged((DAM, "2021-05-04"), (alike, "1982-02-05?/2021-05-30?")).events) == 2
    assert len(merged((DAM, "2021-05-04"), (alike, "2021-05-04")).events) == 1


def test_sources_that_differ_by_the_hour_agree_on_the_day() -> None:
    [event] = merged((DAM, "2021-05-04T06:00"), (DAM, "2021-05-04T07:00")).events
    assert str(event.when) == "2021-05-04"


def test_what_is_done_in_part_is_another_event_than_what_is_done() -> None:
    part = "The ferry Alba was partly refloated [on Tuesday] by two tugs."
    whole = "The ferry Alba was refloated [on Tuesday] by two tugs."
    assert len(merged((part, "2021-05-04"), (whole, "2021-05-04")).events) == 2
    assert len(merged((part, "2021-05-04"), (part, "2021-05-04")).events) == 1


def test_years_apart_are_events_apart() -> None:
    assert len(merged((DAM, "2019-05-04"), (DAM, "2021-05-04")).events) == 2


@pytest.mark.parametrize(
    ("one", "other", "events"),
    [
        (
            "the 16th round of the Varnholm water talks",
            "the 17th round of the Varnholm water talks",
            2,
        ),
        ("the fourth Varnholm forum", "the 5th Varnholm forum", 2),
        ("round 3 of the Varnholm water talks", "round 4 of the Varnholm water talks", 2),
        (
            "the 16th round of the Varnholm water talks",
            "the sixteenth round of Varnholm water talks",
            1,
        ),
    ],
)
def test_a_number_in_a_series_keeps_events_apart(one: str, other: str, events: int) -> None:
    told = [f"Envoys opened {each} in Oslo [in May]." for each in (one, other)]
    assert len(merged(*((text, "2021-05") for text in told)).events) == events


def test_one_sentence_never_tells_one_thing_twice() -> None:
    told = reading(
        "doc",
        [("The dam burst [on Tuesday] and the dam burst [that day].",
          [dated("2021-05-04"), dated("2021-05-04")])],
    )  # fmt: skip
    events, documents = extracted([told])
    assert len(merge_events(events, documents).events) == len(events)


def test_a_plan_and_its_outcome_are_linked_and_stay_apart() -> None:
    plan, outcome = merged(
        ("The Heron probe will lift off from Kourou [on 9 April].", "2024-04-09", "future"),
        ("The Heron probe lifted off from Kourou [on Tuesday].", "2024-04-09"),
    ).events
    if plan.stance is not Stance.PLANNED:
        plan, outcome = outcome, plan
    assert (plan.led_to, outcome.outcome_of) == (outcome.id, plan.id)
    assert (plan.outcome_of, outcome.led_to) == ("", "")


def test_an_outcome_may_come_late_but_not_early() -> None:
    plan = ("The Heron probe will lift off from Kourou [on 9 April].", "2024-04-09", "future")
    fact = "The Heron probe lifted off from Kourou [then]."
    late = merged(plan, (fact, "2024-04-11"))
    early = merged(plan, (fact, "2024-04-07"))
    assert any(event.led_to for event in late.events)
    assert not any(event.led_to for event in early.events)


def test_a_plan_and_the_plan_called_off_are_one_cancelled_event_with_both_sources() -> None:
    [event] = merged(
        ("The Heron probe will lift off from Kourou [on 9 April].", "2024-04-09", "future"),
        ("The lift-off of the Heron probe from Kourou planned for [9 April] was called off.",
         "2024-04-09", "future"),
    ).events  # fmt: skip
    assert event.stance is Stance.CANCELLED
    assert {passage.stance for passage in event.passages} == {Stance.PLANNED, Stance.CANCELLED}


def test_a_plan_is_cancelled_by_the_news_that_it_was_called_off() -> None:
    end, plan = merged(
        ("The Heron probe will lift off from Kourou [on 9 April].", "2024-04-09", "future"),
        ("[On Monday] engineers called off the lift-off of the Heron probe from Kourou.",
         "2024-04-08"),
    ).events  # fmt: skip
    assert (plan.stance, plan.led_to) == (Stance.CANCELLED, end.id)
    assert (end.stance, end.outcome_of) == (Stance.HAPPENED, plan.id)


def test_a_plan_that_was_carried_out_is_not_cancelled_by_another_thing_called_off() -> None:
    events = merged(
        ("The Heron probe will lift off from Kourou [on 9 April].", "2024-04-09", "future"),
        ("The Heron probe lifted off from Kourou [on Tuesday].", "2024-04-09"),
        ("[On Monday] dockers in Brava called off their strike.", "2024-04-08"),
    ).events
    assert not any(event.stance is Stance.CANCELLED for event in events)


def test_two_plans_for_one_thing_are_one_event() -> None:
    [event] = merged(
        ("The Heron probe will lift off from Kourou [on 9 April].", "2024-04-09", "future"),
        ("The Heron probe is due to lift off from Kourou [on Tuesday].", "2024-04-09", "future"),
    ).events
    assert event.stance is Stance.PLANNED


def test_a_thing_told_for_two_near_days_is_a_disagreement_with_both_sides() -> None:
    result = merged((DAM, "2021-05-04"), (DAM, "2021-05-05"), (DAM, "2021-05-05"))
    [disagreement] = result.disagreements
    assert len(result.events) == 2
    assert [str(when) for when, _ in disagreement.sides] == ["2021-05-04", "2021-05-05"]
    assert [len(passages) for _, passages in disagreement.sides] == [1, 2]
    assert disagreement.event in {e.id for e in result.events if len(e.passages) == 2}


@pytest.mark.parametrize(
    ("text", "one", "other"),
    [
        (DAM, "2021-05-04", "2021-05-14"),
        (DAM, "2021-05-04", "2021-06"),
        ("The Varnholm council met in Oslo [then].", "2021-05-04", "2021-05-05"),
        ("The Varnholm council said [then] that the dam had burst.", "2021-05-04", "2021-05-05"),
    ],
    ids=["too far apart", "not both sharp", "may happen every day", "only said"],
)
def test_no_disagreement_where_both_can_be_true(text: str, one: str, other: str) -> None:
    assert merged((text, one), (text, other)).disagreements == ()


def test_one_document_does_not_disagree_with_itself() -> None:
    told = reading("doc", [(DAM, [dated("2021-05-04")]), (DAM, [dated("2021-05-05")])])
    assert merge_events(*extracted([told])).disagreements == ()


def test_the_id_is_the_smallest_of_the_parts() -> None:
    readings = [reading(name, [(DAM, [dated("2021-05-04")])]) for name in "abcd"]
    parts, documents = extracted(readings)
    [event] = merge_events(parts, documents).events
    assert event.id == min(part.id for part in parts)


def test_the_title_of_many_is_the_one_the_others_share_most_of() -> None:
    told = [
        "Nine people drowned when the Varnholm dam burst [on Tuesday].",
        "The dam at Varnholm burst and drowned nine people [on Tuesday].",
        "The Varnholm dam burst [on Tuesday], drowning nine people.",
        "The dam burst [on Tuesday], wrote a Varnholm pensioner in a green hat.",
    ]
    [event] = merged(*[(text, "2021-05-04") for text in told]).events
    assert "green hat" not in event.title
    assert {"Varnholm", "dam"} <= set(event.title.split())


def test_events_come_in_order_of_time_then_id() -> None:
    events, documents, _ = gold()
    keys = [event.order for event in merge_events(events, documents).events]
    assert keys == sorted(keys)


def test_nothing_to_merge_is_nothing_merged() -> None:
    assert merge_events([], []) == Merged((), ())


def test_every_passage_is_still_there_once() -> None:
    events, documents, _ = gold()
    before = sorted((p.document, p.start, p.quote) for e in events for p in e.passages)
    after = merge_events(events, documents).events
    assert sorted((p.document, p.start, p.quote) for e in after for p in e.passages) == before


def test_steps_of_rarity_tell_all_that_what_is_compared_depends_on() -> None:
    events, documents, _ = gold()
    told = {document.id: document.text for document in documents}
    drafts = [draft(event, told) for event in events]
    rarities = [Rarity(drafts[:count]) for count in range(10, len(drafts) + 1)]
    changed = 0
    steps = [list(one.steps()) for one in rarities]
    for (one, known), (other, new) in pairwise(zip(rarities, steps, strict=True)):
        for place, each in enumerate(drafts[:10]):
            if known[place] == new[place]:
                assert one.features(each) == other.features(each)
            else:
                changed += 1
    assert 0 < changed < len(rarities) * 10 / 4  # what is new changes little of what is old


def test_what_is_looked_at_in_comparing_is_all_in_the_looks_of_an_event() -> None:
    events, documents, _ = gold()
    told = {document.id: document.text for document in documents}
    features = describe([draft(event, told) for event in events])[0]
    one, seen = events[0], set[str]()
    for other in events[1:]:
        for name in Event.__struct_fields__:
            changed = replace(one, **{name: getattr(other, name)})
            if look_at(0, changed, features) != look_at(0, one, features):
                seen.add(name)
                assert looks(changed) != looks(one), name
    assert seen >= {"when", "stance", "title", "passages"}
    assert looks(replace(one, importance=0.9, actors=("Ada",))) == looks(one)


# --- cost --------------------------------------------------------------------------------

PEOPLE = [
    f"{a}{b}" for a in ("Lun", "Ras", "Hol", "Dah", "Mor", "Vik") for b in ("t", "k", "ber", "sen")
]
TOWNS = ["Oslo", "Rome", "Lima", "Cairo", "Paris", "Tokyo", "Delhi", "Lagos", "Quito", "Dublin"]
DEEDS = [
    "opened a bridge",
    "signed a treaty",
    "visited a dam",
    "met the dockers",
    "launched a ferry",
]


def crowd(count: int) -> list[DocumentReading]:
    """Documents of ten made-up statements each, spread over two years."""
    dice = random.Random(3)  # noqa: S311 - made-up sentences, no secret
    begin = Interval.day(2020, 1, 1).start
    assert begin is not None
    readings: list[DocumentReading] = []
    for number in range(count // 10):
        rows: list[tuple[str, list[Date]]] = []
        for _ in range(10):
            start = begin + dice.randrange(730) * DAY_SECONDS
            day = str(Interval(start, start + DAY_SECONDS, Interval.day(2020, 1, 1).granularity))
            sentence = (
                f"Judge Ada {dice.choice(PEOPLE)} {dice.choice(DEEDS)} in {dice.choice(TOWNS)} "
                f"[on that day] with {dice.choice(PEOPLE)}, an official said."
            )
            rows.append((sentence, [dated(day, "past")]))
        readings.append(reading(f"doc{number}", rows))
    return readings


def test_five_thousand_statements_are_merged_in_less_than_five_seconds() -> None:
    events, documents = extracted(crowd(5000))
    start = time.process_time()
    result = merge_events(events, documents)
    taken = time.process_time() - start
    assert len(events) == 5000
    assert len(result.events) < 5000
    assert taken < 5, f"{taken:.1f} s"


def test_a_thing_told_by_hundreds_is_still_one_event() -> None:
    readings = [reading(f"doc{n}", [(DAM, [dated("2021-05-04")])]) for n in range(300)]
    [event] = merge_events(*extracted(readings)).events
    assert len(event.passages) == 300


@pytest.mark.parametrize(
    ("whens", "together", "likely"),
    [
        (
            [("2021-04/2021-07", "2021-05-17/2021-05-23"), ("2021-03/2021-06", "2021-05-19")],
            "2021-04?/2021-06?",
            "2021-05-19?",
        ),
        (
            [
                ("2021-04/2021-07", "2021-05-12"),
                ("2021-03/2021-06", "2021-05-19"),
                ("2021-03/2021-09", "2021-05-19"),
            ],
            "2021-04?/2021-06?",
            "2021-05-19?",
        ),
        ([("2021-04/2021-07", "2021-05-12"), ("2021-05-19", "")], "2021-05-19", ""),
        (
            [("2021-05-18/2021-05-20", ""), ("2021-05-19/2021-05-22", "")],
            "2021-05-19/2021-05-20",
            "",
        ),
    ],
)
def test_the_likeliest_date_of_an_event_is_that_of_most_of_its_sources(
    whens: list[tuple[str, str]], together: str, likely: str
) -> None:
    """Wide times are cut to what they share, and the likeliest parts of them with it."""
    rows = [[("Avro opened the bridge at Lima on [May 19].", [dated("2021-05-19", "past")])]]
    readings = [reading(f"doc{number}", *rows) for number in range(len(whens))]
    events = [
        replace(
            event,
            when=from_edtf(when).uncertain() if part else from_edtf(when),
            likely=from_edtf(part).uncertain() if part else None,
        )
        for event, (when, part) in zip(extracted(readings)[0], whens, strict=True)
    ]
    joined = join_events(events, {f"doc{number}": number for number in range(len(whens))})
    assert str(joined.when) == together
    assert str(joined.likely or "") == likely


class _Unlike(Pairs):
    """Pairs none of which is alike enough for the average of two groups."""

    def alike(self, first: int, second: int) -> float:
        return 0.1 if first != second else 1.0


class _Halves(Groups):
    """Groups of which the first four events hold together, and the others."""

    def _hold_together(self, one: int, other: int, agrees: str) -> bool:
        return bool(agrees) and (one < 4) == (other < 4)


def _asked_to_join(sentence: str, days: tuple[str, str], times: int) -> bool:
    """Whether two groups of four become one when so many pairs of theirs speak for it."""
    texts = [(f"{sentence} of town {number}.", days[number // 4]) for number in range(8)]
    readings = [
        reading(f"doc{number}", [(f"{text[:-1]} [then].", [dated(day)])])
        for number, (text, day) in enumerate(texts)
    ]
    events, documents = extracted(readings)
    told = {document.id: document.text for document in documents}
    drafts = [draft(event, told) for event in events]
    groups = _Halves(events, drafts.__getitem__, {}, _Unlike(events, describe(drafts)))
    for first in (0, 4):
        for number in range(first + 1, first + 4):
            assert groups.join(first, number)
    return [groups.join(0, 4) for _ in range(times)][-1]


@pytest.mark.parametrize(
    ("sentence", "days", "times", "are_one"),
    [
        ("An earthquake struck the mills", ("2021-05-04", "2021-05-04"), 6, True),
        ("An earthquake struck the mills", ("2021-05-04", "2021-05-04"), 5, False),
        ("An earthquake struck the mills", ("2021-05-04", "2021-05"), 9, False),
        ("The ministers met the owners", ("2021-05-04", "2021-05-04"), 9, False),
    ],
)
def test_many_pairs_make_two_groups_one_of_what_can_happen_only_once_on_a_day(
    sentence: str, days: tuple[str, str], times: int, are_one: bool
) -> None:
    assert _asked_to_join(sentence, days, times) is are_one


_FILED = st.lists(st.tuples(st.integers(0, 30), st.integers(0, 30), st.floats(0, 1)), max_size=40)


@given(_FILED)
def test_filed_pairs_are_told_once_each_and_the_surest_first(
    pairs: list[tuple[int, int, float]],
) -> None:
    told = {(first, second): weight for first, second, weight in pairs}
    filed = Filed(31)
    for (first, second), weight in [*told.items(), *reversed(told.items())]:
        filed.file(first, second, weight, weight / 2)
    filed.settle()
    assert list(filed) == sorted(
        ((weight, *pair) for pair, weight in told.items()),
        key=lambda each: (-each[0], *each[1:]),
    )
    for first in range(31):
        for second in range(31):
            weight = told.get((first, second))
            assert filed.alike(first, second) == (None if weight is None else weight / 2)


def test_pairs_come_in_order_from_many_shelves(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(filed_pairs, "_SHELF", 3)
    chance = random.Random(4)  # noqa: S311 - no secret
    told = {
        tuple(sorted(chance.sample(range(40), 2))): chance.choice([0.1, 0.5, 9]) for _ in "x" * 90
    }
    filed = Filed(40)
    for (first, second), weight in told.items():
        filed.file(first, second, weight, 0.0)
    filed.settle()
    in_order = sorted((-weight, *pair) for pair, weight in told.items())
    assert [(-weight, first, second) for weight, first, second in filed] == in_order


@given(_FILED)
def test_clumps_are_what_pairs_hold_together(pairs: list[tuple[int, int, float]]) -> None:
    filed = Filed(31)
    for first, second in {(first, second) for first, second, _ in pairs if first != second}:
        filed.file(first, second, 1.0, 1.0)
    filed.settle()
    reached = {number: {number} for pair in pairs if pair[0] != pair[1] for number in pair[:2]}
    for _ in reached:
        for first, second, _ in pairs:
            if first != second:
                both = reached[first] | reached[second]
                for number in both:
                    reached[number] = both
    found = list(clumps(filed))
    together = sorted({tuple(sorted(numbers)) for numbers in reached.values()})
    assert [tuple(each.members) for each in found] == together
    places = [place for place, _ in enumerate(filed.in_order())]
    assert sorted(place for each in found for place in each.places) == places
    for each in found:
        told = [filed.events_of(place) for place in each.places]
        ends = [each.members[end] for end in each.ends]
        assert list(zip(ends[::2], ends[1::2], strict=True)) == told


@pytest.mark.skipif(not hasattr(os, "fork"), reason="needs fork")
def test_jobs_that_share_comparing_and_joining_find_the_same(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    events, documents, _ = gold()
    alone = merge_events(events, documents)
    fork, forks = os.fork, []

    def counted() -> int:
        forks.append(True)
        return fork()

    monkeypatch.setattr(os, "fork", counted)
    monkeypatch.setattr(compared_pairs, "_WORTH_SHARING", 1)
    assert merge_events(events, documents, jobs=2) == alone
    assert len(forks) == 1
    monkeypatch.setattr(groups, "_WORTH_SHARING", 1)
    assert merge_events(events, documents, jobs=2) == alone
    assert len(forks) == 3
    assert merge_events(events, documents, jobs=3) == alone
    assert len(forks) == 7


def test_a_block_that_is_sent_elsewhere_is_compared_there_as_here() -> None:
    events, documents, _ = gold()
    pool = sorted(events, key=lambda event: event.id)
    texts = {document.id: document.text for document in documents}
    features = describe([draft(event, texts) for event in pool])

    def look(number: int) -> Looked:
        return look_at(number, pool[number], features[number])

    blocks = list(meeting_blocks([event.when for event in pool]))
    told = [compare_all(block, look) for block in blocks]
    assert [compare_packed(packed_meeting(block, look)) for block in blocks] == told
    assert sum(map(len, told)) > 50


def test_where_the_words_stand_that_date_a_passage_is_read_without_the_rest() -> None:
    passages = [passage for event in gold()[0] for passage in event.passages]
    assert [each.time_start for each in passages] == [
        each.resolution.mention.start for each in passages
    ]
