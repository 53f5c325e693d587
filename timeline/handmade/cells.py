"""A cell of a table to one that no spreadsheet runs as a formula, and back."""

from __future__ import annotations

import re

# What OWASP lists under "CSV injection", also after the separators that a spreadsheet of another
# country would part the line at, and the wide forms that some of them take for the narrow ones.
_AHEAD = "(?='*[=+\\-@＝＋－＠])"
_FORMULA = re.compile(rf"(?:\A(?=[\t\r\n])|\A{_AHEAD}|(?<=[;\t\r\n]){_AHEAD})")
_GUARDED = re.compile(rf"(?:\A'(?=[\t\r\n])|\A'{_AHEAD}|(?<=[;\t\r\n])'{_AHEAD})")


def guarded(cell: str) -> str:
    """A cell with a quote mark before everything that a spreadsheet would take for a formula."""
    return _FORMULA.sub("'", cell)


def unguarded(cell: str) -> str:
    """A guarded cell as it was."""
    return _GUARDED.sub("", cell)
