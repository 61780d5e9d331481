"""What an entry says and how it is written: bodies, canonical bytes, commitments, and what is read back."""
