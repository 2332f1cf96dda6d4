"""The report of a run: what it tells of portals, and how grave it is."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from crawler.corpus import Corpus
from crawler.items import PortalRun, Skipped
from crawler.reporting.making import make_report
from parsers.record import Record
from tests.run_reports.weekly import (
    HOME,
    LIST,
    PORTAL,
    START,
    STATUTORY,
    WEEK,
    YEARS,
    Crawls,
    Markup,
    document_of,
    finding,
    kinds,
    report,
)


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
