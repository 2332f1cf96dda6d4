"""Releases: what `scrapy publish` leaves in its folder, and what a reader finds there."""

from __future__ import annotations

import hashlib
import json
import re
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from crawler.corpus import Corpus, CorpusError
from crawler.errors import BadArgument
from crawler.publication import publish, publishing
from crawler.publication.exports import PARQUET_MISSING
from tests.publication.releases import (
    HOSTILE,
    HOSTILE_NAME,
    add,
    begin,
    files,
    lines,
    made,
    query,
)


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
