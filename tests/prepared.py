"""What a copied process of `tests.running` holds from its start: the project's modules, the
libraries that a crawl loads, and the lists that never change. Nothing of it is changed by a
setting or the environment; `crawler.settings`, which reads both, is imported by each copy itself.
"""

from __future__ import annotations

import contextlib
import gc
import pkgutil
from importlib import import_module

import crawler
import spiders
from parsers.attribution.divisions import register

LIBRARIES = (
    "scrapy.cmdline",
    "scrapy.commands.parse",
    "scrapy.core.downloader.handlers.http11",
    "scrapy.downloadermiddlewares.cookies",
    "scrapy.extensions.closespider",
    "scrapy.extensions.feedexport",
    "scrapy.extensions.remote_control",
)
FOR_EACH_COPY = ("crawler.settings", "crawler.publication.plugins")  # the other loads a server


def prepare() -> None:
    """Import it all; what an extra that is not installed would need is left out."""
    packages = (crawler, spiders)
    ours = [m.name for p in packages for m in pkgutil.walk_packages(p.__path__, f"{p.__name__}.")]
    for name in (*LIBRARIES, *ours):
        if not name.startswith(FOR_EACH_COPY):
            with contextlib.suppress(ImportError):
                import_module(name)
    register()
    gc.collect()
    gc.freeze()  # or collecting garbage would copy every page that the processes share


prepare()
