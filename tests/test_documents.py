"""Documents: every source becomes text with its metadata, and whatever is wrong is said."""

from __future__ import annotations

import datetime as dt
import json
import os
import re
import time
from pathlib import Path

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st
from selectolax.lexbor import LexborHTMLParser

from timeline.config import Config
from timeline.documents import Library, read_documents
from timeline.documents.dates import dates_in_path, read_day
from timeline.documents.debris import _reason, find_asides
from timeline.documents.draft import clean_text
from timeline.documents.ids import safe_id
from timeline.documents.language import detect_language
from timeline.documents.paragraphs import plain_words
from timeline.documents.readers import _markdown
from timeline.documents.tables import compile_alternatives, read_table
from timeline.documents.title import find_title
from timeline.documents.webpage import page_text
from timeline.errors import RulesError, SourceError, TimelineError, describe
from timeline.model import Document
from timeline.pages.names import check_names

BODY = "The ferry ran aground off the northern island on Monday evening, the harbour office said. "
ARTICLE = f"Ferry runs aground off northern island\n\n{BODY * 3}\n"


def read(folder: Path, files: dict[str, str | bytes], config: Config | None = None) -> Library:
    """Write files into a folder and read it."""
    for name, content in files.items():
        file = folder / name
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_bytes(content if isinstance(content, bytes) else content.encode())
    return read_documents(folder, config or Config(output=folder / "build"))


def only(library: Library) -> Document:
    """Give the one document of a library in which nothing failed."""
    assert not library.failures
    (document,) = library.documents
    return document


def claims(document: Document) -> list[tuple[str, str | None]]:
    return [
        (claim.place, dt.date.fromordinal(claim.day).isoformat() if claim.day else None)
        for claim in document.claims
    ]


def aside_words(document: Document) -> list[str]:
    return [document.text[aside.start : aside.end] for aside in document.asides]


# ------------------------------------------------------------------ debris


def rule_examples(kind: str) -> list[tuple[dict[str, object], str, bool]]:
    """List (rule, line, whether it must match) for every example in the table."""
    found = []
    for rule in read_table("debris")[kind]:
        found += [(rule, line, True) for line in rule["examples"]]
        found += [(rule, line, False) for line in rule.get("not_examples", [])]
    return found


KINDS = ("line", "form_opener", "form_line", "not_title")


@pytest.mark.parametrize(
    ("rule", "line", "matches"),
    [
        pytest.param(*example, id=f"{example[0]['name']}: {example[1][:40]}")
        for kind in KINDS
        for example in rule_examples(kind)
    ],
)
def test_every_debris_rule_keeps_its_promises(
    rule: dict[str, str], line: str, matches: bool
) -> None:
    found = re.compile(rule["pattern"], re.IGNORECASE).fullmatch(line)
    assert bool(found) is matches
    if matches and "needs" in rule:
        assert any(need in line.lower() for need in rule["needs"])
    if matches:
        assert any(_reason(line, kind) for kind in KINDS)


@settings(max_examples=300)
@given(st.data())
def test_what_a_line_must_begin_with_keeps_it_from_no_pattern_that_matches(
    data: st.DataObject,
) -> None:
    kind = data.draw(st.sampled_from(KINDS))
    rules = [rule for rule in read_table("debris")[kind] if "needs" not in rule]
    patterns = {rule["name"]: re.compile(rule["pattern"], re.IGNORECASE) for rule in rules}
    pattern = patterns[data.draw(st.sampled_from(sorted(patterns)))]
    made = data.draw(st.from_regex(pattern, fullmatch=True))
    odd = data.draw(st.dictionaries(st.sampled_from("iIsSkK"), st.sampled_from("ıİſK"), max_size=1))
    line = made.translate(str.maketrans(odd)).strip()
    assume(line and "\n" not in line and len(line) <= 300)
    matching = [rule for rule in rules if patterns[rule["name"]].fullmatch(line)]
    if matching:
        reasons = [rule["reason"] for rule in read_table("debris")[kind] if "needs" in rule]
        first = matching[0].get("reason", matching[0]["name"])
        assert _reason(line, kind) in (first, *reasons)


@pytest.mark.parametrize("kind", KINDS)
def test_every_rule_has_a_name_of_its_own_and_an_example(kind: str) -> None:
    rules = read_table("debris")[kind]
    assert len({rule["name"] for rule in rules}) == len(rules)
    assert all(rule["examples"] for rule in rules)


@pytest.mark.parametrize("line", [line for _, line, match in rule_examples("line") if not match])
def test_what_one_rule_must_not_take_no_other_takes(line: str) -> None:
    assert find_asides(f"{line}\n\n{BODY}") == ()


def test_debris_is_set_aside_with_a_reason_and_the_text_stays(tmp_path: Path) -> None:
    text = f"Advertisement\n{ARTICLE}\nShare this article\n\n© 2021 Example Media\n"
    document = only(read(tmp_path, {"a.txt": text}))
    assert document.text == text
    assert aside_words(document) == ["Advertisement", "Share this article", "© 2021 Example Media"]
    assert all(aside.reason for aside in document.asides)


def test_a_line_repeated_at_once_is_set_aside_the_second_time() -> None:
    text = f"Crowds wait at the pier\n\nCrowds wait at the pier\n\n{BODY}"
    (aside,) = find_asides(text)
    assert (aside.start, aside.reason) == (25, "repeated line")


def test_a_running_time_takes_its_repeated_caption_with_it() -> None:
    caption = "Divers look for the anchor"
    text = f"{BODY}\n\n01:12\n\n{caption}\n\n{caption}\n\n{BODY}"
    reasons = [aside.reason for aside in find_asides(text)]
    assert reasons == ["running time of a video", "video caption", "video caption"]


def test_the_hours_of_a_live_report_are_no_running_times() -> None:
    entries = [f"{hour}\n{BODY}\n" for hour in ("09:15", "10:40", "12:30")]
    assert find_asides("\n".join(entries)) == ()
    assert find_asides("\n".join(reversed(entries))) == ()


def test_form_labels_are_debris_only_below_a_form() -> None:
    form = "Leave a Reply\n\nName *\n\nEmail *\n\nWebsite\n\nPost Comment\n"
    assert len(find_asides(f"{BODY}\n\n{form}")) == 5
    assert find_asides(f"Name\n\n{BODY}") == ()


def test_a_pattern_that_captures_is_refused_by_name() -> None:
    with pytest.raises(RulesError, match='"twice" captures'):
        compile_alternatives([{"name": "twice", "pattern": "(a)"}], "rules/debris.toml")


LINES = st.sampled_from(
    [
        "Advertisement",
        "Share",
        "01:12",
        "Photo: AFP",
        "Crowds wait at the long pier",
        "",
        "  ",
        BODY,
        "Leave a Reply",
        "Name *",
        "World",
        "• A point of some length",
        "By Jane Doe",
        "3",
    ]
)


@given(st.lists(LINES, max_size=12), st.text(max_size=30))
def test_asides_and_title_lie_in_the_text_in_order(lines: list[str], noise: str) -> None:
    text = clean_text("\n".join([*lines, noise]))
    asides = find_asides(text)
    ends = [0]
    for aside in asides:
        surface = text[aside.start : aside.end]
        assert aside.start >= ends[-1]
        assert surface
        assert surface == surface.strip()
        assert "\n" not in surface
        ends.append(aside.end)
    title = find_title(text, asides)
    if title.span is not None:
        assert text[slice(*title.span)] == title.words
        assert not any(a.start < title.span[1] and title.span[0] < a.end for a in asides)


# ------------------------------------------------------------------ titles

TITLES = [
    ("the first headline", ARTICLE, "Ferry runs aground off northern island"),
    (
        "not a section label",
        f"World\n\nHarbours\n\n{ARTICLE}",
        "Ferry runs aground off northern island",
    ),
    ("not a short label", f"Ferry safety\n\n{ARTICLE}", "Ferry runs aground off northern island"),
    ("a short headline that stands first", f"Ferry aground\n\n{BODY}", "Ferry aground"),
    ("not a byline", f"By Jane Doe\n\n{BODY}", None),
    ("not a date line", f"Monday, 24 May 2021\n\n{BODY}", None),
    ("not a dateline", f"LISBON, May 24 (AFP) --\n\n{BODY}", None),
    ("not a bulleted point", f"• Nobody was hurt at all\n\n{BODY}", None),
    ("not a caption", f"The ferry at the pier on Monday. Photo: AFP\n\n{BODY}", None),
    ("not what comes after the body", f"{BODY}\n\nA later line of some words\n\n{BODY * 2}", None),
    (
        "a question may be a headline",
        f"Who let the ferry sail?\n\n{BODY}",
        "Who let the ferry sail?",
    ),
]
MADE = "The ferry ran aground off the northern island on Monday evening, the harbour office said"


@pytest.mark.parametrize(("rule", "text", "title"), TITLES, ids=[case[0] for case in TITLES])
def test_a_title_is_found_in_the_text_or_made(rule: str, text: str, title: str | None) -> None:
    found = find_title(text, find_asides(text))
    if title is None:
        assert (found.words, found.span) == (MADE, None)
    else:
        assert found.words == title
        assert found.span is not None
        assert text[slice(*found.span)] == title


def test_a_made_title_is_cut_at_a_word_with_an_ellipsis() -> None:
    words = find_title("ferry " * 40, ()).words
    assert words == " ".join(["ferry"] * 15) + "…"


def test_a_given_title_wins_and_is_placed_where_it_stands() -> None:
    text = f"Ferry aground\n\nAnother line of many words\n\n{BODY}"
    assert find_title(text, (), "Ferry aground").span == (0, 13)
    assert find_title(text, (), "Elsewhere").span is None


# ------------------------------------------------------------------ languages

LANGUAGES = [
    ("en", "The ferry between the islands will sail again on Tuesday."),
    ("fr", "Le ministre a annoncé que les travaux reprendront mardi prochain."),
    ("de", "Der Minister sagte, die Fähre werde am Dienstag wieder fahren."),
    ("es", "El ministro dijo que el ferry volverá a funcionar el martes."),
    ("it", "Il ministro ha detto che il traghetto tornerà in servizio martedì."),
    ("pt", "O ministro disse que a balsa voltará a funcionar na terça-feira."),
    ("nl", "De minister zei dat de veerboot dinsdag weer zal varen."),
    ("ru", "Министр сказал, что паром снова начнёт ходить во вторник."),
    ("uk", "Міністр сказав, що пором знову почне ходити у вівторок."),
    ("ar", "قال الوزير إن العبارة ستعود إلى العمل يوم الثلاثاء في الميناء"),
    ("zh", "部长说渡轮将于星期二恢复运营。"),
    ("ja", "大臣は、フェリーが火曜日に再開すると述べた。"),
    ("und", "Ministern sade att färjan ska gå igen på tisdag och att allt är klart."),
    ("und", "Minister powiedział, że prom wróci do służby we wtorek, a strajk się skończył."),
    ("und", "Bakan, feribotun salı günü yeniden çalışacağını söyledi."),
    ("und", "وزیر نے کہا کہ کشتی منگل کو دوبارہ چلے گی"),
    ("und", "Η υπουργός είπε ότι το πλοίο θα σαλπάρει ξανά την Τρίτη."),
    ("und", "Ferry"),
    ("und", "12 345"),
    ("und", ""),
]


@pytest.mark.parametrize(("language", "text"), LANGUAGES)
def test_a_language_is_told_by_script_and_little_words(language: str, text: str) -> None:
    assert detect_language(text) == language


def test_a_declared_language_wins(tmp_path: Path) -> None:
    page = f'<html lang="fr-CA"><body><p>{BODY * 3}</p></body></html>'
    assert only(read(tmp_path, {"a.html": page})).language == "fr"


# ------------------------------------------------------------------ metadata dates

DAYS = [
    ("2021-05-24", "2021-05-24"),
    ("2021-05-24T23:30:00-05:00", "2021-05-24"),
    ("2021-05-24 23:30:00 +0200", "2021-05-24"),
    ("20210524", "2021-05-24"),
    ("20210524T103000Z", "2021-05-24"),
    ("2021/5/24", "2021-05-24"),
    ("Mon, 24 May 2021 23:10:00 -0500", "2021-05-24"),
    ("24 May 2021", "2021-05-24"),
    ("May 24, 2021", "2021-05-24"),
    ("May 24, 2021 11:30 PM EST", "2021-05-24"),
    ("2021年5月24日", "2021-05-24"),
    ("05/24/2021", "2021-05-24"),
    ("24.05.2021", "2021-05-24"),
    ("05/06/2021", None),
    ("May 2021", None),
    ("2021", None),
    ("Monday", None),
    ("yesterday", None),
    ("3 days ago", None),
    ("1621814400", None),
    ("2010-02-31", None),
    ("1970-01-01T00:00:00Z", None),
    ("", None),
    ("x" * 500, None),
]


@pytest.mark.parametrize(("words", "day"), DAYS)
def test_a_metadata_date_is_a_whole_day_or_nothing(words: str, day: str | None) -> None:
    found = read_day(words, "auto", "en")
    assert (dt.date.fromordinal(found).isoformat() if found else None) == day


@pytest.mark.parametrize(
    ("day_order", "language", "day"),
    [
        ("mdy", "", "2021-05-06"),
        ("dmy", "", "2021-06-05"),
        ("auto", "en-US", "2021-05-06"),
        ("auto", "en-GB", "2021-06-05"),
        ("auto", "de", "2021-06-05"),
        ("auto", "en", None),
        ("auto", "", None),
    ],
)
def test_the_order_of_numbers_is_told_or_left_open(
    day_order: str, language: str, day: str | None
) -> None:
    found = read_day("05/06/2021", day_order, language)
    assert (dt.date.fromordinal(found).isoformat() if found else None) == day


@pytest.mark.parametrize(
    ("path", "words"),
    [
        ("https://example.org/2021/05/24/ferry", ["2021/05/24"]),
        ("https://example.org/world/2021/may/24/ferry", ["2021/may/24"]),
        ("notes/2021-05-24-ferry", ["2021-05-24"]),
        ("ABC20210524.1830", ["20210524"]),
        ("IMG_20210524_1030", ["20210524"]),
        ("2021-05-24_2021-05-25", ["2021-05-24", "2021-05-25"]),
        ("2021-05", []),
        ("20211399", []),
        ("7d19991231b6", []),
        ("1234567890", []),
    ],
)
def test_paths_claim_whole_days_only(path: str, words: list[str]) -> None:
    assert [claim.words for claim in dates_in_path("URL", path)] == words


# ------------------------------------------------------------------ HTML

PAGE = """<!doctype html><html lang="en-GB"><head>
<title>Ferry runs aground | Example News</title>
<meta property="og:site_name" content="Example News">
<meta property="article:published_time" content="2021-05-24T23:30:00-05:00">
<link rel="canonical" href="https://example.org/2021/05/24/ferry">
<script type="application/ld+json">{"@graph": [
 {"@type": "WebPage", "datePublished": "2020-01-01"},
 {"@type": ["NewsArticle"], "datePublished": "2021-05-24", "dateModified": "2022-02-02",
  "comment": {"@type": "Comment", "datePublished": "2023-03-03"}}]}</script>
</head><body><header><a>Home</a></header><nav>World</nav>
<article><h1>Ferry runs aground</h1><time datetime="2021-05-24">Monday</time>
<figure><img alt=""><figcaption>The ferry on Monday</figcaption></figure>
<p>The ferry <b>Star</b><i>light</i> ran <a href="x">aground</a>.<br>Nobody was hurt.</p>
<p hidden>Hidden words</p><aside>Also in the news</aside>
<div class="related"><p>An older story</p></div>
<p>It was pulled free on Tuesday, the harbour office said, and sailed on with all its passengers
to the mainland, where it will be looked at before it sails again.</p></article>
<footer>© 2021</footer><script>var x = "no text";</script></body></html>"""


ADDRESS = "https://paper.example/2021/05/24/ferry"


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("a.txt", f"{ADDRESS}\n\n{ARTICLE}"),
        ("a.txt", f"Source: {ADDRESS}\n{ARTICLE}"),
        ("a.txt", f"Ferry aground\n<{ADDRESS}>\n\n{BODY}"),
        ("a.txt", f"{ARTICLE}\nSource: {ADDRESS}\n"),
        ("a.md", f"# Ferry aground off island\n\n{BODY}\n\nOriginal: <{ADDRESS}>\n"),
        ("a.md", f"{ADDRESS}\n\n{BODY}"),
    ],
)
def test_a_text_that_gives_its_address_has_it_and_its_day(
    tmp_path: Path, name: str, text: str
) -> None:
    [found] = read(tmp_path, {name: text}).documents
    assert found.url == ADDRESS
    assert [claim.words for claim in found.claims] == ["2021/05/24"]
    [aside] = found.asides
    assert ADDRESS in found.text[aside.start : aside.end]
    assert "paper.example" not in found.title


@pytest.mark.parametrize(
    "text",
    [
        f"{ARTICLE}\n{ADDRESS}\n",  # may be what to read next
        f"{ADDRESS}\n{ADDRESS}/2\n\n{ARTICLE}",  # a list
        f"It stands on {ADDRESS} today.\n\n{ARTICLE}",
        f"javascript://{ADDRESS}\n\n{ARTICLE}",
    ],
)
def test_an_address_that_may_be_of_another_text_is_not_taken(tmp_path: Path, text: str) -> None:
    [found] = read(tmp_path, {"a.txt": text}).documents
    assert (found.url, found.claims) == ("", ())


def test_the_address_in_front_matter_wins(tmp_path: Path) -> None:
    text = f"---\nurl: https://own.example/a\n---\n{ADDRESS}\n\n{BODY}"
    [found] = read(tmp_path, {"a.md": text}).documents
    assert found.url == "https://own.example/a"


def test_a_page_gives_text_in_blocks_and_all_its_claims(tmp_path: Path) -> None:
    document = only(read(tmp_path, {"ferry.html": PAGE}))
    assert document.title == "Ferry runs aground"
    assert document.title_span == (0, 18)
    assert (document.source, document.language) == ("Example News", "en")
    assert document.url == "https://example.org/2021/05/24/ferry"
    assert "\n\nThe ferry Starlight ran aground.\nNobody was hurt.\n\n" in document.text
    for gone in ("Home", "World", "Hidden", "Also in", "no text", "©"):
        assert gone not in document.text
    assert aside_words(document) == ["The ferry on Monday", "An older story"]
    assert claims(document) == [
        ("JSON-LD datePublished", "2021-05-24"),
        ("meta article:published_time", "2021-05-24"),
        ("time element", "2021-05-24"),
        ("URL", "2021-05-24"),
    ]


PLACES = [
    ('<meta name="pubdate" content="24 May 2021">', [("meta pubdate", "2021-05-24")]),
    (
        '<meta itemprop="datePublished" content="2021-05-24">',
        [("meta datepublished", "2021-05-24")],
    ),
    (
        '<meta property="article:modified_time" content="2021-05-24">',
        [("meta article:modified_time (modified)", "2021-05-24")],
    ),
    ('<time pubdate datetime="2021-05-24">now</time>', [("time element", "2021-05-24")]),
    ('<time class="updated" datetime="2021-05-24">now</time>', []),
    ('<meta name="date" content="soon">', [("meta date", None)]),
    ('<script type="application/ld+json">{"datePublished": </script>', []),
    ('<meta property="og:url" content="javascript:alert(1)">', []),
    ("", []),
]


@pytest.mark.parametrize(("markup", "expected"), PLACES)
def test_a_page_claims_what_its_markup_says_and_nothing_else(
    tmp_path: Path, markup: str, expected: list[tuple[str, str | None]]
) -> None:
    page = f"<html><head></head><body>{markup}<p>{BODY * 3}</p></body></html>"
    document = only(read(tmp_path, {"a.html": page}))
    assert [claim for claim in claims(document) if "htmldate" not in claim[0]] == expected
    assert document.url == ""


def test_htmldate_is_asked_last_and_invents_no_day_from_a_copyright_line(tmp_path: Path) -> None:
    page = f"<html><body><p>{BODY * 3}</p>%s</body></html>"
    library = read(
        tmp_path,
        {
            "a.html": page % '<div class="post-meta-date">Posted on 2021-05-24</div>',
            "b.html": page % "<footer>© 2019 Example</footer>",
        },
    )
    assert [claims(document) for document in library.documents] == [
        [("page markup (htmldate)", "2021-05-24")],
        [],
    ]


def test_a_title_full_of_script_is_words_and_its_file_is_safe(tmp_path: Path) -> None:
    page = f"<title><script>alert(1)</script></title><p>{BODY * 3}</p>"
    document = only(read(tmp_path, {"a.html": page}))
    assert document.title == "<script>alert(1)</script>"
    assert document.id == "a"


def test_a_page_wrapped_in_a_form_is_read(tmp_path: Path) -> None:
    page = f"<form><p>{BODY * 3}</p><input value=x></form>"
    assert only(read(tmp_path, {"a.html": page})).text == (BODY * 3).strip()


def test_markup_too_deep_for_a_parser_is_read_without_one(tmp_path: Path) -> None:
    library = read(tmp_path, {"a.html": "<div>" * 200_000 + BODY})
    assert BODY.strip() in only(library).text
    assert [notice.code for notice in library.notices] == ["html-unparsed"]


# ------------------------------------------------------------------ Markdown

MARKDOWN = """---
title: "Ferry: aground"
date: 2021-05-24 23:00:00 -0500
published: true
source: Example News
url: https://example.org/ferry
lang: en-GB
---
# Ferry runs aground

The ferry ran **aground** on [Monday](https://example.org "x") near `Pier 4`
and stayed there.

- Nobody was hurt
- Nothing was lost

<script>alert(1)</script>
"""


PIECES = (
    *("# ", "## ", "#", "word", "Two", "“It”", "'s", "(a", "1", "12.", "3.5", "2013 was", "—", "-"),
    *("===", "---", "|", "a | b", " ", "  ", "\n", "\n\n", "\n\n\n", "> x", "x > y", "~~~", "+ "),
    *(
        "1. ",
        "a. ",
        ":",
        "…",
        "$5",
        "\xa0",
        "\u2028",
        "日本",
        "ends.",
        "]",
        "!",
        "{: #id}",
        "    a",
    ),
    *("http://a.b/c", "*x*", "[a](b)", "<b>", "&amp;", "\t", "\\"),
)


@given(st.lists(st.sampled_from(PIECES) | st.text(max_size=3), max_size=14).map("".join))
@settings(max_examples=400, deadline=None)
def test_what_is_read_without_the_converter_reads_as_with_it(words: str) -> None:
    body = clean_text(words)
    plain = plain_words(body)
    if plain is not None:
        root = LexborHTMLParser(_markdown().reset().convert(body)).body
        assert root is not None
        assert plain == page_text(root, with_charts=True)


@pytest.mark.parametrize(
    ("body", "is_plain"),
    [
        ("# A heading\n\nOne paragraph,\nof two lines.\n\n## Another\n\n2013 was dry.\n", True),
        ("A list:\n\n1. of one", False),
        ("An *emphasis*.", False),
        ("A break  \nof a line.", False),
        ("Heading\n=======", False),
        ("# Heading\nand words", False),
    ],
)
def test_only_paragraphs_and_headings_are_read_without_the_converter(
    body: str, is_plain: bool
) -> None:
    assert (plain_words(body) is not None) is is_plain


def test_markdown_leaves_no_marks_and_front_matter_is_metadata(tmp_path: Path) -> None:
    document = only(read(tmp_path, {"a.md": MARKDOWN}))
    assert document.text == (
        "Ferry runs aground\n\nThe ferry ran aground on Monday near Pier 4 and stayed there.\n\n"
        "Nobody was hurt\n\nNothing was lost"
    )
    assert document.title == "Ferry: aground"
    assert (document.source, document.language) == ("Example News", "en")
    assert document.url == "https://example.org/ferry"
    assert claims(document) == [("front matter date", "2021-05-24")]


def test_without_a_title_the_first_heading_is_the_title(tmp_path: Path) -> None:
    document = only(read(tmp_path, {"a.md": f"# Ferry aground\n\n{BODY}"}))
    assert (document.title, document.title_span) == ("Ferry aground", (0, 13))


BAD_FRONT_MATTER = [
    ("title: [a\ndate: x", "a.md:3", "date: x"),
    ("a: &x [1]\nb: *x", "a.md:3", "b: *x"),
    ("a: " + "[" * 50, "a.md:2", "[[["),
    ("a: " + "[" * 50_000, "a.md:2", "[[["),
    ("a: " + "x" * 70_000, "a.md:2", "64 kB"),
    ("- a\n- b: c", None, ""),
    ("a: b\n\tc: d", "a.md:3", "c: d"),
]


@pytest.mark.parametrize(("block", "place", "words"), BAD_FRONT_MATTER)
def test_wrong_front_matter_is_named_by_line_and_the_article_is_read(
    tmp_path: Path, block: str, place: str | None, words: str
) -> None:
    library = read(tmp_path, {"a.md": f"---\n{block}\n---\n{BODY}"})
    assert BODY.strip() in only(library).text
    assert [notice.place for notice in library.notices] == ([place] if place else [])
    if place:
        message = library.notices[0].message
        assert words in message
        assert "Correct this line" in message


def test_front_matter_left_open_costs_only_its_own_lines(tmp_path: Path) -> None:
    library = read(tmp_path, {"a.md": f"---\ntitle: x\n# Ferry aground\n\n{BODY}"})
    assert only(library).text == f"Ferry aground\n\n{BODY.strip()}"
    assert library.notices[0].place == "a.md:1"


def test_a_rule_at_the_top_is_no_front_matter(tmp_path: Path) -> None:
    library = read(tmp_path, {"a.md": f"---\n\n{BODY}\n\n---\n\nThe end."})
    assert only(library).text == f"{BODY.strip()}\n\nThe end."
    assert library.notices == ()


def test_what_cannot_be_used_in_front_matter_is_told(tmp_path: Path) -> None:
    library = read(tmp_path, {"a.md": f"---\ndate: soon\nurl: javascript:x\n---\n{BODY}"})
    assert [notice.code for notice in library.notices] == ["date-unread", "url-refused"]
    assert (only(library).url, claims(only(library))) == ("", [("front matter date", None)])


# ------------------------------------------------------------------ JSON lines


def test_json_lines_give_documents_and_name_their_bad_lines(tmp_path: Path) -> None:
    lines = [
        json.dumps({"doc": "a/B.1", "text": BODY, "date": "2021-05-24", "lang": "en"}),
        "{broken",
        "",
        json.dumps({"doc": "x", "text": 3}),
        "[]",
        "[" * 100_000,
        json.dumps({"id": "a/B.1", "text": BODY, "dct": "2021-05-25", "title": "Ferry"}),
        json.dumps({"text": "lone \ud800 surrogate and \x00"}),
    ]
    library = read(tmp_path, {"news.jsonl": "\n".join(lines)})
    assert [document.id for document in library.documents] == ["a--b.1", "a--b.1-2", "news-8"]
    assert library.names == ("a/B.1", "a/B.1", "news-8")
    assert library.documents[0].path == "news.jsonl#1"
    assert [claims(d) for d in library.documents] == [
        [("jsonl date", "2021-05-24")],
        [("jsonl dct", "2021-05-25")],
        [],
    ]
    assert library.documents[2].text == "lone \ufffd surrogate and \ufffd"
    assert [failure.place for failure in library.failures] == [
        f"news.jsonl:{number}" for number in (2, 4, 5, 6)
    ]
    assert "{broken" in library.failures[0].message
    assert [notice.code for notice in library.notices] == ["id-repeated"]


def test_the_text_of_a_json_line_keeps_every_offset(tmp_path: Path) -> None:
    text = "\r\n One.\r\nTwo.\x0c "
    library = read(tmp_path, {"a.jsonl": json.dumps({"text": text})})
    assert only(library).text == "\r\n One.\r\nTwo.\n "


def test_standard_input_is_json_lines_or_one_text() -> None:
    config = Config()
    assert [d.id for d in read_documents("-", config, ARTICLE).documents] == ["stdin"]
    line = json.dumps({"doc": "a", "text": BODY})
    assert [d.id for d in read_documents("-", config, line).documents] == ["a"]
    with pytest.raises(SourceError, match="standard input is empty"):
        read_documents("-", config, " ")


# ------------------------------------------------------------------ encodings

WORDS = "Ferry überfällig: the Øresund crossing — “late” — cost 40 £.\n" * 3


@pytest.mark.parametrize(
    ("data", "guessed"),
    [
        (WORDS.encode(), False),
        (b"\xef\xbb\xbf" + WORDS.encode(), False),
        (WORDS.encode("utf-16"), False),
        (WORDS.encode("utf-16-le"), False),
        (WORDS.encode("utf-16-be"), False),
        (WORDS.encode("cp1252"), True),
        (WORDS.replace("\n", "\r\n").encode(), False),
    ],
)
def test_any_encoding_gives_the_same_text(tmp_path: Path, data: bytes, guessed: bool) -> None:
    library = read(tmp_path, {"a.txt": data})
    assert only(library).text == WORDS
    assert [notice.code for notice in library.notices] == ["encoding-guessed"] * guessed


def test_a_declared_charset_is_believed_and_a_harmful_one_is_not(tmp_path: Path) -> None:
    page = "<meta charset={}><p>" + "Паром сел на мель. " * 20
    library = read(
        tmp_path,
        {
            "a.html": page.format("windows-1251").encode("cp1251"),
            "b.html": page.format("unicode_escape").encode("cp1251"),
        },
    )
    assert "Паром" in library.documents[0].text
    assert [notice.place for notice in library.notices] == ["b.html"]


def test_a_few_broken_bytes_do_not_spoil_utf8(tmp_path: Path) -> None:
    library = read(tmp_path, {"a.txt": WORDS.encode() + b"\xff the end"})
    assert only(library).text == WORDS + "\ufffd the end"


# ------------------------------------------------------------------ bad input

UNREADABLE = [
    ("zeros.txt", b"\x00\x01\x02" * 100, "is not text"),
    ("noise.txt", bytes(range(256)) * 20, "is not text"),
    ("paper.txt", b"%PDF-1.4\n...", "is not text but a PDF"),
    ("picture.html", b"\x89PNG\r\n\x1a\n", "a picture"),
    ("empty.txt", b"", "is empty"),
    ("blank.md", b" \n \n", "is empty"),
    ("only-front.md", b"---\ntitle: x\n---\n", "is empty"),
    ("tags.html", b"<p> </p>", "is empty"),
    ("none.jsonl", b"\n", "is empty"),
]


@pytest.mark.parametrize(("name", "data", "words"), UNREADABLE, ids=[u[0] for u in UNREADABLE])
def test_a_file_that_cannot_be_read_is_named_and_the_rest_is_read(
    tmp_path: Path, name: str, data: bytes, words: str
) -> None:
    library = read(tmp_path, {name: data, "good.txt": ARTICLE})
    assert [document.id for document in library.documents] == ["good"]
    (failure,) = library.failures
    assert failure.place == name
    assert words in failure.message
    assert failure.message.endswith(".")


def test_a_file_that_may_not_be_read_is_named(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe.txt")
    (tmp_path / "gone.txt").symlink_to(tmp_path / "nowhere.txt")
    library = read(tmp_path, {"good.txt": ARTICLE})
    assert [failure.place for failure in library.failures] == ["gone.txt", "pipe.txt"]


@pytest.mark.parametrize(
    ("files", "words"),
    [
        ({}, "holds no article"),
        ({"photo.jpg": "x", "README.md": "x", ".hidden.txt": "x"}, "no article (1 other files)"),
    ],
)
def test_a_folder_without_articles_ends_in_words_with_a_remedy(
    tmp_path: Path, files: dict[str, str | bytes], words: str
) -> None:
    with pytest.raises(TimelineError) as caught:
        read(tmp_path, files)
    assert words in str(caught.value)
    assert "Put articles in it" in str(caught.value)


@pytest.mark.parametrize("name", ["nowhere", "photo.jpg"])
def test_a_source_that_is_none_ends_in_words(tmp_path: Path, name: str) -> None:
    (tmp_path / "photo.jpg").write_bytes(b"x")
    with pytest.raises(SourceError, match=name):
        read_documents(tmp_path / name, Config())


@pytest.mark.parametrize("suffix", [".txt", ".html", ".md"])
def test_a_line_of_5_mb_is_read_in_a_few_seconds(tmp_path: Path, suffix: str) -> None:
    file = tmp_path / f"long{suffix}"
    file.write_text(BODY * (5_000_000 // len(BODY)))
    before = time.process_time()
    document = only(read_documents(file, Config()))
    assert time.process_time() - before < 5
    assert len(document.text) > 4_900_000
    assert document.title == MADE


# ------------------------------------------------------------------ folders and ids


def test_a_folder_is_read_in_the_order_of_paths_without_what_is_not_for_reading(
    tmp_path: Path,
) -> None:
    outside = tmp_path / "outside"
    outside.mkdir()
    (outside / "secret.txt").write_text(ARTICLE)
    source = tmp_path / "source"
    source.mkdir()
    (source / "link.txt").symlink_to(outside / "secret.txt")
    (source / "folder").symlink_to(outside)
    library = read(
        source,
        {
            "b.txt": ARTICLE,
            "a/c.md": ARTICLE,
            "a/B.HTM": f"<p>{BODY}",
            ".hidden/x.txt": ARTICLE,
            ".x.txt": ARTICLE,
            "readme.txt": ARTICLE,
            "build/old.html": ARTICLE,
            "facts/f.txt": ARTICLE,
            "timeline.toml": "",
            "edits.toml": "",
            "one.jpg": "",
            "two.jpg": "",
        },
        Config(output=source / "build", knowledge=(source / "facts",)),
    )
    assert [document.path for document in library.documents] == ["a/B.HTM", "a/c.md", "b.txt"]
    assert [document.id for document in library.documents] == ["a--b", "a--c", "b"]
    assert sorted((notice.code, notice.place) for notice in library.notices) == [
        ("link-not-followed", "folder"),
        ("link-not-followed", "link.txt"),
        ("suffix-unknown", "one.jpg"),
    ]
    assert "one.jpg, two.jpg" in library.notices[-1].message


def test_files_of_one_stem_or_one_title_get_ids_of_their_own(tmp_path: Path) -> None:
    library = read(tmp_path, {"a.txt": ARTICLE, "a.md": ARTICLE, "A.html": f"<p>{BODY}"})
    assert [document.id for document in library.documents] == ["a", "a-2", "a-3"]
    assert library.documents[1].title == library.documents[2].title


def test_reading_twice_gives_the_same(tmp_path: Path) -> None:
    files: dict[str, str | bytes] = {"a.txt": ARTICLE, "b.md": MARKDOWN, "c.html": PAGE}
    assert read(tmp_path, files) == read(tmp_path, files)


@pytest.mark.parametrize(
    ("name", "identity"),
    [
        ("Ferry runs aground!", "ferry-runs-aground"),
        ("a/b", "a--b"),
        ("Café", "cafe"),
        ("__init__", "init__"),
        ("ABC19980108.1830.0711", "abc19980108.1830.0711"),
    ],
)
def test_an_id_keeps_what_a_file_name_can_hold(name: str, identity: str) -> None:
    assert safe_id(name) == identity


@given(st.text(max_size=200) | st.sampled_from(["nul.txt", "con", "Aux.a.b", "_", "__x__", "-.x"]))
def test_an_id_is_always_safe_as_a_file_name_and_in_an_address(name: str) -> None:
    identity = safe_id(name)
    assert re.fullmatch(r"[a-z0-9](?:[a-z0-9_.-]*[a-z0-9_])?", identity)
    check_names("document", [identity])
    assert ".." not in identity
    assert len(identity) <= 87
    assert identity not in {"con", "nul", "aux", "prn", "com1", "lpt1"}


def test_names_that_lose_letters_stay_apart() -> None:
    assert safe_id("отчёт-2021") != safe_id("сводка-2021")
    assert safe_id("..") != safe_id("/")


@settings(max_examples=40, deadline=None)
@given(st.binary(max_size=300), st.sampled_from(["a.txt", "a.md", "a.html", "a.jsonl"]))
def test_no_bytes_whatever_make_reading_fail_without_words(
    tmp_path_factory: pytest.TempPathFactory, data: bytes, name: str
) -> None:
    folder = tmp_path_factory.mktemp("bytes")
    library = read(folder, {name: data})
    assert library.documents or library.failures
    for document in library.documents:
        document.text.encode()
        document.title.encode()
        for aside in document.asides:
            assert document.text[aside.start : aside.end].strip()
        if document.title_span:
            assert document.text[slice(*document.title_span)] == document.title


def test_what_is_shown_of_a_file_cannot_act_on_a_terminal() -> None:
    words = describe("wrong", shown="\x1b[2Jred\x07" + "x" * 500, remedy="Mend it.")
    assert "\x1b" not in words
    assert "\x07" not in words
    assert all(len(line) < 120 for line in words.split("\n"))
