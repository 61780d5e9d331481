"""Reader: reports in, claims out. Pure: no clock, no disk but its own word lists, no ledger."""
