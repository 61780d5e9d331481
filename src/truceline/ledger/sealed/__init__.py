"""Sealed values and confidential files: encrypted under keys that lie apart from the record."""
