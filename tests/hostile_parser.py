"""A parser for tests: does to its process what the document says. Named by the setting PARSER."""

from __future__ import annotations

import ctypes
import os
import re
import subprocess
import time
from pathlib import Path

from parsers.record import Agency, Hints, Record


def parse(data: bytes, hints: Hints, declared_charset: str | None = None) -> Record:
    """Obey the first word of the document; any other document is no report."""
    order, _, argument = data[:200].decode(errors="replace").partition(" ")
    match order:
        case "hang":
            time.sleep(600)
        case "spin":  # holds the interpreter lock, so that no thread can run
            re.match(r"(a+)+$", "a" * 60 + "b")
        case "memory":
            _ = [bytes(16 << 20) for _ in range(1000)]
        case "crash":
            ctypes.string_at(0)
        case "exit":
            os._exit(3)
        case "raise":
            raise KeyError("no such row")
        case "print":
            print("stray text")
            os.write(1, b"stray bytes")
        case "child":
            child = subprocess.Popen(["sleep", "600"])
            Path(argument).write_text(f"{os.getpid()} {child.pid}")
            time.sleep(600)
        case "report":
            return _report(int(argument))
    return Record(
        outcome="not_a_report",
        reason="a test document",
        title=f"{len(data)} {declared_charset}",
        notes=(str(os.getpid()),),
    )


def parse_better(data: bytes, hints: Hints, declared_charset: str | None = None) -> Record:
    """A later version of the same parser: knows `late` documents for reports, too."""
    if data.startswith(b"late "):
        return _report(int(data[5:9]))
    return parse(data, hints, declared_charset).model_copy(update={"notes": ()})


def _report(year: int) -> Record:
    agency = Agency(
        agency_id="350181107:人民政府",
        name="福清市江镜镇人民政府",
        body="人民政府",
        kind="government",
        level="township",
        province="福建省",
        prefecture="福州市",
        county="福清市",
        township="江镜镇",
        division_code="350181107",
        resolution="exact",
        names=("福清市江镜镇人民政府",),
    )
    return Record(
        outcome="report",
        title=f"江镜镇{year}年政府信息公开工作年度报告",
        text="没有表格",
        agency=agency,
        year=year,
        template="pre2019",
        status="narrative",
    )
