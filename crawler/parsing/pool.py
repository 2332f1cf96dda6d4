"""Parsing beside the crawl: a bounded pool of parser processes that can be killed.

A document that takes too long, exhausts memory or crashes its process is recorded as
unreadable with the reason; the process is replaced and the next documents go on.
"""

from __future__ import annotations

import asyncio
import contextlib
import logging
import math
import os
import signal
import sys
import tempfile
from asyncio.subprocess import PIPE, Process
from pathlib import Path
from typing import BinaryIO

from pydantic import ValidationError

from crawler.errors import CrawlerError
from crawler.parsing.protocol import FRAME, MAX_ANSWER, Answer, Task, pack
from parsers.record import Hints, Record

logger = logging.getLogger(__name__)

PARSER = "parsers:parse"
RECYCLE_AFTER = 500
"""Documents that one process parses before it is replaced: leaks stay small."""
BUSY = 4
"""Seconds of the clock for each of the processor: other processes want their share of it."""
START_TIMEOUT = 120.0
"""Seconds for a process to import the parser, on a busy machine."""

_PROJECT = Path(__file__).resolve().parents[2]


class ParserUnavailable(CrawlerError):
    """No parser process can be started: nothing can be parsed, and no document is to blame."""


class ParsingFailed(Exception):
    """A document could not be parsed: the message says what went wrong with it."""


class _WorkerDied(Exception):
    """The process ended, or answered with something that is no answer."""


class WorkerPool:
    """Parses documents in at most `workers` processes, started when first needed.

    timeout: seconds of processor time a document, which may take BUSY times as long by the
    clock. memory: bytes of address space a process. recognition: seconds of processor time for
    the recognition of all documents; those begun when it is spent are read to their end.
    parser: `module:function` with the signature of `parsers.parse`.
    Use `close` at the end, in the same event loop.
    """

    def __init__(
        self,
        *,
        workers: int,
        timeout: float,
        memory: int,
        parser: str = PARSER,
        recognition: float = math.inf,
    ) -> None:
        self._recognition = recognition
        self._timeout = timeout
        self._memory = memory
        self._parser = parser
        self._slots = asyncio.Semaphore(max(1, workers))
        self._idle: list[_Worker] = []
        self._unavailable: ParserUnavailable | None = None

    async def parse(self, data: bytes, hints: Hints, declared_charset: str | None = None) -> Record:
        """The record of one document; `unreadable`, with the reason, where parsing failed.

        Raises ParserUnavailable when a process cannot even be started.
        """
        try:
            return await self.attempt(data, hints, declared_charset)
        except ParsingFailed as failure:
            logger.info("unreadable: %s: %s", hints.url, failure)
            return Record(outcome="unreadable", reason=str(failure))

    async def attempt(
        self, data: bytes, hints: Hints, declared_charset: str | None = None
    ) -> Record:
        """The record of one document, as the parser gave it; waits for a free process.

        Raises ParsingFailed where the document took too long, or its process or the parser
        broke; ParserUnavailable when a process cannot even be started.
        """
        async with self._slots:
            task = Task(
                hints=hints,
                declared_charset=declared_charset,
                timeout=self._timeout,
                recognition=self._recognition,
            )
            worker = self._idle.pop() if self._idle else await self._start()
            try:
                async with asyncio.timeout(BUSY * self._timeout):
                    record, taken = await worker.parse(task, data)
                self._recognition = max(0.0, self._recognition - taken)
            except TimeoutError:
                seconds = BUSY * self._timeout
                raise ParsingFailed(f"parsing took longer than {seconds:g} seconds") from None
            except _WorkerDied:
                raise ParsingFailed(await self._cause_of_death(worker)) from None
            finally:
                if worker.busy or not self._is_fresh(worker):
                    await worker.end()
                else:
                    self._idle.append(worker)
            return record

    async def close(self) -> None:
        """End all processes; returns when none is left."""
        while self._idle:
            await self._idle.pop().end()

    def _is_fresh(self, worker: _Worker) -> bool:
        return worker.documents < RECYCLE_AFTER and worker.memory < self._memory // 2

    async def _start(self) -> _Worker:
        if self._unavailable is not None:
            raise self._unavailable
        worker = await _Worker.start(self._parser, self._memory)
        try:
            async with asyncio.timeout(START_TIMEOUT):
                await worker.ready()
        except (TimeoutError, _WorkerDied):
            await worker.end()
            self._unavailable = ParserUnavailable(
                f"the parser {self._parser} does not start: "
                f"{worker.last_words() or 'no message'}; run `make test` to see why"
            )
            raise self._unavailable from None
        except asyncio.CancelledError:
            await worker.end()
            raise
        return worker

    async def _cause_of_death(self, worker: _Worker) -> str:
        code = await worker.exit_code()
        if "MemoryError" in worker.last_words():
            return f"parsing needed more than {self._memory >> 20} MiB of memory"
        if code == -signal.SIGXCPU:
            return f"parsing took longer than {self._timeout:g} seconds of processor time"
        if code == -signal.SIGKILL:
            return "the parser process was killed (out of memory?)"
        if code < 0:
            return f"the parser process crashed ({signal.Signals(-code).name})"
        return f"the parser process ended with code {code}"


class _Worker:
    """One parser process; `busy` while it owes an answer."""

    def __init__(self, process: Process, errors: BinaryIO) -> None:
        self._process = process
        self._errors = errors
        self._last_words = ""
        self.busy = False
        self.documents = 0
        self.memory = 0

    @classmethod
    async def start(cls, parser: str, memory: int) -> _Worker:
        errors = tempfile.TemporaryFile()  # noqa: SIM115 (closed by `end`)
        search = [str(_PROJECT), os.environ.get("PYTHONPATH", "")]
        try:
            process = await asyncio.create_subprocess_exec(
                sys.executable,
                "-m",
                "crawler.parsing.worker",
                parser,
                str(memory),
                stdin=PIPE,
                stdout=PIPE,
                stderr=errors,
                env={**os.environ, "PYTHONPATH": os.pathsep.join(filter(None, search))},
                # A group of its own: Ctrl-C reaches the crawl alone, and a kill the whole group.
                start_new_session=True,
            )
        except BaseException:
            errors.close()
            raise
        return cls(process, errors)

    async def ready(self) -> None:
        await self._answer()

    async def parse(self, task: Task, data: bytes) -> tuple[Record, float]:
        """The record, and the seconds that recognition took."""
        assert self._process.stdin is not None
        self.busy = True
        try:
            self._process.stdin.writelines(pack(task, data))
            await self._process.stdin.drain()
        except OSError as error:
            raise _WorkerDied from error
        answer, body = await self._answer()
        self.documents += 1
        self.memory = answer.memory
        self.busy = False
        if answer.fault:
            logger.error("the parser broke on %s: %s", task.hints.url, answer.fault)
            raise ParsingFailed(f"parser error: {answer.fault}")
        try:
            return Record.model_validate_json(body), answer.recognition
        except ValidationError as error:
            raise ParsingFailed("parser error: the answer is no record") from error

    async def exit_code(self) -> int:
        """How the process ended by itself, given a moment to do so; negative for a signal."""
        with contextlib.suppress(TimeoutError):
            async with asyncio.timeout(5):
                await self._process.wait()
        return await self.end()

    async def end(self) -> int:
        """Kill the process and all it started, wait for it; its exit code. May be repeated."""
        with contextlib.suppress(ProcessLookupError, PermissionError):
            os.killpg(self._process.pid, signal.SIGKILL)
        code = await self._process.wait()
        self.last_words()
        self._errors.close()
        return code

    def last_words(self) -> str:
        """The last line that the process wrote to stderr."""
        if not self._errors.closed:
            size = self._errors.seek(0, os.SEEK_END)
            self._errors.seek(max(0, size - 2000))
            lines = self._errors.read().decode(errors="replace").split("\n")
            self._last_words = next((x.strip() for x in reversed(lines) if x.strip()), "")
        return self._last_words

    async def _answer(self) -> tuple[Answer, bytes]:
        assert self._process.stdout is not None
        try:
            frame = await self._process.stdout.readexactly(FRAME.size)
            head_size, body_size = FRAME.unpack(frame)
            if head_size + body_size > MAX_ANSWER:
                raise _WorkerDied
            head = await self._process.stdout.readexactly(head_size)
            body = await self._process.stdout.readexactly(body_size)
            return Answer.model_validate_json(head), body
        except (asyncio.IncompleteReadError, OSError, ValidationError) as error:
            raise _WorkerDied from error
