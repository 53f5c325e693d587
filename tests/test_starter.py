"""A new folder: it builds, every setting is explained in it, and nothing is ever overwritten."""

from __future__ import annotations

import re
import tomllib
from datetime import date
from importlib.metadata import Distribution
from pathlib import Path

import pytest

import timeline
from timeline.cli import main
from timeline.config import CONFIG_NAME, OPTION_NAMES, Config, load_config
from timeline.starter import FILES, StarterError, make_starter, requirement
from timeline.starter import origin as starter_origin

RELEASE = "timeline-site==1.2.3"


def contents(folder: Path) -> dict[str, str]:
    return {
        file.relative_to(folder).as_posix(): file.read_text(encoding="utf-8")
        for file in folder.rglob("*")
        if file.is_file()
    }


def test_a_new_folder_holds_what_a_timeline_needs(tmp_path: Path) -> None:
    made = make_starter(tmp_path / "story", RELEASE)
    assert [path.relative_to(tmp_path / "story").as_posix() for path in made] == list(FILES)
    assert set(contents(tmp_path / "story")) == set(FILES)
    assert f'TIMELINE: "{RELEASE}"' in contents(tmp_path / "story")[".github/workflows/pages.yml"]
    assert not [name for name, text in contents(tmp_path / "story").items() if "@REQ" in text]


def test_a_new_folder_builds_as_it_is(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    make_starter(tmp_path, RELEASE)
    monkeypatch.chdir(tmp_path)
    assert main(["build"]) == 0
    index = (tmp_path / "build" / "index.html").read_text(encoding="utf-8")
    assert "<h1>My timeline</h1>" in index
    story = timeline.read("articles", today=date(2026, 1, 1))
    assert len(story.documents) == 1
    assert {"2024-02-12", "2024-05-18", "2024-06", "1931"} <= {
        str(event.when) for event in story.events
    }


def test_every_setting_is_explained_and_right_when_it_is_taken(tmp_path: Path) -> None:
    """Each option stands there once, set or behind a #, under a comment of its own."""
    make_starter(tmp_path, RELEASE)
    file = tmp_path / CONFIG_NAME
    text = file.read_text(encoding="utf-8")
    assert re.findall(r"^(?:# )?([a-z_]+) = ", text, re.MULTILINE) == list(OPTION_NAMES)
    for block in text.split("\n\n")[1:]:
        *comment, option = block.strip().splitlines()
        assert all(line.startswith("# ") for line in comment), block
        assert comment, option
    (tmp_path / "facts.toml").touch()
    (tmp_path / "templates").mkdir()
    file.write_text(re.sub(r"^# ([a-z_]+ = )", r"\1", text, flags=re.MULTILINE), encoding="utf-8")
    assert set(tomllib.loads(file.read_text(encoding="utf-8"))) == set(OPTION_NAMES)
    taken = load_config(tmp_path)
    assert (taken.first_weekday, taken.day_order) == (Config().first_weekday, Config().day_order)


@pytest.mark.parametrize("name", ["notes.txt", ".gitignore", "articles"])
def test_a_folder_that_holds_things_is_left_alone(tmp_path: Path, name: str) -> None:
    (tmp_path / name).write_text("mine", encoding="utf-8")
    with pytest.raises(StarterError, match="holds things already"):
        make_starter(tmp_path, RELEASE)
    assert contents(tmp_path) == {name: "mine"}


def test_a_file_of_that_name_is_left_alone(tmp_path: Path) -> None:
    (tmp_path / "story").write_text("mine", encoding="utf-8")
    with pytest.raises(StarterError, match="is a file"):
        make_starter(tmp_path / "story", RELEASE)


def test_a_clone_of_an_empty_repository_will_do(tmp_path: Path) -> None:
    (tmp_path / ".git").mkdir()
    assert make_starter(tmp_path, RELEASE)


def test_the_command_says_what_it_made_and_refuses_in_words(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["new", str(tmp_path / "story")]) == 0
    told = capsys.readouterr()
    assert told.out.splitlines() == [str(tmp_path / "story" / name) for name in FILES]
    assert "timeline serve" in told.err
    assert main(["new", str(tmp_path / "story")]) == 2
    assert "Name a new folder" in capsys.readouterr().err


GIT = '{"url": "%s", "vcs_info": {"vcs": "git", "commit_id": "%s"}}'
COMMIT = "0123456789abcdef0123456789abcdef01234567"
URL = "https://example.org/timeline.git"


@pytest.mark.parametrize(
    ("told", "asked"),
    [
        (None, "timeline-site[images]==9"),
        ('{"url": "file:///src", "dir_info": {"editable": true}}', "timeline-site[images]==9"),
        (GIT % (URL, COMMIT), f"timeline-site[images] @ git+{URL}@{COMMIT}"),
        (GIT % ("file:///home/me/timeline", COMMIT), "timeline-site[images]==9"),
        (GIT % ("https://user:secret@example.org/t.git", COMMIT), "timeline-site[images]==9"),
        (GIT % (URL, "main; rm -rf /"), "timeline-site[images]==9"),
        ("no JSON", "timeline-site[images]==9"),
    ],
    ids=["index", "folder", "repository", "own disk", "password", "no commit", "broken"],
)
def test_the_workflow_installs_what_runs_here_where_others_can_have_it(
    monkeypatch: pytest.MonkeyPatch, told: str | None, asked: str
) -> None:
    class Installed(Distribution):
        def read_text(self, _: str) -> str | None:
            return told

        def locate_file(self, _: object) -> Path:
            return Path()

    monkeypatch.setattr(starter_origin, "distribution", lambda _: Installed())
    assert requirement("9") == asked
