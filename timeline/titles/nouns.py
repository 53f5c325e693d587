"""The nouns of what is done and of what happens, from ``rules/events.toml``, to sets of words."""

from __future__ import annotations

from functools import cache

from timeline.grammar import load_rules


@cache
def deeds() -> frozenset[str]:
    """The nouns and verbs of the classes of events."""
    classes = load_rules("events")["class"]
    return frozenset(word for each in classes for word in each["words"].split())


@cache
def happenings() -> frozenset[str]:
    """Nouns of things that happen, which can be a title without a verb."""
    return frozenset(load_rules("events")["sound"]["happenings"].split())


@cache
def deed_words() -> frozenset[str]:
    """All nouns of what is done or happens, and the verbs."""
    return deeds() | happening_nouns()


@cache
def happening_nouns() -> frozenset[str]:
    """All nouns of what happens."""
    return happenings() | frozenset(str(load_rules("events")["attribute"]["deeds"]).split())


def is_plural(noun: str) -> bool:
    """Whether a noun in lower case takes "were", by its ending."""
    return noun.endswith("s") and not noun.endswith(("ss", "us", "is", "gas"))
