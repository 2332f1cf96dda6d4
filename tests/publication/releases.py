"""Corpora to publish, and what a reader does with a release."""

from __future__ import annotations

import csv
import json
import sqlite3
from contextlib import closing
from datetime import timedelta
from pathlib import Path
from typing import Any

from crawler.corpus import Corpus
from crawler.publication import Published, publish
from parsers.record import Agency, Section
from tests.corpus.documents import NOON, document, report

HUKOU = Agency(
    agency_id="360429:财政局",
    name="湖口县财政局",
    body="财政局",
    kind="department",
    level="county",
    province="江西省",
    prefecture="九江市",
    county="湖口县",
    division_code="360429",
    resolution="exact",
    names=("湖口县财政局",),
)
DUCHANG = HUKOU.model_copy(
    update={
        "agency_id": "360428:财政局",
        "name": "都昌县财政局",
        "county": "都昌县",
        "division_code": "360428",
        "names": ("都昌县财政局",),
    }
)
HOSTILE_NAME = "<script>alert(1)</script>\"'&局"
HOSTILE = HUKOU.model_copy(
    update={"agency_id": "360427:恶意局", "name": HOSTILE_NAME, "county": "<b>县", "body": "恶意局"}
)
# Twelve clauses and more, as such prose has them; {} takes a place, which makes no difference.
PROSE = (
    "{}认真贯彻落实政府信息公开条例，坚持以公开为常态，不公开为例外，进一步完善工作机制，"
    "明确专人负责，及时更新栏目内容，规范依申请公开办理流程，强化信息发布审核把关，"
    "加强政务新媒体管理，组织开展业务培训，主动接受社会监督，回应群众关切，"
    "存在的主要问题是公开内容不够丰富，下一步将继续加大工作力度，不断提高公开质量。"
)
IN_FORCE = ("issued", "repealed", "in_force")


def prose(text: str) -> tuple[Section, ...]:
    return (Section(number=1, heading="一、总体情况", text=text),)


def address(agency: Agency, year: int) -> str:
    return f"https://www.example.gov.cn/{agency.division_code}/{year}.html"


def add(corpus: Corpus, agency: Agency, year: int, run_id: str = "run-1", **more: Any) -> None:
    """One report of one document at its own address."""
    url = more.pop("url", address(agency, year))
    data = f"{url} {json.dumps(more, default=str, sort_keys=True)}".encode()
    corpus.store(document(url, data, report(agency, year, **more)), run_id)


def begin(
    corpus: Corpus, run_id: str = "run-1", hours: int = 0, url: str = "https://a.cn/"
) -> None:
    corpus.begin_run(run_id, "municipal", {"url": url}, NOON + timedelta(hours=hours))


def finish(corpus: Corpus, run_id: str = "run-1", hours: int = 1, reason: str = "finished") -> None:
    corpus.finish_run(run_id, NOON + timedelta(hours=hours), reason, {})


def query(release: Path, sql: str) -> list[tuple[Any, ...]]:
    with closing(sqlite3.connect(f"file:{release / 'corpus.sqlite'}?mode=ro", uri=True)) as db:
        return db.execute(sql).fetchall()


def files(release: Path) -> dict[str, bytes]:
    return {
        p.relative_to(release).as_posix(): p.read_bytes()
        for p in sorted(release.rglob("*"))
        if p.is_file()
    }


def lines(release: Path, name: str) -> list[dict[str, str]]:
    with (release / name).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def made(path: Path, folder: Path, **more: Any) -> Published:
    return publish(path, folder, {}, **more)
