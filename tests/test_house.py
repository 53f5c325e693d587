"""The house around the code: what `make test` says of skipped browser tests, and what CI does."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
SUITE = """
import os
import pytest

@pytest.mark.browser
def test_in_a_browser({fixture}):
    pass

@pytest.mark.browser
@pytest.mark.skipif("LEFT_OUT" in os.environ, reason="left out")
def test_sometimes_left_out():
    pass
"""


def run_suite(folder: Path, fixture: str, **settings: str) -> subprocess.CompletedProcess[str]:
    """Run two browser tests with the fixtures of this suite, where no browser can be found."""
    for name in ("conftest.py", "sample_timeline.py"):
        shutil.copy(ROOT / "tests" / name, folder)
    (folder / "pytest.ini").write_text("[pytest]\nmarkers = browser\naddopts = -ra\n")
    (folder / "test_suite.py").write_text(SUITE.format(fixture=fixture))
    kept = {name: value for name, value in os.environ.items() if name != "CI"}
    return subprocess.run(
        [sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider"],
        cwd=folder,
        env={**kept, "TIMELINE_CHROMIUM": "", "PATH": "/nonexistent", **settings},
        capture_output=True,
        text=True,
        check=False,
    )


def test_without_a_browser_the_rest_runs_and_what_was_skipped_is_said(tmp_path: Path) -> None:
    result = run_suite(tmp_path, "browser")
    assert result.returncode == 0, result.stdout
    assert "1 browser tests were skipped; the rest ran" in result.stdout
    assert "no browser" in result.stdout
    assert "1 passed, 1 skipped" in result.stdout.splitlines()[-1]


@pytest.mark.parametrize(
    ("fixture", "settings"),
    [("browser", {"CI": "true"}), ("", {"CI": "true", "LEFT_OUT": "yes"})],
    ids=["there is no browser", "a test is skipped"],
)
def test_in_ci_every_browser_test_runs_or_the_run_fails(
    tmp_path: Path, fixture: str, settings: dict[str, str]
) -> None:
    assert run_suite(tmp_path, fixture).returncode == 0
    assert run_suite(tmp_path, fixture, **settings).returncode == 1


# --- the scripts, on machines that lack something ---------------------------------------------


def machine(folder: Path, tools: str, **scripts: str) -> dict[str, str]:
    """An environment with nothing on its path but some tools of this machine, and scripts."""
    folder.mkdir()
    for tool in tools.split():
        found = shutil.which(tool)
        assert found is not None, tool
        (folder / tool).symlink_to(found)
    for name, body in scripts.items():
        script = folder / name.replace("_", "-")
        script.write_text(f"#!/bin/sh\n{body}\n", encoding="utf-8")
        script.chmod(0o755)
    return {"PATH": str(folder)}


def project(folder: Path) -> Path:
    """A project with the scripts of this one."""
    names = ("scripts/prepare.sh", "scripts/browser.sh", ".ci/run", "pyproject.toml")
    for name in (*names, "tests/node/package.json"):
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        shutil.copy(ROOT / name, folder / name)
    return folder


def shell(script: Path, settings: dict[str, str], *words: str) -> subprocess.CompletedProcess[str]:
    """Run a script with the shell of this machine."""
    bash = shutil.which("bash")
    assert bash is not None
    return subprocess.run(
        [bash, str(script), *words], env=settings, capture_output=True, text=True, check=False
    )


TOOLS = "sh cat cksum dirname rm mkdir chmod ln"


@pytest.mark.parametrize("python3", ["", "exit 1"], ids=["none", "one that is too old"])
def test_without_a_python_that_fits_the_set_up_says_so(tmp_path: Path, python3: str) -> None:
    scripts = {"python3": python3} if python3 else {}
    settings = machine(tmp_path / "bin", TOOLS, **scripts)
    result = shell(project(tmp_path / "here") / "scripts" / "prepare.sh", settings)
    assert result.returncode == 1
    assert "needs Python 3.11 or later" in result.stderr
    assert not (tmp_path / "here" / ".venv").exists()


def test_without_venv_the_set_up_names_the_package(tmp_path: Path) -> None:
    no_venv = 'case "$2" in *ensurepip*) exit 1;; esac'
    settings = machine(tmp_path / "bin", TOOLS, python3=no_venv)
    result = shell(project(tmp_path / "here") / "scripts" / "prepare.sh", settings)
    assert result.returncode == 1
    assert "python3-venv" in result.stderr


def test_the_set_up_is_done_once_for_each_pyproject(tmp_path: Path) -> None:
    fake = 'echo "$*" >> "$LOG"; [ "$2" != venv ] || { mkdir -p $3/bin; ln -s "$0" $3/bin/python; }'
    settings = machine(tmp_path / "bin", TOOLS, python3=fake) | {"LOG": str(tmp_path / "log")}
    here = project(tmp_path / "here")

    def installs() -> int:
        assert shell(here / "scripts" / "prepare.sh", settings).returncode == 0
        return (tmp_path / "log").read_text(encoding="utf-8").count("pip install")

    assert installs() == 1
    assert installs() == 1
    with (here / "pyproject.toml").open("a", encoding="utf-8") as file:
        file.write("# changed\n")
    assert installs() == 2
    assert "-m venv" in (tmp_path / "log").read_text(encoding="utf-8")


@pytest.mark.parametrize("status", [0, 1])
def test_what_only_npm_has_comes_for_the_tests_and_is_not_needed(
    tmp_path: Path, status: int
) -> None:
    fake = '[ "$2" != venv ] || { mkdir -p $3/bin; ln -s "$0" $3/bin/python; }'
    npm = f'echo "$*" >> "$LOG"; exit {status}'
    log = tmp_path / "log"
    settings = machine(tmp_path / "bin", f"{TOOLS} cp", python3=fake, npm=npm) | {"LOG": str(log)}
    here = project(tmp_path / "here")
    script = here / "scripts" / "prepare.sh"
    assert shell(script, settings, "use").returncode == 0
    assert not log.exists()
    for _ in range(2):
        told = shell(script, settings, "dev")
        assert told.returncode == 0
    (line,) = log.read_text(encoding="utf-8").splitlines()
    assert line.startswith("install --prefix .venv/node --ignore-scripts")
    assert (here / ".venv" / "node" / "package.json").is_file()
    with (here / "tests" / "node" / "package.json").open("a", encoding="utf-8") as file:
        file.write("\n")
    assert ("skipped" in shell(script, settings, "dev").stderr) is bool(status)


def test_ci_installs_the_browser_that_is_missing(tmp_path: Path) -> None:
    """And runs the checks and the tests as CI."""
    log, path = tmp_path / "log", tmp_path / "bin"
    install = f'case "$*" in *install*) cp {path}/true {path}/chromium;; esac'
    settings = machine(
        path,
        "bash sh dirname true cp env",
        id="echo 0",
        python3="true",
        apt_get=f'echo "apt-get $*" >> {log}; {install}',
        make=f'echo "make $1 CI=$CI" >> {log}',
    )
    result = shell(project(tmp_path / "here") / ".ci" / "run", settings)
    assert result.returncode == 0, result.stderr
    told = log.read_text(encoding="utf-8").splitlines()
    assert told[0] == "make check CI=true"
    assert told[1] == "apt-get update -qq"
    assert told[2].startswith("apt-get install")
    assert told[2].split()[-1] == "chromium"
    assert told[3:] == ["make test CI=true"]


def test_ci_fails_where_no_browser_can_be_had(tmp_path: Path) -> None:
    tools = "bash sh dirname env"
    settings = machine(tmp_path / "bin", tools, id="echo 0", python3="true", make="true")
    for more in ({}, {"TIMELINE_CHROMIUM": "/nonexistent/chromium"}):
        result = shell(project(tmp_path / "here") / ".ci" / "run", settings | more)
        assert result.returncode == 1
        assert "no Chromium" in result.stderr
        assert more.get("TIMELINE_CHROMIUM", "") in result.stderr


@pytest.mark.parametrize(
    ("who", "there", "tried"),
    [
        ("0", "chromium", []),
        ("0", "apt-get", ["apt-get update", "apt-get install"]),
        ("1000", "apt-get", ["playwright install"]),
        ("0", "", ["playwright install"]),
    ],
    ids=["there is one", "root with apt", "another user", "no apt"],
)
def test_the_set_up_for_the_tests_brings_a_browser(
    tmp_path: Path, who: str, there: str, tried: list[str]
) -> None:
    log, path = tmp_path / "log", tmp_path / "bin"
    note = f'echo "$(basename $0) $*" >> {log}'
    install = f'{note}; case "$*" in *install*) cp {path}/true {path}/chromium;; esac'
    fake = f'{note}; [ "$2" != venv ] || {{ mkdir -p $3/bin; ln -s "$0" $3/bin/python; }}'
    scripts = {"python3": fake, "id": f"echo {who}"}
    if there:
        scripts[there.replace("-", "_")] = install
    settings = machine(path, f"{TOOLS} basename cp env true", **scripts)
    result = shell(project(tmp_path / "here") / "scripts" / "prepare.sh", settings, "dev")
    assert result.returncode == 0, result.stderr
    told = log.read_text(encoding="utf-8").splitlines()
    words = ("apt-get update", "apt-get install", "playwright install")
    assert [word for line in told for word in words if word in line] == tried


def bounds_told(versions: str, folder: Path) -> subprocess.CompletedProcess[str]:
    """What scripts/bounds.py says of versions that were chosen."""
    file = folder / "versions.txt"
    file.write_text(versions, encoding="utf-8")
    return subprocess.run(
        [sys.executable, ROOT / "scripts" / "bounds.py", file],
        capture_output=True,
        text=True,
        check=False,
    )


def test_every_lower_bound_is_one_that_can_be_met_exactly(tmp_path: Path) -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    needed = [*project["dependencies"], *project["optional-dependencies"]["images"]]
    lines = [line.replace(">=", "==") for line in needed]
    assert bounds_told("\n".join(lines), tmp_path).returncode == 0
    first = lines[0].partition("==")[0]
    told = bounds_told("\n".join([f"{first}==99.1", *lines[1:]]), tmp_path)
    assert told.returncode == 1
    assert told.stdout == f"{needed[0]}: the lowest that can be installed is 99.1\n"
