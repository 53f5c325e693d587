"""Charts in other people's Markdown, sites, templates, notebooks and tables."""

from __future__ import annotations

import base64
import os
import re
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path
from types import SimpleNamespace
from typing import TYPE_CHECKING, Any

import pytest
from changing import replace
from jinja2 import Environment
from markdown import Markdown
from markupsafe import Markup
from sample_timeline import sample_timeline
from test_pages import HOSTILE

import timeline
from timeline.chart import Theme
from timeline.errors import TimelineError
from timeline.inset import Inset, read_inset, read_story, render_inset
from timeline.interval import Granularity, Interval
from timeline.jinja import install, timeline_filter
from timeline.model import Timeline
from timeline.selection import Selection, read_filter, read_when
from timeline.tables import events_table

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

ROOT = Path(__file__).resolve().parent.parent
STORY = sample_timeline()
BLOCK = """```timeline
source = "articles"
today = "2026-01-01"
top = 2
list = true
```"""


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with three articles."""
    place = tmp_path_factory.mktemp("report")
    (place / "articles").mkdir()
    for number in (1, 2, 3):
        text = f"Ferry {number} opens\n\nFerry number {number} opened on May {number}, 2021."
        (place / "articles" / f"{number}.txt").write_text(text, encoding="utf-8")
    return place


def marked_down(text: str, folder: Path, *others: str, **options: Any) -> str:
    configs = {"timeline.markdown": {"folder": str(folder), **options}}
    return Markdown(extensions=[*others, "timeline.markdown"], extension_configs=configs).convert(
        text
    )


# The piece of a page ------------------------------------------------------------------------------


def test_an_inset_is_a_figure_whose_marks_lead_to_its_own_list() -> None:
    piece = render_inset(STORY, Inset(Selection(top=5), title="A & B", list=True))
    assert piece.startswith('<div class="timeline">')
    assert "<figcaption>A &amp; B</figcaption>" in piece
    links = set(re.findall(r'<a href="#([^"]+)"', piece))
    items = set(re.findall(r'<li id="([^"]+)"', piece))
    assert len(links) == 5
    assert links == items


def test_a_list_is_in_the_order_of_time_and_says_who_says_so() -> None:
    piece = render_inset(STORY, Inset(list=True))
    edtf = re.findall(r'data-edtf="(\d{4})', piece)
    assert edtf == sorted(edtf)
    assert "<cite>" in piece
    assert "(planned)" in piece


def test_without_a_list_marks_lead_nowhere() -> None:
    piece = render_inset(STORY, Inset())
    assert "<a " not in piece
    assert "<li " not in piece


def test_two_insets_share_no_id_and_the_same_has_the_same() -> None:
    def ids(inset: Inset) -> set[str]:
        return set(re.findall(r' id="([^"]+)"', render_inset(STORY, inset)))

    assert ids(Inset(list=True)) == ids(Inset(list=True))
    assert not ids(Inset(list=True)) & ids(Inset(Selection(top=5), list=True))


def test_where_there_is_nothing_to_draw_it_is_said() -> None:
    with pytest.raises(TimelineError, match="nothing to draw"):
        render_inset(Timeline("Bare", (), ()), Inset())


def test_hostile_words_stay_words() -> None:
    events = tuple(replace(event, title=HOSTILE) for event in STORY.events[:3])
    piece = render_inset(replace(STORY, events=events), Inset(title=HOSTILE, list=True))
    assert "<script" not in piece
    assert "<img" not in piece


@pytest.mark.parametrize(
    ("options", "inset"),
    [
        ({}, Inset()),
        ({"top": 8, "list": True}, Inset(Selection(top=8), list=True)),
        ({"filter": "actor=A"}, Inset(Selection((read_filter("actor=A"),)))),
        (
            {"filter": ["actor=A", "place=B"]},
            Inset(Selection((read_filter("actor=A"), read_filter("place=B")))),
        ),
        ({"from": date(2021, 3, 1)}, Inset(Selection(since=read_when("2021-03-01")))),
        ({"to": 2021}, Inset(Selection(until=read_when("2021")))),
        ({"theme": "dark", "width": 900}, Inset(theme=Theme.DARK, width=900.0)),
        ({"height": 400, "title": "T", "list": "no"}, Inset(height=400, title="T")),
        ({"theme": "auto", "site": "https://a.b/c"}, Inset(site="https://a.b/c")),
    ],
)
def test_options_are_read(options: dict[str, Any], inset: Inset) -> None:
    assert read_inset(options) == inset


@pytest.mark.parametrize(
    ("options", "words"),
    [
        ({"colour": "red"}, "The options are filter, from"),
        ({"top": 0}, "“top” cannot be 0"),
        ({"top": "many"}, "Write a number from 1"),
        ({"width": 10}, "Write a number from 240"),
        ({"list": "perhaps"}, "Write true or false"),
        ({"theme": "pink"}, "Write auto, light, dark or print"),
        ({"from": "then"}, "is not a date"),
        ({"filter": "who"}, "is not a filter"),
        ({"site": "javascript:alert(1)"}, "Write it in full"),
    ],
)
def test_an_option_that_does_not_fit_says_what_does(options: dict[str, Any], words: str) -> None:
    with pytest.raises(TimelineError) as error:
        read_inset(options)
    assert words in str(error.value)


def test_a_source_is_read_again_only_when_it_has_changed(folder: Path, tmp_path: Path) -> None:
    place = tmp_path / "articles"
    shutil.copytree(folder / "articles", place)
    first = read_story(place, date(2026, 1, 1), pytest.fail)
    assert read_story(place, date(2026, 1, 1), pytest.fail) is first
    (place / "4.txt").write_text("Ferry number 4 opened on May 4, 2021.", encoding="utf-8")
    again = read_story(place, date(2026, 1, 1), pytest.fail)
    assert len(again.events) == len(first.events) + 1


def test_the_clock_is_asked_only_where_nobody_says_what_is_today(tmp_path: Path) -> None:
    place = tmp_path / "articles"
    place.mkdir()
    (place / "1.txt").write_text("Ferry number 1 opened on May 1, 2021.", encoding="utf-8")
    asked: list[date] = []

    def clock() -> date:
        asked.append(date(2026, 1, 1))
        return asked[-1]

    read_story(place, None, clock)
    (place / "timeline.toml").write_text("today = 2022-01-01", encoding="utf-8")
    read_story(place, None, clock)
    assert len(asked) == 1


def test_marks_and_titles_lead_to_the_site_of_the_story_where_that_is_known() -> None:
    """In an inset with a list the marks lead to the list, and the list to the site."""
    at = "https://example.org/story/index.html#e-"
    for site in ("https://example.org/story", "https://example.org/story/"):
        alone = render_inset(STORY, Inset(Selection(top=3), site=site))
        assert alone.count(f'<a href="{at}') == 2 * 3
        listed = render_inset(STORY, Inset(Selection(top=3), list=True, site=site))
        assert listed.count(f'<a href="{at}') == 3
        assert listed.count('<a href="#') == 2 * 3


def test_a_source_says_where_its_site_stands_unless_the_block_does(tmp_path: Path) -> None:
    place = tmp_path / "articles"
    place.mkdir()
    (place / "1.txt").write_text("Ferry number 1 opened on May 1, 2021.", encoding="utf-8")
    settings = 'today = 2022-01-01\nbase_url = "https://example.org/story"'
    (place / "timeline.toml").write_text(settings, encoding="utf-8")
    page = marked_down("```timeline\n```", tmp_path)
    assert 'href="https://example.org/story/index.html#e-' in page
    assert "<a " not in marked_down('```timeline\nsite = ""\n```', tmp_path)
    assert 'href="https://example.org/story/' in timeline_filter(place)
    assert "<a " not in timeline_filter(place, site="")


# On a phone, and on a dark page -------------------------------------------------------------------


@pytest.fixture
def shown(browser: Browser, tmp_path: Path) -> Iterator[Callable[..., Page]]:
    """Opens a page that holds a piece of HTML, with a colour scheme of its own."""
    context = browser.new_context(viewport={"width": 1200, "height": 900})

    def show(piece: str, scheme: str = "normal") -> Page:
        start = "<!DOCTYPE html><html lang=en><meta name=viewport content='width=device-width'>"
        file = tmp_path / "page.html"
        style = f"<style>:root {{ color-scheme: {scheme} }} svg {{ display: block }}</style>"
        file.write_text(f"{start}<title>Host</title>{style}{piece}", encoding="utf-8")
        page = context.new_page()
        page.goto(file.as_uri())
        return page

    yield show
    context.close()


@pytest.mark.browser
def test_on_a_phone_time_runs_downwards_and_words_keep_their_size(shown: Any) -> None:
    page = shown(render_inset(STORY, Inset(Selection(top=8))))
    for width, visible in ((1200, "tl-wide"), (390, "tl-tall")):
        page.set_viewport_size({"width": width, "height": 800})
        assert [
            str(svg.get_attribute("class")).split()[1]
            for svg in page.locator("svg").all()
            if svg.is_visible()
        ] == [visible]
        assert page.evaluate("document.documentElement.scrollWidth") <= width
        scale = page.evaluate(f"document.querySelector('.{visible}').getScreenCTM().a")
        assert scale > 0.85


def test_where_styles_are_taken_out_the_chart_is_drawn_once() -> None:
    """As in a feed."""
    piece = re.sub("<style>.*?</style>", "", render_inset(STORY, Inset()))
    assert re.findall(
        r"<svg[^>]*? class=\"tl (\S+)\"", piece.replace(' display="none"', " off")
    ) == [
        "tl-wide",
        "tl-tall",
    ]
    assert re.findall(r'<svg[^>]*? display="none"[^>]* class="tl (\S+)"', piece) == ["tl-tall"]


PAINT = """() => [...document.querySelectorAll(".tl, .tl *")].map((one) => {
    const style = getComputedStyle(one);
    const paint = [style.fill, style.stroke, style.stopColor];
    return [one.tagName, ...paint.map((each) => each.replace(/timeline-[0-9a-f]+/, "x"))];
})"""


@pytest.mark.browser
@pytest.mark.parametrize(
    ("scheme", "theme"), [("normal", Theme.LIGHT), ("light", Theme.LIGHT), ("dark", Theme.DARK)]
)
def test_a_chart_is_dark_exactly_where_its_page_is(shown: Any, scheme: str, theme: Theme) -> None:
    """Shape by shape as if it had been drawn in that theme."""
    auto = shown(render_inset(STORY, Inset()), scheme).evaluate(PAINT)
    drawn = shown(render_inset(STORY, Inset(theme=theme)), scheme).evaluate(PAINT)
    assert len(auto) > 100
    assert auto == drawn


# Markdown -----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "others",
    [(), ("fenced_code",), ("extra", "codehilite"), ("pymdownx.superfences",)],
    ids=["alone", "fenced_code", "extra", "superfences"],
)
def test_a_fenced_block_becomes_a_chart_beside_whatever_reads_fences(
    folder: Path, others: tuple[str, ...]
) -> None:
    page = marked_down(f"Before.\n{BLOCK}\nAfter *it*.", folder, *others)
    assert page.count('<div class="timeline">') == 1
    assert page.count("<li id=") == 2
    assert page.index("<p>Before.</p>") < page.index("<figure") < page.index("<em>it</em>")
    assert "top = 2" not in page
    assert "<p><div" not in page


@pytest.mark.parametrize("fence", ["```", "````", "~~~"])
def test_any_fence_will_do(folder: Path, fence: str) -> None:
    page = marked_down(BLOCK.replace("```", fence), folder)
    assert page.count('<div class="timeline">') == 1


@pytest.mark.parametrize(
    "text",
    [
        f"````markdown\n{BLOCK}\n````",
        BLOCK.replace("timeline", "python", 1),
        BLOCK.replace("timeline", "timelines", 1),
        BLOCK.removesuffix("```"),
        "An inline ```timeline``` is code.",
    ],
    ids=["shown in a fence", "another language", "another word", "never closed", "inline"],
)
def test_what_is_no_block_of_ours_is_left_alone(folder: Path, text: str) -> None:
    with_ours = marked_down(text, folder, "fenced_code")
    assert with_ours == Markdown(extensions=["fenced_code"]).convert(text)
    assert "<svg" not in with_ours


def test_a_block_may_stand_in_a_note_or_a_list(folder: Path) -> None:
    inside = "\n".join(f"    {line}" for line in BLOCK.splitlines())
    page = marked_down(f"!!! note\n\n{inside}\n\nAfter.", folder, "admonition")
    note = re.search(r'<div class="admonition note">(.*?)</div>', page, re.DOTALL)
    assert note
    assert "<svg" in note[1]


def test_what_all_blocks_share_stands_in_the_configuration(folder: Path) -> None:
    page = marked_down("```timeline\ntop = 1\n```", folder, today="2026-01-01", theme="dark")
    assert 'fill="#161513"' in page
    own = marked_down('```timeline\ntheme="light"\n```', folder, today="2026-01-01", theme="dark")
    assert 'fill="#161513"' not in own


@pytest.mark.parametrize(
    ("lines", "words"),
    [
        ("top = eight", "its options are not valid TOML"),
        ("colour = 1", "“colour” is not an option"),
        ('source = "nowhere"', "nowhere"),
        ('today = "soon"', "“today” cannot be 'soon'"),
        ('filter = "actor=Nobody"', "no event of this story names any actor|no event that is left"),
    ],
)
def test_a_block_that_is_wrong_stops_the_page_with_its_line(
    folder: Path, lines: str, words: str
) -> None:
    with pytest.raises(TimelineError) as error:
        marked_down(f"One.\n\nTwo.\n\n```timeline\n{lines}\n```", folder)
    assert re.search(words, str(error.value))
    assert str(error.value).startswith("timeline block:5: ")


def test_the_extension_has_an_entry_point() -> None:
    text = (ROOT / "pyproject.toml").read_text(encoding="utf-8")
    group = text.split('[project.entry-points."markdown.extensions"]')[1].split("[")[0]
    assert 'timeline = "timeline.markdown:TimelineExtension"' in group


def build(folder: Path, *command: str) -> None:
    settings = {**os.environ, "PYTHONPATH": os.pathsep.join([str(ROOT), *sys.path])}
    done = subprocess.run(
        [sys.executable, "-m", *command],
        cwd=folder,
        env=settings,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr


@pytest.mark.parametrize("theme", ["mkdocs", "material"])
def test_in_a_real_build_of_mkdocs(folder: Path, tmp_path: Path, theme: str) -> None:
    """Material for MkDocs with the fences that it wants, which take every block for theirs."""
    pytest.importorskip(theme)
    others = "  - pymdownx.superfences\n" if theme == "material" else ""
    shutil.copytree(folder / "articles", tmp_path / "articles")
    (tmp_path / "docs").mkdir()
    (tmp_path / "docs" / "index.md").write_text(f"# Report\n\n{BLOCK}\n", encoding="utf-8")
    settings = f"site_name: Report\ntheme: {theme}\nmarkdown_extensions:\n{others}"
    settings += "  - timeline.markdown\n"
    (tmp_path / "mkdocs.yml").write_text(settings, encoding="utf-8")
    build(tmp_path, "mkdocs", "build", "--strict", "--quiet")
    page = (tmp_path / "site" / "index.html").read_text(encoding="utf-8")
    assert ("data-md-component" in page) is (theme == "material")
    assert page.count('<div class="timeline">') == 1
    assert page.count("<li id=") == 2


def test_mkdocs_names_the_page_of_a_wrong_block_and_shows_no_traceback(
    folder: Path, tmp_path: Path
) -> None:
    pytest.importorskip("mkdocs")
    (tmp_path / "docs").mkdir()
    text = "# Report\n\n```timeline\ntop = 0\n```\n"
    (tmp_path / "docs" / "report.md").write_text(text, encoding="utf-8")
    (tmp_path / "docs" / "index.md").write_text("# Home\n", encoding="utf-8")
    shutil.copytree(folder / "articles", tmp_path / "articles")
    settings = "site_name: Report\nmarkdown_extensions: [timeline.markdown]\n"
    (tmp_path / "mkdocs.yml").write_text(settings, encoding="utf-8")
    with pytest.raises(AssertionError) as told:
        build(tmp_path, "mkdocs", "build")
    assert "report.md" in str(told.value)
    assert "timeline block:3: the timeline cannot be drawn: “top” cannot be 0" in str(told.value)
    assert "Traceback" not in str(told.value)


def test_in_a_real_build_of_pelican(folder: Path, tmp_path: Path) -> None:
    pytest.importorskip("pelican")
    shutil.copytree(folder / "articles", tmp_path / "articles")
    (tmp_path / "content").mkdir()
    head = "Title: Report\nDate: 2026-01-01\n\n"
    (tmp_path / "content" / "report.md").write_text(f"{head}{BLOCK}\n", encoding="utf-8")
    settings = 'SITENAME = "A"\nMARKDOWN = {"extensions": ["timeline.markdown"]}\n'
    (tmp_path / "pelicanconf.py").write_text(settings, encoding="utf-8")
    build(tmp_path, "pelican", "content", "-o", "out", "-s", "pelicanconf.py", "--fatal", "errors")
    page = (tmp_path / "out" / "report.html").read_text(encoding="utf-8")
    assert page.count('<div class="timeline">') == 1
    assert page.count("<li id=") == 2


# Jinja --------------------------------------------------------------------------------------------


def test_a_template_may_have_a_chart_of_a_story_or_of_a_folder(folder: Path) -> None:
    environment = Environment(autoescape=True)
    install(environment)
    template = environment.from_string('{{ story | timeline(top=2, list=true, **{"to": "2060"}) }}')
    for story in (STORY, folder / "articles", str(folder / "articles")):
        page = template.render(story=story)
        assert page.startswith("<div")
        assert page.count("<li id=") == 2


def test_in_a_template_from_is_an_option_like_any_other() -> None:
    environment = Environment(autoescape=True)
    install(environment)
    page = environment.from_string('{{ s | timeline(from="2023", list=true) }}').render(s=STORY)
    assert "Council votes" not in page
    assert isinstance(timeline_filter(STORY, top=1), Markup)


# Python, tables, notebooks ------------------------------------------------------------------------


@pytest.fixture(scope="module")
def read(folder: Path) -> timeline.Timeline:
    return timeline.read(folder / "articles", today=date(2026, 1, 1))


def test_a_part_of_a_story_is_a_story_too(read: timeline.Timeline) -> None:
    part = read.choose("text=ferry", since="2021-05-02", until="2021-05", top=1)
    assert isinstance(part, timeline.Timeline)
    assert len(part.events) == 1
    assert part.documents == read.documents
    assert part._repr_html_().startswith("<svg ")
    assert read.choose() == read


def test_a_figure_is_as_wide_as_told_and_tall_where_it_is_narrow(read: timeline.Timeline) -> None:
    assert [read.figure(width).layout.width for width in (900, 400)] == [900, 400]
    assert read.figure(900).layout.meta["axis"] == "xaxis"
    assert read.figure(400).layout.meta["axis"] == "yaxis"


def test_a_notebook_with_two_charts_has_no_id_twice(read: timeline.Timeline) -> None:
    page = read._repr_html_() + read.choose(top=1)._repr_html_()
    ids = re.findall(r' id="([^"]+)"', page)
    assert ids
    assert len(ids) == len(set(ids))


@pytest.mark.parametrize("library", ["pandas", "polars"])
def test_a_table_has_a_row_for_each_event_in_the_order_of_time(library: str) -> None:
    pytest.importorskip(library)
    table = events_table(STORY, library)
    assert type(table).__module__.startswith(library)
    assert table.shape[0] == len(STORY.events)
    ordered = sorted(STORY.events, key=lambda event: (event.when.sort_key, event.id))
    assert list(table["id"]) == [event.id for event in ordered]
    assert list(table["when"]) == [event.when.in_words() for event in ordered]
    first = table["start"][0]
    assert (first.year, first.month, first.day) == (1869, 1, 1)
    assert list(table["actors"][0]) == list(ordered[0].actors)


class Frame:
    """What is asked of a DataFrame of polars."""

    def __init__(self, columns: dict[str, list[Any]]) -> None:
        assert len({len(column) for column in columns.values()}) == 1
        self.columns = columns
        self.types: dict[str, Any] = {}

    def cast(self, types: dict[str, Any]) -> Frame:
        assert set(types) <= set(self.columns)
        self.types = types
        return self


def test_polars_is_handed_the_same_columns_as_pandas(monkeypatch: pytest.MonkeyPatch) -> None:
    """It is too large to be installed for this alone; where it is, it is used above."""
    pytest.importorskip("pandas")
    polars = SimpleNamespace(DataFrame=Frame, Date=date)
    monkeypatch.setitem(sys.modules, "polars", polars)
    table, other = events_table(STORY, "polars"), events_table(STORY, "pandas")
    assert list(table.columns) == list(other.columns)
    assert table.columns["id"] == list(other["id"])
    assert table.types == {"start": date, "end": date}
    days = table.columns["start"] + table.columns["end"]
    assert {type(day) for day in days} <= {date, type(None)}


@pytest.mark.parametrize("library", ["pandas", "polars"])
def test_open_and_far_away_ends_are_empty_in_a_table(library: str) -> None:
    pytest.importorskip(library)
    whens = (Interval.year(2021).since(), Interval.year(-50), Interval(None, None, Granularity.DAY))
    events = tuple(replace(STORY.events[0], id=f"x{n}", when=when) for n, when in enumerate(whens))
    table = events_table(replace(STORY, events=events), library)
    ends = [None if str(each) == "NaT" else each for each in table["end"]]
    assert ends == [None, None, None]


def test_without_either_library_the_error_says_what_to_install(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setitem(sys.modules, "pandas", None)
    monkeypatch.setitem(sys.modules, "polars", None)
    with pytest.raises(TimelineError, match="pip install pandas"):
        events_table(STORY)
    with pytest.raises(TimelineError, match="pip install polars"):
        events_table(STORY, "polars")
    with pytest.raises(TimelineError, match="Ask for pandas or polars"):
        events_table(STORY, "excel")


def test_a_story_without_events_is_an_empty_table() -> None:
    pytest.importorskip("pandas")
    assert events_table(Timeline("Bare", (), ()), "pandas").shape[0] == 0


def test_a_notebook_on_its_way_to_a_pdf_gets_a_picture(
    read: timeline.Timeline, monkeypatch: pytest.MonkeyPatch
) -> None:
    """LaTeX and Word take no SVG; and what is shown as text is a line, not the whole story."""
    pytest.importorskip("typst")
    picture = read._repr_png_()
    assert picture is not None
    assert picture.startswith(b"\x89PNG")
    assert re.fullmatch(r"<timeline 'Articles': 3 events of 3 articles>", repr(read))
    assert read.choose()._repr_html_() == read.svg()
    monkeypatch.setattr("timeline.chart.can_draw_png", lambda: False)
    assert read._repr_png_() is None


NOTEBOOK = ROOT / "docs" / "notebook.ipynb"


def test_the_example_notebook_and_the_cell_for_quarto_run_in_a_kernel(tmp_path: Path) -> None:
    """Quarto has its cells run by a kernel too; of what they show it takes HTML for a web page
    and, having no HTML there, PNG for Word and PDF."""
    client = pytest.importorskip("nbclient")
    pytest.importorskip("ipykernel")
    nbformat = pytest.importorskip("nbformat")
    shutil.copytree(ROOT / "examples", tmp_path / "articles")
    notebook = nbformat.read(NOTEBOOK, as_version=4)
    assert not [cell for cell in notebook.cells if cell.get("outputs")]
    page = (ROOT / "docs" / "into" / "notebook.md").read_text(encoding="utf-8")
    (cell,) = re.findall(r"```{python}\n(.*?)```", page, re.DOTALL)
    assert [line[:3] for line in cell.splitlines()[:2]] == ["#| ", "#| "]
    notebook.cells.append(nbformat.v4.new_code_cell(cell))
    runner = client.NotebookClient(
        notebook, timeout=120, resources={"metadata": {"path": str(tmp_path)}}
    )
    runner.execute(env={**os.environ, "PYTHONPATH": os.pathsep.join([str(ROOT), *sys.path])})
    shown = [output for cell in notebook.cells for output in cell.get("outputs", ())]
    assert {output.output_type for output in shown} == {"execute_result", "stream"}
    pages = [output.data.get("text/html", "") for output in shown if "data" in output]
    assert any("<table" in page for page in pages)
    assert pages[-1].startswith("<svg ")
    assert base64.b64decode(shown[-1].data["image/png"]).startswith(b"\x89PNG")
