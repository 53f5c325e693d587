"""A slide of TimelineJS 3 to a record."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from typing import Any

from timeline.handmade.record import Wrong, one_line
from timeline.late import late

_CLOCK = ("hour", "minute", "second")
_TIME = late(r"(\d\d?):(\d\d)(?::(\d\d))?")
_LONGEST_TEXT = 20_000
"""What stands behind it in a slide's text is left out, in characters."""
_HEADLINE_WORDS = 12


def is_slide(item: Mapping[str, Any]) -> bool:
    """Whether an item of a list of events is a slide."""
    return "start_date" in item


def record_of(slide: Mapping[str, Any]) -> dict[str, Any]:
    """A slide to a record; one that timeline wrote brings its own.

    The year -44 is 44 BCE, as TimelineJS shows it.  Wrong when its dates are none.
    """
    name = slide.get("unique_id")
    own = slide.get("timeline")
    if isinstance(own, dict) and "edtf" in own:
        return {"id": name, **own}
    text = slide.get("text")
    words = text if isinstance(text, dict) else {}
    headline, body = _plain(words.get("headline")), _plain(words.get("text"))
    return {
        "id": name,
        "title": headline or " ".join(body.split()[:_HEADLINE_WORDS]),
        "edtf": _edtf(slide),
        "note": " ".join(filter(None, (body, _media(slide.get("media"))))) or None,
        "themes": [group] if (group := _plain(slide.get("group"))) else [],
    }


def headline_of(title: object) -> str:
    """The title of a file, or its title slide, to its words; "" where it has none."""
    if not isinstance(title, dict):
        return title if isinstance(title, str) else ""
    text = title.get("text")
    return _plain(text.get("headline")) if isinstance(text, dict) else ""


def is_sheet(columns: Collection[str]) -> bool:
    """Whether a table has the columns of the spreadsheet that TimelineJS is filled from."""
    return {"year", "headline"} <= set(columns)


def slide_of(cells: Mapping[str, str]) -> dict[str, Any]:
    """A row of that spreadsheet, by its columns in small letters, to the slide it stands for."""
    slide: dict[str, Any] = {
        "start_date": _sheet_date(cells, ""),
        "text": {"headline": cells.get("headline"), "text": cells.get("text")},
        "media": {
            "url": cells.get("media"),
            "caption": cells.get("media caption"),
            "credit": cells.get("media credit"),
        },
        "group": cells.get("group"),
    }
    end = _sheet_date(cells, "end ")
    return slide | ({"end_date": end} if end else {})


def _sheet_date(cells: Mapping[str, str], end: str) -> dict[str, str]:
    """A date of a row; a time counts where it is written as 07:40 or 07:40:30."""
    date = {name: cells.get(f"{end}{name}", "").strip() for name in ("year", "month", "day")}
    clock = _TIME.fullmatch(cells.get(f"{end}time", "").strip())
    parts = dict(zip(_CLOCK, clock.groups(), strict=True)) if clock else {}
    return {name: value for name, value in {**date, **parts}.items() if value}


def _edtf(slide: Mapping[str, Any]) -> str:
    parts = [_parts(slide, key) for key in ("start_date", "end_date") if slide.get(key)]
    if not parts:
        raise Wrong("has no start_date", 'Write it as {"year": 2021, "month": 5}.', "start_date")
    timed = min(len(one) for one in parts) > 3
    written = [_written(one if timed else one[:3]) for one in parts]
    return "/".join(dict.fromkeys(written))


def _parts(slide: Mapping[str, Any], key: str) -> list[int]:
    """Year, month, day, hour, minute and second, as far as they are given."""
    date = slide[key]
    if not isinstance(date, dict):
        raise Wrong(f'"{key}" must be an object', 'Write it as {"year": 2021, "month": 5}.', key)
    parts: list[int] = []
    for name in ("year", "month", "day", *_CLOCK):
        value = date.get(name)
        if value in (None, ""):
            break
        try:
            parts.append(int(str(value)))
        except ValueError as error:
            raise Wrong(
                f'"{name}" of "{key}" must be a number', "Write it in digits, as 2021.", key
            ) from error
    if not parts:
        raise Wrong(f'"{key}" has no year', 'Write it as {"year": 2021, "month": 5}.', key)
    return parts


def _written(parts: list[int]) -> str:
    year, *rest = parts
    year += year < 0
    shown = f"Y{year}" if abs(year) > 9999 else f"{'-' if year < 0 else ''}{abs(year):04d}"
    day = "-".join((shown, *(f"{part:02d}" for part in rest[:2])))
    clock = [*rest[2:], 0] if len(rest) == 3 else rest[2:]
    return day + ("T" + ":".join(f"{part:02d}" for part in clock) if clock else "")


def _media(media: object) -> str:
    """Where a picture came from, in words."""
    if not isinstance(media, dict):
        return ""
    words = [_plain(media.get(key)) for key in ("caption", "credit")]
    url = media.get("url")
    shown = (
        one_line(url) if isinstance(url, str) and url.startswith(("http://", "https://")) else ""
    )
    told = " – ".join(filter(None, (*words, shown)))
    return f"[{told}]" if told else ""


def _plain(markup: object) -> str:
    """The words of some HTML."""
    if not isinstance(markup, str):
        return ""
    from timeline.handmade.html_words import words_of  # noqa: PLC0415 - few files are slides

    return one_line(words_of(markup[:_LONGEST_TEXT]))
