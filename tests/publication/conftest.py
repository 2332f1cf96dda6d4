"""A corpus to publish, one with hostile names, and a browser."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from crawler.corpus import Corpus
from parsers.record import IdentityFailure
from tests.corpus.documents import APPLICANTS, JIANGJING, received, row
from tests.publication.releases import (
    DUCHANG,
    HOSTILE,
    HOSTILE_NAME,
    HUKOU,
    IN_FORCE,
    PROSE,
    add,
    begin,
    finish,
    prose,
)


@pytest.fixture
def path(tmp_path: Path) -> Path:
    """A corpus with one finished run: two bureaus, a town, two years."""
    path = tmp_path / "corpus.db"
    with Corpus.open(path) as corpus:
        begin(corpus)
        carried_out = row("applications", "carried_out", APPLICANTS, "2 0 0 0 0 0 2")
        add(
            corpus,
            HUKOU,
            2022,
            template="2021",
            cells=(
                *received("10 0 0 0 0 0 10"),
                *carried_out,
                *row("disclosures", "normative_documents", IN_FORCE, "1 0 20"),
            ),
            sections=prose(PROSE.format("湖口县财政局")),
        )
        add(
            corpus,
            HUKOU,
            2023,
            template="2021",
            cells=(
                *received("20 0 0 0 0 0 20"),
                *row("applications", "carried_in", APPLICANTS, "5 0 0 0 0 0 5"),
                *row("applications", "granted", APPLICANTS, "_ 0 0 0 0 0 0"),
                *row("disclosures", "normative_documents", IN_FORCE, "4 1 25"),
            ),
            sections=prose(PROSE.format("湖口县财政局")),
            identity_failures=(
                IdentityFailure(rule="row_total", scope="received", left="20", right="21"),
            ),
            status="discrepant",
        )
        add(
            corpus,
            DUCHANG,
            2023,
            sections=prose(PROSE.format("都昌县财政局")),
            told_differences=(
                IdentityFailure(rule="told_received", scope="total", left="4", right="3"),
            ),
        )
        add(corpus, JIANGJING, 2023, status="incomplete", cells=received("? 0 0 0 0 0 ?"))
        finish(corpus)
    return path


@pytest.fixture
def hostile(tmp_path: Path) -> Path:
    path = tmp_path / "hostile.db"
    with Corpus.open(path) as corpus:
        begin(corpus, url="https://a.cn/<img src=x>")
        huge = "9" * 18
        add(
            corpus,
            HOSTILE,
            2023,
            url="javascript:alert(1)",
            title=HOSTILE_NAME,
            cells=(
                *received(f"{huge} 0 0 0 0 0 {huge}"),
                *(
                    c
                    for outcome in (
                        "denied_state_secret denied_by_law denied_safety_stability "
                        "denied_third_party denied_internal_affairs denied_process "
                        "denied_enforcement_file denied_inquiry"
                    ).split()
                    for c in row("applications", outcome, APPLICANTS, f"0 0 0 0 0 0 {2**63 - 1}")
                ),
            ),
        )
        add(corpus, HUKOU, 2023)
        finish(corpus)
    return path


@pytest.fixture
def browser() -> Iterator[Any]:
    sync_api = pytest.importorskip("playwright.sync_api")
    from crawler.machine import SYSTEM_PACKAGES

    chromium = SYSTEM_PACKAGES[0].path()
    if chromium is None:
        pytest.skip("no Chromium on this machine")
    with sync_api.sync_playwright() as playwright:
        opened = playwright.chromium.launch(
            executable_path=str(chromium),
            args=[
                "--no-sandbox",
                "--disable-gpu",
                "--disable-background-networking",
                # It asks after its maker's hosts at every start, whatever else is disabled.
                "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1",
            ],
        )
        yield opened
        opened.close()
