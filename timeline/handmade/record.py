"""A record with a title and a date, whoever wrote it down, to an event."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from msgspec.structs import replace

from timeline.digest import digest
from timeline.interval import EdtfError, Granularity, Interval, from_edtf, to_edtf
from timeline.late import late
from timeline.model import Correction, Event, Stance

IMPORTANCE = 0.8
"""What somebody took the trouble to add ranks with the events of several sources."""
CORRECTIONS = ("title", "date", "stance", "joined", "split", "pinned", "hidden", "added", "told")
"""All that a correction can be about."""
LONGEST_TITLE = 500
_OWN_ID = late(r"[a-z2-7]{10}")
_GRANULARITIES = {one.label: one for one in Granularity}
_WHOLE_MINUTE = late(r"(T\d\d:\d\d):00(?!\d)")
"""A time to the second as a spreadsheet writes it that was given one to the minute."""
_WRITE_DATE = (
    'Write a day as "2021-05-19", a month as "2021-05", a stretch as "2021-05-17/2021-05-23".'
)
# XML 1.0 (section 2.2) allows none of these, and UTF-8 cannot write a lone surrogate.
_UNPRINTABLE = late("[\x00-\x08\x0e-\x1f\x7f\ud800-\udfff\ufffe\uffff]")


class Wrong(Exception):
    """What is wrong with a record, in which key, and what to do."""

    def __init__(self, words: str, remedy: str, key: str = "") -> None:
        super().__init__(words)
        self.words = words
        self.remedy = remedy
        self.key = key


def event_of(record: Mapping[str, Any], file: str, sources: Mapping[str, str]) -> Event:
    """A record to an event without passages; who told it stands among its corrections.

    ``sources`` are documents by the id that the record's passages name them by, in words.
    Wrong when it has no title or date, or when something in it is not what it should be.
    """
    title = _title(record)
    when = _when(record)
    corrections = [_correction(one) for one in _list(record, "corrections")]
    if not any(one.what == "added" for one in corrections):
        note = _text(record, "note") or f"from {file}"
        corrections.append(Correction("added", "", title, note))
    corrections += [_told(one, sources) for one in _list(record, "passages")]
    return Event(
        id=_id(record, title, when),
        title=title,
        when=when,
        stance=_stance(record),
        passages=(),
        actors=_names(record, "actors"),
        places=_names(record, "places"),
        themes=_names(record, "themes"),
        confidence=_share(record, "confidence", 1.0),
        importance=_share(record, "importance", IMPORTANCE),
        outcome_of=_link(record, "outcome_of"),
        led_to=_link(record, "led_to"),
        pinned=_flag(record, "pinned"),
        corrections=tuple(corrections),
        likely=_likely(record),
    )


def added_id(title: str, when: Interval) -> str:
    """The id of an event that somebody added and gave none."""
    return digest(f"added\n{title}\n{to_edtf(when)}")


def parts_of(record: Mapping[str, Any]) -> tuple[str, ...]:
    """The ids of the statements that told it where it comes from."""
    said = (one.get("statement") for one in _list(record, "passages"))
    return tuple(name for name in said if isinstance(name, str))


def one_line(words: str) -> str:
    """Words on one line, without the characters that no page can hold."""
    return " ".join(_UNPRINTABLE.sub("\ufffd", words).split())


def _title(record: Mapping[str, Any]) -> str:
    title = _text(record, "title")
    if not title:
        raise Wrong("has no title", 'Add "title".', "title")
    if len(title) > LONGEST_TITLE:
        raise Wrong(
            f"has a title of {len(title):,} characters",
            f"Shorten it to {LONGEST_TITLE}; the rest may stand in a note.",
            "title",
        )
    return title


def _when(record: Mapping[str, Any]) -> Interval:
    key = "edtf" if record.get("edtf") not in (None, "") else "date"
    words = _text(record, key)
    if not words:
        raise Wrong("has no date", f'Add "edtf". {_WRITE_DATE}', key)
    try:
        when = from_edtf(words)
    except EdtfError as error:
        raise Wrong(f'"{key}" is no date ({error})', _WRITE_DATE, key) from error
    unit = _GRANULARITIES.get(_text(record, "granularity"))
    if unit is Granularity.MINUTE and when.granularity is Granularity.SECOND:
        when = from_edtf(_WHOLE_MINUTE.sub(r"\1", words))
    return when if unit is None else replace(when, granularity=unit)


def _likely(record: Mapping[str, Any]) -> Interval | None:
    told = record.get("likely")
    if told is None:
        return None
    if not isinstance(told, Mapping):
        raise Wrong('"likely" must be an object', 'Write {"edtf": "2021-05-19?"}.', "likely")
    return _when(told)


def _id(record: Mapping[str, Any], title: str, when: Interval) -> str:
    given = _text(record, "id")
    if not given:
        return added_id(title, when)
    return given if _OWN_ID.fullmatch(given) else digest(f"named\n{given}")


def _link(record: Mapping[str, Any], key: str) -> str:
    """The id of another event, in the form that ids of this file have."""
    given = _text(record, key)
    return given if not given or _OWN_ID.fullmatch(given) else digest(f"named\n{given}")


def _stance(record: Mapping[str, Any]) -> Stance:
    words = _text(record, "stance") or Stance.HAPPENED.value
    try:
        return Stance(words.lower())
    except ValueError as error:
        known = ", ".join(stance.value for stance in Stance)
        raise Wrong(f'"stance" cannot be "{words}"', f"It is one of {known}.", "stance") from error


def _text(record: Mapping[str, Any], key: str) -> str:
    value = record.get(key)
    if value is None:
        return ""
    if isinstance(value, (int, float)) and not isinstance(value, bool):
        return str(value)
    if not isinstance(value, str):
        raise Wrong(f'"{key}" must be a text', 'Put it in quotes: "...".', key)
    return one_line(value)


def _list(record: Mapping[str, Any], key: str) -> list[Mapping[str, Any]]:
    value = record.get(key)
    if value is None:
        return []
    if not isinstance(value, list) or not all(isinstance(item, dict) for item in value):
        raise Wrong(f'"{key}" must be a list of objects', 'Leave it out, or write "[]".', key)
    return value


def _names(record: Mapping[str, Any], key: str) -> tuple[str, ...]:
    value = record.get(key)
    if value is None:
        return ()
    if not isinstance(value, list) or not all(isinstance(item, str) for item in value):
        raise Wrong(f'"{key}" must be a list of texts', 'Write it as ["...", "..."].', key)
    return tuple(dict.fromkeys(filter(None, map(one_line, value))))


def _share(record: Mapping[str, Any], key: str, otherwise: float) -> float:
    words = _text(record, key)
    if not words:
        return otherwise
    try:
        share = float(words)
    except ValueError:
        share = -1.0
    if not 0.0 <= share <= 1.0:
        raise Wrong(f'"{key}" must be a number from 0 to 1', "Leave it out, or correct it.", key)
    return share


def _flag(record: Mapping[str, Any], key: str) -> bool:
    value = record.get(key)
    if value not in (None, True, False):
        raise Wrong(f'"{key}" must be true or false', "Write it without quotes.", key)
    return value is True


def _correction(one: Mapping[str, Any]) -> Correction:
    what = _text(one, "what")
    if what not in CORRECTIONS:
        known = ", ".join(CORRECTIONS)
        raise Wrong(f'a correction cannot be "{what}"', f"It is one of {known}.", "corrections")
    return Correction(what, _text(one, "before"), _text(one, "after"), _text(one, "note"))


def _told(passage: Mapping[str, Any], sources: Mapping[str, str]) -> Correction:
    """Who said so, and in which words, as what it is now: something that was taken over."""
    name = _text(passage, "doc")
    who = sources.get(name, name)
    quoting = _text(passage, "attribution")
    said = f"{who}, quoting {quoting}" if quoting else who
    return Correction("told", said, _text(passage, "quote"))
