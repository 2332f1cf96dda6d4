"""The families of portal software: one small module each, found by itself.

To add a family, add a module here with a subclass of `Family`: nothing else has to know.
"""

from __future__ import annotations

import pkgutil
from functools import cache
from importlib import import_module

from spiders.discovery.pages.page import Page
from spiders.families.base import Family

GENERAL = Family()
"""Serves every page on which no family is recognised."""


@cache
def families() -> tuple[Family, ...]:
    """One instance of each family in this package, surest markers first, then by name."""
    for module in pkgutil.iter_modules(__path__):
        import_module(f"{__name__}.{module.name}")
    found = [family() for family in Family.__subclasses__()]
    return tuple(sorted(found, key=lambda family: (family.rank, family.name)))


def family_named(name: str) -> Family:
    """The family of that name; the general one where there is none."""
    return next((family for family in families() if family.name == name), GENERAL)


def recognise(page: Page) -> tuple[Family, str]:
    """The family of a page with the evidence found on it; the general one with '' otherwise."""
    for family in families():
        evidence = family.recognise(page)
        if evidence:
            return family, evidence[:200]
    return GENERAL, ""
