"""Whether pages can be run in a browser on this machine, and the settings for it."""

from __future__ import annotations

import shutil
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path
from typing import Any

from scrapy.settings import BaseSettings


@dataclass(frozen=True, slots=True)
class Overheard:
    """What a script of a shown page asked for, and the body of what it was answered.

    headers: those that the script itself adds.
    """

    url: str
    method: str
    body: str
    headers: tuple[tuple[str, str], ...]
    answer: bytes


_NAMES = ("chromium", "chromium-browser", "google-chrome", "chrome")
_HANDLER = "crawler.middlewares.browser.BrowserHandler"
# A proxy that answers nobody, for this machine's own addresses, too: what is not handed to the
# browser does not reach it, by no protocol.
_ARGUMENTS = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-dev-shm-usage",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-default-apps",
    "--disable-extensions",
    "--disable-sync",
    "--no-first-run",
    "--proxy-server=127.0.0.1:9",
    "--proxy-bypass-list=<-loopback>",
    "--force-webrtc-ip-handling-policy=disable_non_proxied_udp",
    "--renderer-process-limit=1",
    "--js-flags=--max-old-space-size=256",
)


def missing_browser(settings: BaseSettings) -> str:
    """What is missing to run pages in a browser, in words; '' where nothing is.

    Setting BROWSER: path of a Chromium; None to look for one; '' to go without.
    """
    if settings["BROWSER"] == "":
        return "the setting BROWSER is empty"
    for package in ("playwright", "scrapy_playwright"):
        if find_spec(package) is None:
            return f"the package {package} is not installed (pip install openness-corpus[browser])"
    if _executable(settings) is None:
        return "there is no Chromium (install one, or name it: -s BROWSER=PATH)"
    return ""


def browser_settings(settings: BaseSettings) -> dict[str, Any]:
    """Scrapy's settings under which requests can be marked for the browser."""
    return {
        "DOWNLOAD_HANDLERS": {"http": _HANDLER, "https": _HANDLER},
        "PLAYWRIGHT_LAUNCH_OPTIONS": {
            "executable_path": _executable(settings),
            "args": list(_ARGUMENTS),
        },
        "PLAYWRIGHT_MAX_CONTEXTS": 1,
        "PLAYWRIGHT_MAX_PAGES_PER_CONTEXT": 1,
    }


def _executable(settings: BaseSettings) -> str | None:
    if settings["BROWSER"]:
        path = Path(settings["BROWSER"])
        return str(path) if path.is_file() else None
    return next((found for name in _NAMES if (found := shutil.which(name))), None)
