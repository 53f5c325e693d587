"""No stage knows the time, the environment, the network or chance."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

from timeline.documents.metadata import last_resort_claim

PACKAGE = Path(__file__).resolve().parent.parent / "timeline"
MODULES = sorted(path.relative_to(PACKAGE).as_posix() for path in PACKAGE.rglob("*.py"))

ALLOWED = {
    ("cli/job.py", "today()"),  # the one question to the calendar on the wall
    ("progress.py", "time"),  # how long a bar has been there; never a date
    ("publish/git.py", "environ"),  # git finds its user's settings and keys there
    ("publish/git.py", "subprocess"),  # git itself
    ("serve/server.py", "http.server"),  # a preview for the browser on this machine
}

CLOCK_CALLS = {"now", "utcnow", "today", "fromtimestamp", "localtime", "gmtime"}
ENVIRONMENT = {"environ", "environb", "getenv", "getcwd", "cwd", "home", "expanduser", "urandom"}
WORLD = {
    "ftplib", "getpass", "http.client", "http.server", "httpx", "locale", "platform", "random",
    "requests", "secrets", "smtplib", "socket", "socketserver", "ssl", "subprocess", "time",
    "urllib.request", "urllib3", "uuid",
}  # fmt: skip


def reaches(source: str) -> set[str]:
    """What a module's source takes from the clock, the environment, the network or chance."""
    return set(_reaches(ast.parse(source)))


def _reaches(tree: ast.Module) -> Iterator[str]:
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            yield from (name.name for name in node.names if name.name in WORLD)
        elif isinstance(node, ast.ImportFrom):
            module = node.module or ""
            if module in WORLD:
                yield module
            yield from (f"{module}.{n.name}" for n in node.names if f"{module}.{n.name}" in WORLD)
            yield from (n.name for n in node.names if module == "os" and n.name in ENVIRONMENT)
        elif isinstance(node, ast.Attribute) and node.attr in ENVIRONMENT:
            yield node.attr
        elif (
            isinstance(node, ast.Call)
            and isinstance(node.func, ast.Attribute)
            and node.func.attr in CLOCK_CALLS
        ):
            yield f"{node.func.attr}()"


@pytest.mark.parametrize("module", MODULES)
def test_module_takes_nothing_from_outside_its_arguments(module: str) -> None:
    found = {(module, what) for what in reaches((PACKAGE / module).read_text(encoding="utf-8"))}
    assert found <= ALLOWED


def test_every_exception_is_still_needed() -> None:
    found = {
        (module, what)
        for module in {module for module, _ in ALLOWED}
        for what in reaches((PACKAGE / module).read_text(encoding="utf-8"))
    }
    assert found == ALLOWED


@pytest.mark.parametrize(
    "source",
    [
        "import datetime as dt\nday = dt.date.today()",
        "from datetime import datetime\nnow = datetime.now(tz)",
        "from time import monotonic",
        "import time",
        "import os\nname = os.environ.get('HOME')",
        "from os import environ",
        "import urllib.request",
        "from urllib import request",
        "from random import choice",
        "from pathlib import Path\nhere = Path.cwd()",
    ],
)
def test_the_ban_sees(source: str) -> None:
    assert reaches(source)


@pytest.mark.parametrize(
    "source",
    [
        "day = options.today",
        "from urllib.parse import urlsplit",
        "from datetime import date",
        "timeout = 3",
    ],
)
def test_the_ban_lets_pass(source: str) -> None:
    assert not reaches(source)


def test_the_libraries_are_not_asked_for_today_either() -> None:
    """htmldate refuses days after its own "today" unless it is told otherwise."""
    page = "<html><head><meta name='x'></head><body><p class='date'>2099-05-24</p></body></html>"
    assert [claim.words for claim in last_resort_claim(page, ())] == ["2099-05-24"]
