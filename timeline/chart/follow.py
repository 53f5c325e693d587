"""The place of a drawing in a page to the style rules by which it is dark where the page is."""

from __future__ import annotations

from timeline.chart.palette import DARK_PALETTE, PALETTE

_PAINTED = (
    (".tl", "fill", "ink"),
    (".tl-paper", "fill", "paper"),
    (".tl-note", "fill", "muted"),
    (".tl-grid, .tl-rule, .tl-leader", "stroke", "rule"),
    (".tl-line, .tl-strike", "stroke", "ink"),
    (".tl-break", "fill", "faint"),
    (".tl-fade, .tl-dot", "fill", "accent"),
    (".tl-stop", "stop-color", "accent"),
    (".tl-body, .tl-tie, .tl-rival", "stroke", "accent"),
    (".tl-body, .tl-rival", "fill", "paper"),
    (".tl-solid", "fill", "accent"),
    (".tl-struck", "stroke", "muted"),
)
"""What is painted in which colour, the later winning: classes, property, name of the colour."""


def follow_page(scope: str) -> str:
    """A selector of what holds a drawing in light colours to rules for what is drawn in it.

    The page says by ``color-scheme`` whether it is dark (CSS Color 5, ``light-dark()``); where a
    browser does not know that function, or the rules are taken out, the drawing stays light.
    """
    rules = " ".join(
        f"{_scoped(scope, classes)} {{ {name}: light-dark({PALETTE[colour]}, "
        f"{DARK_PALETTE[colour]}); }}"
        for classes, name, colour in _PAINTED
    )
    return f"@supports (color: light-dark(#000, #fff)) {{ {rules} }}"


def _scoped(scope: str, classes: str) -> str:
    return ", ".join(f"{scope} {one}" for one in classes.split(", "))
