"""Proposals: what is told about them folded into one page each, with every office's stand and who says so."""
