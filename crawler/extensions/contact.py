"""Puts the operator's contact into the User-Agent, wherever the setting CONTACT comes from."""

from __future__ import annotations

from scrapy.settings import BaseSettings


class Contact:
    """Add-on: a portal's operator must be able to reach whoever runs the crawl."""

    def update_settings(self, settings: BaseSettings) -> None:
        contact = " ".join(str(settings.get("CONTACT") or "").split())
        if not contact or not contact.isascii():
            return  # an HTTP header carries ASCII alone
        agent = settings.get("USER_AGENT")
        settings.set("USER_AGENT", f"{agent} contact: {contact}", priority="cmdline")
