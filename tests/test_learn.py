"""Tables of names learned from an archive: made from dated articles, used to date others."""

from __future__ import annotations

from datetime import date, timedelta
from pathlib import Path

import numpy as np
import pytest
from changing import replace

from timeline.errors import RulesError, SourceError
from timeline.knowledge.newsterms import NewsTerms
from timeline.learn import LEAST_DAYS, learn
from timeline.model import DateClaim, Document
from timeline.publication import load_knowledge

FIRST = date(2012, 3, 1)
TODAY = date(2020, 1, 1).toordinal()
SPEAKERS = ("Ada Thorn", "Bo Quist", "Cleo Marsh", "Dirk Vane", "Edda Roth", "Finn Oake")


def archive(days: int = 60, step: int = 7) -> list[Document]:
    """Weekly articles of a small town; the Grebbel Ferry is in the news of two of its months."""
    documents = []
    for number in range(days):
        day = FIRST + timedelta(days=step * number)
        ferry = "The Grebbel Ferry was held up again. " if 20 <= number < 28 else ""
        speaker = SPEAKERS[number % len(SPEAKERS)]
        text = f"The council met. {ferry}In Zandbergen {speaker} spoke of fair number {number}."
        claim = DateClaim("front matter date", day.isoformat(), day.toordinal())
        documents.append(Document(f"d{number}", f"d{number}.txt", "", text, claims=(claim,)))
    return documents


def test_a_name_speaks_for_the_weeks_in_which_the_archive_had_it(tmp_path: Path) -> None:
    table, dated = learn(archive(), TODAY)
    (tmp_path / "names.bin").write_bytes(table)
    assert dated == 60
    (learned,) = load_knowledge([tmp_path]).archives
    days = np.arange(FIRST.toordinal(), FIRST.toordinal() + 420)
    scores = learned.log_likelihood("A report on the Grebbel Ferry.", days).scores
    best = date.fromordinal(int(days[int(np.argmax(scores))]))
    assert date(2012, 7, 15) <= best <= date(2012, 9, 20)


def test_what_is_always_said_and_what_was_said_once_is_left_out(tmp_path: Path) -> None:
    table, _ = learn(archive(), TODAY)
    (tmp_path / "names.bin").write_bytes(table)
    learned = NewsTerms.load(tmp_path / "names.bin")
    once = archive()
    once[5] = replace(once[5], text=f"{once[5].text} Only now Quentin Marrow spoke.")
    assert learn(once, TODAY)[0] == table
    assert [hit.term for hit in learned.hits("In Zandbergen the Grebbel Ferry lay.")] == [
        "grebbel ferry"
    ]
    assert b"grebbel" not in table.lower()  # no word of an archive can be read from its table


def test_the_same_archive_gives_the_same_bytes() -> None:
    assert learn(archive(), TODAY) == learn(reversed(archive()), TODAY)


def test_articles_without_a_date_teach_nothing(tmp_path: Path) -> None:
    undated = [Document("x", "x.txt", "", "The Grebbel Ferry sank.")]
    assert learn([*archive(), *undated], TODAY) == learn(archive(), TODAY)


def test_too_few_days_are_refused() -> None:
    with pytest.raises(SourceError, match="too few"):
        learn(archive(LEAST_DAYS - 1), TODAY)


def test_too_many_years_are_refused() -> None:
    with pytest.raises(SourceError, match="years"):
        learn(archive(60, step=300), date(2100, 1, 1).toordinal())


def test_a_table_that_is_none_is_named(tmp_path: Path) -> None:
    (tmp_path / "names.bin").write_bytes(b"no table")
    with pytest.raises(RulesError, match=r"names\.bin"):
        load_knowledge([tmp_path / "names.bin"])


def test_a_learned_table_can_be_opened_by_itself(tmp_path: Path) -> None:
    table, _ = learn(archive(), TODAY)
    (tmp_path / "t.bin").write_bytes(table)
    assert "60 dated articles" in NewsTerms.load(tmp_path / "t.bin").source
