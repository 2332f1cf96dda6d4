"""The report of a run: what it tells of portals, how grave it is, where it goes."""

from __future__ import annotations

import json
import threading
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from html.parser import HTMLParser
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path
from typing import Any

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import Encoding
from scrapy import Spider, signals
from scrapy.http import Response
from scrapy.settings import Settings
from scrapy.utils.test import get_crawler
from twisted.internet.ssl import Certificate

from crawler.corpus import Corpus
from crawler.errors import BadArgument
from crawler.extensions.certificates import Certificates
from crawler.items import Document, Errand, PortalRun, Skipped, Visit
from crawler.reporting.making import Made, alert_level, make_report
from crawler.reporting.model import Finding, RunReport
from crawler.reporting.terminal import report_text
from parsers.record import Agency, Hints, Record
from tests.crawling import SmallPortal, serve_small
from tests.running import rows, run
from tests.test_revisits import lay_out

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


@pytest.fixture
def crawls(tmp_path: Path) -> Crawls:
    return Crawls(tmp_path)


def kinds(made: Made) -> dict[str, str]:
    """Severity by kind of the findings."""
    return {finding.kind: finding.severity for finding in made.report.findings}


def finding(made: Made, kind: str) -> Finding:
    [found] = [found for found in made.report.findings if found.kind == kind]
    return found


YEARS = {f"nb/{year}.html": report(year) for year in range(2019, 2026)}
LIST = {"nb/index.html": 200}


def test_a_harmless_run_has_no_findings(crawls: Crawls) -> None:
    made = crawls.run(gives=YEARS, lists=LIST)
    assert made.report.findings == ()
    [portal] = made.report.portals
    assert (portal.new, portal.changed, portal.gone, portal.reports) == (7, 0, 0, 7)
    assert portal.new_shown[0].agency == STATUTORY
    again = crawls.run(lists=LIST)
    assert again.report.findings == ()
    [portal] = again.report.portals
    assert (portal.new, portal.reports, portal.reports_before) == (0, 7, 7)
    assert again.report.previous_run == "run-1"


def test_a_changed_a_gone_and_a_refused_document_are_told_apart(crawls: Crawls) -> None:
    crawls.run(gives=YEARS, lists=LIST)
    made = crawls.run(
        lists=LIST,
        gives={"nb/2019.html": report(2019, notes=("corrected",))},
        leaves={
            "nb/2020.html": (404, "answered with status 404"),
            "nb/2021.html": (503, "answered with status 503"),
            "fz/2021.html": (200, "another annual report: 法治政府建设年度报告"),
        },
    )
    [portal] = made.report.portals
    assert [seen.url for seen in portal.changed_shown] == [f"{HOME}nb/2019.html"]
    assert [(seen.url, seen.year) for seen in portal.gone_shown] == [(f"{HOME}nb/2020.html", 2020)]
    assert [seen.reason for seen in portal.unread_shown] == ["answered with status 503"]
    assert portal.refused == {"another annual report: 法治政府建设年度报告": 1}
    assert kinds(made) == {"gone": "note", "unread": "warning"}


def test_reports_of_a_portal_that_lets_nobody_in_are_not_gone(crawls: Crawls) -> None:
    crawls.run(gives=YEARS, lists=LIST)
    why = "a firewall or a limit answered with status 412"
    with Corpus.open(crawls.corpus) as corpus:  # the block left them unasked
        corpus.begin_run("run-b", "municipal", {}, START + 2 * WEEK)
        for path in YEARS:
            corpus.skip(Skipped(url=HOME + path, reason=why), "run-b", START + 2 * WEEK)
        told = PortalRun(portal=PORTAL, home=HOME, started_at=START + 2 * WEEK, state="blocked")
        corpus.portal_run(told, "run-b")
        corpus.finish_run("run-b", START + 2 * WEEK, "finished", {})
    made = make_report(crawls.corpus, "run-b", {}, crawls.settings)
    assert kinds(made) == {"blocked": "alarm"}
    [portal] = made.report.portals
    assert (portal.gone, portal.unread) == (0, len(YEARS))


def test_what_is_gone_is_told_once(crawls: Crawls) -> None:
    crawls.run(gives=YEARS, lists=LIST)
    missing = dict.fromkeys(YEARS, (404, "answered with status 404"))
    first, second = (crawls.run(lists=LIST, leaves=missing) for _ in "12")
    assert kinds(first) == {"gone": "alarm"}
    assert kinds(second) == {}
    assert second.report.portals[0].refused == {"answered with status 404": len(YEARS)}


def test_a_list_that_shows_none_of_its_reports_any_more_is_an_alarm_at_once(
    crawls: Crawls,
) -> None:
    crawls.run(gives=YEARS, lists=LIST)
    assert kinds(crawls.run(emptied="nb/index.html")) == {"silent": "alarm"}


def test_one_of_several_families_seen_before_is_no_change(crawls: Crawls) -> None:
    crawls.run(gives=YEARS, lists=LIST, family="TRS WCM | NFCMS")
    assert kinds(crawls.run(lists=LIST, family="NFCMS")) == {}


def test_a_portal_that_gave_reports_and_has_lost_its_column_is_an_alarm(crawls: Crawls) -> None:
    crawls.run(gives=YEARS, lists=LIST)
    made = crawls.run(lists={"nb/index.html": 404})
    assert kinds(made) == {"silent": "alarm"}
    assert f"{HOME}nb/index.html" in str(finding(made, "silent").values["columns"])
    still = crawls.run()  # its lists are not even due
    assert kinds(still) == {"silent": "alarm"}
    assert finding(still, "silent").since == "run-2"
    back = crawls.run(lists=LIST)
    assert kinds(back) == {}
    assert [found.kind for found in back.report.resolved] == ["silent"]


def test_a_portal_that_never_gave_any_is_no_alarm(crawls: Crawls) -> None:
    assert kinds(crawls.run(state="no_column")) == {"nothing_found": "warning"}
    assert kinds(crawls.run(state="blocked", troubles=("a firewall",))) == {"blocked": "warning"}


def test_a_column_that_moved_names_both_places(crawls: Crawls) -> None:
    crawls.run(gives=YEARS, lists=LIST)
    made = crawls.run(lists={"nb/index.html": 404, "zfxxgk/nb/": 200})
    assert kinds(made) == {"column_moved": "warning"}
    assert finding(made, "column_moved").values == {
        "before": f"{HOME}nb/index.html",
        "now": f"{HOME}zfxxgk/nb/",
    }


def test_a_block_is_an_alarm_at_once_and_a_dead_host_from_the_second_run_on(
    crawls: Crawls,
) -> None:
    crawls.run(gives=YEARS, lists=LIST)
    dead = {"state": "unreachable", "troubles": ("the home page: HTTP status 502",)}
    first, second = crawls.run(**dead), crawls.run(**dead)
    assert kinds(first) == {"unreachable": "warning"}
    assert kinds(second) == {"unreachable": "alarm"}
    assert finding(second, "unreachable").values == {"reason": "HTTP status 502"}
    assert kinds(crawls.run(state="blocked")) == {"blocked": "alarm"}


def test_another_family_and_limits_and_a_missing_browser(crawls: Crawls) -> None:
    crawls.run(gives=YEARS, lists=LIST, family="TRS WCM")
    stats = {
        f"portal/capped/{PORTAL}nb/": "the list was left after 500 pages",
        "portal/capped/www.another.gov.cn/nb/": "the list was left after 500 pages",
        "portal/needs_browser/www.hukou.gov.cn": "there is no Chromium",
    }
    troubles = (f"{PORTAL}nb/: the list was left after 500 pages",)
    made = crawls.run(lists=LIST, family="NFCMS", stats=stats, troubles=troubles)
    assert kinds(made) == {
        "family_changed": "warning",
        "left_early": "warning",
        "needs_browser": "warning",
    }
    assert finding(made, "family_changed").values == {"before": "TRS WCM", "now": "NFCMS"}
    assert len(made.report.findings) == 3


def test_fewer_verified_reports_than_before(crawls: Crawls) -> None:
    crawls.run(gives=YEARS, lists=LIST)
    worse = {path: report(record.year or 0, status="incomplete") for path, record in YEARS.items()}
    made = crawls.run(lists=LIST, gives=worse)
    assert kinds(made) == {"fewer_verified": "alarm"}
    assert finding(made, "fewer_verified").values == {"before": 7, "now": 0}


def test_reports_are_overdue_from_the_day_after_the_statutory_date(
    crawls: Crawls, monkeypatch: pytest.MonkeyPatch
) -> None:
    from crawler.reporting import making

    class Clock(datetime):
        at = datetime(2027, 1, 31, 15, 59, tzinfo=UTC)  # 23:59 in China

        @classmethod
        def now(cls, tz: Any = None) -> datetime:
            return cls.at

    monkeypatch.setattr(making, "datetime", Clock)
    second = {"jy.html": report(2025, "湖口县教育局"), "jy24.html": report(2024, "湖口县教育局")}
    assert kinds(crawls.run(gives={**YEARS, **second}, lists=LIST)) == {}
    Clock.at += timedelta(minutes=2)
    made = crawls.run(lists=LIST)
    assert kinds(made) == {"none_published": "warning"}
    made = crawls.run(lists=LIST, gives={"new.html": report(2026)})
    assert kinds(made) == {"overdue": "note"}
    assert finding(made, "overdue").values == {
        "year": 2026, "late": 1, "expected": 2, "names": "湖口县教育局",
    }  # fmt: skip


def test_what_could_not_be_read_and_what_was_cut_short(crawls: Crawls) -> None:
    scan = Record(outcome="unreadable", reason="a scan, and character recognition is missing")
    made = crawls.run(
        gives={"nb/a.pdf": scan}, lists={**LIST, "nb/2.html": None}, reason="closespider_timeout",
        state="unfinished",
    )  # fmt: skip
    assert kinds(made) == {
        "cut_short": "warning",
        "pages_failed": "warning",
        "unreadable": "warning",
    }
    assert "character recognition" in str(finding(made, "unreadable").values["reason"])


def test_a_run_before_that_was_killed_and_a_column_without_a_new_place(crawls: Crawls) -> None:
    crawls.run(gives=YEARS, lists={**LIST, "nb/old.html": 200})
    with Corpus.open(crawls.corpus) as corpus:
        corpus.begin_run("run-1-killed", "municipal", {}, START + 1.5 * WEEK)
    nowhere = report(2025, "某局").model_copy(update={"agency": None})
    made = crawls.run(lists={**LIST, "nb/old.html": 410}, gives={"nb/x.html": nowhere})
    assert kinds(made) == {"killed_before": "note", "column_gone": "warning", "unplaced": "note"}
    assert finding(made, "killed_before").values == {"run": "run-1-killed"}
    assert finding(made, "column_gone").values == {"columns": f"{HOME}nb/old.html"}
    assert made.report.portals[0].unplaced == {"report without an established publisher": 1}


def test_a_folder_of_files_is_told_of_like_a_portal(crawls: Crawls) -> None:
    with Corpus.open(crawls.corpus) as corpus:
        corpus.begin_run("run-f", "files", {"path": "/srv/reports"}, START)
        for year in (2023, 2024):
            given = document_of(f"file:///srv/reports/{year}.html", report(year), START)
            corpus.store(given.model_copy(update={"kind": "file"}), "run-f")
        corpus.skip(
            Skipped(url="file:///srv/reports/x", reason="not a regular file"), "run-f", START
        )
        corpus.finish_run("run-f", START + timedelta(minutes=1), "finished", {"errors": 2})
    made = make_report(crawls.corpus, "run-f", {}, crawls.settings)
    [portal] = made.report.portals
    assert (portal.name, portal.new, portal.reports, portal.verified) == ("/srv/reports", 2, 2, 2)
    assert portal.refused == {"not a regular file": 1}
    assert kinds(made) == {"errors": "alarm"}
    assert "file:///srv/reports/2023.html" in Markup(made.page.read_text()).text  # type: ignore[union-attr]
    assert Markup(made.page.read_text()).links == []  # type: ignore[union-attr]


def test_certificates_that_run_out(crawls: Crawls) -> None:
    now = datetime.now(UTC)
    stats = {
        "certificate/www.hukou.gov.cn": now - timedelta(days=1),
        "certificate/zwgk.hukou.gov.cn": now + timedelta(days=7),
        "certificate/xzsp.hukou.gov.cn": now + timedelta(days=90),
    }
    made = crawls.run(gives=YEARS, lists=LIST, stats=stats)
    assert kinds(made) == {"certificate_expired": "warning", "certificate_expires": "note"}


def certificate(ends: datetime) -> Certificate:
    """As the downloader hands it over with an answer."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, "www.hukou.gov.cn")])
    built = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(1)
        .not_valid_before(ends - timedelta(days=365))
        .not_valid_after(ends)
        .sign(key, hashes.SHA256())
    )
    return Certificate.loadPEM(built.public_bytes(Encoding.PEM))


def test_the_first_answer_of_a_host_tells_when_its_certificate_runs_out() -> None:
    crawler = get_crawler(Spider)
    extension = Certificates.from_crawler(crawler)
    ends = datetime(2026, 10, 28, 10, 30, tzinfo=UTC)
    assert crawler.stats is not None
    for url, told in (
        (f"{HOME}robots.txt", certificate(ends)),
        (HOME, certificate(ends + timedelta(days=1))),
        ("http://zwgk.hukou.gov.cn/", None),
    ):
        response = Response(url, certificate=told)
        crawler.signals.send_catch_log(
            signals.response_received, response=response, request=None, spider=None
        )
    found = {k: v for k, v in crawler.stats.get_stats().items() if k.startswith("certificate/")}
    assert extension is not None and found == {"certificate/www.hukou.gov.cn": ends}


# --- the files ----------------------------------------------------------------------------------


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


# --- sending on ---------------------------------------------------------------------------------


@pytest.fixture
def hook() -> Iterator[tuple[str, list[bytes]]]:
    """A webhook on loopback, and what was posted to it. /refuse answers 500, /away sends away."""
    posted: list[bytes] = []

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            posted.append(self.rfile.read(int(self.headers["Content-Length"])))
            self.send_response(
                {"refuse": 500, "away": 302}.get(self.path[1:].partition("?")[0], 200)
            )
            self.send_header("Location", "/elsewhere")
            self.send_header("Content-Length", "0")
            self.end_headers()

        def log_message(self, format: str, *args: Any) -> None:
            """Nothing on stderr."""

    server = HTTPServer(("127.0.0.1", 0), Handler)
    threading.Thread(target=server.serve_forever, args=(0.02,), daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}", posted
    server.shutdown()
    server.server_close()


def test_findings_are_sent_to_a_webhook_and_to_a_command(
    crawls: Crawls, hook: tuple[str, list[bytes]], tmp_path: Path
) -> None:
    url, posted = hook
    crawls.settings.set("ALERT_WEBHOOK", f"{url}/services/SECRET")
    crawls.settings.set("ALERT_COMMAND", f"tee {tmp_path}/sent.json")
    crawls.run(gives=YEARS, lists=LIST)
    assert posted == []  # nothing to tell
    made = crawls.run(state="blocked", troubles=("a firewall",))
    assert kinds(made) == {"blocked": "alarm"}
    [message] = posted
    assert message == (tmp_path / "sent.json").read_bytes()
    told = json.loads(message)
    assert told["severity"] == "alarm" and "a firewall" in told["text"]
    assert [found["kind"] for found in told["findings"]] == ["blocked"]
    assert told["findings"][0]["is_new"] is True


@pytest.mark.parametrize(
    ("setting", "value", "told"),
    [
        ("ALERT_WEBHOOK", "{hook}/refuse?SECRET", "127.0.0.1 answered with status 500"),
        ("ALERT_WEBHOOK", "{hook}/away?SECRET", "127.0.0.1 answered with status 302"),
        ("ALERT_WEBHOOK", "http://127.0.0.1:9/SECRET", "127.0.0.1 could not be reached"),
        ("ALERT_WEBHOOK", "file:///etc/SECRET", "no http or https address"),
        ("ALERT_WEBHOOK", "http://[SECRET", "no http or https address"),
        ("ALERT_COMMAND", "false SECRET", "the command ended with 1"),
        ("ALERT_COMMAND", "/no/such/program SECRET", "does not start (No such file"),
        ("ALERT_COMMAND", "'SECRET", "cannot be split into words"),
    ],
)
def test_a_message_that_does_not_go_out_is_a_finding_without_secrets(
    crawls: Crawls, hook: tuple[str, list[bytes]], setting: str, value: str, told: str
) -> None:
    crawls.run(gives=YEARS, lists=LIST)
    crawls.settings.set(setting, value.format(hook=hook[0]))
    made = crawls.run(state="blocked")
    assert kinds(made) == {"blocked": "alarm", "not_sent": "warning"}
    assert told in str(finding(made, "not_sent").values["reason"])
    assert made.page is not None
    assert "SECRET" not in made.page.read_text() + made.report.model_dump_json()
    assert "SECRET" not in report_text(made.report, made.page, 200)


def test_a_level_that_there_is_not_is_refused() -> None:
    with pytest.raises(BadArgument, match="ALERT_FROM=loud"):
        alert_level(Settings({"ALERT_FROM": "loud"}))


# --- through the command ------------------------------------------------------------------------


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
