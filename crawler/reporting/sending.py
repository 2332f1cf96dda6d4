"""Sending a run's findings on: to a command, or to a webhook, as the settings say.

Nothing that a command prints and nothing of a webhook's address but its host is ever told: both
may hold secrets.
"""

from __future__ import annotations

import http.client
import json
import shlex
import subprocess
import urllib.request
from urllib.error import HTTPError
from urllib.parse import urlsplit

from scrapy.settings import BaseSettings

from crawler.reporting.model import Finding, RunReport
from crawler.reporting.wording import told

TIMEOUT = 30.0
"""Seconds, for the command and for the webhook."""
MOST_TOLD = 20


class NotSent(Exception):
    """A message did not go out; the message says why, without secrets."""


def send(report: RunReport, level: str, page: str, settings: BaseSettings) -> list[str]:
    """Send what reaches a severity, by every way that is set; returns why ways failed.

    Nothing is sent where nothing reaches it. page: where the whole report is.
    """
    findings = report.reaching(level)
    if not findings:
        return []
    message = json.dumps(_message(report, findings, page), ensure_ascii=False).encode()
    failures = []
    for setting, way in (("ALERT_COMMAND", _to_command), ("ALERT_WEBHOOK", _to_webhook)):
        if not settings[setting]:
            continue
        try:
            way(str(settings[setting]), message)
        except NotSent as error:
            failures.append(f"{setting}: {error}")
    return failures


def _message(report: RunReport, findings: list[Finding], page: str) -> dict[str, object]:
    """`text` for people (as chat services take it), the rest for programs."""
    lines = [
        f"{finding.severity}: {finding.name + ': ' if finding.name else ''}{told(finding)}"
        for finding in findings[:MOST_TOLD]
    ]
    if len(findings) > MOST_TOLD:
        lines.append(f"and {len(findings) - MOST_TOLD} more")
    head = f"openness-corpus, run {report.run_id} of {report.spider}: {len(findings)} findings"
    return {
        "text": "\n".join([head, *lines, f"report: {page}"]),
        "severity": report.worst(),
        "run_id": report.run_id,
        "report": page,
        "findings": [
            {**finding.model_dump(), "is_new": finding.since == report.run_id, "told": line}
            for finding, line in zip(findings, map(told, findings), strict=True)
        ],
    }


def _to_command(command: str, message: bytes) -> None:
    """Run a command with the message on its standard input; no shell is in between."""
    try:
        words = shlex.split(command)
        done = subprocess.run(words, input=message, capture_output=True, timeout=TIMEOUT)
    except subprocess.TimeoutExpired:
        raise NotSent(f"the command did not end in {TIMEOUT:g} seconds") from None
    except (OSError, ValueError, IndexError) as error:
        reason = error.strerror if isinstance(error, OSError) else "it cannot be split into words"
        raise NotSent(f"the command does not start ({reason})") from None
    if done.returncode:
        raise NotSent(f"the command ended with {done.returncode}")


class _NoRedirect(urllib.request.HTTPRedirectHandler):
    """A webhook that sends elsewhere is set wrongly: findings go where the operator said."""

    def redirect_request(self, *_arguments: object) -> None:
        return None


def _to_webhook(url: str, message: bytes) -> None:
    """POST the message as JSON."""
    try:
        parts = urlsplit(url)
        host = parts.hostname or ""
    except ValueError:
        parts, host = urlsplit(""), ""
    if parts.scheme not in ("http", "https") or not host:
        raise NotSent("the address is no http or https address")
    headers = {"Content-Type": "application/json; charset=utf-8"}
    opener = urllib.request.build_opener(_NoRedirect)
    try:
        request = urllib.request.Request(url, data=message, headers=headers)
        with opener.open(request, timeout=TIMEOUT) as answer:
            answer.read(1 << 16)
    except HTTPError as error:
        error.close()
        raise NotSent(f"{host} answered with status {error.code}") from None
    except (OSError, ValueError, http.client.HTTPException) as error:
        raise NotSent(f"{host} could not be reached ({type(error).__name__})") from None
