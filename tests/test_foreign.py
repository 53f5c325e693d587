"""Texts in languages without rules of their own: what dateparser finds, read as we read."""

from __future__ import annotations

from datetime import date

import pytest

from timeline.expressions import find_mentions
from timeline.foreign import FOREIGN, find_foreign
from timeline.model import Document, DocumentReading, Method, Publication
from timeline.resolve import resolve
from timeline.sentences import split_sentences

DAY = date(2021, 5, 20).toordinal()
TEXTS = [
    (
        "de",
        (
            "Der Zug kam am 14. Mai 2021 in Wien an. Am Dienstag fuhr er weiter, vor drei Wochen "
            "stand er still. Nächste Woche fährt er nach Graz. Im Jahr 2019 fuhr keiner."
        ),
        {
            "14. Mai 2021": "2021-05-14",
            "Dienstag": "2021-05-18",
            "vor drei Wochen": "2021-W17",
            "Nächste Woche": "2021-W21",
            "2019": "2019",
        },
    ),
    (
        "fr",
        "Le bateau est parti le 3 juin 2020. Hier il a plu. Le port ouvre le 14 juillet.",
        {"3 juin 2020": "2020-06-03", "Hier": "2021-05-19", "14 juillet": "2021-07-14"},
    ),
    (
        "es",
        "El puente se abrió el 5 de mayo de 2019. Ayer se cerró. En marzo hubo obras.",
        {"5 de mayo de 2019": "2019-05-05", "Ayer": "2021-05-19", "marzo": "2021-03"},
    ),
    (
        "ru",
        "Поезд прибыл 14 мая 2021 года. Две недели назад он стоял. Вчера шёл дождь.",
        {"14 мая 2021": "2021-05-14", "Две недели назад": "2021-W18", "Вчера": "2021-05-19"},
    ),
    ("it", "La nave è partita il 2 giugno 2018.", {"2 giugno 2018": "2018-06-02"}),
    ("zh", "昨天下雨。", {"昨天": "2021-05-19"}),
]


def told(text: str, language: str) -> DocumentReading:
    publication = Publication(DAY, DAY, DAY, Method.GIVEN)
    document = Document("x", "x.txt", "", text, language=language, publication=publication)
    sentences = split_sentences(document)
    return resolve(document, sentences, find_mentions(document, sentences))


@pytest.mark.parametrize(("language", "text", "wanted"), TEXTS, ids=[row[0] for row in TEXTS])
def test_times_in_other_languages_are_found_and_read(
    language: str, text: str, wanted: dict[str, str]
) -> None:
    found = told(text, language).resolutions
    assert {one.mention.surface: one.value for one in found} == wanted
    assert all(text[one.mention.start : one.mention.end] == one.mention.surface for one in found)


def test_what_dateparser_found_is_told_with_little_confidence() -> None:
    found = [one for one in told(TEXTS[0][1], "de").resolutions if one.mention.rule == FOREIGN]
    assert found
    assert all(one.confidence < 0.5 for one in found)


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("de", "Es waren 12 Gäste mit 3 Hunden, der Preis stieg um 40 Prozent."),
        ("fr", "Il y avait 15 personnes et 40 chiens."),
        ("de", "Sie blieben drei Wochen."),
    ],
)
def test_numbers_and_lengths_are_no_dates(language: str, text: str) -> None:
    assert not told(text, language).resolutions


def test_a_language_nobody_knows_is_read_for_what_english_rules_find() -> None:
    assert [one.value for one in told("Qapla 2021-05-14 jatlh.", "und").resolutions] == [
        "2021-05-14"
    ]


def test_a_long_document_costs_no_more_than_its_first_part() -> None:
    """Dateparser is slow: what stands beyond a bound is left to figures."""
    document = Document("x", "x.txt", "", "Am 14. Mai 2021 kam er. " * 3000, language="de")
    sentences = split_sentences(document)
    assert len(list(find_foreign(document, sentences))) < 1500
    assert len(find_mentions(document, sentences)) == 3000
