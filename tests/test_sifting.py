"""sifting: what stands on the timeline, what is set aside with the reason, and captions parted."""

from __future__ import annotations

import os

import pytest
from telling import Date, dated, reading

from timeline import sifting
from timeline.captions import part_sentences
from timeline.clauses import analyse
from timeline.events import extract_events
from timeline.merge import merge_events
from timeline.model import DocumentReading, Stance
from timeline.pipeline import tell
from timeline.sifting import sift_events, without_remarks
from timeline.story import Story
from timeline.titles import is_noun, objection, shorten, tells_state, unclear, verbatim

PAST = dated("2021-05-04", "past")


def known(word: str) -> bool:
    """What every reader of the story about one canal knows."""
    return word in {"canal", "ship", "ships"}


@pytest.mark.parametrize(
    "title",
    [
        "The canal was closed by the war",
        "Ada Lunt met her Danish counterpart",
        "The port says it has closed the north gate",
        "Two attempts to free the ship failed",
        "The last of the ships left the canal",
        "The finances of the Lunt Foundation were questioned",
        "Lunt was the first minister to visit Oslo",
        "More than 60 divers are still missing off Varnholm",
        "One of about 60 divers arrived in Oslo",
        "Lunt asked for US$916 million",
        "Around a dozen ships left the canal",
    ],
)
def test_a_whole_sentence_about_somebody_known_stands(title: str) -> None:
    assert objection(title, Stance.HAPPENED, known) == ""


@pytest.mark.parametrize(
    ("title", "ground"),
    [
        ("The port has closed the north gate of the…", "its sentence is too long"),
        ("Lunt sold the mill tomorrow", "its sentence is too long"),
        ("“We left the camp”", "it is told in somebody's own words"),
        ("Ada Lunt: “We sold the mill”", "it is told in somebody's own words"),
        ("Burst on the hill", "its words give no title"),
        ("A plan prepared by the council", "its words give no title"),
        ("Picture of Oslo taken", "its words give no title"),
        ("Important that Oslo stays open", "its words give no title"),
        ("In Oslo the mill burned", "its words give no title"),
        ("The canal is a fine sight", "it tells how things are"),
        ("Lunt wants the mill", "it tells how things are"),
        ("Lunt can be reached from Oslo", "it tells how things are"),
        ("Lunt’s goal was to help Oslo", "it tells how things are"),
        ("Oslo had to wait", "it tells how things are"),
        ("Lunt would sell the mill in Oslo", "it tells what might be"),
        ("The Vell news that a gang raided the mill", "its words give no title"),
        ("Lunt should sell the mill in Oslo", "it tells what might be"),
        ("A man slept in Oslo There was no water left", "two sentences run into"),
        ("The sun rose, the divers went home", "two sentences run into"),
        ("They left Oslo", "its words give no title"),
        ("The song was recorded in Oslo", "it does not tell who"),
        ("Some 2,000 were flown to Oslo", "it does not tell who"),
        ("Another barge was sold", "it does not tell who"),
        ("Lunt made the comments in Oslo", "it does not tell who"),
        ("A tanker closed it for three days", "it does not tell who"),
        ("Doctors wanted to cut off his leg", "it does not tell who"),
        ("A fair offer had been made", "it tells too little"),
        ("The BBC's Bo Rask says the mill burned", "it tells of the reporting"),
        ("A correspondent in Oslo says the mill burned", "it tells of the reporting"),
    ],
)
def test_a_title_that_no_editor_signs_has_a_ground(title: str, ground: str) -> None:
    assert objection(title, Stance.HAPPENED, known).startswith(ground)


def test_a_title_of_the_past_does_not_stand_for_a_plan() -> None:
    assert objection("Ada Lunt sent a ship", Stance.PLANNED, known)
    assert objection("Ada Lunt planned to send a ship", Stance.PLANNED, known) == ""


def test_what_only_might_be_is_no_event() -> None:
    assert objection("Ada Lunt sends a ship", Stance.HYPOTHETICAL, known).startswith(
        "it tells what"
    )


def test_a_noun_without_a_verb_is_told_apart() -> None:
    assert is_noun("The collapse of the dam")
    assert not is_noun("The dam burst")


# --- what is set aside -------------------------------------------------------------------------


def story_of(*rows: tuple[str, list[Date]]) -> list[DocumentReading]:
    """A document for each sentence."""
    return [reading(f"doc{number}", [row]) for number, row in enumerate(rows)]


SOUND = [(f"Judge {name} Lunt flew to Oslo [on Tuesday].", [PAST]) for name in ("Ada", "Bo", "Cy")]


def test_nothing_is_lost_when_an_event_is_set_aside() -> None:
    readings = story_of(*SOUND, ("She burst into tears and left it [on Tuesday].", [PAST]))
    found = tell(readings, "A story")
    told = {passage.quote for event in found.events for passage in event.passages}
    left = {one.quote for one in found.undated}
    assert not told & left
    assert told | left == {each.document.text.strip() for each in readings}
    assert all(one.reason for one in found.undated)


def test_a_story_without_a_sound_title_keeps_them_all() -> None:
    readings = story_of(("Burst on the hill [on Tuesday].", [PAST]))
    assert len(tell(readings, "Notes").events) == 1


def test_what_the_user_speaks_of_stays() -> None:
    june = dated("2021-06", "past")
    readings = story_of(*SOUND, ("The song was sung in Rome [in June].", [june]))
    events = [event for each in readings for event in extract_events(each)[0]]
    merged = merge_events(events, [each.document for each in readings])
    own = next(event.id for event in merged.events if "song" in event.title)
    story = Story(readings)
    gone = sift_events(merged, story).merged.events
    kept = sift_events(merged, story, {own}).merged.events
    assert {event.id for event in kept} >= {event.id for event in gone}
    assert own in {event.id for event in kept}


@pytest.mark.skipif(not hasattr(os, "fork"), reason="needs fork")
def test_jobs_that_share_a_story_tell_it_the_same(monkeypatch: pytest.MonkeyPatch) -> None:
    rows = [(f"The {ship} sank off Oslo [on Tuesday].", [PAST]) for ship in ("first", "second")]
    readings = story_of(*SOUND, *rows, ("She left the house [on Tuesday].", [PAST]))
    alone = tell(readings, "A story")
    fork, forks = os.fork, []

    def counted() -> int:
        forks.append(True)
        return fork()

    monkeypatch.setattr(os, "fork", counted)
    monkeypatch.setattr(sifting, "_WORTH_SHARING", 1)
    assert tell(readings, "A story", jobs=2) == alone
    assert forks


def test_opinions_are_set_aside_before_anything_is_merged_with_them() -> None:
    readings = story_of(*SOUND, ("Oslo was a fine town for Judge Lunt [on Tuesday].", [PAST]))
    events = [event for each in readings for event in extract_events(each)[0]]
    telling, remarks = without_remarks(events, Story(readings))
    assert len(telling) + len(remarks) == len(events)
    assert [one.reason[:12] for one in remarks] == ["it tells how"]


# --- captions ------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "parts"),
    [
        ("Bodies lay in the sun There is no water left in town.", 2),
        ("A man sat in his home The dam burst on the next day.", 2),
        ("Rescuers lift a child from the rubble “We had given up all hope of it,” said Bo.", 2),
        ("RICO LUNT, MILLER Rico Lunt was pulled out of the mill.", 2),
        ("Photograph: Miguel Bo/AP Officials across the world scrambled to find it.", 2),
        ("OSLO | Tue May 12, 2009 11:35 am EDT OSLO (Reuters) - The flood in the mill rose.", 2),
        ("(For more of it, click (nFL)) OSLO, May 2 (Reuters) - Travellers in a mill left it.", 2),
        ("Photograph: the mill burned, and Bo of the AP saw it all from the bridge.", 1),
        ("The agency (Reuters) - and nobody else in Oslo - told of it on the day.", 1),
        ("The singer met The Edge in the old town of Oslo.", 1),
        ("Lunt came out without a scratch on him Also on Sunday, crews found his son.", 2),
        ("A boy lay in the arms of a miner On Sunday, crews found his son alive.", 2),
        ("A boy lay in the arms of a miner Late on Sunday crews found his son alive.", 2),
        ("Ada Lunt: “There is no water left here” Yesterday the mill gave out more of it.", 2),
        ("Ada Lunt: “There is no water left here,” and the mill gave out more of it.", 1),
        ("The band sang Blue On Monday to a crowd in the old town.", 1),
        ("The film is called She and was shown in the old town.", 1),
        ("He said The dam in the old town had burst.", 1),
        ("The prime minister met President Lunt in the old town.", 1),
        ("Mill shut as floods spread Tuesday 5 May 2009 14.37 BST The mayor said it rained.", 2),
        ("But it goes on (Update 3:30 a.m. in Vell, 8:30 p.m. ET) Five men left the mill.", 2),
        ("They stayed in May and left the old town later on.", 1),
    ],
)
def test_a_caption_is_parted_from_the_sentence_behind_it(text: str, parts: int) -> None:
    assert len(part_sentences(reading("doc", [(text, [])]))) == parts


@pytest.mark.parametrize(
    ("marked", "parts"),
    [
        (
            "[20 April]: The rig burns [8 May]: A dome fails [2 June]: Police look into it.",
            3,
        ),
        ("The story so far: [1990]: The mill is built [1995]: It is sold.", 3),
        ("[1994] - A storm kills hundreds [1998] - Another takes the roofs [2004] - Floods.", 3),
        ("The board meets [on Tuesday] - the first time this year - and votes [on Friday].", 1),
        ("They met [on Tuesday]: the port, the mill and, [on Friday], the town.", 1),
    ],
)
def test_the_entries_of_a_chronology_are_parted(marked: str, parts: int) -> None:
    dates = [dated("2010-04-20")] * marked.count("[")
    assert len(part_sentences(reading("doc", [(marked, dates)]))) == parts


@pytest.mark.parametrize(
    ("sentence", "date", "title"),
    [
        (
            "They left the camp on 4 May, tired.",
            "4 May",
            "“They left the camp on 4 May, tired”",
        ),
        ("1925 Crews reached the mill, tired.", "1925", "“Crews reached the mill, tired”"),
        ("1925 Crews left it on 4 May.", "4 May", "“Crews left it on 4 May”"),
        ("19:25 GMT: Crews reached it.", "19:25", "“Crews reached it”"),
        ("4 May 2021 - Crews reach it.", "4 May 2021", "“Crews reach it”"),
        ("1925 crews reached the mill.", "1925", "“1925 crews reached the mill”"),
        ("However, they left on 4 May.", "4 May", "“… they left on 4 May”"),
        ("But they left on 4 May.", "4 May", "“… they left on 4 May”"),
        (
            'She called it "the end" on 4 May.',
            "4 May",
            "“She called it ‘the end’ on 4 May”",
        ),
        (
            (
                "The port, which a flood in the north and a gale had shut for weeks, was opened "
                "and the crews came back on 4 May."
            ),
            "4 May",
            "“… the crews came back on 4 May”",
        ),
        (
            "“It was found in the old mill by a man who had gone there,” the mayor said on 4 May.",
            "4 May",
            "“‘It was found in the old mill by a man who had gone there,’ the mayor said on 4 May”",
        ),
        ("-- The mayor left on 4 May.", "4 May", "“The mayor left on 4 May”"),
        ("4 May: Storm at sea, and two boats lost.", "4 May", "“Storm at sea, and two boats lost”"),
        (
            "4 May - Storm at sea, and two boats lost.",
            "4 May",
            "“Storm at sea, and two boats lost”",
        ),
        (
            (
                "On 4 May the port, which a gale in the north of the bay and a flood had shut, was "
                "opened to all."
            ),
            "4 May",
            "“On 4 May the port, which a gale in the north of the bay and a flood had shut, was…”",
        ),
        (
            "The show ends with a song by Bo Rask, the miller who left Vell on 4 May.",
            "4 May",
            "“… Bo Rask, the miller who left Vell on 4 May”",
        ),
        (
            "The council of Vell shut down a row of mills opened on 4 May by the king.",
            "4 May",
            "“… a row of mills opened on 4 May by the king”",
        ),
        (
            "The mayor of Vell was grateful because the mill paid the crew on 4 May.",
            "4 May",
            "“… because the mill paid the crew on 4 May”",
        ),
        (
            "The mill of Vell lost 87,000 logs in the three months ended on 4 May.",
            "4 May",
            "“The mill of Vell lost 87,000 logs in the three months ended on 4 May”",
        ),
        (
            "The judge of Vell was severely scolded by the crew of the mill on 4 May for it all.",
            "4 May",
            "“The judge of Vell was severely scolded by the crew of the mill on 4 May for it all”",
        ),
        (
            "The work on the mill stopped when a frame that held it shifted, Rask said on 4 May.",
            "4 May",
            "“The work on the mill stopped when a frame that held it shifted, Rask said on 4 May”",
        ),
        (
            "The council of Vell has shut the mill until at least 4 May when a review is due.",
            "4 May",
            "“The council of Vell has shut the mill until at least 4 May when a review is due”",
        ),
        (
            (
                "“Nobody knows what a mill owns and what the terms of bonds they own are,” Bo "
                "Rask said on 4 May at a hearing that looked at fraud."
            ),
            "4 May",
            "“‘Nobody knows what a mill owns and what the terms of bonds they own are,’ Bo Rask…”",
        ),
        (
            "The mayor and the council have paid for it since 4 May.",
            "4 May",
            "“The mayor and the council have paid for it since 4 May”",
        ),
    ],
)
def test_what_no_title_tells_is_told_in_the_words_of_its_source(
    sentence: str, date: str, title: str
) -> None:
    start = sentence.index(date)
    found = verbatim(analyse(sentence), (start, start + len(date)))
    assert found == title
    assert len(found) < 90


@pytest.mark.parametrize(
    ("sentence", "ground"),
    [
        ("The council shut the mill on [Tuesday].", ""),
        ("He walked to the mill on [Tuesday].", "it does not tell who or what is meant"),
        ("On [Tuesday] they were moved to Oslo.", "it does not tell who or what is meant"),
        ("Her son was found on [Tuesday].", "it does not tell who or what is meant"),
        ("Her son Olaf Lunt was found on [Tuesday].", ""),
        (
            "Her work with Olaf Lunt was shown on [Tuesday].",
            "it does not tell who or what is meant",
        ),
        ("Oslo, [4 May 2021]: a picture of the mill.", "it is no sentence"),
        ("Somebody said on [Tuesday] that he had seen it.", ""),
        ("Divers were praised after [last Tuesday]'s fire.", "its words tell of something else"),
        ("An inquiry into a fire in [1994] blamed the mill.", "its words tell of something else"),
        ("In [1994] the mill burned.", ""),
        ("The fund was set up after the [1994] fire in Oslo.", "its words tell of something else"),
        ("Lunt sold the mill after the [4 May] fire.", "its words tell of something else"),
        ("After the [Tuesday] fire the mill was sold.", ""),
        ("Lunt sold the mill at the [4 May] auction.", ""),
        ("The council on [Tuesday] shut the mill.", ""),
        ("It's the mill that burned on [Tuesday].", "it does not tell who or what is meant"),
        ("Some have closed on [Tuesday].", "it does not tell who or what is meant"),
        ("Some ships left the port on [Tuesday].", ""),
        (
            "The council of Vell is in a fix since it sold the mill on [Tuesday].",
            "its words tell of something else",
        ),
        ("The council of Vell is in a fix since the mill burned on [Tuesday].", ""),
        ("The council of Vell should shut the mill on [Tuesday].", "it tells how things are"),
        ("The council of Vell must shut the mill on [Tuesday].", ""),
        ("The mayor said the council should shut the mill on [Tuesday].", ""),
        ("The mill of Vell should be open by [Tuesday].", ""),
        ("The mill of Vell might be ready by [Tuesday].", ""),
        ("There should be a way to shut the mill on [Tuesday].", "it tells how things are"),
        ("A calm in Vell on [Tuesday] may be the one before a storm.", "it tells how things are"),
        ("So it's going to be of note what the mill does on [Tuesday].", "it does not tell who"),
    ],
)
def test_words_of_a_source_that_tell_a_reader_nothing_are_set_aside(
    sentence: str, ground: str
) -> None:
    start, end = sentence.index("["), sentence.index("]") - 1
    plain = sentence.replace("[", "").replace("]", "")
    found = unclear(analyse(plain), (start, end), of_period=plain[start].isdigit())
    assert found.startswith(ground)
    assert bool(found) == bool(ground)


@pytest.mark.parametrize(
    ("title", "state"),
    [
        ("These two days have been a nightmare", True),
        ("The mill is a fine sight", True),
        ("The mill was sold", False),
        ("Workers have been distributing tents", False),
        ("Lunt says the mill is a fine sight", False),
    ],
)
def test_how_things_are_is_told_apart_from_what_was_done(title: str, state: bool) -> None:
    assert tells_state(title, Stance.HAPPENED) == state


@pytest.mark.parametrize(
    ("kept", "lost"),
    [
        ("Ann Lunt met Bo Berg on the sidelines of a small Nordic Council meeting", "in Oslo"),
        ("Ann Lunt and Bo Berg with six people watched the groundbreaking", "of key projects"),
    ],
)
def test_a_long_title_may_end_with_the_noun_of_a_deed(kept: str, lost: str) -> None:
    assert shorten(f"{kept} {lost} and of many other things of the north") == kept
