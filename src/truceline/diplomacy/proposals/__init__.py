"""Proposals: what is told about them folded into one value each, with every office's stand and who says so."""

from truceline.diplomacy.proposals.fold import proposals
from truceline.diplomacy.proposals.values import Dissent, NotSo, OfficeStands, Proposal, SaidProposer, SaidTerms, Stood

__all__ = ["Dissent", "NotSo", "OfficeStands", "Proposal", "SaidProposer", "SaidTerms", "Stood", "proposals"]
