"""The pages about people: who is here, inviting, joining, and one's own sign-in."""
