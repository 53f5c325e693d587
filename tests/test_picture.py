"""Pictures: self-contained, of the size that is asked for, the same each time."""

from __future__ import annotations

import gzip
import re
import struct
import subprocess
import sys
import time
import zlib
from pathlib import Path
from typing import Any
from xml.etree import ElementTree as ET

import pytest
from changing import replace
from sample_timeline import sample_timeline
from test_chart import HOSTILE, STORIES, timeline_of

from timeline.chart import (
    Sheet,
    Theme,
    draw_figure,
    draw_pdf,
    draw_picture,
    draw_png,
    dress,
    figure_json,
    lay_out,
)
from timeline.chart.palette import PALETTE, PALETTES
from timeline.errors import TimelineError
from timeline.interval import Interval

SVG = "{http://www.w3.org/2000/svg}"
STORY = sample_timeline()
DAY = Interval.day
CROWD = STORIES["five hundred"]


def parsed(timeline: Any, **options: Any) -> ET.Element:
    return ET.fromstring(draw_picture(timeline, Sheet(**options)))  # noqa: S314


def size(picture: ET.Element) -> tuple[float, float]:
    return float(picture.get("width", "")), float(picture.get("height", ""))


@pytest.mark.parametrize("name", STORIES)
@pytest.mark.parametrize("width", [320.0, 900.0])
def test_a_picture_needs_nothing_else(name: str, width: float) -> None:
    """No style sheet, no script, no file, no address; words are words, with a title and a desc."""
    text = draw_picture(STORIES[name], Sheet(width=width))
    picture = ET.fromstring(text)  # noqa: S314
    assert picture.findtext(f"{SVG}title")
    assert picture.findtext(f"{SVG}desc")
    assert list(picture.iter(f"{SVG}text"))
    tags = {element.tag.removeprefix(SVG) for element in picture.iter()}
    assert not tags & {"style", "script", "image", "foreignObject", "use", "a", "link"}
    ids = {element.get("id") for element in picture.iter() if element.get("id")}
    for element in picture.iter():
        for value in element.attrib.values():
            used = re.match(r"url\(#(.*)\)", value)
            assert not used or used[1] in ids
    assert text.count("http") == 1
    assert 'xmlns="http://www.w3.org/2000/svg"' in text


def test_marks_lead_to_an_address_where_one_is_given() -> None:
    picture = parsed(STORY, link="https://example.org/story/index.html#e-")
    links = [link.get("href") for link in picture.iter(f"{SVG}a")]
    assert "https://example.org/story/index.html#e-opening" in links
    assert len(links) == len(lay_out(STORY).marks)


@pytest.mark.parametrize("name", ["sample", "five hundred", "open and soft", "one day"])
@pytest.mark.parametrize(
    ("width", "height"), [(1280, 720), (970, 640), (640, 970), (1600, 400), (320, 800)]
)
def test_a_sheet_is_filled_and_not_left(name: str, width: float, height: float) -> None:
    sheet = Sheet(width=width, height=height, scale=1.5)
    layout, style = dress(STORIES[name], sheet)
    assert style.canvas is not None
    assert layout.width + 2 * style.margin == pytest.approx(style.canvas[0])
    assert layout.height + 2 * style.margin <= style.canvas[1] + 0.1
    picture = parsed(STORIES[name], width=width, height=height, scale=1.5)
    assert size(picture) == pytest.approx((1.5 * width, 1.5 * height), abs=1)


def test_more_height_gives_more_titles() -> None:
    labelled = [dress(CROWD, Sheet(height=height))[0].labelled for height in (500, 900, 2000)]
    assert labelled == sorted(set(labelled))
    assert labelled[-1] > lay_out(CROWD).labelled


def test_where_no_words_fit_the_error_says_what_to_do() -> None:
    with pytest.raises(TimelineError, match="does not fit into 1120 by 60 pixels"):
        draw_picture(CROWD, Sheet(height=60))


def test_a_tall_picture_that_leaves_events_out_says_so() -> None:
    assert "Drawn are the 40 most important." in parsed(CROWD, width=320.0)[1].text  # type: ignore[operator]
    assert "Drawn" not in parsed(CROWD)[1].text  # type: ignore[operator]


@pytest.mark.parametrize("theme", Theme)
def test_a_theme_is_all_that_changes(theme: Theme) -> None:
    drawn = draw_picture(STORY, Sheet(theme=theme, name="x"))
    light = draw_picture(STORY, Sheet(name="x"))
    colours = set(re.findall(r'"(#[0-9a-f]{6})"', drawn))
    assert colours <= set(PALETTES[theme].values())
    bare = re.compile(r"#[0-9a-f]{6}")
    assert bare.sub("", drawn) == bare.sub("", light)
    figure = figure_json(draw_figure(lay_out(STORY), theme))
    used = {
        each for each in set(PALETTES[theme].values()) - set(PALETTE.values()) if each in figure
    }
    assert bool(used) is (theme is not Theme.LIGHT)
    gone = set(PALETTE.values()) - set(PALETTES[theme].values())
    assert not [each for each in gone if each in figure]


def test_two_pictures_on_one_page_share_no_id() -> None:
    def ids(**options: Any) -> set[str | None]:
        return {element.get("id") for element in parsed(STORY, **options).iter()} - {None}

    assert ids()
    assert not ids() & ids(theme=Theme.DARK)
    assert not ids() & ids(width=900.0)
    assert ids() == ids()


def test_a_soft_end_is_one_shape_that_fades_away_from_its_mark() -> None:
    """The slices that Plotly needs, as one gradient each."""
    layout = lay_out(STORIES["open and soft"])
    for mark in layout.marks:
        for fade in mark.fades:
            inside = [s for s in mark.strips if s.box.x >= fade.box.x - 0.1]
            inside = [s for s in inside if s.box.right <= fade.box.right + 0.1]
            covered = sum(strip.box.width for strip in inside)
            assert covered == pytest.approx(fade.box.width, abs=0.1)
            assert all(strip.opacity <= fade.opacity for strip in inside)
            middle = mark.box.center[0]
            if fade.toward:
                assert (fade.box.center[0] > middle) is (fade.toward > 0)


def test_hostile_titles_stay_words_in_every_picture() -> None:
    drawn = draw_picture(timeline_of([DAY(2021, 5, 19)], title=HOSTILE), Sheet())
    assert not list(ET.fromstring(drawn).iter(f"{SVG}script"))  # noqa: S314
    pytest.importorskip("typst")
    assert draw_png(drawn).startswith(b"\x89PNG")
    assert draw_pdf(drawn, HOSTILE.replace("\ud800", ""), '"] #panic() #[').startswith(b"%PDF")


def test_a_story_without_a_place_in_time_draws_nothing() -> None:
    assert draw_picture(replace(STORY, events=()), Sheet()) == ""


# Pixels and pages ------------------------------------------------------------------------------


def pixels(png: bytes) -> tuple[int, int]:
    return struct.unpack(">II", png[16:24])


def test_a_png_has_the_pixels_that_were_asked_for_and_ink() -> None:
    pytest.importorskip("typst")
    drawn = draw_picture(STORY, Sheet(width=960, height=640))
    assert pixels(draw_png(drawn)) == (960, 640)
    double = draw_png(drawn, 2)
    assert pixels(double) == (1920, 1280)
    data = b"".join(
        double[m.end() : m.end() + struct.unpack(">I", double[m.start() - 4 : m.start()])[0]]
        for m in re.finditer(b"IDAT", double)
    )
    assert len(set(zlib.decompress(data))) > 50


def test_a_pdf_has_the_size_the_title_and_words_that_are_words() -> None:
    pytest.importorskip("typst")
    pdf = draw_pdf(draw_picture(STORY, Sheet(width=960, height=640)), "The wall", "A timeline.")
    box = re.search(rb"/MediaBox\s*\[0 0 ([\d.]+) ([\d.]+)\]", pdf)
    assert box
    assert (float(box[1]), float(box[2])) == pytest.approx((720, 480), abs=0.1)
    assert b"/Font" in pdf
    assert b"CreationDate" not in pdf


PROGRAM = """
import sys
from hashlib import sha256
from sample_timeline import sample_timeline
from test_picture import CROWD
from timeline.chart import Sheet, draw_pdf, draw_picture, draw_png
crowd = draw_picture(CROWD, Sheet())
picture = draw_picture(sample_timeline(), Sheet())
for made in (
    *(picture.encode(), draw_png(picture), draw_pdf(picture, "a", "b")),
    *(crowd.encode(), draw_png(crowd, 2)),
):
    print(sha256(made).hexdigest())
"""


def test_pictures_are_the_same_in_every_process() -> None:
    pytest.importorskip("typst")
    outputs = {
        subprocess.run(
            [sys.executable, "-c", PROGRAM],
            env={"PYTHONPATH": ":".join(sys.path), "PYTHONHASHSEED": seed},
            capture_output=True,
            text=True,
            check=True,
        ).stdout
        for seed in ("1", "2")
    }
    assert len(outputs) == 1
    assert len(outputs.pop().split()) == 5


def test_without_the_extra_the_error_says_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "typst", None)
    with pytest.raises(TimelineError, match=r"timeline-site\[images\]"):
        draw_png("<svg/>")


def test_five_hundred_events_take_a_third_of_a_second_and_a_png_a_second() -> None:
    pytest.importorskip("typst")
    draw_png(draw_picture(STORY, Sheet()))
    start = time.process_time()
    drawn = draw_picture(CROWD, Sheet())
    drawing = time.process_time() - start
    draw_png(drawn, 2)
    assert drawing < 0.3
    assert time.process_time() - start < 1.0
    assert len(gzip.compress(drawn.encode())) < 40_000


# The command ------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def articles(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("chart") / "articles"
    folder.mkdir()
    (folder / "ferry.txt").write_text(
        "Ferry service opens\n\nThe ferry opened on Tuesday, May 18, 2021. "
        "Mayor Ines Calloway said on May 19, 2021 that work begins on June 7, 2021.",
        encoding="utf-8",
    )
    return folder


def run(*arguments: str | Path) -> int:
    from timeline.cli import main  # noqa: PLC0415

    return main(["chart", *map(str, arguments), "--today", "2026-01-01"])


@pytest.mark.parametrize(
    ("name", "start"),
    [
        ("c.svg", b"<svg "),
        ("c.png", b"\x89PNG"),
        ("c.pdf", b"%PDF"),
        ("c.html", b"<!DOCTYPE html>"),
        ("c.json", b'{"data":'),
        ("c.bin", b"<svg "),
    ],
)
def test_the_name_of_the_file_says_what_is_drawn(
    articles: Path, tmp_path: Path, name: str, start: bytes
) -> None:
    assert run(articles, "-o", tmp_path / name) == 0
    assert (tmp_path / name).read_bytes().startswith(start)


def test_a_format_that_is_named_wins_and_goes_to_standard_output(
    articles: Path, capfdbinary: pytest.CaptureFixture[bytes]
) -> None:
    assert run(articles, "--format", "json", "--top", "1") == 0
    assert capfdbinary.readouterr().out.startswith(b'{"data":')


def test_a_figure_is_one_that_plotly_reads_in_the_size_that_was_asked_for(
    articles: Path, tmp_path: Path
) -> None:
    from plotly.io import from_json  # noqa: PLC0415

    assert run(articles, "-o", tmp_path / "c.json", "--width", "800", "--theme", "dark") == 0
    figure = from_json((tmp_path / "c.json").read_text(encoding="utf-8"))
    assert figure.layout.width == 800
    assert figure.layout.paper_bgcolor == PALETTES[Theme.DARK]["paper"]


@pytest.mark.parametrize(
    ("options", "words"),
    [
        (("--filter", "actor=Nobody Here"), "no event of this story names any actor"),
        (("--filter", "who"), "is not a filter"),
        (("--from", "then"), "is not a date"),
        (("--width", "50"), "too narrow"),
        (("--format", "html", "--width", "500"), "leave out --width"),
        (("--height", "20"), "does not fit"),
    ],
)
def test_what_cannot_be_drawn_is_said_in_words(
    articles: Path, capsys: pytest.CaptureFixture[str], options: tuple[str, ...], words: str
) -> None:
    from timeline.cli import main  # noqa: PLC0415

    assert main(["chart", str(articles), *options]) == 2
    assert words in capsys.readouterr().err


def test_a_picture_links_to_the_site_where_its_address_is_known(
    articles: Path, tmp_path: Path
) -> None:
    settings = articles / "timeline.toml"
    settings.write_text('base_url = "https://example.org/story"', encoding="utf-8")
    try:
        assert run(articles, "-o", tmp_path / "c.svg") == 0
    finally:
        settings.unlink()
    assert 'href="https://example.org/story/index.html#e-' in (tmp_path / "c.svg").read_text()
