"""Turn the words of a clause into a title: trimmed at both ends, opened plainly, cut to length."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from functools import cache

from timeline.grammar import Form, Token, is_adverb, load_rules, tokenise, word_list
from timeline.late import late

Antecedent = Callable[[str], str]
"""A pronoun or "the ministry" to the name it stands for; "" when that is not certain."""

EDGES = " ,;:—–-…"
_HALF_PAIR = late(r"(?<=.{40})\s(?:and|or)\s[\w’'-]+$")
_LOOSE_NOUN = late(r"(?<=.{40}), (?:the|an?) [a-z][\w’'-]*(?: [\w’'-]+){0,3}$")
"""What is left of an explanation behind a comma: "..., the very stretch"."""
_THOUSANDS = re.compile(r"(?<=\d) (?=,\d{3}\b)")
_ASIDES = late(r"\([^()]*\)|\[[^\[\]]*\]")
_BRACKETS = late(r"[()\[\]|]")
_LOOSE_MARK = re.compile(r" ([,;:.!?”’])")
_COMMAS = late(r",(?:\s*,)+")
_JOINED = re.compile(r"\b(and|but|or|the|an?)\s*,\s*")
_MAY_JOIN = ("d,", "t,", "r,", "e,", "a,", "n,", " ,")
_EXPLETIVE = re.compile(
    r"(?:is|was|will be|has been|would be|seems?)\s+(?!to\b|\w+(?:ed|en)\b)"
    r".*\b(?:that|which|who|to)\b"
)
_INITIAL = re.compile(r"\b[A-Z]\.")
_BOUNDARY = late(r"(?:,\s|\s)([a-z]+)\b|,\s")
_DATELINE = re.compile(r"^[A-Z][A-Z’'.-]{2,}[\w ,.’'-]{0,40}?\s*[-–—]+\s+(?=[A-Z])")
_SENTENCE_MARKS = ".!?"
_DEED = late(r"\b[Tt]he [a-z]+ing$")
"""What may stand without what it is the deed of, for want of room: "the groundbreaking"."""
_LEAST_KEPT = 45
_SHORT = 6
_LONGEST_ADVERBIAL = 9


@cache
def title_words() -> dict[str, frozenset[str]]:
    """The word lists of ``[title]`` in ``rules/events.toml``."""
    table = load_rules("events")["title"]
    return {
        name: frozenset(str(words).split())
        for name, words in table.items()
        if name not in {"longest", "ranks"}
    }


@cache
def _ranks() -> re.Pattern[str]:
    """A rank before a name, with the word for a country before the rank."""
    ranks = [rank.strip() for rank in load_rules("events")["title"]["ranks"].split(";")]
    listed = "|".join(re.escape(rank) for rank in sorted(ranks, key=len, reverse=True))
    return re.compile(rf"\b(?:[A-Z]\w+(?:[’']s)? ){{0,3}}(?:{listed}) (?=[A-Z][\w-]+)")


def without_ranks(text: str) -> str:
    """Without the ranks before names: "President Lee met" becomes "Lee met"."""
    return _ranks().sub("", text)


@cache
def _longest() -> int:
    return int(load_rules("events")["title"]["longest"])


def expletive(text: str) -> bool:
    """Whether a text opens with an "it" that stands for nothing: "It was in May that ..."."""
    first, _, rest = text.partition(" ")
    return first.lower() == "it" and _EXPLETIVE.match(rest) is not None


def resolved_front(content: str, antecedent: Antecedent) -> str:
    """With the name in place of a pronoun in front; without the pronoun when it is not certain."""
    first, _, rest = content.partition(" ")
    lower = first.lower()
    if expletive(content):
        return content
    if lower in word_list("personal"):
        name = antecedent(lower)
        owned = lower in word_list("possessive_pronoun")
        if not name:
            return f"The {rest}" if owned and rest else rest
        return f"{name}{'’s' if owned else ''} {rest}"
    if lower in {"this", "that", "these", "those"} and rest.split(" ")[0] in {
        "is",
        "was",
        "were",
        "has",
    }:
        return content
    if lower == "the" and rest and rest[0].islower():
        noun = rest.split()[0]
        name = antecedent(f"the {noun.lower()}")
        if name:
            return f"{name}{rest[len(noun) :]}"
    return content


def plain(text: str) -> str:
    """On one line, without brackets, loose quotation marks and doubled commas."""
    if "(" in text or ")" in text or "[" in text or "]" in text or "|" in text:
        text = _BRACKETS.sub(" ", _ASIDES.sub(" ", text))
    text = " ".join(text.split())
    if " ," in text:
        text = _THOUSANDS.sub("", text)
    if any(end in text for end in _MAY_JOIN):
        text = _JOINED.sub(r"\1 ", text)
    text = _LOOSE_MARK.sub(r"\1", text)
    if ",," in text:
        text = _COMMAS.sub(",", text)
    return text.replace("“ ", "“").strip()


def trimmed(text: str) -> str:
    """Without the punctuation and the loose words at its ends."""
    text = _DATELINE.sub("", plain(text))
    for opening, closing in (("“", "”"), ("‘", "’")):
        if text.count(opening) > text.count(closing):
            text = text.replace(opening, "")
    if text.count("”") > text.count("“"):
        text = text.replace("”", "")
    if text.count('"') % 2:
        text = text.replace('"', "")
    for opening, closing in (("“", "”"), ('"', '"')):
        if not text.startswith(opening):
            continue
        inner = text[1:].rstrip(EDGES + _SENTENCE_MARKS)
        if inner.endswith(closing) and closing not in inner[:-1]:
            text = inner[:-1]
    while True:
        text = text.strip(EDGES).removesuffix(" as well")
        while text and text[-1] in _SENTENCE_MARKS and not _ends_in_initial(text):
            text = text[:-1].rstrip(EDGES)
        last = text.rsplit(" ", 1)[-1] if " " in text else ""
        if last.lower() not in title_words()["loose_ends"] or last.isupper():
            return text
        text = text[: -len(last)]


def _ends_in_initial(text: str) -> bool:
    return len(text) > 1 and _INITIAL.match(text, len(text) - 2) is not None


def unopened(text: str, *, ends: bool = True) -> str:
    """Without the openings that tell nothing and the adverbial before the subject."""
    while True:
        first, _, rest = text.partition(" ")
        leads = first.lower() in {"after", "before", "since", "until"}
        if leads and ends and ", " in text and _has_no_verb(text.partition(", ")[0]):
            text = text.partition(", ")[2]
            continue
        points = first.lower() == "that" and rest.split(" ", 1)[0] in {"is", "was", "has"}
        if (
            first.strip(",").lower() in title_words()["openers"]
            and len(rest.split()) > 1
            and not points
        ):
            text = rest.lstrip(" ,")
            continue
        head, comma, rest = text.partition(", ")
        words = head.split()
        adverbial = (
            comma
            and ends
            and words
            and (words[0].lower() in word_list("preposition") or _is_gerund(words[0]))
            and len(words) <= _LONGEST_ADVERBIAL
            and len(rest.split()) > 2
        )
        if not adverbial:
            return text
        text = rest


def _has_no_verb(head: str) -> bool:
    return not any(token.finite or token.form is Form.GERUND for token in tokenise(head))


def _is_gerund(word: str) -> bool:
    return (
        len(word) > _SHORT
        and word.endswith("ing")
        and (word.lower() not in word_list("not_gerund"))
    )


def shorten(text: str, taken: int = 0) -> str:
    """A title of at most 89 characters: titles of persons go first, then the tail, then words.

    ``taken`` is how many of these are needed for something else.
    """
    longest = _longest() - taken
    text = trimmed(text)
    if len(text) > longest:
        text = trimmed(without_ranks(text))
    if len(text) > longest:
        text = _cut(text, longest)
    return text[:1].upper() + text[1:]


def quoted(text: str, speaker: str = "") -> str:
    """Somebody's own words as a title, who says them before: "Lee: “We sold the mill”"."""
    before = f"{speaker}: " if speaker else ""
    return f"{before}“{shorten(text.strip('“”'), len(before) + 2)}”"


def _cut(text: str, longest: int) -> str:
    """Cut before the last phrase that fits and leaves a whole, or at a word with an ellipsis."""
    tokens = tokenise(text)
    fits: list[int] = []
    deeds: list[int] = []
    for match in _BOUNDARY.finditer(text[: longest + 1]):
        boundary = match[1] is None or match[1] in title_words()["cuts"] or match[0].startswith(",")
        if match.start() < min(_LEAST_KEPT, longest // 2):
            continue
        if boundary:
            fits.append(match.start())
        elif match[1] == "of" and _DEED.search(text, 0, match.start()):
            deeds.append(match.start())
    for end in (*reversed(fits), *reversed(deeds)):
        if _lacks_to(tokens, end) or _lacks_verb(tokens, end):
            continue
        if _is_whole([t for t in tokens if t.end <= end], text[:end]):
            return trimmed(_LOOSE_NOUN.sub("", _HALF_PAIR.sub("", text[:end])))
    return _without_middle(text, tokens, longest) or (
        trimmed(text[: longest - 1].rsplit(" ", 1)[0]) + "…"
    )


def _lacks_to(tokens: Sequence[Token], end: int) -> bool:
    """Whether a cut at ``end`` takes the "to leave" from "ordered its people to leave"."""
    head = [token for token in tokens if token.end <= end]
    asks = [at for at, token in enumerate(head) if token.lower in title_words()["needs_to"]]
    if not asks or any(token.lower == "to" for token in head[asks[-1] :]):
        return False
    return any(token.lower == "to" for token in tokens[len(head) :])


def _lacks_verb(tokens: Sequence[Token], end: int) -> bool:
    """Whether a cut parts the subject behind an "and" from its verb: "and an appeal | will be"."""
    head = [token for token in tokens if token.end <= end]
    ands = [at for at, token in enumerate(head) if token.lower in {"and", "but", "or"}]
    if not ands or any(token.finite for token in head[ands[-1] :]):
        return False
    for token in tokens[len(head) :]:
        if token.finite:
            return True
        if (
            token.text in {",", ";"}
            or token.lower in word_list("relative")
            or token.lower == "that"
        ):
            return False
    return False


def _without_middle(text: str, tokens: Sequence[Token], longest: int) -> str:
    """The front of a long subject, and its verb: "Another attempt to drag ... failed"."""
    verb = next((token for token in tokens if token.finite and token.start > _LEAST_KEPT), None)
    if verb is None or any(token.finite for token in tokens if token.end < _LEAST_KEPT):
        return ""
    tail = text[verb.start :]
    if len(tail) > _LEAST_KEPT:
        fitting = [m.start() for m in _BOUNDARY.finditer(tail[:_LEAST_KEPT]) if m.start() > _SHORT]
        tail = trimmed(tail[: fitting[-1]]) if fitting else ""
    room = longest - len(tail) - len(" … ")
    fronts = [m.start() for m in _BOUNDARY.finditer(text[: max(0, room)]) if m[1] in _inner_cuts()]
    return f"{trimmed(text[: fronts[-1]])} … {tail}" if tail and fronts else ""


def _names_deed(before: Token, last: Token) -> bool:
    """Whether a word in -ing is a noun: "the opening", "an Arctic Council meeting"."""
    known = last.lower in title_words()["deed_nouns"] and before.form is not Form.BE
    return known or before.lower in word_list("determiner")


@cache
def _inner_cuts() -> frozenset[str]:
    return title_words()["cuts"] | {"of", "off"}


def _is_whole(head: list[Token], text: str) -> bool:
    """Whether a title may end behind some of its tokens: no verb without its object, no half."""
    words = [token for token in head if token.is_word]
    if not words or not any(token.finite for token in words):
        return False
    last = words[-1]
    before = words[-2] if len(words) > 1 else last
    if last.form is not Form.NONE and last.form is not Form.BASE and last.finite:
        return False
    is_deed = last.form is Form.GERUND and _names_deed(before, last)
    if last.form in (Form.PAST, Form.GERUND) and not is_deed:
        return False
    if last.text[0].isdigit() or is_adverb(last):
        return False
    if last.form is Form.BASE and (
        before.lower in {"to", "not"} or before.lower in word_list("modal")
    ):
        return False
    lowers = [token.lower for token in words]
    for opener in ("that", "which", "who", "where", "while", "because", "what", "how"):
        if opener in lowers[1:]:
            at = len(lowers) - 1 - lowers[::-1].index(opener)
            if not any(token.finite for token in words[at + 1 :]):
                return False
    if "between" in lowers and "and" not in lowers[lowers.index("between") :]:
        return False
    halves = any(text.count(a) != text.count(b) for a, b in (("“", "”"), ("(", ")")))
    return not halves and text.count('"') % 2 == 0
