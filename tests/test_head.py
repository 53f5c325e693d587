"""What pages tell machines: link cards, linked data, the sitemap, the feed and the lost page."""

from __future__ import annotations

import json
import re
import sys
import threading
import xml.etree.ElementTree as ET
from collections.abc import Iterator
from functools import partial
from html.parser import HTMLParser
from http.server import HTTPServer, SimpleHTTPRequestHandler
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from changing import replace

from timeline.chart import lay_out
from timeline.chart.card import CARD_HEIGHT, CARD_WIDTH, CHART_WIDTH, draw_card
from timeline.config import Config
from timeline.interval import Interval
from timeline.model import Event, Stance, Timeline
from timeline.pages import render_site, write_site
from timeline.pages.linked import MOST_EVENTS, linked_events

if TYPE_CHECKING:
    from playwright.sync_api import Browser

BASE = "https://example.org/news/"
HOSTILE = "</script><script>alert(1)</script><!-- & \u2028 ]]> \"'"
SVG = "{http://www.w3.org/2000/svg}"
ATOM = "{http://www.w3.org/2005/Atom}"


@pytest.fixture(scope="module")
def site(story: Timeline) -> dict[str, bytes]:
    """The sample story's site, with an address."""
    return render_site(story, Config(description="A wall.", language="pt-BR", base_url=BASE))


@pytest.fixture(scope="module")
def bare(story: Timeline) -> dict[str, bytes]:
    """The sample story's site, which may stand anywhere."""
    return render_site(story)


class Head(HTMLParser):
    """A page's metadata, its links and its linked data."""

    def __init__(self, content: bytes) -> None:
        super().__init__()
        self.meta: dict[str, str] = {}
        self.links: dict[str, str] = {}
        self.linked = ""
        self._inside = False
        self.feed(content.decode())

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = {name: value or "" for name, value in attrs}
        if tag == "meta" and (name := given.get("property") or given.get("name")):
            assert name not in self.meta, name
            self.meta[name] = given["content"]
        if tag == "link":
            self.links[given["rel"]] = given["href"]
        self._inside = tag == "script" and given.get("type") == "application/ld+json"

    def handle_data(self, data: str) -> None:
        if self._inside:
            self.linked += data


def parsed(text: str | bytes) -> ET.Element:
    """A file of ours as a tree."""
    return ET.fromstring(text)  # noqa: S314 - our own bytes


def pages_of(site: dict[str, bytes]) -> Iterator[tuple[str, Head]]:
    for name, content in site.items():
        if name.endswith(".html") and not name.startswith("embed/"):
            yield name, Head(content)


# Link cards -----------------------------------------------------------------------------------


def test_every_page_names_its_one_address(site: dict[str, bytes]) -> None:
    for name, page in pages_of(site):
        if name == "404.html":
            assert "canonical" not in page.links
            assert page.meta["robots"] == "noindex"
            continue
        address = BASE if name == "index.html" else BASE + name
        assert page.links["canonical"] == page.meta["og:url"] == address


def test_every_page_has_a_card_with_its_own_words(site: dict[str, bytes]) -> None:
    for name, page in pages_of(site):
        title = re.search(r"<title>(.*)</title>", site[name].decode())
        assert title
        shown = Head(f'<meta name="t" content="{title[1]}">'.encode()).meta["t"]
        assert page.meta["og:title"] == shown
        assert page.meta["og:description"] == page.meta["description"]
        assert page.meta["og:image"] == f"{BASE}static/card.png"
        assert page.meta["twitter:card"] == "summary_large_image"
        assert page.meta["og:locale"] == "pt_BR"
    kinds = {name: page.meta["og:type"] for name, page in pages_of(site)}
    assert kinds.pop("index.html") == "website"
    assert set(kinds.values()) == {"article"}


def test_without_an_address_nothing_points_to_one(bare: dict[str, bytes]) -> None:
    assert not {"sitemap.xml", "static/card.svg", "static/card.png"} & set(bare)
    for _, page in pages_of(bare):
        assert "canonical" not in page.links
        assert not {"og:url", "og:image", "og:locale"} & set(page.meta)
        assert page.meta["twitter:card"] == "summary"
        assert page.meta["og:title"]


def test_an_address_without_a_slash_is_the_same(story: Timeline, site: dict[str, bytes]) -> None:
    config = Config(description="A wall.", language="pt-BR", base_url=BASE.rstrip("/"))
    assert render_site(story, config) == site


def test_the_card_has_the_size_that_it_says(site: dict[str, bytes]) -> None:
    png = site["static/card.png"]
    assert png.startswith(b"\x89PNG")
    size = (int.from_bytes(png[16:20]), int.from_bytes(png[20:24]))
    meta = Head(site["index.html"]).meta
    assert size == (int(meta["og:image:width"]), int(meta["og:image:height"])) == (1200, 630)


def test_without_the_library_the_card_is_an_svg(
    story: Timeline, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(sys.modules, "typst", None)
    site = render_site(story, Config(base_url=BASE))
    assert "static/card.png" not in site
    meta = Head(site["index.html"]).meta
    assert meta["og:image"] == f"{BASE}static/card.svg"
    assert meta["og:image:type"] == "image/svg+xml"
    assert parsed(site["static/card.svg"]).get("width") == str(CARD_WIDTH)


def boxes(svg: str) -> list[tuple[float, float, float, float]]:
    """The dots and bars of a card, but for its ground and its rule."""
    return [
        tuple(float(one.get(key, "0")) for key in ("x", "y", "width", "height"))  # type: ignore[misc]
        for one in parsed(svg).iter(f"{SVG}rect")
        if one.get("rx")
    ]


@pytest.mark.parametrize("times", [1, 20])
def test_every_event_is_on_the_card_and_none_lies_on_another(story: Timeline, times: int) -> None:
    many = replace(
        story,
        events=tuple(
            replace(event, id=f"{event.id}-{number}")
            for number in range(times)
            for event in story.events
        ),
    )
    layout = lay_out(many, CHART_WIDTH)
    found = boxes(draw_card(layout, "", "words"))
    assert len(found) == len(layout.marks) if times == 1 else len(found) > len(story.events)
    for x, y, width, height in found:
        assert 0 <= x <= x + width <= CARD_WIDTH
        assert 200 < y <= y + height < CARD_HEIGHT
    if times == 1:
        for one in found:
            for two in found:
                apart = one[0] + one[2] <= two[0] or two[0] + two[2] <= one[0]
                assert one is two or apart or one[1] + one[3] <= two[1] or two[1] + two[3] <= one[1]


def test_the_card_keeps_long_and_hostile_titles_inside(story: Timeline) -> None:
    for title in ("Long words " * 60, HOSTILE, "W" * 400):
        layout = lay_out(replace(story, title=title), CHART_WIDTH)
        root = parsed(draw_card(layout, HOSTILE, HOSTILE))
        assert {one.tag for one in root.iter()} <= {
            f"{SVG}{n}" for n in ("svg", "rect", "line", "text")
        }
        assert all(float(one.get("y", "0")) < CARD_HEIGHT for one in root.iter(f"{SVG}text"))


def test_a_story_without_a_place_in_time_has_a_card_of_words() -> None:
    site = render_site(Timeline("Bare", (), ()), Config(base_url=BASE))
    assert "Bare" in site["static/card.svg"].decode()
    assert boxes(site["static/card.svg"].decode()) == []


# Linked data ----------------------------------------------------------------------------------


def test_the_front_page_tells_its_events_as_linked_data(
    story: Timeline, site: dict[str, bytes]
) -> None:
    data = json.loads(Head(site["index.html"]).linked)
    assert data["@context"] == "https://schema.org"
    assert data["url"] == BASE
    told = {event.id: event for event in story.events}
    for record in data["about"]:
        event = told[record["@id"].removeprefix(f"{BASE}#e-")]
        assert record["@type"] == "Event"
        assert record["name"] == event.title
        if event.when.start is not None:
            assert re.fullmatch(r"\d{4}-\d\d-\d\d", record["startDate"])
        assert ("eventStatus" in record) == (event.stance not in ("happened", "ongoing"))
    assert not [name for name, page in pages_of(site) if page.linked and name != "index.html"]


def one_event(story: Timeline, **changes: object) -> dict[str, object]:
    event: Event = replace(story.events[0], **changes)  # type: ignore[arg-type]
    data = json.loads(str(linked_events(replace(story, events=(event,)), "T", "", "")))
    return data["about"][0] if data["about"] else {}


def test_what_nobody_says_happened_is_no_event_for_machines(story: Timeline) -> None:
    for stance in (Stance.ALLEGED, Stance.DENIED, Stance.HYPOTHETICAL):
        assert one_event(story, stance=stance) == {}
    assert one_event(story, stance=Stance.CANCELLED)["eventStatus"] == (
        "https://schema.org/EventCancelled"
    )
    assert one_event(story, stance=Stance.PLANNED)["eventStatus"] == (
        "https://schema.org/EventScheduled"
    )


@pytest.mark.parametrize(
    ("when", "first", "last"),
    [
        (Interval.day(2021, 5, 17), "2021-05-17", "2021-05-17"),
        (Interval.month(2021, 2), "2021-02-01", "2021-02-28"),
        (Interval.year(2019).since(), "2019-01-01", None),
        (Interval.year(-43), "-000043-01-01", "-000043-12-31"),
    ],
)
def test_dates_are_whole_days(
    story: Timeline, when: Interval, first: str | None, last: str | None
) -> None:
    record = one_event(story, when=when)
    assert (record.get("startDate"), record.get("endDate")) == (first, last)


def test_nothing_breaks_out_of_the_script(story: Timeline) -> None:
    event = replace(story.events[0], title=HOSTILE, places=(HOSTILE,))
    text = str(linked_events(replace(story, events=(event,)), HOSTILE, HOSTILE, ""))
    assert not set(text) & set("<>&\u2028\u2029")
    data = json.loads(text)
    assert data["name"] == data["about"][0]["name"] == HOSTILE
    page = render_site(replace(story, title=HOSTILE, events=(event,)), Config(base_url=BASE))
    assert json.loads(Head(page["index.html"]).linked)["name"] == HOSTILE


def test_the_front_page_stays_light(story: Timeline) -> None:
    """The most important events, those that a user pinned first, in the order of time."""
    many = tuple(
        replace(
            story.events[0],
            id=f"e{number}",
            when=Interval.year(1900 + number),
            stance=Stance.HAPPENED,
            importance=number / 100,
            pinned=number == 0,
        )
        for number in range(100)
    )
    data = json.loads(str(linked_events(replace(story, events=many), "T", "", "")))
    names = [record["@id"] for record in data["about"]]
    assert names == ["#e-e0", *(f"#e-e{number}" for number in range(101 - MOST_EVENTS, 100))]


# Sitemap, feed and the lost page --------------------------------------------------------------


def test_the_sitemap_lists_every_page_but_the_lost_one(site: dict[str, bytes]) -> None:
    places = "{http://www.sitemaps.org/schemas/sitemap/0.9}loc"
    listed = [one.text for one in parsed(site["sitemap.xml"]).iter(places)]
    named = {
        Head(content).links.get("canonical") for name, content in site.items() if ".html" in name
    }
    assert set(listed) == named - {None}
    assert len(listed) == len(set(listed))


@pytest.mark.parametrize(
    ("base_url", "root"),
    [("", ""), ("https://ada.github.io", "/"), ("https://ada.github.io/canal", "/canal/")],
)
def test_the_lost_page_links_from_the_root_of_its_host(
    story: Timeline, base_url: str, root: str
) -> None:
    content = render_site(story, Config(base_url=base_url))["404.html"].decode()
    links = re.findall(r'(?:href|src)="([^"#]+)"', content.split("</head>")[0])
    assert f"{root}static/style.css" in links
    assert f'<a href="{root}index.html">' in content


@pytest.mark.browser
def test_no_rule_of_the_page_is_broken_over_http_or_from_disk(
    story: Timeline, tmp_path: Path, browser: Browser
) -> None:
    """In a folder of a host, as a project's pages stand on GitHub; the lost page at any depth."""

    class Quiet(SimpleHTTPRequestHandler):
        def log_message(self, *_: object) -> None:
            pass

        def send_error(self, code: int, *_: object, **__: object) -> None:
            body = (tmp_path / "canal" / "404.html").read_bytes()
            self.send_response(code)
            self.send_header("Content-Type", "text/html")
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

    server = HTTPServer(("127.0.0.1", 0), partial(Quiet, directory=str(tmp_path)))
    address = f"http://127.0.0.1:{server.server_port}/canal/"
    write_site(render_site(story, Config(base_url=address)), tmp_path / "canal")
    threading.Thread(target=server.serve_forever, args=(0.05,), daemon=True).start()
    try:
        page = browser.new_context().new_page()
        complaints: list[str] = []
        page.on("console", lambda message: complaints.append(message.text))
        page.on("pageerror", lambda error: complaints.append(str(error)))
        names = ("index.html", "sources.html", "404.html", "documents/courier-council-vote.html")
        for name in names:
            page.goto(address + name)
            assert page.evaluate("getComputedStyle(document.body).maxWidth") != "none"
            if name != "404.html":
                page.goto((tmp_path / "canal" / name).as_uri())
                assert page.evaluate("getComputedStyle(document.body).maxWidth") != "none"
        assert [one for one in complaints if "404 (Not Found)" not in one] == []
        page.goto(f"{address}documents/deep/gone.html")
        assert page.evaluate("getComputedStyle(document.body).maxWidth") != "none"
        page.click("main a >> nth=0")
        assert page.url == f"{address}index.html"
        assert page.locator("h1").inner_text() == story.title
        page.context.close()
    finally:
        server.shutdown()
        server.server_close()
