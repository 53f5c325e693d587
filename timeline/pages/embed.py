"""A chart to what puts it into other pages: a light page for an iframe, a snippet, oEmbed."""

from __future__ import annotations

import base64
import hashlib
import json
from urllib.parse import quote

from markupsafe import Markup
from msgspec import Struct

from timeline import __version__
from timeline.chart import (
    Charts,
    Layout,
    Style,
    Theme,
    draw_svg,
    layout_json,
)
from timeline.config import Config
from timeline.markup import escape_html
from timeline.pages.templates import Templates

EMBED = "embed/index.html"
OEMBED = "embed/oembed.json"
_PLOTLY = "../static/plotly.min.js"
_FIGURES = "../static/figures.js"
_ZOOM = tuple(f"../static/{name}.js" for name in ("axis", "paint", "zoom"))
_SCRIPTS = ("../static/timeline.js", "../static/chart.js", "../static/hands.js")
_CAPTION = 60
"""How much higher than its chart the page is, in pixels."""

_SANDBOX = "allow-scripts allow-popups allow-popups-to-escape-sandbox"
_LISTENER = (
    '<script>addEventListener("message",function(e){if(e.data&&e.data.timeline==="height")'
    'document.querySelectorAll("iframe[data-timeline]").forEach(function(f){'
    "if(f.contentWindow===e.source)f.height=e.data.height})})</script>"
)


class Share(Struct, frozen=True):
    """How others take the chart: the lines to paste, their height, oEmbed's address if any."""

    snippet: str
    complete: bool
    oembed: str


def render_embed(
    charts: Charts,
    config: Config,
    templates: Templates,
    *,
    total: int,
    name: str = "index",
    in_site: bool = True,
    theme: Theme = Theme.LIGHT,
) -> str:
    """The charts of a part of a story to its page for an iframe.

    ``total`` is how many events the whole story has.  ``name`` is what the page and the files
    beside it are called.  Outside a site the page is a drawing, and marks lead to ``base_url``,
    or nowhere.  ``theme`` holds unless the address of the page asks for another.
    """
    base = base_address(config)
    home = "../" if in_site else base
    style = Style(link=f"{home}index.html#e-" if home else "", target="_blank" if home else "")
    part, wide, tall = charts.timeline, charts.wide, charts.tall
    script = templates.static("embed.js").strip()
    digest = base64.b64encode(hashlib.sha256(script.encode()).digest()).decode()
    return templates.render(
        "embed.html",
        language=config.language,
        theme=theme.value,
        title=part.title,
        chart=wide,
        total=total,
        span=charts.time,
        wide=Markup(draw_svg(wide, style)),  # noqa: S704 - escaped where it is drawn
        tall=Markup(draw_svg(tall, style)),  # noqa: S704
        parts=_SCRIPTS if in_site else (),
        scripts=(_PLOTLY, _FIGURES if name == "index" else quote(f"{name}.js"), *_ZOOM),
        back=f"{home}index.html" if home else "",
        oembed=f"{base}{answer_of(name)}" if base and in_site else "",
        style=Markup(templates.static("embed.css")),  # noqa: S704 - our own or the user's own file
        script=Markup(script),  # noqa: S704
        script_hash=f"sha256-{digest}",
        version=__version__,
    )


def figures_script(wide: Layout, tall: Layout, records: str = "") -> str:
    """Both layouts of a chart to the script that hands a page their Plotly figures.

    ``records`` is the script with what is placed anew on a zoomed chart.

    A script, since pages from disk may load no JSON.
    """
    parts = (f'"{layout.shape.value}":{layout_json(layout)}' for layout in (wide, tall))
    return "window.timelineFigures={" + ",".join(parts) + "};\n" + records


def share(title: str, chart: Layout, config: Config, page: str = EMBED) -> Share:
    """A chart to the lines that put it into another page.

    ``page`` is the page for the iframe, counted from the front page of the site.  Without a
    ``base_url`` they are not complete: the address of the site has to be put in.
    """
    base = base_address(config)
    return Share(
        _snippet(f"{base}{page}", title, chart) + "\n" + _LISTENER,
        bool(base),
        f"{base}{OEMBED}" if base else "",
    )


def oembed_json(title: str, chart: Layout, config: Config, page: str = EMBED) -> str:
    """A chart to its oEmbed answer, of the type "rich" (oembed.com, section 2.3.4)."""
    base = base_address(config)
    answer = {
        "version": "1.0",
        "type": "rich",
        "title": title,
        "provider_name": config.title or title,
        "provider_url": base,
        "width": round(chart.width),
        "height": _height(chart),
        "html": _snippet(f"{base}{page}", title, chart),
    }
    return json.dumps(answer, indent=1, ensure_ascii=True) + "\n"


def page_of(name: str) -> str:
    """The name of a chart to the path of its page for an iframe."""
    return f"embed/{quote(name)}.html"


def answer_of(name: str) -> str:
    """The name of a chart to the path of its oEmbed answer; the whole story is "index"."""
    return OEMBED if name == "index" else f"embed/{quote(name)}.json"


def base_address(config: Config) -> str:
    """The address the site will have, ending in a slash; empty where nobody said."""
    return f"{config.base_url.rstrip('/')}/" if config.base_url else ""


def _snippet(address: str, title: str, chart: Layout) -> str:
    return (
        f'<iframe src="{escape_html(address)}" title="{escape_html(title)}" width="100%" '
        f'height="{_height(chart)}" style="border:0" loading="lazy" sandbox="{_SANDBOX}" '
        "data-timeline></iframe>"
    )


def _height(chart: Layout) -> int:
    return round(chart.height) + _CAPTION
