"""Chronicles of the news: lines on disk to the happenings a text speaks of."""

from __future__ import annotations

import json
import time
from datetime import date
from pathlib import Path

import numpy as np
import pytest

from timeline import knowledge
from timeline.errors import RulesError
from timeline.expressions import find_mentions
from timeline.knowledge.chronicle import (
    NEAR,
    Chronicle,
    Happening,
    Told,
    load_chronicle,
    read_chronicle,
)
from timeline.knowledge.misspelled import LongNames
from timeline.knowledge.stems import Words
from timeline.model import Document
from timeline.publication import day_grid, load_knowledge
from timeline.publication.offsets import offsets_of
from timeline.publication.told import (
    happening_density,
    happening_groups,
    told_happenings,
)
from timeline.sentences import split_sentences

TOLD = {"happening", "theme", "expected"}
NEWS = Path(knowledge.__file__).parent / "news"
LINES = """\
# a comment, and an empty line

1995-01-17 200 Kobe is struck by an earthquake :: Kobe / Hanshin ; earthquake / quake
1990-08-02 200 Iraq invades Kuwait :: Kuwait / Kuwaiti ; invasion / invade ; Iraq
2001-03 30 Foot and mouth closes the countryside :: foot-and-mouth ; cull / farm
"""


@pytest.fixture
def chronicle(tmp_path: Path) -> Chronicle:
    file = tmp_path / "some.txt"
    file.write_text(LINES, encoding="utf-8")
    return read_chronicle([file])


@pytest.mark.parametrize(
    ("text", "days"),
    [
        ("An earthquake struck Kobe at dawn.", ["1995-01-17"]),
        ("The quake in Kobe, and the earthquakes since.", ["1995-01-17"]),
        ("Kobe has a port.", []),
        ("The kobe earthquake.", []),
        ("The Kobeites felt the quake.", []),
        ("Iraq’s invasion of Kuwait began.", ["1990-08-02"]),
        ("Iraqi troops invaded Kuwait.", ["1990-08-02"]),
        ("Foot-and-mouth reached another farm.", ["2001-03-01"]),
        ("Kobe. " + "x" * NEAR + " An earthquake.", []),
        ("The Kobe quake, like the invasion of Kuwait by Iraq.", ["1995-01-17", "1990-08-02"]),
    ],
)
def test_a_happening_is_told_where_a_word_of_each_group_stands_near(
    chronicle: Chronicle, text: str, days: list[str]
) -> None:
    told = chronicle.told_in(text)
    assert [date.fromordinal(one.happening.day).isoformat() for one in told] == days
    assert all(text[one.start : one.end].strip() for one in told)


@pytest.mark.parametrize(
    ("word", "name"),
    [
        ("mubarrak", "mubarak"),
        ("mubark", "mubarak"),
        ("mubarek", "mubarak"),
        ("mubaark", "mubarak"),
        ("mubaraks", None),
        ("mubrka", None),
        ("mabarak", None),
        ("hanssen", None),
        ("kuwit", None),
    ],
)
def test_a_long_name_is_known_with_one_letter_wrong_after_its_start(
    word: str, name: str | None
) -> None:
    names = LongNames(["mubarak", "kuwait", "hansson", "hansten"])
    assert names.meant_by(word) == name


@pytest.mark.parametrize(
    ("text", "days"),
    [
        ("The earthquake in Hanshn was felt far away.", ["1995-01-17"]),
        ("A quake: hanshn, as some spell it.", []),
    ],
)
def test_a_misspelled_name_tells_a_happening_and_keeps_its_place(
    chronicle: Chronicle, text: str, days: list[str]
) -> None:
    told = chronicle.told_in(text)
    assert [date.fromordinal(one.happening.day).isoformat() for one in told] == days
    assert all(text[one.start : one.end] == "Hanshn" for one in told)


@pytest.mark.parametrize(
    ("text", "ahead"),
    [
        ("The quake in Kobe was felt in Osaka.", False),
        ("Iraq is poised to invade Kuwait.", True),
        ("Iraq invaded Kuwait. Talks are due to begin.", False),
        (
            "The invasion of Kuwait by Iraq" + ", as they call it" * 6 + ", is about to begin.",
            False,
        ),
        ("Iraq invaded Kuwait; the unscheduled talks ended.", False),
    ],
)
def test_whether_a_happening_is_told_in_a_sentence_that_expects_it(
    chronicle: Chronicle, text: str, ahead: bool
) -> None:
    [told] = chronicle.told_in(text)
    assert told.ahead == ahead
    [(group, _)] = happening_groups([told], ())
    assert (group == "expected") == ahead


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("On Thursday the invasion of Kuwait began.", "1990-08-02"),
        ("On Friday the invasion of Kuwait began.", ""),
        ("The invasion of Kuwait will begin on Thursday.", ""),
        (
            "On Thursday ministers met. "
            + "They spoke at length of trade and of rates. " * 4
            + "The invasion of Kuwait began.",
            "",
        ),
        ("On Thursday Kuwait was quiet.", ""),
        ("On Tuesday night Kobe was quiet.", ""),
    ],
)
def test_beside_its_very_weekday_a_happening_may_lack_one_of_its_groups(
    chronicle: Chronicle, text: str, day: str
) -> None:
    document = Document(id="x", path="", title="", text=text)
    mentions = find_mentions(document, split_sentences(document))
    found = told_happenings(chronicle, text, mentions)
    assert [date.fromordinal(one.happening.day).isoformat() for one in found] == [day] * bool(day)
    assert not any(one.whole for one in found)


def test_what_is_told_in_part_is_no_other_part_of_a_story_told_whole(tmp_path: Path) -> None:
    file = tmp_path / "some.txt"
    later = "1990-08-09 9 The UN calls the annexation void :: Kuwait ; annex / void ; Council\n"
    file.write_text(LINES + later, encoding="utf-8")
    text = "Iraq's invasion of Kuwait. On Thursday Kuwait was annexed."
    document = Document(id="x", path="", title="", text=text)
    mentions = find_mentions(document, split_sentences(document))
    assert [
        one.happening.label for one in told_happenings(read_chronicle([file]), text, mentions)
    ] == ["Iraq invades Kuwait"]


def test_a_state_is_named_also_by_its_capital_and_its_people(tmp_path: Path) -> None:
    file = tmp_path / "some.txt"
    line = "1999-05-02 9 China lists duties on pork :: pork ; China ; dut\n"
    file.write_text(line, encoding="utf-8")
    own = read_chronicle([file])
    assert all(own.told_in(f"{name} put duties on pork.") for name in ("China", "Beijing"))
    assert own.told_in("Chinese duties on pork rose.")
    assert not own.told_in("Tokyo put duties on pork.")


def test_two_chronicles_that_tell_one_day_count_once(tmp_path: Path) -> None:
    for name in ("a.txt", "b.txt"):
        (tmp_path / name).write_text(LINES, encoding="utf-8")
    both = read_chronicle([tmp_path / "a.txt", tmp_path / "b.txt"])
    assert len(both.told_in("An earthquake struck Kobe.")) == 1


def test_a_line_with_a_month_lies_anywhere_in_it(chronicle: Chronicle) -> None:
    farm = next(one for one in chronicle.happenings if "Foot" in one.label)
    assert (date.fromordinal(farm.day), farm.days) == (date(2001, 3, 1), 31)


def test_a_happening_of_a_month_says_as_much_of_all_its_days() -> None:
    """Written just after it is as likely, on whatever day of the month it fell."""
    grid = day_grid(date(2005, 1, 1).toordinal(), date(1995, 1, 1).toordinal())
    first = date(2001, 3, 1).toordinal()
    day = happening_density(first, 1, "happening long middling", grid)
    month = happening_density(first, 31, "happening long middling", grid)
    assert day is not None
    assert month is not None
    late = date(2001, 3, 25).toordinal() - grid.first
    assert month[late] > day[late]
    assert abs(np.exp(month).mean() - np.exp(day).mean()) < 0.05 * np.exp(day).mean()


@pytest.mark.parametrize(
    "line",
    [
        "Kobe is struck by an earthquake",
        "1995-02-30 20 No such day :: Kobe",
        "1995-01-17 0 No half-life :: Kobe",
        "1995-01-17 20 An empty word :: Kobe /  ; quake",
        "17 January 1995 20 A date in words :: Kobe",
    ],
)
def test_a_line_that_is_none_is_named_with_its_file_and_number(tmp_path: Path, line: str) -> None:
    file = tmp_path / "wrong.txt"
    file.write_text(f"{LINES}{line}\n", encoding="utf-8")
    with pytest.raises(RulesError) as caught:
        read_chronicle([file])
    assert str(file) in str(caught.value)
    assert caught.value.line == 6
    assert line.strip() in str(caught.value)


def test_a_chronicle_that_is_no_text_is_named(tmp_path: Path) -> None:
    (tmp_path / "x.txt").write_bytes(b"\xff\xfe\x00")
    with pytest.raises(RulesError, match="cannot be read"):
        read_chronicle([tmp_path / "x.txt"])


def test_a_users_chronicles_are_read_too(tmp_path: Path) -> None:
    (tmp_path / "mine.txt").write_text(
        "2020-02-03 5 The mill of Zwolle burns :: Zwolle ; mill\n", encoding="utf-8"
    )
    assert load_knowledge([tmp_path]).chronicle.told_in("The mill at Zwolle is ash.")


def test_every_line_that_ships_is_a_day_of_1985_to_2026_and_says_what() -> None:
    shipped = load_chronicle().happenings
    assert len(shipped) > 5000
    first, last = date(1985, 1, 1).toordinal(), date(2026, 12, 31).toordinal()
    for one in shipped:
        assert first <= one.day <= last, one
        assert 1 <= one.half_life <= 500, one
        assert len(one.label) > 8, one
        assert len(one.groups) <= 4, one
        assert one.groups or not any(lead.islower() for lead in one.leads), one


def test_every_year_has_its_share() -> None:
    """No year speaks louder than another because more of it was written down."""
    years = [date.fromordinal(one.day).year for one in load_chronicle().happenings]
    counts = [years.count(year) for year in range(1985, 2026)]
    assert min(counts) > 120
    assert max(counts) < 4 * min(counts)


def test_looking_up_takes_time_in_proportion_to_the_text() -> None:
    chronicle = load_chronicle()
    text = "Bush met Gorbachev in Malta as Kuwait and Iraq spoke of Kobe. " * 20

    def seconds(times: int) -> float:
        best = 9e9
        for _ in range(3):
            begun = time.process_time()
            chronicle.told_in(text * times)
            best = min(best, time.process_time() - begun)
        return best

    assert seconds(40) < 0.05 + 20 * seconds(5)


@pytest.mark.parametrize(
    ("text", "times", "close"),
    [
        ("An earthquake struck Kobe.", 1, True),
        ("Kobe " + "is a port on a bay in the west of the country " * 3 + "earthquake.", 1, False),
        ("The Kobe earthquake. Of Kobe after the earthquake. Kobe and its quake.", 3, True),
    ],
)
def test_how_often_and_how_close_a_happening_is_told_is_counted(
    chronicle: Chronicle, text: str, times: int, close: bool
) -> None:
    [told] = chronicle.told_in(text)
    assert (told.times, told.close) == (times, close)


def test_a_happening_told_once_and_loosely_says_less_than_one_told_often() -> None:
    happening = Happening(728675, 1, 20, "a flood", ("Flood",), ())
    loose = Told(happening, 900, 905, 1, close=False)
    often = Told(happening, 20, 25, 4, close=True)
    groups = [group for one in (loose, often) for group, _ in happening_groups([one], ())]
    assert groups == ["happening long weak", "happening long strong"]


@pytest.mark.parametrize(
    ("text", "group"),
    [
        ("An earthquake struck Kobe.", "happening long middling"),
        ("On January 17, 1995, an earthquake struck Kobe.", ""),
        ("The earthquake that struck Kobe on January 17.", "happening on its date"),
        ("LONDON, January 17 (Wire) - The Kobe earthquake.", "happening long middling"),
        ("The Kobe earthquake of 1995.", "happening beside a year"),
        ("For three years after the Kobe earthquake.", "happening beside a year"),
    ],
)
def test_a_happening_whose_day_or_year_is_named_is_dated_by_that(
    tmp_path: Path, text: str, group: str
) -> None:
    file = tmp_path / "1995.txt"
    file.write_text(LINES, encoding="utf-8")
    document = Document("d", "", "", text)
    mentions = find_mentions(document, split_sentences(document))
    told = told_happenings(read_chronicle([file]), text, mentions)
    [(found, counted_from)] = happening_groups(told, mentions, offsets_of(document, mentions))
    assert found == group
    assert date.fromordinal(counted_from) == date(1995, 1, 17)


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("It costs $1.04 a share in Paris.", {"$1.04": [9], "1.04": [10], "04": [], "share": [17]}),
        ("Rates rose 0.3 percent, then 3.", {"3": [29], "percent": [15], "per": [15], "cent": []}),
        ("The inter-Korean talks; Inter Milan.", {"inter": [4, 24], "Inter": [24], "Milan": [30]}),
        ("Al-Qaida said so. AL-QAIDA?", {"al-qaida": [0, 18], "Al-Qaida": [0], "qaida": [3, 21]}),
    ],
)
def test_a_stem_is_found_where_a_word_begins_with_it(
    text: str, found: dict[str, list[int]]
) -> None:
    words = Words(text)
    for stem, starts in found.items():
        here = [at for at in range(len(text)) if words.near(((stem,),), at, at + 1)]
        assert here == starts, stem


def test_a_happening_is_told_less_and_less_on_both_sides_of_one_peak() -> None:
    tables = json.loads((NEWS.parent / "offsets.json").read_text(encoding="utf-8"))["groups"]
    told = {name: tables[name] for name in tables if name.split()[0] in TOLD}
    assert {name.split()[0] for name in told} == TOLD
    for name, table in told.items():
        steps = [step > 0 for step in np.diff(table).tolist() if step]
        assert steps == sorted(steps, reverse=True), name
