"""A parser process: reads documents from stdin, writes records to stdout, until stdin ends.

Started by `crawler.parsing.pool`, in a process group of its own and with limits on memory and
processor time, because what it parses is hostile. It ends itself, and whatever the parser
started, as soon as the crawl that started it is gone.
"""

from __future__ import annotations

import os
import re
import resource
import select
import signal
import sys
import threading
from collections.abc import Callable
from importlib import import_module
from pathlib import Path
from typing import BinaryIO

from crawler.errors import one_line
from crawler.parsing.protocol import Answer, Task, pack, read_message
from parsers.reading.ocr.budget import allowing
from parsers.record import Hints, Record

NICENESS = 5
"""The crawl goes first where both want the processor: parsing can wait, a portal's answer not."""

Parser = Callable[[bytes, Hints, str | None], Record]


def main(parser_path: str, memory_limit: int) -> None:
    """Serve until stdin ends. parser_path: `module:function`; memory_limit: bytes."""
    tasks, answers = _take_over_streams()
    threading.Thread(target=_end_with_parent, args=(tasks.fileno(),), daemon=True).start()
    os.nice(NICENESS)
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    resource.setrlimit(resource.RLIMIT_AS, (memory_limit, memory_limit))
    parser = _load(parser_path)
    _send(answers, Answer(memory=_peak_memory()), b"")
    while (message := read_message(tasks)) is not None:
        head, data = message
        task = Task.model_validate_json(head)
        _allow_processor_time(task.timeout)
        with allowing(task.recognition) as allowance:
            record, fault = _parse(parser, data, task)
        answer = Answer(memory=_peak_memory(), fault=fault, recognition=allowance.spent)
        _send(answers, answer, record)


def _send(answers: BinaryIO, answer: Answer, body: bytes) -> None:
    for piece in pack(answer, body):
        answers.write(piece)
    answers.flush()


def _take_over_streams() -> tuple[BinaryIO, BinaryIO]:
    """Keep stdin and stdout for messages alone: a stray print must not break the protocol."""
    tasks = os.fdopen(os.dup(0), "rb")
    answers = os.fdopen(os.dup(1), "wb")
    nothing = os.open(os.devnull, os.O_RDWR)
    os.dup2(nothing, 0)
    os.dup2(nothing, 1)
    os.close(nothing)
    sys.stdin = open(0, closefd=False)  # noqa: SIM115 (lives as long as the process)
    sys.stdout = open(1, "w", closefd=False)  # noqa: SIM115
    return tasks, answers


def _end_with_parent(tasks_fd: int) -> None:
    """End the whole process group once the other end of stdin is gone, even while parsing."""
    poll = select.poll()
    poll.register(tasks_fd, 0)  # a hang-up is always reported
    poll.poll()
    if os.getpgrp() == os.getpid():
        os.killpg(0, signal.SIGKILL)
    os._exit(0)


def _allow_processor_time(seconds: float) -> None:
    """The kernel ends the process at its limit, even in code that no thread can interrupt.

    The pool has a limit by the clock, for what sleeps and for a machine that is busy.
    """
    used = resource.getrusage(resource.RUSAGE_SELF)
    allowed = int(used.ru_utime + used.ru_stime + seconds) + 2
    resource.setrlimit(resource.RLIMIT_CPU, (allowed, resource.RLIM_INFINITY))


def _parse(parser: Parser, data: bytes, task: Task) -> tuple[bytes, str]:
    """The record as JSON, or the parser's error where it broke its promise not to raise."""
    try:
        return parser(data, task.hints, task.declared_charset).model_dump_json().encode(), ""
    except MemoryError:
        raise  # the process is of no more use; the pool records the document as unreadable
    except Exception as error:
        return b"", _fault(error)


def _fault(error: Exception) -> str:
    """The error and where it was raised, in one line."""
    trace, place = error.__traceback__, ""
    while trace is not None:
        place = f" at {trace.tb_frame.f_code.co_filename.rpartition('/')[2]}:{trace.tb_lineno}"
        trace = trace.tb_next
    return f"{type(error).__name__}: {one_line(error)[:300]}{place}"


def _peak_memory() -> int:
    """Bytes that this process ever held. On Linux `ru_maxrss` begins with what the crawl held
    when it started the process, so the kernel's own account goes first."""
    status = Path("/proc/self/status")
    if status.exists():
        found = re.search(r"^VmHWM:\s+(\d+) kB", status.read_text(), re.MULTILINE)
        if found:
            return int(found[1]) * 1024
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return peak if sys.platform == "darwin" else peak * 1024


def _load(parser_path: str) -> Parser:
    module, _, name = parser_path.partition(":")
    parser: Parser = getattr(import_module(module), name)
    return parser


if __name__ == "__main__":
    main(sys.argv[1], int(sys.argv[2]))
