"""What a parser process holds at most, after hundreds of documents of every format."""

from __future__ import annotations

import io
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import BinaryIO, cast

from reportlab.pdfgen.canvas import Canvas

from benchmarks.measuring import tell
from crawler.parsing.pool import PARSER
from crawler.parsing.protocol import Answer, Task, pack, read_message
from parsers.record import Hints
from tests.accuracy.labelled import labelled_set

DOCUMENTS = 200
WORKING = 200 << 20  # bytes: what ordinary documents may take, libraries and registers included
MEMORY = 1 << 30  # bytes: the default of PARSER_MEMORY
TIMEOUT = 60.0


def results() -> Iterator[bool]:
    """The peak of resident memory; whether it is below the cap."""
    documents = [document.data for document in labelled_set(DOCUMENTS)] + _hostile()
    command = [sys.executable, "-m", "crawler.parsing.worker", PARSER, str(MEMORY)]
    with subprocess.Popen(
        command,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        cwd=Path(__file__).parent.parent,
        start_new_session=True,  # a parser process ends its whole group
    ) as worker:
        assert worker.stdin is not None
        answers = cast(BinaryIO, worker.stdout)
        peaks = [_answer(answers)]  # before the first document
        for data in documents:
            worker.stdin.writelines(
                pack(Task(hints=Hints(), declared_charset=None, timeout=TIMEOUT), data)
            )
            worker.stdin.flush()
            peaks.append(_answer(answers))
        worker.stdin.close()
    start, half, end = (peaks[at] >> 20 for at in (0, DOCUMENTS // 2, DOCUMENTS))
    found = f"{end} MiB ({start} at the start, {half} half-way)"
    yield tell(
        f"memory, {DOCUMENTS} documents", found, f"under {WORKING >> 20} MiB", end < WORKING >> 20
    )
    hostile = max(peaks) >> 20
    cap = f"under {MEMORY >> 20} MiB"
    yield tell("memory, then hostile documents", f"{hostile} MiB", cap, max(peaks) < MEMORY)


def _hostile() -> list[bytes]:
    """Large documents that would take most memory: each ends in a record or a reason."""
    cells = b"<tr>" + b"<td>1</td>" * 1000 + b"</tr>"
    return [
        b"<html><body><table>" + cells * 500 + b"</table></body></html>",
        b"<html><body>" + b"<div>" * 100_000 + "政府信息公开".encode(),
        "政府信息公开工作年度报告 0 0 0 0 0 0 0\n".encode() * 100_000,
        _printed("0123456789" * 8, lines=400, pages=60),
    ]


def _printed(text: str, lines: int, pages: int) -> bytes:
    """A PDF that prints the same small line over and over."""
    written = io.BytesIO()
    canvas = Canvas(written, pageCompression=1)
    for _ in range(pages):
        canvas.setFont("Helvetica", 2)
        for line in range(lines):
            canvas.drawString(10, 830 - 2 * line, text)
        canvas.showPage()
    canvas.save()
    return written.getvalue()


def _answer(stream: BinaryIO) -> int:
    """Bytes that the process held at most until this answer. Raises RuntimeError for none."""
    message = read_message(stream)
    if message is None:
        raise RuntimeError("the parser process ended; `python -m pytest tests/test_worker_pool.py`")
    return Answer.model_validate_json(message[0]).memory
