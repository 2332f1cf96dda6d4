"""Certificates that run out."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import Encoding
from scrapy import Spider, signals
from scrapy.http import Response
from scrapy.utils.test import get_crawler
from twisted.internet.ssl import Certificate

from crawler.extensions.certificates import Certificates
from tests.run_reports.weekly import (
    HOME,
    LIST,
    YEARS,
    Crawls,
    kinds,
)


def test_certificates_that_run_out(crawls: Crawls) -> None:
    now = datetime.now(UTC)
    stats = {
        "certificate/www.hukou.gov.cn": now - timedelta(days=1),
        "certificate/zwgk.hukou.gov.cn": now + timedelta(days=7),
        "certificate/xzsp.hukou.gov.cn": now + timedelta(days=90),
    }
    made = crawls.run(gives=YEARS, lists=LIST, stats=stats)
    assert kinds(made) == {"certificate_expired": "warning", "certificate_expires": "note"}


def certificate(ends: datetime) -> Certificate:
    """As the downloader hands it over with an answer."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, "www.hukou.gov.cn")])
    built = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(1)
        .not_valid_before(ends - timedelta(days=365))
        .not_valid_after(ends)
        .sign(key, hashes.SHA256())
    )
    return Certificate.loadPEM(built.public_bytes(Encoding.PEM))


def test_the_first_answer_of_a_host_tells_when_its_certificate_runs_out() -> None:
    crawler = get_crawler(Spider)
    extension = Certificates.from_crawler(crawler)
    ends = datetime(2026, 10, 28, 10, 30, tzinfo=UTC)
    assert crawler.stats is not None
    for url, told in (
        (f"{HOME}robots.txt", certificate(ends)),
        (HOME, certificate(ends + timedelta(days=1))),
        ("http://zwgk.hukou.gov.cn/", None),
    ):
        response = Response(url, certificate=told)
        crawler.signals.send_catch_log(
            signals.response_received, response=response, request=None, spider=None
        )
    found = {k: v for k, v in crawler.stats.get_stats().items() if k.startswith("certificate/")}
    assert extension is not None and found == {"certificate/www.hukou.gov.cn": ends}
