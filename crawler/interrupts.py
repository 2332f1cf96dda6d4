"""Ctrl-C and SIGTERM outside a crawl: one line and the documented exit code, no traceback.

While a crawl runs, Scrapy stops it cleanly on a signal. Before that, while modules are still
being imported, and after it, nothing is open that would have to be closed.
"""

from __future__ import annotations

import os
import signal
import sys
from pathlib import Path
from types import FrameType

from crawler.errors import ExitCode

_SIGNALS = (signal.SIGINT, signal.SIGTERM)


def end_at_once() -> None:
    """From now on a signal ends the process, where it is one of the commands `scrapy …`."""
    program = Path(sys.argv[0])
    if program.stem == "scrapy" or program.parts[-2:] == ("scrapy", "__main__.py"):
        for number in _SIGNALS:
            signal.signal(number, _end)


def raise_in_command() -> None:
    """From now on a signal raises KeyboardInterrupt: for commands that clean up themselves."""
    for number in _SIGNALS:
        signal.signal(number, signal.default_int_handler)


def _end(_number: int, _frame: FrameType | None) -> None:
    os.write(2, b"error: interrupted\n")
    os._exit(ExitCode.INTERRUPTED)
