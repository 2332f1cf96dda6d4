"""Lists that an inline script asks for: what counts as one, and that no page is too much."""

from __future__ import annotations

import json
import re
import time
from html import escape

import pytest

from spiders.discovery.home.way import named_columns
from spiders.discovery.lists.listings import Answer, DataRequest, Listing, Target
from spiders.discovery.pages.page import Page, read_page
from spiders.discovery.pages.script_files import ScriptFiles
from spiders.families import GENERAL, family_named, recognise

COLUMN = "http://www.shilixian.gov.cn/zfxxgk/nb/"
FAMILY = family_named("list by an inline script")


def page_with(script: str) -> Page:
    return read_page(COLUMN, f"<html><body><script>{script}</script></body></html>".encode())


def asked(script: str) -> list[str]:
    """The addresses and bodies that the lists of a script are asked for with."""
    listings = FAMILY.lists(page_with(script))
    return [f"{t.url} {t.body}".strip() for listing in listings for t in listing.following]  # type: ignore[union-attr]


@pytest.mark.parametrize(
    "script",
    [
        "fetch('/api/list?page=1&token=' + token)",  # only the script knows the token
        "$.post('/api/list', {page: 1, column: column()})",
        "$.get(url, {page: 1})",
        "$.post('/api/list', {page: 1, ...filters})",
        "$.post('/api/list', {page: 1, column})",
        "fetch('/api/visit/count?page=1')",
        "$.getJSON('/data/menu.js?page=1')",
        "$('#top').load('/common/header.html')",
        "fetch('javascript:void(0)?page=1')",
        "fetch('/api/weather?id=3')",
        "fetch('/api/content/' + id + '.json')",
    ],
)
def test_calls_that_are_not_plain_or_ask_for_no_list_are_left(script: str) -> None:
    assert asked(script) == []
    assert recognise(page_with(script)) == (GENERAL, "")


@pytest.mark.parametrize(
    ("script", "address"),
    [
        ("$http.get('/rest/list', {params: {node: 'nb', pageNo: $scope.n}})", "node=nb&pageNo=1"),
        ("this.$axios.get('/rest/list', {params: {page: this.page}}).then(show)", "page=1"),
        ("request.get('/rest/list?page=1')", "page=1"),
    ],
)
def test_calls_by_other_names(script: str, address: str) -> None:
    assert asked(script) == [f"http://www.shilixian.gov.cn/rest/list?{address}"]


def test_a_call_that_sends_its_json_as_text() -> None:
    """As pages of ASP.NET do, in single quotes; the value that counts pages stays a string."""
    sent = "\"{'pageIndex':'1','typeId':'9'}\""
    script = f"$.ajax({{type: 'POST', url: 'Nb.aspx/GetList', data: {sent}, success: show}})"
    body = '{"pageIndex":"1","typeId":"9"}'
    assert asked(script) == [f"{COLUMN}Nb.aspx/GetList {body}"]
    request = DataRequest(FAMILY.name, COLUMN, f"{COLUMN}Nb.aspx/GetList", "POST", body)
    row = {"Title": "甲镇2023年年报", "Url": "/a.html"}
    text = json.dumps({"d": json.dumps({"Total": 2, "Rows": [row]})})
    listing = FAMILY.read_list(Answer(request, text))
    assert listing is not None
    assert [t.body for t in listing.following] == ['{"pageIndex":"2","typeId":"9"}']  # type: ignore[union-attr]


def test_values_are_those_that_the_page_sets() -> None:
    script = """
    const site = "nb", size = 15; // the last ones
    $.ajax({ type: 'post', /* rows */ data: { 'pageNo': current, rows: size, site }, url: "/q" });
    fetch(`/gov/list?site=${site}&p=${current}`, { headers: { a: [1, 2, "}"] } });
    """
    assert asked(script) == [
        "http://www.shilixian.gov.cn/q pageNo=1&rows=15&site=nb",
        "http://www.shilixian.gov.cn/gov/list?site=nb&p=1",
    ]


def test_a_time_that_makes_an_address_new_is_left_out() -> None:
    script = 'fetch("./nb.json?v=" + Date.now()); $.get(`/list?t=${new Date()}&page=1`);'
    script += '$.get("/news/list?rnd=" + Math.random() + "&page=1")'
    assert asked(script) == [
        f"{COLUMN}nb.json",
        "http://www.shilixian.gov.cn/news/list?page=1",
    ]


def test_the_name_that_jquery_gives_a_callback_is_given() -> None:
    assert asked("$.getJSON('/list?callback=?', {page: 1})") == [
        "http://www.shilixian.gov.cn/list?callback=callback&page=1"
    ]


def test_the_parameter_that_jquery_adds_for_a_callback_is_added() -> None:
    call = '$.ajax({url: "/api/list?page=1", dataType: "jsonp"%s})'
    address = "http://www.shilixian.gov.cn/api/list?page=1"
    assert asked(call % "") == [f"{address}&callback=callback"]
    named = ', jsonp: "jsoncallback", jsonpCallback: "show"'
    assert asked(call % named) == [f"{address}&jsoncallback=show"]


@pytest.mark.parametrize(
    ("query", "second"),
    [("ch=81&zz=2&nr=1", "ch=81&zz=2&nr=2"), ("ch=1&zz=2&nr=1", ""), ("ch=81&zz=3&nr=1", "")],
)
def test_a_parameter_of_unknown_name_counts_where_no_other_can(query: str, second: str) -> None:
    entries = ",".join(
        f'{{"title":"{name}2023年年报","url":"/{n}.html"}}' for n, name in enumerate("甲乙")
    )
    request = DataRequest(FAMILY.name, COLUMN, f"{COLUMN}list?{query}")
    listing = FAMILY.read_list(Answer(request, f'{{"total":4,"rows":[{entries}]}}'))
    assert listing is not None
    asked_next = [target.url.partition("?")[2] for target in listing.following]  # type: ignore[union-attr]
    assert asked_next == ([second] if second else [])


@pytest.mark.parametrize(
    ("script", "address"),
    [
        ("$('#box').load('/nb/list_3.html #list')", "/nb/list_3.html"),
        ("const http = axios.create({timeout: 9, baseURL: '/api'}); http.get('/list?page=1')", ""),
        ("axios.defaults.baseURL = '/api/'; axios.get('list?page=1')", ""),
        ("var ids = {'2023': 'api', '2022': 'x'}; $.get('/' + ids[2023] + '/list?page=1')", ""),
    ],
)
def test_addresses_of_calls_that_other_parts_of_a_script_complete(
    script: str, address: str
) -> None:
    assert asked(script) == [f"http://www.shilixian.gov.cn{address or '/api/list?page=1'}"]


def test_rows_behind_those_of_the_page_are_counted_by_the_rows_before_them() -> None:
    script = "var offset = 20, limit = 20; $(window).scroll(function () { $.get('/loadmore?c=9"
    script += "&offset=' + offset + '&limit=' + limit, function (h) { offset += limit; }) });"
    [listing] = FAMILY.lists(page_with(script))
    [request] = listing.following
    assert isinstance(request, DataRequest)
    assert request.url == "http://www.shilixian.gov.cn/loadmore?c=9&offset=20&limit=20"
    item = "<li><a href='/{}.html'>第{}乡2023年政府信息公开年报</a> 2024-01-20</li>"
    full = "".join(item.format(n, n) for n in range(20))
    further = FAMILY.read_list(Answer(request, full))
    assert further is not None and len(further.rows) == 20
    assert [t.url.partition("?")[2] for t in further.following] == ["c=9&offset=40&limit=20"]  # type: ignore[union-attr]
    last = FAMILY.read_list(Answer(request, item.format(7, 7)))
    assert last is not None and (len(last.rows), last.following) == (1, ())
    assert FAMILY.read_list(Answer(request, "\n")) == Listing()  # the second part of one
    assert FAMILY.read_list(Answer(DataRequest(FAMILY.name, COLUMN, request.url), "")) is None


def test_a_value_that_the_script_changes_is_known_where_it_only_adds_to_it() -> None:
    added = 'var ids = "38939"; ids = ids + "," + 38940;\nids += ",62114";\n'
    assert asked(f"{added}fetch('/list?page=1&ids=' + ids)") == [
        "http://www.shilixian.gov.cn/list?page=1&ids=38939,38940,62114"
    ]
    changed = 'var ids = "38939"; ids = own(); var page = 1; page = page + 1;'
    assert asked(f"{changed}fetch('/list?page=1&ids=' + ids)") == []
    assert asked(f"{changed}fetch('/list?page=' + page)") == [
        "http://www.shilixian.gov.cn/list?page=1"
    ]


@pytest.mark.parametrize("name", ["pg", "cp", "yema"])
def test_further_names_of_what_counts_the_parts_of_a_list(name: str) -> None:
    script = f"var k = 1; more.onclick = () => {{ k++; $.get('/nb/add', {{{name}: k}}, show) }}"
    assert asked(script) == [f"http://www.shilixian.gov.cn/nb/add?{name}=1"]


def test_values_are_those_of_the_object_that_asks() -> None:
    script = """
    new Vue({ el: "#app", data: { channel: "nb", page: 1, rows: { size: 15 }, q: { p: 1, c: 7 } },
      methods: { load() { axios.get("/api/list", { params: { c: this.channel, page: this.page } });
        axios.get("/api/news/list", { params: this.q }); fetch("/list?page=1&c=" + this.x) } } })
    """
    assert asked(script) == [
        "http://www.shilixian.gov.cn/api/list?c=nb&page=1",
        "http://www.shilixian.gov.cn/api/news/list?p=1&c=7",
    ]


def test_rows_that_a_script_holds_itself() -> None:
    rows = (
        '[{"docTitle": "甲镇2023年政府信息公开年报", "docUrl": "1.html", "pubTime": "2024-01-20"},'
    )
    rows += (
        ' {"docTitle": "乙镇2023年政府信息公开年报", "docUrl": "2.html", "pubTime": "2024-01-21"}]'
    )
    own = f"var colours = [{{}}], list = {rows}; draw(list)"
    state = f'</script><script type="application/json">{{"props": {{"rows": {rows}}}}}'
    bare = "var list = " + re.sub(r'"(doc\w+|pubTime)":', r"\1:", rows).replace('"', "'")
    for script in (own, state, bare):
        [listing] = GENERAL.lists(page_with(script))
        assert [(row.url, row.date) for row in listing.rows] == [
            (f"{COLUMN}1.html", "2024-01-20"),
            (f"{COLUMN}2.html", "2024-01-21"),
        ]


def test_the_nodes_of_a_menu_are_no_rows() -> None:
    nodes = (
        "{id: 1, pId: 0, name: '县财政局'}, {id: 2, pId: 1, name: '机构职能', url: 'l.jsp?n=2'},"
        "{id: 3, pId: 1, name: '政府信息公开年报', url: 'l.jsp?n=3'}"
    )
    menu = page_with(f"var nodes = [{nodes}];")
    assert GENERAL.lists(menu) == []
    assert [column.label for column in named_columns(GENERAL.columns(menu))] == ["政府信息公开年报"]
    reports = nodes.replace("机构职能", "县财政局2023年政府信息公开年报")
    [listing] = GENERAL.lists(page_with(f"var nodes = [{reports}];"))
    assert len(listing.rows) == 2


@pytest.mark.parametrize(
    "script",
    [
        "a=a+" * 50_000,
        "var ids = '1';" + "ids += ',1';" * 30_000,
        "fetch(" * 40_000,
        "fetch({a:" * 20_000,
        "fetch(JSON.stringify(" * 20_000,
        'fetch("a"' + '+"a"' * 50_000,
        "$.post('/list?page=1', {" + "a:1," * 50_000,
        "<script>" * 50_000,
        "var a='" * 50_000,
        "/*" * 100_000 + "fetch(",
        "fetch('/list?page='+this.a);" + "a:this.b,b:this.a," * 20_000,
        "[{" * 100_000,
        '[{"a":[' * 900 + "1" + "]}]" * 900,
        "<a href='" * 50_000,
        "id=$(this).data('id');open('/'+" * 9_000,
    ],
    ids=lambda script: script[:20],
)
def test_endless_scripts_end_soon(script: str) -> None:
    started = time.process_time()
    assert len(asked(script)) <= 3
    assert len(GENERAL.lists(page_with(script))) <= 20
    assert page_with(script).links == ()
    assert time.process_time() - started < 2


@pytest.mark.parametrize(
    ("text", "rows"),
    [
        ('{"a":{"b":[{"title":"甲镇2023年年报","href":"a.html"}]},"c":[1,2,3]}', 1),
        ('cb({"data":[{"title":"甲镇2023年年报","url":"javascript:;"}]})', None),
        ('{"data":[{"title":"只有标题"}]}', None),
        ('{"data":[{"t":"甲镇2023年政府信息公开年报","u":"/nb/7.html","d":"2024-01-09"}]}', 1),
        ('{"data":[{"t":"甲镇2023年政府信息公开年报","img":"/nb/7.jpg"}]}', None),
        ('{"code":500,"msg":"error"}', None),
        ('{"data":[]}', 0),
        (
            '<?xml version="1.0"?><list><item><title>甲2023年年报</title><link>a.html</link></item>'
            "<item><title>乙镇2023年年报</title><link><![CDATA[b.html]]></link></item></list>",
            2,
        ),
        (
            '{"d":"{\\"Total\\":2,\\"Rows\\":[{\\"Title\\":\\"甲镇2023年年报\\",\\"Url\\":\\"/a\\"}]}"}',
            1,
        ),
        (
            '<?xml version="1.0"?>\n<string xmlns="http://tempuri.org/">'
            '[{"Name":"甲镇2023年年报","Link":"/s?a=1&amp;b=2"}]</string>',
            1,
        ),
        ("[" + '{"title":"t","url":"/u"},' * 5_000 + '{"title":"t","url":"/u"}]', 1_000),
    ],
)
def test_answers_are_lists_where_rows_have_a_title_and_an_address(
    text: str, rows: int | None
) -> None:
    listing = FAMILY.read_list(Answer(DataRequest(FAMILY.name, COLUMN, f"{COLUMN}list"), text))
    assert (None if listing is None else len(listing.rows)) == rows


def test_the_parts_of_a_list_of_markup_follow_its_own_pager() -> None:
    markup = (
        "<ul><li><a href='a.html'>甲镇2023年政府信息公开年报</a></li></ul>"
        "<a href='javascript:;' onclick=\"$('#l').load('/nb/list_2.html')\">下一页</a>"
    )
    request = DataRequest(FAMILY.name, COLUMN, "http://www.shilixian.gov.cn/nb/list_1.html")
    listing = FAMILY.read_list(Answer(request, markup))
    assert listing is not None
    assert [(t.url, t.number) for t in listing.following] == [  # type: ignore[union-attr]
        ("http://www.shilixian.gov.cn/nb/list_2.html", 2)
    ]


def test_addresses_of_rows_are_put_together_as_the_script_does() -> None:
    row = "'<a href=\"/s?id=' + r.data.list[i].id + '\">'"
    script = f"$.getJSON('/list?page=1', function (r) {{ out({row}) }})"
    [listing] = FAMILY.lists(page_with(script))
    [asked_for] = listing.following
    text = '{"data": {"list": [{"id": 7, "title": "甲镇2023年年报"}]}}'
    answered = FAMILY.read_list(Answer(asked_for, text))  # type: ignore[arg-type]
    assert answered is not None
    assert [row.url for row in answered.rows] == ["http://www.shilixian.gov.cn/s?id=7"]


@pytest.mark.parametrize(
    "row",
    [
        "'<a href=\"/nb/' + d.year + '/' + d.id + '.html\">'",
        '`<a href="/nb/${d.year}/${d.id}.html">`',
    ],
)
def test_addresses_of_rows_may_be_made_of_several_fields(row: str) -> None:
    [listing] = FAMILY.lists(page_with(f"$.getJSON('/list?page=1', function (d) {{ out({row}) }})"))
    [asked_for] = listing.following
    rows = (
        '{"list": [{"id": 7, "year": 2023, "title": "甲镇2023年年报"}, {"id": 8, "title": "乙"}]}'
    )
    answered = FAMILY.read_list(Answer(asked_for, rows))  # type: ignore[arg-type]
    assert answered is not None
    assert [r.url for r in answered.rows] == ["http://www.shilixian.gov.cn/nb/2023/7.html"]


@pytest.mark.parametrize(
    "template",
    [
        "<a :href=\"'/show/'+item.id+'.html'\">{{item.title}}</a>",
        '<router-link :to="`/show/${item.id}.html`">{{item.title}}</router-link>',
        '<a ng-href="/show/{{row.id}}.html">{{row.title}}</a>',
        '<script type="text/html"><a href="/show/{{id}}.html">{{title}}</a></script>',
        "<script type='text/html'><a href='/show/<%= row.id %>.html'></a></script>",
        "<script>add('<li onclick=\"go(\\'' + v.id + '\\')\">' + v.title + '</li>');"
        "function go(n) { window.open('/show/' + n + '.html') }</script>",
        '<script>add(`<li onclick="go(${v.id})">${v.title}</li>`);'
        "const go = function (n) { location.href = '/show/' + n + '.html' }</script>",
        "<script>add('<li data-no=\"' + v.id + '\">' + v.title); $(document).on('click', 'li', "
        "function () { location.href = '/show/' + $(this).data('no') + '.html' })</script>",
        '<li @click="open(item.id)">{{item.title}}</li><script>new Vue({methods: {'
        "open(id) { window.location.href = '/show/' + id + '.html' }}})</script>",
    ],
)
def test_addresses_of_rows_are_put_together_as_the_template_does(template: str) -> None:
    script = "axios.get('/api/list', {params: {pageNo: 1, pageSize: 5}})"
    markup = f"<html><body>{template}<script>{script}</script></body></html>"
    [listing] = FAMILY.lists(read_page(COLUMN, markup.encode()))
    [asked_for] = listing.following
    text = '{"code": 200, "data": {"total": 9, "rows": [{"id": 7, "title": "甲镇2023年年报"}]}}'
    answered = FAMILY.read_list(Answer(asked_for, text))  # type: ignore[arg-type]
    assert answered is not None
    assert [row.url for row in answered.rows] == ["http://www.shilixian.gov.cn/show/7.html"]
    assert answered.total == 9


TABS = (
    "<ul><li onclick=\"getList(2024)\">2024年</li><li onclick='getList(2023)'>2023年</li>"
    "<li onclick='getList(9)'>头条</li></ul>"
)


def test_a_function_is_asked_for_all_that_tabs_hand_to_it() -> None:
    script = (
        "function getList(year) { $.post('/report/list', {site: 7, year: year}, show) }"
        "getList(2025);"
    )
    markup = f"<html><body>{TABS}<script>{script}</script></body></html>"
    listings = FAMILY.lists(read_page(COLUMN, markup.encode()))
    bodies = [target.body for listing in listings for target in listing.following]  # type: ignore[union-attr]
    assert bodies == [f"site=7&year={year}" for year in (2025, 2024, 2023)]


def test_tabs_may_hand_over_themselves_beside_a_year() -> None:
    tabs = "<a href='javascript:;' onclick='tab(this, 2023)'>2023年</a>"
    script = "function tab(o, year) { $('#box').load('/nb/tab.php?year=' + year) }"
    page = read_page(COLUMN, f"<html><body>{tabs}<script>{script}</script></body></html>".encode())
    [listing] = FAMILY.lists(page)
    assert [target.url for target in listing.following] == [  # type: ignore[union-attr]
        "http://www.shilixian.gov.cn/nb/tab.php?year=2023"
    ]


def test_files_by_the_number_of_a_part_begin_behind_what_the_page_shows() -> None:
    script = "<script>function go(n) { $.getJSON('/nb/page_' + n + '.json', draw) }</script>"
    shown = "<li><a href='1.html'>甲镇2023年政府信息公开年报</a><i>2024-01-20</i></li>共3页"
    for markup, first, text in (
        (script, 1, '[{"title": "甲镇2023年政府信息公开年报", "url": "1.html"}]'),
        (script + shown, 2, '[{"title": "乙镇2023年政府信息公开年报", "url": "2.html"}]'),
    ):
        page = read_page(COLUMN, f"<html><body>{markup}</body></html>".encode())
        [listing] = FAMILY.lists(page)
        [asked_for] = listing.following
        assert isinstance(asked_for, DataRequest)
        assert asked_for.url == f"http://www.shilixian.gov.cn/nb/page_{first}.json"
        answered = FAMILY.read_list(Answer(asked_for, text))
        assert answered is not None
    [third] = answered.following
    assert third.url == "http://www.shilixian.gov.cn/nb/page_3.json"  # type: ignore[union-attr]


def test_files_of_markup_behind_what_the_page_shows_follow_until_one_is_not_full() -> None:
    script = "var page = 1; function more() { page++; $.get('/nb/more/' + page + '.html', add) }"
    row = "<li><a href='{0}.html'>{0}镇2023年政府信息公开年报</a><i>2024-01-20</i></li>"
    shown = "".join(row.format(name) for name in "甲乙")
    markup = f"<html><body><ul>{shown}</ul><script>{script}</script></body></html>"
    [listing] = FAMILY.lists(read_page(COLUMN, markup.encode()))
    [second] = listing.following
    third = list(_read(second, row.format("丙") + row.format("丁")).following)
    assert [t.url.rpartition("/")[2] for t in (second, *third)] == ["2.html", "3.html"]  # type: ignore[union-attr]
    assert _read(third[0], row.format("戊")).following == ()


def test_what_the_answer_in_xml_says_of_the_list_counts_its_parts() -> None:
    rows = "<row><title>甲镇2023年政府信息公开年报</title><url>/1.html</url></row>" * 2
    request = DataRequest(FAMILY.name, COLUMN, f"{COLUMN}data/1.xml")
    for text in (
        f'<list pagecount="3" page="1">{rows}</list>',
        f"<data><total>5</total><rows>{rows}</rows></data>",
    ):
        following = _read(request, f'<?xml version="1.0"?>{text}').following
        assert [t.url for t in following] == [f"{COLUMN}data/{n}.xml" for n in (2, 3)]  # type: ignore[union-attr]


@pytest.mark.parametrize("read", ["b.data('cat')", "$('.more').attr('data-cat')", "b.dataset.cat"])
def test_what_an_element_keeps_for_a_call_is_sent(read: str) -> None:
    button = "<a class='more' data-cat='nb' data-page='1'>加载更多</a>"
    script = "$('.more').click(function () { var b = $(this), p = b.data('page') + 1;"
    script += f"$.post('/ajax.php', {{act: 'list', cat: {read}, page: p}}, add) }})"
    for markup, sent in (
        (button, ["http://www.shilixian.gov.cn/ajax.php act=list&cat=nb&page=1"]),
        (button + "<b data-cat='zd'>制度</b>", []),  # which of both only a click tells
    ):
        page = read_page(COLUMN, f"{markup}<script>{script}</script>".encode())
        lists = FAMILY.lists(page)
        assert [f"{t.url} {t.body}" for found in lists for t in found.following] == sent  # type: ignore[union-attr]


def _read(request: Target, text: str) -> Listing:
    """What an answer to the request lists."""
    assert isinstance(request, DataRequest)
    listing = FAMILY.read_list(Answer(request, text))
    assert listing is not None
    return listing


def test_a_function_that_counts_pages_is_asked_for_the_first() -> None:
    script = (
        "function load(page) { $.get('/list', {page: page, dept: dept}) } var dept = 4; load(1);"
    )
    assert asked(script) == ["http://www.shilixian.gov.cn/list?page=1&dept=4"]


def test_the_files_that_say_where_links_lead() -> None:
    markup = (
        "<script src='/js/jquery.min.js'></script><script src='/js/common.js'></script>"
        "<script src='/js/last.js'></script><script>function own(n) {}</script>"
        "<a href='javascript:own(1)'>县财政局2022年政府信息公开年报</a>"
        "<a href=\"javascript:view('7')\">县财政局2023年政府信息公开年报</a>"
    )
    page = read_page(COLUMN, markup.encode())
    files = ScriptFiles()
    _, missing = files.added(page)
    assert missing == "http://www.shilixian.gov.cn/js/common.js"
    files.keep(missing, "function view(id) { window.open('/info/' + id + '.html') }")
    whole, missing = files.added(page)
    assert missing == ""
    links = [link.url for link in whole.links]
    assert links == ["http://www.shilixian.gov.cn/info/7.html"]


def test_the_file_that_writes_a_list_is_asked_for() -> None:
    column = f"<ul><script src='list.js'></script></ul><p>{'信息公开' * 9}</p>"
    page = read_page(COLUMN, column.encode())
    files = ScriptFiles()
    _, missing = files.added(page, fills=True)
    assert missing == f"{COLUMN}list.js"
    line = "document.write('<li><a href=\"7.html\">甲镇2023年政府信息公开年报</a></li>');"
    template = 'box.innerHTML = `<li><a href="${row.url}">${row.title}</a></li>`;'
    files.keep(missing, line + template)
    whole, _ = files.added(page, fills=True)
    assert [link.url for link in whole.links] == [f"{COLUMN}7.html"]


def test_the_file_that_holds_a_list_is_read_into_its_page() -> None:
    page = read_page(COLUMN, b"<ul id='l'></ul><script src='data.js'></script>")
    files = ScriptFiles()
    _, missing = files.added(page, fills=True)
    titles = [f"{name}2023年政府信息公开年报" for name in ("甲镇", "乙镇")]
    rows = ",".join(f'{{"title": "{t}", "url": "/{n}.html"}}' for n, t in enumerate(titles))
    files.keep(missing, f"var nbList = [{rows}];")
    whole, _ = files.added(page, fills=True)
    [listing] = GENERAL.lists(whole)
    assert [row.title for row in listing.rows] == titles


def test_no_file_is_asked_for_where_links_lead_somewhere_or_say_nothing() -> None:
    script = "<script src='/js/common.js'></script>"
    for link in (
        "<a href='javascript:favour()'>加入收藏</a>",
        "<a href='/7.html'>县财政局2023年政府信息公开年报</a>",
        "<a href='javascript:view(7)'>县财政局2023年政府信息公开年报</a>"
        "<script>function view(id) { location.href = '/' + id + '.html' }</script>",
    ):
        _, missing = ScriptFiles().added(read_page(COLUMN, f"{script}{link}".encode()))
        assert missing == ""


def test_rows_that_are_handed_to_a_function_one_by_one() -> None:
    script = (
        "function row(t, u, d) { document.write(t) } log('甲镇2023年政府信息公开年报', 'x');"
        "row(\"甲镇2023年政府信息公开年报\", '/info/7.html', '2024-01-20');\n"
        "row('乙镇2022年政府信息公开年报','/info/8.html','2023-01-20');row('关于我们','/about.html','');"
    )
    [listing] = GENERAL.lists(page_with(script))
    assert [(row.url, row.title, row.date) for row in listing.rows] == [
        ("http://www.shilixian.gov.cn/info/7.html", "甲镇2023年政府信息公开年报", "2024-01-20"),
        ("http://www.shilixian.gov.cn/info/8.html", "乙镇2022年政府信息公开年报", "2023-01-20"),
    ]


def test_calls_of_strings_without_end_are_read_soon() -> None:
    began = time.process_time()
    GENERAL.lists(page_with("row(" + '"a"         ,' * 20_000))
    GENERAL.lists(page_with('row("a"' + " " * 200_000))
    assert time.process_time() - began < 5


@pytest.mark.parametrize(
    ("button", "address"),
    [
        (
            "<button data-api='/api/nb?column=5&token=x1'>加载更多</button>",
            "/api/nb?column=5&token=x1",
        ),
        (
            "<a href='javascript:;' data-next='/more/nb.php?p=2'>点击加载更多 &gt;</a>",
            "/more/nb.php?p=2",
        ),
        ("<h3>通知 <span data-url='/tz/'>更多</span></h3>", ""),
        ("<button data-api='http://other.example/nb'>加载更多</button>", ""),
        ("<button data-id='5' class='/more'>加载更多</button>", ""),
    ],
)
def test_a_button_that_keeps_where_further_rows_come_from(button: str, address: str) -> None:
    page = read_page(COLUMN, f"<html><body>{button}</body></html>".encode())
    following = [target for listing in GENERAL.lists(page) for target in listing.following]
    assert [t.url.partition(".gov.cn")[2] for t in following] == [address] * bool(address)  # type: ignore[union-attr]


def test_a_page_counted_within_an_object_that_is_sent() -> None:
    script = "axios.post('/web/query', {code: 'nb', page: {current: n, size: 10}})"
    [listing] = FAMILY.lists(page_with(script))
    [asked_for] = listing.following
    assert isinstance(asked_for, DataRequest)
    assert asked_for.body == '{"code":"nb","page":{"current":1,"size":10}}'
    row = '{"title": "甲镇2023年政府信息公开年报", "url": "1.html"}'
    answered = FAMILY.read_list(Answer(asked_for, f'{{"total": 12, "records": [{row}]}}'))
    assert answered is not None
    assert [t.body for t in answered.following] == [  # type: ignore[union-attr]
        '{"code":"nb","page":{"current":2,"size":10}}'
    ]


@pytest.mark.parametrize(
    "markup",
    [
        "<textarea id='d'>{}</textarea>",
        "<input type='hidden' value=\"{}\">",
        "<news-list :items='{}'></news-list>",
        '<div data-rows="{}"></div>',
    ],
)
def test_rows_that_an_element_keeps_for_a_script(markup: str) -> None:
    rows = [{"name": f"{town}镇2023年政府信息公开年报", "link": f"{town}.html"} for town in "甲乙"]
    page = read_page(COLUMN, markup.format(escape(json.dumps(rows))).encode())
    [listing] = GENERAL.lists(page)
    assert [row.title for row in listing.rows] == [row["name"] for row in rows]
    assert GENERAL.lists(read_page(COLUMN, markup.format("[{broken").encode())) == []


def test_an_object_that_a_script_fills_before_it_is_sent() -> None:
    script = """var id = 'c8f'; function load(n) { var params = {}; params.cid = id;
    params["pageNo"] = n; params.pageSize = 10; $.post('/q.do', params, draw) } load(1);"""
    assert asked(script) == ["http://www.shilixian.gov.cn/q.do cid=c8f&pageNo=1&pageSize=10"]
    assert asked(script.replace("= id;", "= id.part();")) == []


@pytest.mark.parametrize("read", ["this.dataset.id", "$(this).data('id')", "$(e).attr('data-id')"])
def test_columns_that_elements_keep_the_number_of(read: str) -> None:
    menu = (
        "<li class='i' data-id='51'>公开指南</li><li class='i' data-id='55'>政府信息公开年报</li>"
    )
    script = f"$('.i').click(function (e) {{ load({read}) }});"
    script += "function load(id) { fetch('/api/list?columnId=' + id + '&page=1') } load(51);"
    page = read_page(COLUMN, f"<html><body>{menu}<script>{script}</script></body></html>".encode())
    [column] = GENERAL.columns(page)
    assert column.label == "政府信息公开年报"
    assert isinstance(column.target, DataRequest)
    assert column.target.url == "http://www.shilixian.gov.cn/api/list?columnId=55&page=1"
