"""Word documents: the chart with its description, every event in the table, the same bytes."""

from __future__ import annotations

import io
import sys
import zipfile
from pathlib import Path

import pytest
from changing import replace
from sample_timeline import sample_timeline
from test_picture import CROWD
from test_publish import files_of

from timeline.chart import Sheet, Theme
from timeline.cli import main
from timeline.errors import TimelineError
from timeline.exports import account_of, by_id
from timeline.model import Timeline
from timeline.word import PAGE_WIDTH, write_word

docx = pytest.importorskip("docx")
pytest.importorskip("typst")

STORY = sample_timeline()
PAGE = Sheet(width=PAGE_WIDTH, theme=Theme.PRINT)
CENTIMETRE = 360_000


@pytest.fixture(scope="module")
def written() -> bytes:
    return write_word(STORY, PAGE)


def test_every_event_is_a_row_with_its_date_who_says_so_and_why(written: bytes) -> None:
    document = docx.Document(io.BytesIO(written))
    (table,) = document.tables
    rows = [[cell.text for cell in row.cells] for row in table.rows]
    assert rows[0] == ["When", "What", "Who says so, and why this date"]
    documents = by_id(STORY)
    told = sorted(STORY.events, key=lambda event: (event.when.sort_key, event.id))
    accounts = [account_of(event, documents) for event in told]
    assert [row[:2] for row in rows[1:]] == [
        [event.when.in_words(), account.headline]
        for event, account in zip(told, accounts, strict=True)
    ]
    for row, account in zip(rows[1:], accounts, strict=True):
        assert all(str(quote) in row[2] for quote in account.quotes[:2])
        assert (f"and {len(account.quotes) - 2} more" in row[2]) is (len(account.quotes) > 2)


def test_the_chart_is_on_the_page_and_said_to_screen_readers(written: bytes) -> None:
    document = docx.Document(io.BytesIO(written))
    (picture,) = document.inline_shapes
    assert 10 * CENTIMETRE < picture.width <= 17 * CENTIMETRE
    assert picture._inline.docPr.get("descr").startswith("A timeline of ")
    assert document.core_properties.title == STORY.title
    (drawn,) = (part for part in document.part.package.iter_parts() if "image" in part.content_type)
    assert drawn.blob.startswith(b"\x89PNG")


def test_the_head_of_the_table_is_on_every_page_and_no_row_is_torn(written: bytes) -> None:
    (table,) = docx.Document(io.BytesIO(written)).tables
    first, *others = ([one.tag.split("}")[1] for one in row._tr.trPr] for row in table.rows)
    assert first == ["cantSplit", "tblHeader"]
    assert set(map(tuple, others)) == {("cantSplit",)}


def test_a_chart_that_is_too_high_for_a_page_is_made_smaller() -> None:
    (picture,) = docx.Document(io.BytesIO(write_word(CROWD, PAGE))).inline_shapes
    assert picture.height <= 22 * CENTIMETRE
    assert picture.width < 17 * CENTIMETRE


def test_two_runs_give_the_same_bytes(written: bytes) -> None:
    assert write_word(STORY, PAGE) == written
    with zipfile.ZipFile(io.BytesIO(written)) as file:
        assert {part.date_time for part in file.infolist()} == {(1980, 1, 1, 0, 0, 0)}


def test_words_that_xml_has_no_place_for_do_no_harm() -> None:
    hostile = "</w:t>\x00\ud800\ufffe <w:p> & \x0b"
    event = replace(STORY.events[0], title=hostile)
    file = write_word(replace(STORY, title=hostile, events=(event,)), PAGE)
    (table,) = docx.Document(io.BytesIO(file)).tables
    assert "</w:t>" in table.rows[1].cells[1].text


def test_without_the_extra_or_an_event_the_error_says_what_to_do(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    with pytest.raises(TimelineError, match="nothing to draw"):
        write_word(Timeline("Bare", (), ()), PAGE)
    monkeypatch.setitem(sys.modules, "docx", None)
    with pytest.raises(TimelineError, match=r"timeline-site\[word\]"):
        write_word(STORY, PAGE)


def test_the_command_writes_a_document_to_a_file_alone(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    articles = tmp_path / "articles"
    articles.mkdir()
    (articles / "1.txt").write_text("The ferry opened on May 1, 2021.", encoding="utf-8")
    words = ["chart", str(articles), "--today", "2026-01-01"]
    assert main([*words, "-o", str(tmp_path / "report.docx")]) == 0
    (table,) = docx.Document(tmp_path / "report.docx").tables
    assert "1 May 2021" in table.rows[1].cells[0].text
    before = files_of(tmp_path)
    assert main([*words, "--format", "docx"]) == 2
    assert "needs a file" in capsys.readouterr().err
    assert files_of(tmp_path) == before
