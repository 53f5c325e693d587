"""``timeline new``, ``serve`` and ``publish``: from an empty folder to a site on the web."""

from __future__ import annotations

import argparse
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

from timeline import __version__
from timeline.cli.job import FINE, MISUSED, Job, many, say, tell
from timeline.cli.options import add_command
from timeline.errors import printable

_LAST_PORT = 65535
_PATHS_TOLD = 20


def add_new(commands: Any) -> None:
    """Add ``timeline new`` to the commands."""
    words = "make a starter folder: an example article, settings, a workflow that publishes"
    parser = add_command(commands, "new", words, run_new)
    parser.add_argument("folder", metavar="FOLDER", help="the folder to make; it must be empty")


def run_new(chosen: argparse.Namespace) -> int:
    """Make a starter folder and say what to do in it."""
    from timeline.starter import make_starter, requirement

    asked = requirement(__version__)
    made = make_starter(Path(chosen.folder), asked)
    say("".join(f"{path}\n" for path in made))
    tell(f"next: cd {chosen.folder}, put your articles into articles/, timeline serve")
    tell(f"note: on GitHub the workflow installs {asked}; what it installs stands in pages.yml")
    return FINE


def add_serve(commands: Any) -> None:
    """Add ``timeline serve`` to the commands."""
    words = "show the site in the browser and build it again whenever something changes"
    parser = add_command(commands, "serve", words, run_serve)
    parser.add_argument(
        "source",
        metavar="SOURCE",
        nargs="?",
        default="articles",
        help="a folder of articles, one article or a .jsonl file",
    )
    parser.add_argument(
        "--port", type=_port, default=8000, metavar="N", help="the port to use (default: 8000)"
    )


def run_serve(chosen: argparse.Namespace) -> int:
    """Serve a site on this machine until Ctrl-C."""
    from timeline.serve import serve

    if chosen.source == "-":
        tell("timeline: serve needs a folder or a file: it watches it")
        return MISUSED
    if not Path(chosen.source).exists():
        tell(f"timeline: {chosen.source}: is not there")
        return MISUSED
    serve(_Watched(chosen), chosen.port, tell)
    tell("stopped")
    return FINE


class _Watched:
    """A source that is built into memory again and again; nothing is written to disk.

    Where only templates changed the articles are not read again.
    """

    def __init__(self, chosen: argparse.Namespace) -> None:
        self._chosen = chosen
        self._job: Job | None = None
        self._timeline: Any = None

    def places(self) -> tuple[Path, ...]:
        source = Path(self._chosen.source)
        folder = source if source.is_dir() else source.parent
        around = folder.resolve().parent if source.is_dir() else folder
        beside = (around / "timeline.toml", around / "edits.toml")
        knowledge = self._job.config.knowledge if self._job else ()
        return (source, *beside, *knowledge, *self._looks())

    def leave(self) -> tuple[Path, ...]:
        return (self._job.config.output,) if self._job else ()

    def build(self, changed: frozenset[Path], address: str) -> dict[str, bytes]:
        looks = self._looks()
        only_looks = all(any(path.is_relative_to(each) for each in looks) for path in changed)
        if self._timeline is None or not only_looks:
            self._timeline = None
            self._job = Job(self._chosen, self._chosen.source)
            if self._job.config.base_url:
                self._job.config = replace(self._job.config, base_url=address)
            _, self._timeline = self._job.timeline()
        assert self._job is not None
        files = self._job.site(self._timeline, self._job.config.output)
        return {name: content.whole() for name, content in files}

    def _looks(self) -> tuple[Path, ...]:
        from timeline.pages.templates import own_folder

        folder = self._job.config.template_folder if self._job else None
        return (own_folder(), folder) if folder else (own_folder(),)


def _port(text: str) -> int:
    if not text.isdigit() or int(text) > _LAST_PORT:
        raise argparse.ArgumentTypeError(f"{text!r} is not a port; write 8000, or 0 for any")
    return int(text)


def add_publish(commands: Any) -> None:
    """Add ``timeline publish`` to the commands."""
    words = "push a built site to the branch that GitHub Pages shows"
    parser = add_command(commands, "publish", words, run_publish)
    parser.add_argument(
        "site", metavar="SITE", nargs="?", help="the folder that was built (default: build)"
    )
    parser.add_argument(
        "--remote", default="origin", help="the remote to push to (default: origin)"
    )
    parser.add_argument(
        "--branch", default="gh-pages", help="the branch that holds the site (default: gh-pages)"
    )
    parser.add_argument(
        "--dry-run", action="store_true", help="say what would be pushed, and push nothing"
    )


def run_publish(chosen: argparse.Namespace) -> int:
    """Push a site and say what changed there."""
    from timeline.config import load_config
    from timeline.publish import custom_domain, publish

    articles = Path("articles")
    config = load_config(articles if articles.is_dir() else Path())
    site = Path(chosen.site) if chosen.site else config.output
    domain = custom_domain(config.base_url)
    done = publish(site, chosen.remote, chosen.branch, domain=domain, dry_run=chosen.dry_run)
    where = f"{chosen.branch} of {chosen.remote}"
    if not done.commit:
        say(f"{where} holds this site already; nothing was pushed\n")
        return FINE
    if chosen.dry_run:
        say("".join(_listed("+", done.added) + _listed("~", done.changed)))
        say("".join(_listed("-", done.removed)))
    counts = f"{len(done.added)} new, {len(done.changed)} changed, {len(done.removed)} gone"
    says = "would push" if chosen.dry_run else "pushed"
    say(f"{says} {many(done.paths, 'file')} to {where} ({counts})\n")
    if done.address and not chosen.dry_run:
        tell(f"soon at {done.address} (once: Settings > Pages > Deploy from a branch)")
        if not config.base_url:
            tell(f'tip: base_url = "{done.address}" in timeline.toml adds link previews and a feed')
    return FINE


def _listed(sign: str, paths: Sequence[str]) -> list[str]:
    more = [f"{sign} and {len(paths) - _PATHS_TOLD} more\n"] if len(paths) > _PATHS_TOLD else []
    return [f"{sign} {printable(path)}\n" for path in paths[:_PATHS_TOLD]] + more
