"""Pages made to harm whoever reads them."""

from __future__ import annotations

import time

import pytest

from parsers.reading import read
from parsers.reading.model import Unreadable
from tests.html_reading.pages import page, paragraphs


def test_twenty_megabytes_of_nested_divs() -> None:
    started = time.monotonic()
    with pytest.raises(Unreadable, match="tags"):
        read(b"<html><body>" + b"<div>" * 4_000_000)
    assert time.monotonic() - started < 60


@pytest.mark.parametrize(
    "markup",
    [
        "<div>" * 60_000 + "一、总体情况",
        "<table><tr><td>" * 20_000 + "1",
        "<div class='nav'>" * 200 + "<b></b>" * 50_000,
        "<p>" + "\n" * 500_000 + "。" + " " * 500_000 + "一</p>",
        "<table><tr>" + "<td>1</td>" * 900 + "</tr></table>" * 20,
        "<span hidden></span>字" * 40_000,
        "<table>" * 50_000,
        "<p>当前位置：</p>" * 30_000,
        "<p>发布时间：</p>" * 30_000,
    ],
)
def test_hostile_markup_takes_no_long_time(markup: str) -> None:
    started = time.monotonic()
    reading = page(f"<html><body>{markup}</body></html>")
    assert time.monotonic() - started < 60
    assert reading.media_type == "text/html"


def test_what_is_nested_too_deep_is_said() -> None:
    reading = page("<html><body>" + "<div>" * 5_000 + "一、总体情况")
    assert any("too deep" in note for note in reading.notes)


def test_a_table_too_wide_is_refused() -> None:
    with pytest.raises(Unreadable, match="table of"):
        page(
            "<html><body><table><tr>"
            + "<td>1</td>" * 2_000
            + "</tr><tr><td>1</td><td>2</td></tr></table>"
        )


def test_external_entities_are_not_expanded() -> None:
    reading = page(
        '<!DOCTYPE html [<!ENTITY x SYSTEM "file:///etc/passwd">]><html><body><p>一二三&x;</p></body></html>'
    )
    assert "root:" not in "".join(paragraphs(reading))
