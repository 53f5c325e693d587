"""A hand-made story to a whole ``Timeline``: what the chart and the pages are tested on.

The town of Vell and its tidal barrier are invented.  Sentences are given once; every span is
found in the text that is built from them, so the offsets cannot be wrong.
"""

from __future__ import annotations

from dataclasses import dataclass

from msgspec.structs import replace

from timeline.interval import Granularity, Interval, moment, to_ordinal
from timeline.model import (
    Alternative,
    Aside,
    DateClaim,
    Direction,
    Disagreement,
    Document,
    DocumentReading,
    Event,
    Evidence,
    Mention,
    Method,
    Notice,
    Passage,
    Publication,
    Reading,
    Resolution,
    Sentence,
    Stance,
    Timeline,
    TimexType,
    Undated,
    pack_resolution,
)


def ordinal(year: int, month: int, day: int) -> int:
    """A date to its ordinal."""
    return to_ordinal(moment(year, month, day))


@dataclass(frozen=True)
class Told:
    """A sentence of the story, the words that date it, and what they were resolved to."""

    text: str
    words: str = ""
    when: Interval | None = None
    event: str = ""
    stance: Stance = Stance.HAPPENED
    rule: str = "month-day"
    why: str = "The day is named."
    anchor: str = ""
    refused: tuple[Alternative, ...] = ()
    type: TimexType = TimexType.DATE
    new_paragraph: bool = False


D = Interval.day
SINCE = Interval.year(2019).since()
BY_2060 = Interval.year(2060)
SPRING_SOFT = Interval.season(2022, 1).approximate()

STORIES: tuple[tuple[Document, tuple[Told, ...]], ...] = (
    (
        Document(
            id="courier-council-vote",
            path="articles/courier-council-vote.txt",
            title="Council backs barrier after all-night debate",
            text="",
            source="Vell Courier",
            publication=Publication(
                day=ordinal(2018, 6, 13),
                low=ordinal(2018, 6, 13),
                high=ordinal(2018, 6, 14),
                method=Method.INFERRED,
                evidence=(
                    Evidence("on Tuesday night", "written zero to six days after a Tuesday", 2.9),
                    Evidence(
                        "12 June", "names a day without a year; it was a Tuesday in 2018", 4.1
                    ),
                    Evidence("Mayor Ines Calloway", "in office from May 2017 to May 2021", 1.3),
                    Evidence(
                        "last year's flood", "the flood of January 2017 lies a year back", 0.8
                    ),
                    Evidence("by 2060", "says little: such years are named decades ahead", -0.2),
                ),
                runner_up=ordinal(2018, 6, 14),
                share=0.71,
                strip=tuple(
                    (ordinal(2018, month, 1), share)
                    for month, share in ((4, 0.004), (5, 0.02), (6, 0.93), (7, 0.03), (8, 0.006))
                ),
            ),
        ),
        (
            Told(
                "The town council voted 14 to 9 for the tidal barrier on Tuesday night, 12 June, "
                "after nine hours of debate.",
                "Tuesday night, 12 June",
                D(2018, 6, 12),
                "council-vote",
                rule="weekday-month-day",
                why="12 June was a Tuesday in 2018, the year the article was written in.",
                anchor="the publication date, 13 June 2018",
                refused=(
                    Alternative(D(2012, 6, 12), "also a Tuesday, but six years before the article"),
                    Alternative(D(2029, 6, 12), "the sentence tells of the past"),
                ),
            ),
            Told(
                "Mayor Ines Calloway called it the largest decision since the harbour was walled "
                "in 1869.",
                "in 1869",
                Interval.year(1869),
                "harbour-wall",
                rule="year",
                why="The year is written out.",
            ),
            Told(
                "Engineers expect the estuary to stand half a metre higher by 2060.",
                "by 2060",
                BY_2060,
                "sea-level",
                Stance.EXPECTED,
                rule="by-year",
                why="A limit: some time up to and including 2060.",
            ),
            Told(
                "Work is to begin in the autumn of 2019, the council's paper says.",
                "the autumn of 2019",
                Interval.season(2019, 3),
                "work-begins-plan",
                Stance.PLANNED,
                rule="season-year",
                why="The season and its year are written out.",
                new_paragraph=True,
            ),
            Told(
                "Some residents <had waited> a long time & said so.",
                "a long time",
                None,
                type=TimexType.DURATION,
                rule="vague-length",
                why="A length without a beginning or an end.",
            ),
        ),
    ),
    (
        Document(
            id="dispatch-first-pile",
            path="articles/dispatch-first-pile.html",
            title="First pile driven at Vell",
            text="",
            source="Northern Dispatch",
            url="https://example.org/first-pile?a=1&b=2",
            claims=(DateClaim("meta article:published_time", "2019-10-08", ordinal(2019, 10, 8)),),
            publication=Publication(
                day=ordinal(2019, 10, 8),
                low=ordinal(2019, 10, 8),
                high=ordinal(2019, 10, 8),
                method=Method.METADATA,
                evidence=(Evidence("2019-10-08", "stands in the page's metadata", 9.0),),
                share=0.99,
                strip=((ordinal(2019, 10, 1), 1.0),),
            ),
        ),
        (
            Told(
                "The first of 212 piles went into the mud yesterday morning.",
                "yesterday morning",
                Interval.of(Granularity.PART_OF_DAY, moment(2019, 10, 7, 8)),
                "first-pile",
                rule="yesterday-part",
                why="The morning of the day before the article was written.",
                anchor="the publication date, 8 October 2019",
            ),
            Told(
                "Since the start of 2019 the contractor Marrow & Sons has hired 340 people.",
                "Since the start of 2019",
                SINCE,
                "hiring",
                Stance.ONGOING,
                rule="since-start-of-year",
                why="Everything from 1 January 2019 on; no end is told.",
            ),
            Told(
                "A storm last week had flooded the site office.",
                "last week",
                Interval.week(2019, 40),
                "site-flood",
                rule="last-unit",
                why="The calendar week before the one the article was written in.",
                anchor="the publication date, 8 October 2019",
                refused=(
                    Alternative(
                        Interval(moment(2019, 10, 1), moment(2019, 10, 8), Granularity.DAY),
                        "the seven days before: less usual in this outlet",
                    ),
                ),
            ),
            Told(
                "The gates should close for the first time on 3 March 2021.",
                "3 March 2021",
                D(2021, 3, 3),
                "first-closing-plan",
                Stance.PLANNED,
                new_paragraph=True,
            ),
            Told(
                "The firm denied that two workers were hurt on 19 September.",
                "19 September",
                D(2019, 9, 19),
                "injury-denied",
                Stance.DENIED,
                why="A month and day without a year: the nearest one before the article.",
                anchor="the publication date, 8 October 2019",
            ),
            Told(
                "A union paper alleged that cracks were found in August.",
                "in August",
                Interval.month(2019, 8),
                "cracks-alleged",
                Stance.ALLEGED,
                rule="month",
                why="The nearest August before the article.",
                anchor="the publication date, 8 October 2019",
            ),
        ),
    ),
    (
        Document(
            id="radio-pause",
            path="articles/radio-pause.md",
            title="Barrier work stops <script>alert('radio')</script>",
            text="",
            source="Radio Estuary",
            publication=Publication(
                day=ordinal(2020, 4, 2),
                low=ordinal(2020, 3, 27),
                high=ordinal(2020, 4, 9),
                method=Method.INFERRED,
                evidence=(
                    Evidence("the lockdown", "the national lockdown began on 23 March 2020", 3.2),
                    Evidence("last Friday", "written one to seven days after a Friday", 0.9),
                ),
                runner_up=ordinal(2020, 4, 1),
                share=0.22,
                strip=((ordinal(2020, 3, 1), 0.31), (ordinal(2020, 4, 1), 0.66)),
            ),
        ),
        (
            Told(
                "All work on the barrier stopped last Friday.",
                "last Friday",
                D(2020, 3, 27),
                "work-stops",
                rule="last-weekday",
                why="The last Friday before the article.",
                anchor="the publication date, 2 April 2020",
            ),
            Told(
                "The public tour planned for 18 April has been cancelled.",
                "18 April",
                D(2020, 4, 18),
                "tour-cancelled",
                Stance.CANCELLED,
            ),
            Told(
                "The council hopes to resume by early summer.",
                "by early summer",
                Interval.season(2020, 2).third(1),
                "resume-expected",
                Stance.EXPECTED,
                rule="early-season",
                why="The first third of the summer after the article; its edges are soft.",
            ),
            Told("Share this on Facebook", new_paragraph=True),
            Told(
                "The café on the quay has been empty for weeks.",
                "for weeks",
                None,
                type=TimexType.DURATION,
                rule="length",
                why="A length, not a stretch of the calendar.",
            ),
        ),
    ),
    (
        Document(
            id="courier-first-closing",
            path="articles/courier-first-closing.txt",
            title="Gates of the Vell barrier close for the first time, eleven days late",
            text="",
            source="Vell Courier",
            publication=Publication(
                day=ordinal(2021, 3, 15),
                low=ordinal(2021, 3, 14),
                high=ordinal(2021, 3, 17),
                method=Method.INFERRED,
                evidence=(
                    Evidence("on Sunday", "written zero to six days after a Sunday", 1.8),
                    Evidence("14 March", "was a Sunday in 2021", 4.4),
                ),
                runner_up=ordinal(2021, 3, 16),
                share=0.58,
                strip=((ordinal(2021, 2, 1), 0.01), (ordinal(2021, 3, 1), 0.98)),
            ),
        ),
        (
            Told(
                "The gates of the barrier closed for the first time on Sunday, 14 March, and held "
                "back a spring tide of 6.1 metres.",
                "Sunday, 14 March",
                D(2021, 3, 14),
                "first-closing",
                rule="weekday-month-day",
                why="14 March was a Sunday in 2021.",
                anchor="the publication date, 15 March 2021",
            ),
            Told(
                "Work had resumed in June 2020.",
                "in June 2020",
                Interval.month(2020, 6),
                "work-resumes",
                rule="month-year",
                why="The month and its year are written out.",
            ),
            Told(
                "The north gate jammed at 15:05 on 9 February and was freed within an hour.",
                "15:05 on 9 February",
                Interval.minute(2021, 2, 9, 15, 5),
                "gate-jams",
                type=TimexType.TIME,
                rule="clock-month-day",
                why="The nearest 9 February before the article.",
                anchor="the publication date, 15 March 2021",
            ),
            Told(
                "Tests ran from 23 to 29 November 2020.",
                "from 23 to 29 November 2020",
                Interval(moment(2020, 11, 23), moment(2020, 11, 30), Granularity.DAY),
                "tests",
                rule="range",
                why="Both days are written out.",
            ),
            Told(
                "A new mayor, Tomas Abara, was sworn in on 17 May.",
                "17 May",
                D(2021, 5, 17),
                "mayor",
            ),
            Told(
                "The opening is set for 2 September.",
                "2 September",
                D(2021, 9, 2),
                "opening-plan",
                Stance.PLANNED,
            ),
        ),
    ),
    (
        Document(
            id="dispatch-opening",
            path="articles/dispatch-opening.txt",
            title="Vell opens its barrier",
            text="",
            source="Northern Dispatch",
            publication=Publication(
                day=ordinal(2021, 9, 3),
                low=ordinal(2021, 9, 3),
                high=ordinal(2021, 9, 3),
                method=Method.GIVEN,
                evidence=(Evidence("date = 2021-09-03", "given with the document", 12.0),),
                share=1.0,
                strip=((ordinal(2021, 9, 1), 1.0),),
            ),
        ),
        (
            Told(
                "Vell opened its tidal barrier yesterday with a parade of 200 boats.",
                "yesterday",
                D(2021, 9, 2),
                "opening",
                rule="yesterday",
                why="The day before the article was written.",
                anchor="the publication date, 3 September 2021",
            ),
            Told(
                "The council had voted for it on 13 June 2018.",
                "13 June 2018",
                D(2018, 6, 13),
                "council-vote",
            ),
            Told(
                "The gates first closed on 14 March.",
                "14 March",
                D(2021, 3, 14),
                "first-closing",
            ),
            Told(
                "The final cost, 612 million, was published in the second quarter.",
                "the second quarter",
                Interval.quarter(2021, 2),
                "cost",
                rule="quarter",
                why="The nearest second quarter before the article.",
            ),
            Told(
                "A second gate may follow if the tides keep rising through the 2030s.",
                "the 2030s",
                Interval.decade(2030),
                "second-gate",
                Stance.HYPOTHETICAL,
                rule="decade",
                why="The decade is written out.",
                new_paragraph=True,
            ),
            Told(
                "Surfers say the wave at the river mouth vanished in about spring 2022.",
                "about spring 2022",
                SPRING_SOFT,
                "wave-gone",
                Stance.ALLEGED,
                rule="about-season",
                why="The season is written out; “about” makes its edges soft.",
            ),
        ),
    ),
    (
        Document(
            id="radio-anniversary",
            path="articles/radio-anniversary.txt",
            title="Two winters behind the wall",
            text="",
            source="Radio Estuary",
            publication=Publication(day=None, low=None, high=None, method=Method.UNKNOWN),
        ),
        (
            Told(
                "The storm of 18 February 2022 raised the highest tide in a century, and the "
                "barrier held.",
                "18 February 2022",
                D(2022, 2, 18),
                "great-storm",
            ),
            Told(
                "The first pile had been driven in December 2019, the station's archive says.",
                "in December 2019",
                Interval.month(2019, 12),
                "first-pile",
                rule="month-year",
                why="The month and its year are written out.",
            ),
            Told(
                "In the week of 12 December 2022 the gates froze open.",
                "the week of 12 December 2022",
                Interval.week(2022, 50),
                "gates-freeze",
                rule="week-of",
                why="The week that holds the day.",
            ),
            Told(
                "An inquiry sat from January to July 2023.",
                "from January to July 2023",
                Interval(moment(2023, 1), moment(2023, 8), Granularity.MONTH),
                "inquiry",
                rule="range",
                why="Both months are written out.",
            ),
            Told(
                "It reported on 14 September 2023 that the heating had never been switched on.",
                "14 September 2023",
                D(2023, 9, 14),
                "report",
            ),
            Told(
                "The operator lost its contract on 1 October 2023.",
                "1 October 2023",
                D(2023, 10, 1),
                "contract-lost",
            ),
            Told(
                "Some day the wall will need a successor.",
                "Some day",
                None,
                rule="vague",
                why="No stretch of time is meant.",
            ),
        ),
    ),
)

TITLES = {
    "council-vote": ("Council votes 14 to 9 for the tidal barrier", 0.9),
    "harbour-wall": ("Harbour is walled", 0.3),
    "sea-level": ("Estuary stands half a metre higher", 0.4),
    "work-begins-plan": ("Work on the barrier is to begin", 0.35),
    "first-pile": ("First of 212 piles goes into the mud", 0.6),
    "hiring": ("Marrow & Sons hires 340 people", 0.2),
    "site-flood": ("Storm floods the site office", 0.3),
    "first-closing-plan": ("Gates are to close for the first time", 0.45),
    "injury-denied": ("Two workers hurt at the site", 0.3),
    "cracks-alleged": ("Cracks found in the foundations, a union paper says", 0.4),
    "work-stops": ("All work on the barrier stops", 0.7),
    "tour-cancelled": ("Public tour of the site", 0.15),
    "resume-expected": ("Council hopes to resume work", 0.3),
    "first-closing": ("Gates of the barrier close for the first time", 0.95),
    "work-resumes": ("Work resumes", 0.5),
    "gate-jams": ("North gate jams <script>alert('title')</script> and is freed", 0.4),
    "tests": ("Week of tests", 0.3),
    "mayor": ("Tomas Abara is sworn in as mayor", 0.5),
    "opening-plan": ("Opening of the barrier is set", 0.4),
    "opening": ("Vell opens its tidal barrier with a parade of 200 boats", 1.0),
    "cost": ("Final cost of 612 million is published", 0.4),
    "second-gate": ("A second gate may follow", 0.25),
    "wave-gone": ("Wave at the river mouth vanishes, surfers say", 0.2),
    "great-storm": ("Barrier holds against the highest tide in a century", 0.8),
    "gates-freeze": ("Gates freeze open", 0.6),
    "inquiry": ("Inquiry into the frozen gates", 0.55),
    "report": ("Inquiry reports that the heating was never switched on", 0.65),
    "contract-lost": ("Operator loses its contract", 0.5),
}
"""Event ids to their titles and importance."""

ACTORS = {
    "council-vote": ("Town council", "Ines Calloway"),
    "mayor": ("Tomas Abara",),
    "hiring": ("Marrow & Sons",),
    "opening": ("Tomas Abara",),
}


DISPUTED = {
    "council-vote": "the day of the vote",
    "first-pile": "when the first pile was driven",
}
"""Event ids to what their sources disagree about."""


def sample_timeline() -> Timeline:
    """The story of the Vell barrier as the pipeline would hand it over."""
    readings: list[DocumentReading] = []
    passages: dict[str, list[tuple[Told, Passage]]] = {}
    undated: list[Undated] = []
    for bare, told in STORIES:
        reading, found = _read(bare, told)
        readings.append(reading)
        for sentence, passage in found:
            if sentence.event:
                passages.setdefault(sentence.event, []).append((sentence, passage))
            else:
                undated.append(
                    Undated(
                        passage.document,
                        passage.start,
                        passage.end,
                        passage.quote,
                        sentence.words,
                        sentence.why,
                    )
                )
    events = tuple(
        sorted((_event(name, told) for name, told in passages.items()), key=_event_order)
    )
    return Timeline(
        title="The barrier at Vell",
        readings=tuple(readings),
        events=events,
        undated=tuple(undated),
        disagreements=tuple(
            _disagreement(event, about)
            for event in events
            for name, about in DISPUTED.items()
            if event.id == name
        ),
        warnings=(
            Notice("unreadable", "articles/photo.txt", "not a text file; left out"),
            Notice("no-date", "articles/radio-anniversary.txt", "no clue to when it was written"),
        ),
    )


def _disagreement(event: Event, about: str) -> Disagreement:
    sides = ((passage.resolution.when, (passage,)) for passage in event.passages)
    told = tuple((when, passages) for when, passages in sides if when is not None)
    return Disagreement(event.id, about, told)


def _event_order(event: Event) -> tuple[tuple[int, ...], str]:
    return event.when.sort_key, event.id


def _event(name: str, told: list[tuple[Told, Passage]]) -> Event:
    title, importance = TITLES[name]
    first = told[0][0]
    assert first.when is not None
    links = {
        "first-closing-plan": ("", "first-closing"),
        "first-closing": ("first-closing-plan", ""),
    }
    outcome_of, led_to = links.get(name, ("", ""))
    return Event(
        id=name,
        title=title,
        when=first.when,
        stance=first.stance,
        passages=tuple(passage for _, passage in told),
        actors=ACTORS.get(name, ()),
        places=("Vell",) if name in ACTORS else (),
        confidence=0.9,
        importance=importance,
        outcome_of=outcome_of,
        led_to=led_to,
    )


def _read(
    bare: Document, told: tuple[Told, ...]
) -> tuple[DocumentReading, list[tuple[Told, Passage]]]:
    text = bare.title
    sentences = [Sentence(0, len(text), 0)]
    places: list[tuple[Told, int]] = []
    asides: list[Aside] = []
    paragraph = 0
    for number, sentence in enumerate(told):
        opens = number == 0 or sentence.new_paragraph
        paragraph += opens
        text += "\n\n" if opens else " "
        start = len(text)
        text += sentence.text
        sentences.append(Sentence(start, len(text), paragraph))
        if sentence.words:
            places.append((sentence, start))
        elif not sentence.event:
            asides.append(Aside(start, len(text), "share bar"))
    resolutions: list[Resolution] = []
    found: list[tuple[Told, Passage]] = []
    for sentence, start in places:
        resolution = _resolve(bare.id, text, sentence, start)
        resolutions.append(resolution)
        end = start + len(sentence.text)
        quote = text[start:end]
        passage = Passage(bare.id, start, end, quote, pack_resolution(resolution), sentence.stance)
        found.append((sentence, passage))
    document = replace(bare, text=text, asides=tuple(asides), title_span=(0, len(bare.title)))
    return DocumentReading(document, tuple(sentences), tuple(resolutions)), found


def _resolve(name: str, text: str, sentence: Told, start: int) -> Resolution:
    at = text.index(sentence.words, start)
    mention = Mention(
        document=name,
        start=at,
        end=at + len(sentence.words),
        surface=sentence.words,
        rule=sentence.rule,
        type=sentence.type,
        reading=Reading("past_ref"),  # read again under the runner-up, it moves nowhere
        sentence=0,
        direction=Direction.PAST,
    )
    return Resolution(
        mention=mention,
        when=sentence.when,
        value=str(sentence.when) if sentence.when else "",
        why=sentence.why,
        anchor=sentence.anchor,
        alternatives=sentence.refused,
        confidence=0.9 if sentence.when else 0.0,
    )
