"""What was worked out before is used only where nothing it was made from has changed."""

from __future__ import annotations

import json
import os
import random
import shutil
import sqlite3
import time
from collections.abc import Callable, Sequence
from datetime import date
from pathlib import Path
from typing import Any

import msgspec
import pytest
from changing import replace
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st
from synthetic_timeline import synthetic_timeline

from timeline import cache as caching
from timeline import found as found_alone
from timeline import history, pages, pieces, pipeline, workers
from timeline.cache import CACHE_FILE, Cache, Notes, fingerprint, made_of, open_cache, store
from timeline.cache import notes as noting
from timeline.chart import charts
from timeline.cli import main
from timeline.config import Config, load_config
from timeline.documents import library as reading
from timeline.documents import read_documents
from timeline.exports import events_json
from timeline.merge import groups, pairs
from timeline.merge.blocks import Block
from timeline.model import Aside, DateClaim, Document, Method, Publication, Stance, Timeline
from timeline.pages import counts, making, periods, portions, records, standing, zooming
from timeline.pages.write import MANIFEST
from timeline.pipeline import Options, run
from timeline.publication import dating

TODAY = date(2022, 1, 1).toordinal()
ARTICLES = {
    "a.md": "---\ndate: 2021-05-24\n---\n# A dam\n\n"
    "The dam burst on Friday in Selby. Rain fell last week.\n",
    "b.txt": "The mayor of Selby resigned on 1 June 2021. He had opened the dam last year.\n",
    "c.html": '<meta property="article:published_time" content="2021-05-26">'
    "<p>The dam at Selby burst last week, on 21 May.</p>",
    "d.jsonl": '{"text": "The dam at Selby will open on Monday.", "date": "2021-06-03"}\n'
    '{"text": "Selby voted on 05/06/2021, a week ago."}\n',
}


@pytest.fixture
def source(tmp_path: Path) -> Path:
    folder = tmp_path / "articles"
    folder.mkdir()
    for name, text in ARTICLES.items():
        (folder / name).write_text(text, encoding="utf-8")
    return folder


def told(source: Path, folder: Path | None, **options: Any) -> str:
    """The timeline of a source as JSON, with the cache in a folder or with none."""
    cache, config = open_cache(folder), load_config(source)
    found = run(
        read_documents(source, config, cache=cache),
        config,
        "x",
        Options(**{"today": TODAY, **options}),
        cache=cache,
    )
    cache.close()
    return events_json(found)


def build(source: Path, out: Path, *words: str) -> dict[str, bytes]:
    """Every file of the site that the command makes of a source."""
    assert main(["build", str(source), "-o", str(out), "--today", "2022-01-01", *words]) == 0
    return {
        file.relative_to(out).as_posix(): file.read_bytes()
        for file in sorted(out.rglob("*"))
        if file.is_file()
    }


def forbid(monkeypatch: pytest.MonkeyPatch, *works: tuple[Any, str]) -> None:
    """Make it an error to do some work."""

    def never(*_: Any, **__: Any) -> Any:
        raise AssertionError("this was known already")

    for module, name in works:
        monkeypatch.setattr(module, name, never)


WORK = (
    (reading, "_read_bytes"),
    (reading, "_finish"),
    (pipeline, "_tag_one"),
    (found_alone, "extract_events"),
    (dating, "gather_clues"),
)


# --- use -----------------------------------------------------------------------------------------


def test_what_is_untouched_is_not_worked_out_again(
    source: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (source / "d.jsonl").unlink()  # of a collection the lines are looked at
    before = told(source, tmp_path / "cache")
    forbid(monkeypatch, *WORK)
    assert told(source, tmp_path / "cache") == before


@pytest.mark.parametrize("options", [{}, {"infer": True}, {"independent": True, "infer": True}])
def test_what_is_kept_of_an_article_is_read_back_as_it_was(
    source: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, options: dict[str, Any]
) -> None:
    keep, kinds = workers.Memory.keep, set()

    def spy(memory: workers.Memory[Any, Any], key: bytes, result: Any) -> Any:
        assert memory.shape.decode(msgspec.msgpack.encode(result)) == result
        kinds.add(memory.kind)
        return keep(memory, key, result)

    monkeypatch.setattr(workers.Memory, "keep", spy)
    for file in (Path(__file__).parent.parent / "examples").glob("*.*"):
        shutil.copy(file, source)
    told(source, tmp_path / "cache", **options)
    assert {"file", "draft", "tagged", "found"} <= kinds
    assert any(kind.startswith("dated") for kind in kinds)


def test_a_file_only_touched_is_not_read_again(
    source: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (source / "d.jsonl").unlink()
    before = told(source, tmp_path / "cache")
    os.utime(source / "a.md", (0, 0))
    forbid(monkeypatch, *WORK)
    assert told(source, tmp_path / "cache") == before


def test_only_the_article_that_changed_is_read_again(
    source: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    told(source, tmp_path / "cache")
    (source / "a.md").write_text(ARTICLES["a.md"] + "It rained.\n", encoding="utf-8")
    seen: list[str] = []
    real = pipeline._read_one

    def spy(config: Config, document: Any, *spans: Any) -> Any:
        seen.append(document.path)
        return real(config, document, *spans)

    monkeypatch.setattr(pipeline, "_read_one", spy)
    told(source, tmp_path / "cache", independent=True)
    seen.clear()
    (source / "a.md").write_text(ARTICLES["a.md"] + "It snowed.\n", encoding="utf-8")
    told(source, tmp_path / "cache", independent=True)
    assert seen == ["a.md"]


@pytest.mark.parametrize("jobs", ["1", "2"])
def test_a_site_is_the_same_with_and_without_a_cache(
    source: Path, tmp_path: Path, jobs: str
) -> None:
    for number in range(40):
        text = f"---\ndate: 2021-03-{number % 28 + 1:02}\n---\nThe Grebbel Ferry ran on Friday.\n"
        (source / f"ferry-{number}.md").write_text(text, encoding="utf-8")
    plain = build(source, tmp_path / "plain", "--no-cache", "--jobs", "1")
    assert not (tmp_path / ".timeline-cache").exists()
    assert build(source, tmp_path / "cold", "--jobs", jobs) == plain
    assert (tmp_path / ".timeline-cache" / CACHE_FILE).exists()
    assert build(source, tmp_path / "warm", "--jobs", jobs) == plain
    assert build(source, tmp_path / "warm", "--jobs", jobs) == plain


def without_changelog(page: bytes) -> list[bytes]:
    """The lines of a page but those that lead to a changelog, which a first build has not."""
    return [line for line in page.splitlines() if line.strip() and b"changes." not in line]


def test_after_a_change_a_site_is_what_a_fresh_build_makes(source: Path, tmp_path: Path) -> None:
    out = tmp_path / "site"
    build(source, out)
    (source / "b.txt").write_text("The dam at Selby burst on 21 May 2021.\n", encoding="utf-8")
    changed = build(source, out)
    shutil.rmtree(tmp_path / ".timeline-cache")
    fresh = build(source, tmp_path / "fresh", "--no-cache")
    for name in fresh.keys() - {"timeline-manifest.json", "changes.json", "method.html"}:
        assert without_changelog(changed[name]) == without_changelog(fresh[name]), name
    assert build(source, out, "--no-cache") == changed


@pytest.fixture
def settled(source: Path, tmp_path: Path) -> dict[str, bytes]:
    """The site as it stands after two builds."""
    build(source, tmp_path / "site")
    return build(source, tmp_path / "site")


def test_where_nothing_changed_no_site_is_made(
    source: Path,
    tmp_path: Path,
    settled: dict[str, bytes],
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    build(source, tmp_path / "site", "--no-cache")
    plain = capsys.readouterr().out.splitlines()[-2:]
    forbid(monkeypatch, (pages.shown, "Charts"), (pipeline, "merge_events"))
    assert build(source, tmp_path / "site", "--jobs", "1") == settled
    assert capsys.readouterr().out.splitlines()[-2:] == plain
    assert plain[1].endswith("(0 files written)")


def _edit_unseen(file: Path) -> None:
    """Change a letter of a file, but not its length nor the time that it names."""
    status = file.stat()
    file.write_bytes(file.read_bytes().replace(b"<p", b"<q", 1))
    os.utime(file, ns=(status.st_atime_ns, status.st_mtime_ns))
    assert file.stat().st_size == status.st_size


def test_where_nothing_changed_no_file_of_the_site_is_opened(
    source: Path, tmp_path: Path, settled: dict[str, bytes], read: list[str]
) -> None:
    build(source, tmp_path / "site")
    assert read == []
    assert build(source, tmp_path / "site") == settled


UNSETTLED: dict[str, Callable[[Path, Path], object]] = {
    "a page edited": lambda _, site: (site / "sources.html").write_text("mine", encoding="utf-8"),
    "a page edited, its length and time as they were": lambda _, site: _edit_unseen(
        site / "sources.html"
    ),
    "a page gone": lambda _, site: (site / "documents" / "a.html").unlink(),
    "the list of files gone wrong": lambda _, site: (site / MANIFEST).write_text(
        '{"files": {}}', encoding="utf-8"
    ),
    "an edit": lambda source, _: (source / "edits.toml").write_text(
        '[[add]]\ntitle = "The survey"\ndate = "1854"\n', encoding="utf-8"
    ),
    "a title": lambda source, _: (source / "timeline.toml").write_text(
        'title = "The dam"\n', encoding="utf-8"
    ),
    "a letter": lambda source, _: _change_a_letter(source),
}


@pytest.mark.parametrize("change", UNSETTLED)
def test_a_site_that_is_not_as_it_would_be_made_is_made(
    source: Path, tmp_path: Path, settled: dict[str, bytes], change: str
) -> None:
    site, other = tmp_path / "site", tmp_path / "other"
    shutil.copytree(site, other)
    UNSETTLED[change](source, site)
    UNSETTLED[change](source, other)
    made = build(source, site)
    assert made == build(source, other, "--no-cache")
    assert made.keys() >= settled.keys()
    assert made["sources.html"] != b"mine"


def test_a_template_of_a_checkout_that_changed_is_shown(
    source: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """They lie outside the package, so the digest of our code does not see them."""
    ours = tmp_path / "templates"
    shutil.copytree(pages.templates.own_folder(), ours)
    monkeypatch.setattr(pages.templates, "own_folder", lambda: ours)
    assert b"new words" not in build(source, tmp_path / "site")["404.html"]
    page = ours / "404.html"
    page.write_text(page.read_text().replace("{% endblock %}", "new words{% endblock %}"))
    assert b"new words" in build(source, tmp_path / "site")["404.html"]


# --- what makes a difference ---------------------------------------------------------------------


def _change_a_letter(source: Path) -> None:
    path = source / "a.md"
    path.write_text(path.read_text(encoding="utf-8").replace("Friday", "Monday"), encoding="utf-8")


def _rename(source: Path) -> None:
    (source / "a.md").rename(source / "z.md")


def _date_by_name(source: Path) -> None:
    (source / "b.txt").rename(source / "2021-07-09-b.txt")


def _swap(source: Path) -> None:
    one, other = source / "a.md", source / "e.md"
    other.write_text(ARTICLES["a.md"].replace("Selby", "Whitby"), encoding="utf-8")
    kept = one.read_bytes()
    one.write_bytes(other.read_bytes())
    other.write_bytes(kept)


def _settings(line: str) -> Callable[[Path], None]:
    def change(source: Path) -> None:
        (source / "timeline.toml").write_text(f"{line}\n", encoding="utf-8")

    return change


CHANGES: dict[str, Callable[[Path], None]] = {
    "a letter": _change_a_letter,
    "a name": _rename,
    "a date in a name": _date_by_name,
    "two files swapped": _swap,
    "a file gone": lambda source: (source / "c.html").unlink(),
    "a line of a collection": lambda source: (source / "d.jsonl").write_text(
        ARTICLES["d.jsonl"].replace("Monday", "Tuesday"), encoding="utf-8"
    ),
    "the order of days": _settings('day_order = "dmy"'),
    "the first weekday": _settings('first_weekday = "sunday"'),
}


@pytest.mark.parametrize("change", CHANGES)
def test_after_a_change_nothing_stale_is_told(source: Path, tmp_path: Path, change: str) -> None:
    before = told(source, tmp_path / "cache")
    CHANGES[change](source)
    after = told(source, tmp_path / "cache")
    assert after == told(source, None)
    assert after != before


@pytest.mark.parametrize(
    "options", [{"infer": True}, {"independent": True}, {"today": TODAY - 200}], ids=str
)
def test_how_it_is_dated_counts(source: Path, tmp_path: Path, options: dict[str, Any]) -> None:
    told(source, tmp_path / "cache")
    assert told(source, tmp_path / "cache", **options) == told(source, None, **options)


def test_the_users_facts_count_and_so_does_what_stands_in_them(
    source: Path, tmp_path: Path
) -> None:
    pack = tmp_path / "own.txt"
    (source / "b.txt").write_text("The mayor of Selby resigned yesterday.\n", encoding="utf-8")
    (source / "timeline.toml").write_text('knowledge = ["../own.txt"]\n', encoding="utf-8")
    found = []
    for day in ("2021-05-21", "2015-02-03"):
        line = f"{day} 10 The mayor of Selby resigns :: Selby ; mayor ; resign\n"
        pack.write_text(line, encoding="utf-8")
        found.append(told(source, tmp_path / "cache"))
        assert found[-1] == told(source, None)
    assert found[0] != found[1]


@pytest.fixture
def package(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A copy of the package's rules that counts as the package."""
    copy = tmp_path / "package"
    shutil.copytree(fingerprint._PACKAGE / "rules", copy / "rules")
    (copy / "__init__.py").write_text('__version__ = "1"\n', encoding="utf-8")
    monkeypatch.setattr(fingerprint, "_PACKAGE", copy)
    fingerprint.code_print.cache_clear()
    return copy


@pytest.mark.parametrize("file", ["__init__.py", "rules/stance.toml", "rules/en/dates.toml"])
def test_a_changed_rule_or_version_is_found_under_no_old_key(
    package: Path, tmp_path: Path, file: str
) -> None:
    cache = open_cache(tmp_path / "cache")
    key = cache.key("x", b"article")
    cache.keep(key, b"old")
    fingerprint.code_print.cache_clear()
    assert cache.recall(cache.key("x", b"article")) == b"old"
    path = package / file
    path.write_text(path.read_text(encoding="utf-8") + "# new\n", encoding="utf-8")
    fingerprint.code_print.cache_clear()
    cache.close()
    cache = open_cache(tmp_path / "cache")
    assert cache.recall(cache.key("x", b"article")) is None
    fingerprint.code_print.cache_clear()


def _key(folder: Path) -> bytes:
    """The key of a value in a process that knows nothing of our code yet."""
    fingerprint.code_print.cache_clear()
    cache = open_cache(folder)
    key = cache.key("x")
    cache.close()
    fingerprint.code_print.cache_clear()
    return key


def test_code_that_stands_as_it_stood_is_not_read(
    package: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    read: list[str] = []
    files_print = fingerprint.files_print
    monkeypatch.setattr(
        fingerprint, "files_print", lambda places: read.append("") or files_print(places)
    )
    early = _key(tmp_path / "cache")
    assert _key(tmp_path / "cache") == early
    assert len(read) == 2  # it changed a moment ago
    monkeypatch.setattr(store, "_ROUNDED", -10_000_000_000)
    assert [_key(tmp_path / "cache") for _ in range(3)] == [early] * 3
    assert len(read) == 3


@pytest.mark.parametrize("change", ["content", "name", "new file", "library"])
def test_code_that_does_not_stand_as_it_stood_is_read(
    package: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, change: str
) -> None:
    monkeypatch.setattr(store, "_ROUNDED", -10_000_000_000)
    before = _key(tmp_path / "cache")
    path = package / "__init__.py"
    times = path.stat().st_mtime_ns
    match change:
        case "content":
            path.write_text('__version__ = "2"\n', encoding="utf-8")
            os.utime(path, ns=(times, times))
        case "name":
            path.rename(package / "__main__.py")
        case "new file":
            (package / "rules" / "en" / "new.toml").write_text("", encoding="utf-8")
        case "library":
            monkeypatch.setattr(fingerprint, "_version", lambda _: "99")
            fingerprint.tools_print.cache_clear()
    assert _key(tmp_path / "cache") != before
    fingerprint.tools_print.cache_clear()


def test_the_versions_of_libraries_count(package: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    before = fingerprint.code_print()
    monkeypatch.setattr(fingerprint, "_version", lambda _: "99")
    fingerprint.code_print.cache_clear()
    fingerprint.tools_print.cache_clear()
    assert fingerprint.code_print() != before
    fingerprint.code_print.cache_clear()
    fingerprint.tools_print.cache_clear()


@given(st.lists(st.binary(max_size=8), max_size=4), st.lists(st.binary(max_size=8), max_size=4))
def test_other_parts_have_another_digest(one: list[bytes], other: list[bytes]) -> None:
    assert (caching.digest(*one) == caching.digest(*other)) == (one == other)


# --- many results in one value -------------------------------------------------------------------

_NOTES = msgspec.msgpack.Decoder(dict[bytes, str])


def noted(folder: Path, name: str, used: dict[str, str]) -> dict[str, str | None]:
    """What is found of some notes in a store; what is not found is noted."""
    cache = Cache(folder)
    notes = Notes(_NOTES, cache, "kind", name)
    found = {word: notes.recall(made_of(word)) for word in used}
    for word, told in used.items():
        if found[word] is None:
            notes.keep(made_of(word), told)
    notes.save()
    cache.close()
    return found


def test_notes_are_found_again_under_their_name_and_what_is_no_longer_used_goes(
    tmp_path: Path,
) -> None:
    assert noted(tmp_path, "one", {"a": "A", "b": "B"}) == {"a": None, "b": None}
    assert noted(tmp_path, "other", {"a": "A"}) == {"a": None}
    assert noted(tmp_path, "one", {"a": "x", "c": "C"}) == {"a": "A", "c": None}
    assert noted(tmp_path, "one", {"a": "x", "b": "y", "c": "z"}) == {
        "a": "A",
        "b": None,
        "c": "C",
    }


def test_notes_that_went_to_the_store_in_portions_are_all_found_again(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(noting, "_PORTION", 20)
    many = {str(number): "x" * number for number in range(30)}
    assert set(noted(tmp_path, "one", many).values()) == {None}
    assert noted(tmp_path, "one", many) == many
    assert noted(tmp_path, "one", many | {"new": "y"}) == many | {"new": None}
    assert noted(tmp_path, "one", many | {"new": "z"}) == many | {"new": "y"}


def test_portions_of_which_most_is_of_use_are_not_written_again(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(noting, "_PORTION", 200)
    many = {str(number): "x" * number for number in range(60)}
    noted(tmp_path, "one", many)
    kept: list[bytes] = []
    real = Cache.keep

    def keep(cache: Cache, key: bytes, value: bytes) -> None:
        kept.append(value)
        real(cache, key, value)

    monkeypatch.setattr(Cache, "keep", keep)
    gone = dict(list(many.items())[:-1])
    assert noted(tmp_path, "one", gone | {"new": "y"})["new"] is None
    assert sum(map(len, kept)) < 300  # what is new, and the numbers of the portions
    assert noted(tmp_path, "one", gone | {"new": "z"}) == gone | {"new": "y"}


def test_many_small_portions_become_few(tmp_path: Path) -> None:
    notes = {"0": "a"}
    for number in range(1, 40):
        noted(tmp_path, "one", notes)
        notes[str(number)] = "a"
    noted(tmp_path, "one", notes)
    cache = Cache(tmp_path)
    read = Notes(_NOTES, cache, "kind", "one")
    assert len(read._portions) <= noting._SMALL_ONES + 1
    assert all(read.recall(made_of(word)) == told for word, told in notes.items())


@given(
    st.lists(
        st.dictionaries(st.sampled_from("abcdefghijkl"), st.sampled_from("xyz"), max_size=12),
        max_size=8,
    ),
    st.integers(1, 60),
)
@settings(max_examples=60, deadline=None)
def test_what_was_noted_last_is_found_whatever_was_before(
    tmp_path_factory: pytest.TempPathFactory, rounds: list[dict[str, str]], portion: int
) -> None:
    """Of each round some is made anew, though it was there; what the last one did not use goes."""
    folder = tmp_path_factory.mktemp("notes")
    before: dict[str, str] = {}
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(noting, "_PORTION", portion)
        for round_ in rounds:
            cache = Cache(folder)
            notes = Notes(_NOTES, cache, "kind", "")
            for word, told in round_.items():
                found = notes.recall(made_of(word))
                assert word not in before or found == before[word]
                notes.keep(made_of(word), told) if told != found else None
            notes.save()
            cache.close()
            before = round_ or before


def test_what_cannot_be_told_is_not_noted() -> None:
    assert made_of(object()) == b""
    notes = Notes(_NOTES)
    assert notes.keep(b"", "x") == "x"
    assert notes.recall(b"") is None


def test_a_judgement_holds_only_while_the_story_knows_the_same_words(tmp_path: Path) -> None:
    """ "The canal" is known where a third of the articles tell of one."""
    told_of = [f"The ferry of Selby sank on {day} May 2021.\n" for day in range(1, 5)]
    told_of.append("The canal was closed on 9 May 2021.\n")
    canals = [f"A canal in Selby was dug in {year}.\n" for year in range(1901, 1907)]
    source = tmp_path / "articles"
    source.mkdir()
    shown = []
    for articles in (told_of, told_of + canals, told_of):
        for file in source.iterdir():
            file.unlink()
        for number, text in enumerate(articles):
            (source / f"{number:02}.txt").write_text(text, encoding="utf-8")
        shown.append(told(source, tmp_path / "cache"))
        assert shown[-1] == told(source, None)
    assert shown[0] == shown[2]


_WORDS = st.sampled_from(
    ("It rained on 3 May 2015.", "The dam in Selby burst on Friday.", "The mayor will resign.", "")
)


_EDITS = st.tuples(st.sampled_from(["more-1.txt", "more-2.txt", "a.md", "b.txt", "c.html"]), _WORDS)


def small_pieces(patch: pytest.MonkeyPatch) -> None:
    """Let a few articles have all that only thousands have: pages of periods, parts, blocks."""
    for module, name, value in (
        (periods, "WHOLE_LIST", 3),
        (periods, "_MOST", 3),
        (portions, "MOST", 3),
        (portions, "_LEAST", 1),
        (portions, "_RARE", 2),
        (records, "_LARGEST", 900),
        (records, "_SLICE", 1),
        (pieces, "_USUAL", 4),
        (pieces, "_MOST", 6),
        (making, "_WORTH_SHARING", 1),
    ):
        patch.setattr(module, name, value)


@given(st.lists(_EDITS, min_size=1, max_size=5), st.sampled_from(["1", "1", "1", "2"]))
@settings(max_examples=12, deadline=None, suppress_health_check=[HealthCheck.too_slow])
def test_after_any_edits_a_site_is_what_a_clean_build_makes(
    tmp_path_factory: pytest.TempPathFactory, edits: list[tuple[str, str]], jobs: str
) -> None:
    """An article is added, told otherwise, or taken away, in any order."""
    place = tmp_path_factory.mktemp("edited")
    source = place / "articles"
    source.mkdir()
    for name, text in ARTICLES.items():
        (source / name).write_text(text, encoding="utf-8")
    with pytest.MonkeyPatch.context() as patch:
        small_pieces(patch)
        build(source, place / "site", "--jobs", jobs)
        shutil.copytree(place / "site", place / "clean")
        for name, words in edits:
            if words:
                (source / name).write_text(f"Selby. {words}\n", encoding="utf-8")
            else:
                (source / name).unlink(missing_ok=True)
            made = build(source, place / "site", "--jobs", jobs)
            assert made == build(source, place / "clean", "--no-cache", "--jobs", "1")
        afresh = build(source, place / "afresh", "--no-cache", "--jobs", "1")
        told_of_itself = {MANIFEST, "changes.html", "changes.json", "changes.atom", "method.html"}
        assert afresh.keys() - told_of_itself == made.keys() - told_of_itself
        for name in afresh.keys() - told_of_itself:
            assert without_changelog(made[name]) == without_changelog(afresh[name]), name


def test_one_article_more_makes_few_of_many_pages(
    source: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for number in range(60):
        day = f"2021-{number // 28 + 1:02}-{number % 28 + 1:02}"
        text = f"---\ndate: {day}\n---\nThe Grebbel Ferry number {number} sank on {day}.\n"
        (source / f"ferry-{number:02}.md").write_text(text, encoding="utf-8")
    small_pieces(monkeypatch)
    build(source, tmp_path / "site", "--jobs", "1")
    made: list[str] = []
    real = pages.templates.Templates.render

    def spy(self: Any, name: str, **values: Any) -> str:
        made.append(values.get("path", name))
        return real(self, name, **values)

    monkeypatch.setattr(pages.templates.Templates, "render", spy)
    (source / "later.md").write_text("The dam of Selby burst on 3 May 2019.\n", encoding="utf-8")
    after = build(source, tmp_path / "site", "--jobs", "1")
    assert "documents/later.html" in made
    assert len([path for path in made if path.startswith("documents/")]) < 6
    assert len([path for path in made if path.startswith("events/")]) < 6
    assert len([path for path in after if path.startswith("events/")]) > 20


@given(st.lists(st.binary(min_size=16, max_size=16), max_size=400), st.data())
@settings(max_examples=40, deadline=None)
def test_blocks_hold_all_in_order_and_stay_as_they_are_far_from_what_is_new(
    prints: list[bytes], data: st.DataObject
) -> None:
    blocks = list(pieces.in_blocks(prints, bytes))
    assert [one for block, _ in blocks for one in block] == prints
    assert all(known == pieces.made_of_all(*block) for block, known in blocks)
    at = data.draw(st.integers(0, len(prints)))
    more = list(pieces.in_blocks([*prints[:at], bytes(16), *prints[at:]], bytes))
    seen = 0
    for block, known in blocks:
        seen += len(block)
        if seen <= at and seen < len(prints):
            assert (block, known) in more


def test_what_an_earlier_build_told_is_compared_alike_with_and_without_a_cache(
    tmp_path: Path,
) -> None:
    story = synthetic_timeline(200)
    first, second, *rest = story.events
    tellings = {
        "moved": (replace(first, when=second.when), second, *rest),
        "gone": (second, *rest),
        "retitled": (replace(first, title="Another"), second, *rest),
        "merged": (replace(first, passages=(*first.passages, *second.passages)), *rest),
        "copied": (replace(first, passages=second.passages), second, *rest),
        "off": (replace(first, stance=Stance.CANCELLED), second, *rest),
        "none": (),
    }
    cache = Cache(tmp_path / "cache")
    out = tmp_path / "site"
    pages.write_site(pages.render_site(story, Config(), None, cache), out)
    for name, events in tellings.items():
        hidden = story.events[:1] if name == "gone" else ()
        later = replace(story, events=events, hidden=hidden, readings=story.readings[1:])
        plain = history.continue_history(later, "2022-01-01", out)
        quick = history.continue_history(
            later, "2022-01-01", out, prints=pieces.Prints(later), cache=cache
        )
        assert quick == plain, name
        assert plain.entries, name
    cache.close()


_SENTENCES = (
    "The dam at Selby burst on 21 May 2021, and the mill was flooded.",
    "A dam at Selby burst on Friday and flooded the mill.",
    "The ferry at Selby will open again on 3 June, Mayor Ada Lunt said.",
    "The ferry at Selby opened again on Thursday.",
    "The ferry at Selby was opened on 4 June 2021, not a day before.",
    "An earthquake struck Whitby in 2020.",
    "Whitby was struck by an earthquake last year.",
    "The survey of the harbour took all of 2021.",
)
_CHANGES = st.tuples(
    st.sampled_from(("write", "add a line", "remove", "rename", "touch")),
    st.integers(0, 9),
    st.integers(0, len(_SENTENCES) - 1),
    st.integers(0, len(_SENTENCES) - 1),
)


def _change(source: Path, kind: str, number: int, one: int, other: int) -> None:
    file = source / f"{number}.md"
    if kind == "write" or not file.exists():
        lines = f"{_SENTENCES[one]} {_SENTENCES[other]}"
        file.write_text(f"---\ndate: 2021-05-2{number}\n---\n{lines}\n", encoding="utf-8")
    elif kind == "add a line":
        with file.open("a", encoding="utf-8") as opened:
            opened.write(f"\n{_SENTENCES[one]}\n")
    elif kind == "rename":
        file.rename(source / f"{other}.md")
    elif kind == "remove":
        file.unlink()
    else:
        os.utime(file, (one, other))


@given(st.lists(st.lists(_CHANGES, min_size=1, max_size=4), min_size=2, max_size=5))
@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.too_slow])
def test_after_any_changes_of_articles_the_story_is_what_a_clean_run_tells(
    tmp_path_factory: pytest.TempPathFactory, rounds: list[list[tuple[str, int, int, int]]]
) -> None:
    place = tmp_path_factory.mktemp("changed")
    source = place / "articles"
    source.mkdir()
    (source / "always.txt").write_text("The mayor resigned on 1 June 2021.\n", encoding="utf-8")
    for number in range(10):
        _change(source, "write", number, number % 8, (number + 3) % 8)
    for changes in rounds:
        for change in changes:
            _change(source, *change)
        assert told(source, place / "cache") == told(source, None)


@pytest.fixture
def told_twice(tmp_path: Path) -> Path:
    """Articles that tell what happened in twenty years, two by two."""
    source = tmp_path / "articles"
    source.mkdir()
    for year in range(2001, 2021):
        for name, words in (("a", "The dam at Selby burst"), ("b", "At Selby a dam burst")):
            text = f"{words} on 21 May {year}.\n"
            (source / f"{year}-{name}.txt").write_text(text, encoding="utf-8")
    return source


@pytest.fixture
def compared(monkeypatch: pytest.MonkeyPatch) -> list[Block]:
    """The blocks whose events are compared."""
    blocks: list[Block] = []
    real = pairs.compare_all

    def spy(block: Block, look: Any) -> Any:
        blocks.append(block)
        return real(block, look)

    monkeypatch.setattr(pairs, "compare_all", spy)
    return blocks


def test_only_what_meets_a_new_event_is_compared_again(
    told_twice: Path, tmp_path: Path, compared: list[Block]
) -> None:
    source = told_twice
    told(source, tmp_path / "cache")
    compared.clear()
    clean = told(source, None)
    blocks = len(compared)
    assert told(source, tmp_path / "cache") == clean
    assert len(compared) == blocks >= 20
    (source / "2010-a.txt").write_text("The dam burst at Selby on 20 May 2010.\n", "utf-8")
    changed = told(source, tmp_path / "cache")
    assert 0 < len(compared) - blocks < 4
    assert changed == told(source, None)


def test_what_is_new_beside_events_compares_none_of_them_again(
    told_twice: Path, tmp_path: Path, compared: list[Block]
) -> None:
    """They come to matter less in a longer article, which is nothing they are compared by."""
    source = told_twice
    file = source / "2010-a.txt"
    file.write_text("Nobody knows why. The dam at Selby burst on 21 May 2010.\n", "utf-8")
    before = told(source, tmp_path / "cache")
    with file.open("a", encoding="utf-8") as more:
        more.write("It had been built well. There was no wind.\n" * 20)
    compared.clear()
    after = told(source, tmp_path / "cache")
    assert not compared
    assert before != after == told(source, None)


def test_only_what_hangs_together_with_a_new_event_is_joined_again(
    told_twice: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    joined: list[list[str]] = []
    real = groups.join_events

    def spy(group: Any, order: Any) -> Any:
        joined.append([event.passages[0].document for event in group])
        return real(group, order)

    monkeypatch.setattr(groups, "join_events", spy)
    told(told_twice, tmp_path / "cache")
    assert len(joined) == 20
    joined.clear()
    (told_twice / "2010-c.txt").write_text("The dam at Selby burst on 21 May 2010.\n", "utf-8")
    changed = told(told_twice, tmp_path / "cache")
    assert joined == [["2010-a", "2010-b", "2010-c"]]
    assert changed == told(told_twice, None)


def test_what_was_joined_before_is_joined_anew_where_articles_come_in_another_order(
    tmp_path: Path,
) -> None:
    file = tmp_path / "articles.jsonl"
    lines = [
        json.dumps({"doc": name, "text": f"{words} on 21 May 2010."})
        for name, words in (("a", "The dam at Selby burst"), ("b", "At Selby a dam burst"))
    ]
    file.write_text("\n".join(lines), encoding="utf-8")
    before = told(file, tmp_path / "cache")
    file.write_text("\n".join(reversed(lines)), encoding="utf-8")
    after = told(file, tmp_path / "cache")
    assert before != after == told(file, None)


# --- how files stand -----------------------------------------------------------------------------


@pytest.fixture
def settled_at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    """Trust the times of files that were written a moment ago: no test has to wait."""
    monkeypatch.setattr(store, "_ROUNDED", -10_000_000_000)


def test_a_file_that_stands_as_it_stood_is_not_opened(
    source: Path, tmp_path: Path, settled_at_once: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    (source / "d.jsonl").unlink()
    before = told(source, tmp_path / "cache")
    forbid(monkeypatch, (reading, "_load"))
    assert told(source, tmp_path / "cache") == before


def test_a_file_of_the_same_length_and_time_is_opened_when_it_was_written_anew(
    source: Path, tmp_path: Path, settled_at_once: None
) -> None:
    told(source, tmp_path / "cache")
    file = source / "a.md"
    status = file.stat()
    time.sleep(0.02)  # more than any clock of a file system takes for a tick
    file.write_text(ARTICLES["a.md"].replace("Friday", "Monday"), encoding="utf-8")
    os.utime(file, ns=(status.st_atime_ns, status.st_mtime_ns))
    assert file.stat().st_size == status.st_size
    assert told(source, tmp_path / "cache") == told(source, None)


def test_what_was_written_a_moment_before_a_build_is_opened_in_the_next(
    source: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A further change in the same tick of the clock would leave no mark on the file."""
    told(source, tmp_path / "cache")
    opened: list[str] = []
    real = reading._load
    monkeypatch.setattr(
        reading, "_load", lambda file, path: opened.append(path) or real(file, path)
    )
    told(source, tmp_path / "cache")
    assert opened == sorted(ARTICLES)


def test_files_that_stand_as_they_stood_are_read_in_another_order_of_days(
    source: Path, tmp_path: Path, settled_at_once: None
) -> None:
    words = "---\ndate: 05/06/2021\n---\nThe dam burst on Friday.\n"
    (source / "e.md").write_text(words, encoding="utf-8")
    before = told(source, tmp_path / "cache")
    _settings('day_order = "dmy"')(source)
    after = told(source, tmp_path / "cache")
    assert before != after == told(source, None)


def test_no_two_events_have_one_print(
    source: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    found: list[Callable[[str], bytes]] = []
    real = pipeline.merged_before

    def spy(print_of: Callable[[str], bytes], *rest: Any) -> Any:
        found.append(print_of)
        return real(print_of, *rest)

    monkeypatch.setattr(pipeline, "merged_before", spy)
    (source / "e.txt").write_text("It rained in 1990. It rained in 1991.\n", encoding="utf-8")
    story = json.loads(told(source, tmp_path / "cache"))
    ids = {each["statement"] for event in story["events"] for each in event["passages"]}
    assert len(set(map(found[0], ids))) == len(ids) > 5


@pytest.mark.parametrize("change", CHANGES)
def test_after_a_change_no_file_is_taken_for_what_it_was(
    source: Path, tmp_path: Path, settled_at_once: None, change: str
) -> None:
    told(source, tmp_path / "cache")
    time.sleep(0.02)
    CHANGES[change](source)
    assert told(source, tmp_path / "cache") == told(source, None)


@pytest.fixture
def read(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The files of sites that are opened to see what they hold."""
    names: list[str] = []
    look = standing._read

    def spy(out: str, name: str) -> Any:
        names.append(name)
        return look(out, name)

    monkeypatch.setattr(standing, "_read", spy)
    return names


def test_a_page_that_stands_as_it_was_written_is_not_opened(
    source: Path, tmp_path: Path, read: list[str]
) -> None:
    build(source, tmp_path / "site")
    read.clear()
    (source / "later.md").write_text("The dam of Selby burst on 3 May 2019.\n", encoding="utf-8")
    build(source, tmp_path / "site")
    assert not [name for name in read if name.startswith("documents/")]
    read.clear()
    (source / "later.md").write_text("The dam of Selby burst on 4 May 2019.\n", encoding="utf-8")
    build(source, tmp_path / "site", "--no-cache")
    assert [name for name in read if name.startswith("documents/")]


@pytest.mark.parametrize("how", ["edited", "edited and its time put back", "another file", "gone"])
def test_a_page_that_somebody_changed_is_put_right_though_its_neighbours_are_not_opened(
    source: Path, tmp_path: Path, read: list[str], how: str
) -> None:
    made = build(source, tmp_path / "site")
    page = tmp_path / "site" / "documents" / "a.html"
    status = page.stat()
    other = page.read_bytes().replace(b"<p", b"<q", 1)
    if how == "another file":
        page.with_name("new").write_bytes(other)
        page.with_name("new").replace(page)
    elif how == "gone":
        page.unlink()
    else:
        page.write_bytes(other)
    if how == "edited and its time put back":
        os.utime(page, ns=(status.st_atime_ns, status.st_mtime_ns))
    read.clear()
    (source / "b.txt").write_text("The dam of Selby burst on 3 May 2019.\n", encoding="utf-8")
    build(source, tmp_path / "site")
    assert page.read_bytes() == made["documents/a.html"]
    assert "documents/c.html" not in read


def _site_of(
    place: Path, files: Sequence[making.File | making.Batch], jobs: int = 1
) -> making.Making:
    """Files of pieces to a folder, as a build puts them there; what made them."""
    out, cache = place / "site", Cache(place / "cache")
    out.mkdir(exist_ok=True)
    with pages.hold_folder(out):
        stand = pages.stand_of(out, cache)
        maker = making.Making(cache, jobs, "x", stand)
        pages.replace_site(maker.contents(files), out, cache, stand)
        maker.save()
    cache.close()
    return maker


def _pieces_of(numbers: list[int]) -> making.File:
    """A file of a piece for each number, which tells what it is."""
    return making.File(
        "a.json",
        tuple(
            pieces.Piece(
                made_of(number) if number % 7 else b"",
                lambda number=number: b"%d" % number * (number % 5),
                records=1,
            )
            for number in numbers
        ),
    )


@given(st.lists(st.lists(st.integers(0, 40), max_size=30), min_size=2, max_size=4), st.booleans())
@settings(max_examples=60, deadline=None)
def test_a_file_is_what_its_pieces_make_whatever_stood_there(
    tmp_path_factory: pytest.TempPathFactory, rounds: list[list[int]], edited: bool
) -> None:
    place = tmp_path_factory.mktemp("pieces")
    for numbers in rounds:
        file = _pieces_of(numbers)
        expected = [piece.make() for piece in file.pieces]
        maker = _site_of(place, [file], jobs=1 + len(numbers) % 2)
        assert (place / "site" / "a.json").read_bytes() == b"".join(expected)
        spans = maker.spans.get("a.json")
        assert spans is None or [one.size for one in spans] == [*map(len, expected)]
        if edited:
            with (place / "site" / "a.json").open("r+b") as file_there:
                file_there.write(b"?")


@pytest.mark.parametrize("how", ["untouched", "edited and its time put back", "gone"])
def test_only_what_is_new_in_a_file_of_many_pieces_is_looked_up_where_the_file_stands(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, how: str
) -> None:
    _site_of(tmp_path, [_pieces_of([*range(1, 21)])])
    file = tmp_path / "site" / "a.json"
    if how == "gone":
        file.unlink()
    elif how != "untouched":
        status = file.stat()
        file.write_bytes(bytes(status.st_size))
        os.utime(file, ns=(status.st_atime_ns, status.st_mtime_ns))
    asked: list[bytes] = []
    real = making.Making._piece

    def spy(self: making.Making, piece: pieces.Piece) -> bytes:
        asked.append(piece.made_of)
        return real(self, piece)

    monkeypatch.setattr(making.Making, "_piece", spy)
    later = _pieces_of([*range(1, 11), 22, *range(11, 21)])
    _site_of(tmp_path, [later])
    assert file.read_bytes() == b"".join(piece.make() for piece in later.pieces)
    told = [one for one in asked if one]
    assert (told == [made_of(22)]) is (how == "untouched")


def test_the_prints_of_articles_that_are_kept_are_those_of_what_was_read(
    source: Path, tmp_path: Path
) -> None:
    for _ in range(2):
        cache, config = open_cache(tmp_path / "cache"), load_config(source)
        library = read_documents(source, config, cache=cache)
        found = run(library, config, "x", Options(today=TODAY), cache=cache)
        cache.close()
        kept = pieces.Prints(found).articles
        assert kept == pieces.Prints(replace(found, title="y")).articles
        first, *rest = found.readings
        other = replace(first, document=replace(first.document, title="Another"))
        changed = pieces.Prints(replace(found, readings=(other, *rest))).articles
        assert changed[first.document.id] != kept[first.document.id]
        assert all(changed[one.document.id] == kept[one.document.id] for one in rest)


@pytest.mark.parametrize("jobs", [1, 2])
@pytest.mark.parametrize("is_known", [True, False])
def test_of_a_batch_only_what_is_new_is_looked_up_and_made(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, jobs: int, is_known: bool
) -> None:
    def batch(*numbers: int) -> making.Batch:
        files = [
            making.File(
                f"pages/{at}.html",
                (
                    pieces.Piece(
                        made_of(number) if is_known else b"", lambda number=number: b"%d" % number
                    ),
                ),
            )
            for at, number in enumerate(numbers)
        ]
        return making.Batch(made_of("pages"), made_of(numbers) if is_known else b"", lambda: files)

    _site_of(tmp_path, [batch(1, 2, 3)])
    taken: list[bytes] = []
    real = making.Making._piece

    def spy(self: making.Making, piece: pieces.Piece) -> bytes:
        taken.append(real(self, piece))
        return taken[-1]

    monkeypatch.setattr(making, "_WORTH_SHARING", 2)
    monkeypatch.setattr(making.Making, "_piece", spy)
    for numbers in ((1, 5, 3), (1, 5, 3, 4), (2, 5), (2, 5)):
        taken.clear()
        before = {file.name: file.read_bytes() for file in (tmp_path / "site/pages").iterdir()}
        _site_of(tmp_path, [batch(*numbers)], jobs)
        after = {f"{at}.html": b"%d" % number for at, number in enumerate(numbers)}
        pages_now = {file.name: file.read_bytes() for file in (tmp_path / "site/pages").iterdir()}
        assert pages_now == after
        new = [made for name, made in after.items() if before.get(name) != made]
        if is_known and jobs == 1:
            assert taken == new
        elif is_known:  # what other processes make is not made here
            assert {*taken} <= {*new}


@given(st.lists(st.lists(st.integers(0, 4), unique=True), min_size=2, max_size=5))
@settings(max_examples=20, deadline=None)
def test_what_articles_count_is_what_a_count_of_all_of_them_finds(
    tmp_path_factory: pytest.TempPathFactory, stories: list[list[int]]
) -> None:
    folder = tmp_path_factory.mktemp("counted")
    for name, text in ARTICLES.items():
        (folder / name).write_text(text, encoding="utf-8")
    config = load_config(folder)
    all_ = run(read_documents(folder, config), config, "x", Options(today=TODAY))
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(pieces, "_USUAL", 2)
        for chosen in stories:
            cache = open_cache(folder / "cache")
            notes = counts.counted(cache, "x")
            part = replace(all_, readings=tuple(all_.readings[at] for at in chosen))
            found = counts.count(part, pieces.Prints(part), notes)
            assert found == counts.count(part)
            assert bool(found.expressions) is bool(chosen)
            notes.save()
            cache.close()


def test_a_chart_is_laid_out_anew_only_where_something_on_it_is_new(
    told_twice: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    laid: list[str] = []
    real = charts.lay_out

    def spy(*args: Any, **named: Any) -> Any:
        laid.append("anew")
        return real(*args, **named)

    monkeypatch.setattr(charts, "lay_out", spy)
    source, out = told_twice, tmp_path / "site"
    build(source, out)
    assert laid
    file = source / "2010-a.txt"
    text = file.read_text("utf-8")
    for is_new, new in (
        (False, text + "Nobody knows why.\n"),
        (True, text.replace("burst", "broke")),
        (True, text.replace("21 May", "22 May")),
        (True, "---\nsource: The Selby Post\n---\n" + text),
    ):
        laid.clear()
        file.write_text(new, "utf-8")
        site = build(source, out)
        assert bool(laid) == is_new, new
        clean = build(source, tmp_path / "clean", "--no-cache")
        for drawn in ("embed/chart.svg", "embed/index.html", "static/figures.js"):
            assert site[drawn] == clean[drawn]
        shutil.rmtree(tmp_path / "clean")


@pytest.mark.parametrize("first", [0, 1500])
def test_pages_of_periods_are_made_anew_where_an_event_of_theirs_is_new(
    tmp_path: Path, first: int
) -> None:
    story = synthetic_timeline(2400)
    event = story.events[first]
    other = replace(event, title=f"{event.title} once more")
    later = replace(story, events=tuple(other if one is event else one for one in story.events))
    cache = Cache(tmp_path)
    before = pages.render_site(story, cache=cache)
    after = pages.render_site(later, cache=cache)
    cache.close()
    assert after == pages.render_site(later)
    periods = [name for name in after if name.startswith("events/")]
    assert 0 < sum(after[name] != before[name] for name in periods) < len(periods) / 2


def test_the_front_page_of_a_crowd_is_drawn_anew_where_what_is_on_it_or_where_it_leads_is_new(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    drawn: list[str] = []
    real = pages.render.draw_svg

    def spy(*args: Any) -> str:
        drawn.append("anew")
        return real(*args)

    monkeypatch.setattr(pages.render, "draw_svg", spy)
    story = synthetic_timeline(2100)
    first, *others = story.events
    low = min(range(2099), key=lambda at: others[at].importance)
    moved = replace(others[low], when=others[(low + 900) % 2099].when)
    mattering = replace(others[low], importance=0.99)
    least = replace(others[low], importance=0.0)
    changes: list[tuple[bool, list[Any]]] = [
        (False, [first, *others[:low], least, *others[low + 1 :]]),
        (True, others),
        (True, [first, *others[:low], moved, *others[low + 1 :]]),
        (True, [first, *others[:low], mattering, *others[low + 1 :]]),
    ]
    cache = Cache(tmp_path)
    pages.render_site(story, cache=cache)
    for is_new, events in changes:
        drawn.clear()
        later = replace(story, events=tuple(events))
        index = pages.render_site(later, cache=cache)["index.html"]
        assert bool(drawn) == is_new
        files = pages.site_files(later)
        assert index == next(content.whole() for name, content in files if name == "index.html")
    cache.close()


_OTHERS: dict[str, Any] = {
    "path": "other/place.md",
    "title": "Another title",
    "text": "Another text. ",
    "language": "de",
    "source": "The Other Paper",
    "url": "https://example.org/other",
    "claims": (DateClaim("name", "1 May 2013", 735_000),),
    "asides": (Aside(0, 7, "menu"),),
    "title_span": (0, 7),
    "publication": Publication(736_000, 735_990, 736_010, Method.INFERRED, runner_up=735_995),
    "themes": ("floods",),
}


@pytest.mark.parametrize("field", sorted(_OTHERS))
def test_what_is_new_of_an_article_is_new_wherever_it_is_a_source(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, field: str
) -> None:
    """Of its text nothing is told there but quotes, which the events have."""
    assert {*_OTHERS} == {*Document.__struct_fields__} - {"id"}
    rows: list[str] = []
    real = pages.templates.Templates.render

    def spy(self: Any, name: str, **values: Any) -> str:
        rows.extend([name] if name in ("events.html", "sources_rows.html") else [])
        return real(self, name, **values)

    monkeypatch.setattr(pages.templates.Templates, "render", spy)
    story = synthetic_timeline(90)
    first, *others = story.readings
    document = first.document
    other = _OTHERS[field] + document.text if field == "text" else _OTHERS[field]
    assert getattr(document, field) != other
    changed = replace(first, document=replace(document, **{field: other}))
    later = replace(story, readings=(changed, *others))
    cache = Cache(tmp_path)
    pages.render_site(story, cache=cache)
    rows.clear()
    after = pages.render_site(later, cache=cache)
    cache.close()
    assert bool(rows) == (field not in ("text", "asides", "title_span"))
    assert after == pages.render_site(later)


def test_pieces_of_the_records_of_a_chart_are_those_of_the_same_digest() -> None:
    """Events come to matter more, have other names, other tellers; files and flags change."""
    chance = random.Random(5)  # noqa: S311 - small changes, no secret
    story = synthetic_timeline(300)
    notes = zooming.zoomed_names()
    made: dict[bytes, bytes] = {}
    again = 0
    for number in range(30):
        at = chance.randrange(300)
        event = story.events[at]
        others: dict[str, Any] = {
            "importance": chance.choice([0.0, round(event.importance + 0.01, 4), 1.0]),
            "actors": (*event.actors, chance.choice(["Ines & <Sons>", "The court", "Ada\x1b"])),
            "passages": story.events[chance.randrange(300)].passages,
        }
        name = chance.choice(sorted(others))
        changed = replace(event, **{name: others[name]})
        story = replace(story, events=(*story.events[:at], changed, *story.events[at + 1 :]))
        prints = pieces.Prints(story)
        chart = charts.Charts(story, print_of=prints.event)
        shards = (number // 10,)
        found = [*zooming.zoom_pieces(chart, shards, prints, notes)]
        told = pieces.joined(found).decode()
        anew = charts.Charts(story)
        plain = zooming.zoom_pieces(anew, shards, pieces.NO_PRINTS, zooming.zoomed_names())
        assert told == pieces.joined(plain).decode()
        records = json.loads(told.removeprefix("window.timelineRecords=").removesuffix(";\n"))
        for entry, record in zip(chart.entries, records["records"], strict=True):
            names = [[records["names"][at] for at in each] for each in record[7:11]]
            event = entry.event
            assert names == [[*entry.sources], [*event.actors], [*event.places], [*event.themes]]
        for piece in found:
            again += not piece.at_hand and piece.made_of in made
            assert made.setdefault(piece.made_of, piece.make()) == piece.make()
    assert again > 60


# --- what is foreign or broken -------------------------------------------------------------------


def _foreign(file: Path) -> None:
    file.unlink()
    base = sqlite3.connect(file)
    base.execute("CREATE TABLE entry (id, key, value)")
    base.commit()
    base.close()


SPOILT: dict[str, Callable[[Path], object]] = {
    "empty": lambda file: file.write_bytes(b""),
    "truncated": lambda file: file.write_bytes(file.read_bytes()[: file.stat().st_size // 2]),
    "other bytes": lambda file: file.write_bytes(b"no database at all" * 400),
    "another database": _foreign,
    "a folder": lambda file: (file.unlink(), file.mkdir()),
}


@pytest.mark.parametrize("spoil", SPOILT)
def test_a_spoilt_cache_is_made_anew_without_a_word(
    source: Path, tmp_path: Path, spoil: str, capsys: pytest.CaptureFixture[str]
) -> None:
    before = told(source, tmp_path / "cache")
    SPOILT[spoil](tmp_path / "cache" / CACHE_FILE)
    assert told(source, tmp_path / "cache") == before
    assert told(source, tmp_path / "cache") == before
    assert capsys.readouterr() == ("", "")
    if spoil != "a folder":
        base = sqlite3.connect(tmp_path / "cache" / CACHE_FILE)
        assert base.execute("SELECT count(*) FROM entry").fetchone()[0] > 3
        base.close()


@given(st.integers(min_value=0), st.integers(min_value=1, max_value=255))
@example(place=3964, flip=128)  # in the name of a column
@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])
def test_a_value_with_a_flipped_bit_is_no_value(
    tmp_path_factory: pytest.TempPathFactory, place: int, flip: int
) -> None:
    folder = tmp_path_factory.mktemp("bits")
    cache = Cache(folder)
    values = {cache.key("x", bytes([n])): bytes([n]) * 900 for n in range(8)}
    for key, value in values.items():
        cache.keep(key, value)
    cache.close()
    file = folder / CACHE_FILE
    content = bytearray(file.read_bytes())
    content[place % len(content)] ^= flip
    file.write_bytes(content)
    again = Cache(folder)
    assert all(again.recall(key) in (value, None) for key, value in values.items())
    again.close()


def test_an_entry_that_does_not_decode_is_made_anew(source: Path, tmp_path: Path) -> None:
    before = told(source, tmp_path / "cache")
    cache = open_cache(tmp_path / "cache")
    base = sqlite3.connect(tmp_path / "cache" / CACHE_FILE)
    keys = [bytes(key) for (key,) in base.execute("SELECT key FROM entry")]
    base.close()
    for key in keys:
        cache.keep(key, b"\xc1 no MessagePack")
    cache.close()
    assert told(source, tmp_path / "cache") == before


def test_another_build_at_work_is_not_waited_for_and_not_disturbed(
    source: Path, tmp_path: Path
) -> None:
    before = told(source, tmp_path / "cache")
    other = sqlite3.connect(tmp_path / "cache" / CACHE_FILE)
    other.execute("BEGIN EXCLUSIVE")
    assert told(source, tmp_path / "cache") == before
    other.rollback()
    assert other.execute("SELECT count(*) FROM entry").fetchone()[0] > 3
    other.close()


def test_a_file_in_the_way_of_the_cache_stays(source: Path, tmp_path: Path) -> None:
    (tmp_path / "cache").write_text("mine", encoding="utf-8")
    assert told(source, tmp_path / "cache") == told(source, None)
    assert (tmp_path / "cache").read_text(encoding="utf-8") == "mine"


# --- size and place ------------------------------------------------------------------------------


def test_a_cache_grown_too_large_loses_the_oldest_that_was_not_used(tmp_path: Path) -> None:
    cache = Cache(tmp_path, least_bound=10_000)
    keys = [cache.key("x", bytes([n])) for n in range(30)]
    for key in keys[:10]:
        cache.keep(key, bytes(1_000))
    cache.close()
    again = Cache(tmp_path, least_bound=10_000)
    assert again.recall(keys[0]) is not None
    again.keep(keys[20], bytes(1_000))
    again.close()
    last = Cache(tmp_path, least_bound=10_000)
    left = [n for n, key in enumerate(keys) if last.recall(key) is not None]
    assert left == [0, 5, 6, 7, 8, 9, 20]
    last.close()


def test_the_cache_stands_where_the_settings_want_it_and_is_no_source(
    source: Path, tmp_path: Path
) -> None:
    (source / "timeline.toml").write_text('cache = "kept"\n', encoding="utf-8")
    build(source, tmp_path / "site")
    assert (source / "kept" / CACHE_FILE).exists()
    assert not (tmp_path / ".timeline-cache").exists()
    (source / "kept" / "note.txt").write_text("It rained on 1 May 2021.", encoding="utf-8")
    files = build(source, tmp_path / "site")
    assert not any("note" in name or CACHE_FILE in name for name in files)
    assert b"note.txt" not in files["method.html"]


def test_a_folder_made_for_the_cache_is_not_committed(source: Path, tmp_path: Path) -> None:
    build(source, tmp_path / "site")
    assert (tmp_path / ".timeline-cache" / ".gitignore").read_text(encoding="utf-8") == "*\n"
    own = tmp_path / "own"
    own.mkdir()
    open_cache(own).close()
    assert [file.name for file in own.iterdir()] == [CACHE_FILE]


def test_a_cache_in_the_site_is_refused(
    source: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (source / "timeline.toml").write_text('cache = "../site/kept"\n', encoding="utf-8")
    assert main(["build", str(source), "-o", str(tmp_path / "site")]) == 2
    assert "cache" in capsys.readouterr().err
    assert not (tmp_path / "site").exists()


def test_a_timeline_read_from_a_cache_is_the_same_value(source: Path, tmp_path: Path) -> None:
    timelines: list[Timeline] = []
    for _ in range(2):
        cache = open_cache(tmp_path / "cache")
        library = read_documents(source, Config(), cache=cache)
        timelines.append(run(library, Config(), "x", Options(TODAY), cache=cache))
        cache.close()
    assert timelines[0] == timelines[1]
