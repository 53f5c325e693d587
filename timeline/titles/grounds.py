"""The grounds on which a title is kept off the timeline, as the reader is told them."""

from __future__ import annotations

CUT = "its sentence is too long to be told in a title without loss"
OWN_WORDS = "it is told in somebody's own words"
UNREADABLE = "its words give no title that can be read alone"
STATE = "it tells how things are or what somebody thinks, not what happened"
RUN_IN = "two sentences run into each other in it"
UNKNOWN = "it does not tell who or what is meant"
THIN = "it tells too little to be read alone"
TELLER = "it tells of the reporting, not of the story"
NO_SENTENCE = "it is no sentence, so it says of nothing that it happened"
OTHER_TIME = "its words tell of something else than its date"
ONLY_MAYBE = "it tells what might be, not what happened or is planned"
