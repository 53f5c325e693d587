"""A timeline to its chart: laid out once, drawn as SVG and as a Plotly figure."""

from timeline.chart.charts import Charts, Drawn, drawn_before
from timeline.chart.density import Density, draw_density
from timeline.chart.entries import LANES, LOOKS, Entries, Entry, make_entries
from timeline.chart.extents import is_point
from timeline.chart.follow import follow_page
from timeline.chart.images import can_draw_png, draw_pdf, draw_png
from timeline.chart.layout import TALL_WIDTH, WIDE_WIDTH, lay_out
from timeline.chart.palette import Theme
from timeline.chart.picture import NARROWEST, TALL_BELOW, Sheet, draw_picture, dress
from timeline.chart.plotly_figure import draw_figure, figure_json, layout_json
from timeline.chart.rug import Shelf
from timeline.chart.scale import Frame, is_window, make_scale, span_in_words
from timeline.chart.style import Style
from timeline.chart.svg import draw_svg
from timeline.chart.values import Layout, Shape

__all__ = [
    "LANES",
    "LOOKS",
    "NARROWEST",
    "TALL_BELOW",
    "TALL_WIDTH",
    "WIDE_WIDTH",
    "Charts",
    "Density",
    "Drawn",
    "Entries",
    "Entry",
    "Frame",
    "Layout",
    "Shape",
    "Sheet",
    "Shelf",
    "Style",
    "Theme",
    "can_draw_png",
    "draw_density",
    "draw_figure",
    "draw_pdf",
    "draw_picture",
    "draw_png",
    "draw_svg",
    "drawn_before",
    "dress",
    "figure_json",
    "follow_page",
    "is_point",
    "is_window",
    "lay_out",
    "layout_json",
    "make_entries",
    "make_scale",
    "span_in_words",
]
