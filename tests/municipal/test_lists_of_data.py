"""Lists that come as data, and what is told where they do not."""

from __future__ import annotations

import json
from urllib.parse import quote

import pytest

from tests.crawling import (
    PROSE,
    SmallPortal,
    crawl,
    list_page,
    report_page,
    serve_small,
    urls,
)


def platform_page(nodes: list[dict[str, object]]) -> str:
    """The shell of a gkmlpt platform with these leaves below 政府信息公开年报."""
    tree = [{"id": 1, "name": "政府信息公开年报", "children": nodes}]
    config = f"window._CONFIG = {{ SID: '755001', TREE: {json.dumps(tree)} }};"
    return f"<html><body><div id='app'></div><script>{config}</script></body></html>"


def platform_answer(rows: list[tuple[str, str]], total: int) -> str:
    articles = [{"url": url, "title": title, "create_time": 1705630800} for url, title in rows]
    return json.dumps({"total": total, "articles": articles})


def test_an_answer_that_is_no_list_is_told_and_the_rest_goes_on(small_portal: SmallPortal) -> None:
    portal = small_portal
    title = "东乡2023年政府信息公开工作年度报告"
    nodes: list[dict[str, object]] = [{"id": n, "name": f"{n}年"} for n in (2022, 2023, 2024)]
    portal.add("/", "<html><body><a href='/gkmlpt/index#1'>政府信息公开</a></body></html>")
    portal.add("/gkmlpt/index", platform_page(nodes))
    portal.add("/gkmlpt/api/all/2022?page=1&sid=755001", "<html>系统繁忙</html>")
    rows = [("/gkmlpt/content/8/8766/post_1.html", title), ("/a.pdf", "西镇2023年年度报告")]
    portal.add("/gkmlpt/api/all/2023?page=1&sid=755001", platform_answer(rows, 2))
    portal.add("/gkmlpt/api/all/2024?page=1&sid=755001", "down", status=500)
    portal.add(rows[0][0], report_page(title))
    portal.add("/a.pdf", b"%PDF-1.4 west")
    outcome = crawl(f"{portal.url}/")
    assert urls(outcome, portal) == {path for path, _ in rows}
    told = {skipped.url.removeprefix(portal.url): skipped.reason for skipped in outcome.skipped}
    assert told["/gkmlpt/api/all/2022?page=1&sid=755001"].startswith("no list as gkmlpt answers")
    assert told["/gkmlpt/api/all/2024?page=1&sid=755001"] == "answered with status 500"
    assert outcome.stats["sources/failed"] == 2


def test_a_declared_count_that_lies_ends_soon(small_portal: SmallPortal) -> None:
    portal = small_portal
    row = ("/gkmlpt/content/8/8766/post_1.html", "东乡2023年政府信息公开工作年度报告")
    portal.add("/", "<html><body><a href='/gkmlpt/index#1'>政府信息公开</a></body></html>")
    portal.add("/gkmlpt/index", platform_page([{"id": 7, "name": "2023年"}]))
    for page in range(1, 400):
        answer = platform_answer([row], 900_000_000)
        portal.add(f"/gkmlpt/api/all/7?page={page}&sid=755001", answer)
    portal.add(row[0], report_page(row[1]))
    outcome = crawl(f"{portal.url}/")
    assert urls(outcome, portal) == {row[0]}
    assert len([path for path in portal.asked if "/api/" in path]) == 2
    assert any(key.startswith("portal/capped/") for key in outcome.stats)


def test_data_that_end_before_their_count_are_told(small_portal: SmallPortal) -> None:
    portal = small_portal
    portal.add("/", "<html><body><a href='/nb/'>政府信息公开年报</a></body></html>")
    portal.add("/nb/", "<ul></ul><script>$.getJSON('/list?page=1&size=2', show)</script>")
    for number in (1, 2):  # the server heeds no number: the second part is the first one
        entry = {"title": "东乡2023年政府信息公开年报", "url": "/nb/a.html"}
        told = json.dumps({"total": 3, "rows": [entry, {**entry, "url": "/nb/b.html"}]})
        portal.add(f"/list?page={number}&size=2", told)
    for path in ("/nb/a.html", "/nb/b.html"):
        portal.add(path, report_page("东乡2023年政府信息公开年报"))
    outcome = crawl(f"{portal.url}/")
    assert urls(outcome, portal) == {"/nb/a.html", "/nb/b.html"}
    [trouble] = outcome.told.troubles
    assert "the list says 3 entries, 2 were found" in trouble
    assert trouble.rpartition(": ")[2] in outcome.stats.values()  # what findings are made of
    assert outcome.stats["sources/failed"] == 1


def test_a_list_of_other_software_than_the_page_is_read(small_portal: SmallPortal) -> None:
    portal = small_portal
    portal.add("/", "<html><body><a href='/nb/'>政府信息公开年报</a></body></html>")
    paths = [f"/nb/202401/t20240117_{number}.html" for number in (1, 2)]
    records = ""
    for number, path in enumerate(paths):
        title = f"第{number}乡2023年政府信息公开工作年度报告"
        portal.add(path, report_page(title))
        records += f'<record><![CDATA[<li><a href="{path}">{title}</a></li>]]></record>'
    store = f"<datastore><recordset>{records}</recordset></datastore>"
    portal.add("/nb/", f"<html><body><script type='text/xml'>{store}</script></body></html>")
    outcome = crawl(f"{portal.url}/")
    assert urls(outcome, portal) == set(paths)
    assert outcome.told.family == "TRS WCM"  # by the addresses in the records


def test_a_button_for_more_rows_whose_script_is_a_file(small_portal: SmallPortal) -> None:
    portal = small_portal
    title = "第{}镇2023年政府信息公开工作年度报告"
    rows = [(f"/nb/{n}.html", title.format(n), "2024-01-20") for n in "一二三"]
    button = "<button id='more'>加载更多</button><script src='/js/nb.js'></script>"
    portal.add("/", "<html><body><a href='/nb/'>政府信息公开年报</a></body></html>")
    portal.add("/nb/", list_page(rows[:2], button))
    script = "var page = 1; function more() { page = page + 1;"
    portal.add("/js/nb.js", f"{script} $.get('/nb/list?page=' + page, add) }}")
    portal.add("/nb/list?page=1", list_page(rows[:2]))
    portal.add("/nb/list?page=2", list_page(rows[2:]))
    for path, titled, _ in rows:
        portal.add(quote(path), report_page(titled))
    outcome = crawl(f"{portal.url}/")
    assert urls(outcome, portal) == {quote(path) for path, _, _ in rows}
    assert portal.asked.count("/js/nb.js") == 1


def test_the_leaves_of_a_tree_that_show_reports_beside_it(small_portal: SmallPortal) -> None:
    """The column's page holds the tree; a menu's rows in its foot are no list of it."""
    portal = small_portal
    portal.add("/", "<html><body><a href='/nb/'>政府信息公开年报</a></body></html>")
    leaves = "".join(f"<li><a href='#' data-id='{n}'>{t}</a></li>" for n, t in enumerate("东西"))
    script = "$('a').click(function () { var id = $(this).data('id');"
    script += " $.get('/content/' + id + '.html', function (h) { $('#main').html(h) }) });"
    tree = f"<ul>{leaves.replace('</a>', '乡</a>')}</ul><div id='main'></div>"
    portal.add("/nb/", f"<html><body>{tree}<script>{script}</script></body></html>")
    for number, name in enumerate("东西"):
        title = f"<h2>{name}乡2023年政府信息公开工作年度报告</h2>"
        portal.add(f"/content/{number}.html", f"{title}{PROSE}<table><td>勾稽关系</td></table>")
    outcome = crawl(f"{portal.url}/")
    assert urls(outcome, portal) == {"/content/0.html", "/content/1.html"}
    assert "sources/failed" not in outcome.stats


def test_a_failed_part_does_not_end_a_list_of_data(small_portal: SmallPortal) -> None:
    portal = small_portal
    portal.add("/", "<html><body><a href='/gkmlpt/index#1'>政府信息公开</a></body></html>")
    portal.add("/gkmlpt/index", platform_page([{"id": 7, "name": "2023年"}]))
    expected = set()
    for page in (1, 2, 3, 4):
        row = (f"/gkmlpt/content/8/8766/post_{page}.html", f"第{page}乡2023年政府信息公开年报")
        portal.add(row[0], report_page(row[1]))
        answer = "down" if page == 2 else platform_answer([row], 4)
        status = 500 if page == 2 else 200
        portal.add(f"/gkmlpt/api/all/7?page={page}&sid=755001", answer, status=status)
        expected |= {row[0]} if page != 2 else set()
    outcome = crawl(f"{portal.url}/")
    assert urls(outcome, portal) == expected


def test_data_on_another_site_are_told_and_not_asked_for(small_portal: SmallPortal) -> None:
    portal = small_portal
    with serve_small() as other:
        jump = {"id": 7, "name": "2023年", "jump_url": f"{other.url}/nb/"}
        portal.add("/", "<html><body><a href='/gkmlpt/index#1'>政府信息公开</a></body></html>")
        portal.add("/gkmlpt/index", platform_page([jump]))
        outcome = crawl(f"{portal.url}/")
        assert other.asked == []
        told = {skipped.url: skipped.reason for skipped in outcome.skipped}
        assert told == {f"{other.url}/nb/": "the column is on another site"}


SHELL = """<html><body><h1 id="title"></h1><div id="text"></div><script>
function own(name) {{ var found = location.search.match(new RegExp(name + "=([^&]*)"));
  return found && unescape(found[1]) }}
{call}</script></body></html>"""


@pytest.mark.parametrize(
    "call",
    [
        'var id = own("id"); $.getJSON("/api/content/detail", {id: id}, show);',
        'fetch("/api/content/detail?id=" + own("id")).then(show)',
    ],
)
def test_articles_that_a_script_fills_by_their_number(small_portal: SmallPortal, call: str) -> None:
    portal = small_portal
    rows = [
        (f"/gk/view.html?id={number}", f"{town}2023年政府信息公开工作年度报告", "2024-01-20")
        for number, town in ((71, "东乡"), (72, "西镇"), (73, "南镇"), (74, "北乡"))
    ]
    portal.add("/", "<html><body><a href='/gk/'>政府信息公开年报</a></body></html>")
    portal.add("/gk/", list_page(rows))
    for path, title, day in rows[:3]:
        portal.add(path, SHELL.format(call=call))
        told = {"title": title, "publishTime": day, "views": 7, "content": PROSE}
        answer = json.dumps({"code": 200, "data": told})
        portal.add(path.replace("/gk/view.html", "/api/content/detail"), answer)
    portal.add(rows[3][0], report_page(rows[3][1]))  # of another make
    outcome = crawl(f"{portal.url}/")
    assert urls(outcome, portal) == {path for path, _, _ in rows}
    assert [d.hints.page_title for d in outcome.documents] == [title for _, title, _ in rows]
    assert [path for path in portal.asked if "view" in path] == [rows[0][0], rows[3][0]]
    assert not outcome.skipped


def test_lists_that_elements_and_modules_of_a_page_bring(small_portal: SmallPortal) -> None:
    """`hx-get` of htmx for a list in parts, a turbo frame, and rows that a module imports."""
    portal = small_portal
    rows = [
        (f"/nb/{number}.html", f"{town}2023年政府信息公开工作年度报告", "2024-01-20")
        for number, town in enumerate(("东乡", "西镇", "南镇", "北乡", "中镇"))
    ]
    links = ("县直部门", "/gk/bm/"), ("乡镇街道", "/gk/xz/"), ("管委会", "/gk/gw/")
    columns = "".join(f"<a href='{path}'>{name}政府信息公开年报</a>" for name, path in links)
    portal.add("/", f"<html><body>{columns}</body></html>")
    portal.add("/gk/bm/", "<html><div hx-get='/part?page=1' hx-trigger='load'></div></html>")
    more = "<button hx-get='/part?page=2' hx-swap='outerHTML'>加载更多</button>"
    portal.add("/part?page=1", list_page(rows[:1], more))
    portal.add("/part?page=2", list_page(rows[1:2]))
    portal.add("/gk/xz/", "<html><turbo-frame id='l' src='/frame'></turbo-frame></html>")
    portal.add("/frame", list_page(rows[2:3]))
    imports = "<ul></ul><script type='module'>import {all} from '/js/data.js'; show(all)</script>"
    portal.add("/gk/gw/", f"<html><body>{imports}</body></html>")
    told = [{"href": path, "title": title, "date": day} for path, title, day in rows[3:]]
    portal.add("/js/data.js", f"export const all = {json.dumps(told)};")
    for path, title, _ in rows:
        portal.add(path, report_page(title))
    outcome = crawl(f"{portal.url}/")
    assert urls(outcome, portal) == {path for path, _, _ in rows}


def test_a_dialect_whose_pages_a_call_names(small_portal: SmallPortal) -> None:
    portal = small_portal
    rows = [
        (f"/html/BPSZF/202401/017685278219000{number}.html", f"{town}2023年政府信息公开年报", "")
        for number, town in enumerate(("东乡", "西镇"))
    ]
    nb = "/html/BPSZF/zfxxgknb/index"
    portal.add("/", f"<html><body><a href='{nb}.html'>政府信息公开年报</a></body></html>")
    pager = "<script>pageNav(2, 1, 'index', 'html')</script>"
    portal.add(f"{nb}.html", list_page(rows[:1], pager))
    portal.add(f"{nb}_2.html", list_page(rows[1:]))
    for path, title, _ in rows:
        portal.add(path, report_page(title))
    outcome = crawl(f"{portal.url}/")
    assert urls(outcome, portal) == {path for path, _, _ in rows}


def test_the_lists_of_the_agencies_in_a_tree_that_comes_as_data(small_portal: SmallPortal) -> None:
    portal = small_portal
    portal.add("/", "<html><body><a href='/nb/'>政府信息公开年报</a></body></html>")
    script = "$.getJSON('/org/list.json', draw); function load(id) {"
    script += " $.getJSON('/nb/list?org=' + id + '&page=1', show) }"
    portal.add("/nb/", f"<html><title>年报</title><script>{script}</script></html>")
    nodes = [{"name": "东乡", "id": "a1"}, {"name": "县水利局", "id": "a2"}]
    portal.add("/org/list.json", json.dumps({"data": nodes}))
    for node in nodes:
        title, url = f"{node['name']}2023年政府信息公开年度报告", f"/nb/{node['id']}.html"
        rows = [{"title": title, "url": url, "date": "2024-01-20"}]
        portal.add(f"/nb/list?org={node['id']}&page=1", json.dumps({"total": 1, "rows": rows}))
        portal.add(url, report_page(title))
    outcome = crawl(f"{portal.url}/")
    assert urls(outcome, portal) == {"/nb/a1.html", "/nb/a2.html"}
    assert outcome.told.troubles == ()
    assert len(portal.asked) == len(set(portal.asked)) == 8  # with robots.txt
