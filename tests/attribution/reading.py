"""A document's title, text and hints as `attribute` takes them: the one door of these tests."""

from __future__ import annotations

import pytest

from parsers.attribution import Attribution, Evidence, attribute
from parsers.record import Agency, Hints
from tests.running import ROOT

SEEDS = ROOT.parent / "shared" / "seeds"
REPORT = "政府信息公开工作年度报告"
ANQIU = "安丘市人民政府"
SHENGLI = f"胜利镇2020年{REPORT}"
PERIOD_2020 = "本报告所列数据的统计期限自2020年1月1日起至2020年12月31日止。"


def read(title: str, *paragraphs: str, table_words: object = "", **hints: object) -> Attribution:
    titles = (title,) if title else ()
    return attribute(Evidence(titles, paragraphs, str(table_words), Hints.model_validate(hints)))


def agency_of(title: str, *paragraphs: str, **hints: object) -> Agency:
    found = read(title, *paragraphs, **hints).agency
    assert found is not None
    return found


def seed(number: str) -> Attribution:
    path = next(SEEDS.glob(f"{number}_*.txt"), None) if SEEDS.is_dir() else None
    if path is None:
        pytest.skip("the real reports are not here")
    lines = path.read_text("utf-8").splitlines()
    paragraphs = tuple(line for line in lines if line.strip() and "\t" not in line)
    tables = " ".join(line for line in lines if "\t" in line)
    return attribute(Evidence((), paragraphs, tables, Hints()))
