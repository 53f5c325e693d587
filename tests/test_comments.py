"""Where readers' comments begin in a text."""

from __future__ import annotations

import pytest

from timeline.events.comments import comments_begin
from timeline.model import Document
from timeline.sentences import split_sentences

ARTICLE = (
    "The mayor of Vell said on Monday that the mill would be sold for $4 million. "
    "Officials told the council that 30 percent of the jobs would go. "
    "“We are sad to see it close,” said Ada Lunt, a spokeswoman for the owner. "
    "The sale was announced in May, according to the ministry. "
)
REMARKS = (
    "I never saw such a mill in my life! you people dont know what you sold in 2004!! "
    "Wow... thats what we get for voting twice. Where were you then? "
    "i told them all of it last May and NOBODY listened!! Why would you trust this mayor? "
)


def begins(text: str) -> str:
    """The first words of what is taken for comments."""
    document = Document(id="d", path="d", title="", text=text)
    return text[comments_begin(text, split_sentences(document)) :][:20]


def test_stamps_below_comments_leave_their_beginning_to_how_they_are_written() -> None:
    text = (
        f"{ARTICLE}{REMARKS}Posted by: mill_hand | May 26, 2010 1:57 AM | Report abuse "
        "It burned in 2003. Posted by: bo | May 26, 2010 2:10 AM | Report abuse"
    )
    assert begins(text) == REMARKS[:20]


def test_a_plain_comment_begins_with_the_sentence_its_stamp_stands_below() -> None:
    text = (
        f"{ARTICLE}It burned in 2003. Posted by: mill_hand | May 26, 2010 1:57 AM | Report abuse "
        "It burned in 2004. Posted by: bo | May 26, 2010 2:10 AM | Report abuse"
    )
    assert begins(text) == "It burned in 2003. P"


def test_loud_writing_behind_an_article_is_its_readers() -> None:
    assert begins(ARTICLE * 3 + REMARKS * 4) == REMARKS[:20]


@pytest.mark.parametrize(
    "text",
    [
        pytest.param(ARTICLE * 4, id="an article"),
        pytest.param(ARTICLE + REMARKS, id="too few sentences to tell"),
        pytest.param(REMARKS * 6, id="all of it is written so"),
        pytest.param(
            f"{ARTICLE}Posted by: bo | May 26, 2010 2:10 AM | Report abuse", id="one stamp"
        ),
        pytest.param(
            ARTICLE * 2 + "".join(f"LUNT: {REMARKS}RASK: {REMARKS}" for _ in range(4)),
            id="a transcript",
        ),
        pytest.param(
            ARTICLE * 2 + "“I saw it and you did not,” said Bo Rask. Was it sold? " * 12,
            id="an interview",
        ),
    ],
)
def test_what_is_no_comment_stays_the_articles(text: str) -> None:
    assert begins(text) == ""
