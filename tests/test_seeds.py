"""The five real reports, cell by cell, against what their documents print."""

from __future__ import annotations

from pathlib import Path

import pytest

from parsers import Hints, Record, parse

SEEDS = Path(__file__).resolve().parents[2] / "shared" / "seeds"
pytestmark = pytest.mark.skipif(not SEEDS.is_dir(), reason="the real reports are not here")

APPLICANTS = ("natural_person", "company", "research", "nonprofit", "legal", "other", "total")
RESULTS = ("upheld", "corrected", "other", "pending", "total")
CHANNELS = ("reconsideration", "litigation_direct", "litigation_after_reconsideration")
ROWS_2019 = (
    "received carried_in granted partial denied_state_secret denied_by_law "
    "denied_safety_stability denied_third_party denied_internal_affairs denied_process "
    "denied_enforcement_file denied_inquiry unavailable_not_held unavailable_needs_creation "
    "unavailable_unclear unprocessed_petition unprocessed_repeat unprocessed_publication "
    "unprocessed_excessive unprocessed_confirmation other total carried_out"
).split()
ROWS_2021 = (
    " ".join(ROWS_2019).replace(" other ", " other_uncorrected other_unpaid other_other ").split()
)
TABLE_2_OF_2019 = {
    "regulations": ("made", "newly_disclosed", "disclosed_total"),
    "normative_documents": ("made", "newly_disclosed", "disclosed_total"),
    "licences": ("items_last_year", "items_change", "decisions"),
    "other_services": ("items_last_year", "items_change", "decisions"),
    "penalties": ("items_last_year", "items_change", "decisions"),
    "coercive_measures": ("items_last_year", "items_change", "decisions"),
    "fees": ("items_last_year", "items_change"),
    "procurement": ("procurement_count", "procurement_amount"),
}
ZEROS = "0 0 0 0 0 0 0"


def seed(number: str) -> Record:
    path = next(SEEDS.glob(f"{number}_*.txt"))
    return parse(path.read_bytes(), Hints(url=path.as_uri()))


def expected_2019(
    applications: dict[str, str] | None = None,
    proceedings: tuple[str, str, str] = ("0 0 0 0 0",) * 3,
    disclosures: dict[str, str] | None = None,
) -> dict[tuple[str, str, str], str]:
    """All 198 cells; rows not named print zeros. `_` is an absent cell, `.` an empty one."""
    cells = {}
    for item, columns in TABLE_2_OF_2019.items():
        row = (disclosures or {}).get(item, " ".join("0" * len(columns))).split()
        cells |= {("disclosures", item, c): v for c, v in zip(columns, row, strict=True)}
    return cells | tables_3_and_4(ROWS_2019, applications or {}, proceedings)


def tables_3_and_4(
    rows: list[str], applications: dict[str, str], proceedings: tuple[str, ...]
) -> dict[tuple[str, str, str], str]:
    cells = {}
    for row in rows:
        values = applications.get(row, ZEROS).split()
        cells |= {("applications", row, c): v for c, v in zip(APPLICANTS, values, strict=True)}
    for channel, printed in zip(CHANNELS, proceedings, strict=True):
        cells |= {
            ("proceedings", channel, c): v for c, v in zip(RESULTS, printed.split(), strict=True)
        }
    return cells


def printed(record: Record) -> dict[tuple[str, str, str], str]:
    marks = {"missing": "_", "blank": ".", "unreadable": "?", "not_applicable": "/"}
    return {
        (c.table, c.row, c.column): c.value if c.value is not None else marks[c.state]
        for c in record.cells
    }


def facts(record: Record) -> dict[str, tuple[str, str, str]]:
    return {f.indicator: (f.value, f.unit, f.qualifier) for f in record.facts}


SIX = "0 0 0 0 0 0 _"


def test_town_with_misread_name() -> None:
    record = seed("000")
    assert printed(record) == expected_2019()
    assert (record.status, record.template, record.disclosure_template) == (
        "verified", "2019", "2019",
    )  # fmt: skip
    assert record.year == 2020
    assert str(record.published_on) == "2021-01-25"
    assert (str(record.period_start), str(record.period_end)) == ("2020-01-01", "2020-12-31")
    agency = record.agency
    assert agency is not None
    assert (agency.agency_id, agency.resolution) == ("370784120:人民政府", "corrected")
    assert agency.name == "安丘市郚山镇人民政府"
    assert (agency.province, agency.prefecture, agency.county, agency.township) == (
        "山东省", "潍坊市", "安丘市", "郚山镇",
    )  # fmt: skip
    assert (agency.level, agency.kind, agency.division_code) == (
        "township", "government", "370784120",
    )  # fmt: skip
    spellings = " ".join(agency.names)
    assert all(name in spellings for name in ("郟山镇", "邵山镇", "郗山镇"))
    assert record.cells_expected == record.cells_read == 198
    assert record.identities_checked == 23 + 7 + 7 + 3
    told = facts(record)
    assert told["disclosed_total"] == ("237", "条", "exact")
    assert told["disclosed_website"] == ("97", "条", "exact")
    assert told["disclosed_wechat"] == ("80", "条", "exact")
    assert told["disclosed_other"] == ("60", "条", "exact")
    assert told["disclosed:重点领域信息"] == ("49", "条", "exact")
    assert told["applications_received"] == ("0", "", "exact")
    assert [s.number for s in record.sections] == [1, 2, 3, 4, 5, 6]
    assert record.sections[5].text.startswith("（一）人大建议、政协提案办理情况。")


def test_town_with_absent_and_empty_cells() -> None:
    record = seed("001")
    absent = (
        "denied_third_party denied_internal_affairs denied_process denied_enforcement_file "
        "denied_inquiry unavailable_not_held unavailable_needs_creation unavailable_unclear "
        "unprocessed_petition unprocessed_repeat unprocessed_publication"
    ).split()
    assert printed(record) == expected_2019(
        dict.fromkeys(absent, SIX),
        (". . . . .", "0 0 0 0 0", "0 0 0 0 0"),
        {"penalties": "0 0 .", "coercive_measures": "0 0 ."},
    )
    assert record.status == "incomplete"
    assert (record.cells_read, record.cells_blank) == (198 - 11 - 5 - 2, 7)
    agency = record.agency
    assert agency is not None
    assert (agency.name, agency.resolution) == ("利通区胜利镇人民政府", "exact")
    assert agency.county == "利通区"
    assert agency.division_code is not None
    assert agency.division_code.startswith("640302")
    assert (record.year, record.published_on) == (2020, None)
    assert record.title == "利通区胜利镇人民政府2020年政府信息公开工作年度报告"
    assert record.sections[5].text == "无。"


def test_narrative_report_of_the_old_style() -> None:
    record = seed("002")
    assert (record.outcome, record.status, record.template) == ("report", "narrative", "pre2019")
    assert record.cells == ()
    assert record.year == 2019
    assert (str(record.period_start), str(record.period_end)) == ("2018-01-01", "2019-12-31")
    assert record.agency is not None
    assert (record.agency.agency_id, record.agency.resolution) == ("360728106:人民政府", "exact")
    assert record.agency.name == "定南县鹅公镇人民政府"
    assert [s.heading for s in record.sections] == [
        "一、概述",
        "二、主动公开政府信息情况",
        "三、政府信息依申请公开情况",
        "四、政府信息公开收费及减免情况",
        "五、因政府信息公开申请行政复议、提起行政诉讼的情况",
        "六、信息公开工作存在的主要问题及改进措施",
    ]
    assert all(s.number is None for s in record.sections)
    assert record.sections[2].text == "全镇无依申请公开的政府信息。"
    assert facts(record) == {
        "disclosed_total": ("1200", "条", "at_least"),
        "disclosed:政策法规类": ("500", "条", "exact"),
        "disclosed:工作动态类": ("600", "条", "exact"),
        "disclosed:人事管理类": ("100", "条", "exact"),
        "applications_received": ("0", "", "exact"),
        "fees_collected": ("0", "", "exact"),
        "reconsiderations": ("0", "", "exact"),
        "litigations": ("0", "", "exact"),
    }
    assert all(record.text[f.start : f.end] == f.quote for f in record.facts)


def test_flattened_report_from_a_document_viewer() -> None:
    record = seed("003")
    table_2 = {
        ("disclosures", "regulations", "issued"): "0",
        ("disclosures", "regulations", "repealed"): "0",
        ("disclosures", "regulations", "in_force"): "0",
        ("disclosures", "normative_documents", "issued"): "7",
        ("disclosures", "normative_documents", "repealed"): "1",
        ("disclosures", "normative_documents", "in_force"): "17",
        ("disclosures", "licences", "decisions"): "111023",
        ("disclosures", "penalties", "decisions"): "13139",
        ("disclosures", "coercive_measures", "decisions"): "2948",
        ("disclosures", "fees", "fee_amount"): "28600.64",
    }
    table_3 = {
        "received": "83 16 0 0 0 0 99",
        "granted": "38 5 0 0 0 0 43",
        "partial": "7 2 0 0 0 0 9",
        "denied_internal_affairs": "2 0 0 0 0 0 2",
        "denied_inquiry": "1 0 0 0 0 0 1",
        "unavailable_not_held": "16 6 0 0 0 0 22",
        "unprocessed_petition": "11 0 0 0 0 0 11",
        "unprocessed_repeat": "0 3 0 0 0 0 3",
        "other_other": "2 0 0 0 0 0 2",
        "total": "77 16 0 0 0 0 93",
        "carried_out": "6 0 0 0 0 0 6",
    }
    assert printed(record) == table_2 | tables_3_and_4(ROWS_2021, table_3, ("0 0 0 0 0",) * 3)
    assert (record.status, record.template) == ("verified", "2021")
    assert next(c.unit for c in record.cells if c.column == "fee_amount") == "万元"
    assert record.agency is not None
    assert (record.agency.agency_id, record.agency.level) == ("370811:人民政府", "county")
    assert record.agency.name == "任城区人民政府"
    assert record.year == 2021
    assert record.title == "济宁市任城区人民政府2021年政府信息公开工作年度报告"
    assert [s.number for s in record.sections] == [1, 2, 3, 4, 5, 6]
    assert record.sections[5].text.endswith("报告予以报告的事项无。")
    told = facts(record)
    assert told["disclosed_total"] == ("15643", "件", "exact")
    assert told["applications_received"] == ("99", "件", "exact")
    assert told["disclosed:公共监管类"] == ("1274", "件", "exact")
    assert "DOC文库" not in record.text
    assert "— 14 —" not in record.text


def test_town_with_lawsuits() -> None:
    record = seed("004")
    assert printed(record) == expected_2019(
        proceedings=("0 0 0 0 0", "1 1 0 1 3", "0 0 0 0 0"),
        disclosures={"procurement": "23 282950"},
    )
    assert record.status == "verified"
    assert next(c.unit for c in record.cells if c.column == "procurement_amount") is None
    assert record.agency is not None
    assert (record.agency.agency_id, record.agency.resolution) == ("350181107:人民政府", "exact")
    assert record.agency.name == "福清市江镜镇人民政府"
    assert (str(record.published_on), record.year) == ("2021-01-06", 2020)
