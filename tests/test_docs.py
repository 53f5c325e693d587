"""The pages of documentation are true: commands run, tables are complete, links lead somewhere."""

from __future__ import annotations

import json
import os
import re
import shlex
import shutil
import signal
import subprocess
import sys
import tomllib
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from background import hear_ctrl_c

import timeline
from timeline.cli import make_parser
from timeline.cli.parser import EVENT_FORMATS
from timeline.config import OPTION_NAMES, Config, load_config
from timeline.curation import Edit
from timeline.curation.edits import parse_edits
from timeline.diff import Change, ChangeKind
from timeline.documents import read_documents
from timeline.exports import (
    CSV_COLUMNS,
    PARQUET_COLUMNS,
    PASSAGE_FIELDS,
    SCHEMA_VERSION,
    dating_of,
    summary_json,
    tags_of,
    timeline_record,
)
from timeline.handmade import read_events
from timeline.knowledge import packs
from timeline.knowledge.chronicle import read_chronicle
from timeline.lexicon import build_lexicon
from timeline.pipeline import Options, run
from timeline.summary import Chosen, ToldDay

ROOT = Path(__file__).resolve().parent.parent
PAGES = [ROOT / "README.md", ROOT / "CONTRIBUTING.md", *sorted((ROOT / "docs").rglob("*.md"))]
INTO = tuple(f"docs/into/{page.name}" for page in sorted((ROOT / "docs" / "into").glob("*.md")))
TOLD = ("README.md", "docs/guide.md", "docs/embed.md", *INTO)
SCALE = "docs/scale.md"
SCHEDULER = "tcp://10.0.0.5:8786"
"""The address on the pages, where the tests have another."""
PUBLISH = "docs/publish.md"
FORMATS = (ROOT / "docs" / "formats.md").read_text(encoding="utf-8")
GUIDE = (ROOT / "docs" / "guide.md").read_text(encoding="utf-8")

FENCE = re.compile(r"^```(\w*)\n(.*?)^```$", re.MULTILINE | re.DOTALL)
LINK = re.compile(r"\[[^\]]*\]\(([^)\s]+)\)")
HEADING = re.compile(r"^#+ (.+)$", re.MULTILINE)


def fences(page: str, language: str) -> list[str]:
    """The blocks of one language on a page."""
    text = (ROOT / page).read_text(encoding="utf-8")
    return [body for name, body in FENCE.findall(text) if name == language]


def _commands() -> Iterator[tuple[str, str, str | None]]:
    """Each command on the pages: the page, the command, and its output where that is shown."""
    for page in (*TOLD, PUBLISH, SCALE):
        for block in fences(page, "sh"):
            for line in block.splitlines():
                if re.search(r"(^|\| )timeline ", line):
                    yield page, line, None
        for block in fences(page, "console"):
            for told in re.split(r"^\$ ", block, flags=re.MULTILINE)[1:]:
                command, _, output = told.partition("\n")
                yield page, command, output


COMMANDS = list(_commands())


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with the demo corpus as `articles`, as the pages assume."""
    place = tmp_path_factory.mktemp("reader")
    shutil.copytree(ROOT / "examples", place / "articles")
    (place / "archive").mkdir()
    for day in range(1, 29):
        text = f"---\ndate: 2012-03-{day:02}\n---\nThe Grebbel Ferry ran again.\n"
        (place / "archive" / f"{day}.md").write_text(text, encoding="utf-8")
    for words in ("init -q .", "init -q --bare pages.git", "remote add origin ./pages.git"):
        subprocess.run(["git", *words.split()], cwd=place, check=True)  # noqa: S607
    return place


@pytest.fixture(scope="module")
def record(folder: Path) -> dict[str, Any]:
    """The demo corpus as `timeline events` tells it."""
    library = read_documents(folder / "articles", Config())
    options = Options(date(2026, 1, 1).toordinal())
    return timeline_record(run(library, Config(), "Demo", options))


def interrupted(command: str, where: Path, settings: dict[str, str]) -> int:
    """Run what runs until Ctrl-C, and press it as soon as it says that it is there."""
    words = [*shlex.split(command), "--port", "0"]
    with subprocess.Popen(
        words,
        cwd=where,
        env=settings,
        stderr=subprocess.PIPE,
        text=True,
        preexec_fn=hear_ctrl_c,  # noqa: PLW1509 - no thread here that forking could harm
    ) as running:
        assert running.stderr
        assert "http://127.0.0.1:" in running.stderr.readline()
        running.send_signal(signal.SIGINT)
        return running.wait(60)


@pytest.mark.parametrize(
    ("page", "command", "output"), COMMANDS, ids=[command for _, command, _ in COMMANDS]
)
def test_command_runs_as_told(
    page: str,
    command: str,
    output: str | None,
    folder: Path,
    record: dict[str, Any],
    request: pytest.FixtureRequest,
) -> None:
    if SCHEDULER in command:
        command = command.replace(SCHEDULER, request.getfixturevalue("made").address)
    command = command.replace("EVENT_ID", record["events"][0]["id"])
    scripts = Path(sys.executable).parent
    where = folder
    if command.startswith("timeline new"):
        where = folder / Path(page).stem
        where.mkdir()
    settings = {**os.environ, "PATH": f"{scripts}{os.pathsep}{os.environ['PATH']}"}
    if command.startswith("timeline serve"):
        assert interrupted(command, where, settings) == 0
        return
    result = subprocess.run(  # noqa: S602 - a shell is what a reader types it into
        command,
        shell=True,
        cwd=where,
        env=settings,
        capture_output=True,
        text=True,
        check=False,
    )
    strict = "--strict" in command
    assert result.returncode in ({0, 1} if strict else {0}), result.stderr
    if output is not None:
        assert result.stdout == output


@pytest.mark.parametrize("page", [page for page in TOLD if fences(page, "python")])
def test_python_runs_as_told(page: str, folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(folder)
    for block in fences(page, "python"):
        exec(compile(block, page, "exec"), {})  # noqa: S102 - our own page


def test_every_target_that_is_told_is_in_the_makefile() -> None:
    makefile = (ROOT / "Makefile").read_text(encoding="utf-8")
    targets = set(re.findall(r"^([a-z]+):", makefile, re.MULTILINE))
    pages = [*PAGES, ROOT / ".github" / "workflows" / "pages.yml", ROOT / ".ci" / "run"]
    told = "(?:`|^|run: )make ([a-z]+)"
    for page in pages:
        found = set(re.findall(told, page.read_text(encoding="utf-8"), re.MULTILINE))
        assert found <= targets, page.name
    assert "site" in targets


def _commands_of_parser() -> dict[str, Any]:
    (action,) = (one for one in make_parser()._actions if one.choices)
    assert isinstance(action.choices, dict)
    return action.choices


@pytest.mark.parametrize("command", _commands_of_parser())
def test_every_command_and_option_is_in_the_guide(command: str) -> None:
    assert f"timeline {command} " in GUIDE
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    assert f"`timeline {command}`" in readme
    for action in _commands_of_parser()[command]._actions:
        for option in action.option_strings:
            if option.startswith("--") and option not in {"--help", "--output"}:
                assert option in GUIDE


# --- settings ------------------------------------------------------------------------------------


def test_every_setting_is_documented_in_its_order() -> None:
    section = section_of("timeline.toml")
    assert rows(section) == list(OPTION_NAMES)
    told = GUIDE.split("## Settings", 1)[1]
    assert all(f"`{name}`" in told for name in OPTION_NAMES)


def test_the_settings_that_are_shown_are_right(tmp_path: Path) -> None:
    (block,) = FENCE.findall(section_of("timeline.toml"))
    (tmp_path / "timeline.toml").write_text(block[1], encoding="utf-8")
    assert load_config(tmp_path).today == date(2026, 1, 1)


def test_the_edits_that_are_shown_are_right() -> None:
    (block,) = FENCE.findall(section_of("edits.toml"))
    edits = parse_edits(block[1], "edits.toml")
    [edit], [document], [added] = edits.events, edits.documents, edits.additions
    shown = {**tomllib.loads(block[1])["event"]}[edit.event]
    assert set(shown) == {*Edit.__struct_fields__} - {"event", "line"}
    assert (document.document, added.places) == ("07-the-long-quay.txt", ("Suez",))


def test_the_record_of_a_day_is_documented() -> None:
    day = ToldDay(738000, 1.0, (Chosen("It burst.", "dam", 0, 9),))
    [record] = json.loads(summary_json([day]))
    assert rows(section_of("The most important days")) == list(record)


def test_a_change_is_documented() -> None:
    section = section_of("Changes")
    assert rows(section) == [*Change.__struct_fields__]
    assert all(f"`{kind.value}`" in section for kind in ChangeKind)


# --- formats -------------------------------------------------------------------------------------


def section_of(heading: str, text: str = FORMATS) -> str:
    """The text under a heading, up to the next heading of its level or above."""
    found = re.search(rf"^(#+) {re.escape(heading)}$", text, re.MULTILINE)
    assert found is not None, heading
    return re.split(rf"^#{{1,{len(found[1])}}} ", text[found.end() :], flags=re.MULTILINE)[0]


def rows(section: str, head: str = "") -> list[str]:
    """The names in the first column of the section's table, or of the one with that head."""
    table = section.split(head, 1)[1] if head else section
    names: list[str] = []
    for line in table.strip().splitlines():
        if line.startswith("| `"):
            names += re.findall(r"`([^`]+)`", line.split(" | ")[0])
        elif names:
            break
    return names


def test_the_record_of_tag_is_documented(folder: Path) -> None:
    library = read_documents(folder / "articles", Config())
    timeline_of = run(library, Config(), "", Options(date(2026, 1, 1).toordinal()))
    tags = tags_of(timeline_of.readings[0])
    assert rows(section_of("Record of a document")) == list(tags)
    assert rows(section_of("Each of `timexes`")) == list(tags["timexes"][0])
    dated = dating_of(timeline_of.documents[0])
    assert rows(section_of("Record of a date")) == list(dated)
    assert dated["schema_version"] == SCHEMA_VERSION == 1
    clues = [clue for one in timeline_of.documents for clue in dating_of(one)["evidence"]]
    assert rows(section_of("Each of `evidence`")) == list(max(clues, key=len))


def test_the_record_of_events_is_documented(record: dict[str, Any]) -> None:
    assert rows(section_of("The timeline")) == list(record)
    for name in ("documents", "events", "undated", "disagreements"):
        assert record[name], f"the demo corpus shows no {name}"
        assert rows(section_of(f"Each of `{name}`")) == list(record[name][0]), name
    passages = record["events"][0]["passages"]
    assert rows(section_of("Each of `passages`")) == list(passages[0])
    time_row = next(line for line in FORMATS.splitlines() if line.startswith("| `time` |"))
    assert set(passages[0]["time"]) <= set(re.findall(r"`(\w+)`", time_row))


def test_the_columns_of_csv_are_documented() -> None:
    assert rows(section_of("CSV columns")) == list(CSV_COLUMNS)


def test_the_columns_of_parquet_are_documented() -> None:
    section = section_of("Parquet columns")
    assert rows(section) == list(PARQUET_COLUMNS)
    told = dict(re.findall(r"^\| `(\w+)` \| ([\w ]+) \|", section, re.MULTILINE))
    assert told == PARQUET_COLUMNS
    assert all(f"`{name}`" in section.split("| `passages` |")[1] for name in PASSAGE_FIELDS)


def test_every_format_is_documented() -> None:
    assert rows(section_of("Formats"), "| `--format` |") == list(EVENT_FORMATS)
    assert all(f"--format {name} " in GUIDE for name in EVENT_FORMATS)


def test_the_files_of_events_that_are_shown_are_read() -> None:
    blocks = FENCE.findall(section_of("Files of events"))
    found = [read_events(body, f"shown.{suffix}") for suffix, body in blocks]
    assert [[one.event.title for one in each.events] for each in found] == [
        ["First survey of the canal"]
    ] * 2
    [table] = fences("docs/guide.md", "csv")
    assert len(read_events(table, "shown.csv").events) == 2


def test_the_keys_of_packs_are_documented() -> None:
    section = section_of("Knowledge packs")
    for head, keys in (
        ("| key of `[pack]` |", packs._PACK_KEYS),
        ("| key of `[[seat]]` |", packs._SEAT_KEYS),
        ("| key of `[[fact]]` |", packs._FACT_KEYS),
        ("| key of `[[fact.edition]]` |", packs._EDITION_KEYS),
    ):
        assert set(rows(section, head)) == keys


def test_the_pack_that_is_shown_is_read(tmp_path: Path) -> None:
    (block,) = FENCE.findall(section_of("Knowledge packs"))
    file = tmp_path / "town.toml"
    file.write_text(block[1], encoding="utf-8")
    facts = packs.read_packs([file]).facts
    assert set(facts) == {"seaham-mayor-brook", "seaham-flood", "seaham-regatta"}


def test_the_chronicle_that_is_shown_is_read(tmp_path: Path) -> None:
    (block,) = FENCE.findall(section_of("Chronicles"))
    file = tmp_path / "town.txt"
    file.write_text(block[1], encoding="utf-8")
    told = read_chronicle([file]).told_in("Last night the mill at Seaham burned down.")
    assert [one.happening.label for one in told] == ["The mill at Seaham burns down"]


def test_the_article_that_is_shown_is_read(tmp_path: Path) -> None:
    (block,) = (text for kind, text in FENCE.findall(section_of("Articles")) if kind == "json")
    file = tmp_path / "one.jsonl"
    file.write_text(block, encoding="utf-8")
    (document,) = read_documents(file, Config()).documents
    line = json.loads(block)
    assert [document.title, document.source, document.url, document.text] == [
        line[name] for name in ("title", "source", "url", "text")
    ]
    assert document.claims[0].words == line["date"]


@pytest.mark.parametrize("page", ["docs/formats.md", "CONTRIBUTING.md"])
def test_the_rules_that_are_shown_compile(page: str) -> None:
    text = (ROOT / page).read_text(encoding="utf-8")
    blocks = re.findall(r"^( *)```toml\n(.*?)^ *```$", text, re.MULTILINE | re.DOTALL)
    tables = [tomllib.loads(body) for _, body in blocks]
    (table,) = (one for one in tables if "rule" in one)
    (rule,) = build_lexicon("shown", [("shown.toml", table)]).rules
    for example in rule.examples:
        assert example.span in example.text


# --- pages ---------------------------------------------------------------------------------------


def test_the_page_of_rules_is_what_the_rule_files_say() -> None:
    """`make docs` writes it anew."""
    program = "import rules_page; print(rules_page.rules_page(), end='')"
    result = subprocess.run(
        [sys.executable, "-X", "utf8", "-c", program],
        cwd=ROOT / "scripts",
        capture_output=True,
        encoding="utf-8",
        check=True,
    )
    assert (ROOT / "docs" / "rules.md").read_text(encoding="utf-8") == result.stdout


def test_the_figures_of_the_benchmarks_are_those_measured() -> None:
    """`make docs` writes them anew."""
    program = (
        "import tomllib, benchmarks_page as page; "
        "scores = tomllib.loads(page.SCORES.read_text(encoding='utf-8')); "
        "texts = [one.read_text(encoding='utf-8') for one in page.PAGES]; "
        "assert [page.filled(text, scores) for text in texts] == texts; "
        "print('F1' in texts[0])"
    )
    result = subprocess.run(
        [sys.executable, "-X", "utf8", "-c", program],
        cwd=ROOT / "scripts",
        capture_output=True,
        encoding="utf-8",
        check=True,
    )
    assert result.stdout == "True\n"


def test_what_millions_take_is_worked_out_from_what_was_measured() -> None:
    """`python scripts/scale_page.py` works it out anew."""
    program = (
        "import tomllib, scale_page as page; "
        "figures = tomllib.loads(page.FIGURES.read_text(encoding='utf-8')); "
        "text = page.PAGE.read_text(encoding='utf-8'); "
        "assert page.filled(text, figures) == text; "
        "print(text.count('core-hours'))"
    )
    result = subprocess.run(
        [sys.executable, "-X", "utf8", "-c", program],
        cwd=ROOT / "scripts",
        capture_output=True,
        encoding="utf-8",
        check=True,
    )
    assert int(result.stdout) > 2


def test_every_public_name_is_in_the_guide() -> None:
    assert all(f"`timeline.{name}`" in GUIDE for name in timeline.__all__)
    for name in timeline.__all__:
        assert getattr(timeline, name).__doc__, name


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_links_lead_somewhere(page: Path) -> None:
    for target in LINK.findall(FENCE.sub("", page.read_text(encoding="utf-8"))):
        if target.startswith("https://"):
            continue
        path, _, anchor = target.partition("#")
        file = (page.parent / path).resolve() if path else page
        assert file.exists(), target
        if anchor:
            headings = HEADING.findall(file.read_text(encoding="utf-8"))
            assert anchor in {_anchor(heading) for heading in headings}, target


def _anchor(heading: str) -> str:
    """How a heading is called in a link, on the usual forges."""
    return re.sub(r"[^\w\- ]", "", heading.lower()).replace(" ", "-")


def test_the_version_is_in_the_changelog() -> None:
    changelog = (ROOT / "CHANGELOG.md").read_text(encoding="utf-8")
    assert f"## [{timeline.__version__}]" in changelog
