"""Sites outside gov.cn that copy a government portal and swap its words.

They bear the portal's paths and texts; brands stand where 政府信息公开 stood, the text is turned
into traditional characters with readings in brackets (據(jù)), and SiteDomain names another site. A
copy is no source: nothing of it is taken.
"""

from __future__ import annotations

import ipaddress
import re
from urllib.parse import urlsplit

from spiders.data import load
from spiders.discovery.pages.page import Page
from spiders.discovery.pages.text import squash
from spiders.discovery.sites import registered_domain

_BRANDS = tuple(brand.lower() for brand in load("clones")["brands"])
_READING = re.compile(r"[\u4e00-\u9fff]\([a-zāáǎàēéěèīíǐìōóǒòūúǔùǖǘǚǜü]{1,6}\)")
_LEAST_READINGS = 5


def is_official_host(url: str) -> bool:
    """Whether an address is under gov.cn, where only public bodies have names."""
    host = (urlsplit(url).hostname or "").lower().rstrip(".")
    return host == "gov.cn" or host.endswith(".gov.cn")


def sign_of_a_clone(page: Page, listed: bool) -> str:
    """What shows that a page is of a copied portal, or ''; asked for pages outside gov.cn.

    listed: the portal stands in the register, so that a foreign SiteDomain says nothing: a
    placeholder or a migration left it.
    """
    said = squash(f"{page.title} {page.declared('keywords')}").lower()
    brand = next((brand for brand in _BRANDS if brand in said), "")
    if brand:
        return f"its title names {brand}"
    readings = _READING.findall(_plain_brackets(page.visible_text))
    if len(readings) >= _LEAST_READINGS:
        return f"readings stand in brackets behind characters ({readings[0]})"
    named = registered_domain(page.declared("site_domain").partition("//")[2] or _domain(page))
    own = urlsplit(page.url).hostname or ""
    if listed or _is_number(own) or not named.endswith(".gov.cn"):
        return ""
    return f"SiteDomain names {named}" if named != registered_domain(own) else ""


def _plain_brackets(text: str) -> str:
    return text.replace("（", "(").replace("）", ")").replace(" ", "")


def _domain(page: Page) -> str:
    return page.declared("site_domain").partition("/")[0].partition(":")[0].lower()


def _is_number(host: str) -> bool:
    try:
        ipaddress.ip_address(host)
    except ValueError:
        return False
    return True
