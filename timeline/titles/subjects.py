"""Find the subject of a clause as a phrase, and tell whether a pronoun can stand for it."""

from __future__ import annotations

from collections.abc import Sequence

from timeline.grammar import Token, is_adverb, word_list
from timeline.late import late
from timeline.titles.wording import title_words

_LONGEST = 7
_DETERMINED = late(r"\b(?:[Tt]he|[Aa]n?|[Ii]ts|[Tt]his) (?!end\b|start\b)[\w’'-]+")
_OWN = frozenset({"the", "a", "an", "its", "this", "that"})


def subject_phrase(sentence: str, tokens: Sequence[Token]) -> str:
    """The words before the first verb of a clause, its adverbial left out; "" when unclear."""
    head: list[Token] = []
    for token in tokens:
        if token.finite:
            break
        head.append(token)
    else:
        return ""
    while head and (is_adverb(head[-1]) or not head[-1].is_word):
        head.pop()
    if head and head[0].lower in word_list("preposition"):
        commas = [at for at, token in enumerate(head) if token.text == ","]
        head = head[commas[0] + 1 :] if commas else []
    while head and head[0].lower in word_list("conjunction", "link"):
        head = head[1:]
    for at, token in enumerate(head):
        if token.text == "," or token.lower in word_list("relative"):
            head = head[:at]  # an apposition or a relative clause
            break
    if not head or len(head) > _LONGEST or any(not token.is_word for token in head):
        return ""
    return sentence[head[0].start : head[-1].end]


def stands_for(pronoun: str, phrase: str) -> bool:
    """Whether a pronoun can stand for a noun phrase, by number and kind; names are left out."""
    words = phrase.split()
    counted = bool(words) and (words[0].lower() in title_words()["counts"] or words[0][0].isdigit())
    if not words or not (counted or words[0].lower() in _OWN):
        return False
    head = phrase.split(" of ", maxsplit=1)[0].rsplit(maxsplit=1)[-1].lower()
    plural = (
        (head.endswith("s") and not head.endswith(("ss", "us", "is")))
        or " and " in phrase
        or head in {"people", "police", "men", "women", "children"}
    )
    person = head in title_words()["persons"]
    ship = head in title_words()["ships"]
    match pronoun:
        case "they" | "their" | "them":
            return plural
        case "it" | "its":
            return not plural and not person
        case "he" | "his" | "him":
            return not plural and person
        case "she" | "her":
            return not plural and (person or ship)
    return False


def definite(phrase: str) -> str:
    """A phrase as one speaks of it again: "a court" becomes "The court", "9 men" "The 9 men"."""
    first, _, rest = phrase.partition(" ")
    if first.lower() in {"a", "an"}:
        return f"The {rest}"
    if first.lower() in title_words()["counts"] or first[:1].isdigit():
        return f"The {phrase[:1].lower()}{phrase[1:]}"
    return phrase[:1].upper() + phrase[1:]


def others_in(sentence: str, subject: str) -> bool:
    """Whether a sentence names another single thing than its subject, that "it" might mean."""
    rest = sentence.replace(subject, "", 1) if subject else sentence
    return _DETERMINED.search(rest) is not None


def other_ones_in(sentence: str, subject: str) -> bool:
    """Whether a sentence names several of something besides its subject: "arrested three men"."""
    rest = sentence.replace(subject, " ", 1) if subject else sentence
    words = [word.strip('.,;:!?"“”()') for word in rest.split()]
    for first, *behind in zip(words, words[1:], [*words[2:], ""], strict=False):
        counted = first.isdigit() or first.lower() in title_words()["counts"]
        if counted or first.lower() in _OWN | {"his", "her", "their"}:
            opened = first if counted else "the"
            if any(word.islower() and stands_for("they", f"{opened} {word}") for word in behind):
                return True
    return False
