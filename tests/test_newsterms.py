"""What was in the news when: the table's file, and what it says of an undated text."""

from __future__ import annotations

import datetime as dt
import gzip
import importlib.util
import time
from pathlib import Path
from types import ModuleType

import numpy as np
import pytest

from timeline.errors import RulesError
from timeline.knowledge import news_table
from timeline.knowledge.news_spread import OFTEN, spread_days
from timeline.knowledge.news_table import MOST_DAYS, encode, key_of, read_table
from timeline.knowledge.newsterms import NewsTerms, TermEvidence, Weights

SCRIPT = Path(__file__).resolve().parent.parent / "scripts" / "build_news_terms.py"
ORIGIN = dt.date(2010, 1, 1).toordinal()
SPAN = 1500
HEAD = (
    "# Terms of a small world by day.\n"
    "# Source: a small world (CC0), made up for a test.\n"
    "# kind:term TAB days since 2010-01-01, delta-coded\n"
)
DAYS = {
    "U:blixa": [400, 401, 403, 404],
    "U:zorbania": list(range(0, SPAN, 3)),
    "U:quill": [700],
    "C:harbour bridge": [400, 401, 402],
    "C:old harbour bridge": [401, 402],
    "C:minister blixa": [403],
    "b:ferry strike": [399, 400, 401, 1400],
    "b:zorbania votes": [1490, 1495],
    "U:o'dowd": [250],
    "U:al-quor": [300, 650],
    "C:people party": [128, 256],
}


def script() -> ModuleType:
    spec = importlib.util.spec_from_file_location("build_news_terms", SCRIPT)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def lines(days_of: dict[str, list[int]]) -> str:
    totals = " ".join(f"{day}:20" for day in range(SPAN))
    rows = [HEAD + f"*\t{totals}"]
    for name, days in days_of.items():
        steps = [day - before for day, before in zip(days, [0, *days], strict=False)]
        rows.append(f"{name}\t{' '.join(map(str, steps))}")
    return "\n".join(rows) + "\n"


def built(folder: Path, text: str | None = None, name: str = "terms.tsv") -> Path:
    source = folder / name
    source.write_text(lines(DAYS) if text is None else text, encoding="utf-8")
    target = folder / "terms.bin"
    target.write_bytes(script().build(source))
    return target


@pytest.fixture(scope="module")
def terms(tmp_path_factory: pytest.TempPathFactory) -> NewsTerms:
    return NewsTerms.load(built(tmp_path_factory.mktemp("news")))


@pytest.fixture(scope="module")
def shipped() -> NewsTerms:
    return NewsTerms.load()


def day(number: int) -> int:
    return ORIGIN + number


def weigh(terms: NewsTerms, text: str, before: int = 0, after: int = 0) -> TermEvidence:
    days = np.arange(terms.first_day - before, terms.last_day + after + 1)
    return terms.log_likelihood(text, days)


def test_every_term_comes_back_with_its_days(tmp_path: Path) -> None:
    table = read_table(built(tmp_path))
    days, counts = table.days(table.find(list(DAYS)))
    pieces = np.split(days, np.cumsum(counts)[:-1])
    assert {name: piece.tolist() for name, piece in zip(DAYS, pieces, strict=True)} == DAYS
    assert (table.first_day, table.last_day) == (day(0), day(SPAN - 1))
    assert table.totals.tolist() == [20] * SPAN


def test_the_same_table_gives_the_same_bytes_in_any_order_and_packing(tmp_path: Path) -> None:
    first = built(tmp_path).read_bytes()
    turned = lines(dict(reversed(DAYS.items())))
    assert built(tmp_path, turned).read_bytes() == first
    packed = tmp_path / "terms.tsv.gz"
    packed.write_bytes(gzip.compress(turned.encode()))
    assert script().build(packed) == first


def test_a_term_with_a_long_list_of_days_is_read_whole(terms: NewsTerms) -> None:
    days, counts = terms.table.days(terms.table.find(["U:zorbania", "U:quill"]))
    assert counts.tolist() == [500, 1]
    assert days[-2:].tolist() == [1497, 700]


def test_two_terms_never_share_a_key(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(news_table, "key_of", lambda name, salt: key_of(name, salt) >> 34)
    names = {f"U:w{number}": [number] for number in range(1, 21)}
    assert len({key_of(name, 0) >> 34 for name in names}) < len(names)
    path = tmp_path / "terms.bin"
    path.write_bytes(encode(names, {1: 5, 20: 5}, stop=[], source="s", note="n"))
    table = read_table(path)
    assert table.salt > 0
    assert table.days(table.find(list(names)))[0].tolist() == list(range(20))


@pytest.mark.parametrize(
    ("wrong", "words"),
    [
        ("X:blixa\t3", "not kind:term"),
        ("U:blixa\tthree", "invalid literal"),
        ("U:blixa 3", "unpack"),
    ],
)
def test_a_line_that_cannot_be_read_is_named_and_shown(
    tmp_path: Path, wrong: str, words: str
) -> None:
    with pytest.raises(RulesError, match=words) as caught:
        built(tmp_path, lines({"U:quill": [1]}) + wrong + "\n")
    assert caught.value.line == 6
    assert caught.value.shown == wrong
    assert caught.value.file.endswith("terms.tsv")


def test_a_term_told_twice_is_refused(tmp_path: Path) -> None:
    with pytest.raises(RulesError, match="there twice"):
        built(tmp_path, lines({"U:quill": [1]}) + "U:quill\t2\n")


def test_a_table_without_its_source_is_refused(tmp_path: Path) -> None:
    with pytest.raises(RulesError, match="# Source"):
        built(tmp_path, lines(DAYS).replace("# Source", "# Sauce"))


@pytest.mark.parametrize(
    ("days", "totals"),
    [([5, 5], {1: 1, 9: 1}), ([5, 10], {1: 1, 9: 1}), ([], {1: 1}), ([1], {0: 1, MOST_DAYS: 1})],
)
def test_days_that_do_not_rise_or_leave_the_span_are_refused(
    days: list[int], totals: dict[int, int]
) -> None:
    with pytest.raises(ValueError, match="days"):
        encode({"U:quill": days}, totals, stop=[], source="s", note="n")


@pytest.mark.parametrize("cut", [0, 5, 40, -1])
def test_a_damaged_file_is_refused_by_name(tmp_path: Path, cut: int) -> None:
    path = built(tmp_path)
    path.write_bytes(path.read_bytes()[:cut])
    with pytest.raises(RulesError, match="table of terms") as caught:
        NewsTerms.load(path)
    assert caught.value.file == str(path)


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("Yesterday Blixa spoke.", [("blixa", "Blixa")]),
        ("Blixa spoke.", []),
        ("He met Blixa's aides.", [("blixa", "Blixa")]),
        ("He met Blixa’s aides.", [("blixa", "Blixa")]),
        ("The Old Harbour Bridge fell.", [("old harbour bridge", "Old Harbour Bridge")]),
        ("Near Harbour Bridge.", [("harbour bridge", "Harbour Bridge")]),
        ("On Harbour, Bridge said.", [("harbour bridge", "Harbour, Bridge")]),
        ("On Harbour. Bridge said.", []),
        ("Old Harbour\n\nBridge closed", []),
        ("Old Harbour\nBridge closed", [("old harbour bridge", "Old Harbour\nBridge")]),
        ("Minister Blixa left.", [("minister blixa", "Minister Blixa")]),
        ("The ferry strike ended.", [("ferry strike", "ferry strike")]),
        ("A Ferry strike ended.", [("ferry strike", "Ferry strike")]),
        ("A ferry 20 strike ended.", [("ferry strike", "ferry 20 strike")]),
        ("The ferry and strike ended.", []),
        ("The ferry Strike ended.", []),
        ("He met O'Dowd there.", [("o'dowd", "O'Dowd")]),
        ("He met O’Dowd there.", [("o'dowd", "O’Dowd")]),
        ("From Al-Quor they came.", [("al-quor", "Al-Quor")]),
        ("The People's Party won.", [("people party", "People's Party")]),
        ("Blixäs words, to Quillé.", [("quill", "Quill")]),
        ("Nothing of this is known.", []),
        ("", []),
    ],
)
def test_terms_are_cut_as_the_table_was(
    terms: NewsTerms, text: str, found: list[tuple[str, str]]
) -> None:
    assert [(hit.term, text[hit.start : hit.end]) for hit in terms.hits(text)] == found


def test_hits_come_once_in_the_order_of_first_mention(terms: NewsTerms) -> None:
    text = "We saw Quill, then Blixa, then Quill, near Harbour Bridge in Zorbania."
    hits = terms.hits(text)
    assert [hit.term for hit in hits] == ["quill", "blixa", "harbour bridge", "zorbania"]
    assert [hit.days_known for hit in hits] == [1, 4, 3, 500]
    assert hits[0].start == text.index("Quill")


def test_the_likelihood_peaks_where_the_terms_were_in_the_news(terms: NewsTerms) -> None:
    evidence = weigh(terms, "Yesterday Blixa ended the ferry strike at Harbour Bridge.")
    assert abs(int(evidence.scores.argmax()) - 401) <= 2


def test_a_term_that_is_always_in_the_news_says_next_to_nothing(terms: NewsTerms) -> None:
    scores = weigh(terms, "All of Zorbania sleeps.").scores
    inner = scores[100:-100]
    assert np.ptp(inner) < 0.15
    assert abs(inner.mean()) < 0.05


def test_repeating_a_term_makes_it_louder_but_not_without_end(terms: NewsTerms) -> None:
    peaks = [weigh(terms, "Then Blixa left. " * times).scores.max() for times in (1, 3, 20, 2000)]
    assert peaks[0] < peaks[1] < peaks[2] == peaks[3]


@pytest.mark.parametrize("text", ["", "Nothing of this is known.", "!!!", "Änne Öz"])
def test_a_text_without_a_known_term_leaves_every_day_alike(terms: NewsTerms, text: str) -> None:
    evidence = weigh(terms, text, 9000, 9000)
    assert evidence.hits == ()
    assert not evidence.scores.any()
    assert evidence.top(terms.first_day) == ()


def test_far_outside_the_table_all_days_are_alike_and_between_peak_and_floor(
    terms: NewsTerms,
) -> None:
    scores = weigh(terms, "Yesterday Blixa left Harbour Bridge.", 20000, 20000).scores
    inside = scores[20000:-20000]
    assert np.ptp(scores[:10000]) == 0
    assert scores[0] == pytest.approx(scores[-1])
    assert inside.min() < scores[0] < inside.max() - 1


def test_near_its_end_the_table_speaks_for_the_days_after_it(terms: NewsTerms) -> None:
    scores = weigh(terms, "So zorbania votes.", 9000, 9000).scores
    assert scores[-9000] > scores[-5000] > scores[-1]
    assert scores[8999] < scores[0]


def test_a_row_of_days_may_lie_anywhere(terms: NewsTerms) -> None:
    text = "Yesterday Blixa left Harbour Bridge."
    whole = weigh(terms, text, 500, 500).scores
    start = terms.first_day - 500
    for low, high in [(0, 10), (490, 510), (700, 900), (1990, 2010), (2400, 2500), (7, 7)]:
        part = terms.log_likelihood(text, np.arange(start + low, start + high))
        assert np.array_equal(part.scores, whole[low:high])


@pytest.mark.parametrize("number", [-4000, -1, 0, 397, 402, 1400, SPAN - 1, SPAN, SPAN + 4000])
def test_what_the_terms_add_to_a_day_makes_up_its_score(terms: NewsTerms, number: int) -> None:
    text = "Yesterday Blixa of Zorbania ended the ferry strike at the Old Harbour Bridge."
    days = np.array([day(number)])
    evidence = terms.log_likelihood(text, days)
    nats = terms.nats_of(evidence._matches, day(number))
    assert nats.sum() == pytest.approx(evidence.scores[0], abs=1e-4)


def test_top_names_the_loudest_terms_for_a_day_and_none_against_it(terms: NewsTerms) -> None:
    text = "To Quill, of Zorbania, the ferry strike and Harbour Bridge mattered."
    evidence = weigh(terms, text)
    named = [hit.term for hit, _ in evidence.top(day(401))]
    assert set(named[:2]) == {"ferry strike", "harbour bridge"}
    assert "quill" not in named
    nats = [value for _, value in evidence.top(day(401))]
    assert nats == sorted(nats, reverse=True)
    assert min(nats) > 0
    assert [hit.term for hit, _ in evidence.top(day(700), 1)] == ["quill"]


def test_a_text_of_very_many_terms_is_weighed_as_one_block_would_be(
    terms: NewsTerms, monkeypatch: pytest.MonkeyPatch
) -> None:
    text = "To Quill, Blixa, Zorbania, the ferry strike and Harbour Bridge mattered."
    whole = weigh(terms, text).scores
    monkeypatch.setattr("timeline.knowledge.newsterms.BLOCK", 2)
    assert weigh(terms, text).scores == pytest.approx(whole, abs=1e-5)


def test_weights_change_what_a_kind_of_term_says(terms: NewsTerms) -> None:
    silent = NewsTerms(terms.table, Weights(pair=0.0))
    assert not weigh(silent, "The ferry strike ended.").scores.any()
    assert weigh(terms, "The ferry strike ended.").scores.any()


def test_the_shipped_table_names_its_source_and_is_small(shipped: NewsTerms) -> None:
    assert "Wikipedia, Portal:Current events (CC BY-SA 4.0)" in shipped.source
    assert "no sentences" in shipped.table.note
    assert dt.date.fromordinal(shipped.first_day) == dt.date(2002, 7, 1)
    assert dt.date.fromordinal(shipped.last_day) == dt.date(2026, 3, 28)
    assert (SCRIPT.parent.parent / "timeline/knowledge/news_terms.bin").stat().st_size < 3_000_000
    assert "CC BY-SA 4.0" in (SCRIPT.parent.parent / "NOTICE").read_text(encoding="utf-8")


@pytest.mark.parametrize(
    ("text", "year"),
    [
        ("At noon Hosni Mubarak resigned while Tahrir Square filled.", 2011),
        ("Shares fell when Lehman Brothers and Merrill Lynch were in talks.", 2008),
        ("Troops left Mariupol; Azovstal and Severodonetsk were shelled.", 2022),
    ],
)
def test_names_of_one_time_date_a_text_to_its_year(
    shipped: NewsTerms, text: str, year: int
) -> None:
    days = np.arange(dt.date(1950, 1, 1).toordinal(), dt.date(2030, 1, 1).toordinal())
    evidence = shipped.log_likelihood(text, days)
    assert dt.date.fromordinal(int(days[evidence.scores.argmax()])).year == year


def test_the_shipped_table_opens_quickly() -> None:
    NewsTerms.load()
    start = time.process_time()
    NewsTerms.load()
    assert time.process_time() - start < 0.2


def test_news_spread_day_by_day_is_what_it_is_spread_all_at_once() -> None:
    """Terms seldom in the news take the one way, the others the other."""
    length, days = 900, np.unique(np.random.default_rng(1).integers(0, 900, 400))
    once = np.array([[0.5]], np.float32)
    together = spread_days(days, np.zeros(len(days), np.int64), once, length)
    single = [
        spread_days(
            days[low : low + 50], np.zeros(len(days[low : low + 50]), np.int64), once, length
        )
        for low in range(0, len(days), 50)
    ]
    assert len(days) > OFTEN > 50
    np.testing.assert_allclose(together, np.sum(single, axis=0), rtol=1e-4, atol=1e-6)
