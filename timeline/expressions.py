"""Find the time expressions of a document: text and sentences to mentions, still unresolved."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator, Mapping

from msgspec import Struct
from msgspec.structs import replace

from timeline.direction import read_direction
from timeline.figures import with_day_order
from timeline.foreign import find_foreign
from timeline.late import late
from timeline.lexicon import NOTHING, Lexicon, Rule, load_lexicon
from timeline.model import DATELINE, Direction, Document, Mention, Reading, Sentence, TimexType
from timeline.narration import as_the_story_goes
from timeline.numbers import WRITTEN_CLASSES
from timeline.patterns import Value, parse_reading
from timeline.rows import with_shared_years
from timeline.tokens import Tokens, tokenize

FALLBACK_LANGUAGE = "en"
_HEAD, _LINE = 600, 120
_CAPITALS = 0.6
LIVE = "clock time of a live report"
"""The rule for the hours that open the entries of a live report."""
_LEAST_STAMPS = 3
_NEAR = 25
"""Tokens to either side within which a word says what a text is about."""
_CLOCK = late(r"(?:[01]\d|2[0-3])[0-5]\d")
_STAMPED = late(r"\s+[\"“]?[A-Z]")
_COLON = late(r":\s+[\"“]?[A-Z]")
_ENTRY = re.compile(r"(\d{4}):\s+[\"“]?[A-Z]")
_FIRST_YEAR, _LAST_YEAR = 1500, 2100
"""Four digits before or after these open no entry of a chronology."""
FRAMES = (
    *("since", "until", "by", "before", "after", "from", "between", "as_of"),
    *("just_before", "just_after"),
)
DEADLINES = ("until", "by")
"""What holds for both of two times: "by late August or early September"."""
_COMPARED = frozenset({"ago", "earlier", "year_before", "period_in"})
"""What "from" compares with, and opens no time: "up from a year earlier"."""


class _Found(Struct, frozen=True, array_like=True, gc=False):
    """A rule that matched: the tokens of the expression and what its slots mean."""

    rule: Rule
    first: int
    last: int
    slots: Mapping[str, Value]


def find_mentions(document: Document, sentences: tuple[Sentence, ...]) -> tuple[Mention, ...]:
    """Find every time expression in the sentences of a document.

    Mentions come in the order of the text, never overlap and never leave a sentence; what
    stands in an aside belongs to no sentence and is not read.  Where the document's language has
    no rules, dateparser looks for words and the English rules for figures; where dateparser
    finds nothing, the English rules look for all.
    """
    lexicon = load_lexicon(document.language)
    if lexicon is not None:
        return _by_rules(document, sentences, lexicon)
    fallback = load_lexicon(FALLBACK_LANGUAGE)
    assert fallback is not None
    by_rules = _by_rules(document, sentences, fallback)
    foreign = tuple(find_foreign(document, sentences))
    if not foreign:
        return by_rules
    in_figures = [
        mention
        for mention in by_rules
        if not any(map(str.isalpha, mention.surface))
        and not any(mention.start < one.end and one.start < mention.end for one in foreign)
    ]
    return tuple(sorted((*foreign, *in_figures), key=lambda mention: mention.start))


def _by_rules(
    document: Document, sentences: tuple[Sentence, ...], lexicon: Lexicon
) -> tuple[Mention, ...]:
    tokens = tokenize(document.text, lexicon)
    begins = [sentence.start for sentence in sentences]
    mentions: list[Mention] = []
    for found in _matches(tokens, lexicon, frozenset(begins)):
        start, end = tokens.starts[found.first], tokens.ends[found.last]
        index = bisect_right(begins, start) - 1
        if index < 0 or end > sentences[index].end or not found.rule.is_date:
            continue
        span = (sentences[index].start, sentences[index].end)
        direction, cue = read_direction(tokens, found.first, found.last, span, lexicon)
        reading = _framed(found, tokens, lexicon)
        if reading.op == "since":
            direction = Direction.PAST if direction is not Direction.FUTURE else direction
        elif reading.op in DEADLINES and direction in (Direction.UNKNOWN, Direction.PRESENT):
            direction = Direction.FUTURE
        mention = Mention(
            document=document.id,
            start=start,
            end=end,
            surface=document.text[start:end],
            rule=DATELINE if in_dateline(document.text, start, end) else found.rule.name,
            type=found.rule.type,
            reading=reading,
            sentence=index,
            direction=direction,
            direction_cue=cue,
        )
        if mentions and mentions[-1].sentence == index:
            between = document.text[mentions[-1].end : start].strip().lower()
            mentions[-1], mention = _joined(mentions[-1], between, mention, lexicon)
        mentions.append(mention)
    mentions = with_shared_years(document.text, with_day_order(mentions), lexicon)
    mentions = as_the_story_goes(document.text, mentions, lexicon)
    return _in_live_report(document.text, mentions, sentences)


def _in_live_report(
    text: str, mentions: list[Mention], sentences: tuple[Sentence, ...]
) -> tuple[Mention, ...]:
    """The mentions, with "1943 Troops land" a clock time where sentences of the text open so."""
    stamps = sum(mention.rule == LIVE for mention in mentions)
    stamped = _STAMPED if stamps >= _LEAST_STAMPS else _hours_with_colons(text, sentences)
    if stamped is None:
        return tuple(mentions)
    return tuple(
        replace(
            mention,
            rule=LIVE,
            type=TimexType.TIME,
            reading=Reading("military", (int(mention.surface), None)),
            direction=Direction.PAST,
        )
        if mention.start == sentences[mention.sentence].start
        and _CLOCK.fullmatch(mention.surface)
        and stamped.match(text, mention.end)
        else mention
        for mention in mentions
    )


def _hours_with_colons(text: str, sentences: tuple[Sentence, ...]) -> re.Pattern[str] | None:
    """What stands behind the hours of a live report whose entries open with "1943: Troops land".

    None where there are none, or they may be years: all of a chronology's could be hours too.
    """
    opening = [match for each in sentences if (match := _ENTRY.match(text, each.start))]
    hours = [match[1] for match in opening if _CLOCK.fullmatch(match[1])]
    if len(hours) < max(_LEAST_STAMPS, len(opening)):
        return None
    no_year = any(int(hour) < _FIRST_YEAR or int(hour) > _LAST_YEAR for hour in hours)
    return _COLON if no_year else None


def in_dateline(text: str, start: int, end: int) -> bool:
    """Whether a date dates the report: "LONDON, March 3 (Reuters) -", near the head of the text.

    A place mostly in capitals stands before it on its line, an agency or a dash after it.
    """
    if start >= _HEAD or not text[end : end + 3].lstrip().startswith(("(", "-", "–", "—", "/")):
        return False
    line = text[max(text.rfind("\n", 0, start) + 1, start - _LINE) : start]
    letters = [char for char in line.rpartition(")")[2] if char.isalpha()]
    return len(letters) > 2 and sum(map(str.isupper, letters)) >= _CAPITALS * len(letters)


def _matches(tokens: Tokens, lexicon: Lexicon, openings: frozenset[int]) -> Iterator[_Found]:
    """Match the rules left to right: the longest expression wins, then the higher priority.

    ``openings`` are the offsets at which sentences begin, for the rules that ask for one.
    """
    found: list[_Found] = []
    chars = tokens.chars
    beyond = f"{chars}{NOTHING * 3}"
    for start in lexicon.start_chars.finditer(chars):
        at = start.start()
        third, fourth = beyond[at + 2], beyond[at + 3]
        for rule, thirds, fourths in lexicon.able(chars[at : at + 2]):
            if (thirds and third not in thirds) or (fourths and fourth not in fourths):
                continue
            match = rule.compiled.match(chars, at)
            if match is not None:
                first, end = match.span("core")
                if rule.opens and tokens.starts[at] not in openings:
                    continue
                if rule.amid and _far_from(tokens, first, lexicon.lists[rule.amid]):
                    continue
                found.append(
                    _Found(rule, first, end - 1, _slot_values(match, rule, tokens, lexicon))
                )
    found.sort(key=lambda one: (one.first, -one.last, -one.rule.priority))
    taken = 0
    for one in found:
        if one.first >= taken:
            taken = one.last + 1
            yield one


def _far_from(tokens: Tokens, at: int, words: Mapping[str, Value]) -> bool:
    """Whether none of the words stands near a token."""
    return words.keys().isdisjoint(tokens.lowers[max(0, at - _NEAR) : at + _NEAR])


def _slot_values(
    match: re.Match[str], rule: Rule, tokens: Tokens, lexicon: Lexicon
) -> dict[str, Value]:
    values: dict[str, Value] = {}
    for group, slot, name in rule.compiled.slots:
        first, end = match.span(group)
        if first < 0:
            continue
        form = " ".join(tokens.lowers[first:end])
        forms = lexicon.lists.get(name, {})
        if name in WRITTEN_CLASSES:
            values[slot] = form
        else:
            values[slot] = forms[form] if form in forms else _number(form)
    return values


def _number(form: str) -> Value:
    """A token of digits as a number; a date or a clock time stays as it is written."""
    if form.isdecimal() and len(form) < 8:
        return int(form)
    digits = re.sub(r"(?<=\d)(?:st|nd|rd|th|'?s)$", "", form.replace(",", "").lstrip("'"))
    if digits.isdigit() and len(digits) < 8:  # 20210524 is a date
        return int(digits)
    return float(digits) if re.fullmatch(r"\d+\.\d+", digits) else form


def _framed(found: _Found, tokens: Tokens, lexicon: Lexicon) -> Reading:
    """The reading, wrapped in the preposition that opens or closes the time: since, until, by."""
    reading = parse_reading(found.rule.reading, found.slots)
    frames = lexicon.lists.get("frame", {})
    for length in (3, 2, 1):
        words = tokens.lowers[max(0, found.first - length) : found.first]
        frame = frames.get(" ".join(words))
        if isinstance(frame, str):
            compared = frame == "from" and reading.op in _COMPARED
            owned = frame == "by" and tokens.lowers[found.last + 1 : found.last + 2] == ["'s"]
            return reading if compared or owned else Reading(frame, (reading,))
    return reading


def _joined(
    first: Mention, between: str, second: Mention, lexicon: Lexicon
) -> tuple[Mention, Mention]:
    """Two mentions as the ends of one range where the words between them say so."""
    joint = lexicon.lists.get("range_joint", {}).get(between)
    opened = first.reading.op
    if between in lexicon.lists.get("either_joint", {}) and first.rule == second.rule:
        if opened in DEADLINES and second.reading.op not in FRAMES:
            second = replace(second, reading=Reading(opened, (second.reading,)))
        return first, second
    if joint is None or opened == "between_ends":
        return first, second
    closes = (opened == "from" and joint == "to") or (opened == "between" and joint == "and")
    bare = opened not in FRAMES and joint == "to" and first.rule == second.rule
    if not closes and not bare:
        return first, second
    start = _unframed(first.reading)
    end = _unframed(second.reading)
    return (
        replace(first, reading=Reading("between_ends", (start, end, 1))),
        replace(second, reading=Reading("between_ends", (start, end, 2))),
    )


def _unframed(reading: Reading) -> Reading:
    inner = reading.args[0] if reading.op in FRAMES else reading
    assert isinstance(inner, Reading)
    return inner
