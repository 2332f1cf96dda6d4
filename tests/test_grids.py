"""Tables that plug-ins fill: what they ask for first, and what after an answer."""

from __future__ import annotations

import json

import pytest

from spiders.discovery.lists.listings import Answer, DataRequest, Listing
from spiders.discovery.pages.kinds import onward
from spiders.discovery.pages.page import read_page
from spiders.discovery.pages.script_files import ScriptFiles
from spiders.families import family_named

COLUMN = "http://www.shilixian.gov.cn/zfxxgk/nb/"
FAMILY = family_named("list by an inline script")
ROWS = [{"title": f"石桥镇{2005 + n}年政府信息公开年报", "url": f"{n}.html"} for n in range(10)]


def first_of(body: str) -> DataRequest:
    (listing,) = FAMILY.lists(read_page(COLUMN, f"<html><body>{body}</body></html>".encode()))
    (request,) = listing.following
    assert isinstance(request, DataRequest)
    return request


def answered(request: DataRequest, data: object) -> Listing:
    listing = FAMILY.read_list(Answer(request, json.dumps(data)))
    assert listing is not None
    return listing


def said(request: object) -> str:
    assert isinstance(request, DataRequest)
    address = request.url.removeprefix("http://www.shilixian.gov.cn")
    return f"{request.method} {address} {request.body}".strip()


@pytest.mark.parametrize(
    ("body", "first", "second"),
    [
        (
            """<table class="easyui-datagrid" data-options="url:'/nb/list.do',pagination:true,
            queryParams:{type:'nb'}"></table>""",
            "POST /nb/list.do page=1&rows=10&type=nb",
            "POST /nb/list.do page=2&rows=10&type=nb",
        ),
        (
            """<table class="easyui-datagrid" url="/nb/list.json" method="get" pagination="true">
            </table>""",
            "GET /nb/list.json?page=1&rows=10",
            "GET /nb/list.json?page=2&rows=10",
        ),
        (
            "<script>layui.use('table', function(){ layui.table.render({elem: '#t', url: '/nb/q',"
            " where: {cat: 5}, page: {layout: ['page']}, limit: 10,"
            " request: {pageName: 'curr', limitName: 'nums'}, cols: [[{field: 'title'}]] }); });"
            "</script>",
            "GET /nb/q?curr=1&nums=10&cat=5",
            "GET /nb/q?curr=2&nums=10&cat=5",
        ),
        (
            """<table lay-data="{url:'/nb/q', page:true}" class="layui-table"></table>""",
            "GET /nb/q?page=1&limit=10",
            "GET /nb/q?page=2&limit=10",
        ),
        (
            '<table data-toggle="table" data-url="/nb/page" data-side-pagination="server"></table>',
            "GET /nb/page?offset=0&limit=10",
            "GET /nb/page?offset=10&limit=10",
        ),
        (
            "<script>$('#t').bootstrapTable({ url: '/nb/page', sidePagination: 'server',"
            " queryParams: asked, columns: [] });"
            " function asked(params) { var temp = { rows: params.limit,"
            " page: (params.offset / params.limit) + 1, kind: 'NB', name: $('#name').val() };"
            " return temp; }</script>",
            "GET /nb/page?rows=10&page=1&kind=NB",
            "GET /nb/page?rows=10&page=2&kind=NB",
        ),
        (
            "<script>$('#t').DataTable({ serverSide: true, ajax: {url: '/nb/q', type: 'POST',"
            " data: {channel: 'nb'}} });</script>",
            "POST /nb/q draw=1&start=0&length=10&channel=nb",
            "POST /nb/q draw=1&start=10&length=10&channel=nb",
        ),
        (
            "<script>jQuery('#t').jqGrid({url: '/nb/q', datatype: 'json', rowNum: 10});</script>",
            "GET /nb/q?page=1&rows=10",
            "GET /nb/q?page=2&rows=10",
        ),
    ],
)
def test_a_table_is_asked_for_as_its_plug_in_does(body: str, first: str, second: str) -> None:
    request = first_of(body)
    assert said(request) == first
    listing = answered(request, {"total": 17, "rows": ROWS})
    assert len(listing.rows) == 10
    assert [said(part) for part in listing.following] == [second]


@pytest.mark.parametrize(
    "body",
    [
        "<script>$('#t').datagrid({url: address(), pagination: true});</script>",
        "<script>$('#t').datagrid('load', {page: 2});</script>",
        "<script>$('#t').DataTable({paging: true});</script>",
        '<table data-toggle="table" data-url="http://www.other.gov.cn/nb"></table>',
        "<script>$('#t').bootstrapTable({url: '/user/login'});</script>",
    ],
)
def test_tables_that_hold_their_rows_or_come_from_elsewhere_are_left(body: str) -> None:
    assert FAMILY.lists(read_page(COLUMN, f"<html><body>{body}</body></html>".encode())) == []


def test_a_part_that_the_answer_before_names() -> None:
    request = first_of("<script>fetch('/nb/list?size=10&cursor=' + cursor)</script>")
    assert said(request) == "GET /nb/list?size=10&cursor="
    listing = answered(request, {"items": ROWS, "nextCursor": "aTE3", "hasMore": True})
    assert [said(part) for part in listing.following] == ["GET /nb/list?size=10&cursor=aTE3"]
    last = listing.following[0]
    assert isinstance(last, DataRequest)
    ended = answered(last, {"items": ROWS, "nextCursor": "aTE4", "hasMore": False})
    assert ended.following == ()
    again = answered(last, {"items": ROWS, "nextCursor": "aTE3"})
    assert again.following == ()


def test_parts_that_are_numbered_files() -> None:
    script = "function get(p) { $.getJSON('/nb/rows_' + p + '.json', show); } get(1);"
    request = first_of(f"<script>{script}</script>")
    assert said(request) == "GET /nb/rows_1.json"
    listing = answered(request, {"pages": 3, "list": ROWS})
    assert [said(part) for part in listing.following] == [
        "GET /nb/rows_2.json",
        "GET /nb/rows_3.json",
    ]


def test_parts_that_a_pager_of_the_page_counts() -> None:
    numbers = "".join(f"<a href='javascript:;' onclick='go({n})'>{n}</a>" for n in (1, 2, 3))
    script = "function go(n) { $('#l').load('/nb/part_' + n + '.html'); } go(1);"
    request = first_of(f"{numbers}<script>{script}</script>")
    markup = "<ul><li><a href='1.html'>石桥镇2023年政府信息公开年报</a></li></ul>"
    listing = FAMILY.read_list(Answer(request, markup))
    assert listing is not None
    assert [said(part) for part in listing.following] == [
        "GET /nb/part_2.html",
        "GET /nb/part_3.html",
    ]


def test_a_request_that_a_script_opens_and_sends_by_hand() -> None:
    script = (
        'var x = new XMLHttpRequest(); function ask(p) { x.open("POST", "/nb/rows.php", true);'
        ' x.onload = show; x.send("cid=15&page=" + p + "&rows=10"); } ask(1);'
    )
    assert said(first_of(f"<script>{script}</script>")) == (
        "POST /nb/rows.php cid=15&page=1&rows=10"
    )


@pytest.mark.parametrize(
    "data",
    [
        [["<a href='/1.html'>石桥镇2023年政府信息公开年报</a>", "2024-01-20"]],
        {"html": "<ul><li><a href='/1.html'>石桥镇2023年政府信息公开年报</a></li></ul>"},
        {"list": [{"bh": 7, "contentName": "石桥镇2023年政府信息公开年报", "htmlUrl": "/1.html"}]},
    ],
)
def test_rows_of_other_forms(data: object) -> None:
    listing = answered(DataRequest(FAMILY.name, COLUMN, f"{COLUMN}rows"), data)
    assert [(row.url, row.title) for row in listing.rows] == [
        ("http://www.shilixian.gov.cn/1.html", "石桥镇2023年政府信息公开年报")
    ]


def test_a_count_within_what_is_sent() -> None:
    asked = "JSON.stringify({code: 'nb', pageInfo: {pageNum: 1, pageSize: 10}})"
    request = first_of(f"<script>$.ajax({{url: '/query', type: 'POST', data: {asked}}});</script>")
    listing = answered(request, {"data": {"pageInfo": {"total": 17}, "rows": ROWS}})
    assert [said(part) for part in listing.following] == [
        'POST /query {"code":"nb","pageInfo":{"pageNum":2,"pageSize":10}}'
    ]


def test_a_file_of_scripts_fills_a_list_where_the_page_has_none() -> None:
    page = read_page(COLUMN, b"<ul id=l></ul><script src='/js/nb.js'></script>")
    files = ScriptFiles()
    assert files.added(page) == (page, "")
    assert files.added(page, fills=True) == (page, "http://www.shilixian.gov.cn/js/nb.js")
    files.keep("http://www.shilixian.gov.cn/js/nb.js", "$.getJSON('/nb/list?page=1', show);")
    filled, further = files.added(page, fills=True)
    assert further == ""
    (listing,) = FAMILY.lists(filled)
    assert [said(part) for part in listing.following] == ["GET /nb/list?page=1"]


def test_a_page_is_not_left_for_what_a_function_is_handed() -> None:
    handed = "<script>function show(id) { location.href = '/nb/dept.jsp?id=' + id; }</script>"
    assert onward(read_page(COLUMN, handed.encode())) is None
    called = "<script>function go() { location.href = '/nb/all.jsp'; } go();</script>"
    assert onward(read_page(COLUMN, called.encode())) == "http://www.shilixian.gov.cn/nb/all.jsp"
