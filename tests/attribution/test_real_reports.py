"""The five real reports: whose they are, and for which year."""

from __future__ import annotations

from datetime import date

from tests.attribution.reading import REPORT, seed


def test_misread_town_is_repaired_from_evidence_and_keeps_every_spelling() -> None:
    found = seed("000")
    agency = found.agency
    assert agency is not None
    assert agency.agency_id == "370784120:人民政府"
    assert agency.name == "安丘市郚山镇人民政府"
    assert agency.resolution == "corrected"
    assert (agency.province, agency.prefecture, agency.county, agency.township) == (
        "山东省",
        "潍坊市",
        "安丘市",
        "郚山镇",
    )
    assert agency.names[0] == "郟山镇人民政府"
    assert all(any(s in name for name in agency.names) for s in ("郟山镇", "邵山镇", "郗山镇"))
    assert "wsdangzhengban" in agency.reason
    assert found.title == f"郟山镇人民政府2020年{REPORT}"
    assert (found.year, found.published_on) == (2020, date(2021, 1, 25))
    assert (found.period_start, found.period_end) == (date(2020, 1, 1), date(2020, 12, 31))


def test_seed_titles_over_two_lines() -> None:
    found = seed("001")
    assert found.title == f"利通区胜利镇人民政府2020年{REPORT}"
    assert found.agency is not None
    assert found.agency.agency_id == "640302107:人民政府"
    assert (found.agency.resolution, found.agency.prefecture) == ("exact", "吴忠市")
    assert (found.year, found.published_on, found.period_start) == (2020, None, None)


def test_seed_bare_town_and_a_period_of_two_years_as_published() -> None:
    found = seed("002")
    assert found.agency is not None
    assert (found.agency.agency_id, found.agency.resolution) == ("360728106:人民政府", "exact")
    assert found.agency.name == "定南县鹅公镇人民政府"
    assert found.year == 2019
    assert (found.period_start, found.period_end) == (date(2018, 1, 1), date(2019, 12, 31))
    assert any("2018-01-01" in note for note in found.notes)


def test_seed_region_report_is_not_that_of_the_office_which_compiled_it() -> None:
    found = seed("003")
    assert found.title == f"济宁市任城区人民政府2021年{REPORT}"
    assert found.agency is not None
    assert found.agency.agency_id == "370811:人民政府"
    assert (found.agency.name, found.agency.kind, found.agency.level) == (
        "任城区人民政府",
        "government",
        "county",
    )
    assert found.agency.township is None
    assert found.year == 2021


def test_seed_signature_with_the_date_of_printing() -> None:
    found = seed("004")
    assert found.agency is not None
    assert (found.agency.agency_id, found.agency.resolution) == ("350181107:人民政府", "exact")
    assert found.agency.name == "福清市江镜镇人民政府"
    assert "江镜镇人民政府" in found.agency.names
    assert (found.year, found.published_on) == (2020, date(2021, 1, 6))
