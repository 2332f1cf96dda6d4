"""Settings, the machine's memory and time, and, where asked, the network."""

from __future__ import annotations

import os
import sys
import time
import urllib.request
from collections.abc import Iterator
from pathlib import Path
from urllib.error import HTTPError, URLError
from urllib.parse import urljoin, urlsplit

from scrapy.settings import BaseSettings

from crawler.doctor.model import Check
from crawler.errors import BadArgument
from crawler.reporting.making import alert_level
from spiders.register import read_register

POLITE_DELAY = 1.0  # seconds
NETWORK_TIMEOUT = 20.0  # seconds
_GIB = 1 << 30


def setup(settings: BaseSettings, network: str = "") -> Iterator[Check]:
    """network: an address whose robots.txt is asked for; nothing is where it is ""."""
    yield _contact(settings)
    yield _manners(settings)
    yield _register(settings)
    yield _alerts(settings)
    yield _memory(settings)
    yield _time_zone()
    yield _encoding()
    yield _network(settings, network)


def _contact(settings: BaseSettings) -> Check:
    contact = " ".join(str(settings["CONTACT"] or "").split())
    remedy = "export CONTACT=you@example.org (an e-mail address or a page)"
    if not contact:
        told = "portals' operators cannot reach you: CONTACT is empty"
        return Check("contact", "broken", told, remedy)
    if not contact.isascii():
        told = "CONTACT has characters that no HTTP header carries"
        return Check("contact", "broken", told, remedy)
    return Check("contact", "ok", f"{settings['USER_AGENT']} contact: {contact}")


def _manners(settings: BaseSettings) -> Check:
    wrong = []
    if not settings.getbool("ROBOTSTXT_OBEY"):
        wrong.append("ROBOTSTXT_OBEY=1")
    if settings.getfloat("DOWNLOAD_DELAY") < POLITE_DELAY:
        wrong.append(f"DOWNLOAD_DELAY={POLITE_DELAY:g}")
    if settings.getint("CONCURRENT_REQUESTS_PER_DOMAIN") > 1:
        wrong.append("CONCURRENT_REQUESTS_PER_DOMAIN=1")
    if settings.getbool("ALLOW_PRIVATE_HOSTS"):
        wrong.append("ALLOW_PRIVATE_HOSTS=0")
    if wrong:
        told = "settings are not those of a careful visitor"
        return Check("manners", "broken", told, "set " + ", ".join(wrong))
    delay = settings.getfloat("DOWNLOAD_DELAY")
    return Check("manners", "ok", f"robots.txt obeyed, {delay:g} s between two pages of a host")


def _register(settings: BaseSettings) -> Check:
    named = settings["PORTALS"]
    try:
        portals = read_register(Path(named) if named else None)
    except BadArgument as error:
        return Check("register", "broken", str(error), "correct the line, or leave PORTALS unset")
    return Check("register", "ok", f"{len(portals)} portals in {named or 'the packaged register'}")


def _alerts(settings: BaseSettings) -> Check:
    try:
        level = alert_level(settings)
    except BadArgument as error:
        return Check("alerts", "broken", str(error), "correct the setting ALERT_FROM")
    ways = [name for name in ("ALERT_COMMAND", "ALERT_WEBHOOK") if settings[name]]
    if not ways:
        remedy = (
            "set ALERT_COMMAND or ALERT_WEBHOOK; without them the exit code and cron's mail tell"
        )
        return Check("alerts", "missing", f"from {level}, sent nowhere", remedy)
    return Check("alerts", "ok", f"from {level}, by {' and '.join(ways)}")


def _memory(settings: BaseSettings) -> Check:
    try:
        workers = settings.getint("PARSER_WORKERS")
        each = settings.getint("PARSER_MEMORY")
        has = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES")
    except (ValueError, OSError) as error:
        return Check("memory", "broken", str(error), "correct PARSER_WORKERS and PARSER_MEMORY")
    told = f"{has / _GIB:.1f} GiB, {workers} parsers of at most {each / _GIB:.1f} GiB"
    if workers * each > has:
        fit = max(1, has // each)
        return Check("memory", "missing", told, f"set PARSER_WORKERS={fit}")
    return Check("memory", "ok", told)


def _time_zone() -> Check:
    zone = time.strftime("%Z (UTC%z)")
    return Check("time zone", "ok", f"{zone}; the corpus is in UTC, due dates are China's")


def _encoding() -> Check:
    found = sys.getfilesystemencoding()
    if found.lower().replace("-", "") != "utf8":
        told = f"file names are in {found}: Chinese ones cannot be read"
        return Check("encoding", "broken", told, "export LANG=C.UTF-8")
    return Check("encoding", "ok", found)


def _network(settings: BaseSettings, address: str) -> Check:
    """One request for robots.txt, where an address is given."""
    if not address:
        told = "not looked at, no connection was opened"
        return Check("network", "ok", f"{told}; --network https://www.example.gov.cn/ asks once")
    parts = urlsplit(address)
    if parts.scheme not in ("http", "https") or not parts.hostname:
        return Check("network", "broken", f"{address!r} is no http or https address", "name one")
    robots = urljoin(address, "/robots.txt")
    request = urllib.request.Request(robots, headers={"User-Agent": str(settings["USER_AGENT"])})
    try:
        with urllib.request.urlopen(request, timeout=NETWORK_TIMEOUT) as answer:
            status = answer.status
    except HTTPError as error:
        error.close()
        status = error.code
    except (OSError, ValueError) as error:
        reason = error.reason if isinstance(error, URLError) else error
        remedy = "check the name's resolution, the firewall and the proxy of this machine"
        return Check("network", "broken", f"{robots} gives no answer ({reason})", remedy)
    return Check("network", "ok", f"{robots} answers with status {status}")
