"""Placeholder while the part is being written."""
