"""Run reports as files and on the terminal."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from crawler.reporting.model import RunReport
from crawler.reporting.terminal import report_text
from tests.crawling import SmallPortal, serve_small
from tests.run_reports.weekly import (
    HOSTILE,
    LIST,
    YEARS,
    Crawls,
    Markup,
    kinds,
    report,
)
from tests.running import rows, run
from tests.test_revisits import lay_out


def test_the_page_escapes_everything_and_loads_nothing(crawls: Crawls) -> None:
    hostile = {f"{HOSTILE}.html": report(2024, HOSTILE, title=HOSTILE)}
    made = crawls.run(
        gives=hostile, lists=LIST, leaves={"x": (200, HOSTILE)}, state="blocked",
        troubles=(HOSTILE,), family=HOSTILE,
    )  # fmt: skip
    assert made.page is not None
    page = Markup(made.page.read_text(encoding="utf-8"))
    assert "script" not in page.tags
    assert page.loads == []
    assert HOSTILE in page.text
    assert all(link.startswith("https://www.hukou.gov.cn/") for link in page.links)
    assert "新增文件" in page.text and "new documents" in page.text


def test_every_run_keeps_its_report_and_latest_leads_to_the_last(crawls: Crawls) -> None:
    crawls.run(gives=YEARS, lists=LIST)
    made = crawls.run(lists=LIST)
    assert made.page is not None
    folder = made.page.parent
    names = sorted(path.name for path in folder.iterdir())
    stems = ("latest", "run-1", "run-2")
    assert names == [f"{stem}.{end}" for stem in stems for end in ("html", "json")]
    assert RunReport.model_validate_json((folder / "latest.json").read_text()) == made.report
    assert 'href="run-1.html"' in made.page.read_text(encoding="utf-8")
    (folder / "run-2.json").write_text("{")
    assert kinds(crawls.run(lists=LIST)) == {"no_comparison": "note"}


def test_a_report_that_cannot_be_written_says_so(crawls: Crawls) -> None:
    crawls.corpus.with_name("corpus.runs").write_text("a file where the folder belongs")
    made = crawls.run(gives=YEARS, lists=LIST)
    assert made.page is None
    assert "corpus.runs" in made.trouble and "the corpus itself is complete" in made.trouble


def test_the_terminal_is_told_the_gravest_first_and_what_to_do(crawls: Crawls) -> None:
    crawls.run(gives=YEARS, lists=LIST)
    made = crawls.run(state="blocked", troubles=("a firewall\x1b[31m",), lists={"nb/2.html": None})
    lines = report_text(made.report, made.page, 200).splitlines()
    assert lines[1].startswith("  alarm    湖口县: the portal does not let us in: a firewall")
    assert "\x1b" not in "".join(lines)
    assert "do not get round it" in lines[2]
    assert lines[3].startswith("  warning  湖口县: 1 pages of lists gave no answer")
    assert str(made.page) in lines[-1]


@pytest.fixture
def small() -> Iterator[SmallPortal]:
    with serve_small() as portal:
        yield portal


def test_a_rebuilt_portal_ends_the_crawl_with_its_code_and_one_line_for_cron(
    small: SmallPortal, tmp_path: Path
) -> None:
    corpus = tmp_path / "corpus.db"

    def crawl() -> tuple[int, str, str]:
        done = run(
            *("crawl", "municipal", "-a", f"url={small.url}/", "-s", f"CORPUS={corpus}"),
            *("-s", "ALLOW_PRIVATE_HOSTS=1", "-s", "DOWNLOAD_DELAY=0", "-s", "REVISIT_DAYS=0"),
        )
        return done.returncode, done.stdout, done.stderr

    lay_out(small, [2025, 2024, 2023])
    assert crawl() == (0, "", "")
    small.pages.clear()
    words = "<p>本网站已全面改版升级，欢迎访问全新的政府门户网站，了解最新资讯。</p>" * 12
    small.add("/", f"<html><title>湖口县人民政府</title><body>{words}<a href='/n/'>新闻</a></body>")
    code, stdout, stderr = crawl()
    assert (code, stdout) == (7, "")
    assert "alarm: " in stderr and "no column of annual reports is found" in stderr
    latest = tmp_path / "corpus.runs" / "latest.json"
    told = RunReport.model_validate_json(latest.read_bytes())
    assert {found.kind: found.severity for found in told.findings} == {
        "silent": "alarm",
        "gone": "alarm",
    }
    failures = rows(corpus, "SELECT http_status, failures FROM visits WHERE url LIKE '%/nb/2024%'")
    assert failures == [(404, 1)]
