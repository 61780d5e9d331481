"""Wording: the words of a claim as sentences with their places, verbs with their mood, and who and what is named in them."""
