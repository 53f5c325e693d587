"""A word typed after an option to its value, or to what is wrong with it."""

from __future__ import annotations

import argparse
import re
from datetime import date

from timeline.config import is_site_address


def factor(text: str) -> float:
    """A factor from 0.1 to 10; ArgumentTypeError where it is none."""
    try:
        value = float(text)
    except ValueError:
        value = 0.0
    if not 0.1 <= value <= 10:
        raise argparse.ArgumentTypeError(f"{text!r} is not a factor; write 0.1 to 10")
    return value


def scheduler(text: str) -> str:
    """The address of a scheduler, as Dask writes it; ArgumentTypeError where it is none."""
    if not re.fullmatch(r"(tcp|tls|ws|wss|ucx)://[^/\s]+:\d{1,5}", text):
        raise argparse.ArgumentTypeError(
            f"{text!r} is not the address of a Dask scheduler; write it as tcp://10.0.0.5:8786"
        )
    return text


def day(text: str) -> date:
    """A day, as 2021-05-24; ArgumentTypeError where it is none."""
    try:
        return date.fromisoformat(text)
    except ValueError as error:
        raise argparse.ArgumentTypeError(
            f"{text!r} is not a day; write it as 2021-05-24"
        ) from error


def address(text: str) -> str:
    """The address of a site; ArgumentTypeError where it can be none."""
    if not is_site_address(text):
        raise argparse.ArgumentTypeError(
            f"{text!r} is not a web address; write it as https://example.org/news/"
        )
    return text


def count(text: str) -> int:
    """A number from 1 on; ArgumentTypeError where it is none."""
    if not text.isdigit() or int(text) < 1:
        raise argparse.ArgumentTypeError(f"{text!r} is not a number; write 1 or more")
    return int(text)
