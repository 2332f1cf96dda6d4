"""Whatever a document does to its parser process, it costs that document and nothing else."""

from __future__ import annotations

import asyncio
import subprocess
import sys
import time
from collections.abc import Awaitable, Callable
from pathlib import Path

import pytest

from crawler.parsing import pool as pool_module
from crawler.parsing.pool import ParserUnavailable, WorkerPool
from parsers.record import Hints, Record
from tests.running import ROOT, is_alive, wait_for

HOSTILE = "tests.hostile_parser:parse"


def _in_pool(
    use: Callable[[WorkerPool], Awaitable[None]], timeout: float = 20, workers: int = 2
) -> None:
    async def run() -> None:
        pool = WorkerPool(workers=workers, timeout=timeout, memory=1 << 30, parser=HOSTILE)
        try:
            await use(pool)
        finally:
            await pool.close()

    asyncio.run(run())


def test_documents_that_break_their_process() -> None:
    broken = {
        b"memory": "parsing needed more than 1024 MiB of memory",
        b"crash": "the parser process crashed (SIGSEGV)",
        b"exit": "the parser process ended with code 3",
        b"raise": "parser error: KeyError: 'no such row' at hostile_parser.py",
    }

    async def use(pool: WorkerPool) -> None:
        for document, reason in broken.items():
            record = await pool.parse(document, Hints(url="file:///broken"))
            assert record.outcome == "unreadable"
            assert record.reason.startswith(reason)
        assert (await pool.parse(b"fine", Hints())).title == "4 None"

    _in_pool(use)


def test_documents_that_take_too_long() -> None:
    async def use(pool: WorkerPool) -> None:
        await pool.parse(b"fine", Hints())  # the start of the process is not the document's time
        begun = time.monotonic()
        asleep, busy = await asyncio.gather(
            pool.parse(b"hang", Hints()), pool.parse(b"spin", Hints())
        )
        assert time.monotonic() - begun < 30
        for record in (asleep, busy):
            assert record.outcome == "unreadable"
            assert record.reason == "parsing took longer than 1 seconds"
        assert (await pool.parse(b"fine", Hints())).outcome == "not_a_report"

    _in_pool(use, timeout=0.25)


def test_what_the_parser_prints_does_not_disturb() -> None:
    async def use(pool: WorkerPool) -> None:
        assert (await pool.parse(b"print", Hints(), "gbk")).title == "5 gbk"
        assert (await pool.parse(b"fine", Hints())).title == "4 None"

    _in_pool(use)


def test_large_and_empty_documents_and_charsets_arrive_whole() -> None:
    async def use(pool: WorkerPool) -> None:
        titles = [r.title for r in await _parse_all(pool, [b"x" * (20 << 20), b"", b"\0" * 99])]
        assert titles == [f"{20 << 20} gb18030", "0 gb18030", "99 gb18030"]

    _in_pool(use)


def test_no_more_processes_than_allowed_and_none_left() -> None:
    pids: set[int] = set()

    async def use(pool: WorkerPool) -> None:
        records = await _parse_all(pool, [b"fine"] * 20)
        pids.update(int(r.notes[0]) for r in records)

    _in_pool(use)
    assert 1 <= len(pids) <= 2
    assert not any(is_alive(pid) for pid in pids)
    assert not any(Path(f"/proc/{pid}").exists() for pid in pids), "a zombie is left"


def test_processes_are_replaced_after_their_share(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pool_module, "RECYCLE_AFTER", 2)

    async def use(pool: WorkerPool) -> None:
        pids = [(await pool.parse(b"fine", Hints())).notes[0] for _ in range(5)]
        assert pids[0] == pids[1] != pids[2] == pids[3] != pids[4]

    _in_pool(use, workers=1)


def test_what_the_parser_started_ends_with_it(tmp_path: Path) -> None:
    noted = tmp_path / "pids"

    async def use(pool: WorkerPool) -> None:
        await pool.parse(b"fine", Hints())
        await pool.parse(f"child {noted}".encode(), Hints())

    _in_pool(use, timeout=1)
    pids = [int(pid) for pid in noted.read_text().split()]
    assert len(pids) == 2
    assert wait_for(lambda: not any(is_alive(pid) for pid in pids))


def test_nothing_outlives_a_crawl_that_was_killed(tmp_path: Path) -> None:
    noted = tmp_path / "pids"
    program = (
        "import asyncio\n"
        "from crawler.parsing.pool import WorkerPool\n"
        "from parsers.record import Hints\n"
        "async def run():\n"
        f"    pool = WorkerPool(workers=1, timeout=99, memory=1<<30, parser={HOSTILE!r})\n"
        f"    await pool.parse(b'child {noted}', Hints())\n"
        "asyncio.run(run())\n"
    )
    crawl = subprocess.Popen([sys.executable, "-c", program], cwd=ROOT)
    assert wait_for(lambda: noted.exists() and noted.read_text())
    crawl.kill()
    crawl.wait()
    pids = [int(pid) for pid in noted.read_text().split()]
    assert len(pids) == 2
    assert wait_for(lambda: not any(is_alive(pid) for pid in pids))


def test_a_parser_that_does_not_start_is_no_fault_of_a_document() -> None:
    async def run() -> None:
        pool = WorkerPool(workers=1, timeout=5, memory=1 << 30, parser="nowhere:parse")
        with pytest.raises(ParserUnavailable, match="No module named 'nowhere'"):
            await pool.parse(b"fine", Hints())
        await pool.close()

    asyncio.run(run())


async def _parse_all(pool: WorkerPool, documents: list[bytes]) -> list[Record]:
    return await asyncio.gather(*(pool.parse(d, Hints(), "gb18030") for d in documents))
