"""An SVG to a PNG, where the library for it is installed."""

from __future__ import annotations

_PIXELS_PER_INCH = 96
"""How many pixels of an SVG are an inch (CSS Values and Units 4, section 6.2)."""

_PAGE = b"""\
#set page(width: auto, height: auto, margin: 0pt, fill: none)
#image(bytes(sys.inputs.picture), format: "svg")
"""
"""A page as large as the picture, in Typst's language."""


def draw_png(svg: str) -> bytes:
    """An SVG to a PNG of its size in pixels; empty without the extra ``images``.

    Drawn with the faces of this machine; the same machine gives the same bytes.
    """
    try:
        import typst  # noqa: PLC0415 - an extra, and large
    except ImportError:
        return b""
    drawn: bytes = typst.compile(
        _PAGE, format="png", ppi=_PIXELS_PER_INCH, sys_inputs={"picture": svg}
    )
    return drawn
