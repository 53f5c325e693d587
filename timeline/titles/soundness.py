"""Turn a title into the reason why no editor would sign it; "" where one would.

``faults`` weighs titles of one statement against each other; this tells whether the best of them
is good enough to stand on a timeline at all.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from functools import cache

from timeline.grammar import (
    AUXILIARIES,
    Form,
    Token,
    is_adverb,
    load_rules,
    participles,
    tokenise,
    word_list,
)
from timeline.model import Stance
from timeline.titles.faults import LIGHT, faults
from timeline.titles.things import deeds

CUT = "its sentence is too long to be told in a title without loss"
OWN_WORDS = "it is told in somebody's own words"
UNREADABLE = "its words give no title that can be read alone"
STATE = "it tells how things are or what somebody thinks, not what happened"
RUN_IN = "two sentences run into each other in it"
UNKNOWN = "it does not tell who or what is meant"
THIN = "it tells too little to be read alone"
TELLER = "it tells of the reporting, not of the story"
ONLY_MAYBE = "it tells what might be, not what happened or is planned"

Known = Callable[[str], bool]
"""Whether a word is known to every reader of the story: "the canal" where all is about one."""

_REPORTS = re.compile(r"^(?P<source>[^“”]{2,60}?) (?:says|say) (?P<told>.+)$")
_PLACED = re.compile(r"^[A-Z][^:“]{1,40}: (?!“)")
_RUN_IN = re.compile(r"(?<=[a-z]) (?:[A-Z][a-z]*) (?=[a-z])")
_SHOUTED = re.compile(r"^(?:[A-Z][A-Z’'-]{3,} ){2,}|\b[A-Z]{4,} [A-Z]{4,} [A-Z]{4,}")
_AHEAD = (Stance.PLANNED, Stance.EXPECTED, Stance.CANCELLED, Stance.DENIED)
_LEAST_TOLD = 3
_REACH = 14
"""How many tokens a subject may have before its verb."""


def objection(title: str, stance: Stance, known: Known) -> str:
    """A title and its stance to why it should not stand on a timeline; "" where it may."""
    if "…" in title:
        return CUT
    if "“" in title and title.endswith("”") and (title.startswith("“") or ": “" in title):
        return OWN_WORDS
    if faults(title) > LIGHT:
        return UNREADABLE
    if _SHOUTED.search(title) or _runs_in(title):
        return RUN_IN
    report = _REPORTS.match(title)
    if report is not None:
        if _is_teller(report["source"]):
            return TELLER
        told = report["told"][:1].upper() + report["told"][1:]
        return _of_clause(told, stance, known, reported=True)
    text = _PLACED.sub("", title)
    return _of_clause(text[:1].upper() + text[1:], stance, known, placed=text != title)


def _of_clause(
    text: str, stance: Stance, known: Known, *, reported: bool = False, placed: bool = False
) -> str:
    """What speaks against a clause that should tell one thing that happened."""
    tokens = [token for token in tokenise(text) if token.is_word]
    if not tokens:
        return UNREADABLE
    if _is_teller(text):
        return TELLER
    verb = next((at for at, token in enumerate(tokens) if token.finite), -1)
    if verb < 0:
        return _of_noun(tokens, known, placed=placed)
    if not 0 < verb <= _REACH:
        return UNREADABLE
    unclear = _of_subject(tokens[:verb], known)
    if unclear and not placed:
        return unclear
    state = _of_verb(tokens, verb, stance)
    if state:
        return state
    return THIN if not (reported or placed) and _is_thin(tokens, known) else ""


def _of_noun(tokens: Sequence[Token], known: Known, *, placed: bool) -> str:
    """What speaks against a title that is a noun: "The collapse of the dam" may stand."""
    at = next((i for i, token in enumerate(tokens) if token.lower in deeds()), -1)
    if at < 0:
        return UNREADABLE
    told = any(t.lower in participles() or t.lower.endswith("ed") for t in tokens[at:])
    named = any(token.is_capital for token in tokens[1:]) or len(tokens) - at > 2
    return "" if told or named or placed else THIN


def _of_subject(subject: Sequence[Token], known: Known) -> str:
    """What speaks against a subject: nobody can tell who it is."""
    first, last = subject[0].lower, subject[-1]
    words = [token for token in subject if not is_adverb(token)]
    if not words or first in _words("no_subject") or last.lower in _words("no_subject"):
        return UNKNOWN
    if any(token.is_capital for token in words[1:]) or _is_name(words[0]):
        return ""
    if last.text[0].isdigit() or last.lower in word_list("number"):
        return UNKNOWN  # "Some 2,000 are flown out"
    if first not in {"the", "these", "those", "this", "that"}:
        return ""
    if any(token.lower in _words("unique") | {"of", "who", "that"} for token in words):
        return ""
    return "" if any(known(token.lower) for token in words[1:]) else UNKNOWN


def _of_verb(tokens: Sequence[Token], at: int, stance: Stance) -> str:
    """What speaks against the verb of a title: it tells a state or a thought."""
    verb = tokens[at]
    behind = [token for token in tokens[at + 1 :] if not is_adverb(token)]
    following = behind[0] if behind else verb
    if verb.form is Form.MODAL:
        if verb.lower in _words("thought_modals"):
            return STATE
        if verb.lower in _words("unsure_modals") and stance not in _AHEAD:
            return ONLY_MAYBE
        if following.lower == "be" and len(behind) > 1:
            return "" if _acts(behind[1]) else STATE
        if following.lower == "have" and len(behind) > 1 and verb.lower != "will":
            return ONLY_MAYBE
        return STATE if following.lower in _stative() else ""
    if verb.form is Form.BE:
        return "" if _acts(following) or _is_first(behind) else STATE
    if verb.form is Form.HAVE:
        return "" if _acts(following) or following.lower == "been" else STATE
    return STATE if verb.lower in _stative() else ""


def _acts(token: Token) -> bool:
    """Whether a word behind "is" or "has" tells a deed: "is held", "has burst", "is due"."""
    if token.lower in _words("no_deed") or token.lower in _stative():
        return False
    if token.form in (Form.PAST, Form.GERUND) or token.lower in _words("ahead"):
        return True
    return token.lower in participles() or token.lower in {"being", "become", "come", "run"}


def _is_first(behind: Sequence[Token]) -> bool:
    """Whether somebody "was the first to" do something."""
    lowers = [token.lower for token in behind]
    return "first" in lowers[:3] and "to" in lowers


def _is_thin(tokens: Sequence[Token], known: Known) -> bool:
    """Whether a title tells too little: no name, and hardly a word that carries anything."""
    if any(token.is_capital or token.text[0].isdigit() for token in tokens[1:]):
        return False
    if _is_name(tokens[0]):
        return False
    told = [token for token in tokens if _carries(token)]
    if len(told) > _LEAST_TOLD:
        return False
    return not any(known(token.lower) for token in told)


def _carries(token: Token) -> bool:
    little = ("determiner", "preposition", "pronoun", "conjunction", "adverb", "number")
    return token.form not in AUXILIARIES and not any(token.lower in word_list(n) for n in little)


def _is_name(token: Token) -> bool:
    """Whether the first word of a title looks like a name: no known word of the language."""
    if token.form is not Form.NONE or token.lower in deeds():
        return False
    return token.is_possessive or (token.text.isupper() and len(token.text) > 1)


def _is_teller(text: str) -> bool:
    """Whether a text opens with somebody whose work it is to tell: "The BBC's Lee"."""
    return _tellers().match(text) is not None


def _runs_in(title: str) -> bool:
    """Whether a little word with a capital stands behind a plain one."""
    for match in _RUN_IN.finditer(title):
        word = match[0].strip().lower()
        before = title[: match.start()].rsplit(" ", 1)[-1].lower()
        if (word in word_list("caption_end") or word in word_list("determiner")) and before not in (
            word_list("preposition") | word_list("determiner") | {"says", "say", "said", "that"}
        ):
            return True
    return False


@cache
def _words(name: str) -> frozenset[str]:
    return frozenset(str(load_rules("events")["sound"][name]).split())


@cache
def _tellers() -> re.Pattern[str]:
    return re.compile(load_rules("events")["sound"]["tellers"])


@cache
def _stative() -> frozenset[str]:
    """The verbs that tell a state or a thought, in all their forms."""
    forms: set[str] = set(_words("stative_forms"))
    for base in _words("stative"):
        stem = base.removesuffix("e")
        forms |= {base, f"{base}s", f"{stem}ed", f"{stem}ing"}
    return frozenset(forms)


def speaker_of(title: str) -> str:
    """Who speaks in a title that is somebody's own words; "" for nobody."""
    return title.partition(": “")[0] if ": “" in title else ""


