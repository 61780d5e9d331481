"""Reader: reports in, claims out. Pure: no clock, no disk but its own word lists, no ledger."""

from truceline.reader.claims import claims_of
from truceline.reader.read import READER, Reader

__all__ = ["READER", "Reader", "claims_of"]
