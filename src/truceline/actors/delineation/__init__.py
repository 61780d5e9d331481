"""Delineation: who is covered by a truce and who is said to belong to whom, from counted claims. Pure; always a claim."""

from truceline.actors.delineation.reading import read, waiting

__all__ = ["read", "waiting"]
