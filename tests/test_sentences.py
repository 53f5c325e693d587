"""Sentences: spans in order that together hold every word outside the asides."""

from __future__ import annotations

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from timeline.documents.debris import find_asides
from timeline.documents.tables import read_table
from timeline.model import Aside, Document
from timeline.sentences import LONGEST, split_sentences


def document(text: str, language: str = "en", asides: tuple[Aside, ...] = ()) -> Document:
    return Document("a", "a.txt", "A", text, language=language, asides=asides)


def sentences(text: str, language: str = "en") -> list[str]:
    return [text[s.start : s.end] for s in split_sentences(document(text, language))]


# Sentences are parted by "|" here; the bar is taken out of the text before it is split.
ENDS = [
    ("plain ends", "The ferry left. |It came back! |Did it? |Yes…"),
    ("titles stand before names", "Mr. Roe met Dr. Doe and Gen. Poe. |They spoke."),
    ("initials", "John F. Roe met J. K. Poe. |They spoke."),
    ("an initial after a number word", "He asked Jane P. Doe about it. |She spoke."),
    ("an acronym before a name", "The U.S. Senate met U.N. envoys. |They spoke."),
    ("an acronym at the end", "He went back to the U.S. |The ferry left."),
    ("months with a day", "It left on Jan. 3 and on Sept. 14. |It came back."),
    ("a month at the end", "It left in Jan. |It came back in Feb. |He was glad."),
    ("numbers", "It is No. 5 on page p. 12. |The answer is no. |We left."),
    ("hours", "It left at 6 p.m. Monday and at 7 a.m. EST. |Police said so at 8 p.m. |They left."),
    ("an hour at the end", "It left at 6 p.m. |Divers came at 7 p.m. |All left."),
    ("an hour before a bracket", "It left (updated 5:27 p.m. (0027 there)) and sank. |All left."),
    ("companies", "Ferries Inc. and Boats Ltd. Holdings merged with Ships Co. |The deal closed."),
    ("states, not words", "He left Chicago, Ill. and was ill. |Doctors came."),
    ("decimals and addresses", "It cost 3.5 million, see example.org/a.html for it. |All left."),
    ("a missing blank", "The ferry had left.The crew had not."),
    ("an ellipsis inside", "The ferry ... and its crew left. |They said: ... |Then they left."),
    ("closing quotes stay", "“The ferry left.” |He said: “It came back.” |All left."),
    ("straight quotes stay", '"The ferry left." |"It came back." |All left.'),
    ("a quoted question goes on", "“Did it leave?” he asked. |“Yes!” she said."),
    ("brackets stay", "It left (at last.) |It came back [sic.] |All left."),
    ("references stay", "It left.[1] |It came back.[2][3] |All left."),
    ("years end sentences", "It sank in 2019. |It was raised in 2021. |All left."),
    ("a brand in small letters", "He sold phones. |eBay bought them. |All left."),
    ("marks in a row", "It left?! |It came back!!! |All left."),
]


@pytest.mark.parametrize(("rule", "marked"), ENDS, ids=[case[0] for case in ENDS])
def test_where_a_sentence_ends(rule: str, marked: str) -> None:
    if rule == "a missing blank":
        assert sentences(marked) == ["The ferry had left.", "The crew had not."]
    else:
        assert sentences(marked.replace("|", "")) == [one.strip() for one in marked.split("|")]


OTHER_LANGUAGES = [
    ("de", "Die Fähre fuhr am 24. Mai mit Dr. Roth. |Sie kam z.B. am 3. Juni an. |Das war gut."),
    ("fr", "M. Roux a vu le Dr. Blanc. |Il est parti."),
    ("es", "El Sr. Ruiz viajó a EE.UU. |El barco salió. |¿Volvió? |¡Sí!"),
    ("ru", "Паром ушёл в 2021 г. |В порту ждали. |Он вернулся на ул. Новой."),
    ("zh", "渡轮离开了。|它回来了！|“真的吗？”|是的。"),
    ("ja", "フェリーが出た。|「戻った。」|本当か？"),
    ("ar", "غادرت العبارة. |هل عادت؟ |نعم."),
]


@pytest.mark.parametrize(("language", "marked"), OTHER_LANGUAGES)
def test_where_a_sentence_ends_in_other_languages(language: str, marked: str) -> None:
    expected = [one.strip() for one in marked.split("|")]
    assert sentences(marked.replace("|", ""), language) == expected


LINES = [
    ("a line that goes on in small letters", "The ferry left on Tuesday\nto the north.", 1),
    ("a line that ends in a little word", "The visit comes after\nPresident Doe left.", 1),
    ("a line that ends in a comma", "On Monday,\nPresident Doe left.", 1),
    ("a headline", "Ferry leaves on Tuesday\nThe ferry left.", 2),
    ("a full stop", "The ferry left.\nIt came back.", 2),
    ("an acronym at the end of a paragraph", "They left the U.S.\nPresident Doe stayed.", 2),
    ("a blank line", "The ferry left and\n\nit came back", 2),
    ("a blank line with blanks", "The ferry left and\n \t \nit came back", 2),
    ("a blank line of another system", "The ferry left and\r\n\r\nit came back", 2),
    ("a line end of another system", "The ferry left and\r\nit came back", 1),
    ("points of a list", "• the ferry left\n• the crew stayed\n- nobody was hurt", 3),
    ("numbers of a list", "1. The ferry left\n2. The crew stayed", 2),
    ("an ornament is none", "The ferry left.\n* * *\n---\nIt came back.", 2),
]


@pytest.mark.parametrize(("rule", "text", "count"), LINES, ids=[case[0] for case in LINES])
def test_a_line_end_parts_sentences_unless_it_cuts_one(rule: str, text: str, count: int) -> None:
    assert len(sentences(text)) == count


def test_bullets_and_blanks_stay_outside() -> None:
    assert sentences("  • The ferry left.  \n\t– The crew stayed ") == [
        "The ferry left.",
        "The crew stayed",
    ]


def test_text_wrapped_by_hand_is_joined() -> None:
    text = (
        "Long ferry delays\n"
        "The ferry to the northern island left on Tuesday with\n"
        "Captain Jane Doe and her crew of nine, who had waited for the\n"
        "Northern Harbour Office to open. They were glad when the\n"
        "Office did so. The ferry came back on Thursday evening with\n"
        "Captain Doe and all her crew aboard.\n"
    )
    found = sentences(text)
    assert found[0] == "Long ferry delays"
    assert len(found) == 4
    assert found[1].endswith("to open.")
    assert found[2].endswith("did so.")


def test_a_paragraph_number_counts_stretches_that_nothing_parts() -> None:
    text = "Headline of the day\nIt left. It came back.\n\nAll left."
    assert [s.paragraph for s in split_sentences(document(text))] == [0, 1, 1, 2]


def test_no_sentence_crosses_an_aside() -> None:
    text = "The ferry left and\nAdvertisement\nit came back."
    asides = find_asides(text)
    found = split_sentences(document(text, asides=asides))
    assert [text[s.start : s.end] for s in found] == ["The ferry left and", "it came back."]


def test_a_stretch_without_an_end_is_cut_at_a_blank() -> None:
    text = "word " * 10_000
    found = sentences(text)
    assert max(map(len, found)) <= LONGEST
    assert " ".join(found) == text.strip()


def test_no_word_stands_in_two_tables_of_abbreviations() -> None:
    for language, entry in read_table("abbreviations").items():
        kinds = ("never", "number", "seldom", "capitalised", "clock")
        words = [word for kind in kinds for word in entry.get(kind, "").split()]
        assert len(words) == len(set(words)), language


PIECES = st.sampled_from(
    [
        "The ferry left",
        "it came back",
        "U.S.",
        "Mr.",
        "6 p.m.",
        ".",
        "!?",
        "...",
        "”",
        "(",
        " ",
        "\n",
        "\n\n",
        "\r\n",
        "• ",
        "3",
        "。",
        "Advertisement\n",
        "\u2028",
        "\ufffd",
    ]
)


@given(st.lists(PIECES | st.text(max_size=5), max_size=30), st.sampled_from(["en", "de", "zh"]))
def test_sentences_are_ordered_disjoint_and_leave_no_word_out(
    pieces: list[str], language: str
) -> None:
    text = "".join(pieces)
    asides = find_asides(text)
    found = split_sentences(document(text, language, asides))
    gaps = []
    position = 0
    for sentence in found:
        assert position <= sentence.start < sentence.end <= len(text)
        surface = text[sentence.start : sentence.end]
        assert surface == surface.strip()
        assert not any(a.start < sentence.end and sentence.start < a.end for a in asides)
        gaps.append(text[position : sentence.start])
        position = sentence.end
    gaps.append(text[position:])
    rebuilt = "".join(
        gap + text[s.start : s.end] for gap, s in zip(gaps, (*found, None), strict=True) if s
    )
    assert rebuilt + gaps[-1] == text
    outside = list(text)
    for start, end in [(s.start, s.end) for s in found] + [(a.start, a.end) for a in asides]:
        outside[start:end] = " " * (end - start)
    assert not any(c.isalnum() for c in "".join(outside))
    paragraphs = [s.paragraph for s in found]
    assert paragraphs == sorted(paragraphs)


REPEATED = [
    "word ",
    "x",
    ".",
    ". ",
    '."',
    "U.S. ",
    "他说。",
    "a,\n",
    "\n",
    " \n",
    "(“",
    "- ",
    "1. ",
]


@pytest.mark.parametrize("piece", REPEATED)
def test_time_grows_with_the_length_of_the_text(piece: str) -> None:
    def cost(length: int) -> float:
        text = document(piece * (length // len(piece)) + "x")
        before = time.process_time()
        split_sentences(text)
        return time.process_time() - before

    cost(1_000)
    small = max(min(cost(20_000) for _ in range(3)), 0.0005)
    large = min(cost(200_000) for _ in range(2))
    assert large < 40 * small  # ten times the text; squared, it would be a hundred
