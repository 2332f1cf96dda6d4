"""A corpus with runs a week apart, and what their reports hold."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

from scrapy.settings import Settings

from crawler.corpus import Corpus
from crawler.items import Document, Errand, PortalRun, Skipped, Visit
from crawler.reporting.making import Made, make_report
from crawler.reporting.model import Finding
from parsers.record import Agency, Hints, Record

HOME = "https://www.hukou.gov.cn/"
PORTAL = "www.hukou.gov.cn/"
HOSTILE = "<script>alert(1)</script>\"'&局"
START = datetime(2026, 4, 20, 3, 0, tzinfo=UTC)
WEEK = timedelta(days=7)
STATUTORY = "湖口县财政局"


def agency(name: str = STATUTORY) -> Agency:
    return Agency(
        agency_id=f"360429:{name}",
        name=name,
        body=name,
        kind="department",
        level="county",
        county="湖口县",
        division_code="360429",
        resolution="exact",
        names=(name,),
    )


class Crawls:
    """A corpus with runs that a test tells one by one, a week between them."""

    def __init__(self, folder: Path) -> None:
        self.corpus = folder / "corpus.db"
        self.settings = Settings(
            {"ALERT_FROM": "alarm", "ALERT_COMMAND": "", "ALERT_WEBHOOK": "", "RUN_REPORTS": None}
        )
        self._runs = 0

    def run(
        self,
        *,
        gives: dict[str, Record] | None = None,
        lists: dict[str, int | None] | None = None,
        emptied: str = "",
        leaves: dict[str, tuple[int, str]] | None = None,
        reason: str = "finished",
        stats: dict[str, Any] | None = None,
        at: datetime | None = None,
        home: str = HOME,
        **portal: Any,
    ) -> Made:
        """A run over one portal. gives: records by path; lists: status by path (None: no answer);
        emptied: path of a list that shows nothing any more; leaves: status and reason by path."""
        self._runs += 1
        run_id = f"run-{self._runs}"
        now = at or START + self._runs * WEEK
        key = home.removeprefix("https://")
        with Corpus.open(self.corpus) as corpus:
            corpus.begin_run(run_id, "municipal", {"url": home}, now)
            told = PortalRun(portal=key, home=home, name="湖口县", started_at=now, **portal)
            told = told.model_copy(update={"state": portal.get("state", "done")})
            corpus.portal_run(told, run_id)
            for path, status in (lists or {}).items():
                self._visit(corpus, run_id, key, home + path, "column", status, now)
                if status != 200:
                    skipped = Skipped(url=home + path, reason=f"answered with status {status}")
                    corpus.skip(skipped, run_id, now)
            if emptied:
                self._visit(corpus, run_id, key, home + emptied, "column", 200, now, "another")
                empty = "neither a report nor a list of reports"
                corpus.skip(Skipped(url=home + emptied, reason=empty), run_id, now)
            for path, record in (gives or {}).items():
                url = home + path
                corpus.store(document_of(url, record, now), run_id)
                self._visit(corpus, run_id, key, url, "row", 200, now)
            for path, (status, why) in (leaves or {}).items():
                self._visit(corpus, run_id, key, home + path, "row", status, now)
                corpus.skip(Skipped(url=home + path, reason=why), run_id, now)
            corpus.finish_run(run_id, now + timedelta(minutes=1), reason, {})
        return make_report(self.corpus, run_id, stats or {}, self.settings)

    def _visit(
        self, corpus: Corpus, run_id: str, key: str, url: str, role: str, status: int | None,
        now: datetime, digest: str = "d",
    ) -> None:  # fmt: skip
        corpus.visit(
            Visit(
                portal=key,
                errand=Errand(key=url, role=role, url=url),
                checked_at=now,
                failed=status is None or status >= 400,
                http_status=status,
                digest=digest,
            ),
            run_id,
        )


def document_of(url: str, record: Record, now: datetime) -> Document:
    data = f"{url} {record.model_dump_json()}".encode()
    return Document(
        url=url, kind="official", data=data, hints=Hints(url=url), fetched_at=now, record=record
    )


def report(year: int, name: str = STATUTORY, **more: Any) -> Record:
    told = {"title": f"{name}{year}年报", "template": "2021", "status": "verified", **more}
    return Record(outcome="report", agency=agency(name), year=year, **told)


def kinds(made: Made) -> dict[str, str]:
    """Severity by kind of the findings."""
    return {finding.kind: finding.severity for finding in made.report.findings}


def finding(made: Made, kind: str) -> Finding:
    [found] = [found for found in made.report.findings if found.kind == kind]
    return found


YEARS = {f"nb/{year}.html": report(year) for year in range(2019, 2026)}
LIST = {"nb/index.html": 200}


class Markup(HTMLParser):
    """Tags, addresses and text of a page."""

    def __init__(self, markup: str) -> None:
        super().__init__()
        self.tags: list[str] = []
        self.links: list[str] = []
        self.loads: list[str] = []
        self.text = ""
        self.feed(markup)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append(tag)
        told = dict(attrs)
        self.links += [told["href"] or ""] if tag == "a" else []
        self.loads += [value or "" for name, value in attrs if name == "src" or tag == "link"]
        assert not any(name.startswith("on") for name, _ in attrs)

    def handle_data(self, data: str) -> None:
        self.text += data
