"""`scrapy agencies`: what is not settled is told, decisions settle it, and undo it again."""

from __future__ import annotations

import csv
import sqlite3
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from crawler.corpus import Corpus
from crawler.corpus.decisions import Decision
from crawler.decision_file import read_decisions
from crawler.errors import BadArgument
from crawler.items import Document
from parsers import parse
from parsers.record import Hints
from tests.running import rows, run

NOON = datetime(2026, 11, 20, 12, 0, tzinfo=UTC)
COLUMNS = "source,name,agency_id,note"
HEADER = f"{COLUMNS}\n"
LINE = "a.example,胜利镇,370784:教育局"
# A town of which there are many, on a portal that does not say which; the same on another one.
XIUWU = "https://mirror.example/a/1.html"
LUSHI = "https://mirror.example/b/2.html"
NAMELESS = "https://mirror.example/3.html"
KNOWN = "https://www.anqiu.gov.cn/4.html"
DECIDED = "410821100:人民政府"
PAGE = """<html><head><title>{title}</title></head><body><h1>{title}</h1>
<p>根据《中华人民共和国政府信息公开条例》的要求编制本年度报告，现予公布。{text}</p>
<h2>一、总体情况</h2><p>2020年主动公开政府信息{count}条。</p>
<h2>二、主动公开政府信息情况</h2><p>见附表。</p>
<h2>三、收到和处理政府信息公开申请情况</h2><p>收到申请{count}件。</p>
<h2>四、政府信息公开行政复议、行政诉讼情况</h2><p>无。</p>
<h2>五、存在的主要问题及改进情况</h2><p>{text}</p>
<h2>六、其他需要报告的事项</h2><p>无。</p></body></html>"""


def _document(url: str, name: str, count: int, text: str, **hints: str) -> Document:
    title = f"{name}2020年政府信息公开工作年度报告"
    data = PAGE.format(title=title, count=count, text=text).encode()
    known = Hints(url=url, **hints)
    return Document(
        url=url,
        data=data,
        headers=(),
        fetched_at=NOON,
        http_status=200,
        kind="mirror",
        hints=known,
        record=parse(data, known),
    )


def _documents() -> list[Document]:
    return [
        _document(XIUWU, "城关镇人民政府", 31, "我镇加强学习培训。", site_name="文档分享"),
        _document(LUSHI, "城关镇人民政府", 57, "我镇及时更新栏目，回应群众关切。"),
        _document(NAMELESS, "", 8, "本单位按时公开。"),
        _document(KNOWN, "安丘市教育局", 12, "我局按时公开。"),
    ]


def _store(path: Path, documents: list[Document], run_id: str = "first") -> None:
    with Corpus.open(path) as corpus:
        corpus.begin_run(run_id, "files", {}, NOON)
        for document in documents:
            corpus.store(document, run_id)


@pytest.fixture
def path(tmp_path: Path) -> Path:
    path = tmp_path / "corpus.db"
    _store(path, _documents())
    return path


def _file(path: Path, *lines: str) -> Path:
    file = path.with_name("decisions.csv")
    file.write_text(HEADER + "".join(f"{line}\n" for line in lines), encoding="utf-8")
    return file


def _apply(path: Path, *lines: str) -> str:
    file = _file(path, *lines)
    ended = run("agencies", "--apply", "-s", f"CORPUS={path}", "-s", f"DECISIONS={file}")
    assert (ended.returncode, ended.stderr) == (0, "")
    return ended.stdout


def _agency_of(path: Path, url: str) -> Any:
    return rows(path, f"SELECT agency_id FROM sources WHERE url = '{url}'")[0][0]


def _content(path: Path) -> dict[str, list[tuple[Any, ...]]]:
    """Every table but for times and the decisions themselves."""
    times = {"updated_at", "started_at", "applied_at"}
    with closing(sqlite3.connect(path)) as db:
        tables = [
            name
            for (name,) in db.execute(
                "SELECT name FROM sqlite_master WHERE type = 'table'"
                " AND name NOT LIKE 'sections_fts%' AND name NOT LIKE '%sqlite%'"
                " AND name <> 'agency_decisions'"
            )
        ]
        found = {}
        for table in tables:
            columns = [row[1] for row in db.execute(f"PRAGMA table_info({table})")]
            kept = [c for c in columns if c not in times and c not in ("section_id", "capture_id")]
            chosen = ", ".join(f'"{c}"' for c in kept)
            found[table] = sorted(db.execute(f"SELECT {chosen} FROM {table}").fetchall(), key=repr)
        return found


def test_the_list_tells_who_why_and_what_would_settle_it(path: Path) -> None:
    ended = run("agencies", "-s", f"CORPUS={path}")
    assert (ended.returncode, ended.stderr) == (0, "")
    lines = ended.stdout.splitlines()
    assert lines[0] == (
        "not settled: 2 ambiguous and 0 unresolved agencies with 2 reports; "
        "1 reports that name no agency"
    )
    assert "divisions bear the name 城关镇" in ended.stdout
    assert (
        f"{XIUWU} (“城关镇人民政府2020年政府信息公开工作年度报告”; portal 文档分享)" in ended.stdout
    )
    assert "mirror.example,城关镇人民政府,AGENCY_ID,NOTE" in ended.stdout
    assert "    may be   120114110:人民政府 天津市 武清区 城关镇" in lines
    assert NAMELESS in ended.stdout
    assert KNOWN not in ended.stdout


def test_the_draft_is_a_decision_file_that_decides_nothing_yet(path: Path) -> None:
    ended = run("agencies", "--draft", "-s", f"CORPUS={path}")
    drafted = list(csv.DictReader(ended.stdout.splitlines()))
    assert [(row["source"], row["name"], row["agency_id"]) for row in drafted] == [
        ("mirror.example", "城关镇人民政府", ""),
        ("mirror.example", "城关镇人民政府", ""),
        (NAMELESS, "", ""),
    ]
    file = path.with_name("draft.csv")
    file.write_text("\n".join(ended.stdout.splitlines()[:2]), encoding="utf-8")
    assert read_decisions(file) == {}


def test_a_name_like_a_formula_is_text_in_a_spreadsheet_and_itself_again_when_read(
    path: Path,
) -> None:
    _store(path, [_document(f"{NAMELESS}2", "=1+1镇人民政府", 9, "我镇按时公开。")], "second")
    ended = run("agencies", "--draft", "-s", f"CORPUS={path}")
    drafted = [row["name"] for row in csv.DictReader(ended.stdout.splitlines())]
    assert [name for name in drafted if "1+1" in name] == ["'=1+1镇人民政府"]
    file = _file(path, f"mirror.example,'=1+1镇人民政府,{DECIDED},")
    assert [decision.name for decision in read_decisions(file)] == ["=1+1镇人民政府"]


def test_a_decision_settles_for_good_and_its_removal_undoes_it(path: Path) -> None:
    before = _content(path)
    told = _apply(
        path,
        f"https://mirror.example/a/*,城关镇人民政府,{DECIDED},telephoned",
        "elsewhere.example,城关镇人民政府,411224100:人民政府,nothing is from there",
    )
    assert "2 decisions in force, 2 of them new, 0 no longer: 1 documents have another" in told
    assert "decisions.csv:3: no document at elsewhere.example" in told
    assert _agency_of(path, XIUWU) == DECIDED
    assert str(_agency_of(path, LUSHI)).startswith("0:城关镇人民政府")
    of_it = f"FROM agencies WHERE agency_id = '{DECIDED}'"
    assert rows(path, f"SELECT name, county, resolution {of_it}") == [
        ("修武县城关镇人民政府", "修武县", "context")
    ]
    reason = rows(path, f"SELECT reason {of_it}")[0][0]
    was = "decided by an operator: telephoned; read as 城关镇人民政府, ambiguous: "
    assert reason.startswith(was)
    # a later crawl obeys: the same document again, and another year of the same town
    later = _document(f"{XIUWU}?2", "城关镇人民政府", 31, "我镇加强学习培训。")
    _store(path, [*_documents(), later], "second")
    assert _agency_of(path, XIUWU) == DECIDED
    assert _agency_of(path, f"{XIUWU}?2") == DECIDED
    # so does a better parser
    with Corpus.open(path) as corpus:
        capture = corpus.latest_capture(XIUWU)
        assert capture is not None
        record = _documents()[0].record
        assert record is not None
        changed = record.model_copy(update={"notes": ("read anew",)})
        stored = corpus.replace_record(XIUWU, capture.source_id, changed)
        assert (stored.change, stored.agency_id) == ("changed", DECIDED)
        corpus.replace_record(XIUWU, capture.source_id, record)
    # without the line everything is as it was
    assert "0 decisions in force, 0 of them new, 2 no longer" in _apply(path)
    assert rows(path, "SELECT count(*) FROM source_records WHERE decided") == [(0,)]
    after = _content(path)
    for table in ("agencies", "reports", "sections", "agency_names"):
        kept = [row for row in after[table] if f"{XIUWU}?2" not in row]
        assert len(kept) == len(before[table]), table
    assert after["agencies"] == before["agencies"]


def test_a_report_without_a_name_is_settled_by_its_address(path: Path) -> None:
    _apply(path, f"{NAMELESS},,370784:审计局,the mirror's list names it")
    assert _agency_of(path, NAMELESS) == "370784:审计局"
    assert rows(path, f"SELECT reason FROM sources WHERE url = '{NAMELESS}'") == [(None,)]
    ended = run("agencies", "-s", f"CORPUS={path}")
    assert NAMELESS not in ended.stdout


def test_the_narrowest_decision_counts_and_a_wide_one_leaves_settled_names_alone(
    path: Path,
) -> None:
    with Corpus.open(path) as corpus:
        corpus.apply_decisions(
            [
                Decision("www.anqiu.gov.cn", "", "370784:人民政府", "whatever is there"),
                Decision("mirror.example", "城关镇人民政府", "411224100:人民政府", ""),
                Decision("https://mirror.example/a/*", "城关镇人民政府", DECIDED, ""),
            ]
        )
    assert _agency_of(path, KNOWN) == "370784:教育局"  # it bears its own name
    assert _agency_of(path, XIUWU) == DECIDED
    assert _agency_of(path, LUSHI) == "411224100:人民政府"
    with Corpus.open(path) as corpus:
        corpus.apply_decisions([Decision(KNOWN, "", "370784:体育局", "the page lies")])
    assert _agency_of(path, KNOWN) == "370784:体育局"  # its very address was decided on


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("source,agency_id\n", f":1: expected the columns {COLUMNS}, found source,agency_id"),
        (f"{HEADER}a.example,胜利镇,370784\n", f":2: expected 4 values ({COLUMNS}), found 3;"),
        (f"{HEADER}{LINE},so,it,is\n", f":2: expected 4 values ({COLUMNS}), found 6;"),
        (f"{HEADER}a.example,胜利镇,999999:教育局,\n", "found '999999:教育局'"),
        (f"{HEADER}a.example,胜利镇,370784:发改委,\n", "found '370784:发改委'"),
        (f"{HEADER}a.example,胜利镇,0:胜利镇,\n", "found '0:胜利镇'"),
        (f"{HEADER}a.example,胜利镇,370784,\n", "found '370784'"),
        (f"{HEADER}\n,胜利镇,370784:教育局,\n", ":3: expected an address"),
        (f"{HEADER}ftp://{LINE},\n", ":2: expected an address"),
        (f"{HEADER}https://a.example/*/b,胜利镇,370784:教育局,\n", ":2: expected an address"),
        (f"{HEADER}A.example/b,胜利镇,370784:教育局,\n", ":2: expected an address"),
        (f"{HEADER}{LINE},\n{LINE},\n", ":3: expected one line for each source and name, found"),
    ],
)
def test_a_bad_line_is_told_with_its_place(tmp_path: Path, text: str, told: str) -> None:
    file = tmp_path / "decisions.csv"
    file.write_text(text, encoding="utf-8")
    with pytest.raises(BadArgument) as caught:
        read_decisions(file)
    assert str(caught.value).startswith(f"{file}:")
    assert told in str(caught.value)


def test_a_bad_file_ends_the_command_and_leaves_the_corpus_alone(path: Path) -> None:
    _apply(path, f"https://mirror.example/a/*,城关镇人民政府,{DECIDED},")
    before = _content(path)
    file = _file(path, "mirror.example,城关镇人民政府,人民政府,")
    ended = run("agencies", "--apply", "-s", f"CORPUS={path}", "-s", f"DECISIONS={file}")
    assert ended.returncode == 2
    assert ended.stdout == ""
    assert ended.stderr.count("\n") == 1
    assert f"error: {file}:2: expected an agency_id" in ended.stderr
    assert _content(path) == before


def test_the_packaged_decisions_can_be_read() -> None:
    assert all(decision.note for decision in read_decisions())
