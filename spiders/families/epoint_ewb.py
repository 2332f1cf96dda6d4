"""Epoint EWB (新点): lists by `POST /EWB-FRONT/rest/lightfrontaction/getgovinfolist` as JSON.

The shell `/dynamic/zwgk/govInfoPub.html?categorynum=003006` names the column; the site's own number
(`siteGuid`) stands in it or in a script file that it names (`/js/webBuilderCommon.js`,
`/js/ajaxReq.js`), which is asked for first then. Pages count from 0 or from 1; older versions wrap
the request in `{token, params}`.
"""

from __future__ import annotations

import dataclasses
import json
import re
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import islice
from typing import Any, ClassVar
from urllib.parse import parse_qsl, urlencode, urlsplit

from spiders.discovery.lists.listings import (
    MOST_ROWS,
    Answer,
    DataRequest,
    Listing,
    data_request,
)
from spiders.discovery.lists.rows import Row
from spiders.discovery.pages.data import (
    count_of,
    day_of,
    field,
    later_parts,
    objects,
    read_json,
    text_of,
)
from spiders.discovery.pages.page import Page
from spiders.discovery.sites import clean_url
from spiders.families.base import LOOKED_AT, Family

_ACTION = "/rest/lightfrontaction/getgovinfolist"
_USUAL_PROJECT = "/EWB-FRONT"  # where neither the page nor its script tells
_BEFORE = re.compile(r"[\w./:-]{0,100}$")
_GUID = re.compile(r"\bsiteGuid[\"']?\s{0,9}[:=]\s{0,9}[\"']([\w-]{1,60})[\"']")
_PROJECT = re.compile(r"\bprojectName[\"']?\s{0,9}[:=]\s{0,9}[\"']([\w./:-]{1,100})[\"']")
_SCRIPT = re.compile(
    r"<script\b[^<>]{0,200}?\bsrc\s{0,3}=\s{0,3}[\"']([^\"'\s<>]{0,200}"
    r"/(?:webBuilderCommon|ajaxReq)\.js)(?:\?[^\"'\s<>]{0,60})?[\"']",
    re.IGNORECASE,
)
_SIZE = re.compile(r"\bpageSize[\"']?\s{0,9}[:=]\s{0,9}[\"']?(\d{1,3})\b")
_FIRST = re.compile(r"\bpageIndex[\"']?\s{0,9}[:=]\s{0,9}[\"']?([01])\b(?!\s{0,9}[-+])")
_WRAPPED = re.compile(r"\bparams[\"']?\s{0,9}:")
_TOKEN = re.compile(r"\btoken[\"']?\s{0,9}[:=]\s{0,9}[\"']([^\"'\s<>]{0,100})[\"']")
_CATEGORY = re.compile(r"\bcategorynum[\"']?\s{0,9}[:=]\s{0,9}[\"'](\d{3,40})[\"']", re.IGNORECASE)
_DEPARTMENT = re.compile(
    r"\bdeptcode[\"']?\s{0,9}[:=]\s{0,9}[\"']([\w-]{1,40})[\"']", re.IGNORECASE
)
_NUMBER = re.compile(r"\d{3,40}")
_INDEX = re.compile(r"(\"pageIndex\": ?)\d{1,6}")
_INDEX_VALUE = re.compile(r"\"pageIndex\": ?(\d{1,6})")
_STAMP = re.compile(r"\d{10,13}")
_TAG = re.compile(r"<[^<>]{0,200}>")
_ROWS_OF_A_PART = 20
_MOST_SCRIPTS = 2_000
_UUID = r"[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}"


class EpointEwb(Family):
    """Epoint EWB with its lists of government information."""

    name: ClassVar[str] = "Epoint EWB"
    rank: ClassVar[int] = 24
    markers: ClassVar[tuple[re.Pattern[str], ...]] = (
        re.compile(r"lightfrontaction/getgovinfolist", re.IGNORECASE),
        re.compile(r"[\"'/]EWB-FRONT/"),
        re.compile(r"/webBuilderCommon\.js"),
        re.compile(r"/dynamic/[\w/]{1,40}\.html\?[\w=&;]{0,80}\bcategorynum=\d{3,40}"),
        re.compile(r"class\s{0,3}=\s{0,3}[\"']?(?:[\w-]{1,40} ){0,5}(?:ewb|epoint)-[a-z]{2,30}"),
    )
    article_address: ClassVar[re.Pattern[str] | None] = re.compile(rf"/\d{{8}}/{_UUID}\.html$")
    article_bodies: ClassVar[tuple[str, ...]] = (
        ".epoint-article-content",
        ".ewb-article-content",
        ".ewb-article-info",
        "#infoContentM",
        "#mainContent",
    )

    def __init__(self) -> None:
        self._told: dict[str, _Site] = {}  # what script files said, by their addresses

    def lists(self, page: Page) -> Sequence[Listing]:
        """What the page's script asks for, or first the script file that names the site."""
        asked = _asked_by(page)
        if asked is None:
            return ()
        script, guid = _script_of(page), _found(_GUID, page.text)
        told = self._told.get(clean_url(script, page.url) or "") if script else None
        if told is not None and not guid:
            request = _first_part(page.url, told, asked)
        elif script and not guid:
            request = _script_request(page, script, asked)
        else:
            project = _written_project(page.text) or _found(_PROJECT, page.text)
            request = _first_part(page.url, _Site(project, guid), asked)
        return (Listing(following=(request,)),) if request is not None else ()

    def read_list(self, answer: Answer) -> Listing | None:
        """`custom.data` of one answer and by `custom.total` those after it; or a script file."""
        request = answer.request
        if request.method == "GET":
            site = _site_in(answer.text)
            if site.guid and len(self._told) < _MOST_SCRIPTS:
                self._told[request.url.partition("?")[0]] = site
            return _read_script(answer, site)
        custom = field(read_json(answer.text), "custom")
        if not isinstance(field(custom, "data"), list):
            empty = isinstance(custom, dict) and request.fallback is not None
            return Listing() if empty else None
        rows = [_row(entry, request.page) for entry in objects(custom, "data")[:MOST_ROWS]]
        total = count_of(custom, "total")
        later = later_parts(request.number, request.size, total)
        following = [_part(request, number) for number in later]
        if request.fallback is not None and following:
            # Not known whether page 1 is the second one: where it repeats the first, page 2 is.
            shifted = _at_index(request, _index(request) + 2, 2)
            following[0] = dataclasses.replace(following[0], fallback=shifted)
        kept = tuple(row for row in rows if row is not None)
        return Listing(kept, tuple(following), total=total)


@dataclass(frozen=True, slots=True)
class _Site:
    """What a portal's requests have in common. project: the path before the service, '' where it
    is the usual one. token: of the older versions, where a script file wraps every request."""

    project: str
    guid: str
    token: str | None = None


@dataclass(frozen=True, slots=True)
class _Asked:
    """What a page's script asks for. first: how it counts its first page, '0', '1' or '' where
    that does not show. token: of the older versions, None in the newer ones."""

    category: str
    department: str = ""
    first: str = ""
    size: int = _ROWS_OF_A_PART
    token: str | None = None


def _asked_by(page: Page) -> _Asked | None:
    """What the page asks for; None where it shows no list of a column."""
    told = dict(parse_qsl(urlsplit(page.url).query))
    category = told.get("categorynum") or _found(_CATEGORY, page.text)
    fetches = _ACTION in page.text or _script_of(page) != ""
    if not fetches or not _NUMBER.fullmatch(category):
        return None
    return _Asked(
        category,
        told.get("deptcode") or _found(_DEPARTMENT, page.text),
        _found(_FIRST, page.text),
        int(_found(_SIZE, page.text) or 0) or _ROWS_OF_A_PART,
        _found(_TOKEN, page.text) if _WRAPPED.search(page.text) else None,
    )


def _written_project(text: str) -> str:
    """What the page writes in front of the address of its lists, '' where a variable stands."""
    at = text.find(_ACTION)
    before = _BEFORE.search(text[max(0, at - 100) : max(0, at)])
    return before[0] if before else ""


def _script_of(page: Page) -> str:
    """The script file that knows the site's number, '' where the page names none."""
    named = [found[1] for found in islice(_SCRIPT.finditer(page.text), 9)]
    # The general one is on every page; where there is a special one beside it, that knows.
    return next((name for name in named if name.endswith("/ajaxReq.js")), "".join(named[:1]))


def _script_request(page: Page, script: str, asked: _Asked) -> DataRequest | None:
    """The request for the script file that knows the site's number.

    Its address carries what the page asks for: the answer brings nothing else of the page, and
    each column needs its own answer.
    """
    carried = {"categorynum": asked.category, "deptcode": asked.department}
    if asked.first:
        carried["pageIndex"] = asked.first
    if asked.token is not None:
        carried["token"] = asked.token
    query = urlencode(carried)
    request = data_request(EpointEwb.name, page.url, f"{script}?{query}", size=asked.size)
    # First of all, so that the next column's page finds the number known.
    return request and dataclasses.replace(request, first=True)


def _site_in(script: str) -> _Site:
    """What a script file tells of the site."""
    token = _found(_TOKEN, script) if _WRAPPED.search(script, 0, LOOKED_AT) else None
    return _Site(_found(_PROJECT, script), _found(_GUID, script), token)


def _read_script(answer: Answer, site: _Site) -> Listing | None:
    """The request for the list, now that the site's number is known."""
    script = answer.request
    if not site.guid:
        return None
    told = dict(parse_qsl(urlsplit(script.url).query, keep_blank_values=True))
    asked = _Asked(
        told.get("categorynum", ""),
        told.get("deptcode", ""),
        told.get("pageIndex", ""),
        script.size or _ROWS_OF_A_PART,
        told.get("token"),
    )
    request = _first_part(script.page, site, asked)
    return Listing(following=(request,), goes_on=True) if request is not None else None


def _first_part(page: str, site: _Site, asked: _Asked) -> DataRequest | None:
    """The request for the first part; where the count does not show, from 0 and then from 1."""
    parameters: dict[str, Any] = {
        "deptcode": asked.department,
        "categorynum": asked.category,
        "pageIndex": int(asked.first or 0),
        "pageSize": asked.size,
        "siteGuid": site.guid,
    }
    token = site.token if asked.token is None else asked.token
    body = json.dumps(parameters if token is None else {"token": token, "params": parameters})
    address = f"{_rooted(site.project or _USUAL_PROJECT)}{_ACTION}"
    request = data_request(EpointEwb.name, page, address, json=body, size=asked.size)
    if request is None or asked.first:
        return request
    return dataclasses.replace(request, fallback=_at_index(request, 1, 1))


def _rooted(project: str) -> str:
    """Where the service stands: `EWB-FRONT` is a name below the host, not beside the page."""
    is_name = re.fullmatch(r"[\w-]{1,100}", project)
    return f"/{project}" if is_name else project.rstrip("/")


def _part(request: DataRequest, number: int) -> DataRequest:
    """The same request for another part, counted as this one is."""
    return _at_index(request, _index(request) + number - request.number, number)


def _at_index(request: DataRequest, index: int, number: int) -> DataRequest:
    """The same request with another `pageIndex`, wherever it stands in the body."""
    body = _INDEX.sub(rf"\g<1>{index}", request.body, count=1)
    return dataclasses.replace(request, body=body, number=number, fallback=None)


def _index(request: DataRequest) -> int:
    return int(_found(_INDEX_VALUE, request.body) or 0)


def _row(entry: Any, page: str) -> Row | None:
    url = clean_url(text_of(entry, "infourl", "visiturl", "linkurl"), page)
    title = _TAG.sub("", text_of(entry, "realtitle", "title", limit=300)).strip()
    if url is None or not title:
        return None
    date = text_of(entry, "infodate", "handsdate", limit=40)
    date = day_of(entry, "infodate", "handsdate") if _STAMP.fullmatch(date) else date
    return Row(url, title, date, publisher=text_of(entry, "deptname", limit=100))


def _found(pattern: re.Pattern[str], text: str) -> str:
    found = pattern.search(text, 0, LOOKED_AT)
    return found[1] if found else ""
