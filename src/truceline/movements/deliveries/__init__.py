"""Deliveries: arms and forces brought, and leave to fly over a country, as claims tell it; by country and never summed."""

from truceline.movements.deliveries.read import read, waiting

__all__ = ["read", "waiting"]
