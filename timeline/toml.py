"""A text in TOML to its tables; what reads it is loaded when there is one.

Of the rules a build reads what was prepared of them, and few stories have settings.
"""

from __future__ import annotations

from typing import Any


class NotToml(ValueError):
    """A text is no TOML; the words say where."""


def read_toml(text: str) -> dict[str, Any]:
    """The tables of a text; NotToml where it is none."""
    from tomllib import TOMLDecodeError, loads  # noqa: PLC0415 - see above

    try:
        return loads(text)
    except TOMLDecodeError as error:
        raise NotToml(str(error)) from error
