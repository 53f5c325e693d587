"""The command line: what each command answers, and that bad input ends in words and a site."""

from __future__ import annotations

import argparse
import csv
import io
import json
import re
import subprocess
import sys
import time
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from timeline.cli import main, make_parser
from timeline.progress import Progress

ARTICLES = {
    "ferry.txt": "Ferry service opens\n\nThe ferry opened on Tuesday, May 18, 2021. "
    "It will reach the island next week, the mayor said on Wednesday.",
    "harbour.md": "---\ndate: 2021-05-20\ntitle: Harbour to be dredged\n---\n\n"
    "The council voted on Monday to dredge the harbour. Work begins on June 7.",
}
TODAY = ("--today", "2026-01-01")


@dataclass(frozen=True)
class Result:
    status: int
    out: str
    err: str

    @property
    def records(self) -> list[dict[str, Any]]:
        return [json.loads(line) for line in self.out.splitlines()]


@pytest.fixture
def run(capsys: pytest.CaptureFixture[str]) -> Any:
    """Run a command in this process, as a shell would see it."""

    def run_command(*arguments: str | Path) -> Result:
        try:
            status = main([str(argument) for argument in arguments])
        except SystemExit as stopped:
            status = int(str(stopped.code))
        captured = capsys.readouterr()
        return Result(status, captured.out, captured.err)

    return run_command


@pytest.fixture
def articles(tmp_path: Path) -> Path:
    return write(tmp_path / "articles", ARTICLES)


def write(folder: Path, files: dict[str, str] | dict[str, bytes]) -> Path:
    for name, content in files.items():
        file = folder / name
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_bytes(content.encode() if isinstance(content, str) else content)
    return folder


def site_of(folder: Path) -> dict[str, bytes]:
    return {
        file.relative_to(folder).as_posix(): file.read_bytes()
        for file in sorted(folder.rglob("*"))
        if file.is_file()
    }


# --- what each command answers ------------------------------------------------------------------


def test_build_makes_a_site_and_says_where(run: Any, articles: Path, tmp_path: Path) -> None:
    result = run("build", articles, "-o", tmp_path / "site", *TODAY)
    assert result.status == 0
    assert "2 articles" in result.out
    assert str(tmp_path / "site" / "index.html") in result.out
    assert {"index.html", "documents/ferry.html", "documents/harbour.html"} <= set(
        site_of(tmp_path / "site")
    )


def test_tag_writes_timeml_for_one_document_to_standard_output(run: Any, articles: Path) -> None:
    result = run("tag", articles / "ferry.txt", "--format", "timeml", *TODAY)
    assert result.status == 0
    assert result.out.startswith('<?xml version="1.0"')
    assert "<TIMEX3 " in result.out


def test_tag_writes_timeml_of_several_documents_to_a_folder(
    run: Any, articles: Path, tmp_path: Path
) -> None:
    assert run("tag", articles, "--format", "timeml", "-o", tmp_path / "t", *TODAY).status == 0
    assert sorted(site_of(tmp_path / "t")) == ["ferry.tml", "harbour.tml"]


def test_learn_writes_a_table_and_says_from_how_much(run: Any, tmp_path: Path) -> None:
    lines = [
        json.dumps(
            {"doc": f"d{day}", "date": f"2012-03-{day:02}", "text": "The Grebbel Ferry ran."}
        )
        for day in range(1, 29)
    ]
    lines.append(json.dumps({"doc": "x", "text": "Nobody knows when."}))
    write(tmp_path, {"archive.jsonl": "\n".join(lines)})
    result = run("learn", tmp_path / "archive.jsonl", "-o", tmp_path / "names.bin")
    assert result.status == 0
    assert "28 dated articles" in result.out
    assert "1 article without a date" in result.err
    assert (tmp_path / "names.bin").read_bytes()


def test_learn_refuses_an_archive_without_dates(run: Any, articles: Path, tmp_path: Path) -> None:
    result = run("learn", articles, "-o", tmp_path / "names.bin")
    assert result.status == 2
    assert "too few" in result.err


def test_tag_says_where_several_timeml_files_should_go(run: Any, articles: Path) -> None:
    result = run("tag", articles, "--format", "timeml", *TODAY)
    assert result.status == 2
    assert "-o FOLDER" in result.err


def test_build_goes_where_timeline_toml_says(run: Any, articles: Path) -> None:
    write(articles, {"timeline.toml": 'output = "../elsewhere"\ntitle = "The island & us"\n'})
    assert run("build", articles, *TODAY).status == 0
    page = (articles.parent / "elsewhere" / "index.html").read_text(encoding="utf-8")
    assert "The island &amp; us" in page


def test_two_builds_are_byte_identical(run: Any, articles: Path, tmp_path: Path) -> None:
    for name in ("one", "two"):
        assert run("build", articles, "-o", tmp_path / name, *TODAY).status == 0
    assert site_of(tmp_path / "one") == site_of(tmp_path / "two")


def test_a_second_build_writes_nothing(run: Any, articles: Path, tmp_path: Path) -> None:
    run("build", articles, "-o", tmp_path / "site", *TODAY)
    assert "(0 files written)" in run("build", articles, "-o", tmp_path / "site", *TODAY).out


def test_builds_in_other_processes_are_byte_identical(articles: Path, tmp_path: Path) -> None:
    """Nothing hangs on the order of sets, the locale or the time zone."""
    for name, settings in (
        ("one", {"PYTHONHASHSEED": "1", "TZ": "Pacific/Kiritimati", "LC_ALL": "C"}),
        ("two", {"PYTHONHASHSEED": "2", "TZ": "Pacific/Niue", "LC_ALL": "C.UTF-8"}),
    ):
        command = [sys.executable, "-m", "timeline", "build", str(articles), *TODAY]
        subprocess.run([*command, "-o", str(tmp_path / name)], env=settings, check=True)
    assert site_of(tmp_path / "one") == site_of(tmp_path / "two")


def test_tag_reads_json_lines_on_standard_input(run: Any, monkeypatch: Any) -> None:
    line = json.dumps({"doc": "News/A.1", "text": "It sank last week."})
    monkeypatch.setattr(sys, "stdin", io.StringIO(line + "\n"))
    result = run("tag", "-", "--date", "2021-05-24", *TODAY)
    assert result.status == 0
    (record,) = result.records
    assert record["schema_version"] == 1
    assert record["doc"] == "News/A.1"
    (timex,) = record["timexes"]
    assert (timex["start"], timex["end"], timex["text"]) == (8, 17, "last week")
    assert (timex["type"], timex["value"]) == ("DATE", "2021-W20")
    assert timex["edtf"] == "2021-05-17/2021-05-23"


def test_tag_reads_a_plain_text_on_standard_input(run: Any, monkeypatch: Any) -> None:
    monkeypatch.setattr(sys, "stdin", io.StringIO("It sank yesterday."))
    (record,) = run("tag", "-", "--date", "2021-05-24", *TODAY).records
    assert [timex["value"] for timex in record["timexes"]] == ["2021-05-23"]


@pytest.mark.parametrize("key", ["date", "dct"])
def test_tag_counts_from_the_date_of_each_line(run: Any, tmp_path: Path, key: str) -> None:
    lines = [
        {"doc": "a", "text": "It sank yesterday.", key: "2021-05-24"},
        {"doc": "b", "text": "It sank yesterday.", key: "2019-01-01"},
    ]
    source = tmp_path / "two.jsonl"
    source.write_text("".join(json.dumps(line) + "\n" for line in lines), encoding="utf-8")
    values = [[t["value"] for t in one["timexes"]] for one in run("tag", source, *TODAY).records]
    assert values == [["2021-05-23"], ["2018-12-31"]]


def test_tag_with_a_date_goes_before_the_date_of_a_line(run: Any, tmp_path: Path) -> None:
    source = tmp_path / "one.jsonl"
    source.write_text('{"doc": "a", "text": "It sank yesterday.", "date": "2019-01-01"}')
    (record,) = run("tag", source, "--date", "2021-05-24", *TODAY).records
    assert record["timexes"][0]["value"] == "2021-05-23"


def test_tags_stand_where_they_say(run: Any, articles: Path) -> None:
    for record in run("tag", articles / "ferry.txt", *TODAY).records:
        for timex in record["timexes"]:
            assert ARTICLES["ferry.txt"][timex["start"] : timex["end"]] == timex["text"]


def test_date_tells_day_interval_method_and_evidence(run: Any, articles: Path) -> None:
    ferry, harbour = run("date", articles, *TODAY).records
    names = {"doc", "date", "low", "high", "method", "evidence", "runner_up", "schema_version"}
    assert names <= set(ferry)
    assert ferry["method"] == "inferred"
    assert ferry["low"] <= "2021-05-19" <= ferry["high"]
    assert all(one["words"] and one["says"] for one in ferry["evidence"])
    assert (harbour["method"], harbour["date"]) == ("given", "2021-05-20")
    assert harbour["low"] == harbour["high"] == "2021-05-20"


GIVEN_DATES = {
    "date.md": "---\ndate: 2021-05-20\n---\n\nThe council voted on Monday.",
    "published.md": "---\npublished: 2021-05-20\n---\n\nThe council voted on Monday.",
    "date.jsonl": '{"text": "The council voted on Monday.", "date": "2021-05-20"}',
    "dct.jsonl": '{"text": "The council voted on Monday.", "dct": "2021-05-20"}',
    "2021-05-20-council.txt": "The council voted on Monday.",
    "address.jsonl": '{"text": "The council voted.", "url": "https://example.org/2021/05/20/vote"}',
    "meta.html": '<meta property="article:published_time" content="2021-05-20T09:00Z">'
    "<p>The council voted on Monday.</p>",
    "time.html": '<article><time datetime="2021-05-20">20 May</time>'
    "<p>The council voted on Monday.</p></article>",
}


@pytest.mark.parametrize("name", GIVEN_DATES)
def test_a_date_that_comes_with_an_article_is_used(run: Any, tmp_path: Path, name: str) -> None:
    source = write(tmp_path, {name: GIVEN_DATES[name]}) / name
    (record,) = run("date", source, *TODAY).records
    assert (record["date"], record["low"], record["high"]) == ("2021-05-20",) * 3
    assert record["method"] in {"given", "metadata"}


def test_date_infer_leaves_metadata_out(run: Any, articles: Path) -> None:
    (record,) = run("date", articles / "harbour.md", "--infer", *TODAY).records
    assert record["method"] in {"inferred", "unknown"}


def test_date_is_never_today_for_want_of_anything_better(run: Any, tmp_path: Path) -> None:
    source = write(tmp_path, {"a.txt": "Sheep graze on hills.\n\nThey eat grass."}) / "a.txt"
    (record,) = run("date", source, *TODAY).records
    assert record["date"] is None
    assert record["method"] == "unknown"


def test_output_goes_into_a_file_in_a_new_folder(run: Any, articles: Path, tmp_path: Path) -> None:
    out = tmp_path / "new" / "dates.jsonl"
    result = run("date", articles, "-o", out, *TODAY)
    assert (result.status, result.out) == (0, "")
    assert len(out.read_text(encoding="utf-8").splitlines()) == 2


def test_events_as_json(run: Any, articles: Path) -> None:
    found = json.loads(run("events", articles, *TODAY).out)
    assert found["schema_version"] == 1
    assert {document["doc"] for document in found["documents"]} == {"ferry", "harbour"}
    assert any(event["edtf"] == "2021-05-18" for event in found["events"])
    for event in found["events"]:
        assert event["passages"]
        for passage in event["passages"]:
            assert passage["doc"]
            assert passage["quote"]
            assert passage["time"]["why"]


def test_events_as_csv(run: Any, articles: Path) -> None:
    result = run("events", articles, "--format", "csv", *TODAY)
    rows = list(csv.DictReader(io.StringIO(result.out)))
    assert any((row["start"], row["end"]) == ("2021-05-18", "2021-05-18") for row in rows)
    assert all(row["id"] and row["sources"] and row["why"] for row in rows)


def test_explain_a_sentence(run: Any) -> None:
    result = run("explain", "--text", "It sank last week.", "--date", "2021-05-24")
    assert result.status == 0
    assert "“last week”" in result.out
    assert "2021-W20" in result.out
    assert "because" in result.out


def test_explain_a_sentence_without_a_time(run: Any) -> None:
    assert "No time expression" in run("explain", "--text", "Sheep graze on hills.").out


def test_explain_an_event_by_its_id(run: Any, articles: Path) -> None:
    (event, *_) = json.loads(run("events", articles, *TODAY).out)["events"]
    result = run("explain", event["id"], "--source", articles, *TODAY)
    assert result.status == 0
    assert event["title"] in result.out
    assert event["passages"][0]["quote"] in result.out
    assert "written" in result.out


def test_explain_an_unknown_event_suggests_one(run: Any, articles: Path) -> None:
    (event, *_) = json.loads(run("events", articles, *TODAY).out)["events"]
    result = run("explain", event["id"][:-1], "--source", articles, *TODAY)
    assert result.status == 2
    assert event["id"] in result.err


def test_check_counts_and_tells_what_hangs_on_inferred_dates(run: Any, articles: Path) -> None:
    result = run("check", articles, *TODAY)
    assert result.status == 0
    assert "articles: 2," in result.out
    assert "ferry.txt" in result.out.split("What hangs on an inferred date:")[1]


@pytest.mark.parametrize("command", ["build", "tag", "date", "events", "explain", "check"])
def test_help_tells_what_a_command_is_for(run: Any, command: str) -> None:
    result = run(command, "--help")
    assert result.status == 0
    options = re.findall(r"^  (-\S+|[A-Z_]+)(.*)$", result.out, re.MULTILINE)
    assert len(options) > 2
    assert not re.search(r"--date\b", result.out) or "YYYY-MM-DD" in result.out


def test_help_shows_examples_and_every_command(run: Any) -> None:
    result = run("--help")
    assert "timeline build articles/" in result.out
    for command in ("build", "tag", "date", "events", "explain", "check"):
        assert re.search(rf"^    {command} +\w", result.out, re.MULTILINE)


def parsers_of(parser: argparse.ArgumentParser) -> dict[str, argparse.ArgumentParser]:
    """The commands that a parser knows."""
    (action,) = (one for one in parser._actions if one.choices)
    assert isinstance(action.choices, dict)
    return action.choices


@pytest.mark.parametrize("command", parsers_of(make_parser()))
def test_a_command_asked_for_alone_is_what_it_is_among_all(command: str) -> None:
    alone, among = make_parser(command), make_parser()
    assert list(parsers_of(alone)) == [command]
    told, said = (parsers_of(each)[command] for each in (alone, among))
    assert (told.format_help(), told._defaults) == (said.format_help(), said._defaults)
    assert alone.format_usage() == among.format_usage()


@pytest.mark.parametrize("typed", ["", "bild", "--help", "buil"])
def test_every_command_is_known_where_none_is_asked_for(typed: str) -> None:
    assert parsers_of(make_parser(typed)).keys() == parsers_of(make_parser()).keys()


# --- wrong use -----------------------------------------------------------------------------------

MISUSES = [
    ([], "commands:"),
    (["build", "nowhere"], "nowhere: is not there"),
    (["build", "empty"], "holds no article"),
    (["tag", "picture.png"], "cannot be read"),
    (["tag", "good", "--date", "2021-13-40"], "write it as 2021-05-24"),
    (["events", "good", "--format", "pdf"], "csv"),
    (["explain"], "--text"),
    (["explain", "nothing", "--source", "good"], "timeline events"),
    (["frobnicate"], "build"),
    (["build", "good", "-o", "taken"], "did not write"),
    (["build", "good", "-o", "taken/thesis.doc"], "is a file"),
    (["build", "misconfigured"], 'Did you mean "title"?'),
    (["build", "unparsable"], "timeline.toml:1"),
    (["date", "missing-knowledge"], "facts.toml"),
]


@pytest.mark.parametrize(("arguments", "words"), MISUSES, ids=[" ".join(a) for a, _ in MISUSES])
def test_wrong_use_ends_with_status_2_and_a_remedy(
    run: Any, tmp_path: Path, monkeypatch: Any, arguments: list[str], words: str
) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "empty").mkdir()
    article = ARTICLES["ferry.txt"]
    write(
        tmp_path,
        {
            "picture.png": "no picture",
            "good/a.txt": article,
            "taken/thesis.doc": "three years of work",
            "misconfigured/a.txt": article,
            "misconfigured/timeline.toml": 'titel = "x"\noutput = 7\n',
            "unparsable/a.txt": article,
            "unparsable/timeline.toml": "title = \n",
            "missing-knowledge/a.txt": article,
            "missing-knowledge/timeline.toml": 'knowledge = ["facts.toml"]\n',
        },
    )
    result = run(*arguments)
    assert result.status == 2
    assert words in result.out + result.err
    assert (tmp_path / "taken" / "thesis.doc").read_text() == "three years of work"


def test_every_wrong_option_is_told_at_once(run: Any, tmp_path: Path) -> None:
    config = 'titel = "x"\noutput = 7\nfirst_weekday = "tuesday"\n'
    write(tmp_path, {"a.txt": ARTICLES["ferry.txt"], "timeline.toml": config})
    result = run("build", tmp_path)
    assert result.status == 2
    assert all(f"timeline.toml:{line}" in result.err for line in (1, 2, 3))


# --- bad input: a clear message, and a site of the rest -------------------------------------------


@dataclass(frozen=True)
class Bad:
    """Files beside two good articles, the status, words of the message, pages that are there."""

    files: dict[str, bytes]
    status: int
    words: str
    pages: tuple[str, ...] = ()


BAD = {
    "a binary file named .txt": Bad(
        {"picture.txt": b"\x89PNG\r\n\x1a\n" + bytes(range(256)) * 40}, 1, "picture.txt"
    ),
    "an empty file": Bad({"nothing.txt": b""}, 1, "nothing.txt"),
    "invalid front matter": Bad(
        {"bad.md": b"---\ntitle: [unclosed\ndate: 2021-05-19\n---\n\nIt sank on May 3, 2021.\n"},
        0,
        "bad.md:",
        ("documents/bad.html",),
    ),
    "front matter that is never closed": Bad(
        {"open.md": b"---\ntitle: Open\n\nIt sank on May 3, 2021.\n"},
        0,
        "open.md:1",
        ("documents/open.html",),
    ),
    "two files with one title": Bad(
        {
            "one/same.txt": b"The same\n\nIt sank on May 3, 2021.",
            "two/same.txt": b"The same\n\nIt was raised on May 9, 2021.",
        },
        0,
        "",
        ("documents/one--same.html", "documents/two--same.html"),
    ),
    "two file names that become one": Bad(
        {
            "Report A.txt": b"The one\n\nIt sank on May 3, 2021.",
            "report-a.txt": b"The other\n\nIt was raised on May 9, 2021.",
        },
        0,
        "",
        ("documents/report-a.html", "documents/report-a-2.html"),
    ),
    "a broken line in a collection": Bad(
        {"lines.jsonl": b'{"doc": "x", "text": "It sank on May 3, 2021."}\n{"doc": \n'},
        1,
        "lines.jsonl:2",
        ("documents/x.html",),
    ),
    "a date that is none": Bad(
        {"when.md": b"---\ndate: sometime\n---\n\nIt sank on May 3, 2021.\n"},
        0,
        "when.md",
        ("documents/when.html",),
    ),
    "a file of another kind": Bad({"notes.docx": b"PK\x03\x04"}, 0, "notes.docx"),
    "an old encoding": Bad(
        {"cafe.txt": "Café\n\nThe café opened on May 3, 2021.".encode("latin-1")},
        0,
        "cafe.txt",
        ("documents/cafe.html",),
    ),
}


@pytest.mark.parametrize("bad", BAD.values(), ids=BAD.keys())
def test_bad_input_is_named_and_the_rest_is_built(
    run: Any, articles: Path, tmp_path: Path, bad: Bad
) -> None:
    write(articles, bad.files)
    result = run("build", articles, "-o", tmp_path / "site", *TODAY)
    assert result.status == bad.status
    assert bad.words in result.err
    built = site_of(tmp_path / "site")
    wanted = {"index.html", "documents/ferry.html", "documents/harbour.html", *bad.pages}
    assert wanted <= set(built)


def test_a_message_has_a_place_and_a_remedy(run: Any, articles: Path, tmp_path: Path) -> None:
    write(articles, {"nothing.txt": b""})
    result = run("build", articles, "-o", tmp_path / "site", *TODAY)
    assert "timeline: nothing.txt: is empty" in result.err
    assert "take it out" in result.err


def test_only_bad_files_end_in_words_and_no_site(run: Any, tmp_path: Path) -> None:
    source = write(tmp_path / "only", {"nothing.txt": b""})
    result = run("build", source, "-o", tmp_path / "site", *TODAY)
    assert result.status in {1, 2}
    assert "nothing.txt" in result.err


LONG_LINES = {
    "long.txt": "counterrevolutionaries " * 220_000,
    "long.jsonl": "x" * 5_000_000,
    "long.html": "20210503" * 625_000,
    "long.md": "[" * 5_000_000,
}


@pytest.mark.parametrize("name", LONG_LINES)
def test_a_line_of_5_mb_is_read_in_passable_time(
    run: Any, articles: Path, tmp_path: Path, name: str
) -> None:
    text = f"It sank on May 3, 2021. {LONG_LINES[name]} It was raised on May 9, 2021."
    if name == "long.jsonl":
        text = json.dumps({"doc": "long", "text": text})
    write(articles, {name: text})
    begun = time.process_time()
    result = run("build", articles, "-o", tmp_path / "site", *TODAY)
    assert time.process_time() - begun < 60
    assert result.status == 0
    assert "documents/ferry.html" in site_of(tmp_path / "site")


SCRIPT = "<script>alert(1)</script><img src=x onerror=alert(2)>"


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("evil.txt", f"{SCRIPT}\n\nIt sank on May 3, 2021. {SCRIPT}"),
        ("evil.md", f"---\ntitle: '{SCRIPT}'\nsource: '{SCRIPT}'\n---\n\nIt sank on May 3, 2021."),
        ("evil.jsonl", json.dumps({"doc": SCRIPT, "title": SCRIPT, "text": f"{SCRIPT} on May 3."})),
    ],
)
def test_a_title_full_of_script_stays_words(
    run: Any, articles: Path, tmp_path: Path, name: str, content: str
) -> None:
    write(articles, {name: content})
    result = run("build", articles, "-o", tmp_path / "site", "--title", SCRIPT, *TODAY)
    assert result.status == 0
    for path, page in site_of(tmp_path / "site").items():
        if path.endswith(".html"):
            assert b"<script>alert" not in page, path
            assert b"<img" not in page, path
    assert b"&lt;script&gt;alert" in (tmp_path / "site" / "index.html").read_bytes()


def test_strict_turns_a_warning_into_status_1(run: Any, articles: Path, tmp_path: Path) -> None:
    write(articles, {"when.md": b"---\ndate: sometime\n---\n\nIt sank on May 3, 2021.\n"})
    arguments = ("build", articles, "-o", tmp_path / "site", *TODAY)
    assert run(*arguments).status == 0
    assert run(*arguments, "--strict").status == 1


# --- progress ------------------------------------------------------------------------------------


class Stream(io.StringIO):
    """A text stream that is, or is not, somebody's terminal."""

    def __init__(self, *, watched: bool) -> None:
        super().__init__()
        self.watched = watched

    def isatty(self) -> bool:
        return self.watched


@pytest.mark.parametrize(
    ("watched", "seconds", "shown"), [(True, 5.0, True), (False, 5.0, False), (True, 0.5, False)]
)
def test_progress_is_for_people_who_wait(watched: bool, seconds: float, shown: bool) -> None:
    stream = Stream(watched=watched)
    bar = Progress("reading times", 10, stream)
    bar.begun -= seconds
    bar(10)
    assert ("reading times" in stream.getvalue()) is shown
    assert stream.getvalue().endswith("10/10\n") is shown


def test_a_pipe_gets_no_progress(articles: Path) -> None:
    command = [sys.executable, "-m", "timeline", "date", str(articles), *TODAY]
    result = subprocess.run(command, capture_output=True, text=True, check=True)
    assert "\r" not in result.stderr
    assert "█" not in result.stderr


def test_a_closed_pipe_is_no_failure(articles: Path) -> None:
    """`timeline tag articles | head -1` ends quietly."""
    command = f"{sys.executable} -m timeline tag {articles} | head -c 1"
    result = subprocess.run(  # noqa: S602 - the pipe is the point
        command, shell=True, capture_output=True, text=True, check=False
    )
    assert "Traceback" not in result.stderr
    assert "Exception" not in result.stderr
