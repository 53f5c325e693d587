"""Every kind of page, in every dress it comes in, is valid HTML by html-validate's account."""

from __future__ import annotations

from pathlib import Path

import pytest
from changing import replace
from sample_timeline import sample_timeline
from valid_html import html_faults

from timeline.config import Config
from timeline.diff import Change, ChangeKind
from timeline.history import Entry, History
from timeline.inset import Inset, render_inset
from timeline.model import Correction, Timeline
from timeline.pages import render_site

EVENING = Path(__file__).resolve().parent.parent / "docs" / "themes" / "evening"
PAGE = "<!DOCTYPE html>\n<html lang='en'><head><title>A page</title></head><body>{}</body></html>\n"
KINDS = {
    "404.html",
    "changes.html",
    "disagreements.html",
    "documents/courier-council-vote.html",
    "edits.html",
    "embed/index.html",
    "index.html",
    "method.html",
    "sources.html",
    "undated.html",
}


def full_story() -> Timeline:
    """The sample story with an edit, and an event on whose date sources disagree twice."""
    story = sample_timeline()
    first, *rest = story.events
    edited = replace(first, corrections=(Correction("title", "Old", first.title, "a note"),))
    twice = (*story.disagreements, story.disagreements[0])
    return replace(story, events=(edited, *rest), disagreements=twice)


def history(story: Timeline) -> History:
    """One change of its first event."""
    event = story.events[0]
    moved = Change(ChangeKind.MOVED, event.id, event.title, "May 2021", "June 2021")
    return History((Entry("2026-01-02", (moved,)),))


def write(files: dict[str, bytes], out: Path) -> list[Path]:
    """The pages of a site on disk."""
    pages = [out / name for name in files if name.endswith(".html")]
    for page in pages:
        page.parent.mkdir(parents=True, exist_ok=True)
        page.write_bytes(files[page.relative_to(out).as_posix()])
    return pages


def test_every_kind_of_page_is_valid_html(tmp_path: Path) -> None:
    """In our dress, in the evening theme, from right to left, and as a piece of another page."""
    story = full_story()
    dresses = {
        "ours": Config(description="A wall <b>&</b> the sea."),
        "evening": Config(template_folder=EVENING),
        "rtl": Config(language="ar", base_url="https://example.org/"),
    }
    pages = []
    for name, config in dresses.items():
        files = render_site(story, config, history(story))
        assert files.keys() >= KINDS
        pages += write(files, tmp_path / name)
    inset = tmp_path / "inset.html"
    inset.write_text(PAGE.format(render_inset(story, Inset())), encoding="utf-8")
    assert html_faults([*pages, inset]) == []


@pytest.mark.parametrize(
    ("broken", "rule"),
    [
        ("<p id='a'></p><p id='a'></p>", "no-dup-id"),
        ("<ul><p>Not an item</p></ul>", "element-permitted-content"),
        ("<b>unclosed", "close-order"),
    ],
)
def test_the_validator_finds_what_is_wrong(tmp_path: Path, broken: str, rule: str) -> None:
    page = tmp_path / "page.html"
    page.write_text(PAGE.format(broken), encoding="utf-8")
    assert [fault for fault in html_faults([page]) if rule in fault]
