"""Publishing: the branch holds the site and nothing else, and the user's repository never changes.

Every push goes to a bare repository on disk.
"""

from __future__ import annotations

import shutil
import subprocess
import tempfile
from pathlib import Path

import pytest

from timeline.cli import main
from timeline.model import Timeline
from timeline.pages import render_site, write_site
from timeline.publish import PublishError, branch, custom_domain, pages_address, publish
from timeline.publish.git import redacted


def git(folder: Path, *words: str) -> str:
    """Run git in a folder; returns what it says."""
    return subprocess.run(
        ["git", *words],  # noqa: S607 - the machine's git
        cwd=folder,
        check=True,
        capture_output=True,
        text=True,
    ).stdout.strip()


def files_of(folder: Path) -> dict[str, bytes]:
    """Every file of a folder by its path."""
    return {
        file.relative_to(folder).as_posix(): file.read_bytes()
        for file in folder.rglob("*")
        if file.is_file()
    }


@pytest.fixture(scope="module")
def built(story: Timeline, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The sample story's site, without the library that draws it, which is large."""
    site = {name: data for name, data in render_site(story).items() if "plotly" not in name}
    folder = tmp_path_factory.mktemp("built") / "build"
    write_site(site, folder)
    return folder


@pytest.fixture
def remote(tmp_path: Path) -> Path:
    """A bare repository to push to."""
    git(tmp_path, "init", "--quiet", "--bare", "remote.git")
    return tmp_path / "remote.git"


@pytest.fixture
def here(tmp_path: Path, remote: Path, built: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A repository with a site in it that nobody has published, as the working folder."""
    folder = tmp_path / "story"
    folder.mkdir()
    scratch = tmp_path / "scratch"
    scratch.mkdir()
    shutil.copytree(built, folder / "build")
    settings = tmp_path / "gitconfig"
    settings.write_text("[user]\nname = Ada\nemail = ada@example.org\n", encoding="utf-8")
    for name, value in (
        ("GIT_CONFIG_GLOBAL", str(settings)),
        ("GIT_CONFIG_NOSYSTEM", "1"),
        ("TMPDIR", str(scratch)),
    ):
        monkeypatch.setenv(name, value)
    monkeypatch.setattr(tempfile, "tempdir", None)
    git(folder, "init", "--quiet")
    git(folder, "remote", "add", "origin", "../remote.git")
    monkeypatch.chdir(folder)
    return folder


def published(remote: Path, name: str = "gh-pages") -> dict[str, bytes]:
    """The files on a branch of the bare repository, byte for byte."""
    with tempfile.TemporaryDirectory() as out:
        git(remote, f"--work-tree={out}", "checkout", "--force", name, "--", ".")
        (remote / "index").unlink()
        return files_of(Path(out))


def test_the_branch_holds_exactly_the_site(here: Path, remote: Path) -> None:
    done = publish(Path("build"))
    site = files_of(here / "build")
    assert published(remote) == site | {".nojekyll": b""}
    assert set(done.added) == {*site, ".nojekyll"}
    assert git(remote, "rev-parse", "gh-pages") == done.commit
    assert git(remote, "log", "-1", "--format=%an <%ae>", "gh-pages") == "Ada <ada@example.org>"


def test_what_is_published_already_is_not_pushed_again(here: Path, remote: Path) -> None:
    first = publish(Path("build"))
    again = publish(Path("build"))
    assert (again.commit, again.paths) == ("", 0)
    assert git(remote, "rev-parse", "gh-pages") == first.commit


def test_a_change_is_one_commit_on_top_with_what_changed(here: Path, remote: Path) -> None:
    first = publish(Path("build"))
    (here / "build" / "index.html").write_text("new", encoding="utf-8")
    (here / "build" / "robots.txt").write_text("", encoding="utf-8")
    (here / "build" / "undated.html").unlink()
    done = publish(Path("build"))
    assert (done.added, done.changed, done.removed) == (
        ("robots.txt",),
        ("index.html",),
        ("undated.html",),
    )
    assert git(remote, "rev-parse", "gh-pages^") == first.commit
    assert published(remote) == files_of(here / "build") | {".nojekyll": b""}


def test_a_dry_run_tells_the_same_and_pushes_nothing(here: Path, remote: Path) -> None:
    told = publish(Path("build"), dry_run=True)
    assert git(remote, "for-each-ref") == ""
    assert told.added == publish(Path("build")).added


def test_publishing_leaves_the_users_repository_as_it_was(here: Path, tmp_path: Path) -> None:
    before = files_of(here)
    publish(Path("build"))
    assert files_of(here) == before
    assert list((tmp_path / "scratch").iterdir()) == []


def test_a_refused_push_leaves_no_debris(here: Path, remote: Path, tmp_path: Path) -> None:
    hook = remote / "hooks" / "pre-receive"
    hook.parent.mkdir(exist_ok=True)
    hook.write_text("#!/bin/sh\necho the branch is protected >&2\nexit 1\n", encoding="utf-8")
    hook.chmod(0o755)
    before = files_of(here)
    with pytest.raises(PublishError, match="the branch is protected") as caught:
        publish(Path("build"))
    assert "Nothing was left behind" in str(caught.value)
    assert files_of(here) == before
    assert list((tmp_path / "scratch").iterdir()) == []
    assert git(remote, "for-each-ref") == ""
    hook.unlink()
    assert publish(Path("build")).commit


def test_whoever_pushed_in_between_is_not_overwritten(
    here: Path, remote: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    publish(Path("build"))
    (here / "build" / "robots.txt").touch()
    push = branch._push

    def late(*arguments: str) -> None:
        monkeypatch.setattr(branch, "_push", push)
        (here / "build" / "other.txt").touch()
        publish(Path("build"))
        push(*arguments)

    monkeypatch.setattr(branch, "_push", late)
    with pytest.raises(PublishError, match="somebody else pushed"):
        publish(Path("build"))
    assert "other.txt" in published(remote)


def test_a_branch_with_somebodys_work_is_not_replaced(here: Path, remote: Path) -> None:
    (here / "notes.txt").write_text("mine", encoding="utf-8")
    git(here, "add", "notes.txt")
    git(here, "commit", "--quiet", "-m", "Notes")
    git(here, "push", "--quiet", "origin", "HEAD:refs/heads/main")
    with pytest.raises(PublishError, match="timeline did not put there"):
        publish(Path("build"), branch="main")
    assert published(remote, "main") == {"notes.txt": b"mine"}
    publish(Path("build"), branch="site")
    assert "index.html" in published(remote, "site")


def test_a_domain_gets_its_file_and_one_that_is_there_stays(here: Path, remote: Path) -> None:
    publish(Path("build"), domain="news.example.org")
    assert published(remote)["CNAME"] == b"news.example.org\n"
    assert publish(Path("build")).paths == 0
    publish(Path("build"), domain="other.example.org")
    assert published(remote)["CNAME"] == b"other.example.org\n"


def test_files_go_in_byte_for_byte_whatever_git_does_elsewhere(
    here: Path, remote: Path, tmp_path: Path
) -> None:
    (here / "build" / "lines.txt").write_bytes(b"one\r\ntwo\r\n")
    (here / "build" / "ignored.log").write_bytes(b"kept")
    (here / "build" / ".gitignore").write_bytes(b"*.log\n")
    (here / "build" / "index.html.timeline-unfinished").write_bytes(b"half")
    attributes = tmp_path / "attributes"
    attributes.write_text("* text eol=lf\n", encoding="utf-8")
    git(here, "config", "--global", "core.autocrlf", "input")
    git(here, "config", "--global", "core.attributesFile", str(attributes))
    publish(Path("build"))
    there = published(remote)
    assert there["lines.txt"] == b"one\r\ntwo\r\n"
    assert there["ignored.log"] == b"kept"
    assert "index.html.timeline-unfinished" not in there


def test_the_settings_of_the_repository_reach_the_remote(here: Path, remote: Path) -> None:
    git(here, "config", f"url.{remote.parent}/.insteadOf", "there:")
    git(here, "config", "user.name", "Grace")
    git(here, "remote", "set-url", "--push", "origin", "there:remote.git")
    git(here, "remote", "set-url", "origin", "https://example.org/elsewhere.git")
    publish(Path("build"))
    assert git(remote, "log", "-1", "--format=%an", "gh-pages") == "Grace"


def test_without_a_name_git_signs_as_timeline(here: Path, remote: Path, tmp_path: Path) -> None:
    (tmp_path / "gitconfig").write_text("[user]\nuseConfigOnly = true\n", encoding="utf-8")
    publish(Path("build"))
    assert git(remote, "log", "-1", "--format=%an", "gh-pages") == "timeline"


def test_it_works_from_a_folder_within_the_repository(
    here: Path, remote: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(here / "build")
    publish(Path())
    assert "index.html" in published(remote)


# What goes wrong ends in words -----------------------------------------------------------------


def refusal(capsys: pytest.CaptureFixture[str], *arguments: str) -> str:
    assert main(["publish", *arguments]) == 2
    return capsys.readouterr().err


def test_without_git_it_says_so(
    here: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("PATH", "/nonexistent")
    assert "git is not installed" in refusal(capsys)


def test_outside_a_repository_it_says_what_to_do(
    here: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    shutil.rmtree(here / ".git")
    assert "git init" in refusal(capsys)


def test_without_a_remote_it_says_what_to_do(
    here: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert "There is origin" in refusal(capsys, "--remote", "up")
    git(here, "remote", "remove", "origin")
    assert "git remote add origin" in refusal(capsys)


def test_without_a_build_it_says_what_to_do(here: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (here / "mine").mkdir()
    assert "timeline build" in refusal(capsys, "mine")
    assert "gone: is not there" in refusal(capsys, "gone")
    shutil.rmtree(here / "build")
    assert "build: is not there" in refusal(capsys)


def test_a_file_that_github_would_refuse_is_named_before_anything_is_pushed(
    here: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    git(here, "remote", "set-url", "origin", "https://github.com/ada/story.git")
    with (here / "build" / "timeline.json").open("r+b") as data:
        data.truncate(101 * 1024 * 1024)
    told = refusal(capsys)
    assert "timeline.json" in told
    assert "101 MiB" in told
    assert "no file of more than 100 MiB" in told
    assert "web server of your own" in told


def test_a_remote_out_of_reach_is_told_with_gits_reason(
    here: Path, remote: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    shutil.rmtree(remote)
    told = refusal(capsys)
    assert "cannot be read" in told
    assert "git remote -v" in told


def test_a_branch_that_cannot_be_one_is_refused(
    here: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert "cannot name a branch" in refusal(capsys, "--branch", "a..b")


def test_no_password_is_ever_shown() -> None:
    said = "fatal: unable to access 'https://me:secret@example.org/x.git/': refused"
    assert redacted(said) == "fatal: unable to access 'https://example.org/x.git/': refused"


# The command ----------------------------------------------------------------------------------


def test_the_command_says_what_it_did(here: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (here / "timeline.toml").write_text('base_url = "https://news.example.org"', encoding="utf-8")
    count = len(files_of(here / "build")) + 2
    assert main(["publish", "--dry-run"]) == 0
    told = capsys.readouterr()
    assert "+ CNAME\n" in told.out
    assert f"would push {count} files to gh-pages of origin" in told.out
    assert main(["publish"]) == 0
    told = capsys.readouterr()
    assert (
        told.out == f"pushed {count} files to gh-pages of origin ({count} new, 0 changed, 0 gone)\n"
    )
    assert "https://news.example.org/" in told.err
    assert main(["publish"]) == 0
    assert "nothing was pushed" in capsys.readouterr().out


@pytest.mark.parametrize(
    ("base_url", "domain"),
    [
        ("", ""),
        ("https://news.example.org", "news.example.org"),
        ("https://News.Example.org/", "news.example.org"),
        ("https://bücher.example/", "xn--bcher-kva.example"),
        ("https://ada.github.io/story/", ""),
        ("https://ada.github.io/", ""),
        ("https://example.org/story/", ""),
        ("https://example.org:8443/", ""),
        ("http://localhost/", ""),
        ("http://192.168.0.1/", ""),
    ],
)
def test_a_domain_of_ones_own_is_told_by_the_address(base_url: str, domain: str) -> None:
    assert custom_domain(base_url) == domain


@pytest.mark.parametrize(
    ("address", "page"),
    [
        ("git@github.com:Ada/story.git", "https://ada.github.io/story/"),
        ("https://github.com/Ada/story", "https://ada.github.io/story/"),
        ("https://x-access-token:secret@github.com/Ada/story.git", "https://ada.github.io/story/"),
        ("ssh://git@github.com/ada/ada.github.io.git", "https://ada.github.io/"),
        ("../remote.git", ""),
        ("https://example.org/ada/story.git", ""),
    ],
)
def test_the_page_is_found_from_the_remote(address: str, page: str) -> None:
    assert pages_address(address, "") == page
    assert pages_address(address, "news.example.org") == "https://news.example.org/"
