"""Whole copies of a record, and records made from them."""
