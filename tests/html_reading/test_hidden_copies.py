"""Reports that a page holds twice, of which its style sheet shows one."""

from __future__ import annotations

import re

import pytest

from tests.damaged_form import TRUTH, drawn, page, read, stored, table_2, table_3, table_4, wrong


def other_numbers(markup: str) -> str:
    """The same table with other numbers: an earlier edition that was left standing."""
    return re.sub(r">(\d+)<", lambda m: f">{int(m[1]) + 1}<", markup)


def twice(style: str, hidden: str, *, hidden_first: bool = False, shown: str = "pc") -> bytes:
    """Each table shown in `<div class="pc">` and, with other numbers, in a `<div {hidden}>`."""
    both = []
    for table in map(drawn, (table_2(), table_3(), table_4())):
        copies = [
            f'<div class="{shown}">{table}</div>',
            f"<div {hidden}>{other_numbers(table)}</div>",
        ]
        both.append("".join(reversed(copies) if hidden_first else copies))
    return page(*both).replace(b"<head>", f"<head><style>{style}</style>".encode())


@pytest.mark.parametrize("hidden_first", [False, True])
@pytest.mark.parametrize(
    ("style", "hidden"),
    [
        (".pc{display:block} .wap { display : none }", 'class="wap"'),
        ("/* phones */ div.wap{display:none!important}", 'class="left wap"'),
        ("#wap{color:red;display:none}", 'id="wap"'),
        (
            ".wap{display:none}@media screen and (max-width:600px)"
            "{.pc{display:none}.wap{display:block}}",
            'class="wap"',
        ),
        (
            ".pc{display:none}@media(min-width:600px){.pc{display:block}.wap{display:none}}",
            'class="wap"',
        ),
    ],
)
def test_the_copy_that_is_shown_is_read(style: str, hidden: str, hidden_first: bool) -> None:
    record = read(twice(style, hidden, hidden_first=hidden_first))
    assert (record.status, stored(record)) == ("verified", TRUTH)


@pytest.mark.parametrize(
    ("style", "hidden"),
    [
        (".tab{display:none}.tab.on{display:block}", 'class="tab on"'),
        (".tab{display:none}", 'class="tab" style="display:block"'),
        ("ul.tab{display:none} .menu .wap{display:none}", 'class="wap"'),
    ],
)
def test_two_copies_that_are_shown_leave_their_numbers_open(style: str, hidden: str) -> None:
    record = read(twice(style, hidden))
    assert record.status == "incomplete"
    assert wrong(record) == {}


def test_a_report_that_a_script_shows_later_stays() -> None:
    """The panes of tabs are hidden until one is chosen; no other part holds these tables."""
    markup = page().replace(b'class="TRS_Editor"', b'class="TRS_Editor pane"')
    record = read(markup.replace(b"<head>", b"<head><style>.pane{display:none}</style>"))
    assert (record.status, stored(record)) == ("verified", TRUTH)
