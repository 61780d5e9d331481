"""Tallies: somebody says how many violations there were; held beside the incidents that the record knows. Pure."""

from truceline.agreement.tallies.collect import counting, tallies

__all__ = ["counting", "tallies"]
