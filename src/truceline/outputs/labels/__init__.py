"""The words of the pages: every text of our own voice, by language, in files that a translator can read."""

from truceline.outputs.labels.catalogue import Labels, languages, load

__all__ = ["Labels", "languages", "load"]
