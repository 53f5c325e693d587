"""Find the names in a text: people, organisations and places, each under its full form."""

from timeline.names.filing import Name, NameKind
from timeline.names.finder import find_names
from timeline.names.gazetteer import country_of

__all__ = ["Name", "NameKind", "country_of", "find_names"]
