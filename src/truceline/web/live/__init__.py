"""What moves while somebody looks: events as they come in, and who else is working on the same thing."""
