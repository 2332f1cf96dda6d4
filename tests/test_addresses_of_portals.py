"""Addresses: which belong to a portal, which are one and the same, how written links are read."""

from __future__ import annotations

import pytest

from spiders.discovery.sites import (
    clean_url,
    is_below,
    page_key,
    registered_domain,
    same_site,
    site_of,
)

HERE = "http://www.shilixian.gov.cn/zwgk/index.html"


@pytest.mark.parametrize(
    ("host", "domain"),
    [
        ("www.bjdch.gov.cn", "bjdch.gov.cn"),
        ("bjdch.gov.cn", "bjdch.gov.cn"),
        ("zfxxgk.beijing.gov.cn", "beijing.gov.cn"),
        ("xxgk-cb.cbs.gov.cn", "cbs.gov.cn"),
        ("www.shilixian.com.cn", "shilixian.com.cn"),
        ("a.b.shilixian.org.cn", "shilixian.org.cn"),
        ("www.shilixian.sh.cn", "shilixian.sh.cn"),
        ("www.shilixian.cn", "shilixian.cn"),
        ("gov.cn", "gov.cn"),
        ("www.gov.cn", "www.gov.cn"),
        ("WWW.Shilixian.GOV.CN.", "shilixian.gov.cn"),
        ("122.137.242.24", "122.137.242.24"),
        ("localhost", "localhost"),
    ],
)
def test_the_registered_domain(host: str, domain: str) -> None:
    assert registered_domain(host) == domain


@pytest.mark.parametrize(
    ("url", "other", "same"),
    [
        ("http://www.beijing.gov.cn/", "https://zfxxgk.beijing.gov.cn/110016/", True),
        ("http://www.bjdch.gov.cn/", "http://zfxxgk.beijing.gov.cn/", False),
        ("http://www.xixianxinqu.gov.cn:9311/", "http://www.xixianxinqu.gov.cn/", True),
        ("http://122.137.242.24:8080/", "http://122.137.242.24:8080/pub/", True),
        ("http://122.137.242.24:8080/", "http://122.137.242.24:9090/pub/", False),
        ("http://122.137.242.24/", "https://122.137.242.24/", False),
        ("http://www.shilixian.gov.cn/", "http://www.shilixian.gov.cn.evil.com/", False),
        ("http://www.shilixian.gov.cn/", "http://evilshilixian.gov.cn/", False),
        ("http://a.com.cn/", "http://b.com.cn/", False),
    ],
)
def test_what_belongs_to_one_portal(url: str, other: str, same: bool) -> None:
    assert same_site(url, other) is same
    assert site_of(url)


@pytest.mark.parametrize(
    ("href", "url"),
    [
        (
            "./202401/t20240117_5049123.html",
            "http://www.shilixian.gov.cn/zwgk/202401/t20240117_5049123.html",
        ),
        ("../../../../x/", "http://www.shilixian.gov.cn/x/"),
        ("//xxgk.shilixian.gov.cn:80/a b.html#top", "http://xxgk.shilixian.gov.cn/a%20b.html"),
        ("a.html?isMobile=true&id=3", "http://www.shilixian.gov.cn/zwgk/a.html?id=3"),
        ("a.shtml?ddtab=true", "http://www.shilixian.gov.cn/zwgk/a.shtml"),
        ("a.jsp;jsessionid=0A1B?id=3&_=99", "http://www.shilixian.gov.cn/zwgk/a.jsp?id=3"),
        ("a.do?id=3&sid=0123456789abcdef0123", "http://www.shilixian.gov.cn/zwgk/a.do?id=3"),
        ("a.do?sid=755001&n=%C4%EA", "http://www.shilixian.gov.cn/zwgk/a.do?sid=755001&n=%C4%EA"),
        ("a.do?_=99&n=%C4%EA", "http://www.shilixian.gov.cn/zwgk/a.do?n=%C4%EA"),
        ("/(S(abc3zk2mnp4qrs5t))/a.aspx?id=3", "http://www.shilixian.gov.cn/a.aspx?id=3"),
        ("/content/mpost_123.html", "http://www.shilixian.gov.cn/content/post_123.html"),
        ("/gate/big5/www.shilixian.gov.cn/a/", "http://www.shilixian.gov.cn/a/"),
        ("年报/2023.html", "http://www.shilixian.gov.cn/zwgk/%E5%B9%B4%E6%8A%A5/2023.html"),
        ("%E5%B9%B4.html", "http://www.shilixian.gov.cn/zwgk/%E5%B9%B4.html"),
        (" /a\n/b.html ", "http://www.shilixian.gov.cn/a/b.html"),
        ("\\zfxxgk\\nb\\1.html", "http://www.shilixian.gov.cn/zfxxgk/nb/1.html"),
        ("javascript:void(0)", None),
        ("JavaScript:go('/x.html')", None),
        ("file:///etc/passwd", None),
        ("data:text/html,x", None),
        ("mailto:a@b.cn", None),
        ("http://user:secret@www.shilixian.gov.cn/", None),
        ("http://[::1", None),
        ("http://www.shilixian.gov.cn:99999/", None),
        ("#top", None),
        ("#/", None),
        ("#/gov/annual?id=3", "http://www.shilixian.gov.cn/zwgk/index.html#/gov/annual?id=3"),
        ("/#!/gov", "http://www.shilixian.gov.cn/#!/gov"),
        ("", None),
        ("/" + "a" * 3000, None),
    ],
)
def test_links_as_written_become_addresses(href: str, url: str | None) -> None:
    assert clean_url(href, HERE) == url


@pytest.mark.parametrize(
    ("first", "second", "one"),
    [
        ("http://www.a.gov.cn/nb/", "https://a.gov.cn/nb/index.html", True),
        ("http://a.gov.cn/nb", "http://a.gov.cn/nb/", True),
        ("http://a.gov.cn/", "http://a.gov.cn/default.aspx", True),
        ("http://a.gov.cn/l.jsp?a=1&b=2", "http://a.gov.cn/l.jsp?b=2&a=1", True),
        ("http://a.gov.cn/nb/index_1.html", "http://a.gov.cn/nb/index.html", False),
        ("http://a.gov.cn/l.jsp?a=1", "http://a.gov.cn/l.jsp?a=2", False),
        ("http://a.gov.cn/#/nb", "http://www.a.gov.cn/index.html#/nb", True),
        ("http://a.gov.cn/#/nb", "http://a.gov.cn/#/zn", False),
        ("http://xxgk.a.gov.cn/nb/", "http://a.gov.cn/nb/", False),
    ],
)
def test_addresses_of_one_page_have_one_key(first: str, second: str, one: bool) -> None:
    assert (page_key(first) == page_key(second)) is one


def test_what_lies_below_a_column() -> None:
    column = "http://www.a.gov.cn/zfxxgk/zfxxgknb/index.html"
    assert is_below("https://a.gov.cn/zfxxgk/zfxxgknb/2023n/", column)
    assert not is_below("http://a.gov.cn/zfxxgk/zfxxgknb_2/2023n/", column)
    assert not is_below("http://a.gov.cn/anything/", "http://a.gov.cn/")
