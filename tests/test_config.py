"""Configuration: one frozen value, every mistake told at once with its line and a remedy."""

from __future__ import annotations

import datetime as dt
import inspect
import pickle
import re
from dataclasses import FrozenInstanceError, fields
from pathlib import Path

import pytest

from timeline.config import CONFIG_NAME, OPTION_NAMES, Config, Part, load_config
from timeline.errors import ConfigError, TimelineError

GOOD = """
title = "Ferries"
description = "What became of them."
language = "pt-BR"
first_weekday = "Sunday"
output = "public"
knowledge = ["facts.toml", "packs"]
template_folder = "templates"
day_order = "dmy"
today = 2021-05-24
base_url = "https://example.org/ferries/"

[embed.north]
filter = ["place=Norwick", "actor=Ann"]
top = 8
"""


def write(folder: Path, text: str) -> Path:
    (folder / "facts.toml").write_text("")
    (folder / "packs").mkdir()
    (folder / "templates").mkdir()
    (folder / CONFIG_NAME).write_text(text, encoding="utf-8")
    return folder


def test_every_option_is_read_and_paths_count_from_the_file(tmp_path: Path) -> None:
    assert load_config(write(tmp_path, GOOD)) == Config(
        title="Ferries",
        description="What became of them.",
        language="pt-BR",
        first_weekday="sunday",
        output=tmp_path / "public",
        knowledge=(tmp_path / "facts.toml", tmp_path / "packs"),
        template_folder=tmp_path / "templates",
        day_order="dmy",
        today=dt.date(2021, 5, 24),
        base_url="https://example.org/ferries/",
        embed=(Part("north", (("filter", ("place=Norwick", "actor=Ann")), ("top", 8))),),
        file=tmp_path / CONFIG_NAME,
    )


def test_the_file_is_found_in_the_source_beside_it_or_not_at_all(tmp_path: Path) -> None:
    write(tmp_path, 'title = "Outer"')
    inner = tmp_path / "articles"
    inner.mkdir()
    (inner / "a.txt").write_text("x")
    assert load_config(inner).title == "Outer"
    assert load_config(inner / "a.txt") == Config()
    (inner / CONFIG_NAME).write_text('title = "Inner"')
    assert load_config(inner).title == "Inner"
    assert load_config(inner / "a.txt").title == "Inner"
    assert load_config(None) == Config()


MISTAKES = [
    ('tilte = "x"', 'Did you mean "title"?'),
    ("zzz = 1", "The options are title, description"),
    ("title = 3", '"title" must be a text, not a number'),
    ("title = true", "not true or false"),
    ('first_weekday = "mon"', 'Did you mean "monday"? Allowed are "monday", "sunday".'),
    ('day_order = "ymd"', '"day_order" cannot be "ymd"'),
    ('language = "english!"', 'Write a language tag such as "en"'),
    ('knowledge = "facts.toml"', 'Write it as ["facts.toml"].'),
    ('knowledge = ["gone.toml"]', "gone.toml, which is not there"),
    ('template_folder = "facts.toml"', "which is not a folder"),
    ('output = ""', "must name a path"),
    ('embed = "x"', "Write it as [embed.fire]."),
    ("embed = { fire = 3 }", "Write it as [embed.fire]."),
    ("[embed.index]", "but not index, chart or oembed"),
    ('[embed."../x"]', "Use small letters, digits and hyphens"),
    ("[embed.fire]\ncolour = 1", "The options are filter, from, to, top, title, theme."),
    ('today = "soon"', "Write it as 2021-05-24."),
    ("today = 2021-05-24T10:00:00", "must be a day"),
    ('base_url = "ftp://example.org"', "Write it in full"),
    ('base_url = "https://[x"', "Write it in full"),
    ('base_url = "https://me:secret@example.org"', "Write it in full"),
    ('base_url = "https://example.org/?page=1"', "Write it in full"),
    ("base_url = 'https://example.org/\"><b>'", "Write it in full"),
    ('[site]\ntitle = "x"', "take out the line [site]"),
]


@pytest.mark.parametrize(("text", "words"), MISTAKES)
def test_a_mistake_names_its_line_shows_it_and_says_what_to_do(
    tmp_path: Path, text: str, words: str
) -> None:
    with pytest.raises(ConfigError) as caught:
        load_config(write(tmp_path, f"# first\n{text}\n"))
    told = str(caught.value)
    assert f"{CONFIG_NAME}:2: " in told
    assert f"    {text.splitlines()[0]}" in told
    assert words in told


def test_all_mistakes_are_told_at_once_in_the_order_of_lines(tmp_path: Path) -> None:
    with pytest.raises(ConfigError) as caught:
        load_config(write(tmp_path, 'zzz = 1\ntitle = 2\noutput = "b"\nday_order = "x"\n'))
    assert [problem.line for problem in caught.value.problems] == [1, 2, 4]
    assert re.findall(r"toml:(\d)", str(caught.value)) == ["1", "2", "4"]


UNREADABLE = [
    (b'title = "x"\noops\n', "toml:2: is not valid TOML"),
    (b'title = "\xff"', "is not UTF-8"),
    (b"a = " + b"[" * 100_000, "toml"),
]


@pytest.mark.parametrize(("data", "words"), UNREADABLE)
def test_a_file_that_is_no_toml_ends_in_words(tmp_path: Path, data: bytes, words: str) -> None:
    (tmp_path / CONFIG_NAME).write_bytes(data)
    with pytest.raises(TimelineError, match=re.escape(words)):
        load_config(tmp_path)


def test_every_option_is_documented_and_every_documented_option_is_read() -> None:
    names = [field.name for field in fields(Config)]
    assert (*OPTION_NAMES, "file") == tuple(names)
    source = inspect.getsource(Config)
    for name in names:
        assert re.search(rf'^    {name}: .*\n    """', source, re.MULTILINE), name


def test_a_config_cannot_be_changed() -> None:
    with pytest.raises(FrozenInstanceError):
        Config().title = "x"  # type: ignore[misc]


def test_an_error_survives_the_way_between_processes() -> None:
    error = TimelineError("is wrong", file="a.md", line=3, shown="x: [", remedy="Mend it.")
    again = pickle.loads(pickle.dumps(error))  # noqa: S301 - our own bytes
    assert str(again) == str(error) == "a.md:3: is wrong\n    x: [\nMend it."
