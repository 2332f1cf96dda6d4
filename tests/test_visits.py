"""What crawls of a portal remember, and when they come back to what they know."""

from __future__ import annotations

import dataclasses
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from sqlite_utils import Database

from crawler.corpus import Corpus
from crawler.corpus.visits import Remembered
from crawler.items import Errand, PortalRun, Visit
from spiders.discovery.home.way import Step
from spiders.discovery.requests.about import About
from spiders.discovery.requests.memory import Memory
from spiders.discovery.requests.revisits import Revisits

HOME = "http://www.shilixian.gov.cn/"
PORTAL = "shilixian.gov.cn"
NOVEMBER = datetime(2026, 11, 21, tzinfo=UTC)
RULES = Revisits(timedelta(days=30))


def errand(name: str, role: str = "row") -> Errand:
    return Errand(key=f"{PORTAL}/{name}", role=role, url=f"{HOME}{name}")


def visit(of: Errand, at: datetime, **told: object) -> Visit:
    return Visit.model_validate({"portal": PORTAL, "errand": of, "checked_at": at, **told})


def remembered(
    name: str,
    role: str = "row",
    checked: datetime | None = NOVEMBER,
    changed: datetime | None = None,
    status: int | None = 200,
    failures: int = 0,
    newest: str | None = None,
) -> Remembered:
    first = changed or checked or NOVEMBER
    return Remembered(
        errand(name, role), first, checked, changed or checked, status, failures, "", "", newest
    )


@pytest.fixture
def corpus(tmp_path: Path) -> Corpus:
    with Corpus.open(tmp_path / "corpus.db") as opened:
        opened.begin_run("run", "municipal", {}, NOVEMBER)
        yield opened


def test_what_an_answer_led_to_is_planned_with_it(corpus: Corpus) -> None:
    column, report = errand("nb/", "column"), errand("nb/1.html")
    corpus.visit(
        visit(column, NOVEMBER, http_status=200, etag="v1", digest="a", led_to=(report,)), "run"
    )
    known = {entry.errand.key: entry for entry in corpus.remembered(PORTAL)}
    assert set(known) == {column.key, report.key}
    assert known[column.key].checked_at == NOVEMBER
    assert known[column.key].etag == "v1"
    assert known[report.key].checked_at is None
    assert corpus.remembered("other.gov.cn") == []


def test_an_answer_not_modified_keeps_what_was_known(corpus: Corpus) -> None:
    column, later = errand("nb/", "column"), NOVEMBER + timedelta(days=2)
    corpus.visit(visit(column, NOVEMBER, http_status=200, etag="v1", digest="a"), "run")
    corpus.visit(visit(column, later, http_status=304), "run")
    [entry] = corpus.remembered(PORTAL)
    assert (entry.etag, entry.changed_at, entry.checked_at) == ("v1", NOVEMBER, later)
    corpus.visit(visit(column, later, http_status=200, etag="v2", digest="b"), "run")
    [entry] = corpus.remembered(PORTAL)
    assert (entry.etag, entry.changed_at) == ("v2", later)


def test_failures_are_counted_until_an_answer_comes(corpus: Corpus) -> None:
    report = errand("nb/1.html")
    for _ in range(2):
        corpus.visit(visit(report, NOVEMBER, failed=True, http_status=503), "run")
    assert corpus.remembered(PORTAL)[0].failures == 2
    corpus.visit(visit(report, NOVEMBER, http_status=200, digest="a"), "run")
    assert corpus.remembered(PORTAL)[0].failures == 0


def test_the_last_word_on_a_portal_counts(corpus: Corpus) -> None:
    told = PortalRun(portal=PORTAL, home=HOME, started_at=NOVEMBER)
    corpus.portal_run(told, "run")
    done = told.model_copy(update={"state": "done", "family": "TRS WCM", "troubles": ("slow",)})
    corpus.portal_run(done, "run")
    [known] = corpus.portals()
    assert (known.state, known.family, known.troubles) == ("done", "TRS WCM", ("slow",))


def test_a_corpus_of_the_first_schema_is_copied_and_brought_up_to_date(tmp_path: Path) -> None:
    path = tmp_path / "corpus.db"
    with Corpus.open(path) as corpus:
        corpus.begin_run("first", "files", {}, NOVEMBER)
    old = Database(path)
    old.execute("DROP TABLE visits")
    old.execute("DROP TABLE portal_runs")
    old.execute("DELETE FROM _sqlite_migrations WHERE name = '0002_visits'")
    old.close()
    with Corpus.open(path) as corpus:
        corpus.visit(visit(errand("nb/"), NOVEMBER, http_status=200), "first")
    copy = Database(tmp_path / "corpus.db.before-0002_visits")
    assert "visits" not in copy.table_names()
    assert copy.execute("SELECT run_id FROM runs").fetchall() == [("first",)]
    copy.close()


def test_what_was_planned_and_never_read_is_due() -> None:
    assert RULES.is_due(remembered("a", checked=None), NOVEMBER)


def test_everything_is_due_within_the_window() -> None:
    for role in ("hub", "column", "row", "file"):
        entry = remembered("a", role, changed=NOVEMBER - timedelta(days=2000))
        assert RULES.is_due(entry, NOVEMBER + timedelta(days=30))


def test_a_list_that_changed_yesterday_is_due_tomorrow_and_a_quiet_one_is_not() -> None:
    tomorrow = NOVEMBER + timedelta(days=1)
    lively = remembered("a", "column", changed=NOVEMBER - timedelta(days=1))
    quiet = remembered("a", "column", changed=NOVEMBER - timedelta(days=300))
    assert RULES.is_due(lively, tomorrow)
    assert not RULES.is_due(quiet, tomorrow)


def test_lists_are_read_weekly_in_the_season_of_reports() -> None:
    january = datetime(2027, 1, 20, tzinfo=UTC)
    changed = january - timedelta(days=300)
    quiet = remembered("a", "column", checked=january - timedelta(days=7), changed=changed)
    assert RULES.is_due(quiet, january)
    later = january + timedelta(days=150)
    quiet = remembered("a", "column", checked=later - timedelta(days=7), changed=changed)
    assert not RULES.is_due(quiet, later)


def test_what_keeps_failing_is_asked_for_ever_later_but_within_the_window() -> None:
    once, often = remembered("a", failures=1, status=503), remembered("a", failures=9, status=503)
    assert RULES.is_due(once, NOVEMBER + timedelta(days=1))
    assert not RULES.is_due(often, NOVEMBER + timedelta(days=20))
    assert RULES.is_due(often, NOVEMBER + timedelta(days=30))


def test_a_crawl_that_follows_at_once_asks_for_less_than_a_tenth() -> None:
    lists = [remembered(f"l{n}", "column", newest=f"20{n:02}-01-01") for n in range(10, 26)]
    known = [remembered("home", "home"), *lists, *(remembered(f"a{n}") for n in range(83))]
    due = RULES.due(known, NOVEMBER + timedelta(minutes=1))
    assert 0 < len(due) + 2 <= 10  # with the home page and robots.txt
    assert errand("l25").key in due  # the list with the newest date


def test_pages_that_come_whole_each_time_are_fewer_than_others() -> None:
    """Without validators nothing tells that a page is the same but the page itself."""
    lists = [remembered(f"l{n}", "column", newest=f"20{n:02}-01-01") for n in range(10, 26)]
    known = [remembered("home", "home"), *lists, *(remembered(f"a{n}") for n in range(83))]
    soon = NOVEMBER + timedelta(minutes=1)
    assert RULES.due(known, soon) == {errand("l25").key, errand("l24").key}
    validated = [dataclasses.replace(visit, etag='"1"') for visit in known]
    assert len(RULES.due(validated, soon)) > 2


def test_runs_that_follow_one_another_come_round_to_everything() -> None:
    known = {f"a{n}": NOVEMBER + timedelta(seconds=n) for n in range(100)}
    now, seen = NOVEMBER + timedelta(minutes=10), set()
    for run in range(60):
        now += timedelta(minutes=1)
        entries = [remembered(name, checked=at) for name, at in known.items()]
        for key in RULES.due(entries, now):
            name = key.rpartition("/")[2]
            seen.add(name)
            known[name] = now + timedelta(seconds=run)
    assert seen == set(known)


@pytest.mark.parametrize("unfinished", [False, True])
def test_what_was_asked_for_as_its_link_says_is_not_asked_for_otherwise(unfinished: bool) -> None:
    """On such a host the shortened address was only planned; a stopped crawl had more plans."""
    about = About(literal=["www.shilixian.gov.cn"], unfinished=unfinished, found=True)
    own = dataclasses.replace(remembered(""), errand=about.to_errand(HOME))
    spellings = [remembered("nb?type=3", checked=None), remembered("nb?nav=5&type=3")]
    memory = Memory.of([own, *spellings], NOVEMBER, timedelta(days=30))
    assert (errand("nb?type=3").key in memory.due) == unfinished


def test_a_view_that_was_left_waits_for_its_list() -> None:
    past = NOVEMBER - timedelta(days=90)
    known = [
        remembered("left", "column", checked=past, status=None),
        remembered("read", "column", checked=past),
        remembered("planned", "column", checked=None),
        remembered("failed", "column", checked=past, status=None, failures=1),
    ]
    memory = Memory.of(known, NOVEMBER, timedelta(days=30))
    assert "left" in {key.rpartition("/")[2] for key in memory.due}
    waiting = [entry.errand.key.rpartition("/")[2] for entry in memory.waiting()]
    assert waiting == ["read", "planned", "failed"]


def test_a_part_that_was_only_planned_may_repeat_what_is_known() -> None:
    listed = f"{PORTAL}/nb list 1"
    step = Step("row", label="年报", listed=listed).to_json()
    row = remembered("nb/1.html")
    row = dataclasses.replace(row, errand=row.errand.model_copy(update={"step": step}))
    planned, asked = remembered("nb/2", "column", checked=None), remembered("nb/3", "column")
    memory = Memory.of([row, planned, asked], NOVEMBER, timedelta(days=30))
    key = row.errand.key
    assert memory.lists_again(planned.errand.key, listed, [key])
    assert not memory.lists_again(planned.errand.key, listed, [key, "new"])
    assert not memory.lists_again(planned.errand.key, f"{PORTAL}/other", [key])
    assert not memory.lists_again(planned.errand.key, listed, [])
    assert not memory.lists_again(asked.errand.key, listed, [key])
    assert not memory.lists_again("unknown", listed, [key])
    # Another way to ask, once the planned part has brought nothing.
    stopped = dataclasses.replace(memory, resumes=True)
    assert stopped.lists_again("unknown", listed, [key])
    assert not stopped.lists_again("unknown", listed, [key, "new"])
    assert not stopped.lists_again(asked.errand.key, listed, [key])


def test_a_portal_of_a_few_pages_is_asked_for_one_of_them() -> None:
    pages = [remembered("", "home"), remembered("nb/", "column")]
    pages += [remembered(f"nb/{number}.html") for number in range(20)]
    soon, tomorrow = NOVEMBER + timedelta(minutes=5), NOVEMBER + timedelta(days=1)
    assert Memory.of(pages, soon, timedelta(days=30)).due == {f"{PORTAL}/nb/"}
    assert RULES.wants_home(pages[0], tomorrow)
    assert not RULES.wants_home(pages[0], soon)
    assert RULES.wants_home(None, soon)


@pytest.mark.parametrize("in_column", [False, True])
def test_the_way_is_read_anew_where_a_stopped_crawl_saw_a_report_in_no_column(
    in_column: bool,
) -> None:
    hub = remembered("gk/", role="hub")
    about = About(found=True, in_column=in_column, unfinished=True).to_errand(hub.errand.url)
    memory = Memory.of([hub, dataclasses.replace(hub, errand=about)], NOVEMBER, timedelta(days=30))
    assert memory.lost_its_way is not in_column
