"""A built site and the name of a remote to a commit on the branch that holds nothing else.

Everything is made in a repository of our own in a temporary folder, so that a publish that fails,
like one that succeeds, leaves nothing in the user's.
"""

from __future__ import annotations

import os
import tempfile
from dataclasses import dataclass
from pathlib import Path

from timeline.pages.write import MANIFEST, UNFINISHED
from timeline.publish.git import Git, GitRefused, PublishError
from timeline.publish.pages_host import largest_file, pages_address

_CNAME, _NO_JEKYLL = "CNAME", ".nojekyll"
_TARGET, _TIP = "target", "refs/timeline/before"
_MESSAGE = "Publish the timeline"
_MIB = 1024 * 1024
_OWN_SCOPES = ("local", "worktree", "command")
_SETTINGS = ("core.sshcommand", "credential.", "http.", "ssh.", "url.", "user.")
_Paths = tuple[str, ...]
_VERBATIM = (
    ("core.attributesFile", os.devnull),
    ("core.autocrlf", "false"),
    ("core.fileMode", "false"),
    ("core.hooksPath", os.devnull),
    ("core.safecrlf", "false"),
)
"""Files go in byte for byte, whatever the user's git does to text elsewhere."""


@dataclass(frozen=True, slots=True)
class Published:
    """What publishing did, or would do: paths by their change, the commit, the page's address.

    ``commit`` is empty where nothing changed; ``address`` where nobody can tell.
    """

    added: tuple[str, ...]
    changed: tuple[str, ...]
    removed: tuple[str, ...]
    commit: str
    address: str

    @property
    def paths(self) -> int:
        """How many files differ from what was there."""
        return len(self.added) + len(self.changed) + len(self.removed)


def publish(
    site: Path,
    remote: str = "origin",
    branch: str = "gh-pages",
    *,
    domain: str = "",
    dry_run: bool = False,
) -> Published:
    """A built site to a branch of a remote of the repository around the working folder.

    The branch then holds the site, a ``.nojekyll`` and, for a domain of one's own, its ``CNAME``;
    a CNAME that was there stays where none is given.  What is published already is not pushed
    again.  PublishError where there is no git, repository, remote or site, where the branch holds
    something that is no site of ours, or where the push is refused.
    """
    _check_site(site)
    user = Git()
    top = user.asks("rev-parse", "--show-toplevel")
    if top is None:
        raise PublishError(
            "this folder is in no git repository",
            remedy="Run `git init`, and `git remote add origin ADDRESS` with the address of the "
            "repository to publish to; or copy the site to a web server yourself.",
        )
    _check_remote(user, remote)
    if user.asks("check-ref-format", f"refs/heads/{branch}") is None:
        raise PublishError(f"{branch!r} cannot name a branch", remedy="The usual one is gh-pages.")
    address = user.run("remote", "get-url", "--push", remote).splitlines()[0]
    _check_sizes(site, largest_file(address))
    with tempfile.TemporaryDirectory(prefix="timeline-publish-") as folder:
        git = _own_repository(user, Path(top), folder, address)
        before = _fetch(git, remote, branch)
        _stage(git, site.resolve(), before, domain)
        tree = git.run("write-tree")
        changes = _changes(git, before, tree)
        commit = _commit(git, before, tree) if any(changes) else ""
        if commit and not dry_run:
            _push(git, remote, branch, commit)
    added, changed, removed = changes
    return Published(added, changed, removed, commit, pages_address(address, domain))


def _check_site(site: Path) -> None:
    if not (site / MANIFEST).is_file():
        raise PublishError(
            "holds no site" if site.is_dir() else "is not there",
            file=str(site),
            remedy="Run `timeline build` first, or name the folder that it built.",
        )


def _check_sizes(site: Path, most: int | None) -> None:
    if most is None:
        return
    for file in sorted(site.rglob("*")):
        size = file.stat().st_size
        if size > most:
            raise PublishError(
                f"has {size / _MIB:.0f} MiB, and GitHub takes no file of more than "
                f"{most / _MIB:.0f} MiB",
                file=str(file),
                remedy="Tell the story in parts, such as a folder of articles for each year; or "
                "copy the site to a web server of your own.",
            )


def _check_remote(user: Git, remote: str) -> None:
    remotes = user.run("remote").split()
    if remote in remotes:
        return
    if remotes:
        remedy = f"There is {', '.join(remotes)}; name one with --remote."
    else:
        remedy = f"Add it: `git remote add {remote} ADDRESS`, the address of your repository."
    raise PublishError(f"this git repository has no remote {remote!r}", remedy=remedy)


def _own_repository(user: Git, top: Path, folder: str, address: str) -> Git:
    """An empty repository that reaches the address and signs as the user's own would.

    Settings go by the environment: a token among them shall be in no list of processes.
    """
    told = iter(user.run("config", "--includes", "--list", "--show-scope", "-z").split("\0"))
    pairs = [(scope, *one.partition("\n")[::2]) for scope, one in zip(told, told, strict=False)]
    kept = [
        (name, value)
        for scope, name, value in pairs
        if scope in _OWN_SCOPES and name.startswith(_SETTINGS)
    ]
    kept += [*_VERBATIM, (f"remote.{_TARGET}.url", address)]
    if user.asks("var", "GIT_COMMITTER_IDENT") is None:
        kept += [("user.name", "timeline"), ("user.email", "timeline@localhost")]
    hashes = user.asks("rev-parse", "--show-object-format") or "sha1"
    user.run("init", "--quiet", "--bare", "--template=", f"--object-format={hashes}", folder)
    settings = {"GIT_DIR": folder, "GIT_ATTR_NOSYSTEM": "1", "GIT_CONFIG_COUNT": str(len(kept))}
    for number, (name, value) in enumerate(kept):
        settings |= {f"GIT_CONFIG_KEY_{number}": name, f"GIT_CONFIG_VALUE_{number}": value}
    return Git(top, settings)


def _fetch(git: Git, remote: str, branch: str) -> str:
    """The commit the branch is at, brought here without those before it; empty if there is none.

    A branch without the list of files that we write is somebody's work, and not replaced.
    """
    ref = f"refs/heads/{branch}"
    try:
        if not git.run("ls-remote", _TARGET, ref):
            return ""
        git.run("fetch", "--quiet", "--depth=1", "--no-tags", _TARGET, f"+{ref}:{_TIP}")
    except GitRefused as refused:
        raise PublishError(
            f"the remote {remote!r} cannot be read: {refused.message}",
            remedy=f"Check its address with `git remote -v`, and that `git fetch {remote}` works.",
        ) from refused
    if git.asks("cat-file", "-e", f"{_TIP}:{MANIFEST}") is None:
        raise PublishError(
            f"the branch {branch} of {remote!r} holds something that timeline did not put there",
            remedy="Name another with --branch; or, if nobody needs what is on it, "
            f"`git push {remote} --delete {branch}` and publish again.",
        )
    return git.run("rev-parse", _TIP)


def _stage(git: Git, site: Path, before: str, domain: str) -> None:
    """The files of the site, and what Pages wants besides, to the index."""
    leave = f":(exclude,glob)**/*{UNFINISHED}"
    git.run("-C", str(site), f"--work-tree={site}", "add", "--all", "--force", "--", ".", leave)
    extra = {_NO_JEKYLL: git.run("hash-object", "-w", "--stdin")}
    if domain:
        extra[_CNAME] = git.run("hash-object", "-w", "--stdin", given=f"{domain}\n".encode())
    elif before and not (site / _CNAME).exists():
        # GitHub writes one there when a domain is named in its settings.
        there = git.asks("rev-parse", "--quiet", "--verify", f"{before}:{_CNAME}")
        extra |= {_CNAME: there} if there else {}
    for name, blob in extra.items():
        git.run("update-index", "--add", "--cacheinfo", f"100644,{blob},{name}")


def _changes(git: Git, before: str, tree: str) -> tuple[_Paths, _Paths, _Paths]:
    """What the new tree adds, changes and removes, as paths."""
    if not before:
        told = git.run("ls-tree", "-r", "-z", "--name-only", tree)
        return tuple(path for path in told.split("\0") if path), (), ()
    told = git.run("diff-tree", "-r", "-z", "--no-renames", "--name-status", before, tree)
    words = iter(told.split("\0"))
    kinds: dict[str, list[str]] = {"A": [], "M": [], "D": []}
    for kind, path in zip(words, words, strict=False):
        kinds["M" if kind == "T" else kind].append(path)
    return tuple(kinds["A"]), tuple(kinds["M"]), tuple(kinds["D"])


def _commit(git: Git, before: str, tree: str) -> str:
    parents = ("-p", before) if before else ()
    return git.run("commit-tree", tree, *parents, "-m", _MESSAGE)


def _push(git: Git, remote: str, branch: str, commit: str) -> None:
    try:
        git.run("push", "--quiet", "--no-verify", _TARGET, f"{commit}:refs/heads/{branch}")
    except GitRefused as refused:
        if any(words in refused.message for words in ("fetch first", "non-fast-forward")):
            raise PublishError(
                f"somebody else pushed to {branch} just now", remedy="Publish again."
            ) from refused
        raise PublishError(
            f"{remote!r} did not take it: {refused.message}",
            remedy="Nothing was left behind.  Check that you may push there, and publish again.",
        ) from refused
