"""Which addresses the crawler may visit: public http and https addresses, nothing else.

A page decides where its links and redirects lead, so an address is judged by what a
resolver would make of it (RFC 6890 registries, and the old `inet_aton` spellings
`2130706433`, `0x7f.1`, `0177.0.0.1`), not by how it looks. Pure functions: no name is
resolved here; what a name resolves to is judged by the resolver of `crawler.middlewares`.
"""

from __future__ import annotations

import ipaddress
import unicodedata
from typing import Literal
from urllib.parse import unquote, urlsplit

Kind = Literal[
    "public",
    "name",
    "private",
    "loopback",
    "link_local",
    "metadata",
    "multicast",
    "reserved",
    "local_name",
    "invalid",
]
_IPAddress = ipaddress.IPv4Address | ipaddress.IPv6Address

SCHEMES = frozenset({"http", "https"})

# Addresses where cloud hosts hand credentials to whoever asks from inside.
METADATA_ADDRESSES = frozenset(
    ipaddress.ip_address(address)
    for address in (
        "169.254.169.254",  # most clouds
        "169.254.170.2",  # container credentials
        "100.100.100.200",  # Alibaba Cloud
        "192.0.0.192",  # Oracle Cloud
        "168.63.129.16",  # Azure platform address, in a public range
        "fd00:ec2::254",
        "fd20:ce::254",
    )
)

# Names that lead inside by definition: RFC 6761, RFC 6762, RFC 8375, RFC 9476, and `.internal`,
# which ICANN keeps out of the public root.
LOCAL_SUFFIXES = (
    "localhost",
    "localdomain",
    "local",
    "internal",
    "intranet",
    "lan",
    "home",
    "corp",
    "home.arpa",
    "test",
    "invalid",
    "example",
    "alt",
    "onion",
)

# Prefixes that carry an IPv4 address inside an IPv6 one, and where it stands (RFC 6052, 4291).
_EMBEDDING = (
    (ipaddress.IPv6Network("::ffff:0:0/96"), 0),
    (ipaddress.IPv6Network("::ffff:0:0:0/96"), 0),
    (ipaddress.IPv6Network("64:ff9b::/96"), 0),
    (ipaddress.IPv6Network("::/96"), 0),
    (ipaddress.IPv6Network("2002::/16"), 80),
)


def classify_address(address: str | _IPAddress) -> Kind:
    """The kind of one IP address as text or object; `invalid` when it is none."""
    if isinstance(address, str):
        parsed = _parse_ip(address)
        if parsed is None:
            return "invalid"
        address = parsed
    if address in METADATA_ADDRESSES:
        return "metadata"
    if isinstance(address, ipaddress.IPv6Address):
        if address.is_loopback:
            return "loopback"
        embedded = _embedded_ipv4(address)
        if embedded is not None and int(address) != 0:
            return classify_address(embedded)
    if address.is_loopback:
        return "loopback"
    if address.is_link_local:
        return "link_local"
    if address.is_multicast:
        return "multicast"
    if address.is_unspecified or address.is_reserved:
        return "reserved"
    if not address.is_global:
        return "private"
    if isinstance(address, ipaddress.IPv6Address) and address.is_site_local:
        return "private"
    return "public"


def classify_host(host: str) -> Kind:
    """The kind of a host as it stands in a URL, without port and userinfo.

    `name` is a name that only a resolver can judge; `local_name` leads inside by definition.
    """
    # IDNA reads full-width digits and ideographic full stops as their ASCII twins.
    host = unicodedata.normalize("NFKC", unquote(host)).replace("。", ".").strip().casefold()
    if host.startswith("[") and host.endswith("]"):
        host = host[1:-1]
    host = host.partition("%")[0].rstrip(".")
    if not host:
        return "invalid"
    address = _parse_ip(host)
    if address is not None:
        return classify_address(address)
    if ":" in host or any(c in host for c in "/\\@?# \t\r\n\0"):
        return "invalid"
    labels = host.split(".")
    # A last label of digits is an attempt at an IPv4 address (WHATWG URL, ends-in-a-number).
    if labels[-1].isdigit() or _c_integer(labels[-1]) is not None:
        return "invalid"
    if any(host == suffix or host.endswith("." + suffix) for suffix in LOCAL_SUFFIXES):
        return "local_name"
    if len(labels) == 1:
        return "local_name"
    return "name"


def refusal(url: str, allow_private: bool = False) -> str:
    """Why this URL may not be visited; empty when it may.

    With `allow_private` every host is allowed and only the scheme and the form are judged.
    """
    if any(ord(c) < 0x20 or c == "\x7f" or c == "\\" for c in url):
        return "the address holds a backslash or a control character"
    try:
        parts = urlsplit(url)
        host, port = parts.hostname, parts.port
    except ValueError as error:
        return f"not a valid address ({error})"
    if parts.scheme.lower() not in SCHEMES:
        return f"the scheme must be http or https, not {parts.scheme or 'missing'}"
    if not host:
        return "the address names no host"
    if port == 0:
        return "port 0 is no port"
    if "@" in parts.netloc:
        return "the address holds a user name or password"
    if allow_private:
        return ""
    kind = classify_host(host)
    if kind in ("public", "name"):
        return ""
    return f"{host} is {_TOLD[kind]}"


_TOLD: dict[Kind, str] = {
    "private": "a private address",
    "loopback": "this machine's own (loopback) address",
    "link_local": "a link-local address",
    "metadata": "a cloud metadata address",
    "multicast": "a multicast address",
    "reserved": "a reserved address",
    "local_name": "a name of the local network",
    "invalid": "not a valid host",
}


def told(kind: Kind) -> str:
    """A kind that may not be visited, in words for a message."""
    return _TOLD.get(kind, "a public address")


def _parse_ip(text: str) -> _IPAddress | None:
    try:
        return ipaddress.ip_address(text.partition("%")[0])
    except ValueError:
        return _parse_inet_aton(text)


def _parse_inet_aton(text: str) -> ipaddress.IPv4Address | None:
    """IPv4 as C's `inet_aton` reads it: one to four parts, decimal, octal or hexadecimal."""
    parts = text.split(".")
    if not 1 <= len(parts) <= 4:
        return None
    numbers = [_c_integer(part) for part in parts]
    value = 0
    for index, number in enumerate(numbers):
        last = index == len(numbers) - 1
        limit = 256 ** (4 - index) if last else 256
        if number is None or number >= limit:
            return None
        value += number if last else number * 256 ** (3 - index)
    return ipaddress.IPv4Address(value)


def _c_integer(text: str) -> int | None:
    if not text.isascii() or not text.isalnum() or len(text) > 20:
        return None
    base = 16 if text[:2] in ("0x", "0X") else 8 if text[0] == "0" else 10
    digits = text[2:] if base == 16 else text
    if base == 16 and not digits:
        return 0
    try:
        return int(digits, base)
    except ValueError:
        return None


def _embedded_ipv4(address: ipaddress.IPv6Address) -> ipaddress.IPv4Address | None:
    for network, shift in _EMBEDDING:
        if address in network:
            return ipaddress.IPv4Address((int(address) >> shift) & 0xFFFFFFFF)
    if address.teredo is not None:
        return address.teredo[1]
    return None
