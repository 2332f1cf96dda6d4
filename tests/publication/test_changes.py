"""What a release tells beyond its reports: the same bytes again, changes, findings."""

from __future__ import annotations

import shutil
from datetime import timedelta
from pathlib import Path

import pytest

from crawler.corpus import Corpus
from crawler.errors import StorageError
from crawler.publication import publishing
from tests.corpus.documents import APPLICANTS, JIANGJING, NOON, document, received, report, row
from tests.publication.releases import (
    DUCHANG,
    HUKOU,
    add,
    address,
    begin,
    files,
    finish,
    lines,
    made,
    prose,
    query,
)


def test_the_same_corpus_gives_the_same_bytes(path: Path, tmp_path: Path) -> None:
    one, other = made(path, tmp_path / "one").folder, made(path, tmp_path / "other").folder
    assert files(one) == files(other)
    again = made(path, tmp_path / "one")
    assert (again.folder, again.is_new) == (one, False)
    assert files(one) == files(other)


def test_another_release_of_the_same_moment_leaves_the_first_alone(
    path: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    first = made(path, tmp_path / "out").folder
    before = files(first)
    monkeypatch.setattr(publishing, "has_parquet", lambda: False)
    second = made(path, tmp_path / "out")
    assert second.folder.name == "2026-11-20T130000Z-2" and second.is_new
    assert second.changes.since == first.name
    assert files(first) == before
    assert (tmp_path / "out" / "latest").resolve() == second.folder
    assert made(path, tmp_path / "out").folder == second.folder


def test_changes_are_told_cell_by_cell(path: Path, tmp_path: Path) -> None:
    first = made(path, tmp_path / "out")
    assert first.changes.since is None and lines(first.folder, "CHANGES.csv") == []
    with Corpus.open(path) as corpus:
        begin(corpus, "run-2", 24)
        later = {"run_id": "run-2"}
        moved = NOON + timedelta(hours=25)
        # another number and a new row, a page that is no report any more, a new report
        record = report(DUCHANG, 2023, cells=(*received("4 0 0 0 0 0 4"), *row(
            "applications", "granted", APPLICANTS, "1 0 0 0 0 0 1")))  # fmt: skip
        corpus.store(document(address(DUCHANG, 2023), b"2", record, fetched_at=moved), "run-2")
        gone = report(None, None, outcome="not_a_report", reason="moved", cells=(), status=None)
        corpus.store(document(address(JIANGJING, 2023), b"3", gone, fetched_at=moved), "run-2")
        add(corpus, JIANGJING, 2022, **later)
        finish(corpus, "run-2", 26)
    second = made(path, tmp_path / "out")
    assert second.changes.since == first.folder.name
    told = {
        (r["change"], r["agency_id"], r["year"], r["row"], r["column"], r["before"], r["after"])
        for r in lines(second.folder, "CHANGES.csv")
    }
    assert told == {
        ("added", JIANGJING.agency_id, "2022", "", "status", "", "verified"),
        ("withdrawn", JIANGJING.agency_id, "2023", "", "status", "incomplete", ""),
        ("changed", DUCHANG.agency_id, "2023", "received", "natural_person", "3", "4"),
        ("changed", DUCHANG.agency_id, "2023", "received", "total", "3", "4"),
        *(
            ("changed", DUCHANG.agency_id, "2023", "granted", column, "", value)
            for column, value in zip(APPLICANTS, "1000001", strict=True)
        ),
    }
    counts = second.changes
    assert (counts.added, counts.withdrawn, counts.changed, counts.cells) == (1, 1, 1, 9)
    page = (second.folder / "index.html").read_text()
    assert f"Since {first.folder.name}: 1 reports added, 1 changed in 9 values, 1 withdrawn" in page
    again = made(path, tmp_path / "out")
    assert (again.is_new, again.changes.since) == (False, first.folder.name)


def test_a_release_whose_database_was_deleted_is_passed_over(path: Path, tmp_path: Path) -> None:
    (made(path, tmp_path / "out").folder / "corpus.sqlite").unlink()
    with Corpus.open(path) as corpus:
        begin(corpus, "run-2", 24)
        finish(corpus, "run-2", 25)
    assert made(path, tmp_path / "out").changes.since is None


@pytest.mark.parametrize("damage", [b"no database", b""])
def test_a_damaged_release_before_is_named_with_what_to_do(
    path: Path, tmp_path: Path, damage: bytes
) -> None:
    first = made(path, tmp_path / "out").folder
    (first / "corpus.sqlite").write_bytes(damage)
    with Corpus.open(path) as corpus:
        begin(corpus, "run-2", 24)
        finish(corpus, "run-2", 25)
    with pytest.raises(StorageError, match=f"{first.name}.*restore it, or delete its folder"):
        made(path, tmp_path / "out")
    shutil.rmtree(first)
    assert made(path, tmp_path / "out").is_new


def test_findings_across_years_and_agencies(path: Path, tmp_path: Path) -> None:
    release = made(path, tmp_path / "out").folder
    hukou, duchang = HUKOU.agency_id, DUCHANG.agency_id
    found = query(
        release,
        "SELECT finding, agency_id, year, scope, value, other_value, other_agency_id, other_year"
        " FROM findings ORDER BY finding, agency_id, scope",
    )
    assert found == [
        ("carried_over", hukou, 2023, "natural_person", 5, 2, hukou, 2022),
        ("carried_over", hukou, 2023, "total", 5, 2, hukou, 2022),
        # 20 in force + 4 issued - 1 repealed = 23, and 25 are printed
        ("in_force", hukou, 2023, "normative_documents", 25, 23, hukou, 2022),
        ("like_another_agency", duchang, 2023, "text", 1, None, hukou, 2023),
        ("like_another_agency", hukou, 2023, "text", 1, None, duchang, 2023),
        ("like_year_before", hukou, 2023, "text", 1, None, hukou, 2022),
        ("told_against_table", duchang, 2023, "told_received total", 4, 3, None, None),
    ]
    # no number was touched
    assert query(
        release, f"SELECT in_force FROM disclosures WHERE agency_id = '{hukou}' AND year = 2023"
    ) == [(25,)]


def test_what_differs_in_a_third_of_its_clauses_is_no_copy(tmp_path: Path) -> None:
    clauses = [f"第{'甲乙丙丁戊己庚辛壬癸子丑寅卯辰'[n]}项工作按期完成" for n in range(15)]
    others = [f"我局推进{'天地玄黄宇宙洪荒日月盈昃辰宿列'[n]}类事项" for n in range(15)]
    path = tmp_path / "corpus.db"
    with Corpus.open(path) as corpus:
        begin(corpus)
        add(corpus, HUKOU, 2023, sections=prose("，".join(clauses)))
        add(corpus, DUCHANG, 2023, sections=prose("，".join(clauses[:10] + others[:5])))
        finish(corpus)
    assert query(made(path, tmp_path / "out").folder, "SELECT * FROM findings") == []
