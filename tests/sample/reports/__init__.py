"""Made-up annual reports: `make_report` tells the truth, one module a format prints it."""

from tests.sample.reports.agencies import Agency, agencies
from tests.sample.reports.model import Failure, Report, Section, TruthCell
from tests.sample.reports.truth import make_report, template_for

__all__ = [
    "Agency",
    "Failure",
    "Report",
    "Section",
    "TruthCell",
    "agencies",
    "make_report",
    "template_for",
]
