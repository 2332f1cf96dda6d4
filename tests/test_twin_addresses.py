"""Articles at two addresses: once seen to repeat the first, the second one is not asked for."""

from __future__ import annotations

import pytest

from spiders.discovery.requests.twins import Twins

A, B, S = "a.gov.cn/nb", "m.a.gov.cn/nb", "a.gov.cn/s/{}/nb"
COLUMN = "a.gov.cn/gk/nb"
VISITS = ["5f3a7c0de19b42d88a01", "91c07aa2be3344f0c1d2", "07be3344f0c1d291c07a"]


def twins(read: list[tuple[str, str]], rows: list[str]) -> Twins:
    """What is known after rows were met, all with one title, and articles were read."""
    known = Twins()
    for row in rows:
        known.meet(row, "东乡2023年年报")
    for address, text in read:
        known.learn(address, text)
    return known


@pytest.mark.parametrize(
    ("read", "row", "title", "original"),
    [
        ([(f"{A}/1", "x"), (f"{B}/1", "x"), (f"{A}/2", "y"), (f"{B}/2", "y")], "3", "", f"{A}/3"),
        ([(f"{A}/1", "x"), (f"{B}/1", "x")], "3", "", ""),  # by chance
        (
            [(f"{COLUMN}/1", "x"), (f"{B}/1", "x"), (f"{COLUMN}/2", "y"), (f"{B}/2", "y")],
            "3",
            "",
            "",
        ),
        ([(f"{A}/1", "x"), (f"{B}/1", "x"), (f"{A}/2", "y"), (f"{B}/2", "y")], "3", "另一", ""),
        ([(f"{A}/1", "x"), (f"{B}/1", "x"), (f"{A}/2", "y"), (f"{B}/2", "y")], "4", "", ""),
        (
            [(f"{A}/{n}", t) for n, t in zip("125", "xyz", strict=True)]
            + [(f"{B}/{n}", t) for n, t in zip("125", "xyo", strict=True)],
            "3",
            "",
            "",
        ),  # a part of the portal that has something else under the same name
    ],
)
def test_a_row_of_a_twin(read: list[tuple[str, str]], row: str, title: str, original: str) -> None:
    rows = [f"{A}/1", f"{A}/2", f"{A}/3", f"{B}/1", f"{B}/2", f"{B}/3", f"{B}/4"]
    known = twins(read, rows)
    assert known.original(f"{B}/{row}", title or "东乡2023年年报") == original
    if original:  # never both of them
        assert known.original(f"{A}/{row}", "东乡2023年年报") == ""
    known.lose(f"{A}/{row}")
    assert known.original(f"{B}/{row}", "东乡2023年年报") == ""


@pytest.mark.parametrize(("folder", "repeats"), [("wap", True), ("jsz", False)])
def test_a_folder_for_phones_repeats_its_portal(folder: str, repeats: bool) -> None:
    """A township's folder may list the same reports, and says other things beside them."""
    twin = f"a.gov.cn/{folder}/nb"
    read = [(f"{A}/1", "x"), (f"{twin}/1", "x"), (f"{A}/2", "y"), (f"{twin}/2", "y")]
    known = twins(read, [f"{A}/3", f"{twin}/3"])
    assert known.original(f"{twin}/3", "东乡2023年年报") == (f"{A}/3" if repeats else "")


def test_a_part_of_the_path_that_is_made_up_for_a_visit() -> None:
    first, second, third = (S.format(visit) for visit in VISITS)
    read = [(f"{first}/1", "x"), (f"{second}/1", "x"), (f"{first}/2", "y"), (f"{third}/2", "y")]
    known = twins(read, [f"{first}/3", f"{second}/3"])
    assert known.original(f"{second}/3", "东乡2023年年报") == f"{first}/3"
    known.learn(f"{third}/1", "o")  # the part tells articles apart
    assert known.original(f"{second}/3", "东乡2023年年报") == ""


def test_what_an_earlier_crawl_saw_is_believed_as_long_as_nothing_else_is_seen() -> None:
    read = [(f"{A}/1", "x"), (f"{B}/1", "x"), (f"{A}/2", "y"), (f"{B}/2", "y")]
    later = twins([], [f"{A}/3", f"{B}/3"])
    later.recall(twins(read, []).proven)
    assert later.original(f"{B}/3", "东乡2023年年报") == f"{A}/3"
    for address, text in ((f"{A}/4", "x"), (f"{B}/4", "o")):
        later.learn(address, text)
    assert later.original(f"{B}/3", "东乡2023年年报") == ""
