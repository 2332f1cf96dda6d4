"""The families of portal software: one module a family, which defines `FAMILY`."""

from __future__ import annotations

from importlib import import_module

from tests.sample.portal.families.base import Family


def family(name: str) -> Family:
    """The family of that name: module `tests.sample.portal.families.<name>`."""
    found: Family = import_module(f"{__name__}.{name}").FAMILY
    return found
