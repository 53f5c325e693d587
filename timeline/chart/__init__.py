"""A timeline to its chart: laid out once, drawn as SVG and as a Plotly figure."""

from timeline.chart.entries import make_entries
from timeline.chart.layout import TALL_WIDTH, WIDE_WIDTH, lay_out, span_in_words
from timeline.chart.plotly_figure import draw_figure, figure_json
from timeline.chart.svg import draw_svg
from timeline.chart.values import Layout, Shape

__all__ = [
    "TALL_WIDTH",
    "WIDE_WIDTH",
    "Layout",
    "Shape",
    "draw_figure",
    "draw_svg",
    "figure_json",
    "lay_out",
    "make_entries",
    "span_in_words",
]
