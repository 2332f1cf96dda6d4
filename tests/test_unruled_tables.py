"""Tables without ruling lines: what stands in which cell is told by places alone."""

from __future__ import annotations

from pathlib import Path

from parsers import Hints, Record, parse
from parsers.interpretation.templates import COMMON, template

DOCUMENTS = Path(__file__).parent / "documents"

# As printed in without_ruling_lines.pdf: _ stands for an empty cell.
APPLICATIONS = {
    "received": "8080 8166 595 40599 1 122546 179987",
    "carried_in": "98 7 _ _ _ 6 111",
    "granted": "1 6 0 _ _ 0 7",
    "partial": "7315 1 _ 5 _ 29 7350",
    "denied_state_secret": "3 0 _ 7 _ 3 13",
    "denied_by_law": "0 9 _ 0 0 2 11",
    "denied_safety_stability": "27 32 0 40487 0 9 40555",
    "denied_third_party": "528 2 _ _ 0 51 581",
    "denied_internal_affairs": "41 6 0 _ 1 5 53",
    "denied_process": "0 9 _ _ _ 218 227",
    "denied_enforcement_file": "6 92 0 _ 0 1 99",
    "denied_inquiry": "66 415 _ _ _ 7 488",
    "unavailable_not_held": "65 958 _ _ 0 1 1024",
    "unavailable_needs_creation": "3 6602 _ 8 0 7 6620",
    "unavailable_unclear": "2 2 587 0 0 42740 43331",
    "unprocessed_petition": "1 2 5 0 _ 0 8",
    "unprocessed_repeat": "7 8 _ 0 _ 33 48",
    "unprocessed_publication": "54 8 _ 6 _ 79428 79496",
    "unprocessed_excessive": "24 9 _ 0 0 0 33",
    "unprocessed_confirmation": "29 3 _ _ 0 9 41",
    "other": "6 1 3 _ _ 9 19",
    "total": "8178 8165 595 40513 1 122552 180004",
    "carried_out": "0 8 _ 86 0 _ 94",
}
DISCLOSURES = {
    "regulations": "0 0 0",
    "normative_documents": "0 15 98838",
    "licences": "0 -2 23",
    "other_services": "0 -2 0",
    "penalties": "308 5 0",
    "coercive_measures": "6 5 0",
    "fees": "37 0",
    "procurement": "9 0",
}
PROCEEDINGS = {
    "reconsideration": "12 _ _ 99 111",
    "litigation_direct": "3 _ 0 0 3",
    "litigation_after_reconsideration": "0 51 252 _ 303",
}


_EMPTY = {"blank": "_", "not_applicable": "/"}


def read(path: str) -> Record:
    return parse((DOCUMENTS / path).read_bytes(), Hints())


def rows_of(record: Record, table: str) -> dict[str, str]:
    """The rows of a table as they are stored; _ stands for a blank cell, / for a dash, ? for
    one that was not read."""
    rows: dict[str, list[str]] = {}
    for cell in record.cells:
        if cell.table == table:
            shown = _EMPTY.get(cell.state) or cell.value or "?"
            rows.setdefault(cell.row, []).append(shown)
    return {row: " ".join(shown) for row, shown in rows.items()}


def test_blank_cells_and_numbers_broken_over_lines() -> None:
    """Table 3 on two pages; 8,08 above 0 and 179, above 987; two rows of headings broken into
    single characters; a group's name beside the rows of another; page numbers above the text."""
    record = read("pdf/without_ruling_lines.pdf")
    assert rows_of(record, "applications") == APPLICATIONS
    assert rows_of(record, "disclosures") == DISCLOSURES
    assert rows_of(record, "proceedings") == PROCEEDINGS
    assert record.status == "verified"


# As printed in ruled_in_part.pdf, in digits of full width: / stands for a dash.
RULED_IN_PART = {
    "regulations": "0 0 0",
    "normative_documents": "44 34 13",
    "licences": "179",
    "penalties": "429",
    "coercive_measures": "311",
    "fees": "1243",
    "received": "79 53 7 19 3 2 163",
    "carried_in": "9 3 2 1 4 1 20",
    "granted": "7 2 6 5 4 / 24",
    "partial": "21 14 0 4 0 / 39",
    "denied_state_secret": "1 1 0 1 / 1 4",
    "denied_by_law": "0 / / 1 0 0 1",
    "denied_safety_stability": "2 2 0 / 0 0 4",
    "denied_third_party": "1 0 0 / 0 0 1",
    "denied_internal_affairs": "0 3 0 0 / 0 3",
    "denied_process": "4 1 1 0 0 1 7",
    "denied_enforcement_file": "7 / / 0 0 0 7",
    "denied_inquiry": "2 1 0 0 0 / 3",
    "unavailable_not_held": "20 18 1 5 2 0 46",
    "unavailable_needs_creation": "0 0 / / / 0 0",
    "unavailable_unclear": "2 / 0 1 0 0 3",
    "unprocessed_petition": "4 3 0 0 1 0 8",
    "unprocessed_repeat": "2 0 0 0 / 0 2",
    "unprocessed_publication": "1 1 0 0 / / 2",
    "unprocessed_excessive": "0 / 0 2 0 / 2",
    "unprocessed_confirmation": "1 6 0 1 / / 8",
    "other_uncorrected": "1 2 0 0 0 0 3",
    "other_unpaid": "4 1 0 0 / 1 6",
    "other_other": "6 0 0 0 / 0 6",
    "total": "86 55 8 20 7 3 179",
    "carried_out": "2 1 1 / / 0 4",
    "reconsideration": "4 6 / 2 12",
    "litigation_direct": "8 / 2 4 14",
    "litigation_after_reconsideration": "1 0 2 1 4",
}


def test_a_table_of_which_a_part_of_the_ruling_lines_is_drawn() -> None:
    """Every fifth border of a cell is missing; marks of notes stand behind labels."""
    record = read("pdf/ruled_in_part.pdf")
    tables = ("disclosures", "applications", "proceedings")
    rows = {name: row for table in tables for name, row in rows_of(record, table).items()}
    assert rows == RULED_IN_PART
    assert record.status == "verified"


def test_values_that_a_converter_moved_below_other_labels() -> None:
    """Two labels above one another, then the values of both: as many lines as the form has rows."""
    rows = rows_of(read("text/values_below_labels_layout.txt"), "applications")
    assert rows["denied_inquiry"] == "0 9 5 46 0 0 60"
    assert rows["unavailable_not_held"] == "0 6 495 8 0 0 509"
    assert rows["unavailable_needs_creation"] == "0 6 6 52 0 0 64"
    assert rows["unavailable_unclear"] == "0 28 5 9 0 43 85"
    assert rows["unprocessed_petition"] == "0 9 6 39 811 0 865"


def test_a_table_printed_twice_is_not_read_by_places() -> None:
    """Which of two is meant, no place tells."""
    text = (DOCUMENTS / "text/values_below_labels_layout.txt").read_text("utf-8")
    begin, end = text.index("三、行政机关收到"), text.index("四、因")
    twice = text[:end] + text[begin:end].replace(" 38122 ", " 38123 ") + text[end:]
    rows = rows_of(parse(twice.encode(), Hints()), "applications")
    assert len(rows) == len(template("2021").rows)
    assert rows["received"] == " ".join(["?"] * len(COMMON.columns))


def test_headings_in_two_lines_side_by_side() -> None:
    """本年制发|件数, 本年废|止件数 and 现行有|效件数 stand in two lines, no line is drawn."""
    assert rows_of(read("pdf/headings_in_two_lines.pdf"), "disclosures") == {
        "regulations": "0 0 6",
        "normative_documents": "13 23 25",
        "licences": "20",
        "penalties": "29",
        "coercive_measures": "8",
        "fees": "13.9269",
    }


def test_a_row_whose_numbers_stand_on_the_page_before_is_not_blank() -> None:
    """40 12 1 1 6 4 64 end the first page; their label begins the second, beside nothing."""
    rows = rows_of(read("pdf/row_torn_by_a_page.pdf"), "applications")
    assert rows["unprocessed_confirmation"] == "? ? ? ? ? ? ?"
    assert rows["unprocessed_publication"] == "20 12 17 7 7 7 70"
    assert rows["other_unpaid"] == "47 7 7 8 2 3 74"


def test_a_row_that_the_agency_added_is_none_of_the_forms() -> None:
    """其中：通过网络渠道提交的申请 stands below the first row; the dots around the cells are no
    ruling lines."""
    record = read("pdf/row_of_the_agency_libreoffice.pdf")
    rows = rows_of(record, "applications")
    assert rows["received"] == "17 7 0 0 1 2 27"
    assert rows["carried_in"] == "0 1 0 0 0 0 1"
    assert rows["granted"] == "1 6 0 0 1 1 9"
    assert rows["partial"] == "8 0 0 0 0 1 9"
    assert record.status == "verified"
