"""Signed heads of the log and what was seen of them: policies, peers, successors, and evidence of two histories."""
