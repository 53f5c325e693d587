"""The colours and faces of the chart by name, as drawn where no style sheet is at hand."""

from __future__ import annotations

from enum import StrEnum


class Theme(StrEnum):
    """Dark words on light paper, light words on dark paper, or black words on white paper."""

    LIGHT = "light"
    DARK = "dark"
    PRINT = "print"


PALETTE = {
    "paper": "#fdfcf9",
    "ink": "#1c1a17",
    "muted": "#625d54",
    "rule": "#dedad1",
    "faint": "#efece5",
    "accent": "#a62b1f",
}
"""Colour names to hex values (light); the style sheet's ``--<name>`` says the same for a page."""

DARK_PALETTE = {
    "paper": "#161513",
    "ink": "#ece8e0",
    "muted": "#aaa396",
    "rule": "#3a3731",
    "faint": "#242220",
    "accent": "#ff8f78",
}
"""The same names on dark paper."""

PRINT_PALETTE = {
    "paper": "#ffffff",
    "ink": "#000000",
    "muted": "#444444",
    "rule": "#cccccc",
    "faint": "#eeeeee",
    "accent": "#a62b1f",
}
"""The same names on white paper."""

PALETTES = {Theme.LIGHT: PALETTE, Theme.DARK: DARK_PALETTE, Theme.PRINT: PRINT_PALETTE}

FONT = (
    "'Helvetica Neue', Helvetica, Arial, 'Liberation Sans', Arimo, 'Nimbus Sans', "
    "'Segoe UI', Roboto, 'DejaVu Sans', sans-serif"
)
"""The font stack of the chart: faces with the metrics ``timeline.chart.text`` estimates.

What renders an SVG outside a browser often knows no substitutes, so the free faces are named.
"""
