"""How long the reactor was held up, and by what: while one callback works, nothing else moves.

A beat of the event loop notes when it comes late; a thread beside it looks where the reactor's
thread stands meanwhile. On a busy machine a beat is late because others have the processor:
what counts is the smaller of the delay and of the processor time that the reactor's own thread
took in it, and that of its fellow threads, which hold the interpreter.

What holds it up most is no callback: the collector of garbage, which stops every thread, and
threads that keep the interpreter to themselves. Both are told to keep their pauses short.
"""

from __future__ import annotations

import asyncio
import gc
import sys
import threading
import time
from collections import Counter
from types import FrameType
from typing import Self

from scrapy import signals
from scrapy.crawler import Crawler

BEAT = 0.01
"""Seconds between two beats."""
BLOCKED = 0.05
"""Seconds; a reactor that answers nothing for longer is counted as blocked."""
_LOOKS = 0.02  # seconds between two looks at the reactor's thread
_TURN = 0.0005  # seconds that a thread keeps the interpreter while others wait for it
# New objects before the young ones are looked through; so many times before their survivors
# are, and before all are: pages and records come and go by the ten thousand objects.
_COLLECT = (10_000, 20, 50)
_OURS = ("crawler.", "spiders.", "parsers.")


class ReactorWatch:
    """Extension: how often and how long the reactor was blocked in this run.

    longest: seconds. blocked: how often it was longer than `BLOCKED`, by the function that was
    at work; "elsewhere" where nobody had looked.
    """

    def __init__(self) -> None:
        self.longest = 0.0
        self.blocked: Counter[str] = Counter()
        self._reactor = threading.get_ident()
        self._due = 0.0
        self._seen: tuple[float, str] = (0.0, "")
        self._ended = threading.Event()
        self._beating: asyncio.Task[None] | None = None

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        watch = cls()
        crawler.signals.connect(watch._begin, signal=signals.spider_opened)
        crawler.signals.connect(watch._end, signal=signals.engine_stopped)
        return watch

    def counts(self) -> dict[str, int]:
        """For the run's row in `runs`: reactor_longest_ms, reactor_blocked, and the latter by
        function as `reactor_blocked:<module.function>`."""
        by_function = {f"reactor_blocked:{name}": n for name, n in self.blocked.items()}
        return {
            "reactor_longest_ms": round(self.longest * 1000),
            "reactor_blocked": self.blocked.total(),
            **by_function,
        }

    def _begin(self) -> None:
        _keep_pauses_short()
        self._reactor = threading.get_ident()
        self._due = time.perf_counter() + BEAT
        self._beating = asyncio.ensure_future(self._beat())
        threading.Thread(target=self._look, name="reactor-watch", daemon=True).start()

    def _end(self) -> None:
        self._ended.set()
        if self._beating is not None:
            self._beating.cancel()

    async def _beat(self) -> None:
        while True:
            worked = time.process_time()
            self._due = due = time.perf_counter() + BEAT
            await asyncio.sleep(BEAT)
            late = time.perf_counter() - due
            self._note(due, min(late, time.process_time() - worked))

    def _note(self, due: float, held: float) -> None:
        self.longest = max(self.longest, held)
        if held > BLOCKED:
            seen, where = self._seen
            self.blocked[where if seen == due else "elsewhere"] += 1

    def _look(self) -> None:
        """In a thread of its own: where the reactor's thread stands when its beat is late."""
        while not self._ended.wait(_LOOKS):
            due = self._due
            if time.perf_counter() - due < BLOCKED / 2 or self._seen[0] == due:
                continue
            self._seen = (due, _at_work(sys._current_frames().get(self._reactor)))


def _keep_pauses_short() -> None:
    """Turns between threads are short, and what the imports made is never looked through."""
    sys.setswitchinterval(_TURN)
    gc.collect()
    gc.freeze()
    gc.set_threshold(*_COLLECT)


def _at_work(frame: FrameType | None) -> str:
    """The innermost function of this project in a stack, else of any library, as
    `module.function`."""
    innermost = frame
    while frame is not None:
        module = frame.f_globals.get("__name__", "")
        # Below the command there is the reactor, which works for others.
        if module.startswith(_OURS) and not module.startswith("crawler.commands"):
            return f"{module}.{frame.f_code.co_name}"
        frame = frame.f_back
    if innermost is None:
        return "elsewhere"
    return f"{innermost.f_globals.get('__name__', '')}.{innermost.f_code.co_name}"
