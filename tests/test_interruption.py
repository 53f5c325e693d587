"""A build that is killed, finds the disk full or meets another leaves a whole site, old or new."""

from __future__ import annotations

import os
import random
import resource
import shutil
import signal
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from functools import partial
from pathlib import Path

import pytest

from timeline import workers
from timeline.cache import CACHE_FILE, open_cache
from timeline.cli import main
from timeline.files import write_whole
from timeline.pages import hold_folder, replace_site, swap, write_site
from timeline.pages.lock import LOCK, OutputError
from timeline.pages.write import MANIFEST, TWIN

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="needs fork and SIGKILL")

KILLS = 100
KILLED_BUILDS = 25
SEED = 8
PATIENCE_SECONDS = 30
OTHERS = {"CNAME": b"example.org", "documents/notes.txt": b"my notes"}
"""Files of somebody else in the folder of the site."""


def made(words: str, *, only: str = "") -> dict[str, bytes]:
    """The files of a small site; half of them say the same in every one."""
    return {
        "index.html": words.encode(),
        **{f"documents/{n}.html": f"{words if n % 2 else 'same'} {n}".encode() for n in range(12)},
        f"documents/only-{only or words}.html": words.encode(),
        f"{only or words}/deep/page.html": words.encode(),
        "static/large.js": words.encode() * 20_000,
    }


OLD, NEW = made("old"), made("new")


def contents(out: Path) -> dict[str, bytes]:
    """Every file that a visitor of the folder may be served, by its path."""
    return {
        file.relative_to(out).as_posix(): file.read_bytes()
        for file in out.rglob("*")
        if file.is_file()
    }


def shown(out: Path) -> dict[str, bytes]:
    """The pages in the folder: not our notes to ourselves, not what is somebody else's."""
    return {
        name: content
        for name, content in contents(out).items()
        if name not in {MANIFEST, LOCK, *OTHERS} and not name.endswith(".timeline-unfinished")
    }


Write = Callable[[dict[str, bytes], Path], object]


def begin(out: Path, write: Write = write_site) -> None:
    """The old site, with files of somebody else in it and beside it."""
    for place in (out, swap.twin_of(out)):
        shutil.rmtree(place, ignore_errors=True)
    write(OLD, out)
    for name, content in OTHERS.items():
        (out / name).write_bytes(content)


def forked(work: Callable[[], object]) -> int:
    """Start some work in a process of its own, which ends with it; returns its number."""
    process = os.fork()
    if process:
        return process
    code = 1
    try:
        quiet = os.open(os.devnull, os.O_WRONLY)
        os.dup2(quiet, 1)
        os.dup2(quiet, 2)
        code = work() or 0  # type: ignore[assignment]
    finally:
        os._exit(code if isinstance(code, int) else 1)


def waited(process: int) -> int:
    """How a process ended: its exit status, or the signal that ended it, below zero."""
    return os.waitstatus_to_exitcode(os.waitpid(process, 0)[1])


def counting(work: Callable[[], object], last: int, tell: Callable[[int], object]) -> None:
    """Work that is killed at a call into the system or back from it, the ``last`` of them.

    Every file is opened, written, linked, renamed and removed in such a call, so that counting
    them spreads the moments over all that is done, whatever else the machine does.
    """
    calls = 0

    def see(_: object, event: str, __: object) -> None:
        nonlocal calls
        if event in {"c_call", "c_return"}:
            calls += 1
            if calls == last:
                os.kill(os.getpid(), signal.SIGKILL)

    sys.setprofile(see)
    work()
    sys.setprofile(None)
    tell(calls)


def calls_of(work: Callable[[], object]) -> int:
    """How many moments a piece of work has."""
    reading, writing = os.pipe()
    process = forked(
        lambda: counting(work, 0, lambda calls: os.write(writing, str(calls).encode()))
    )
    os.close(writing)
    with os.fdopen(reading, encoding="ascii") as told:
        calls = int(told.read())
    assert waited(process) == 0
    return calls


def moments(most: int, many: int) -> list[int]:
    """So many moments of a run, one from each stretch of it, always the same."""
    chance = random.Random(SEED)  # noqa: S311 - moments, no secret
    return [1 + int((n + chance.random()) * most / many) for n in range(many)]


@pytest.fixture(params=["at once", "file by file"])
def stepwise(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> bool:
    """Whether files are changed one after the other, as where folders cannot be exchanged."""
    if request.param == "file by file":
        monkeypatch.setattr(swap, "_exchange", lambda *_: False)
    return bool(request.param == "file by file")


def writing_with(store: Path) -> Write:
    """What writes a site as a build does that has a store, and the twin of the last site in it."""

    def write(files: dict[str, bytes], out: Path) -> None:
        with hold_folder(out):
            cache = open_cache(store)
            replace_site(files, out, cache)
            cache.close()

    return write


@pytest.fixture
def kept(monkeypatch: pytest.MonkeyPatch) -> None:
    """The twin of a site of any size is kept."""
    monkeypatch.setattr("timeline.pages.write._MANY", 0)


def test_killed_at_any_moment_the_old_site_is_whole_or_the_new_one_is(
    tmp_path: Path, stepwise: bool
) -> None:
    """At 100 moments.  Where folders cannot be exchanged, each file is whole, old or new."""
    killed_at_any_moment(tmp_path, write_site, stepwise=stepwise)


@pytest.mark.usefixtures("kept")
def test_killed_at_any_moment_with_a_twin_kept_a_site_is_whole(
    tmp_path: Path, tmp_path_factory: pytest.TempPathFactory
) -> None:
    """The twin is as the last killed build left it, in its place or in that of a taken one."""
    store = tmp_path_factory.mktemp("store")
    write = writing_with(store)
    killed_at_any_moment(tmp_path, write, stepwise=False)
    write(OLD, tmp_path / "site")
    assert [path.name for path in store.iterdir() if path.is_dir()] == [TWIN]


def killed_at_any_moment(tmp_path: Path, write: Write, *, stepwise: bool) -> None:
    """Kill what writes a new site at 100 moments, and look at what is left after each."""
    out, beside = tmp_path / "site", tmp_path / "beside.txt"
    beside.write_bytes(b"beside")
    begin(out, write)
    most = calls_of(lambda: write(NEW, out))
    assert most > 3 * KILLS
    met = set[str]()
    for moment in moments(most, KILLS):
        begin(out, write)
        work = partial(counting, partial(write, NEW, out), moment, lambda _: None)
        assert waited(forked(work)) == -signal.SIGKILL
        found = shown(out)
        if found == OLD:
            met.add("old")
        elif found == NEW:
            met.add("new")
        else:
            assert stepwise, (moment, found.keys() ^ NEW.keys())
            assert all(content in (OLD.get(name), NEW.get(name)) for name, content in found.items())
            met.add("between")
        write(NEW, out)
        assert contents(out).keys() - {MANIFEST} == {*NEW, *OTHERS}
        assert shown(out) == NEW
        assert {name: (out / name).read_bytes() for name in OTHERS} == OTHERS
        assert beside.read_bytes() == b"beside"
        assert sorted(path.name for path in tmp_path.iterdir()) == ["beside.txt", "site"]
    assert met >= ({"old", "between"} if stepwise else {"old", "new"})


@pytest.mark.usefixtures("kept")
def test_a_kept_twin_is_made_a_twin_of_the_folder_as_it_is(tmp_path: Path) -> None:
    """Whatever became of either since: only what has one number in both is the same file."""
    out, store = tmp_path / "site", tmp_path / "store"
    write, twin = writing_with(store), store / TWIN
    write(OLD, out)
    (twin / "stranger.html").write_bytes(b"from elsewhere")
    (twin / "documents" / "1.html").unlink()
    (twin / "documents" / "1.html").write_bytes(b"another")
    (twin / "static" / "large.js").unlink()
    (twin / "static" / "large.js").symlink_to(tmp_path / "away")
    shutil.rmtree(twin / "old")
    (twin / "old").symlink_to(tmp_path)
    (twin / "CNAME").mkdir()
    (out / "CNAME").write_bytes(b"example.org")
    (out / "link").symlink_to("CNAME")
    (out / "mine").mkdir()
    (out / "mine" / "notes.txt").write_bytes(b"my notes")
    write({**OLD, "index.html": b"changed"}, out)
    found = contents(out)
    assert {name: found[name] for name in OLD} == {**OLD, "index.html": b"changed"}
    assert found.keys() == {*OLD, "CNAME", "link", "mine/notes.txt", MANIFEST}
    assert (out / "link").is_symlink()
    assert contents(twin).keys() == {*OLD, MANIFEST, LOCK}  # somebody's files are not kept in it
    assert sorted(path.name for path in tmp_path.iterdir()) == ["site", "store"]


@pytest.mark.usefixtures("kept")
@pytest.mark.parametrize("kind", ["a file", "a link", "a link taken"])
def test_what_is_no_twin_is_not_taken_for_one(tmp_path: Path, kind: str) -> None:
    """Something else has its name in the store: it stays where it is, and what it leads to."""
    out, store, other = tmp_path / "site", tmp_path / "store", tmp_path / "other"
    write, twin = writing_with(store), store / TWIN
    other.mkdir()
    (other / "index.html").write_bytes(b"other")
    write(OLD, out)
    shutil.rmtree(twin)
    if kind == "a file":
        twin.write_bytes(b"a file")
    else:
        twin.symlink_to(other)
    if kind == "a link taken":
        write({**OLD, "index.html": b"changed"}, out)
    write(NEW, out)
    assert shown(out) == NEW
    assert contents(other) == {"index.html": b"other"}
    assert not swap.twin_of(out).exists()


@pytest.mark.usefixtures("kept")
def test_two_sites_of_one_store_take_turns_with_its_twin(tmp_path: Path) -> None:
    one, other, store = tmp_path / "one", tmp_path / "other", tmp_path / "store"
    write = writing_with(store)
    for files in (OLD, NEW, OLD):
        for out in (one, other):
            write({**files, "name.html": out.name.encode()}, out)
            assert shown(out) == {**files, "name.html": out.name.encode()}
    assert sorted(path.name for path in store.iterdir() if path.is_dir()) == [TWIN]


def test_the_twin_of_a_small_site_is_not_kept(tmp_path: Path) -> None:
    write, store = writing_with(tmp_path / "store"), tmp_path / "store"
    write(OLD, tmp_path / "site")
    write(NEW, tmp_path / "site")
    assert not (store / TWIN).exists()


# --- whole builds --------------------------------------------------------------------------------


ARTICLE = "The ferry of Selby opened on Tuesday, {day}. The mayor resigned a week later.\n"


@pytest.fixture
def source(tmp_path: Path) -> Path:
    folder = tmp_path / "articles"
    folder.mkdir()
    for n in range(3):
        (folder / f"{n}.txt").write_text(ARTICLE.format(day=f"May {11 + n}, 2021"), "utf-8")
    return folder


def build(source: Path, out: Path, *words: str) -> int:
    return main(["build", str(source), "-o", str(out), "--today", "2022-01-01", *words])


def change(source: Path) -> None:
    """Something new in one article, one article gone, one come."""
    (source / "0.txt").write_text(ARTICLE.format(day="June 1, 2021"), "utf-8")
    (source / "1.txt").unlink()
    (source / "3.txt").write_text(ARTICLE.format(day="July 6, 2021"), "utf-8")


@pytest.mark.slow
def test_a_command_killed_at_any_moment_leaves_a_whole_site_and_a_cache_that_serves(
    source: Path, tmp_path: Path
) -> None:
    """Killed by the clock, at moments all over the command, the reading and the cache too."""
    kept, out, cache = tmp_path / "kept", tmp_path / "site", tmp_path / ".timeline-cache"
    assert build(source, kept) == 0
    old = contents(kept)
    shutil.copytree(cache, tmp_path / "kept-cache")
    change(source)
    lasts = []
    for _ in range(3):  # the shortest: on a busy machine one may last twice as long as the rest
        for place, origin in ((out, kept), (cache, tmp_path / "kept-cache")):
            shutil.rmtree(place, ignore_errors=True)
            shutil.copytree(origin, place)
        begun = time.monotonic()
        assert waited(forked(lambda: build(source, out))) == 0
        lasts.append(time.monotonic() - begun)
    lasted = min(lasts)
    new = contents(out)
    assert new != old
    chance = random.Random(SEED)  # noqa: S311 - moments, no secret
    killed = 0
    for n in range(KILLED_BUILDS):
        for place, origin in ((out, kept), (cache, tmp_path / "kept-cache")):
            shutil.rmtree(place, ignore_errors=True)
            shutil.copytree(origin, place)
        process = forked(lambda: build(source, out))
        time.sleep((n + chance.random()) * lasted / KILLED_BUILDS)
        os.kill(process, signal.SIGKILL)
        killed += waited(process) == -signal.SIGKILL
        (out / LOCK).unlink(missing_ok=True)
        assert contents(out) in (old, new), n
        assert build(source, out) == 0
        assert contents(out) == new
        assert not swap.twin_of(out).exists()
        assert (cache / CACHE_FILE).exists()
    assert killed > KILLED_BUILDS // 4


def test_a_killed_build_takes_its_workers_with_it(tmp_path: Path) -> None:
    told = tmp_path / "workers"
    process = forked(lambda: workers.each(_sleep, [told] * 80, jobs=2))
    numbers = _numbers(told, 3)  # the build itself does the first of the work
    os.kill(process, signal.SIGKILL)
    waited(process)
    _await(lambda: not any(map(_is_alive, numbers)))


def _sleep(told: Path) -> None:
    with told.open("a") as file:
        file.write(f"{os.getpid()}\n")
    time.sleep(0.2)


def _numbers(file: Path, many: int) -> set[int]:
    def read() -> set[int]:
        return set(map(int, file.read_text().split())) if file.exists() else set()

    _await(lambda: len(read()) >= many)
    return read()


def _is_alive(process: int) -> bool:
    state = Path(f"/proc/{process}/stat")
    if not Path("/proc/self").exists():
        with suppress(ProcessLookupError):
            os.kill(process, 0)
            return True
        return False
    try:
        return state.read_text().rpartition(")")[2].split()[0] != "Z"
    except (FileNotFoundError, ProcessLookupError):
        return False


def _await(is_so: Callable[[], bool]) -> None:
    end = time.monotonic() + PATIENCE_SECONDS
    while not is_so():
        assert time.monotonic() < end
        time.sleep(0.02)


# --- a full disk, a folder that may not be written -----------------------------------------------


@contextmanager
def mounted(place: Path, *options: str) -> Iterator[Path]:
    """A small file system of its own; the test is skipped where none can be mounted."""
    place.mkdir(exist_ok=True)
    command = ["mount", "-t", "tmpfs", *options, "timeline-test", str(place)]
    if os.geteuid() or subprocess.run(command, check=False, capture_output=True).returncode:
        pytest.skip("only root may mount a small disk; the limit on files stands in for it")
    try:
        yield place
    finally:
        subprocess.run(["umount", "--lazy", str(place)], check=True)  # noqa: S607 - found by PATH


def test_on_a_full_disk_the_old_site_stays_whole_or_the_new_one_is(
    source: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """With less and less room, for the site and for the cache: refused in words, or built."""
    plain = tmp_path / "plain"
    assert build(source, plain, "--no-cache") == 0
    size = sum(map(len, contents(plain).values())) + 2**20
    change(source)
    said = set[int]()
    with mounted(tmp_path / "disk", "-o", f"size={2 * size // 4096 * 4096}") as disk:
        out = disk / "site"
        shutil.copytree(source, disk / "articles")
        for step in range(9):
            for place in (out, disk / ".timeline-cache"):
                shutil.rmtree(place, ignore_errors=True)
            shutil.copytree(plain, out)
            before = contents(out)
            room = shutil.disk_usage(disk).free
            left = step * 4096 * 4 if step < 6 else step * room // 9
            with (disk / "filler").open("wb") as filler:
                filler.write(bytes(max(0, room - left)))
            capsys.readouterr()
            code = build(disk / "articles", out)
            said.add(code)
            told = capsys.readouterr()
            if code == 0:
                assert shown(out) != before
            else:
                assert code == 2
                assert contents(out) == before
                assert "room" in told.err
                assert "Traceback" not in told.err
            (disk / "filler").unlink()
            assert build(disk / "articles", out) == 0
            assert not swap.twin_of(out).exists()
            assert (disk / ".timeline-cache" / CACHE_FILE).exists()
    assert said == {0, 2}


@pytest.mark.parametrize("largest", [0, 1000, 50_000])
def test_a_limit_on_files_leaves_the_old_site_whole(
    tmp_path: Path, stepwise: bool, largest: int
) -> None:
    """The system refuses to write a file any further, in the middle of one."""
    out = tmp_path / "site"
    begin(out)
    before = contents(out)

    def work() -> int:
        resource.setrlimit(resource.RLIMIT_FSIZE, (largest, largest))
        try:
            write_site(NEW, out)
        except OutputError as error:
            return 7 if "cannot be written" in str(error) else 8
        return 9

    assert waited(forked(work)) == 7
    assert contents(out) == before
    assert [path.name for path in tmp_path.iterdir()] == ["site"]
    write_site(NEW, out)
    assert shown(out) == NEW


def test_a_limit_on_files_leaves_the_users_own_file_whole(tmp_path: Path) -> None:
    file = tmp_path / "edits.toml"
    file.write_bytes(b"mine")

    def work() -> None:
        resource.setrlimit(resource.RLIMIT_FSIZE, (1000, 1000))
        write_whole(file, bytes(5000))

    assert waited(forked(work)) == 1
    assert contents(tmp_path) == {"edits.toml": b"mine"}


def test_into_a_disk_that_is_read_only_nothing_is_written_and_words_say_so(
    source: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    with mounted(tmp_path / "disk", "-o", "size=8m") as disk:
        out = disk / "site"
        assert build(source, out) == 0
        before = contents(out)
        subprocess.run(["mount", "-o", "remount,ro", str(disk)], check=True)  # noqa: S607
        change(source)
        capsys.readouterr()
        assert build(source, out) == 2
        told = capsys.readouterr().err
        assert "cannot be written" in told
        assert "Check that the folder may be written to" in told
        assert "Traceback" not in told
        assert contents(out) == before


def test_into_a_folder_that_may_not_be_written_nothing_is_and_words_say_so(
    tmp_path: Path,
) -> None:
    out = tmp_path / "site"
    begin(out)
    before = contents(out)
    folders = [out, *(path for path in out.rglob("*") if path.is_dir())]
    for folder in folders:
        folder.chmod(0o555)

    def work() -> int:
        if not os.geteuid():  # root may write anywhere
            os.setgid(65534)
            os.setuid(65534)
        try:
            write_site(NEW, out)
        except OutputError as error:
            return 7 if "cannot be written" in str(error) else 8
        return 9

    for folder in (tmp_path, *tmp_path.parents):
        if folder.stat().st_uid == os.geteuid() and folder != Path("/"):
            folder.chmod(folder.stat().st_mode | 0o055)
    assert waited(forked(work)) == 7
    assert contents(out) == before
    for folder in folders:
        folder.chmod(0o755)


# --- two builds at once --------------------------------------------------------------------------


@pytest.fixture
def holder(tmp_path: Path) -> Iterator[int]:
    """A process that holds the folder of the site until it is killed."""
    reading, writing = os.pipe()

    def work() -> None:
        with hold_folder(tmp_path / "site"):
            os.write(writing, b"x")
            time.sleep(PATIENCE_SECONDS)

    process = forked(work)
    assert os.read(reading, 1) == b"x"
    yield process
    with suppress(ProcessLookupError, ChildProcessError):
        os.kill(process, signal.SIGKILL)
        waited(process)


def test_a_second_build_is_told_who_is_at_it_and_changes_nothing(
    source: Path, tmp_path: Path, holder: int, capsys: pytest.CaptureFixture[str]
) -> None:
    assert build(source, tmp_path / "site") == 2
    told = capsys.readouterr().err
    assert f"is being built by process {holder} on {socket.gethostname()}" in told
    assert "name another folder" in told
    assert [path.name for path in (tmp_path / "site").iterdir()] == [LOCK]


def test_what_a_killed_build_held_is_free(source: Path, tmp_path: Path, holder: int) -> None:
    os.kill(holder, signal.SIGKILL)
    waited(holder)
    assert (tmp_path / "site" / LOCK).exists()
    assert build(source, tmp_path / "site") == 0
    assert not (tmp_path / "site" / LOCK).exists()


def test_a_thread_waits_for_no_other_of_the_same_process(tmp_path: Path) -> None:
    said: list[str] = []

    def other() -> None:
        try:
            write_site(NEW, tmp_path / "site")
        except OutputError as error:
            said.append(str(error))

    write_site(OLD, tmp_path / "site")
    with hold_folder(tmp_path / "site"):
        thread = threading.Thread(target=other)
        thread.start()
        thread.join()
        assert shown(tmp_path / "site") == OLD
    assert len(said) == 1
    assert f"process {os.getpid()}" in said[0]
    write_site(NEW, tmp_path / "site")


@pytest.mark.parametrize("builders", [2, 5])
def test_of_builds_at_once_each_is_whole_or_refused_and_the_site_is_one_of_theirs(
    tmp_path: Path, builders: int
) -> None:
    out = tmp_path / "site"
    sites = {words: made(words) for words in ("red", "green", "blue", "black", "white")[:builders]}

    def work(site: dict[str, bytes]) -> int:
        try:
            write_site(site, out)
        except OutputError as error:
            return 7 if "is being built by" in str(error) else 8
        return 0

    for _ in range(12):
        processes = [forked(lambda site=site: work(site)) for site in sites.values()]
        codes = {words: waited(one) for words, one in zip(sites, processes, strict=True)}
        assert set(codes.values()) <= {0, 7}
        done = [words for words, code in codes.items() if code == 0]
        assert shown(out) in [sites[words] for words in done]
        assert [path.name for path in tmp_path.iterdir()] == ["site"]
