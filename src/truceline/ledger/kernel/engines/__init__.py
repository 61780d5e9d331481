"""Databases that can hold a log: SQLite in the record's own folder (the default), PostgreSQL by a URL.

An engine is the only thing that knows which database it is: how to connect, what to set so that commits reach the disk, how
writers queue, which words its SQL needs. The log above it is the same code on both.
"""

from truceline.ledger.kernel.engines.base import SCHEMA, Engine, Row, Value
from truceline.ledger.kernel.engines.sqlite import SqliteEngine

__all__ = ["SCHEMA", "Engine", "Row", "SqliteEngine", "Value"]
