"""Where a run report goes: to a webhook, to a command."""

from __future__ import annotations

import json
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path
from typing import Any

import pytest
from scrapy.settings import Settings

from crawler.errors import BadArgument
from crawler.reporting.making import alert_level
from crawler.reporting.terminal import report_text
from tests.run_reports.weekly import (
    LIST,
    YEARS,
    Crawls,
    finding,
    kinds,
)


@pytest.fixture
def hook() -> Iterator[tuple[str, list[bytes]]]:
    """A webhook on loopback, and what was posted to it. /refuse answers 500, /away sends away."""
    posted: list[bytes] = []

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            posted.append(self.rfile.read(int(self.headers["Content-Length"])))
            self.send_response(
                {"refuse": 500, "away": 302}.get(self.path[1:].partition("?")[0], 200)
            )
            self.send_header("Location", "/elsewhere")
            self.send_header("Content-Length", "0")
            self.end_headers()

        def log_message(self, format: str, *args: Any) -> None:
            """Nothing on stderr."""

    server = HTTPServer(("127.0.0.1", 0), Handler)
    threading.Thread(target=server.serve_forever, args=(0.02,), daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}", posted
    server.shutdown()
    server.server_close()


def test_findings_are_sent_to_a_webhook_and_to_a_command(
    crawls: Crawls, hook: tuple[str, list[bytes]], tmp_path: Path
) -> None:
    url, posted = hook
    crawls.settings.set("ALERT_WEBHOOK", f"{url}/services/SECRET")
    crawls.settings.set("ALERT_COMMAND", f"tee {tmp_path}/sent.json")
    crawls.run(gives=YEARS, lists=LIST)
    assert posted == []  # nothing to tell
    made = crawls.run(state="blocked", troubles=("a firewall",))
    assert kinds(made) == {"blocked": "alarm"}
    [message] = posted
    assert message == (tmp_path / "sent.json").read_bytes()
    told = json.loads(message)
    assert told["severity"] == "alarm" and "a firewall" in told["text"]
    assert [found["kind"] for found in told["findings"]] == ["blocked"]
    assert told["findings"][0]["is_new"] is True


@pytest.mark.parametrize(
    ("setting", "value", "told"),
    [
        ("ALERT_WEBHOOK", "{hook}/refuse?SECRET", "127.0.0.1 answered with status 500"),
        ("ALERT_WEBHOOK", "{hook}/away?SECRET", "127.0.0.1 answered with status 302"),
        ("ALERT_WEBHOOK", "http://127.0.0.1:9/SECRET", "127.0.0.1 could not be reached"),
        ("ALERT_WEBHOOK", "file:///etc/SECRET", "no http or https address"),
        ("ALERT_WEBHOOK", "http://[SECRET", "no http or https address"),
        ("ALERT_COMMAND", "false SECRET", "the command ended with 1"),
        ("ALERT_COMMAND", "/no/such/program SECRET", "does not start (No such file"),
        ("ALERT_COMMAND", "'SECRET", "cannot be split into words"),
    ],
)
def test_a_message_that_does_not_go_out_is_a_finding_without_secrets(
    crawls: Crawls, hook: tuple[str, list[bytes]], setting: str, value: str, told: str
) -> None:
    crawls.run(gives=YEARS, lists=LIST)
    crawls.settings.set(setting, value.format(hook=hook[0]))
    made = crawls.run(state="blocked")
    assert kinds(made) == {"blocked": "alarm", "not_sent": "warning"}
    assert told in str(finding(made, "not_sent").values["reason"])
    assert made.page is not None
    assert "SECRET" not in made.page.read_text() + made.report.model_dump_json()
    assert "SECRET" not in report_text(made.report, made.page, 200)


def test_a_level_that_there_is_not_is_refused() -> None:
    with pytest.raises(BadArgument, match="ALERT_FROM=loud"):
        alert_level(Settings({"ALERT_FROM": "loud"}))
