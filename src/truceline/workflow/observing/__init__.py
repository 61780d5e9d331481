"""Putting in what monitors observed: tables of observations, gaps and exposures, and a gap typed in by hand; withdrawing them."""

from truceline.workflow.observing.entering import GapSaid, enter_gap
from truceline.workflow.observing.importing import Imported, import_table
from truceline.workflow.observing.withdrawing import Gone, withdraw

__all__ = ["GapSaid", "Gone", "Imported", "enter_gap", "import_table", "withdraw"]
