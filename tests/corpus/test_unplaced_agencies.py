"""Agencies without a place: when two reports are one agency's, and when not."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from crawler.corpus import Corpus
from parsers.record import (
    Fact,
)
from tests.corpus.documents import (
    BOILERPLATE,
    SHENGLI,
    assert_sound,
    bytes_id,
    document,
    one,
    query,
    received,
    report,
)


def shengli(corpus: Corpus, name: str, text: str, **more: Any) -> str | None:
    record = report(SHENGLI, text=text, **more)
    stored = corpus.store(document(f"https://{name}.gov.cn/", name.encode(), record), "run-1")
    return stored.agency_id


LONG_TEXT = BOILERPLATE + "全年主动公开政府信息二百三十七条，微信公众号发布信息八十条。" * 3


def test_two_towns_of_one_name_never_merge(corpus: Corpus, path: Path) -> None:
    shengli(corpus, "a", LONG_TEXT, cells=received("3 0 0 0 0 0 3"))
    shengli(corpus, "b", LONG_TEXT, cells=received("4 0 0 0 0 0 4"))
    shengli(
        corpus,
        "c",
        "完全不同的文字，讲的是另一个地方的工作。" * 20,
        cells=received("3 0 0 0 0 0 3"),
    )

    smallest, *rest = sorted(bytes_id(n) for n in (b"a", b"b", b"c"))
    assert {(s, a) for s, a in query(path, "SELECT source_id, agency_id FROM reports")} == {
        (smallest, "0:胜利镇人民政府"),
        *((other, f"0:胜利镇人民政府~{other[:8]}") for other in rest),
    }
    assert {r[0] for r in query(path, "SELECT name FROM agencies")} == {"胜利镇人民政府"}
    assert query(path, "SELECT * FROM conflicts") == []
    assert_sound(path)


def test_copies_of_one_unplaced_report_are_one(corpus: Corpus, path: Path) -> None:
    shengli(corpus, "a", LONG_TEXT)
    shengli(corpus, "b", LONG_TEXT + "分享到微信 打印本页")
    assert one(path, "SELECT agency_id, source_count FROM reports") == ("0:胜利镇人民政府", 2)


def test_narratives_are_told_apart_by_what_they_say(corpus: Corpus, path: Path) -> None:
    def told(value: str) -> tuple[Fact, ...]:
        return (
            Fact(
                indicator="disclosed_total",
                value=value,
                unit="条",
                qualifier="exact",
                quote=value,
                start=0,
                end=len(value),
            ),
        )

    narrative: dict[str, Any] = {"cells": (), "status": "narrative"}
    shengli(corpus, "a", LONG_TEXT, facts=told("237"), **narrative)
    shengli(corpus, "b", LONG_TEXT, facts=told("237"), **narrative)
    shengli(corpus, "c", LONG_TEXT, facts=told("238"), **narrative)
    assert sorted(query(path, "SELECT source_count FROM reports")) == [(1,), (2,)]
    assert_sound(path)


def test_towns_apart_join_when_the_record_shows_them_to_be_one(corpus: Corpus, path: Path) -> None:
    shengli(corpus, "a", LONG_TEXT, cells=received("3 0 0 0 0 0 3"))
    shengli(corpus, "b", LONG_TEXT, cells=received("8 0 0 0 0 0 8"))
    assert len(query(path, "SELECT * FROM reports")) == 2
    mended = report(SHENGLI, text=LONG_TEXT, cells=received("3 0 0 0 0 0 3"))
    corpus.replace_record("https://b.gov.cn/", bytes_id(b"b"), mended)
    assert one(path, "SELECT agency_id, source_count FROM reports") == ("0:胜利镇人民政府", 2)
    assert query(path, "SELECT agency_id FROM agencies") == [("0:胜利镇人民政府",)]
    assert_sound(path)
