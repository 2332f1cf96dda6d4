"""What a page carries where only its script would show it: articles, lists, addresses."""

from __future__ import annotations

import base64
import json
from html import escape
from urllib.parse import quote

import pytest

from spiders.discovery.articles.unseen import with_text_shown
from spiders.discovery.pages.page import Page, read_page
from tests.crawling import crawl, list_page, serve_small, urls

HERE = "http://www.shilixian.gov.cn/gk/nb/"
WORDS = "双钟镇依法公开政府信息，接受社会监督。" * 20
TEXT = f"<p>{WORDS}</p><table><tr><td>勾稽关系</td></tr></table>"
CODED = base64.b64encode(TEXT.encode()).decode()
LIST = (
    "<ul><li><a href='/gk/nb/7.html'>双钟镇2023年政府信息公开工作年度报告</a> 2024-01-20</li></ul>"
)
IN_STATE = json.dumps({"detail": {"body": TEXT, "hits": 3}}).replace("</", "<\\/")
IN_JSON = json.dumps(json.dumps({"content": TEXT})).replace("</", "<\\/")


def unescaped(text: str) -> str:
    return "".join(f"%u{ord(c):04X}" if ord(c) > 127 else f"%{ord(c):02X}" for c in text)


def page(markup: str) -> Page:
    return read_page(f"{HERE}a.html", f"<html><body>{markup}</body></html>".encode())


@pytest.mark.parametrize(
    "carrier",
    [
        f"<textarea id='t' hidden>{escape(TEXT)}</textarea>",
        f"<textarea id='t' hidden>{TEXT}</textarea>",
        f"<template>{TEXT}</template>",
        f"<noscript><div>{TEXT}</div></noscript>",
        f"<script type='text/html'>{TEXT}</script>",
        f"<input type='hidden' value='{escape(TEXT)}'>",
        f"<iframe srcdoc='{escape(TEXT)}'></iframe>",
        f'<script>show(decodeURIComponent("{quote(TEXT)}"))</script>',
        f'<script>// it\'s\n$("#c").html(unescape("{unescaped(TEXT)}"))</script>',
        f"<script>c.innerHTML = decodeURIComponent(escape(atob('{CODED}')))</script>",
        f"<script>var o = JSON.parse({IN_JSON});</script>",
        f"<script>window.__INITIAL_STATE__ = {IN_STATE}</script>",
        f"<script>var h = '';h += '{TEXT[:150]}';\nh += '{TEXT[150:]}';</script>",
    ],
)
def test_the_text_of_an_article_that_a_script_would_show(carrier: str) -> None:
    shown = with_text_shown(page(f"<h1>年度报告</h1><div id='zoom'></div>{carrier}"), ())
    body = read_page(f"{HERE}a.html", shown.encode()).selector.css("#zoom .article-content")
    assert "".join(body.xpath(".//p//text()").getall()) == WORDS
    assert body.css("td::text").getall() == ["勾稽关系"]


@pytest.mark.parametrize(
    "carriers",
    [
        f"<template>{TEXT}</template><textarea>{TEXT.replace('双钟', '城山')}</textarea>",
        f"<script type='text/html'>{TEXT.replace('监督', '{{ word }}')}</script>",
        "<script>var key = 'c2VjcmV0IGtleXM9PT0' + '77+9' + code;</script>",
        f"<script>/* {TEXT} */</script>",
    ],
)
def test_no_text_is_shown_where_nothing_tells_which(carriers: str) -> None:
    assert with_text_shown(page(f"<div id='zoom'></div>{carriers}"), ()) == ""


@pytest.mark.parametrize(
    "carrier",
    [
        f'<script>document.write(decodeURIComponent("{quote(LIST)}"))</script>',
        f'<script>document.write(unescape("{unescaped(LIST)}"))</script>',
        f"<textarea>{escape(LIST)}</textarea>",
        f"<script type='text/template'>{LIST}</script>",
        "<a onclick=\"location.href=atob('L2drL25iLzcuaHRtbA==')\">年报</a>",
        "<a href=\"javascript:go('%2Fgk%2Fnb%2F7.html')\">年报</a>"
        "<script>function go(u) {window.open(decodeURIComponent(u))}</script>",
        "<a class='l' data-u='L2drL25iLzcuaHRtbA=='>年报</a>"
        "<script>$('.l').click(function() {location.href = atob($(this).data('u'))})</script>",
    ],
)
def test_links_that_a_script_would_decode(carrier: str) -> None:
    assert [link.url for link in page(carrier).links] == [f"{HERE}7.html"]


def test_a_report_whose_text_is_not_found_fails_the_crawl() -> None:
    """The picture is that of the portal's head, which every page shows."""
    title = "{}镇2023年政府信息公开工作年度报告"
    head = "<img src='/img/top.jpg'>"
    rows = [(f"/nb/{n}.html", title.format("东西"[n]), "2024-01-20") for n in (0, 1)]
    with serve_small() as portal:
        portal.add("/", f"<html><body>{head}<a href='/nb/'>政府信息公开年报</a></body></html>")
        portal.add("/nb/", list_page(rows, head))
        empty = "<html><head><title>{0}</title></head><body>{1}<h1>{0}</h1>{2}</body></html>"
        secret = "<div id='c'></div><script>show('5ebe2294ecd0e0f08eab7690d2a6ee69')</script>"
        text = f"<script>c.innerHTML = '{TEXT}'</script>"
        portal.add(rows[0][0], empty.format(rows[0][1], head, f"<div id='c'></div>{text}"))
        portal.add(rows[1][0], empty.format(rows[1][1], head, secret))
        outcome = crawl(f"{portal.url}/", BROWSER="")
        assert urls(outcome, portal) == {rows[0][0]}
        [document] = outcome.documents
        assert TEXT.encode() in document.data
        assert TEXT in document.made_from[0].data.decode()
        assert outcome.stats["sources/failed"] == 1
