"""Events, their articles and a user's lists of words to events with the themes they belong to."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from msgspec.structs import replace

from timeline.config import Theme
from timeline.model import Document, Event


def with_themes(
    events: Iterable[Event], documents: Iterable[Document], themes: Sequence[Theme] = ()
) -> tuple[Event, ...]:
    """Events to the same with their themes, the first being the one each counts for.

    With ``themes`` of the user's these are all whose words stand in an event's title or quotes,
    in the user's order; without, what the articles that tell it say they are about.  What an
    event made by hand says of itself comes first.
    """
    about = {document.id: document.themes for document in documents if document.themes}
    named = [(theme.name, _pattern(theme.words)) for theme in themes]
    told = []
    for event in events:
        if not (named or about or event.themes):
            told.append(event)
            continue
        if named:
            text = "\n".join((event.title, *(passage.quote for passage in event.passages)))
            found = [name for name, pattern in named if pattern.search(text)]
        else:
            found = [one for each in event.passages for one in about.get(each.document, ())]
        all_ = tuple(dict.fromkeys((*event.themes, *found)))
        told.append(replace(event, themes=all_) if all_ != event.themes else event)
    return tuple(told)


def _pattern(words: Sequence[str]) -> re.Pattern[str]:
    """Any of the words, whole, whatever their case; one that ends in * as a beginning."""
    each = (re.escape(word.rstrip("*")) + (r"\w*" if word.endswith("*") else "") for word in words)
    return re.compile(rf"(?<!\w)(?:{'|'.join(each)})(?!\w)", re.IGNORECASE)
