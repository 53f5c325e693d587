"""The user's own edits, which always win: ``edits.toml`` read, applied, and written."""

from timeline.curation.apply import correction_in_words, curate, dated_by_hand
from timeline.curation.edits import EDITS_NAME, NO_EDITS, Addition, Dating, Edit, Edits, read_edits

__all__ = [
    "EDITS_NAME",
    "NO_EDITS",
    "Addition",
    "Dating",
    "Edit",
    "Edits",
    "correction_in_words",
    "curate",
    "dated_by_hand",
    "read_edits",
]
