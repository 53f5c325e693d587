"""The chart's layout, and its two drawings."""

from __future__ import annotations

import json
import os
import random
import re
import subprocess
import sys
from collections.abc import Iterable, Sequence
from itertools import combinations
from typing import Any
from xml.etree import ElementTree as ET

import pytest
from changing import replace
from hypothesis import given, settings
from hypothesis import strategies as st
from sample_timeline import sample_timeline
from synthetic_timeline import synthetic_timeline

from timeline.chart import (
    TALL_WIDTH,
    Layout,
    Shape,
    Shelf,
    charts,
    draw_density,
    draw_figure,
    draw_svg,
    drawn_before,
    figure_json,
    lay_out,
    layout_json,
    span_in_words,
    wide,
)
from timeline.chart.palette import PALETTE
from timeline.chart.scale import Frame, is_window, make_scale
from timeline.chart.tall import spread
from timeline.chart.text import NOTE_SIZE, clean, text_width, wrap
from timeline.chart.ticks import Room, make_ticks, year_name
from timeline.chart.values import Form, Look, Segment
from timeline.interval import DAY_SECONDS, Granularity, Interval, PartOfDay, moment
from timeline.model import Stance, Timeline
from timeline.pieces import Prints, made_of_all

SVG = "{http://www.w3.org/2000/svg}"
STORY = sample_timeline()
DAY = Interval.day


def timeline_of(
    spans: Sequence[Interval], title: str = "", stance: Stance | None = None
) -> Timeline:
    """The sample story's events, told again at other times; importance falls by turns."""
    events = tuple(
        replace(
            STORY.events[number % len(STORY.events)],
            id=f"x{number}",
            when=span,
            title=title or STORY.events[number % len(STORY.events)].title,
            stance=stance or STORY.events[number % len(STORY.events)].stance,
            importance=(number * 37 % 100) / 100,
        )
        for number, span in enumerate(spans)
    )
    return replace(STORY, events=events, disagreements=())


def days(seed: int, count: int, years: Sequence[int]) -> list[Interval]:
    """Days drawn evenly from some years."""
    draw = random.Random(seed)  # noqa: S311
    return [DAY(draw.choice(years), draw.randint(1, 12), draw.randint(1, 28)) for _ in range(count)]


STORIES = {
    "sample": STORY,
    "one day": timeline_of([DAY(2021, 5, 19)]),
    "two days a century apart": timeline_of([DAY(1921, 5, 19), DAY(2021, 5, 19)]),
    "all on one day": timeline_of([DAY(2021, 5, 19)] * 12),
    "before 1 CE": timeline_of([Interval.year(year) for year in (-776, -508, -43, 0, 14, 476)]),
    "millions of years": timeline_of([Interval.year(y) for y in (-66_000_000, -300_000, 1, 2021)]),
    "minutes": timeline_of([Interval.minute(2021, 5, 19, 15, m) for m in (0, 2, 5, 9, 14, 44)]),
    "history, then a crowded year": timeline_of(
        [Interval.year(year) for year in range(1949, 2016, 6)] + days(3, 30, [2021])
    ),
    "five hundred": timeline_of(days(4, 500, [2018, 2019, 2021, 2021, 2022])),
    "open and soft": timeline_of(
        [
            Interval.year(2021).since(),
            Interval.year(2021).until(),
            DAY(2021, 3, 3).approximate(),
            Interval.month(2021, 2).uncertain(),
            Interval.century(19),
            Interval.part_of_day(2021, 5, 12, PartOfDay.EVENING),
        ]
    ),
}
SHAPES = {Shape.WIDE: 1120.0, Shape.TALL: TALL_WIDTH}


@pytest.fixture(params=[(name, shape) for name in STORIES for shape in Shape], ids=str)
def layout(request: pytest.FixtureRequest) -> Layout:
    """Every story in every shape."""
    name, shape = request.param
    return lay_out(STORIES[name], SHAPES[shape], shape)


def test_no_label_overlaps_another_label(layout: Layout) -> None:
    labels = [mark.label for mark in layout.marks if mark.label]
    assert labels
    for one, other in combinations(labels, 2):
        assert not one.box.overlaps(other.box), (one, other)


def test_no_label_covers_the_mark_of_another_event(layout: Layout) -> None:
    for mark in layout.marks:
        for other in layout.marks:
            if mark.label and mark is not other:
                assert not mark.label.box.overlaps(other.box), (mark, other)


def test_everything_lies_inside_the_frame(layout: Layout) -> None:
    for mark in layout.marks:
        boxes = [mark.box, *(strip.box for strip in mark.strips), *mark.rivals]
        for box in [*boxes, *([mark.label.box] if mark.label else [])]:
            assert box.x >= 0, mark
            assert box.right <= layout.width, mark
            assert box.y >= 0, mark
            assert box.bottom <= layout.height, mark


@pytest.mark.parametrize("name", STORIES)
def test_every_event_has_one_mark_on_a_page_and_the_important_ones_on_a_phone(name: str) -> None:
    events = STORIES[name].events
    wide = [mark.event for mark in lay_out(STORIES[name]).marks]
    tall = [mark.event for mark in lay_out(STORIES[name], TALL_WIDTH, Shape.TALL).marks]
    assert sorted(wide) == sorted(event.id for event in events)
    assert len(set(tall)) == len(tall) == min(len(events), 40)
    importance = {event.id: event.importance for event in events}
    left_out = [importance[name] for name in set(wide) - set(tall)]
    assert not left_out or min(importance[name] for name in tall) >= max(left_out)


def test_marks_follow_each_other_as_their_times_do(layout: Layout) -> None:
    ordered = sorted(layout.marks, key=lambda mark: mark.span)
    middles = [sum(mark.span) / 2 for mark in ordered if mark.form is Form.POINT]
    assert middles == sorted(middles)


def test_an_axis_has_ticks_in_order_and_inside(layout: Layout) -> None:
    positions = [tick.position for tick in layout.ticks]
    assert positions
    assert positions == sorted(set(positions))
    assert layout.segments[0].low <= positions[0]
    assert positions[-1] <= layout.segments[-1].high + 0.1


def test_all_thirty_events_of_a_quiet_story_are_labelled() -> None:
    spans = [Interval.month(year, month) for year in range(2016, 2021) for month in range(1, 13, 2)]
    wide = lay_out(timeline_of(spans))
    assert wide.labelled == len(spans)


@pytest.mark.parametrize("shape", Shape)
def test_the_most_important_event_of_a_crowd_is_labelled(shape: Shape) -> None:
    crowd = STORIES["five hundred"]
    first = max(crowd.events, key=lambda event: event.importance)
    marks = lay_out(crowd, SHAPES[shape], shape).marks
    assert next(mark for mark in marks if mark.event == first.id).label
    assert sum(mark.label is not None for mark in marks) < len(marks)


def test_outliers_leave_the_crowded_years_most_of_the_axis() -> None:
    """All but three of the sample's events lie in 2018-2023; the others in 1869, 2030s, 2060."""
    wide = lay_out(STORY)
    core = max(wide.segments, key=lambda part: part.high - part.low)
    inside = [mark for mark in wide.marks if core.low <= sum(mark.span) / 2 <= core.high]
    assert len(inside) == len(wide.marks) - 3
    assert core.high - core.low > wide.width * 0.55
    assert [gap.words for gap in wide.breaks] == ["148 years", "6 years"]


@pytest.mark.parametrize("width", [640.0, 720.0, 1120.0])
def test_the_words_of_a_cut_never_run_into_those_of_a_tick(width: float) -> None:
    """Months on both sides of a cut of a few pixels; over years there is room."""
    assert any(gap.words for gap in lay_out(STORY, width).breaks)
    dated = [
        DAY(2021, 3, 23),
        DAY(2021, 3, 26),
        DAY(2021, 3, 29),
        DAY(2021, 4, 13),
        DAY(2021, 7, 7),
    ]
    layout = lay_out(timeline_of(dated), width)
    assert layout.breaks
    for gap in filter(lambda gap: gap.words, layout.breaks):
        half = text_width(gap.words, NOTE_SIZE) / 2
        for tick in filter(lambda tick: tick.under, layout.ticks):
            apart = abs(tick.position - (gap.low + gap.high) / 2)
            assert apart > half + text_width(tick.under, NOTE_SIZE, bold=True) / 2


def test_a_bar_through_a_cut_keeps_both_its_ends_in_place() -> None:
    spans = [Interval(moment(1900), moment(2021, 6), Granularity.YEAR), *days(1, 20, [2021])]
    wide = lay_out(timeline_of(spans))
    bar = next(mark for mark in wide.marks if mark.event == "x0")
    first, last = wide.segments[0], wide.segments[-1]
    assert len(wide.segments) == 2
    assert first.low <= bar.box.x <= first.high
    assert last.low <= bar.box.right <= last.high


@given(
    st.lists(
        st.tuples(st.integers(-(10**11), 10**11), st.integers(1, 10**10)), min_size=1, max_size=40
    )
)
@settings(max_examples=80, deadline=None)
def test_a_scale_never_turns_back_and_stays_in_its_frame(pairs: list[tuple[int, int]]) -> None:
    spans = [Interval(start, start + length, Granularity.SECOND) for start, length in pairs]
    scale = make_scale(spans, Frame(Shape.WIDE, 6, 1114, 150, 48))
    dates = sorted({at for span in spans for at in (span.start, span.end) if at is not None})
    places = [scale.place(at) for at in dates]
    assert places == sorted(places)
    assert all(6 <= place <= 1114.05 for place in places)
    assert len(scale.segments) <= 3
    assert all(part.start < part.end and part.low < part.high for part in scale.segments)


def test_no_date_makes_no_scale() -> None:
    with pytest.raises(ValueError, match="at least one date"):
        make_scale([], Frame(Shape.WIDE, 0, 100, 10, 10))


def axis(start: int, end: int, unit: Granularity, width: float = 900) -> list[str]:
    segment = Segment(start, end, 0, width, start, end)
    ticks = make_ticks([segment], [Interval(start, end, unit)], Room(74))
    return [f"{tick.under}|{tick.text}" if tick.under else tick.text for tick in ticks]


@pytest.mark.parametrize(
    ("start", "end", "unit", "expected"),
    [
        (moment(2021, 5, 19, 15), moment(2021, 5, 19, 15, 9), Granularity.MINUTE,
         ["19 May 2021|15:00", *(f"15:0{minute}" for minute in range(1, 10))]),
        (moment(2021, 5, 19, 20), moment(2021, 5, 20, 4), Granularity.HOUR,
         ["19 May 2021|20:00", "21:00", "22:00", "23:00", "20 May 2021|00:00", "01:00", "02:00",
          "03:00", "04:00"]),
        (moment(2021, 5, 28), moment(2021, 6, 4), Granularity.DAY,
         ["May 2021|28", "29", "30", "31", "Jun 2021|1", "2", "3", "4"]),
        (moment(2020, 11, 1), moment(2021, 3, 1), Granularity.DAY,
         ["2020|Nov", "Dec", "2021|Jan", "Feb", "Mar"]),
        (moment(2019), moment(2021), Granularity.DAY,
         ["2019|Jan", "Apr", "Jul", "Oct", "2020|Jan", "Apr", "Jul", "Oct", "2021|Jan"]),
        (moment(2016, 2), moment(2021), Granularity.YEAR, ["2017", "2018", "2019", "2020", "2021"]),
        (moment(-1000), moment(1000), Granularity.YEAR,
         ["1000 BCE", "800 BCE", "600 BCE", "400 BCE", "200 BCE", "1 CE", "200 CE", "400 CE",
          "600 CE", "800 CE", "1000"]),
        (moment(-3, 6), moment(4), Granularity.YEAR,
         ["3 BCE", "2 BCE", "1 BCE", "1 CE", "2 CE", "3 CE", "4 CE"]),
    ],
    ids=["minutes", "hours", "days", "months", "quarters", "years", "millennia", "around 1 CE"],
)  # fmt: skip
def test_ticks_name_what_begins(
    start: int, end: int, unit: Granularity, expected: list[str]
) -> None:
    assert axis(start, end, unit) == expected


def test_ticks_are_no_finer_than_what_is_told() -> None:
    assert axis(moment(2019), moment(2021), Granularity.YEAR) == ["2019", "2020", "2021"]


@pytest.mark.parametrize(
    ("year", "name"),
    [(2021, "2021"), (1000, "1000"), (999, "999 CE"), (1, "1 CE"), (0, "1 BCE"), (-43, "44 BCE"),
     (-9_999, "10,000 BCE"), (12_000, "12,000"), (-65_999_999, "66 m BCE")],
)  # fmt: skip
def test_years_have_names_without_a_year_zero(year: int, name: str) -> None:
    assert year_name(year) == name


@pytest.mark.parametrize(
    ("stance", "look"),
    [
        (Stance.HAPPENED, Look.SOLID),
        (Stance.ONGOING, Look.SOLID),
        (Stance.PLANNED, Look.HOLLOW),
        (Stance.EXPECTED, Look.HOLLOW),
        (Stance.HYPOTHETICAL, Look.HOLLOW),
        (Stance.ALLEGED, Look.DOTTED),
        (Stance.DENIED, Look.STRUCK),
        (Stance.CANCELLED, Look.STRUCK),
    ],
)
def test_a_stance_has_a_look_in_both_drawings(stance: Stance, look: Look) -> None:
    wide = lay_out(timeline_of([DAY(2021, 5, 19), Interval.year(2020)], stance=stance))
    assert {mark.look for mark in wide.marks} == {look}
    drawn = draw_svg(wide)
    assert f"tl-body tl-{look.value}" in drawn
    assert ("line-through" in drawn) is (look is Look.STRUCK)
    names = {trace.name for trace in draw_figure(wide).data}
    assert ("strikes" in names) is (look is Look.STRUCK)
    assert ("dots" in names) is (look is Look.DOTTED)


@pytest.mark.parametrize(
    ("span", "form", "before", "after"),
    [
        (DAY(2021, 5, 19), Form.POINT, False, False),
        (Interval.minute(2021, 5, 19, 15, 5), Form.POINT, False, False),
        (Interval.week(2021, 20), Form.SHORT, False, False),
        (Interval.year(2021), Form.BAR, False, False),
        (Interval.year(2021).approximate(), Form.BAR, True, True),
        (DAY(2021, 5, 19).uncertain(), Form.POINT, True, True),
        (Interval.year(2021).since(), Form.BAR, False, True),
        (Interval.year(2021).until(), Form.BAR, True, False),
    ],
)
def test_an_interval_has_a_form_and_fades_where_it_is_soft(
    span: Interval, form: Form, before: bool, after: bool
) -> None:
    wide = lay_out(timeline_of([span, DAY(2015, 1, 1), DAY(2026, 1, 1)]))
    mark = next(mark for mark in wide.marks if mark.event == "x0")
    middle = mark.box.center[0]
    assert mark.form is form
    assert any(strip.box.right <= middle for strip in mark.strips) is before
    assert any(strip.box.x >= middle for strip in mark.strips) is after
    for side in (-1, 1):
        fades = [s for s in mark.strips if (s.box.center[0] - middle) * side > 0]
        fades.sort(key=lambda strip: abs(strip.box.center[0] - middle))
        opacities = [strip.opacity for strip in fades]
        assert opacities == sorted(opacities, reverse=True)


def test_a_window_is_a_point_on_a_thread_and_lasts_for_nothing() -> None:
    """Uncertain at both ends and longer than its unit: some day in it, not all of it."""
    window = Interval(moment(2021, 1), moment(2021, 7), Granularity.DAY).uncertain()
    wide = lay_out(timeline_of([window, DAY(2020, 1, 1), DAY(2022, 1, 1), DAY(2021, 8, 1)]))
    mark = next(mark for mark in wide.marks if mark.event == "x0")
    low, high = mark.span
    assert mark.form is Form.POINT
    assert mark.box.center[0] == pytest.approx((low + high) / 2, abs=0.2)
    threads = [strip.box for strip in mark.strips if strip.box.width > 10]
    assert [round(box.x) for box in threads] == [round(mark.box.right), round(low)] or [
        round(box.x) for box in threads
    ] == [round(low), round(mark.box.right)]
    assert max(box.height for box in threads) < mark.box.height / 2
    labelled = mark.label
    assert labelled
    assert labelled.box.x >= high or labelled.box.right <= low


def test_the_point_of_a_wide_time_stands_at_its_likeliest_day() -> None:
    window = Interval(moment(2021, 1), moment(2021, 7), Granularity.MONTH).uncertain()
    others = [DAY(2020, 1, 1), DAY(2022, 1, 1), DAY(2021, 2, 3)]
    timeline = timeline_of([window, *others])
    events = (replace(timeline.events[0], likely=DAY(2021, 2, 3).uncertain()), *timeline.events[1:])
    wide = lay_out(replace(timeline, events=events))
    mark, same = (next(m for m in wide.marks if m.event == name) for name in ("x0", "x3"))
    assert mark.form is Form.POINT
    assert mark.box.center[0] == pytest.approx(same.box.center[0], abs=0.2)
    assert mark.span[0] < mark.box.x < mark.box.right < mark.span[1]
    assert mark.when == "perhaps 3 February 2021"


@pytest.mark.parametrize(
    ("span", "window"),
    [
        (DAY(2021, 5, 19), False),
        (Interval.week(2021, 20), False),
        (Interval.week(2021, 20, first_weekday=6), False),
        (Interval.month(2021, 5), False),
        (Interval.season(2021, 1), False),
        (Interval.month(2021, 5).third(1), True),
        (Interval(moment(2021, 3, 17), moment(2021, 4, 14), Granularity.MONTH), True),
        (Interval(moment(2020, 3), moment(2021, 4), Granularity.YEAR), True),
        (Interval.year(2021).since(), False),
    ],
)
def test_what_is_uncertain_and_no_unit_of_its_own_is_a_window(span: Interval, window: bool) -> None:
    assert is_window(span.uncertain()) is window
    assert not is_window(span)
    assert not is_window(span.approximate())


@pytest.mark.parametrize(
    ("whens", "words"),
    [
        ([DAY(2021, 5, 19)], "19 May 2021"),
        ([DAY(2021, 5, 19), DAY(2021, 5, 21)], "19–21 May 2021"),
        ([DAY(2021, 3, 19), DAY(2021, 5, 21)], "March–May 2021"),
        ([DAY(2018, 3, 19), Interval.year(2021).since()], "2018–2021"),
        ([DAY(2018, 3, 19), Interval.year(2060).until()], "2018–2060"),
        ([Interval.year(-43), Interval.year(14)], "44 BCE – 14 CE"),
        ([Interval(None, None, Granularity.YEAR)], ""),
        ([], ""),
    ],
)
def test_a_story_spans_years_months_or_days(whens: list[Interval], words: str) -> None:
    assert span_in_words(whens) == words


def test_marks_without_a_label_share_tracks_only_where_they_must() -> None:
    quiet = lay_out(timeline_of([DAY(2021, 5, day) for day in range(1, 29)] * 3))
    boxes = [mark.box for mark in quiet.marks]
    assert not [pair for pair in combinations(boxes, 2) if pair[0].overlaps(pair[1])]


def test_a_disagreement_ties_the_mark_to_the_other_date() -> None:
    mark = next(mark for mark in lay_out(STORY).marks if mark.event == "first-pile")
    assert mark.disputed
    (rival,) = mark.rivals
    assert rival.center[1] == mark.box.center[1]
    assert rival.center[0] > mark.box.right
    assert "disagree" in mark.description


def test_an_event_without_any_end_is_counted_and_not_drawn() -> None:
    boundless = Interval(None, None, Granularity.YEAR)
    wide = lay_out(timeline_of([boundless, DAY(2021, 5, 19)]))
    assert [mark.event for mark in wide.marks] == ["x1"]
    assert "1 more without a place in time" in wide.description


def test_a_story_without_events_draws_nothing() -> None:
    empty = lay_out(replace(STORY, events=()))
    assert draw_svg(empty) == ""
    assert not empty.marks


def test_an_svg_is_well_formed_and_links_to_every_event(layout: Layout) -> None:
    tree = ET.fromstring(draw_svg(layout))  # noqa: S314
    links = [link.get("href") for link in tree.iter(f"{SVG}a")]
    assert sorted(filter(None, links)) == sorted(f"#e-{mark.event}" for mark in layout.marks)
    assert tree.find(f"{SVG}title") is not None
    assert tree.find(f"{SVG}desc") is not None
    for link in tree.iter(f"{SVG}a"):
        assert link.get("aria-label")
    names = [element.get("id") for element in tree.iter() if element.get("id")]
    assert len(names) == len(set(names))


HOSTILE = "</svg><script>alert(1)</script> ]]> &amp; \"'\x00\x1b[31m\u202eevil\ud800 \ufffe"


@pytest.mark.parametrize("shape", Shape)
def test_hostile_titles_are_words_and_nothing_else(shape: Shape) -> None:
    hostile = lay_out(timeline_of([DAY(2021, 5, 19)], title=HOSTILE), SHAPES[shape], shape)
    drawn = draw_svg(replace(hostile, title=clean(HOSTILE)))
    tree = ET.fromstring(drawn)  # noqa: S314
    assert not list(tree.iter(f"{SVG}script"))
    assert "<script" not in drawn
    assert "\u202e" not in drawn
    written = figure_json(draw_figure(hostile))
    assert not set("<>&") & set(written)
    label = next(note for note in json.loads(written)["layout"]["annotations"] if note.get("name"))
    assert "<script" not in label["text"]


@pytest.mark.parametrize("shape", Shape)
@pytest.mark.parametrize("events", [1, 60, 2400])
def test_a_layout_is_written_as_its_figure_without_plotly(shape: Shape, events: int) -> None:
    layout = lay_out(synthetic_timeline(events), shape=shape)
    assert layout_json(layout) == figure_json(draw_figure(layout))


def test_a_figure_puts_its_marks_where_the_layout_does(layout: Layout) -> None:
    figure = draw_figure(layout)
    traces = {trace.name: trace for trace in figure.data}
    dots = [mark for mark in layout.marks if mark.form is not Form.BAR]
    bars = [mark for mark in layout.marks if mark.form is Form.BAR]
    if dots:
        points = traces["points"]
        assert list(points.customdata) == [mark.event for mark in dots]
        assert list(zip(points.x, points.y, strict=True)) == [mark.box.center for mark in dots]
    if bars:
        wide = layout.shape is Shape.WIDE
        assert list(traces["bars"].customdata) == [mark.event for mark in bars]
        assert list(traces["bars"].base) == pytest.approx(
            [(mark.box.x if wide else mark.box.y) + 0.8 for mark in bars]
        )
    notes = [note for note in figure.layout.annotations if note.name]
    assert sorted(note.name for note in notes) == sorted(
        mark.event for mark in layout.marks if mark.label
    )
    assert (figure.layout.width, figure.layout.height) == (layout.width, layout.height)


def test_a_bar_too_short_to_draw_keeps_its_true_length_for_the_zoom() -> None:
    wide = lay_out(timeline_of([Interval.week(2021, 20), DAY(2011, 1, 1), DAY(2026, 1, 1)]))
    length = next(trace for trace in draw_figure(wide).data if trace.name == "lengths")
    part = wide.segments[0]
    scale = (part.high - part.low) / (part.end - part.start)
    assert length.x[0] == pytest.approx(7 * DAY_SECONDS * scale, abs=0.02)


SCRIPT = """
import sys
sys.modules.update(numpy=None, pandas=None)
from hashlib import sha256
from sample_timeline import sample_timeline
from timeline.chart import Shape, draw_figure, draw_svg, figure_json, lay_out, span_in_words
for shape, width in ((Shape.WIDE, 1120), (Shape.TALL, 360)):
    layout = lay_out(sample_timeline(), width, shape)
    assert "plotly" not in sys.modules or shape is Shape.TALL
    print(sha256(draw_svg(layout).encode()).hexdigest())
    print(sha256(figure_json(draw_figure(layout)).encode()).hexdigest())
"""


def test_drawings_need_no_numpy_and_come_out_the_same_in_every_process() -> None:
    """Also: plotly is loaded only where a figure is drawn."""
    outputs = set()
    for seed in ("1", "2"):
        done = subprocess.run(
            [sys.executable, "-c", SCRIPT],
            env={**os.environ, "PYTHONHASHSEED": seed, "PYTHONPATH": os.pathsep.join(sys.path)},
            capture_output=True,
            text=True,
            check=False,
        )
        assert done.returncode == 0, done.stderr
        outputs.add(done.stdout)
    assert len(outputs) == 1


def test_colours_are_named_only_in_the_palette() -> None:
    drawn = draw_svg(lay_out(STORY))
    written = figure_json(draw_figure(lay_out(STORY)))
    for text in (drawn, written):
        found = {f"#{part[:6]}" for part in text.split("#")[1:] if part[:6].isalnum()}
        colours = {name for name in found if not name.startswith("#e-")}
        assert colours <= set(PALETTE.values())


@pytest.mark.parametrize(
    ("text", "width", "lines", "expected"),
    [
        ("one two three", 200, 2, ("one two three",)),
        ("Work on the barrier is to begin", 150, 2, ("Work on the", "barrier is to begin")),
        ("a b c d e f g h i j k l m n o p q r s t u v w x y z " * 3, 100, 2, None),
        ("Donaudampfschifffahrtsgesellschaft", 80, 3, None),
        ("北京将派出一名最高级别的外交官前往莫斯科", 120, 2, None),
        ("", 100, 2, ()),
    ],
)
def test_wrapped_lines_fit_and_are_even(
    text: str, width: float, lines: int, expected: tuple[str, ...] | None
) -> None:
    wrapped = wrap(text, 13, width, lines)
    assert expected is None or wrapped == expected
    assert len(wrapped) <= lines
    assert all(text_width(line, 13) <= width for line in wrapped)
    if text.replace(" ", "") != "".join(wrapped).replace(" ", ""):
        assert wrapped[-1].endswith("…")


@pytest.mark.parametrize(
    ("text", "arial", "dejavu"),
    [
        ("Council votes 14 to 9 for the tidal barrier", (17.73, 19.17), (20.46, 23.18)),
        ("12 June 2018 · disputed", (10.67, 11.23), (11.93, 13.38)),
        ("WWW MMM @@@ %%% ÄÖÜ", (14.32, 14.26), (14.88, 16.13)),
        ("The spokeswoman declined to say who had paid", (21.57, 23.12), (24.30, 27.23)),
        ("ΑΒΓ Наводнение в порту", (11.59, 12.44), (12.99, 14.26)),
        ("illicit filling if jilt fjord", (8.67, 10.06), (10.48, 12.37)),
        ("“Is it safe?” (asked again) – why – 2.5 × more", (20.09, 21.43), (22.93, 25.71)),
    ],
)
def test_words_have_room_in_narrow_fonts_and_in_wide_ones(
    text: str, arial: tuple[float, float], dejavu: tuple[float, float]
) -> None:
    """``arial`` and ``dejavu`` are widths in em, plain and bold, summed from the fonts' tables."""
    for bold in (False, True):
        estimated = text_width(text, 1, bold=bold)
        assert dejavu[bold] <= estimated <= 1.35 * arial[bold]


@given(
    st.lists(st.tuples(st.floats(-50, 900), st.floats(10, 60)), max_size=12).map(sorted),
)
@settings(max_examples=100, deadline=None)
def test_spread_tops_do_not_overlap_and_stay_in_the_frame(pairs: list[tuple[float, float]]) -> None:
    wanted, heights = [top for top, _ in pairs], [height for _, height in pairs]
    tops = spread(wanted, heights, 0, 800)
    for top, height, after in zip(tops, heights, tops[1:], strict=False):
        assert top + height <= after + 0.11
    assert all(top >= 0 for top in tops)
    if tops:
        assert tops[-1] + heights[-1] <= 800.11


def test_spread_leaves_alone_what_does_not_collide() -> None:
    assert spread([10, 100, 300], [50, 50, 50], 0, 800) == [10, 100, 300]


def test_spread_shares_the_shift_between_neighbours() -> None:
    assert spread([100, 100], [40, 40], 0, 800) == [80, 120]


def test_the_axis_is_not_cut_amid_a_run_of_dates() -> None:
    """Where the run soon ends in a much wider gap, it is cut there."""
    begin = moment(2021, 3, 1)
    days = [*(day for day in range(10) for _ in range(4)), *range(12, 58, 3), 400, 401]
    spans = [Interval.of(Granularity.DAY, begin + day * DAY_SECONDS) for day in days]
    scale = make_scale(spans, Frame(Shape.WIDE, 0.0, 1000.0, 80.0, 40.0))
    assert [one.words for one in scale.breaks] == ["11 months"]
    assert scale.segments[0].last >= begin + 57 * DAY_SECONDS


# The strip above the chart, and the rug ------------------------------------------------------


@pytest.mark.parametrize("name", STORIES)
def test_the_strip_counts_every_placed_event_in_a_unit_that_can_be_seen(name: str) -> None:
    layout = lay_out(STORIES[name])
    density = draw_density(STORIES[name], layout)
    assert density
    columns = re.findall(r"M([\d.]+) 40v-([\d.]+)h([\d.]+)V40z", density.path)
    assert "".join(f"M{x} 40v-{y}h{width}V40z" for x, y, width in columns) == density.path
    assert 1 <= len(columns) <= len(layout.marks)
    assert max(float(y) for _, y, _ in columns) == 36.0
    assert all(float(x) + float(width) <= layout.width + 3 for x, _, width in columns)
    assert [(part.low, part.high) for part in density.parts] == [
        (part.low, part.high) for part in layout.segments
    ]


@pytest.mark.parametrize(
    ("spans", "unit", "most", "peak"),
    [
        ([DAY(2021, 5, day) for day in (1, 1, 9)], "day", 2, "1 May 2021"),
        ([DAY(2021, m, d) for m in range(1, 13) for d in (3, 9)] * 2, "month", 4, "January 2021"),
        ([Interval.year(year) for year in range(1900, 2000)], "year", 1, "1900"),
        ([Interval.year(year) for year in range(1000, 2000, 5)], "decade", 2, "the 1000s"),
    ],
)
def test_the_unit_of_the_strip_follows_the_axis(
    spans: list[Interval], unit: str, most: int, peak: str
) -> None:
    story = timeline_of(spans)
    density = draw_density(story, lay_out(story))
    assert density
    assert (density.unit, density.most, density.peak) == (unit, most, peak)


def test_without_an_event_there_is_no_strip() -> None:
    empty = replace(STORY, events=(), disagreements=())
    assert draw_density(empty, lay_out(empty)) is None


def shelved(layout: Layout) -> ET.Element:
    """A chart drawn for a page on which all events stand under two headings."""
    shelves = {
        mark.event: Shelf("#m2021-05", "May 2021") if number % 2 else Shelf("#y1999", "1999")
        for number, mark in enumerate(layout.marks)
    }
    return ET.fromstring(draw_svg(layout, shelves=shelves))  # noqa: S314


def test_many_marks_without_words_are_drawn_together_by_heading() -> None:
    """Every mark is drawn once: as a link of its own, or counted in the name of a shelf."""
    layout = lay_out(STORIES["five hundred"])
    links = shelved(layout).findall(f".//{SVG}a")
    shelves = [link for link in links if link.get("class") == "tl-mark tl-shelf"]
    assert {link.get("href") for link in shelves} == {"#m2021-05", "#y1999"}
    named = [
        re.fullmatch(r"(May 2021|1999): (\d+) more events", link.get("aria-label", ""))
        for link in shelves
    ]
    together = sum(int(found[2]) for found in named if found)
    assert together > 150
    assert together + len(links) - len(shelves) == 500
    alone = {link.get("href") for link in links}
    assert {f"#e-{mark.event}" for mark in layout.marks if mark.label} <= alone


def test_a_few_marks_without_words_stay_links_of_their_own() -> None:
    layout = lay_out(STORY)
    shelves = {mark.event: Shelf("#x", "X") for mark in layout.marks}
    assert draw_svg(layout, shelves=shelves) == draw_svg(layout)


def test_parts_of_the_axis_that_only_differ_in_scale_claim_no_gap() -> None:
    """Half of the dates in a tenth of the time, the rest evenly around them."""
    spread = [Interval.day(2015, 1, 1).shift(2 * number) for number in range(900)]
    crowded = [Interval.day(2018, 1, 1).shift(number // 8) for number in range(900)]
    scale = make_scale([*spread, *crowded], Frame(Shape.WIDE, 6.0, 1114.0, 150.0, 48.0))
    assert scale.breaks
    assert all(gap.words == "" for gap in scale.breaks)


def _other_moods(crowd: Timeline, some: Iterable[int], much: float) -> Timeline:
    """A crowd of which some events matter a little more."""
    events = [*crowd.events]
    for at in some:
        more = min(events[at].importance + much, 1.0)
        events[at] = replace(events[at], importance=round(more, 4))
    return replace(crowd, events=tuple(events))


def test_charts_of_a_crowd_are_laid_out_alike_whatever_was_laid_out_before(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """Its events come to matter more, are told in other words, come and go, with their dates."""
    laid: list[Shape] = []
    tried: list[str] = []
    real, real_fit = charts.lay_out, wide._Band._seat_in

    def spy(told: Any, width: float, shape: Shape, **named: Any) -> Any:
        laid.append(shape)
        return real(told, width, shape, **named)

    def spy_fit(band: Any, rows: Any, entry: Any) -> Any:
        tried.append(entry.id)
        return real_fit(band, rows, entry)

    monkeypatch.setattr(charts, "lay_out", spy)
    monkeypatch.setattr(wide._Band, "_seat_in", spy_fit)
    chance = random.Random(8)  # noqa: S311 - small changes, no secret
    crowd = synthetic_timeline(2400)
    before = drawn_before()
    seen: set[tuple[Shape, ...]] = set()
    counts: list[int] = []
    for number in range(24):
        many = len(crowd.events)
        if number % 6 == 4:
            at = chance.randrange(many)
            words = {"title": f"{crowd.events[at].title} at last"}
            events = (*crowd.events[:at], replace(crowd.events[at], **words))
            crowd = replace(crowd, events=(*events, *crowd.events[at + 1 :]))
        elif number % 6 == 5:
            at = chance.randrange(many)
            crowd = replace(crowd, events=(*crowd.events[:at], *crowd.events[at + 1 :]))
        elif number:
            much = chance.choice((0.0007, 0.0007, 0.3))
            crowd = _other_moods(crowd, chance.sample(range(many), 3), much)
        prints = Prints(crowd)
        made_of = made_of_all(*prints.events.values())
        laid.clear()
        tried.clear()
        found = charts.Charts(crowd, (), made_of, prints.event, before)
        told = found.wide, found.tall
        seen.add(tuple(laid))
        counts.append(len(tried))
        assert told == (real(crowd), real(crowd, TALL_WIDTH, Shape.TALL))
    assert sorted(counts)[len(counts) // 2] < 50
    assert seen >= {(), (Shape.WIDE, Shape.TALL)}
