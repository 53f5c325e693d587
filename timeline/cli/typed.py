"""A word typed after an option to its value, or to what is wrong with it."""

from __future__ import annotations

import argparse
import re


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
