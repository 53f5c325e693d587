"""The preview: served as it was built, built again when something changes, and told what is wrong.

Over real HTTP, and in a real browser for what the reader sees.
"""

from __future__ import annotations

import http.client
import os
import re
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from background import hear_ctrl_c

from timeline.cli import main
from timeline.cli.publishing import _Watched
from timeline.errors import TimelineError
from timeline.model import Timeline
from timeline.pages import render_site
from timeline.serve import Preview, ServeError, serve
from timeline.serve.injected import inject
from timeline.serve.server import open_server
from timeline.serve.watch import Watch

if TYPE_CHECKING:
    from playwright.sync_api import Browser

WAIT = 20.0
HOSTILE = "</pre><script>alert(1)</script>"


def ask(
    address: str, path: str = "", method: str = "GET", **headers: str
) -> tuple[int, dict[str, str], bytes]:
    """One request as a client makes it: status, headers, body."""
    host = address.removeprefix("http://").rstrip("/")
    connection = http.client.HTTPConnection(host, timeout=WAIT)
    connection.request(method, f"/{path}", headers=headers)
    answer = connection.getresponse()
    body = answer.read()
    connection.close()
    return answer.status, {name.lower(): value for name, value in answer.getheaders()}, body


@pytest.fixture
def preview(story: Timeline) -> Preview:
    """A preview of the sample story."""
    shown = Preview()
    shown.show(render_site(story))
    return shown


@pytest.fixture
def address(preview: Preview) -> Iterator[str]:
    with open_server(preview, 0) as where:
        yield where


# What is sent ---------------------------------------------------------------------------------


def test_files_are_sent_as_they_were_built(preview: Preview, address: str) -> None:
    for name, kind in (
        ("static/style.css", "text/css; charset=utf-8"),
        ("static/timeline.js", "text/javascript; charset=utf-8"),
        ("timeline.json", "application/json"),
    ):
        status, headers, body = ask(address, name)
        assert (status, headers["content-type"]) == (200, kind)
        assert body == preview.files[name]
        assert headers["cache-control"] == "no-store"


def test_a_page_is_as_it_was_built_but_for_what_lets_it_follow(
    preview: Preview, address: str
) -> None:
    for path, name in (("", "index.html"), ("sources.html?x=1", "sources.html")):
        _, headers, body = ask(address, path)
        assert headers["content-type"] == "text/html; charset=utf-8"
        plain = re.sub(rb"<(link|script)[^>]*~live/.*\n", b"", body)
        assert body.count(b"~live/") == 2
        assert plain.replace(b"connect-src 'self'; ", b"") == preview.files[name]
    assert not [name for name, content in preview.files.items() if b"~live" in content]


def test_a_head_request_gets_no_body(preview: Preview, address: str) -> None:
    status, headers, body = ask(address, "static/style.css", "HEAD")
    assert (status, body) == (200, b"")
    assert headers["content-length"] == str(len(preview.files["static/style.css"]))


@pytest.mark.parametrize(
    "path", ["gone.html", "../pyproject.toml", "%2e%2e/%2e%2e/etc/passwd", "/etc/passwd", "~live/x"]
)
def test_whatever_is_no_file_of_the_site_is_not_there(address: str, path: str) -> None:
    assert ask(address, path)[0] == 404


def test_the_lost_page_finds_home_from_any_folder(address: str) -> None:
    status, _, body = ask(address, "documents/deep/gone.html")
    assert status == 404
    assert b'<link rel="stylesheet" href="/static/style.css">' in body
    assert b'href="/index.html"' in body
    assert b'href="#content"' in body


def test_a_page_elsewhere_cannot_read_the_preview_under_its_own_name(address: str) -> None:
    assert ask(address, Host="evil.example:8000")[0] == 403
    assert ask(address, Host="localhost:8000")[0] == 200


def test_the_policy_of_the_page_stays_but_for_one_connection(address: str) -> None:
    _, _, body = ask(address)
    policy = re.search(rb'Content-Security-Policy" content="([^"]*)"', body)
    assert policy
    assert policy[1].startswith(b"connect-src 'self'; default-src 'none'; script-src 'self' file:")
    assert b"unsafe-eval" not in policy[1]


def test_what_is_wrong_stands_in_the_page_escaped_and_the_old_site_stays(
    preview: Preview, address: str
) -> None:
    preview.fail(HOSTILE)
    status, _, body = ask(address)
    assert status == 200
    assert b'role="alert"' in body
    assert b"&lt;/pre&gt;&lt;script&gt;alert(1)" in body
    assert preview.files["index.html"].split(b"<body>")[1] in body
    preview.show(preview.files)
    assert b'role="alert"' not in ask(address)[2]


def test_before_the_first_site_the_page_says_what_is_wrong() -> None:
    empty = Preview()
    with open_server(empty, 0) as address:
        assert b"being built" in ask(address)[2]
        empty.fail("articles: is not there")
        status, _, body = ask(address, "any.html")
        assert status == 503
        assert b"articles: is not there" in body
        assert b"live.js" in body


def test_the_same_site_has_the_same_version(preview: Preview) -> None:
    before = preview.version
    preview.show(dict(preview.files))
    assert preview.version == before
    preview.show({**preview.files, "index.html": b"new"})
    assert preview.version != before


def test_every_change_is_told_to_whoever_listens(preview: Preview, address: str) -> None:
    host = address.removeprefix("http://").rstrip("/")
    connection = http.client.HTTPConnection(host, timeout=WAIT)
    connection.request("GET", "/~live/changes")
    stream = connection.getresponse()
    assert stream.getheader("content-type") == "text/event-stream"
    assert stream.readline() == f"data: {preview.version}\n".encode()
    assert stream.readline() == b"\n"
    preview.fail("no")
    assert stream.readline() == f"data: {preview.version}\n".encode()
    preview.close()
    stream.read()
    connection.close()


def test_a_port_that_is_taken_is_told_with_another(address: str) -> None:
    port = int(address.rsplit(":", 1)[1].rstrip("/"))
    with (
        pytest.raises(ServeError, match=f"port {port} cannot be used") as caught,
        open_server(Preview(), port),
    ):
        pass
    assert f"--port {port + 1}" in str(caught.value)


def test_a_page_with_a_policy_of_its_own_for_connections_keeps_it() -> None:
    page = b'<meta http-equiv="Content-Security-Policy" content="connect-src x"></head><body>'
    assert b'content="connect-src x"' in inject(page, "1")


# What is watched ------------------------------------------------------------------------------


def test_a_watch_tells_what_is_new_changed_and_gone(tmp_path: Path) -> None:
    (tmp_path / "sub").mkdir()
    one, two = tmp_path / "one.txt", tmp_path / "sub" / "two.txt"
    one.write_text("1")
    two.write_text("2")
    watch = Watch()
    assert watch.changed([tmp_path]) == {one, two}
    assert watch.changed([tmp_path]) == set()
    one.write_text("11")
    assert watch.changed([tmp_path]) == {one}
    os.utime(two, ns=(1, 1))
    assert watch.changed([tmp_path]) == {two}
    two.unlink()
    assert watch.changed([tmp_path]) == {two}


def test_a_watch_leaves_out_what_is_hidden_built_or_an_editors(tmp_path: Path) -> None:
    for name in (".git/x", "build/index.html", ".hidden", "one.txt~"):
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_text("x")
    assert Watch().changed([tmp_path, tmp_path / "missing"], [tmp_path / "build"]) == set()


# The whole ------------------------------------------------------------------------------------


class Book:
    """A story of one file, whose words are the page; "no" cannot be built."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.seen: list[frozenset[Path]] = []

    def places(self) -> tuple[Path, ...]:
        return (self.folder,)

    def leave(self) -> tuple[Path, ...]:
        return ()

    def build(self, changed: frozenset[Path], _: str) -> Mapping[str, bytes]:
        self.seen.append(changed)
        words = (self.folder / "words").read_bytes()
        if words == b"no":
            raise TimelineError("cannot be read", file="words", line=1)
        if words == b"bug":
            raise ZeroDivisionError("oh")
        page = b"<html><head></head><body><main>%s</main></body></html>" % words
        return {"index.html": page}


@contextmanager
def serving(story: Book) -> Iterator[tuple[str, list[str]]]:
    """A story served in a thread of its own, and what it said."""
    said: list[str] = []
    stop = threading.Event()
    thread = threading.Thread(target=serve, args=(story, 0, said.append, stop))
    thread.start()
    try:
        until(lambda: any("http://" in line for line in said))
        yield next(line for line in said if "http://" in line).split()[0], said
    finally:
        stop.set()
        thread.join(WAIT)
        assert not thread.is_alive()


def until(holds: Callable[[], bool]) -> None:
    """Wait for something that another thread or process does."""
    end = time.monotonic() + WAIT
    while not holds():
        assert time.monotonic() < end, "it never happened"
        time.sleep(0.02)


def test_a_change_is_built_and_a_mistake_is_told_and_mended(tmp_path: Path) -> None:
    words = tmp_path / "words"
    words.write_bytes(b"one")
    book = Book(tmp_path)
    with serving(book) as (address, said):
        assert b"<main>one</main>" in ask(address)[2]
        words.write_bytes(b"two!")
        until(lambda: b"<main>two!</main>" in ask(address)[2])
        assert said[-1] == "built again"
        words.write_bytes(b"no")
        until(lambda: b"words:1: cannot be read" in ask(address)[2])
        assert b"<main>two!</main>" in ask(address)[2]
        words.write_bytes(b"bug")
        until(lambda: b"ZeroDivisionError: oh" in ask(address)[2])
        words.write_bytes(b"three")
        until(lambda: b"<main>three</main>" in ask(address)[2])
        assert b"alert" not in ask(address)[2]
    assert book.seen == [frozenset((words,))] * 5


def options(source: Path) -> object:
    return type("Chosen", (), {"source": str(source), "today": None})()


def test_a_new_template_does_not_read_the_articles_again(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    article = tmp_path / "articles" / "a.txt"
    article.parent.mkdir()
    article.write_text("The ferry opened on May 18, 2021.", encoding="utf-8")
    (tmp_path / "looks").mkdir()
    file = tmp_path / "timeline.toml"
    file.write_text('title = "Ferry"\ntemplate_folder = "looks"\n', encoding="utf-8")
    watched = _Watched(options(article.parent))  # type: ignore[arg-type]
    first = watched.build(frozenset((article,)), "http://127.0.0.1:1/")
    assert b"ferry" in first["index.html"]
    assert set(watched.places()) >= {article.parent, file, tmp_path / "looks"}
    article.write_text("The bridge opened on May 19, 2021.", encoding="utf-8")
    style = tmp_path / "looks" / "static" / "style.css"
    style.parent.mkdir()
    style.write_text("body {}", encoding="utf-8")
    again = watched.build(frozenset((style,)), "http://127.0.0.1:1/")
    assert again["static/style.css"] == b"body {}"
    assert again["index.html"] == first["index.html"]
    assert b"bridge" in watched.build(frozenset((article,)), "")["index.html"]


@pytest.mark.parametrize("port", ["70000", "-1", "eight"])
def test_a_port_is_a_number_that_ports_have(port: str, capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit):
        main(["serve", "--port", port])
    assert "is not a port" in capsys.readouterr().err


def test_standard_input_cannot_be_watched(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["serve", "-"]) == 2
    assert "watches" in capsys.readouterr().err


def test_a_source_that_is_not_there_is_told_at_once(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["serve", "/nonexistent"]) == 2
    assert "is not there" in capsys.readouterr().err


def test_the_command_serves_writes_nothing_and_stops_cleanly(tmp_path: Path) -> None:
    """Ctrl-C ends it with status 0, whoever may be listening."""
    (tmp_path / "articles").mkdir()
    article = tmp_path / "articles" / "a.txt"
    article.write_text("The ferry opened on May 18, 2021.", encoding="utf-8")
    with subprocess.Popen(
        [sys.executable, "-m", "timeline", "serve", "--port", "0"],
        cwd=tmp_path,
        env={**os.environ, "PYTHONPATH": str(Path(__file__).parent.parent)},
        stderr=subprocess.PIPE,
        text=True,
        preexec_fn=hear_ctrl_c,  # noqa: PLW1509 - no thread here that forking could harm
    ) as running:
        assert running.stderr
        address = running.stderr.readline().split()[0]
        assert b"ferry" in ask(address)[2]
        listening = http.client.HTTPConnection(address.split("/")[2], timeout=WAIT)
        listening.request("GET", "/~live/changes")
        listening.getresponse().readline()
        article.write_text("The bridge opened on May 19, 2021.", encoding="utf-8")
        assert running.stderr.readline() == "built again\n"
        assert b"bridge" in ask(address)[2]
        running.send_signal(signal.SIGINT)
        assert running.wait(WAIT) == 0
        assert running.stderr.read() == "stopped\n"
        listening.close()
    assert [path.name for path in tmp_path.iterdir()] == ["articles"]


@pytest.mark.browser
def test_the_browser_follows_and_keeps_what_is_in_view(story: Timeline, browser: Browser) -> None:
    """After a change above it, the same event stands at the same height; no rule is broken."""
    shown = Preview()
    site = render_site(story)
    shown.show(site)
    with open_server(shown, 0) as address:
        page = browser.new_context(viewport={"width": 1000, "height": 700}).new_page()
        complaints: list[str] = []
        page.on("console", lambda message: complaints.append(message.text))
        page.on("pageerror", lambda error: complaints.append(str(error)))
        page.goto(address)
        page.evaluate("scrollTo(0, 1500)")
        page.wait_for_timeout(300)  # until the rows that came into view are laid out
        script = """() => [...document.querySelectorAll("main article[id]")]
            .map((one) => [one.id, one.getBoundingClientRect().top])
            .find(([, top]) => top > 0)"""
        name, top = page.evaluate(script)
        taller = site["index.html"].replace(b"</h1>", b"</h1><p>new</p><p>and more</p>", 1)
        shown.show({**site, "index.html": taller})
        page.wait_for_selector("text=and more")
        page.wait_for_load_state("load")
        page.wait_for_timeout(700)  # until the page has come to rest
        now = page.evaluate("id => document.getElementById(id).getBoundingClientRect().top", name)
        assert abs(now - top) < 2
        shown.fail("articles/a.md:3: is wrong")
        page.wait_for_selector(".live-problem:visible")
        assert "a.md:3: is wrong" in page.inner_text(".live-problem")
        assert page.evaluate("getComputedStyle(document.querySelector('.live-problem')).color") == (
            "rgb(255, 255, 255)"
        )
        shown.show(site)
        page.wait_for_selector(".live-problem", state="detached")
        assert complaints == []
        page.context.close()
