"""A self-contained SVG to a PNG or a PDF, without a browser."""

from __future__ import annotations

from importlib.util import find_spec
from types import ModuleType

from timeline.errors import TimelineError

PIXELS_PER_INCH = 96
"""How many pixels of an SVG are an inch on paper (CSS Values and Units 4, section 6.2)."""

_PAGE = b"""\
#set document(title: sys.inputs.title, date: none)
#set page(width: auto, height: auto, margin: 0pt, fill: none)
#image(bytes(sys.inputs.picture), format: "svg", alt: sys.inputs.description)
"""
"""A page as large as the picture, in Typst's language; without a date two runs are the same."""


def can_draw_png() -> bool:
    """Whether the extra ``images`` is installed."""
    return find_spec("typst") is not None


def draw_png(svg: str, scale: float = 1.0) -> bytes:
    """An SVG to a PNG, ``scale`` pixels for each of the SVG's.

    Drawn with the faces of this machine; the same machine gives the same bytes.
    TimelineError where the extra ``images`` is not installed.
    """
    inputs = {"picture": svg, "title": "", "description": ""}
    drawn: bytes = _typst().compile(
        _PAGE, format="png", ppi=PIXELS_PER_INCH * scale, sys_inputs=inputs
    )
    return drawn


def draw_pdf(svg: str, title: str, description: str) -> bytes:
    """An SVG to a PDF of its size with text as text; the description is for screen readers.

    TimelineError where the extra ``images`` is not installed.
    """
    inputs = {"picture": svg, "title": title, "description": description}
    drawn: bytes = _typst().compile(_PAGE, format="pdf", sys_inputs=inputs)
    return drawn


def _typst() -> ModuleType:
    try:
        import typst  # noqa: PLC0415 - an extra, and large
    except ImportError as error:
        raise TimelineError(
            "PNG and PDF need the extra “images”, which is not installed",
            remedy='Install it with: pip install "timeline-site[images]", or ask for svg.',
        ) from error
    return typst
