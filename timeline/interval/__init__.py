"""The calendar: moments, units, intervals, and their EDTF and TIMEX3 texts."""

from timeline.interval.edtf_reader import EdtfError, edtf_members, from_edtf
from timeline.interval.edtf_writer import to_edtf
from timeline.interval.feasts import (
    easter,
    hanukkah,
    islamic_days,
    jewish_new_year,
    orthodox_easter,
)
from timeline.interval.span import Interval, day_interval
from timeline.interval.timex3 import timex3
from timeline.interval.units import (
    DAY_SECONDS,
    Granularity,
    Mark,
    PartOfDay,
    add,
    civil,
    clock,
    days_in_month,
    from_ordinal,
    is_leap,
    moment,
    nth_weekday,
    to_ordinal,
    truncate,
    unit_end,
    week_number,
    week_start,
    weekday,
    whole_units,
)
from timeline.interval.words import in_full

__all__ = [
    "DAY_SECONDS",
    "EdtfError",
    "Granularity",
    "Interval",
    "Mark",
    "PartOfDay",
    "add",
    "civil",
    "clock",
    "day_interval",
    "days_in_month",
    "easter",
    "edtf_members",
    "from_edtf",
    "from_ordinal",
    "hanukkah",
    "in_full",
    "is_leap",
    "islamic_days",
    "jewish_new_year",
    "moment",
    "nth_weekday",
    "orthodox_easter",
    "timex3",
    "to_edtf",
    "to_ordinal",
    "truncate",
    "unit_end",
    "week_number",
    "week_start",
    "weekday",
    "whole_units",
]
