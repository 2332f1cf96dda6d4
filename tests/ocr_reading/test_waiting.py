"""Pictures that a run has no time to recognise wait for another one, and nothing read is lost."""

from __future__ import annotations

import json
from pathlib import Path

from tests.ocr_reading.drawn import SMALL, needs_ocr, small_picture
from tests.running import rows, run


@needs_ocr
def test_what_a_run_has_no_time_for_waits_for_the_next(tmp_path: Path) -> None:
    folder, corpus = tmp_path / "documents", tmp_path / "corpus.db"
    folder.mkdir()
    for year in (2022, 2023):
        name = f"湖口县人民政府{year}年政府信息公开工作年度报告.png"
        (folder / name).write_bytes(small_picture(SMALL, heading=f"{year} Report"))
    settings = ("-s", f"CORPUS={corpus}")
    crawl = ("crawl", "files", "-a", f"path={folder}", *settings)

    # The first picture takes more than is allowed for both, and is read to its end.
    assert run(*crawl, "-s", "RECOGNITION_SECONDS=0.001").returncode == 0
    assert json.loads(rows(corpus, "SELECT counts FROM runs")[0][0])["waiting"] == 1
    waiting = "SELECT count(*) FROM source_records WHERE instr(record, 'the time that this run')"
    assert rows(corpus, waiting) == [(1,)]

    made_up = run("reparse", *settings, "--waiting")
    assert made_up.stdout.startswith("1 documents parsed again: 0 records as before, 1 changed")
    assert rows(corpus, waiting) == [(0,)]

    # Nor does a run without any time take back what was read.
    assert run(*crawl, "-s", "RECOGNITION_SECONDS=0").returncode == 0
    assert rows(corpus, waiting) == [(0,)]
