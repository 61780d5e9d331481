"""The log in its database: one transaction for an append, the tree over it, and what is folded from it."""
