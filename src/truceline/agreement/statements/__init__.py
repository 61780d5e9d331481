"""Statements: what one counted claim says of an agreement, read from its words and its speaker. Pure."""

from truceline.agreement.statements.reading import read
from truceline.agreement.statements.values import BreachAlleged, DayCount, Statement

__all__ = ["BreachAlleged", "DayCount", "Statement", "read"]
