"""Releases: what `scrapy publish` leaves in its folder, and what a reader finds there."""

from __future__ import annotations

import csv
import hashlib
import json
import os
import re
import shutil
import signal
import sqlite3
import time
from collections.abc import Iterator
from contextlib import closing
from datetime import timedelta
from pathlib import Path
from typing import Any

import lxml.html
import pytest

from crawler.corpus import Corpus, CorpusError
from crawler.errors import BadArgument, CorpusBusy, ExitCode, StorageError
from crawler.publication import IncompleteCorpus, Published, publish, publishing
from crawler.publication.exports import PARQUET_MISSING
from crawler.publication.place import place_of_releases
from crawler.publication.publishing import NothingToPublish
from parsers.record import Agency, IdentityFailure, Section
from tests.corpus.documents import APPLICANTS, JIANGJING, NOON, document, received, report, row
from tests.running import run, run_afresh, start

HUKOU = Agency(
    agency_id="360429:财政局",
    name="湖口县财政局",
    body="财政局",
    kind="department",
    level="county",
    province="江西省",
    prefecture="九江市",
    county="湖口县",
    division_code="360429",
    resolution="exact",
    names=("湖口县财政局",),
)
DUCHANG = HUKOU.model_copy(
    update={
        "agency_id": "360428:财政局",
        "name": "都昌县财政局",
        "county": "都昌县",
        "division_code": "360428",
        "names": ("都昌县财政局",),
    }
)
HOSTILE_NAME = "<script>alert(1)</script>\"'&局"
HOSTILE = HUKOU.model_copy(
    update={"agency_id": "360427:恶意局", "name": HOSTILE_NAME, "county": "<b>县", "body": "恶意局"}
)
# Twelve clauses and more, as such prose has them; {} takes a place, which makes no difference.
PROSE = (
    "{}认真贯彻落实政府信息公开条例，坚持以公开为常态，不公开为例外，进一步完善工作机制，"
    "明确专人负责，及时更新栏目内容，规范依申请公开办理流程，强化信息发布审核把关，"
    "加强政务新媒体管理，组织开展业务培训，主动接受社会监督，回应群众关切，"
    "存在的主要问题是公开内容不够丰富，下一步将继续加大工作力度，不断提高公开质量。"
)
IN_FORCE = ("issued", "repealed", "in_force")


def prose(text: str) -> tuple[Section, ...]:
    return (Section(number=1, heading="一、总体情况", text=text),)


def address(agency: Agency, year: int) -> str:
    return f"https://www.example.gov.cn/{agency.division_code}/{year}.html"


def add(corpus: Corpus, agency: Agency, year: int, run_id: str = "run-1", **more: Any) -> None:
    """One report of one document at its own address."""
    url = more.pop("url", address(agency, year))
    data = f"{url} {json.dumps(more, default=str, sort_keys=True)}".encode()
    corpus.store(document(url, data, report(agency, year, **more)), run_id)


def begin(
    corpus: Corpus, run_id: str = "run-1", hours: int = 0, url: str = "https://a.cn/"
) -> None:
    corpus.begin_run(run_id, "municipal", {"url": url}, NOON + timedelta(hours=hours))


def finish(corpus: Corpus, run_id: str = "run-1", hours: int = 1, reason: str = "finished") -> None:
    corpus.finish_run(run_id, NOON + timedelta(hours=hours), reason, {})


@pytest.fixture
def path(tmp_path: Path) -> Path:
    """A corpus with one finished run: two bureaus, a town, two years."""
    path = tmp_path / "corpus.db"
    with Corpus.open(path) as corpus:
        begin(corpus)
        carried_out = row("applications", "carried_out", APPLICANTS, "2 0 0 0 0 0 2")
        add(
            corpus,
            HUKOU,
            2022,
            template="2021",
            cells=(
                *received("10 0 0 0 0 0 10"),
                *carried_out,
                *row("disclosures", "normative_documents", IN_FORCE, "1 0 20"),
            ),
            sections=prose(PROSE.format("湖口县财政局")),
        )
        add(
            corpus,
            HUKOU,
            2023,
            template="2021",
            cells=(
                *received("20 0 0 0 0 0 20"),
                *row("applications", "carried_in", APPLICANTS, "5 0 0 0 0 0 5"),
                *row("applications", "granted", APPLICANTS, "_ 0 0 0 0 0 0"),
                *row("disclosures", "normative_documents", IN_FORCE, "4 1 25"),
            ),
            sections=prose(PROSE.format("湖口县财政局")),
            identity_failures=(
                IdentityFailure(rule="row_total", scope="received", left="20", right="21"),
            ),
            status="discrepant",
        )
        add(
            corpus,
            DUCHANG,
            2023,
            sections=prose(PROSE.format("都昌县财政局")),
            told_differences=(
                IdentityFailure(rule="told_received", scope="total", left="4", right="3"),
            ),
        )
        add(corpus, JIANGJING, 2023, status="incomplete", cells=received("? 0 0 0 0 0 ?"))
        finish(corpus)
    return path


def query(release: Path, sql: str) -> list[tuple[Any, ...]]:
    with closing(sqlite3.connect(f"file:{release / 'corpus.sqlite'}?mode=ro", uri=True)) as db:
        return db.execute(sql).fetchall()


def files(release: Path) -> dict[str, bytes]:
    return {
        p.relative_to(release).as_posix(): p.read_bytes()
        for p in sorted(release.rglob("*"))
        if p.is_file()
    }


def lines(release: Path, name: str) -> list[dict[str, str]]:
    with (release / name).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def made(path: Path, folder: Path, **more: Any) -> Published:
    return publish(path, folder, {}, **more)


# What a release is made of


def test_a_release_is_whole_and_describes_itself(path: Path, tmp_path: Path) -> None:
    published = made(path, tmp_path / "out")
    release = published.folder
    assert release == tmp_path / "out" / "2026-11-20T130000Z"  # the last run's end
    assert (tmp_path / "out" / "latest").resolve() == release
    told = query(
        release,
        "SELECT version, released_at, complete, reports, verified, agencies, first_year, last_year,"
        " documents, licence FROM release",
    )
    assert told == [
        ("2026-11-20T130000Z", "2026-11-20T13:00:00.000Z", 1, 4, 2, 3, 2022, 2023, 4, "CC-BY-4.0")
    ]
    gaps = {
        g["gap"]: g["count"]
        for g in json.loads(query(release, "SELECT known_gaps FROM release")[0][0])
    }
    # three agencies in two years make six, of which four have a report
    assert gaps == {"incomplete_reports": 1, "agency_years_without_report": 2}
    assert sorted(p for p in files(release) if "/" not in p) == sorted(
        "CHANGES.csv CITATION.cff SHA256SUMS codebook.html corpus.sqlite datapackage.json "
        "datasette-counts.json datasette.json index.html".split()
    )


def test_every_file_is_as_its_checksum_says(path: Path, tmp_path: Path) -> None:
    release = made(path, tmp_path / "out").folder
    told = dict(
        reversed(line.split("  ")) for line in (release / "SHA256SUMS").read_text().splitlines()
    )
    found = {name: hashlib.sha256(data).hexdigest() for name, data in files(release).items()}
    assert found.pop("SHA256SUMS") and found == told
    page = (release / "index.html").read_text()
    assert all(told[name] in page for name in told if name != "index.html")


def test_every_table_is_there_as_csv(path: Path, tmp_path: Path) -> None:
    release = made(path, tmp_path / "out").folder
    names = query(
        release,
        "SELECT name FROM sqlite_master WHERE type IN ('table', 'view')"
        " AND name NOT LIKE 'sections_fts%' AND name NOT LIKE 'sqlite_%'",
    )
    assert {f"{name}.csv" for (name,) in names} == {p.name for p in (release / "csv").iterdir()}
    granted = [r for r in lines(release, "csv/applications.csv") if r["outcome"] == "granted"]
    # a blank is an empty field, a zero a zero
    assert [(r["natural_person"], r["company"]) for r in granted] == [("", "0")]
    for (name,) in names:
        count = query(release, f'SELECT count(*) FROM "{name}"')[0][0]
        assert len(lines(release, f"csv/{name}.csv")) == count


def test_every_column_is_in_the_dictionary_and_the_codebook(path: Path, tmp_path: Path) -> None:
    release = made(path, tmp_path / "out").folder
    book = (release / "codebook.html").read_text()
    with closing(sqlite3.connect(release / "corpus.sqlite")) as db:
        told = set(db.execute('SELECT "table", "column" FROM data_dictionary'))
        tables = [p.stem for p in (release / "csv").iterdir()]
        for table in tables:
            for _, column, *_ in db.execute(f'PRAGMA table_info("{table}")'):
                assert (table, column) in told
                assert f"<code>{column}</code>" in book
    assert {table for table, _ in told} - {"sections_fts"} == set(tables)


def test_the_release_is_no_corpus_that_a_crawl_writes_to(path: Path, tmp_path: Path) -> None:
    release = made(path, tmp_path / "out").folder
    with pytest.raises(CorpusError, match="no corpus"):
        Corpus.open(release / "corpus.sqlite")
    assert query(release, "PRAGMA integrity_check") == [("ok",)]
    assert query(release, "PRAGMA foreign_key_check") == []
    assert query(release, "PRAGMA freelist_count") == [(0,)]


def test_parquet_has_the_same_values(path: Path, tmp_path: Path) -> None:
    parquet = pytest.importorskip("pyarrow.parquet")
    release = made(path, tmp_path / "out").folder
    assert {p.stem for p in (release / "parquet").iterdir()} == {
        p.stem for p in (release / "csv").iterdir()
    }
    table = parquet.read_table(release / "parquet" / "applications.parquet")
    rows = [tuple(r.values()) for r in table.to_pylist()]
    assert rows == query(release, "SELECT * FROM applications ORDER BY agency_id, year, outcome")
    assert table.schema.field("company").metadata[b"unit"] == "件".encode()


def test_without_pyarrow_the_release_says_what_is_missing(
    path: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(publishing, "has_parquet", lambda: False)
    published = made(path, tmp_path / "out")
    assert published.left_out == (PARQUET_MISSING,)
    assert not (published.folder / "parquet").exists()
    assert "pyarrow is not installed" in (published.folder / "index.html").read_text()


def test_the_package_is_valid(path: Path, tmp_path: Path) -> None:
    frictionless = pytest.importorskip("frictionless")
    release = made(path, tmp_path / "out").folder
    result = frictionless.validate(str(release / "datapackage.json"))
    assert result.valid, result.flatten(["type", "message"])
    assert result.stats["tasks"] == len(list((release / "csv").iterdir()))
    package = json.loads((release / "datapackage.json").read_text())
    applications = next(r for r in package["resources"] if r["name"] == "applications")
    assert applications["schema"]["primaryKey"] == ["agency_id", "year", "outcome"]
    assert {"fields": ["agency_id", "year"]}.items() <= applications["schema"]["foreignKeys"][
        0
    ].items()
    # and it would be found invalid where a value is none
    data = (release / "csv" / "applications.csv").read_text()
    (release / "csv" / "applications.csv").write_text(data.replace(",2023,", ",many,", 1))
    assert not frictionless.validate(str(release / "datapackage.json")).valid


def test_the_citation_names_version_and_licence(path: Path, tmp_path: Path) -> None:
    yaml = pytest.importorskip("yaml")
    settings = {"RELEASE_PUBLISHER": 'A "publisher": 省', "RELEASE_URL": "https://example.org/d"}
    release = publish(path, tmp_path / "out", settings).folder
    told = yaml.safe_load((release / "CITATION.cff").read_text())
    assert told["authors"] == [{"name": 'A "publisher": 省'}]
    assert (told["version"], told["license"], told["url"]) == (
        "2026-11-20T130000Z", "CC-BY-4.0", "https://example.org/d",
    )  # fmt: skip


def test_a_licence_without_an_spdx_name_is_told_by_its_address(path: Path, tmp_path: Path) -> None:
    yaml = pytest.importorskip("yaml")
    settings = {"RELEASE_LICENCE": "省数据许可", "RELEASE_LICENCE_URL": "https://example.org/l"}
    release = publish(path, tmp_path / "out", settings).folder
    told = yaml.safe_load((release / "CITATION.cff").read_text())
    assert ("license" in told, told["license-url"]) == (False, "https://example.org/l")
    package = json.loads((release / "datapackage.json").read_text())
    assert package["licenses"] == [{"title": "省数据许可", "path": "https://example.org/l"}]


def test_a_licence_never_stands_beside_the_address_of_another(path: Path, tmp_path: Path) -> None:
    with pytest.raises(BadArgument, match="RELEASE_LICENCE_URL"):
        publish(path, tmp_path / "out", {"RELEASE_LICENCE": "省数据许可"})
    release = publish(path, tmp_path / "out", {"RELEASE_LICENCE": "CC0-1.0"}).folder
    assert query(release, "SELECT licence_url FROM release") == [
        ("https://creativecommons.org/publicdomain/zero/1.0/",)
    ]


# The same corpus, the same bytes


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


# What changed


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


# Findings


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


# Complete or not at all


def test_a_running_crawl_is_not_published_unless_forced(path: Path, tmp_path: Path) -> None:
    with Corpus.open(path) as corpus:
        begin(corpus, "run-2", 24)
        add(corpus, JIANGJING, 2022, run_id="run-2")
        with pytest.raises(IncompleteCorpus, match=r"run run-2 .* still runs, or was killed"):
            made(path, tmp_path / "out")
        assert not [p for p in (tmp_path / "out").iterdir() if not p.name.startswith(".")]
        published = made(path, tmp_path / "out", force=True)
        add(corpus, JIANGJING, 2021, run_id="run-2")  # the writer was never in the way
    assert query(published.folder, "SELECT complete, reports FROM release") == [(0, 5)]
    page = (published.folder / "index.html").read_text()
    assert 'id="incomplete"' in page and "run-2" in page
    assert (
        "INCOMPLETE" in json.loads((published.folder / "datasette.json").read_text())["description"]
    )


@pytest.mark.parametrize(
    ("url", "brings", "ends", "refused"),
    [
        ("https://a.cn/", True, "closespider_timeout", True),
        ("https://b.cn/", True, None, True),  # killed, whatever other portals did since
        ("https://b.cn/", False, None, False),  # mistyped once: nothing of it is in the corpus
        ("https://a.cn/", True, "finished", False),
    ],
)
def test_a_portal_half_crawled_is_not_published(
    path: Path, tmp_path: Path, url: str, brings: bool, ends: str | None, refused: bool
) -> None:
    with Corpus.open(path) as corpus:
        begin(corpus, "run-2", 24, url)
        if brings:
            add(corpus, JIANGJING, 2022, run_id="run-2")
        if ends:
            finish(corpus, "run-2", 25, ends)
        begin(corpus, "run-3", 48, "https://c.cn/")
        finish(corpus, "run-3", 49)
    if not refused:
        assert made(path, tmp_path / "out").release.complete
        return
    with pytest.raises(IncompleteCorpus, match="run-2"):
        made(path, tmp_path / "out")


def test_an_empty_corpus_is_not_published(tmp_path: Path) -> None:
    Corpus.open(tmp_path / "corpus.db").close()
    with pytest.raises(NothingToPublish):
        made(tmp_path / "corpus.db", tmp_path / "out")


# What goes wrong on the way


def test_folders_that_are_none_of_releases(path: Path, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    with pytest.raises(BadArgument, match="is a file"):
        made(path, tmp_path / "file")
    (tmp_path / "photos").mkdir()
    (tmp_path / "photos" / "cat.jpg").write_text("")
    with pytest.raises(BadArgument, match=r"cat\.jpg"):
        made(path, tmp_path / "photos")
    assert [p.name for p in (tmp_path / "photos").iterdir()] == ["cat.jpg"]


def test_one_publisher_at_a_time(path: Path, tmp_path: Path) -> None:
    with place_of_releases(tmp_path / "out"), pytest.raises(CorpusBusy):
        made(path, tmp_path / "out")
    assert made(path, tmp_path / "out").is_new


def test_a_corpus_that_is_none(tmp_path: Path) -> None:
    (tmp_path / "corpus.db").write_bytes(b"no database" * 1000)
    done = run("publish", "-s", f"CORPUS={tmp_path / 'corpus.db'}", tmp_path / "out")
    assert done.returncode == ExitCode.STORAGE
    assert re.fullmatch(r"error: corpus .*corpus\.db is not a SQLite database.*\n", done.stderr)


def whole_releases(folder: Path) -> list[Path]:
    """The releases that a reader sees, each checked to be whole."""
    seen = [p for p in folder.iterdir() if not p.name.startswith(".")] if folder.is_dir() else []
    for release in seen:
        for line in (release / "SHA256SUMS").read_text().splitlines():
            digest, name = line.split("  ")
            assert hashlib.sha256((release / name).read_bytes()).hexdigest() == digest
    return seen


def test_a_reader_never_sees_half_a_release(path: Path, tmp_path: Path) -> None:
    out = tmp_path / "out"
    for delay in (0.0, 0.05, 0.15, 0.3):
        process = start("publish", "-s", f"CORPUS={path}", out)
        deadline = time.monotonic() + 30
        while not (out / ".unfinished").exists() and time.monotonic() < deadline:
            if process.poll() is not None:
                break
            time.sleep(0.005)
        time.sleep(delay)
        process.send_signal(signal.SIGKILL)
        process.communicate()
        whole_releases(out)
    done = run("publish", "-s", f"CORPUS={path}", out)
    assert done.returncode in (ExitCode.DONE, ExitCode.SOURCES_FAILING), done.stderr
    assert {p.name for p in whole_releases(out)} == {"2026-11-20T130000Z", "latest"}
    assert not (out / ".unfinished").exists()


def test_a_link_that_a_killed_run_left_behind_is_mended(path: Path, tmp_path: Path) -> None:
    release = made(path, tmp_path / "out").folder
    (tmp_path / "out" / "latest").unlink()
    made(path, tmp_path / "out")
    assert (tmp_path / "out" / "latest").resolve() == release


@pytest.mark.parametrize("largest", [20_000, 150_000, 260_000])
def test_a_full_disk_is_one_line_and_leaves_the_last_release(
    path: Path, tmp_path: Path, largest: int
) -> None:
    """A limit on the size of files stands for the disk: first the copy, then the rest fails."""
    out = tmp_path / "out"
    made(path, out)
    with Corpus.open(path) as corpus:
        begin(corpus, "run-2", 24)
        finish(corpus, "run-2", 25)
    before = files(out / "latest")
    done = run_afresh("publish", "-s", f"CORPUS={path}", out, largest_file=largest)
    assert done.returncode == ExitCode.STORAGE, done.stderr
    assert done.stderr.count("\n") == 1 and done.stderr.startswith("error: ")
    assert files(out / "latest") == before and not (out / ".unfinished").exists()


@pytest.mark.skipif(shutil.which("setpriv") is None, reason="needs setpriv (util-linux)")
def test_a_corpus_in_a_read_only_folder_is_read_as_it_is(path: Path, tmp_path: Path) -> None:
    """Rights are those of anyone but root."""
    kept = tmp_path / "kept"
    kept.mkdir()
    shutil.copy(path, kept / "corpus.db")
    (kept / "corpus.db").chmod(0o444)
    kept.chmod(0o555)
    no_root = [] if os.geteuid() else ["setpriv", "--bounding-set=-dac_override"]
    corpus = f"CORPUS={kept / 'corpus.db'}"
    ended = {
        name: run_afresh(name, "-s", corpus, *more, before=no_root)
        for name, more in (("publish", [tmp_path / "out"]), ("summary", []), ("doctor", []))
    }
    kept.chmod(0o755)
    assert "4 reports of 3 agencies" in ended["publish"].stdout, ended["publish"].stderr
    assert ended["summary"].returncode == 0, ended["summary"].stderr
    assert "a file that user" in ended["doctor"].stdout
    assert "restore a copy" not in ended["doctor"].stdout
    assert [file.name for file in kept.iterdir()] == ["corpus.db"]


def test_the_command_tells_what_it_did(path: Path, tmp_path: Path) -> None:
    done = run("publish", "-s", f"CORPUS={path}", tmp_path / "out")
    assert "4 reports of 3 agencies, 2022 to 2023, 2 verified, 7 findings" in done.stdout
    again = run_afresh("publish", "-s", f"CORPUS={path}", tmp_path / "out")
    assert "is there already" in again.stdout
    assert run("publish").returncode == ExitCode.BAD_ARGUMENTS
    assert run("serve", tmp_path / "nothing").returncode == ExitCode.BAD_ARGUMENTS


# What agencies wrote is only text


@pytest.fixture
def hostile(tmp_path: Path) -> Path:
    path = tmp_path / "hostile.db"
    with Corpus.open(path) as corpus:
        begin(corpus, url="https://a.cn/<img src=x>")
        huge = "9" * 18
        add(
            corpus,
            HOSTILE,
            2023,
            url="javascript:alert(1)",
            title=HOSTILE_NAME,
            cells=(
                *received(f"{huge} 0 0 0 0 0 {huge}"),
                *(
                    c
                    for outcome in (
                        "denied_state_secret denied_by_law denied_safety_stability "
                        "denied_third_party denied_internal_affairs denied_process "
                        "denied_enforcement_file denied_inquiry"
                    ).split()
                    for c in row("applications", outcome, APPLICANTS, f"0 0 0 0 0 0 {2**63 - 1}")
                ),
            ),
        )
        add(corpus, HUKOU, 2023)
        finish(corpus)
    return path


def test_pages_escape_what_agencies_wrote(hostile: Path, tmp_path: Path) -> None:
    made(hostile, tmp_path / "out")
    with Corpus.open(hostile) as corpus:
        begin(corpus, "run-2", 24, "https://<script>x</script>/")
        add(corpus, HOSTILE, 2024, run_id="run-2", title=HOSTILE_NAME)
    release = made(hostile, tmp_path / "out", force=True).folder
    for name in ("index.html", "codebook.html"):
        page = (release / name).read_text()
        assert "<script" not in page and "<img" not in page and "<b>县" not in page
        assert not re.search(r"href=[\"']?javascript:", page)
    page = (release / "index.html").read_text()
    assert "&lt;script&gt;alert(1)" in page  # in the changes
    # eight numbers whose sum no integer holds are no number of denials
    assert query(
        release, "SELECT denied FROM panel WHERE agency_id LIKE '360427%' AND year = 2023"
    ) == [(None,)]


# The page, in a browser


@pytest.fixture
def browser() -> Iterator[Any]:
    sync_api = pytest.importorskip("playwright.sync_api")
    from crawler.machine import SYSTEM_PACKAGES

    chromium = SYSTEM_PACKAGES[0].path()
    if chromium is None:
        pytest.skip("no Chromium on this machine")
    with sync_api.sync_playwright() as playwright:
        opened = playwright.chromium.launch(
            executable_path=str(chromium),
            args=[
                "--no-sandbox",
                "--disable-gpu",
                "--disable-background-networking",
                # It asks after its maker's hosts at every start, whatever else is disabled.
                "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1",
            ],
        )
        yield opened
        opened.close()


def test_the_page_tells_what_the_database_holds(path: Path, tmp_path: Path, browser: Any) -> None:
    release = made(path, tmp_path / "out").folder
    page = browser.new_page(viewport={"width": 390, "height": 844})
    requests: list[str] = []
    trouble: list[str] = []
    page.on("request", lambda request: requests.append(request.url))
    page.on("console", lambda message: trouble.append(message.text))
    page.goto((release / "index.html").as_uri())
    assert requests == [(release / "index.html").as_uri()] and trouble == []

    shown = {
        (c["place"], int(c["year"])): (int(c["reports"]), int(c["verified"]))
        for c in page.eval_on_selector_all(
            ".coverage .cell", "cells => cells.map(c => ({...c.dataset}))"
        )
    }
    counted = query(
        release,
        "SELECT province, year, count(*), sum(status = 'verified') FROM reports"
        " JOIN agencies USING (agency_id) GROUP BY 1, 2",
    )
    assert shown == {(place, year): (n, v) for place, year, n, v in counted} and len(shown) == 3

    bars = {
        (b["series"], int(b["year"]), b["measure"]): int(b["value"])
        for b in page.eval_on_selector_all(".bars rect", "bars => bars.map(b => ({...b.dataset}))")
    }
    counted = query(
        release,
        "SELECT CASE kind WHEN 'government' THEN 'governments' ELSE 'agencies' END, year,"
        " 'received', sum(received) FROM panel GROUP BY 1, 2 HAVING count(received) > 0"
        " UNION ALL SELECT 'agencies', 2023, 'granted', 0",
    )
    assert bars == {tuple(key): value for *key, value in counted}
    assert bars["agencies", 2023, "received"] == 20 + 3  # as printed in the two reports
    assert page.inner_text("#fact-reports") == "4"
    assert page.inner_text("tr[data-finding=carried_over] td >> nth=0") == "2"


@pytest.mark.parametrize("width", [390, 1280])
def test_the_page_reads_well(path: Path, tmp_path: Path, browser: Any, width: int) -> None:
    release = made(path, tmp_path / "out").folder
    page = browser.new_page(viewport={"width": width, "height": 844})
    page.goto((release / "index.html").as_uri())
    assert page.is_visible("text=如何引用") and not page.is_visible("text=How to cite")
    page.click("label[for=lang-en]")
    assert page.is_visible("text=How to cite") and not page.is_visible("text=如何引用")
    for lang in ("zh", "en"):
        page.click(f"label[for=lang-{lang}]")
        assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    for link in page.eval_on_selector_all("a[href]", "all => all.map(a => a.getAttribute('href'))"):
        if not link.startswith(("http", "#")):
            assert (release / link.split("#")[0]).is_file(), link


def test_hostile_text_runs_nothing(hostile: Path, tmp_path: Path, browser: Any) -> None:
    release = made(hostile, tmp_path / "out").folder
    page = browser.new_page()
    dialogs: list[object] = []
    page.on("dialog", lambda dialog: (dialogs.append(dialog), dialog.dismiss()))
    page.goto((release / "index.html").as_uri())
    assert dialogs == [] and page.query_selector("svg b, script") is None


def test_the_three_queries_run_as_printed(path: Path, tmp_path: Path) -> None:
    release = made(path, tmp_path / "out").folder
    page = lxml.html.fromstring((release / "index.html").read_text())
    printed = [pre.text_content() for pre in page.xpath("//pre[@class='query']")]
    assert len(printed) == 3
    granted, most, _found = (query(release, sql) for sql in printed)
    assert [r[:2] for r in granted] == [(2022, 1), (2023, 1)]
    assert [r[:3] for r in most] == [
        (2023, "湖口县财政局", 20), (2022, "湖口县财政局", 10), (2023, "都昌县财政局", 3),
    ]  # fmt: skip
