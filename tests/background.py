"""What tests do that start a program which runs until Ctrl-C."""

from __future__ import annotations

import signal


def hear_ctrl_c() -> None:
    """Undo that what a shell starts in the background is deaf to it; run before the program."""
    signal.signal(signal.SIGINT, signal.default_int_handler)
