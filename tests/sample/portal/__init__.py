"""Sample portals: small servers that behave as families of portal software do.

`serve()` runs them for tests and the demonstration; `python -m tests.sample.portal` runs them
for a person.
"""

from tests.sample.portal.server import RunningPortal, serve
from tests.sample.portal.sites import Site, family_sites, sites
from tests.sample.portal.truth import Lookalike, PortalTruth, Published

__all__ = [
    "Lookalike",
    "PortalTruth",
    "Published",
    "RunningPortal",
    "Site",
    "family_sites",
    "serve",
    "sites",
]
