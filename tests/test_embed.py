"""The page for an iframe: light, readable, at home in other people's pages."""

from __future__ import annotations

import functools
import gzip
import html
import json
import re
import threading
from collections.abc import Iterator
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from changing import replace
from conftest import assert_accessible
from sample_timeline import sample_timeline
from test_chart import days, timeline_of
from test_pages import HOSTILE

from timeline.chart import lay_out
from timeline.chart.palette import DARK_PALETTE, PALETTE
from timeline.cli import main
from timeline.config import Config, Part
from timeline.errors import TimelineError
from timeline.model import Timeline
from timeline.pages import render_site, write_site

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Frame, Page

STORY = sample_timeline()
HOME = Config(base_url="https://example.org/story")
PAGE = "embed/index.html"
WAIT = 20_000


@pytest.fixture(scope="module")
def site(story: Timeline) -> dict[str, bytes]:
    return render_site(story)


def two_hundred() -> Timeline:
    """Two hundred events, each with a title of its own."""
    words = " ".join(passage.quote for event in STORY.events for passage in event.passages).split()
    crowd = timeline_of(days(4, 200, [2018, 2019, 2021, 2021, 2022]))
    titles = (" ".join(words[n * 7 % 300 : n * 7 % 300 + 9]) for n in range(200))
    return replace(
        crowd,
        events=tuple(
            replace(event, title=f"{n} {title}")
            for n, (event, title) in enumerate(zip(crowd.events, titles, strict=True))
        ),
    )


# What it says -----------------------------------------------------------------------------------


def test_two_hundred_events_weigh_25_kilobytes_before_they_are_touched() -> None:
    """All of it, because the page fetches nothing until then."""
    page = render_site(two_hundred())[PAGE]
    assert len(gzip.compress(page, 9)) <= 25_000
    assert not re.findall(rb'<script [^>]*src|<link [^>]*rel="stylesheet"|<img', page)


def test_it_fetches_its_parts_from_the_site_when_it_is_touched(site: dict[str, bytes]) -> None:
    parts = re.search(rb'data-parts="([^"]*)" data-scripts="([^"]*)"', site[PAGE])
    assert parts
    for part in (*parts[1].decode().split(), *parts[2].decode().split()):
        assert part.replace("../", "") in site


def test_every_mark_leads_to_its_event_in_a_window_of_its_own(
    story: Timeline, site: dict[str, bytes]
) -> None:
    links = re.findall(rb'<a href="\.\./index\.html#e-([^"]*)"[^>]*target="_blank"', site[PAGE])
    assert {link.decode() for link in links} == {mark.event for mark in lay_out(story).marks}
    assert b'<a href="../index.html" target="_blank" rel="noopener">Who says so' in site[PAGE]


def test_its_style_has_the_colours_of_the_chart(site: dict[str, bytes]) -> None:
    style = re.search(r"<style>(.*?)</style>", site[PAGE].decode(), re.DOTALL)
    assert style
    for selector, palette in ((":root{", PALETTE), ('[data-theme="dark"]{', DARK_PALETTE)):
        rule = style[1].split(selector)[1].split("}")[0]
        assert {name: re.search(rf"--{name}: (#\w+)", rule)[1] for name in palette} == palette  # type: ignore[index]


def test_a_story_without_events_has_nothing_to_embed() -> None:
    site = render_site(Timeline("Bare", (), ()))
    assert not [name for name in site if name.startswith("embed/")]
    assert b"Put this chart" not in site["index.html"]


def test_hostile_words_stay_words_in_page_snippet_figures_and_oembed() -> None:
    hostile = replace(timeline_of(days(1, 3, [2021]), title=HOSTILE), title=HOSTILE)
    site = render_site(hostile, HOME)
    for name in (PAGE, "index.html"):
        page = site[name].decode()
        assert "<script>alert" not in page
        assert "<img" not in page
        assert page.count("</textarea>") == (name == "index.html")
    assert b"<script>alert" not in site["static/figures.js"]
    answer = json.loads(site["embed/oembed.json"])
    assert "<script>alert" not in answer["html"]


# The lines to paste, and oEmbed -------------------------------------------------------------------


def snippet(site: dict[str, bytes]) -> str:
    found = re.search(r"<textarea[^>]*>(.*?)</textarea>", site["index.html"].decode(), re.DOTALL)
    assert found
    return html.unescape(found[1])


def test_the_lines_to_paste_are_complete_where_the_address_is_known(
    story: Timeline, site: dict[str, bytes]
) -> None:
    assert 'src="embed/index.html"' in snippet(site)
    assert b"with the address of this site" in site["index.html"]
    known = render_site(story, HOME)
    assert 'src="https://example.org/story/embed/index.html"' in snippet(known)
    assert b"with the address of this site" not in known["index.html"]


def test_oembed_is_there_only_where_the_address_is_known(
    story: Timeline, site: dict[str, bytes]
) -> None:
    assert not [name for name, content in site.items() if b"oembed" in content or "oembed" in name]
    known = render_site(story, HOME)
    for name in ("index.html", PAGE):
        link = re.search(
            rb'<link rel="alternate" type="application/json\+oembed" href="([^"]*)"', known[name]
        )
        assert link, name
        assert link[1] == b"https://example.org/story/embed/oembed.json"
    answer = json.loads(known["embed/oembed.json"])
    assert (answer["version"], answer["type"]) == ("1.0", "rich")
    assert answer["title"] == story.title
    assert all(isinstance(answer[name], int) and answer[name] > 100 for name in ("width", "height"))
    assert answer["html"] == snippet(known).splitlines()[0]
    assert answer["provider_url"] == "https://example.org/story/"


def test_the_site_has_the_picture_too(site: dict[str, bytes]) -> None:
    assert site["embed/chart.svg"].startswith(b"<svg ")
    assert b"<a " not in site["embed/chart.svg"]


def test_the_picture_of_a_site_shows_the_chart_of_its_front_page(site: dict[str, bytes]) -> None:
    def words(name: str) -> set[tuple[bytes, int]]:
        drawn = site[name][site[name].index(b'class="tl tl-wide"') :].partition(b"</svg>")[0]
        found = re.findall(rb'<text x="([0-9.]+)"[^>]*>([^<]*)', drawn)
        return {(text, int(float(x))) for x, text in found}

    assert len(words("index.html")) > 5
    assert words("index.html") <= words("embed/chart.svg")


# A chart of a part, by the command ----------------------------------------------------------------


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A site of two articles and, within it, the chart of one of its events."""
    folder = tmp_path_factory.mktemp("embed")
    articles = folder / "articles"
    articles.mkdir()
    for number in range(1, 9):
        text = f"Ferry {number} opens\n\nFerry number {number} opened on May {number}, 2021."
        (articles / f"{number}.txt").write_text(text, encoding="utf-8")
    out = folder / "site"
    today = ("--today", "2026-01-01")
    assert main(["build", str(articles), "-o", str(out), *today]) == 0
    part = ["chart", str(articles), "--top", "2", "--title", "Two of them", *today]
    assert main([*part, "-o", str(out / "embed" / "two.html")]) == 0
    assert main([*part, "-o", str(folder / "alone.html"), "--theme", "dark"]) == 0
    return folder


def test_a_part_says_how_much_of_the_whole_it_is(built: Path) -> None:
    page = (built / "site" / "embed" / "two.html").read_text(encoding="utf-8")
    assert re.search(r"<h1>Two of them</h1>\s*<span>2 of 8 events", page)
    assert (
        'data-scripts="../static/plotly.min.js two.js ../static/axis.js ../static/paint.js '
        '../static/zoom.js"' in page
    )
    assert (built / "site" / "embed" / "two.js").read_text().startswith("window.timelineFigures=")


def test_drawing_a_part_says_the_lines_that_put_it_into_a_page(
    built: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    folder, file = built / "articles", built / "site" / "embed" / "a part.html"
    words = ["chart", str(folder), "--top", "2", "--today", "2026-01-01", "-o"]
    assert main([*words, str(file)]) == 0
    told = capsys.readouterr()
    assert told.out.startswith('<iframe src="embed/a%20part.html" title="')
    assert told.out.splitlines()[1].startswith("<script>")
    assert "put the address of the site before" in told.err
    (folder / "timeline.toml").write_text('base_url = "https://example.org/s"', encoding="utf-8")
    assert main([*words, str(file)]) == 0
    told = capsys.readouterr()
    assert told.out.startswith('<iframe src="https://example.org/s/embed/a%20part.html" title="')
    answer = json.loads(file.with_suffix(".json").read_text(encoding="utf-8"))
    assert answer["html"] == told.out.splitlines()[0]
    assert main([*words, str(file.with_name("index.html"))]) == 2
    assert "the page of the whole story" in capsys.readouterr().err
    assert "address" not in told.err
    (folder / "timeline.toml").unlink()
    assert main([*words, str(built / "alone.html")]) == 0
    assert capsys.readouterr().out == ""


def test_outside_a_site_the_page_is_the_drawing_alone(built: Path) -> None:
    page = (built / "alone.html").read_text(encoding="utf-8")
    assert "data-parts" not in page
    assert "<a " not in page
    assert 'data-theme="dark"' in page
    assert not (built / "alone.js").exists()


def test_the_next_build_leaves_the_part_alone(built: Path) -> None:
    command = ["build", str(built / "articles"), "-o", str(built / "site"), "--today", "2026-01-01"]
    assert main(command) == 0
    assert (built / "site" / "embed" / "two.html").is_file()


# A part that timeline.toml names ------------------------------------------------------------------

PARTS = replace(
    HOME,
    file=Path("timeline.toml"),
    embed=(
        Part("council", (("filter", "text=council"), ("title", "<b>The council</b>"))),
        Part("few", (("top", 3), ("theme", "dark"))),
    ),
)


def test_every_part_that_is_named_has_its_page_figures_picture_and_answer(story: Timeline) -> None:
    site, bare = render_site(story, PARTS), render_site(story, HOME)
    made = {f"embed/{name}.{end}" for name in ("council", "few") for end in ENDS}
    assert set(site) - set(bare) == made
    assert (
        b'data-scripts="../static/plotly.min.js few.js ../static/axis.js ../static/paint.js '
        b'../static/zoom.js"' in site["embed/few.html"]
    )
    assert b'<html lang="en" data-theme="dark">' in site["embed/few.html"]
    assert site["embed/few.html"].count(b'class="tl-mark"') == 2 * 3
    assert b"<h1>&lt;b&gt;The council&lt;/b&gt;</h1>" in site["embed/council.html"]
    answer = json.loads(site["embed/council.json"])
    assert 'src="https://example.org/story/embed/council.html"' in answer["html"]
    assert answer["title"] == "<b>The council</b>"
    assert b'href="https://example.org/story/embed/council.json"' in site["embed/council.html"]
    index = site["index.html"].decode()
    assert '<a href="embed/council.html">&lt;b&gt;The council&lt;/b&gt;</a>' in index
    assert f'<a href="embed/few.html">{story.title} (few)</a>' in index
    assert site["embed/index.html"] == bare["embed/index.html"]


ENDS = ("html", "js", "svg", "json")


@pytest.mark.parametrize(
    ("options", "words"),
    [
        ({"filter": "actor=Nobody Here"}, "no event that is left has the actor"),
        ({"filter": "who"}, "is not a filter"),
        ({"top": 0}, "“top” cannot be 0"),
        ({"theme": "pink"}, "Write light, dark or print"),
        ({"from": "then"}, "is not a date"),
    ],
)
def test_a_part_that_cannot_be_drawn_is_named_with_its_file(
    story: Timeline, options: dict[str, Any], words: str
) -> None:
    config = replace(PARTS, embed=(Part("fire", tuple(options.items())),))
    with pytest.raises(TimelineError) as told:
        render_site(story, config)
    assert str(told.value).startswith("timeline.toml: [embed.fire]: ")
    assert words in str(told.value)


# In a browser -------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def folder(story: Timeline, tmp_path_factory: pytest.TempPathFactory) -> Path:
    out = tmp_path_factory.mktemp("site")
    write_site(render_site(story), out)
    return out


class _Quiet(SimpleHTTPRequestHandler):
    def log_message(self, *arguments: Any) -> None: ...


def serve(folder: Path) -> Iterator[str]:
    """A folder on a local server; its address."""
    handler = functools.partial(_Quiet, directory=str(folder))
    server = ThreadingHTTPServer(("127.0.0.1", 0), handler)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    yield f"http://127.0.0.1:{server.server_address[1]}"
    server.shutdown()
    server.server_close()


@pytest.fixture(scope="module")
def address(folder: Path) -> Iterator[str]:
    yield from serve(folder)


@pytest.fixture(scope="module")
def elsewhere(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Path, str]]:
    """Another site: its folder, and its address."""
    place = tmp_path_factory.mktemp("elsewhere")
    for found in serve(place):
        yield place, found


@pytest.fixture
def page(browser: Browser) -> Iterator[Page]:
    """A page in which nothing may go wrong."""
    context = browser.new_context(viewport={"width": 1200, "height": 900})
    opened = context.new_page()
    complaints: list[str] = []
    opened.on("console", lambda message: complaints.append(message.text))
    opened.on("pageerror", lambda error: complaints.append(str(error)))
    yield opened
    assert [one for one in complaints if "favicon" not in one and "404" not in one] == []
    context.close()


def colour(page: Page | Frame) -> str:
    found: str = page.evaluate("getComputedStyle(document.body).backgroundColor")
    return found


def hex_colour(palette: dict[str, str]) -> str:
    red, green, blue = (int(palette["paper"][at : at + 2], 16) for at in (1, 3, 5))
    return f"rgb({red}, {green}, {blue})"


@pytest.fixture(scope="module")
def crowded(tmp_path_factory: pytest.TempPathFactory) -> Path:
    out = tmp_path_factory.mktemp("crowd")
    write_site(render_site(two_hundred()), out)
    return out


@pytest.mark.browser
@pytest.mark.parametrize("site", ["folder", "crowded"])
@pytest.mark.parametrize("query", ["", "?theme=dark"])
@pytest.mark.parametrize("width", [1200, 390])
def test_the_page_is_accessible_in_every_dress(
    page: Page, request: pytest.FixtureRequest, site: str, query: str, width: int
) -> None:
    """The sample story, and two hundred events."""
    folder: Path = request.getfixturevalue(site)
    page.set_viewport_size({"width": width, "height": 900})
    page.goto((folder / PAGE).as_uri() + query)
    assert_accessible(page)
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    assert len([svg for svg in page.locator("svg.tl").all() if svg.is_visible()]) == 1


@pytest.mark.browser
@pytest.mark.parametrize(
    ("query", "scheme", "palette"),
    [
        ("", "dark", PALETTE),
        ("?theme=dark", "light", DARK_PALETTE),
        ("?theme=auto", "dark", DARK_PALETTE),
        ("?theme=auto", "light", PALETTE),
        ("?theme=<b>", "light", PALETTE),
    ],
)
def test_the_address_says_whether_it_is_light_or_dark(
    page: Page, folder: Path, query: str, scheme: Any, palette: dict[str, str]
) -> None:
    page.emulate_media(color_scheme=scheme)
    page.goto((folder / PAGE).as_uri() + query)
    assert colour(page) == hex_colour(palette)


@pytest.mark.browser
def test_from_disk_too_it_comes_alive_when_it_is_touched(page: Page, folder: Path) -> None:
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    page.goto((folder / PAGE).as_uri() + "?theme=dark")
    page.mouse.move(1199, 1)
    assert len(asked) == 1
    page.hover("#chart .stage")
    page.wait_for_selector("#chart.live", timeout=WAIT)
    assert (
        page.evaluate("document.querySelector('.plot').layout.paper_bgcolor")
        == (DARK_PALETTE["paper"])
    )


@pytest.mark.browser
def test_without_script_it_is_the_drawing_with_its_links(browser: Browser, folder: Path) -> None:
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto((folder / PAGE).as_uri())
    assert page.locator("svg.tl-wide").is_visible()
    assert page.locator("svg.tl-wide a").count() > 10
    context.close()


def host(place: Path, lines: str) -> None:
    start = "<!DOCTYPE html><html lang='en'><title>Host</title><body>"
    (place / "host.html").write_text(start + lines, encoding="utf-8")


@pytest.mark.browser
def test_the_lines_to_paste_work_on_another_site(
    page: Page, address: str, elsewhere: tuple[Path, str]
) -> None:
    """Sandboxed: it gets its height, comes alive when touched, and opens its events."""
    page.goto(f"{address}/index.html")
    page.click(".share summary")
    assert not page.locator(".todo").count()
    page.click(".copy")
    assert page.locator(".copy").inner_text() in ("Copied", "Selected")
    lines = page.input_value("#snippet")
    assert f'src="{address}/embed/index.html"' in lines

    place, other = elsewhere
    host(place, lines.replace('height="', 'height="9'))
    page.goto(f"{other}/host.html")
    frame = page.frames[1]
    frame.wait_for_selector("svg.tl-wide")
    wanted = frame.evaluate("Math.ceil(document.documentElement.getBoundingClientRect().height)")
    page.wait_for_function(
        "height => document.querySelector('iframe').getBoundingClientRect().height === height",
        arg=wanted,
    )
    assert frame.evaluate("origin") == "null"
    frame.hover("#chart .stage")
    frame.wait_for_selector("#chart.live", timeout=WAIT)
    with page.context.expect_page() as opened:
        frame.locator("figcaption a").click()
    assert opened.value.url == f"{address}/index.html"
    x, y = frame.evaluate(
        """() => {
            const box = document.querySelector(".plot").getBoundingClientRect();
            const points = document.querySelector(".plot").data.find((t) => t.name === "points");
            const at = points.customdata.indexOf("opening");
            const scale = box.width / 1120;
            return [box.left + points.x[at] * scale, box.top + points.y[at] * scale];
        }"""
    )
    box = page.locator("iframe").bounding_box()
    assert box
    with page.context.expect_page() as event:
        page.mouse.click(box["x"] + x, box["y"] + y)
    assert event.value.url == f"{address}/index.html#e-opening"


@pytest.mark.browser
def test_a_page_around_it_that_changes_its_width_is_told_the_new_height(
    page: Page, address: str, elsewhere: tuple[Path, str]
) -> None:
    place, other = elsewhere
    lines = (
        f'<iframe src="{address}/{PAGE}" width="700" height="50" data-timeline></iframe>'
        "<script>heights=[];addEventListener('message',e=>heights.push(e.data))</script>"
    )
    host(place, lines)
    page.goto(f"{other}/host.html")
    page.wait_for_function("heights.length > 0")
    page.evaluate("document.querySelector('iframe').width = 360")
    page.wait_for_function("heights.length > 1 && heights.at(-1).height !== heights[0].height")
    assert page.evaluate("heights.every((each) => each.timeline === 'height')")
    tall, wide = page.evaluate("[heights.at(-1).height, heights[0].height]")
    assert tall > wide


@pytest.mark.browser
def test_where_a_part_is_missing_the_drawing_stays(
    browser: Browser, story: Timeline, tmp_path: Path
) -> None:
    files = render_site(story)
    del files["static/figures.js"]
    write_site(files, tmp_path / "site")
    context = browser.new_context()
    page = context.new_page()
    page.goto((tmp_path / "site" / PAGE).as_uri())
    page.hover("#chart .stage")
    page.wait_for_selector("#chart .failed:visible", timeout=WAIT)
    assert page.locator("svg.tl-wide").is_visible()
    context.close()
