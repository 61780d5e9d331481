"""Proof bundles: one incident as a file that a party who distrusts everybody can check alone (docs/formats/proof-bundle.md).

``basis`` finds the entries on which the view of an incident rests, ``statement`` says what was made of them in codes, ``shares``
chooses what of the sealed values and texts goes along, ``members`` makes the files, ``write`` puts them into one.
"""

from truceline.outputs.bundle.checking import Checked, Unreadable, check
from truceline.outputs.bundle.write import Proved, prove, proved

__all__ = ["Checked", "Proved", "Unreadable", "check", "prove", "proved"]
