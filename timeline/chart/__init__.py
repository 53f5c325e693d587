"""A timeline to its chart: laid out once, drawn as SVG and as a Plotly figure."""

from timeline.chart.density import Density, draw_density
from timeline.chart.entries import LANES, LOOKS, Entry, make_entries
from timeline.chart.extents import is_point
from timeline.chart.images import draw_pdf, draw_png
from timeline.chart.layout import TALL_WIDTH, WIDE_WIDTH, lay_out, span_in_words
from timeline.chart.palette import Theme
from timeline.chart.picture import NARROWEST, Sheet, draw_picture, dress
from timeline.chart.plotly_figure import draw_figure, figure_json
from timeline.chart.rug import Shelf
from timeline.chart.scale import Frame, is_window, make_scale
from timeline.chart.style import Style
from timeline.chart.svg import draw_svg
from timeline.chart.values import Layout, Shape

__all__ = [
    "LANES",
    "LOOKS",
    "NARROWEST",
    "TALL_WIDTH",
    "WIDE_WIDTH",
    "Density",
    "Entry",
    "Frame",
    "Layout",
    "Shape",
    "Sheet",
    "Shelf",
    "Style",
    "Theme",
    "draw_density",
    "draw_figure",
    "draw_pdf",
    "draw_picture",
    "draw_png",
    "draw_svg",
    "dress",
    "figure_json",
    "is_point",
    "is_window",
    "lay_out",
    "make_entries",
    "make_scale",
    "span_in_words",
]
