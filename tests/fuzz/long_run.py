"""Thousands of inputs, parsed in a process with a cap on its memory, as a crawl does it."""

from __future__ import annotations

import multiprocessing
import resource
import time
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from multiprocessing.connection import Connection
from random import Random

from tests.fuzz import mutations, structure
from tests.fuzz.properties import BUDGET, check

MEMORY = 1 << 30  # bytes of address space: what a crawl gives a parser
PATIENCE = 60 * BUDGET  # seconds without a word before a process counts as hung, on a busy machine
READY = "ready"
BUILDERS: dict[str, Callable[[Random], bytes]] = {
    "html tables": structure.html_tables,
    "tabbed text": structure.tabbed_text,
    "flat text": structure.flat_text,
    "inflated": structure.inflated,
    **mutations.BUILDERS,
}


@dataclass
class Findings:
    """What the run found. tell: called at once with the number of an input and what it broke.
    slowest: by kind, seconds and the number of the input. memory: peak, bytes."""

    tell: Callable[[int, str], None]
    inputs: Counter[str] = field(default_factory=Counter)
    slowest: dict[str, tuple[float, int]] = field(default_factory=dict)
    broken: int = 0
    memory: int = 0

    def add_broken(self, number: int, what: str) -> None:
        """Count and tell."""
        self.broken += 1
        self.tell(number, what)


def make_input(seed: int, number: int) -> tuple[str, bytes]:
    """The kind and the bytes of one input: the same for the same numbers."""
    chance = Random(f"{seed}|{number}")
    kind = chance.choice(tuple(BUILDERS))
    return kind, BUILDERS[kind](chance)


def run(seed: int, inputs: int, tell: Callable[[int, str], None]) -> Findings:
    """Parse all inputs; a process that dies or hangs is replaced. Raises RuntimeError where no
    process can be started."""
    findings, first = Findings(tell), 0
    context = multiprocessing.get_context("spawn")
    while first < inputs:
        ours, theirs = context.Pipe(duplex=False)
        process = context.Process(target=_work, args=(theirs, seed, first, inputs), daemon=True)
        process.start()
        theirs.close()
        if not ours.poll(PATIENCE) or ours.recv() != READY:
            raise RuntimeError("no process can be started")
        first = _listen(ours, first, findings)
        process.kill()
        process.join()
    return findings


def _listen(worker: Connection, first: int, findings: Findings) -> int:
    """Take in what a process tells until it ends; returns the input to go on with."""
    number = first
    while True:
        if not worker.poll(PATIENCE):
            findings.add_broken(number, f"no answer in {PATIENCE:g} seconds")
            return number + 1
        try:
            number, kind, seconds, broken, memory = worker.recv()
        except EOFError:
            findings.add_broken(number, "the process died")
            return number + 1
        findings.memory = max(findings.memory, memory)
        if broken:
            findings.add_broken(number, broken)
        if kind:
            findings.inputs[kind] += 1
            slowest = findings.slowest.get(kind, (0.0, number))
            findings.slowest[kind] = max(slowest, (seconds, number))
        number += 1
        if not kind:
            return number


def _work(parent: Connection, seed: int, first: int, inputs: int) -> None:
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    parent.send(READY)
    for number in range(first, inputs):
        kind, data = make_input(seed, number)
        started, broken = time.process_time(), ""
        try:
            check(data)
        except (Exception, MemoryError) as error:
            broken = f"{type(error).__name__}: {error}"[:500]
        parent.send((number, kind, time.process_time() - started, broken, _peak_memory()))
    parent.send((inputs, "", 0.0, "", _peak_memory()))


def _peak_memory() -> int:
    """Bytes held at most, as the kernel counts them (KiB on Linux)."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024
