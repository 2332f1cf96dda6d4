"""Hostile titles and texts are quick and raise nothing."""

from __future__ import annotations

import time

import pytest

from tests.attribution.reading import ANQIU, REPORT, read


@pytest.mark.parametrize(
    ("title", "paragraphs"),
    [
        ("", ()),
        ("\0\0", ("\0",)),
        ("安丘市" * 33_000, ()),
        ("2" * 100_000, ()),
        ("（《" * 50_000, ()),
        ("政府信息公开" * 20_000, ()),
        ("", ("统计期限自2020年1月1日至" * 30_000,)),
        ("", ("一二三四" * 100_000,)),
        ("郟山镇" + REPORT, ("安丘市郟山镇" * 60_000,)),
        ("", ("我县\n",) * 100_000),
    ],
)
def test_hostile_input_is_quick_and_never_raises(title: str, paragraphs: tuple[str, ...]) -> None:
    read(f"{ANQIU}2020年{REPORT}")  # the register is loaded
    start = time.perf_counter()
    found = read(title, *paragraphs)
    assert time.perf_counter() - start < 20
    assert len(found.title) <= 300
    assert "\0" not in found.title


def test_controls_inside_a_title_do_not_hide_the_agency() -> None:
    found = read(f"安丘市\0人民\u200b政府　2020 年{REPORT}")
    assert found.title == f"安丘市人民政府2020年{REPORT}"
    assert found.agency is not None
    assert found.agency.agency_id == "370784:人民政府"
