"""truceline keeps one verifiable record of a ceasefire from many conflicting accounts."""

__version__ = "0.1.0"
