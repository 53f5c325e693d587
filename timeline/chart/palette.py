"""The colours of the chart by name, as drawn where no style sheet is at hand (light)."""

from __future__ import annotations

PALETTE = {
    "paper": "#fdfcf9",
    "ink": "#1c1a17",
    "muted": "#625d54",
    "rule": "#dedad1",
    "faint": "#efece5",
    "accent": "#a62b1f",
}
"""Colour names to hex values; the style sheet's ``--<name>`` says the same for a page."""

FONT = "'Helvetica Neue', Helvetica, Arial, 'Segoe UI', Roboto, sans-serif"
"""The font stack of the chart: faces with the metrics ``timeline.chart.text`` estimates."""
