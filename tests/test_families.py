"""Every family on saved pages, whose expectations were read from the pages."""

from __future__ import annotations

import tomllib
from pathlib import Path
from typing import Any
from urllib.parse import unquote

import pytest

from spiders.discovery.lists.listings import Answer, DataRequest, Listing, Target
from spiders.discovery.pages.page import Page, read_page, read_text
from spiders.families import GENERAL, families, family_named, recognise
from spiders.families.base import Family

SAVED = Path(__file__).parent / "documents" / "families"
EVERY_FAMILY = (*families(), GENERAL)


def folder_of(family: Family) -> Path:
    """Saved pages stand in a folder named for the family's module."""
    module = type(family).__module__.rpartition(".")[2]
    return SAVED / ("general" if family is GENERAL else module)


def saved_pages(is_article: bool | None = None) -> list[Any]:
    """Saved pages of every family with their family, all or those of one kind."""
    return [
        saved
        for saved in saved_files("*.html")
        if is_article in (None, expectation(saved.values[1])["is_article"])
    ]


def saved_files(pattern: str) -> list[Any]:
    """Saved files of every family with their family: pages `*.html`, answers `*.answer`."""
    return [
        pytest.param(family, path, id=f"{path.parent.name}-{path.stem}")
        for family in EVERY_FAMILY
        for path in sorted(folder_of(family).glob(pattern))
    ]


def expectation(path: Path) -> dict[str, Any]:
    return tomllib.loads(path.with_suffix(".toml").read_text("utf-8"))


def read_saved(path: Path) -> tuple[Page, dict[str, Any]]:
    expected = expectation(path)
    return read_page(expected["url"], path.read_bytes()), expected


@pytest.mark.parametrize("family", EVERY_FAMILY, ids=lambda family: family.name)
def test_every_family_has_a_saved_list_and_a_saved_article(family: Family) -> None:
    expectations = [
        tomllib.loads(path.read_text("utf-8")) for path in folder_of(family).glob("*.toml")
    ]
    assert {e["is_article"] for e in expectations if "is_article" in e} == {True, False}
    for pattern in ("*.html", "*.answer"):
        assert all(p.with_suffix(".toml").exists() for p in folder_of(family).glob(pattern))


@pytest.mark.parametrize("family", EVERY_FAMILY, ids=lambda family: family.name)
def test_a_family_that_asks_for_data_has_saved_answers(family: Family) -> None:
    reads = type(family).read_list is not Family.read_list
    assert reads == any(folder_of(family).glob("*.answer"))


def test_families_are_found_by_themselves_and_have_names_of_their_own() -> None:
    names = [family.name for family in families()]
    modules = [p.stem for p in Path(families.__wrapped__.__code__.co_filename).parent.glob("*.py")]
    assert len(set(names)) == len(names) == len(set(modules) - {"__init__", "base"})


@pytest.mark.parametrize(("family", "path"), saved_pages())
def test_the_family_is_recognised_by_the_page(family: Family, path: Path) -> None:
    page, expected = read_saved(path)
    found, evidence = recognise(page)
    assert (found.name, evidence) == (family.name, expected["evidence"])
    assert evidence in " ".join(page.text.split())


@pytest.mark.parametrize(("family", "path"), saved_pages(is_article=False))
def test_rows_and_pages_of_a_list(family: Family, path: Path) -> None:
    page, expected = read_saved(path)
    page = family.prepare(page)
    rows = [[row.url, row.title, row.date] for row in family.rows(page)]
    assert rows == expected["rows"]
    assert family.pages(page) == expected["pages"]
    assert family.article(page) is None
    columns = [[*c.above, c.label, told(c.target)] for c in family.columns(page)]
    assert columns == expected.get("columns", [])
    lists = [
        {"rows": rows_told(listing), "following": [told(t) for t in listing.following]}
        for listing in family.lists(page)
    ]
    assert lists == expected.get("lists", [])


@pytest.mark.parametrize(("family", "path"), saved_files("*.answer"))
def test_rows_and_following_parts_of_an_answer(family: Family, path: Path) -> None:
    expected = expectation(path)
    request = DataRequest(family.name, **expected["request"])
    listing = family.read_list(Answer(request, read_text(path.read_bytes())))
    assert listing is not None
    assert rows_told(listing) == expected["rows"]
    assert [told(target) for target in listing.following] == expected["following"]
    assert all(isinstance(t, str) or t.page == request.page for t in listing.following)


@pytest.mark.parametrize(
    "text", ["", "<html>系统维护中</html>", "{", "[" * 100_000, '{"a":' * 9_000]
)
@pytest.mark.parametrize("family", EVERY_FAMILY, ids=lambda family: family.name)
def test_answers_that_are_no_list_are_told_from_empty_ones(family: Family, text: str) -> None:
    page = "http://www.shilixian.gov.cn/zfxxgk/"
    assert family.read_list(Answer(DataRequest(family.name, page, page), text)) is None


def rows_told(listing: Listing) -> list[list[str]]:
    """Rows as an expectation has them: address, title, date, and the publisher where told."""
    rows = ([row.url, row.title, row.date, row.publisher] for row in listing.rows)
    return [row if row[3] else row[:3] for row in rows]


def told(target: Target) -> str:
    """A target as an expectation has it: an address, or `METHOD address body`."""
    if isinstance(target, str):
        return target
    return f"{target.method} {target.url} {unquote(target.body)}".strip()


@pytest.mark.parametrize(("family", "path"), saved_pages(is_article=True))
def test_the_frame_of_an_article(family: Family, path: Path) -> None:
    page, expected = read_saved(path)
    article = family.article(family.prepare(page))
    assert article is not None
    assert article.title == expected["title"]
    assert article.published == expected["published"]
    assert article.has_text is expected["has_text"]
    assert list(article.breadcrumb) == expected["breadcrumb"]
    assert page.site_id_code == expected["site_id_code"]
    assert [[a.url, a.text] for a in article.attachments] == expected["attachments"]


def test_no_family_is_recognised_by_the_address_alone() -> None:
    addresses = [expectation(path)["url"] for path in SAVED.glob("*/*.html")]
    assert addresses
    for address in addresses:
        page = read_page(address, "<html><body><p>政府信息公开年报</p></body></html>".encode())
        assert recognise(page) == (GENERAL, "")


def test_a_pager_that_declares_no_end_is_capped() -> None:
    markup = '<script>createPageHTML(99999, 0, "index", "html");</script>'
    page = read_page("http://www.shilixian.gov.cn/zfxxgknb/", markup.encode())
    family, _ = recognise(page)
    assert family.name == "TRS WCM"
    assert len(family.pages(page)) == 300


def test_links_as_written_are_known_by_what_lonsun_makes_of_them() -> None:
    markup = """<a href="/public/column/7?type=3&nav=5&timeFrame=2023">2023</a>
    <a href="/public/column/7?type=3&nav=5">政府信息公开年报</a>
    <a href="/public/column/8?type=4&nav=4">县财政局</a>"""
    here = "http://www.shilixian.gov.cn"
    family = next(family for family in families() if family.name == "Lonsun")
    assert family.as_written(read_page(f"{here}/public/", markup.encode())) == {
        f"{here}/public/column/7?type=3": f"{here}/public/column/7?type=3&nav=5",
        f"{here}/public/column/8?type=4": f"{here}/public/column/8?type=4&nav=4",
        f"{here}/public/column/8?type=3": f"{here}/public/column/8?type=4&nav=4",
    }


def test_a_project_of_epoint_that_is_a_bare_name_stands_below_the_host() -> None:
    here = "http://www.shilishi.gov.cn"
    page = f"{here}/dynamic/zwgk/govInfoPub.html?categorynum=003006"
    asked = DataRequest("Epoint EWB", page, f"{here}/js/ajaxReq.js?categorynum=003006&pageIndex=1")
    told = Answer(asked, 'var siteInfo = {projectName: "EWB-FRONT", siteGuid: "7eb5"};')
    listing = family_named("Epoint EWB").read_list(told)
    assert listing is not None
    [request] = listing.following
    assert request.url == f"{here}/EWB-FRONT/rest/lightfrontaction/getgovinfolist"


def test_lists_of_lonsun_come_from_the_usual_place_where_the_page_names_none() -> None:
    markup = """<meta name="SiteId" content="77"><ul class="xxgk_nav_list">
    <li><a href="/public/7/12.html">县财政局2023年政府信息公开年度报告</a> 2024-01-20</li></ul>
    <script>draw({labelName: "publicInfoList", organId: "7", type: 3, pageSize: 1, pageCount: 2})
    </script>"""
    page = read_page("http://www.shilixian.gov.cn/public/column/7?type=3", markup.encode())
    [listing] = family_named("Lonsun").lists(page)
    [request] = listing.following
    assert request.url.startswith("http://www.shilixian.gov.cn/site/label/8888?")
    assert all(told in request.url for told in ("siteId=77", "organId=7", "pageIndex=2"))


def test_a_unit_of_jpaas_that_a_script_declares_is_asked_for_to_its_end() -> None:
    article = "/zwgk/nb/art/2024/art_45605c064ac74bb1a36c8dd722d7ac47.html"
    markup = f"""<ul><li><a href="{article}">县财政局2023年年报</a> 2024-01-20</li></ul>
    <script>var queryData = {{'webId':'3185','pageId':'77','tagId':'信息列表','tplSetId':'5'}};
    var count = 32, rows = 15;</script>"""
    page = read_page("http://www.shilixian.gov.cn/zwgk/nb/index.html", markup.encode())
    [listing] = family_named("Hanweb jpaas").lists(page)
    asked = [unquote(request.url) for request in listing.following]
    assert [url.partition("paramJson=")[2] for url in asked] == [
        '{"pageNo":2,"pageSize":15}',
        '{"pageNo":3,"pageSize":15}',
    ]
    assert all("webId=3185" in url and "tplSetId=5" in url for url in asked)
