"""Proposals, positions, contacts, channels, bodies: who proposed what, who stands where on it, as somebody says, over time."""
