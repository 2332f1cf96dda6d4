"""What scripts take of their page: options of select boxes, and parameters of its own address."""

from __future__ import annotations

import pytest
from scrapy import Request
from scrapy.http import Response

from crawler.browsers import Overheard
from spiders.discovery.lists.listings import Answer, DataRequest
from spiders.discovery.lists.nodes import linked_nodes, node_requests
from spiders.discovery.lists.overheard import overheard_lists
from spiders.discovery.pages.page import read_page
from spiders.families import GENERAL, family_named

HOST = "http://www.shilixian.gov.cn"
YEARS = (
    '<option value="">请选择年份</option><option value="2023">2023年</option><option>2022</option>'
)
AGENCIES = '<option value="a1">东乡</option><option value="a2">县水利局</option>'


def asked(body: str, own: str = f"{HOST}/nb.html") -> list[str]:
    """The addresses and bodies that the lists of a page are asked for with."""
    page = read_page(own, f"<html><body>{body}</body></html>".encode())
    lists = family_named("list by an inline script").lists(page)
    targets = (target for listing in lists for target in listing.following)
    return [f"{t.url} {t.body}".strip().removeprefix(HOST) for t in targets]  # type: ignore[union-attr]


@pytest.mark.parametrize(
    "script",
    [
        'function q() { $.getJSON("/list.json?year=" + $("#nf").val(), show) } $("#nf").change(q)',
        'function q() { var y = $("#nf option:selected").val(); $.get("/list.json", {year: y}) }',
        'function q(y) { $.get("/list.json?year=" + y) } q($("select[name=nf]").val());',
        'function q(y) { $.get("/list.json?year=" + y) }'
        '$("#nf").on("change", function () { q(this.value); });',
        'const y = document.getElementById("nf").value; fetch(`/list.json?year=${y}`)',
    ],
)
def test_a_list_is_asked_for_with_every_year_of_a_box(script: str) -> None:
    box = f'<select id="nf" name="nf">{YEARS}</select>'
    assert asked(f"{box}<script>{script}</script>") == [
        "/list.json?year=2023",
        "/list.json?year=2022",
    ]


def test_a_list_is_asked_for_with_every_choice_of_two_boxes_and_the_first_option_of_others() -> (
    None
):
    boxes = f'<select id="dw">{AGENCIES}</select><select id="nf">{YEARS}</select>'
    order = '<option value="1">按时间</option><option value="2">按点击</option>'
    boxes += f'<select id="px">{order}</select>'
    script = 'var dw = $("#dw").val(), nf = $("#nf").val();'
    script += '$.post("/list", {dw: dw, nf: nf, order: $("#px").val()})'
    assert asked(f"{boxes}<script>{script}</script>") == [
        f"/list dw={agency}&nf={year}&order=1" for agency in ("a1", "a2") for year in (2023, 2022)
    ]


def test_a_box_whose_first_option_is_all_is_asked_for_as_it_stands() -> None:
    box = f'<select id="dw"><option value="">全部单位</option>{AGENCIES}</select>'
    script = '$.get("/list.json?dw=" + $("#dw").val() + "&page=" + page)'
    assert asked(f"{box}<script>{script}</script>") == ["/list.json?dw=&page=1"]


def test_boxes_with_choices_beyond_measure_are_not_asked_for() -> None:
    many = "".join(f'<option value="{n}">第{n}镇</option>' for n in range(200))
    boxes = f'<select id="dw">{many}</select><select id="nf">{YEARS}</select>'
    script = '$.get("/list.json?dw=" + $("#dw").val() + "&nf=" + $("#nf").val())'
    assert asked(f"{boxes}<script>{script}</script>") == []


@pytest.mark.parametrize(
    "script",
    [
        'var id = getQueryString("ClassInfoId"); $.get("/list", {id: id, page: 1})',
        'var id = new URLSearchParams(location.search).get("classInfoId");'
        '$.get("/list", {id, page: 1})',
        "var u = new URLSearchParams(location.search);"
        '$.get("/list", {id: u.get("ClassInfoId"), page: 1})',
        'var id = location.search.split("=")[1]; $.get("/list?id=" + id + "&page=1")',
        "function own(n) { return location.search.match(n)[1] }"
        '$.get("/list", {id: own("ClassInfoId"), page: 1})',
    ],
)
def test_a_parameter_of_the_pages_own_address_is_known(script: str) -> None:
    body = f"<script>/* location */ {script}</script>"
    assert asked(body, f"{HOST}/all.html?ClassInfoId=1898") == ["/list?id=1898&page=1"]
    assert asked(body) == []  # without it nothing is asked for


@pytest.mark.parametrize(
    ("attribute", "script"),
    [
        (
            'onchange="to()"',
            'function to() { var v = $("#nf").val(); location.href = "/nb/" + v + ".html"; }',
        ),
        (
            "",
            'document.getElementById("nf").onchange = function () {'
            'location = "/nb/" + this.value + ".html"; };',
        ),
        (  # which a button calls
            "",
            'function go() { var id = document.getElementById("nf").value;'
            'window.open("/nb/" + id + ".html"); }',
        ),
        (
            'onchange="show(this.value)"',
            'function show(y) { $("#main").attr("src", "/nb/" + y + ".html") }',
        ),
    ],
)
def test_an_option_leads_where_the_scripts_make_of_it(attribute: str, script: str) -> None:
    box = f'<select id="nf" {attribute}>{YEARS}</select><script>{script}</script>'
    page = read_page(f"{HOST}/nb.html", f"<html><body>{box}</body></html>".encode())
    led = [(link.text, link.url.removeprefix(HOST)) for link in page.links]
    assert led == [("2023年", "/nb/2023.html"), ("2022", "/nb/2022.html")]


TABS = "<li {0}>2023年</li><li {1}>2022年</li>"


@pytest.mark.parametrize(
    ("tabs", "script"),
    [
        (
            TABS.format("onclick='set(2023, this)'", "onclick='set(2022, this)'"),
            'var year = 2023; function set(y, o) { year = y; $(o).addClass("on"); load(); }'
            'function load() { $.get("/list.json?year=" + year) } load();',
        ),
        (
            TABS.format("class=y data-y=2023", "class=y data-y=2022"),
            '$(".y").click(function () { var y = $(this).attr("data-y");'
            '$.get("/list.json?year=" + y) });',
        ),
        (
            TABS.format("class=on data-y=2023", "data-y=2022"),
            '$.get("/list.json", {year: $("li.on").data("y")})',
        ),
    ],
)
def test_a_list_is_asked_for_with_what_every_tab_stands_for(tabs: str, script: str) -> None:
    assert asked(f"<ul>{tabs}</ul><script>{script}</script>") == [
        "/list.json?year=2023",
        "/list.json?year=2022",
    ]


def test_what_rows_keep_is_no_choice_of_lists() -> None:
    rows = TABS.format("data-id=7", "data-id=8").replace("年<", "年政府信息公开年度报告<")
    script = '$("li").click(function () { $.getJSON("/article/detail?id=" + $(this).data("id")) })'
    assert asked(f"<ul>{rows}</ul><script>{script}</script>") == []


def test_the_years_that_a_form_posts_are_lists_of_their_own() -> None:
    options = '<option value="2023" selected>2023年</option><option value="2022">2022年</option>'
    form = f'<form method="post"><select name="year">{options}</select><input name="dw"></form>'
    page = read_page(f"{HOST}/nb.do", f"<html><body>{form}</body></html>".encode())
    lists = GENERAL.lists(page)
    posted = [(t.url, t.body) for found in lists for t in found.following]  # type: ignore[union-attr]
    assert posted == [(f"{HOST}/nb.do", "dw=&year=2022")]  # 2023 is shown


def test_the_years_of_radio_buttons_that_a_form_posts_are_lists_of_their_own() -> None:
    years = "".join(
        f"<label><input type='radio' name='y' value='{y}' {on}>{y}年</label>"
        for y, on in ((2023, "checked"), (2022, ""))
    )
    form = f"<form method='post'><input type='hidden' name='t' value='a1'>{years}</form>"
    page = read_page(f"{HOST}/nb.do", f"<html><body>{form}</body></html>".encode())
    posted = [t.body for found in GENERAL.lists(page) for t in found.following]  # type: ignore[union-attr]
    assert posted == ["t=a1&y=2022"]  # 2023 is shown


NODE_LIST = 'function load(id) { $.getJSON("/list?org=" + id + "&page=1", draw) }'


@pytest.mark.parametrize(
    ("script", "tree"),
    [
        ('$.getJSON("/common/getChannelList?c=5", function (d) { load(d[0].id) });', "c=5"),
        ('zTree.init(t, {async: {enable: true, url: "/tree/nodes", type: "get"}});', "nodes"),
    ],
)
def test_a_list_is_asked_for_with_every_node_of_a_tree(script: str, tree: str) -> None:
    page = read_page(f"{HOST}/nb.html", f"<script>{script}{NODE_LIST}</script>".encode())
    [listing] = family_named("list by an inline script").lists(page)
    [request] = listing.following
    assert isinstance(request, DataRequest) and request.url.endswith(tree)
    nodes = (
        '{"name": "年报", "id": 1, "children": [{"name": "东乡", "id": "a1"},'
        '{"name": "县直部门", "id": "b", "isParent": true}, {"name": "机构职能", "id": 9}]}'
    )
    asked_for = {name: t.url for name, t in node_requests(Answer(request, nodes))}
    joint = "&" if "?" in request.url else "?"
    assert asked_for == {
        "东乡": f"{HOST}/list?org=a1&page=1",
        "县直部门": f"{request.url}{joint}id=b",
    }
    rows = '[{"name": "东乡", "id": 1, "url": "/1.html"}]'
    assert node_requests(Answer(request, rows)) == []


def test_the_nodes_of_a_tree_may_have_addresses_of_their_own() -> None:
    request = DataRequest("list by an inline script", f"{HOST}/nb.html", f"{HOST}/tree.json")
    nodes = (
        '{"code": 0, "data": [{"title": "公开单位", "id": 1, "children": ['
        '{"title": "东乡", "id": 2, "href": "/2.html"}, {"title": "县财政局", "href": "/3.html"},'
        '{"title": "2023年", "id": 4, "href": "/4.html"}, {"title": "公开指南", "href": "/5/"}]}]}'
    )
    found = [(c.label, c.target) for c in linked_nodes(Answer(request, nodes))]
    assert found == [
        ("东乡", f"{HOST}/2.html"),
        ("县财政局", f"{HOST}/3.html"),
        ("2023年", f"{HOST}/4.html"),
    ]
    assert linked_nodes(Answer(request, "<ul><li>东乡</li></ul>")) == []


def test_an_article_by_its_number_is_no_list_of_a_node() -> None:
    script = '$.getJSON("/nodes/list?page=1", draw); function show(id) {'
    script += ' $.get("/article/detail?id=" + id, fill) }'
    page = read_page(f"{HOST}/nb.html", f"<script>{script}</script>".encode())
    [listing] = family_named("list by an inline script").lists(page)
    assert [t.by_node for t in listing.following] == [None]  # type: ignore[union-attr]


@pytest.mark.parametrize(
    ("method", "query", "body", "others"),
    [
        ("GET", "?c=5&year=2023", "", ["?c=5&year=2022 ", "?c=5&year=2021 "]),
        ("POST", "", '{"year":2023}', [' {"year":2022}', ' {"year":2021}']),
        ("GET", "?year=2020", "", []),  # which the page does not offer
        ("GET", "?from=2021&to=2023", "", []),
    ],
)
def test_what_a_shown_page_asked_for_with_a_year_is_asked_for_with_the_others(
    method: str, query: str, body: str, others: list[str]
) -> None:
    titles = [f"{name}2023年政府信息公开年度报告" for name in ("东乡", "县水利局")]
    rows = ",".join(f'{{"title": "{t}", "url": "/{n}.html"}}' for n, t in enumerate(titles))
    heard = Overheard(f"{HOST}/api/list{query}", method, body, (), f"[{rows}]".encode())
    tabs = "<li>2023年</li><li>2022年</li><li>2021年</li>"
    page = read_page(f"{HOST}/nb.html", f"<html><body>{tabs}</body></html>".encode())
    shown = Response(page.url, request=Request(page.url, meta={"overheard": [heard]}))
    _, *further = overheard_lists(shown, page, "list by an inline script")
    asked_for = [f"{t.url} {t.body}" for found in further for t in found.following]  # type: ignore[union-attr]
    assert asked_for == [f"{HOST}/api/list{other}" for other in others]
