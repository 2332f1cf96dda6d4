"""Which addresses may be visited, in every spelling that a hostile page may use."""

from __future__ import annotations

from types import SimpleNamespace

import pytest
from scrapy import Request
from scrapy.resolver import dnscache
from scrapy.settings import Settings
from twisted.internet.error import DNSLookupError
from twisted.python.failure import Failure

from crawler.addresses import classify_address, classify_host, refusal
from crawler.middlewares.addresses import (
    AddressMiddleware,
    AddressRefused,
    PublicResolver,
    name_refusal,
)

ADDRESSES = [
    ("8.8.8.8", "public"),
    ("101.230.193.164", "public"),
    ("223.255.255.1", "public"),
    ("2400:3200::1", "public"),
    ("10.0.0.1", "private"),
    ("172.16.0.1", "private"),
    ("172.31.255.255", "private"),
    ("172.32.0.1", "public"),
    ("192.168.1.1", "private"),
    ("100.64.0.1", "private"),  # shared address space, RFC 6598
    ("198.18.0.1", "private"),  # benchmarking, RFC 2544
    ("192.0.2.7", "private"),  # documentation
    ("0.0.0.0", "reserved"),
    ("0.1.2.3", "private"),
    ("240.0.0.1", "reserved"),
    ("255.255.255.255", "reserved"),
    ("127.0.0.1", "loopback"),
    ("127.255.3.4", "loopback"),
    ("169.254.1.1", "link_local"),
    ("169.254.169.254", "metadata"),
    ("100.100.100.200", "metadata"),
    ("224.0.0.251", "multicast"),
    ("::", "reserved"),
    ("::1", "loopback"),
    ("fe80::1", "link_local"),
    ("fe80::1%eth0", "link_local"),
    ("fc00::1", "private"),
    ("fd12:3456::1", "private"),
    ("fec0::1", "private"),
    ("fd00:ec2::254", "metadata"),
    ("ff02::1", "multicast"),
    ("2001:db8::1", "private"),
    ("::ffff:127.0.0.1", "loopback"),
    ("::ffff:10.1.2.3", "private"),
    ("::ffff:a9fe:a9fe", "metadata"),
    ("::ffff:8.8.8.8", "public"),
    ("::127.0.0.1", "loopback"),
    ("64:ff9b::10.0.0.1", "private"),  # NAT64
    ("2002:7f00:1::", "loopback"),  # 6to4
    ("2002:a00:1::1", "private"),
    ("2001:0:4136:e378:8000:63bf:f5ff:fffe", "private"),  # Teredo, client 10.0.0.1
    ("no address", "invalid"),
]

HOSTS = [
    ("www.gov.cn", "name"),
    ("WWW.GOV.CN.", "name"),
    ("政务.公益", "name"),
    ("163.com", "name"),
    ("deadbeef.cn", "name"),
    ("localhost", "local_name"),
    ("LOCALHOST.", "local_name"),
    ("a.b.localhost", "local_name"),
    ("printer", "local_name"),
    ("nas.local", "local_name"),
    ("metadata.google.internal", "local_name"),
    ("router.home.arpa", "local_name"),
    ("notlocalhost.cn", "name"),
    ("127.0.0.1", "loopback"),
    ("127.0.0.1.", "loopback"),
    ("[::1]", "loopback"),
    ("[::ffff:127.0.0.1]", "loopback"),
    ("[fe80::1%25eth0]", "link_local"),
    ("2130706433", "loopback"),
    ("0x7f000001", "loopback"),
    ("0x7F.1", "loopback"),
    ("0177.0.0.1", "loopback"),
    ("017700000001", "loopback"),
    ("127.1", "loopback"),
    ("10.1", "private"),
    ("192.168.257", "private"),
    ("0xa9fea9fe", "metadata"),
    ("134744072", "public"),  # 8.8.8.8
    ("0", "reserved"),
    ("１２７.0.0.1", "loopback"),  # full-width digits
    ("127。0。0。1", "loopback"),
    ("①②⑦.0.0.1", "loopback"),
    ("%31%32%37.0.0.1", "loopback"),
    ("256.1.1.1", "invalid"),
    ("1.2.3.4.5", "invalid"),
    ("4294967296", "invalid"),
    ("08.0.0.1", "invalid"),
    ("0x.example.0xgg", "name"),
    ("", "invalid"),
    (".", "invalid"),
    ("a b.cn", "invalid"),
]

REFUSED = [
    "http://127.0.0.1/",
    "http://127.0.0.1:8080/a",
    "http://2130706433/",
    "http://0x7f.1/",
    "http://[::1]:80/",
    "http://[::ffff:169.254.169.254]/latest/meta-data/",
    "http://169.254.169.254/",
    "http://localhost:8000/",
    "http://user:pass@www.gov.cn/",
    "http://www.gov.cn@127.0.0.1/",
    "http://127.0.0.1\\@www.gov.cn/",
    "http://www.gov.cn\n.evil/",
    "http:///path",
    "http://www.gov.cn:0/",
    "http://www.gov.cn:99999/",
    "http://[::1/",
    "file:///etc/passwd",
    "ftp://www.gov.cn/",
    "data:text/html,x",
    "javascript:alert(1)",
    "www.gov.cn",
    "",
]


@pytest.mark.parametrize(("address", "kind"), ADDRESSES)
def test_kind_of_an_address(address: str, kind: str) -> None:
    assert classify_address(address) == kind


@pytest.mark.parametrize(("host", "kind"), HOSTS)
def test_kind_of_a_host(host: str, kind: str) -> None:
    assert classify_host(host) == kind


@pytest.mark.parametrize("url", REFUSED)
def test_refused_with_a_reason(url: str) -> None:
    assert refusal(url)


@pytest.mark.parametrize(
    "url",
    [
        "http://www.gov.cn/",
        "https://www.gov.cn:8443/zwgk/年报/?a=b@c#d",
        "HTTP://101.230.193.164/article.html?infoid=1",
        "http://[2400:3200::1]/",
    ],
)
def test_public_addresses_are_allowed(url: str) -> None:
    assert refusal(url) == ""


def test_the_reason_names_host_and_kind() -> None:
    assert refusal("http://0x7f.1/") == "0x7f.1 is this machine's own (loopback) address"


@pytest.mark.parametrize("url", ["http://127.0.0.1:8000/", "http://localhost/", "http://nas.local"])
def test_private_hosts_are_allowed_on_demand(url: str) -> None:
    assert refusal(url, allow_private=True) == ""


@pytest.mark.parametrize("url", ["file:///etc/passwd", "http://a:b@127.0.0.1/", "http://"])
def test_form_and_scheme_are_judged_all_the_same(url: str) -> None:
    assert refusal(url, allow_private=True)


def test_a_name_that_resolves_to_a_private_address_is_refused() -> None:
    crawler = SimpleNamespace(settings=Settings({"ALLOW_PRIVATE_HOSTS": False}))
    resolver = PublicResolver.from_crawler(crawler, reactor=None)
    dnscache["inside.gov.cn"], dnscache["outside.gov.cn"] = "10.1.2.3", "101.230.193.164"
    answers: list[object] = []
    resolver.getHostByName("outside.gov.cn").addBoth(answers.append)
    resolver.getHostByName("inside.gov.cn").addBoth(answers.append)
    assert answers[0] == "101.230.193.164"
    assert isinstance(answers[1], Failure)
    assert answers[1].check(DNSLookupError)
    assert name_refusal("inside.gov.cn") == "inside.gov.cn resolves to 10.1.2.3, a private address"


def test_every_request_is_judged() -> None:
    middleware = AddressMiddleware(allow_private=False)
    middleware.process_request(Request("http://www.gov.cn/"))
    with pytest.raises(AddressRefused, match="metadata"):
        middleware.process_request(Request("http://169.254.169.254/latest/"))
