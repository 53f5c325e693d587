"""Times counted from what happened, given the date that the text tells of it.

"Three days after the contract was signed" names no date; where the text says elsewhere that the
contract was signed on 14 January, it is the 17th.
"""

from timeline.anchors.counts import Count, comes, count_in, count_of, length_start, opens_counted
from timeline.anchors.settle import resolve_with_anchors
from timeline.anchors.told import HOUR_OF_WRITING
from timeline.anchors.words import counts_from_deed, deeds_of

__all__ = [
    "HOUR_OF_WRITING",
    "Count",
    "comes",
    "count_in",
    "count_of",
    "counts_from_deed",
    "deeds_of",
    "length_start",
    "opens_counted",
    "resolve_with_anchors",
]
