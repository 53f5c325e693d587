"""A cell of a table to one that no spreadsheet runs as a formula, and back."""

from __future__ import annotations

import re

from timeline.late import late

# What OWASP lists under "CSV injection", also after the separators that a spreadsheet of another
# country would part the line at, and the wide forms that some of them take for the narrow ones.
_SIGN = "=+\\-@＝＋－＠"
_FIRST = rf"(?=[' ]*[{_SIGN}\t\r\n])"
_LATER = rf"(?=[' ]*[{_SIGN}])"
_FORMULA = re.compile(rf"\A{_FIRST}|(?<=[;\t\r\n]){_LATER}")
_GUARD = late(rf"\A'{_FIRST}|(?<=[;\t\r\n])'{_LATER}")


def guarded(cell: str) -> str:
    """A cell with a quote mark before everything that a spreadsheet would take for a formula."""
    return _FORMULA.sub("'", cell)


def unguarded(cell: str) -> str:
    """A guarded cell as it was."""
    return _GUARD.sub("", cell)
