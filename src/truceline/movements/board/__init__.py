"""The board: what is said of every movement and plan, folded from assertions; rivals side by side, nothing merged."""
