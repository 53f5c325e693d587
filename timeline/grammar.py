"""Turn an English sentence into tokens that know whether they act as verbs.

There is no tagger: closed lists of function words and verb forms (``rules/clauses.toml``) and
the word before decide.  That is right often enough to find where one clause ends.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from enum import StrEnum
from functools import cache, lru_cache
from itertools import pairwise
from typing import Any, NamedTuple

import msgspec
from msgspec.structs import replace

from timeline.prepared import rule_table

_TOKEN = re.compile(
    r"[^\W\d_](?:(?<=[A-Z])\.(?:[A-Z]\.)+|\w*(?:[.’'\-][^\W_]+)*)"
    r"|[^\w\s]"
    r"|\d(?:\d*(?:[.,:]\d+)*(?:st|nd|rd|th|s)?\b|\w*)"
)
_OPENING = frozenset("“‘\"'(")
_OPENINGS = frozenset((*_OPENING, "”", ":", ";", ".", "!", "?", "|", "—", "–", "-", "*", "•"))
"""Marks behind which a sentence may begin, so that a capital tells nothing."""
_SHORT_WORD = 3
_SECOND = 2
_CAPTION_REACH = 14
_DESCRIBED_REACH = 18
_HEADLINE_SHARE = 0.8


class Form(StrEnum):
    """What a token can be as a verb."""

    NONE = ""
    MODAL = "modal"
    BE = "be"
    HAVE = "have"
    DO = "do"
    PAST = "past"
    PRESENT = "present"
    BASE = "base"
    GERUND = "gerund"


AUXILIARIES = frozenset((Form.MODAL, Form.BE, Form.HAVE, Form.DO))


class Token(msgspec.Struct, frozen=True, gc=False):
    """A word or a punctuation mark; offsets count from the start of the sentence.

    A struct, because so many are made: a frozen dataclass takes ten times as long to make.
    """

    text: str
    lower: str
    start: int
    end: int
    form: Form
    finite: bool
    """A verb with a subject: what makes a stretch of words a clause."""
    is_word: bool
    """A word or a number, and not punctuation."""
    is_capital: bool
    """Whether it begins with a capital letter."""

    @property
    def is_possessive(self) -> bool:
        """Whether it ends in the possessive 's."""
        return self.lower.endswith("'s") and self.lower not in word_list("clitic")


@cache
def load_rules(name: str) -> dict[str, Any]:
    """A rule file's name, without ``.toml``, to its tables."""
    return rule_table(name)


@cache
def clause_rules() -> dict[str, Any]:
    """The tables of ``rules/clauses.toml``."""
    return load_rules("clauses")


@cache
def word_list(*names: str) -> frozenset[str]:
    """The words of lists of ``rules/clauses.toml``; KeyError for an unknown name."""
    lists = clause_rules()["words"]
    return frozenset(word for name in names for word in lists[name].split())


@cache
def _noun_like() -> frozenset[str]:
    listed = set(clause_rules()["verbs"]["noun_like"].split())
    for word in tuple(listed):
        base = word[:-3] + "y" if word.endswith("ies") else word[:-1]
        listed.add(base)
        if word.endswith(("ches", "shes", "sses")):
            listed.add(word[:-2])
    return frozenset(listed)


@cache
def _forms() -> dict[str, Form]:
    """Every known verb form; -ed forms outside the list are recognised by their ending."""
    verbs = clause_rules()["verbs"]
    forms: dict[str, Form] = {}
    for base in verbs["base"].split():
        forms.update(dict.fromkeys(_gerunds(base), Form.GERUND))
        forms[_third_person(base)] = Form.PRESENT
    forms.update(dict.fromkeys(verbs["base"].split(), Form.BASE))
    for frame in clause_rules()["frame"]:
        for word in frame["words"].split():
            if word.endswith("s") and not word.endswith("ss"):
                forms[word] = Form.PRESENT
    forms.update(dict.fromkeys(verbs["irregular"].split(), Form.PAST))
    forms.update(dict.fromkeys(verbs["not_verb"].split(), Form.NONE))
    for name, form in (
        ("modal", Form.MODAL),
        ("be", Form.BE),
        ("have", Form.HAVE),
        ("do", Form.DO),
    ):
        forms.update(dict.fromkeys(word_list(name), form))
    return forms


def _gerunds(base: str) -> tuple[str, ...]:
    """A verb's -ing forms, those that nobody spells among them."""
    stem = base[:-1] if base.endswith("e") and not base.endswith("ee") else base
    soft = (base[:-2] + "ying",) if base.endswith("ie") else ()
    return (stem + "ing", base + base[-1] + "ing", *soft)


def _third_person(base: str) -> str:
    if base.endswith(("s", "x", "ch", "sh", "o")):
        return base + "es"
    if base.endswith("y") and base[-2] not in "aeiou":
        return base[:-1] + "ies"
    return base + "s"


@cache
def participles() -> frozenset[str]:
    """Irregular forms that can stand after a noun without an auxiliary ("talks held on Monday")."""
    return frozenset(clause_rules()["verbs"]["participle"].split())


@lru_cache(maxsize=1024)
def tokenise(sentence: str) -> tuple[Token, ...]:
    """A sentence to its tokens, each with its form and whether it is a finite verb."""
    tokens: list[Token] = []
    done: list[int] = []
    previous: Token | None = None
    shouts: bool | None = None
    end = 0
    for found in _TOKEN.findall(sentence):
        text, lower, form, is_word, is_capital, is_adverb = _seen.get(found) or _looked_up(found)
        start = sentence.index(found, end)
        end = start + len(found)
        finite = False
        if form is not Form.NONE:
            if is_capital and previous is not None and previous.text not in _OPENINGS:
                # A capital behind a word makes a name of it: "the Ever Given", "Port Said".
                shouts = _is_headline(sentence) if shouts is None else shouts
                form = form if shouts else Form.NONE
            if lower == "am" and (previous is None or previous.lower != "i"):
                form = Form.NONE
            finite = form is not Form.NONE and _is_finite(lower, form, previous)
            if finite and form is Form.PAST:
                done.append(len(tokens))
        token = Token(text, lower, start, end, form, finite, is_word, is_capital)
        tokens.append(token)
        if not is_adverb or previous is None or previous.form not in AUXILIARIES:
            previous = token
    return _without_false_verb(tokens, done)


class _Word(NamedTuple):
    """What a token's letters alone tell of it."""

    text: str
    lower: str
    form: Form
    is_word: bool
    is_capital: bool
    is_adverb: bool


_seen: dict[str, _Word] = {}
"""What ``_looked_up`` has found so far: a dictionary is asked in half the time of its wrapper."""
_MOST_SEEN = 1 << 16


def _looked_up(text: str) -> _Word:
    lower = text.lower().replace("’", "'")
    is_adverb = lower in word_list("adverb") or (lower.endswith("ly") and len(lower) > 4)
    first = text[0]
    if len(_seen) >= _MOST_SEEN:
        _seen.clear()
    found = _Word(text, lower, _form(text, lower), first.isalnum(), first.isupper(), is_adverb)
    return _seen.setdefault(text, found)


def _without_false_verb(tokens: list[Token], done: list[int]) -> tuple[Token, ...]:
    """With "talks" in "Peace talks between the two are to begin" as the noun that it is.

    ``done`` are the places of the finite verbs of the past.
    """
    if len(tokens) > _SECOND and tokens[1].finite and tokens[1].lower in _noun_like():
        for before, token in pairwise(tokens[1:]):
            if token.text == "," or token.lower in _joints():
                break
            if token.finite and before.lower not in word_list("subject_pronoun"):
                tokens[1] = replace(tokens[1], finite=False)
                break
    for at in done:
        if (
            at < len(tokens) - 2
            and tokens[at].finite
            and (_is_done_by(tokens, at) or _is_described(tokens, at) or _is_set_off(tokens, at))
        ):
            tokens[at] = replace(tokens[at], finite=False)
    return tuple(tokens)


def _is_done_by(tokens: list[Token], at: int) -> bool:
    """Whether a past form describes the noun before it: "the ships held up by the wreck"."""
    behind = at + 1
    if tokens[behind].lower in {"up", "down", "out", "off", "over"}:
        behind += 1
    if behind + 1 >= len(tokens) or tokens[behind].lower != "by":
        return False
    by = tokens[behind + 1]
    doer = by.lower in {"the", "a", "an", "its", "his", "her"} or by.is_capital
    passive = tokens[at].lower.endswith("ed") or tokens[at].lower in participles()
    goes_on = any(t.finite and t.form is not Form.NONE for t in tokens[behind + 2 :])
    return doer and passive and goes_on and by.lower not in word_list("weekday")


def _is_described(tokens: list[Token], at: int) -> bool:
    """Whether a past form describes a subject whose verb comes: "a song edited to fit was sold"."""
    token, behind = tokens[at], tokens[at + 1]
    passive = token.lower.endswith("ed") or token.lower in participles()
    if not at or not passive or token.lower in _saying() or tokens[at - 1].form is not Form.NONE:
        return False
    if tokens[at - 1].lower in word_list("pronoun", "relative", "adverb"):
        return False
    if any(each.finite for each in tokens[:at]):
        return False
    if behind.lower in {"up", "out", "off"} and at + 2 < len(tokens):
        behind = tokens[at + 2]
    if behind.lower != "to" and behind.lower not in word_list("preposition"):
        return False
    for each in tokens[at + 2 : at + _DESCRIBED_REACH]:
        lower = each.lower
        if not each.is_word or lower in word_list("conjunction", "subject_pronoun"):
            return False
        if lower in _joints() and lower != "to":
            return False
        if each.finite and each.form in AUXILIARIES:
            return True
    return False


def _is_set_off(tokens: list[Token], at: int) -> bool:
    """Whether a past form between commas describes a subject: "the ship, built in 1950, sank"."""
    token = tokens[at]
    passive = token.lower.endswith("ed") or token.lower in participles()
    if not at or tokens[at - 1].text != "," or not passive or token.lower in _saying():
        return False
    if any(each.finite for each in tokens[:at]):
        return False
    ahead = iter(tokens[at + 1 : at + _DESCRIBED_REACH])
    for each in ahead:
        if each.text == ",":
            break
        if each.finite or each.text in {";", "."}:
            return False
    verb = next((each for each in ahead if each.lower not in word_list("adverb")), None)
    return verb is not None and verb.finite


@cache
def _saying() -> frozenset[str]:
    """The verbs of saying, behind which another clause may come without "that"."""
    return frozenset(word for frame in clause_rules()["frame"] for word in frame["words"].split())


@cache
def _joints() -> frozenset[str]:
    names = ("relative", "subordinator")
    return frozenset({"that", "to", "how", "but"}).union(*(word_list(name) for name in names))


def starts_anew(tokens: Sequence[Token], at: int) -> bool:
    """Whether a new sentence begins at ``at`` without a stop before it, as behind a caption.

    Seen by a little word with a capital behind a plain one: "a man in his home It was noon".
    """
    token, before = tokens[at], tokens[at - 1]
    if not token.is_capital or before.is_capital or not before.is_word or token.text.isupper():
        return False
    if token.lower not in word_list("caption_end"):
        return False
    if token.lower == "mr":
        barred = ("preposition", "determiner", "conjunction", "subordinator", "relative")
        if before.form is not Form.NONE or before.lower in word_list(*barred):
            return False
    ahead = tokens[at + 1 : at + 1 + _CAPTION_REACH]
    return (
        bool(ahead)
        and not (ahead[0].is_capital and token.lower != "mr")
        and any(each.finite for each in ahead)
    )


def _is_headline(sentence: str) -> bool:
    """Whether nearly every long word has a capital, so that capitals tell nothing."""
    words = [word for word in sentence.split() if len(word) > _SHORT_WORD and word[0].isalpha()]
    capitals = sum(word[0].isupper() for word in words)
    return capitals >= _HEADLINE_SHARE * len(words)


def _form(text: str, lower: str) -> Form:
    known = _forms().get(lower)
    if known is not None:
        capital_month = text[0].isupper() and lower in {"may", "march"}
        return Form.NONE if capital_month else known
    if len(lower) > 4 and lower.endswith("ed") and lower.isalpha():
        return Form.PAST
    if lower.endswith("n't"):
        return Form.DO
    return Form.NONE


def _is_finite(lower: str, form: Form, previous: Token | None) -> bool:
    """Whether a form that can be a verb is one with a subject, judged by the word before it."""
    if form in AUXILIARIES:
        return lower not in word_list("bare_auxiliary")
    if form is Form.GERUND or previous is None or _bars_verb(previous):
        return False
    before = previous.lower
    if form is Form.PAST:
        return previous.form not in (Form.BE, Form.HAVE, Form.MODAL) and before != "more"
    if lower in _noun_like():
        return _noun_is_verb(form, previous)
    if form is Form.PRESENT:
        return previous.is_word or before in {",", ")", "”", '"'}
    plural = before.endswith("s") and not before.endswith("ss") and not previous.finite
    return plural or before in word_list("plural_subject")


def _bars_verb(previous: Token) -> bool:
    """Whether no finite verb can follow a word: "the", "of", "Lee's", "to"."""
    before = previous.lower
    if before in word_list("determiner") and before not in word_list("plural_subject"):
        return True
    return previous.is_possessive or before == "to" or before in word_list("preposition")


def _noun_is_verb(form: Form, previous: Token) -> bool:
    """Whether a word like "talks" is a verb: only behind a name or a pronoun."""
    before = previous.lower
    if before in word_list("weekday", "month", "number"):
        return False  # "Two attempts failed"
    if form is Form.BASE:
        return before in word_list("plural_subject")
    return previous.is_capital or before in word_list("pronoun", "relative", "adverb")


def is_adverb(token: Token) -> bool:
    """Whether a token is an adverb: a listed one, or a word in -ly."""
    return token.lower in word_list("adverb") or (
        len(token.lower) > 4 and token.lower.endswith("ly") and not token.is_capital
    )


def opens_quote(token: Token, sentence: str) -> bool:
    """Whether a token is a quotation mark that opens (a straight one: followed by a word)."""
    if token.text not in _OPENING:
        return False
    following = sentence[token.end : token.end + 1]
    return bool(following) and not following.isspace()
