"""Turn a title into the reason why no editor would sign it; "" where one would.

``faults`` weighs titles of one statement against each other; this tells whether the best of them
is good enough to stand on a timeline at all.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from functools import cache
from itertools import pairwise, takewhile

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
from timeline.late import late
from timeline.model import Stance
from timeline.titles.faults import said_words
from timeline.titles.grounds import ONLY_MAYBE, OTHER_TIME, STATE, TELLER, THIN, UNKNOWN, UNREADABLE
from timeline.titles.nouns import deeds, happening_nouns
from timeline.titles.shape import shape, sound_words

Known = Callable[[str], bool]
"""Whether a word is known to every reader of the story: "the canal" where all is about one."""

_REPORTS = re.compile(r"^(?P<source>[^“”]{2,60}?) (?:says|say) (?P<told>.+)$")
_PLACED = re.compile(r"^[A-Z][^:“]{1,40}: (?!“)")
_AHEAD = (Stance.PLANNED, Stance.EXPECTED, Stance.CANCELLED, Stance.DENIED)
_LEAST_COUNTED = 5
_STANDS_FOR = "PORT"
_DEED_ENDING = late(r"\w{3}(?:ed|[^h]ing)$")
"""How a word that the lists of verbs lack ends where it tells a deed behind "been"."""
_REACH = 14
"""How many tokens a subject may have before its verb."""


def objection(
    title: str, stance: Stance, known: Known, quote: str = "", names: Sequence[str] = ()
) -> str:
    """A title and its stance to why it should not stand on a timeline; "" where it may.

    ``quote`` is the sentence it was made from, which tells whether its first word is a name;
    ``names`` are those of the persons, bodies and places that take part.
    """
    if stance is Stance.HYPOTHETICAL:
        return ONLY_MAYBE
    misshapen = shape(title, quote)
    if misshapen:
        return misshapen
    report = _REPORTS.match(title)
    if report is not None:
        if is_teller(report["source"]):
            return TELLER
        told = report["told"][:1].upper() + report["told"][1:]
        pronoun, _, rest = told.partition(" ")
        if pronoun.lower() in word_list("subject_pronoun") and pronoun.lower() != "there":
            told = f"{_STANDS_FOR} {rest}"  # "The port says it has closed": the port has
        return _of_clause(told, stance, known, named=True)
    named = any(name.rsplit(" ", 1)[-1] in title for name in names)
    text = _PLACED.sub("", title)
    if text == title and _is_bare(title, quote):
        return UNREADABLE
    placed = text != title
    found = _of_clause(text[:1].upper() + text[1:], stance, known, named=named, placed=placed)
    return ONLY_MAYBE if found == STATE and _is_wish(text) else found


def _is_wish(text: str) -> bool:
    """Whether a title tells what should be, and nobody is told to say so."""
    tokens = tokenise(text)
    verb = next((at for at, token in enumerate(tokens) if token.finite), 0)
    following = tokens[verb + 1].lower if verb + 1 < len(tokens) else ""
    return tokens[verb].lower in sound_words("wished_modals") and following != "be"


def tells_state(title: str, stance: Stance) -> bool:
    """Whether a title, whatever else is wrong with it, tells how things are and no deed.

    That somebody says how things are is a deed.
    """
    if _REPORTS.match(title):
        return False
    tokens = [token for token in tokenise(_PLACED.sub("", title)) if token.is_word]
    verb = next((at for at, token in enumerate(tokens) if token.finite), -1)
    return verb > 0 and _of_verb(tokens, verb, stance) == STATE


def _of_clause(
    text: str, stance: Stance, known: Known, *, named: bool = False, placed: bool = False
) -> str:
    """What speaks against a clause that should tell one thing that happened."""
    tokens = [token for token in tokenise(text) if token.is_word]
    if not tokens:
        return UNREADABLE
    if is_teller(text):
        return TELLER
    verb = next((at for at, token in enumerate(tokens) if token.finite), -1)
    if verb < 0:
        return _of_noun(tokens)
    if tokens[0].lower in said_words() and tokens[0].form is Form.PRESENT:
        return UNREADABLE  # "Hopes more will follow": who hopes?
    if not 0 < verb <= _REACH or _holds_sentence(tokens[:verb]):
        return UNREADABLE
    unclear = _of_subject(tokens[:verb], known)
    if unclear and not placed:
        return unclear
    state = _of_verb(tokens, verb, stance)
    if state:
        return state
    if _is_otherwise(tokens, verb, stance):
        return OTHER_TIME
    return THIN if not (named or placed) and _is_thin(tokens, known) else ""


def _of_noun(tokens: Sequence[Token]) -> str:
    """What speaks against a title that is a noun: "The collapse of the dam" may stand."""
    head = list(takewhile(lambda t: t.lower not in word_list("preposition"), tokens))
    if not head or head[-1].lower not in happening_nouns():
        return UNREADABLE
    if head[0].lower not in word_list("determiner") and not head[0].is_possessive:
        return UNREADABLE
    named = any(token.is_capital for token in tokens[1:])
    return "" if named or len(tokens) - len(head) > 2 else UNREADABLE


def _is_bare(title: str, quote: str) -> bool:
    """Whether a title opens with one thing that no "the" or "a" goes before: "Team flew out"."""
    tokens = [token for token in tokenise(title) if token.is_word]
    verb = next((at for at, token in enumerate(tokens) if token.finite), -1)
    listed = tokens and title[tokens[0].end :].startswith(",")
    if listed and _stands_small(tokens[0], quote):
        return True
    if verb < 1 or any(token.is_capital for token in tokens[1:verb]):
        return False
    first, last = tokens[0], tokens[verb - 1]
    little = ("determiner", "preposition", "number", "pronoun", "conjunction")
    if first.is_possessive or not first.text[0].isalpha() or first.text.isupper():
        return False
    if first.lower in word_list(*little) or first.form is Form.GERUND:
        return False
    of = next((at for at in range(1, verb) if tokens[at].lower in word_list("preposition")), verb)
    head = tokens[of - 1] if of else last
    if head.lower.endswith("s") or head.lower in sound_words("masses", "counts"):
        return False
    return _stands_small(first, quote) or first.form is not Form.NONE or first.lower in deeds()


def _stands_small(token: Token, quote: str) -> bool:
    """Whether the sentence writes a word in small letters, so that it is no name."""
    return re.search(rf"(?<![\w’'-]){re.escape(token.lower)}(?![\w’'])", quote) is not None


def _of_subject(  # noqa: PLR0911 - a ladder: one rung for each fault
    subject: Sequence[Token], known: Known
) -> str:
    """What speaks against a subject: nobody can tell who it is."""
    words = [token for token in subject if not is_adverb(token)]
    named = any(token.is_capital for token in subject[1:2])
    if not words or (is_adverb(subject[0]) and subject[0].lower != "only" and not named):
        return UNREADABLE
    first, last = words[0].lower, words[-1]
    alone = len(words) == 1 or (words[1].lower == "of" and len(words) < _LEAST_COUNTED)
    if (
        first in sound_words("no_subject")
        or (first == "the" and len(words) == 1)
        or last.lower in sound_words("no_subject")
    ):
        return UNKNOWN
    if first in {"another", "other"} and not any(token.is_capital for token in words[1:]):
        return UNKNOWN
    apart = len(words) > 1 and (
        words[1].lower in {"including", "with", "from", "in"} or words[1].form is Form.GERUND
    )
    if first in sound_words("counts") and (
        apart or (alone and not any(t.is_capital for t in words[1:]))
    ):
        return UNKNOWN
    if first in sound_words("fronts"):
        return UNREADABLE
    if first in sound_words("counts") and len(words) > 1 and words[1].form is Form.BASE:
        return UNREADABLE  # "Most live on less"
    if _head(words).lower in sound_words("vague") and not any(t.is_capital for t in words[1:]):
        return UNKNOWN
    if any(_is_pointed(words, at, known) for at in range(1, len(words))):
        return UNKNOWN
    if any(token.is_capital for token in words[1:]) or _is_name(words[0]):
        return ""
    if last.text[0].isdigit() or last.lower in word_list("number"):
        return UNKNOWN  # "Some 2,000 are flown out"
    if first not in {"the", "these", "those", "this", "that"}:
        return ""
    lowers = {token.lower for token in words}
    if not (lowers.isdisjoint(sound_words("unique")) and lowers.isdisjoint({"of", "who", "that"})):
        return ""
    return "" if known(_head(words).lower) else UNKNOWN


def _holds_sentence(subject: Sequence[Token]) -> bool:
    """Whether a subject is one with what it says: "A report from the mayor that a mill"."""
    return any(
        one.lower == "that" and other.lower in word_list("determiner")
        for one, other in pairwise(subject[1:])
    )


def _is_pointed(words: Sequence[Token], at: int, known: Known) -> bool:
    """Whether "the" behind the first word points at what only the article tells: "of the song"."""
    if words[at].lower not in {"the", "this", "that", "these", "those"} or at + 1 == len(words):
        return False
    if words[at - 1].lower not in word_list("preposition"):
        return False
    rest = words[at + 1 :]
    if any(token.is_capital for token in rest):
        return False
    return not (known(_head(rest).lower) or any(t.lower in sound_words("unique") for t in rest))


def _head(words: Sequence[Token]) -> Token:
    """The noun of a phrase: the last word before a preposition or a participle with one."""
    for before, token in pairwise(words):
        if token.lower in word_list("preposition") or token.lower in {"who", "that", "to"}:
            return before
        if token.form in (Form.PAST, Form.GERUND) and token is not words[-1]:
            return before
    return words[-1]


def _of_verb(  # noqa: PLR0911 - a ladder: one rung for each kind of verb
    tokens: Sequence[Token], at: int, stance: Stance
) -> str:
    """What speaks against the verb of a title: it tells a state or a thought."""
    verb = tokens[at]
    behind = [token for token in tokens[at + 1 :] if not is_adverb(token)]
    following = behind[0] if behind else verb
    passive = verb.lower.endswith("ed") or verb.lower in participles()
    if passive and following.lower == "by" and len(behind) > 1 and _is_doer(behind[1]):
        return UNREADABLE  # "A plan prepared by the council"
    if verb.form is Form.MODAL:
        if verb.lower in sound_words("thought_modals"):
            return STATE
        if verb.lower in sound_words("unsure_modals") and stance not in _AHEAD:
            return ONLY_MAYBE
        if following.lower == "be" and len(behind) > 1:
            return "" if _acts(behind[1]) else STATE
        if following.lower == "have" and len(behind) > 1 and verb.lower != "will":
            return ONLY_MAYBE
        return STATE if following.lower in _stative() else ""
    if verb.form is Form.BE:
        if following.lower == "to" and tokens[at - 1].lower in sound_words("aims"):
            return STATE
        acts = _acts(following) or _is_first(tokens[at + 1 :]) or _did_to(verb, behind)
        return "" if acts else STATE
    if verb.form is Form.HAVE:
        if following.lower == "been" and len(behind) > 1:
            following = behind[1]  # "has been a nightmare"
            if _DEED_ENDING.search(following.lower):
                return ""
            return "" if _acts(following) else STATE
        done = following.form is Form.PAST or following.lower in participles()
        witnessed = verb.lower == "had" and done and following.lower not in _stative()
        acts = following.lower != "to" and (witnessed or _acts(following))
        return "" if acts or following.lower == "been" else STATE
    if verb.lower.endswith("n") and verb.lower in participles() and verb.lower != "won":
        return UNREADABLE  # "Picture taken"
    if verb.lower in sound_words("judged") and any(each.lower == "as" for each in tokens[at + 1 :]):
        return ""  # "described the plan as a fraud": that is a deed of saying
    return STATE if verb.lower in _stative() else ""


def _is_otherwise(tokens: Sequence[Token], at: int, stance: Stance) -> bool:
    """Whether a verb tells of the past where the date lies ahead, or the other way round."""
    verb = tokens[at]
    lowers = [token.lower for token in tokens]
    ahead = not sound_words("planning").isdisjoint(lowers) or any(
        token.form is Form.MODAL for token in tokens
    )
    if stance in (Stance.PLANNED, Stance.EXPECTED):
        past = verb.form is Form.PAST or verb.lower in {"has", "have", "had", "was", "were"}
        return past and not ahead and "to" not in lowers[at : at + 3]
    if stance is Stance.HAPPENED:
        return verb.lower in {"will", "'ll"}
    return False


def _is_doer(token: Token) -> bool:
    return token.is_capital or token.lower in {"the", "a", "an", "its", "his", "her", "their"}


def _acts(token: Token) -> bool:
    """Whether a word behind "is" or "has" tells a deed: "is held", "has burst", "is due"."""
    if token.lower in sound_words("no_deed") or token.lower in _stative():
        return False
    if token.form in (Form.PAST, Form.GERUND) or token.lower in sound_words("ahead"):
        return True
    return token.lower in participles() or token.lower in {"being", "become", "come", "run"}


def _did_to(verb: Token, behind: Sequence[Token]) -> bool:
    """Whether a word in -ing that no list has did something to a thing: "were raking the sea"."""
    if verb.lower not in {"was", "were"} or len(behind) <= 1:
        return False
    if not behind[0].lower.endswith("ing"):
        return False
    if behind[0].lower in sound_words("no_deed") or behind[0].lower[:-3] in _stative():
        return False
    thing = behind[1]
    return thing.is_capital or thing.lower in word_list("determiner", "possessive_pronoun")


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
    return not any(known(token.lower) for token in told)


def _carries(token: Token) -> bool:
    little = ("determiner", "preposition", "pronoun", "conjunction", "adverb", "number")
    return token.form not in AUXILIARIES and token.lower not in word_list(*little)


def _is_name(token: Token) -> bool:
    """Whether the first word of a title looks like a name: no known word of the language."""
    if token.form is not Form.NONE or token.lower in deeds():
        return False
    return token.is_possessive or (token.text.isupper() and len(token.text) > 1)


def is_noun(title: str) -> bool:
    """Whether a title is a noun without a verb: "The collapse of the dam"."""
    return not any(token.finite for token in tokenise(title))


def is_teller(text: str) -> bool:
    """Whether a text opens with somebody whose work it is to tell: "The BBC's Lee"."""
    return _tellers().match(text) is not None


@cache
def _tellers() -> re.Pattern[str]:
    return re.compile(load_rules("events")["sound"]["tellers"])


@cache
def _stative() -> frozenset[str]:
    """The verbs that tell a state or a thought, in all their forms."""
    forms: set[str] = set(sound_words("stative_forms"))
    for base in sound_words("stative"):
        stem = base.removesuffix("e")
        forms |= {base, f"{base}s", f"{stem}ed", f"{stem}ing"}
    return frozenset(forms)
