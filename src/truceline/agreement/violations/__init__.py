"""Alleged violations: which clause an incident concerns, whom anybody alleges, and where each authority stands."""

from truceline.agreement.violations.assess import Assessor, assess
from truceline.agreement.violations.lines import ARITHMETIC, NOBODY, authorities

__all__ = ["ARITHMETIC", "NOBODY", "Assessor", "assess", "authorities"]
